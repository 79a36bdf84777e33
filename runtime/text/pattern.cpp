// Regular expressions by RE2: what is refused and why, named groups, literals to look for first.
#include "runtime/text/pattern.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>

#include "runtime/base/assert.h"
#include "runtime/text/expression.h"
#include "runtime/text/fold_unicode.h"
#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

constexpr std::uint32_t kMostSteps = 20'000;
constexpr int kMostGroups = 32;

/// An expression in RE2's spelling, and where each of its bytes stood in the author's.
struct Spelling {
  std::string text;
  std::vector<std::uint32_t> origin;

  void add(std::string_view bytes, std::size_t from) {
    text.append(bytes);
    origin.resize(text.size(), static_cast<std::uint32_t>(from));
  }
};

/// A construct that only a backtracking engine has.
struct Backtracking {
  std::string_view opening;
  std::string_view what;
  std::string_view help;
};

constexpr std::array kBacktracking = std::to_array<Backtracking>({
    {"(?=", "look-ahead", "match what follows too, or test it with a rule of its own"},
    {"(?!", "negative look-ahead", "use a second pattern and 'not' in the rule"},
    {"(?<=", "look-behind", "match what comes before too, in a group of its own"},
    {"(?<!", "negative look-behind", "use \\b, or a second pattern and 'not' in the rule"},
    {"(?>", "an atomic group", "write (?:…): without backtracking all groups are atomic in cost"},
    {"(?(", "a conditional", "write both cases out with |"},
    {"(?R", "recursion", "write out as many levels as are needed"},
    {"(?P=", "a back-reference", "write the repeated part out, or compare groups with 'where'"},
    {"(?P>", "recursion", "write out as many levels as are needed"},
    {"\\k", "a back-reference", "write the repeated part out, or compare groups with 'where'"},
    {"\\g", "a back-reference", "write the repeated part out, or compare groups with 'where'"},
    {"\\K", "a reset of the match's begin", "put the wanted part in a named group"},
    {"\\G", "an anchor at the last match", "leave it out: matches never overlap"},
});

MatcherError refusal(std::string_view expression, std::size_t begin, std::size_t end,
                     std::string_view what, std::string_view help) {
  return {"'" + std::string(expression.substr(begin, end - begin)) + "' is " + std::string(what) +
              ", which needs backtracking",
          std::string(help), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::optional<MatcherError> backtrackingAt(std::string_view expression, std::size_t i,
                                           std::size_t end) {
  for (const Backtracking& construct : kBacktracking) {
    if (expression.substr(i).starts_with(construct.opening)) {
      return refusal(expression, i, i + construct.opening.size(), construct.what, construct.help);
    }
  }
  if (expression[i] == '\\' && end - i == 2 && expression[i + 1] >= '1' &&
      expression[i + 1] <= '9') {
    return refusal(expression, i, end, "a back-reference",
                   "write the repeated part out, or compare groups with 'where'");
  }
  return std::nullopt;
}

/// Whether `+` at `i` makes the repetition before it possessive.
bool isPossessive(std::string_view expression, std::size_t previous, std::size_t i) {
  if (expression[i] != '+' || previous == i) return false;
  const char before = expression[previous];
  if (before == '*' || before == '+' || before == '?') return true;
  if (before != '}') return false;
  const std::size_t open = expression.rfind('{', previous);
  return open != std::string_view::npos && open + 1 < previous && expression[open + 1] >= '0' &&
         expression[open + 1] <= '9';
}

std::vector<MatcherError> findBacktracking(std::string_view expression) {
  std::vector<MatcherError> errors;
  std::size_t previous = 0;
  for (std::size_t i = 0; i < expression.size();) {
    const std::size_t end = tokenEnd(expression, i);
    if (auto error = backtrackingAt(expression, i, end)) {
      errors.push_back(std::move(*error));
    } else if (isPossessive(expression, previous, i)) {
      errors.push_back(refusal(expression, previous, end, "a possessive repetition",
                               "leave the second '+' out: it changes nothing here"));
    }
    previous = i;
    i = end;
  }
  return errors;
}

constexpr bool isMeta(char32_t c) {
  return c < 0x80 &&
         std::string_view("\\.+*?()|[]{}^$-").find(static_cast<char>(c)) != std::string_view::npos;
}

/// RE2 of Debian 12 knows (?P<name>…) alone. Folded text has no typographic characters, so those of
/// the expression become what they are in folded text, where that is one character.
Spelling respell(std::string_view expression, Pattern::Case how) {
  Spelling spelling;
  for (std::size_t i = 0; i < expression.size();) {
    const std::size_t token_end = tokenEnd(expression, i);
    if (expression.substr(i).starts_with("(?<")) {
      spelling.add("(?P<", i);
      i += 3;
      continue;
    }
    for (std::size_t at = i; at < token_end;) {
      const Decoded decoded = decodeAt(expression, at);
      char32_t c = decoded.code_point;
      const char32_t folded =
          how == Pattern::Case::kFolded && c >= 0x80 ? foldAlone(c) : CharacterFacts::kNone;
      std::string bytes;
      if (folded != CharacterFacts::kNone) {
        if (isMeta(folded)) bytes.push_back('\\');
        c = folded;
      }
      appendUtf8(bytes, c);
      spelling.add(bytes, at);
      at += decoded.bytes;
    }
    i = token_end;
  }
  spelling.origin.push_back(static_cast<std::uint32_t>(expression.size()));
  return spelling;
}

RE2::Options optionsFor(Pattern::Case how) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(how == Pattern::Case::kAsWritten);
  return options;
}

std::string plainWords(RE2::ErrorCode code, const std::string& blamed) {
  const std::string quoted = "'" + blamed + "'";
  switch (code) {
    case RE2::ErrorBadEscape:
      return quoted + " is no escape sequence";
    case RE2::ErrorBadCharClass:
      return quoted + " is no class of characters";
    case RE2::ErrorBadCharRange:
      return quoted + " is no range of characters";
    case RE2::ErrorMissingBracket:
      return quoted + " has no closing ']'";
    case RE2::ErrorMissingParen:
      return "a group has no closing ')'";
    case RE2::ErrorUnexpectedParen:
      return "')' closes no group";
    case RE2::ErrorTrailingBackslash:
      return "'\\' at the end escapes nothing";
    case RE2::ErrorRepeatArgument:
      return quoted + " repeats nothing";
    case RE2::ErrorRepeatSize:
      return quoted + " repeats too often";
    case RE2::ErrorRepeatOp:
      return quoted + " repeats a repetition";
    case RE2::ErrorBadPerlOp:
      return quoted + " opens no kind of group";
    case RE2::ErrorBadUTF8:
      return "the pattern is not UTF-8";
    case RE2::ErrorBadNamedCapture:
      return quoted + " is no name for a group";
    case RE2::ErrorPatternTooLarge:
      return "the pattern is too costly";
    default:
      return "the pattern cannot be read";
  }
}

std::string help(RE2::ErrorCode code) {
  switch (code) {
    case RE2::ErrorRepeatSize:
      return "repeat at most 1000 times, nested repetitions multiplied";
    case RE2::ErrorPatternTooLarge:
      return "make its counted repetitions smaller";
    case RE2::ErrorMissingParen:
      return "write '\\(' for the character itself";
    case RE2::ErrorUnexpectedParen:
      return "write '\\)' for the character itself";
    case RE2::ErrorMissingBracket:
      return "write '\\[' for the character itself";
    case RE2::ErrorTrailingBackslash:
      return "write '\\\\' for the character itself";
    default:
      return "";
  }
}

MatcherError compileError(const RE2& regex, const Spelling& spelling) {
  MatcherError error{plainWords(regex.error_code(), regex.error_arg()), help(regex.error_code())};
  const std::size_t at = spelling.text.find(regex.error_arg());
  if (!regex.error_arg().empty() && at != std::string::npos) {
    error.begin = spelling.origin[at];
    error.end = spelling.origin[at + regex.error_arg().size()];
  }
  return error;
}

/// Whether `regex` matches nothing somewhere: tried at every kind of place an assertion can tell
/// from another (ends of the text, and all pairs of word, other and line-end characters).
bool matchesNothing(const RE2& regex) {
  static constexpr std::string_view kPlaces[] = {"",   "a",   "-",   "\n",  "aa",  "a-",  "-a",
                                                 "--", "a\n", "\na", "-\n", "\n-", "\n\n"};
  for (const std::string_view text : kPlaces) {
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (regex.Match(re2::StringPiece(text.data(), text.size()), i, i, RE2::ANCHOR_BOTH, nullptr,
                      0)) {
        return true;
      }
    }
  }
  return false;
}

std::vector<std::string> namesOf(const RE2& regex) {
  std::vector<std::string> names;
  for (const auto& [number, name] : regex.CapturingGroupNames()) names.push_back(name);
  return names;  // the map is ordered by number
}

std::vector<MatcherError> checkGroups(const Matcher& matcher,
                                      const std::vector<std::string>& names) {
  std::vector<MatcherError> errors;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i)) {
      errors.push_back({"two groups are called '" + names[i] + "'", "give each a name of its own"});
    }
  }
  if (names.size() > kMostGroups) errors.push_back({"a pattern has at most 32 named groups", ""});
  for (const Group& group : matcher.groups) {
    if (std::ranges::find(names, group.name) == names.end()) {
      errors.push_back({"the pattern has no group '" + group.name + "'",
                        "name one with (?<" + group.name + ">…)"});
    }
  }
  return errors;
}

/// Whether parts of the expression have flags of their own. Where case counts in some parts only,
/// Unicode's other cases of k and s (the Kelvin sign, the long s) come into play, which a search in
/// ASCII's two cases would miss.
bool hasFlags(const std::string& expression) {
  return std::ranges::any_of(std::array{"(?i", "(?m", "(?s", "(?U", "(?-"}, [&](const char* flags) {
    return expression.find(flags) != std::string::npos;
  });
}

}  // namespace

std::vector<MatcherError> checkPattern(const Matcher& matcher) {
  if (matcher.pattern.empty()) return {{"the pattern is empty", ""}};
  if (!isUtf8(matcher.pattern)) return {{"the pattern is not UTF-8", ""}};
  if (auto errors = findBacktracking(matcher.pattern); !errors.empty()) return errors;
  const auto how = matcher.exact ? Pattern::Case::kAsWritten : Pattern::Case::kFolded;
  const Spelling spelling = respell(matcher.pattern, how);
  const RE2 regex(spelling.text, optionsFor(how));
  if (!regex.ok()) return {compileError(regex, spelling)};
  if (static_cast<std::uint32_t>(regex.ProgramSize()) > kMostSteps) {
    return {{"the pattern is too costly: " + std::to_string(regex.ProgramSize()) + " steps where " +
                 std::to_string(kMostSteps) + " are allowed",
             "make its counted repetitions smaller"}};
  }
  if (!matcher.whole && matchesNothing(regex)) {
    return {{"the pattern matches the empty text, so it would be found everywhere",
             "make a part of it required, with '+' in the place of '*' for example"}};
  }
  return checkGroups(matcher, namesOf(regex));
}

std::vector<ValueField> patternFields(const Matcher& matcher) {
  const std::string_view pattern = matcher.pattern;
  // Most have no named group, and are not worth compiling to see that.
  if (pattern.find("(?<") == pattern.npos && pattern.find("(?P<") == pattern.npos) return {};
  const auto how = matcher.exact ? Pattern::Case::kAsWritten : Pattern::Case::kFolded;
  if (!isUtf8(matcher.pattern)) return {};
  const RE2 regex(respell(matcher.pattern, how).text, optionsFor(how));
  if (!regex.ok()) return {};
  std::vector<ValueField> fields;
  for (const std::string& name : namesOf(regex)) {
    ValueField field{name, ValueType::kText};
    for (const Group& group : matcher.groups) {
      if (group.name != name) continue;
      if (group.type == GroupType::kInt) field.type = ValueType::kInt;
      if (group.type == GroupType::kNumber) field.type = ValueType::kNumber;
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

struct Pattern::Impl {
  re2::FilteredRE2 filter{kLeastLiteralBytes};  ///< owns the expression
  const RE2& regex;
  Case how;
  std::vector<std::string> literals;
  std::vector<std::string> names;
  std::vector<int> numbers;  ///< of the named groups
  int captures = 1;          ///< the whole match, and up to the last named group
  bool looks_far;
  std::uint32_t least_bytes;

  Impl(const std::string& text, Case case_of)
      : regex(compiled(filter, text, case_of)),
        how(case_of),
        looks_far(looksFarAhead(text)),
        least_bytes(std::max(1u, text::leastBytes(text))) {
    filter.Compile(&literals);
    std::ranges::sort(literals);
    const bool ascii = std::ranges::all_of(
        literals, [](const std::string& one) { return std::ranges::all_of(one, isAscii); });
    if (how == Case::kAsWritten && (hasFlags(text) || !ascii)) literals.clear();
    for (const auto& [number, name] : regex.CapturingGroupNames()) {
      names.push_back(name);
      numbers.push_back(number);
      captures = number + 1;
    }
  }

  static const RE2& compiled(re2::FilteredRE2& filter, const std::string& text, Case how) {
    int id = 0;
    const auto status = filter.Add(text, optionsFor(how), &id);
    DECORUM_ASSERT(status == RE2::NoError, "the pattern has been checked");
    return filter.GetRE2(id);
  }

  bool match(std::string_view text, std::size_t from, std::size_t until, RE2::Anchor anchor,
             std::vector<std::string_view>& groups) const {
    constexpr int kInline = 64;
    std::array<re2::StringPiece, kInline> parts;
    std::vector<re2::StringPiece> many;
    re2::StringPiece* found = parts.data();
    if (captures > kInline) {
      many.resize(static_cast<std::size_t>(captures));
      found = many.data();
    }
    if (!regex.Match(re2::StringPiece(text.data(), text.size()), from, until, anchor, found,
                     captures)) {
      return false;
    }
    groups.clear();
    groups.emplace_back(found[0].data(), found[0].size());
    for (const int number : numbers)
      groups.emplace_back(found[number].data(), found[number].size());
    return true;
  }
};

Pattern::Pattern(std::string_view expression, Case how)
    : impl_(std::make_unique<Impl>(respell(expression, how).text, how)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

bool Pattern::find(std::string_view text, std::uint32_t from,
                   std::vector<std::string_view>& groups) const {
  return impl_->match(text, from, text.size(), RE2::UNANCHORED, groups);
}

bool Pattern::find(std::string_view text, std::uint32_t from, std::uint32_t until,
                   std::vector<std::string_view>& groups) const {
  return impl_->match(text, from, until, RE2::UNANCHORED, groups);
}

bool Pattern::matchesWhole(std::string_view text, std::vector<std::string_view>& groups) const {
  return impl_->match(text, 0, text.size(), RE2::ANCHOR_BOTH, groups);
}

const std::vector<std::string>& Pattern::groupNames() const { return impl_->names; }
const std::string& Pattern::expression() const { return impl_->regex.pattern(); }

std::uint32_t Pattern::steps() const {
  return static_cast<std::uint32_t>(impl_->regex.ProgramSize());
}

std::uint64_t Pattern::readFor(std::string_view text, std::uint32_t from,
                               std::string_view match) const {
  const std::uint64_t rest = text.size() - from;
  if (impl_->looks_far) return rest;
  const auto end = static_cast<std::uint64_t>(match.data() + match.size() - text.data());
  return std::min(rest, end - from + steps());
}

std::uint64_t Pattern::readAtMost(std::uint64_t bytes, std::uint64_t matches) const {
  if (impl_->looks_far) return matches * bytes;
  return bytes + matches * std::min<std::uint64_t>(bytes, steps());
}

std::uint32_t Pattern::leastBytes() const { return impl_->least_bytes; }

bool Pattern::addTo(re2::FilteredRE2& filter) const {
  int id = 0;
  return filter.Add(impl_->regex.pattern(), optionsFor(impl_->how), &id) == RE2::NoError;
}

const std::vector<std::string>& Pattern::literals() const { return impl_->literals; }

}  // namespace decorum::text
