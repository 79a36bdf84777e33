#include "compiler/syntax/parse_tokens.h"

#include <antlr4-runtime.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "DecorumLexer.h"

namespace decorum::syntax {
namespace {

using L = grammar::DecorumLexer;

/// The length of the UTF-8 sequence at `at`, 0 where there is none.
std::uint32_t sequenceLength(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned first = byte(at);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF && follows(at + 1)) return 2;
  if (first >= 0xE0 && first <= 0xEF && follows(at + 1) && follows(at + 2)) {
    if (first == 0xE0 && byte(at + 1) < 0xA0) return 0;  // longer than it need be
    if (first == 0xED && byte(at + 1) > 0x9F) return 0;  // a surrogate
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4 && follows(at + 1) && follows(at + 2) && follows(at + 3)) {
    if (first == 0xF0 && byte(at + 1) < 0x90) return 0;
    if (first == 0xF4 && byte(at + 1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

std::uint32_t codePoint(std::string_view sequence) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
  switch (sequence.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
    case 3:
      return (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    default:
      return (byte(0) & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 |
             (byte(3) & 0x3Fu);
  }
}

bool isControl(std::uint32_t point) {
  if (point == '\t' || point == '\n' || point == '\r' || point == '\f') return false;
  return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

/// Marks that make an editor show text in another order than it is read in.
bool changesDirection(std::uint32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

/// Byte offset of each code point and of the end; empty where every byte is one.
std::vector<std::uint32_t> offsetsOf(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  std::vector<std::uint32_t> offsets;
  if (ascii) return offsets;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) offsets.push_back(i);
  }
  offsets.push_back(static_cast<std::uint32_t>(text.size()));
  return offsets;
}

struct Meant {
  std::string_view written;
  int type;  ///< 0: left out
  std::string_view ours;
};
constexpr std::array<Meant, 13> kForeign{{{"&&", L::K_AND, "and"},
                                          {"&", L::K_AND, "and"},
                                          {"||", L::K_OR, "or"},
                                          {"|", L::K_OR, "or"},
                                          {"!", L::K_NOT, "not"},
                                          {"<>", L::NOT_EQUAL, "!="},
                                          {"≠", L::NOT_EQUAL, "!="},
                                          {"=<", L::LESS_EQUAL, "<="},
                                          {"≤", L::LESS_EQUAL, "<="},
                                          {"=>", L::GREATER_EQUAL, ">="},
                                          {"≥", L::GREATER_EQUAL, ">="},
                                          {"…", L::RANGE, ".."},
                                          {"...", L::RANGE, ".."}}};

void mendForeign(Token& token, std::string_view written, Findings& findings) {
  auto* finding =
      findings.report<diag::ForeignSymbol>(findings.span(token.begin, token.end), written);
  token.type = 0;
  for (const Meant& meant : kForeign) {
    if (meant.written != written) continue;
    token.type = meant.type;
    if (finding != nullptr) finding->help(meant.ours);
  }
}

/// `500ms` is two words; the rest (`1e6`, `0x10`) is no number of ours.
void mendNumber(std::vector<Token>& tokens, std::string_view written, Findings& findings) {
  Token& token = tokens.back();
  token.broken = true;
  const std::size_t letters = written.find_first_not_of("0123456789_.");
  const std::string_view unit = written.substr(letters);
  static const std::map<std::string_view, std::pair<std::string_view, int>> kUnits{
      {"ms", {"ms", L::K_MS}},
      {"s", {"seconds", L::K_SECONDS}},
      {"sec", {"seconds", L::K_SECONDS}},
      {"m", {"minutes", L::K_MINUTES}},
      {"min", {"minutes", L::K_MINUTES}},
      {"h", {"hours", L::K_HOURS}},
      {"d", {"days", L::K_DAYS}},
      {"seconds", {"seconds", L::K_SECONDS}},
      {"minutes", {"minutes", L::K_MINUTES}},
      {"hours", {"hours", L::K_HOURS}},
      {"days", {"days", L::K_DAYS}}};
  auto* finding = findings.report<diag::BadNumber>(findings.span(token.begin, token.end), written);
  const auto found = kUnits.find(unit);
  token.type = L::INTEGER;
  if (found == kUnits.end()) return;
  if (finding != nullptr) {
    finding->help(fmt::format("{} {}", written.substr(0, letters), found->second.first));
  }
  tokens.push_back({found->second.second, token.end, token.end, false, true});
}

/// `légal` or `1st_x`: a name with letters that names may not have.
void mendName(Token& token, std::string_view written, Findings& findings) {
  token.type = L::NAME;
  token.broken = true;
  findings.report<diag::BadName>(findings.span(token.begin, token.end), written);
}

/// Turns an almost-word into the word that was meant; type 0 where there is none.
void mend(std::vector<Token>& tokens, std::string_view written, Findings& findings) {
  Token& token = tokens.back();
  const Span span = findings.span(token.begin, token.end);
  switch (token.type) {
    case L::OPEN_TEXT:
    case L::OPEN_LONG_TEXT: {
      const bool is_long = token.type == L::OPEN_LONG_TEXT;
      auto* finding = findings.report<diag::UnclosedText>(
          findings.span(span.begin, span.begin + (is_long ? 3 : 1)));
      if (finding != nullptr) finding->help(is_long ? "\"\"\"" : "\"");
      token.type = L::TEXT;
      token.broken = true;
      return;
    }
    case L::QUOTED_OTHERWISE: {
      const std::size_t quote = written[0] == '\'' ? 1 : 3;
      auto* finding = findings.report<diag::ForeignSymbol>(span, written.substr(0, quote));
      if (finding != nullptr) finding->help("\"");
      token.type = L::TEXT;
      token.broken = true;
      return;
    }
    case L::BAD_NUMBER:
      return mendNumber(tokens, written, findings);
    case L::FOREIGN_NAME:
      return mendName(token, written, findings);
    case L::FOREIGN_COMMENT: {
      auto* finding = findings.report<diag::ForeignSymbol>(
          findings.span(span.begin, span.begin + 2), written.substr(0, 2));
      if (finding != nullptr) finding->help("#");
      token.type = 0;
      return;
    }
    case L::FOREIGN_OPERATOR:
      return mendForeign(token, written, findings);
    case L::UNKNOWN:
      findings.report<diag::ForeignSymbol>(span, written);
      token.type = 0;
      return;
    default:
      return;
  }
}

bool isOpening(int type) {
  return type == L::LEFT_PAREN || type == L::LEFT_BRACE || type == L::LEFT_BRACKET;
}
int closingOf(int opening) {
  if (opening == L::LEFT_PAREN) return L::RIGHT_PAREN;
  return opening == L::LEFT_BRACE ? L::RIGHT_BRACE : L::RIGHT_BRACKET;
}
bool isClosing(int type) {
  return type == L::RIGHT_PAREN || type == L::RIGHT_BRACE || type == L::RIGHT_BRACKET;
}

/// Words after which an expression goes one level deeper without a bracket.
bool deepens(int type) {
  switch (type) {
    case L::K_NOT:
    case L::MINUS:
    case L::K_EVER:
    case L::K_NEVER:
    case L::K_PREVIOUSLY:
    case L::K_WHERE:
    case L::K_SET:
    case L::K_LIST:
    case L::K_SINCE:
      return true;
    default:
      return false;
  }
}

/// Words that begin a clause wherever they stand, and can be nothing inside parentheses.
bool beginsClauseForSure(int type) {
  switch (type) {
    case L::K_WHEN:
    case L::K_UNLESS:
    case L::K_SAY:
    case L::K_BECAUSE:
    case L::K_CITES:
    case L::K_PRIORITY:
    case L::K_EFFECTIVE:
    case L::K_UNTIL:
    case L::K_MODE:
    case L::K_USES:
    case L::K_TO:
    case L::K_DURING:
    case L::K_FIND:
    case L::K_REPLACE:
    case L::K_VERBATIM:
    case L::K_TELLING:
    case L::K_ASK:
    case L::K_ON:
    case L::K_HAND:
    case L::K_INSTEAD:
      return true;
    default:
      return false;
  }
}
bool beginsClauseOnItsLine(int type) {
  switch (type) {
    case L::K_FOR:
    case L::K_EVERY:
    case L::K_AT:
    case L::K_ONCE:
    case L::K_WITHIN:
    case L::K_KEEP:
    case L::K_WITH:
    case L::K_BEFORE:
    case L::K_AFTER:
    case L::K_AS:
    case L::K_SAME:
    case L::K_COMPARE:
      return true;
    default:
      return false;
  }
}

bool isRuleKind(int type) {
  switch (type) {
    case L::K_ESCALATE:
    case L::K_REDACT:
    case L::K_DISCLOSE:
    case L::K_BLOCK:
    case L::K_HOLD:
    case L::K_RETRY:
    case L::K_CLARIFY:
    case L::K_FLAG:
      return true;
    default:
      return false;
  }
}

bool beginsDeclaration(int type) {
  switch (type) {
    case L::K_POLICY:
    case L::K_PACK:
    case L::K_INCLUDE:
    case L::K_USE:
    case L::K_SETTING:
    case L::K_FACTS:
    case L::K_SIGNAL:
    case L::K_PHRASES:
    case L::K_PATTERN:
    case L::K_DEFINE:
    case L::K_TOOL:
    case L::K_HOURS:
    case L::K_DISABLE:
    case L::K_ADJUST:
    case L::K_FAIRNESS:
    case L::K_TEST:
    case L::K_BUDGET:
      return true;
    default:
      return isRuleKind(type);
  }
}

/// Whether what follows a declaration's keyword is what its head goes on with.
bool headFollows(const std::vector<Token>& tokens, std::size_t at) {
  const auto type = [&](std::size_t i) { return i < tokens.size() ? tokens[i].type : 0; };
  const int next = type(at + 1);
  const int after = type(at + 2);
  const bool name = next == L::NAME || (next >= L::K_VERSION && next < L::NAME);
  switch (tokens[at].type) {
    case L::K_TEST:
      return next == L::TEXT || next == L::LONG_TEXT || next == L::K_EACH;
    case L::K_INCLUDE:
    case L::K_USE:
      return next == L::TEXT || (name && after != L::COLON);
    case L::K_FACTS:
      return name && after == L::LEFT_BRACE;
    case L::K_TOOL:
      return name && (after == L::LEFT_BRACE || after == L::K_CALLED);
    case L::K_SETTING:
      return name && after == L::COLON;
    case L::K_HOURS:
      return name && after == L::ASSIGN;
    case L::K_PATTERN:
      return name && (after == L::EQUALS_PATTERN || after == L::ASSIGN);
    case L::K_BUDGET:
      return next == L::INTEGER;
    default: {
      const bool word = next > 0 && next < L::NAME;
      if (isRuleKind(tokens[at].type) && tokens[at].first_on_line && word &&
          at + 2 < tokens.size() && isClauseStart(tokens, at + 2)) {
        return true;  // a word of the language as its name: an error, and a rule all the same
      }
      return name && after != L::COLON && after != L::COMMA;
    }
  }
}

struct Opened {
  std::size_t index;  ///< into the tokens that are kept
  std::uint32_t prefixes;
};

/// Balances as it copies: `tokens` in, `kept_` out.
class Balancer {
 public:
  Balancer(Source source, std::uint32_t max_nesting, Findings& findings)
      : source_(source), max_nesting_(max_nesting), findings_(&findings) {}

  bool run(std::vector<Token>& tokens) {
    kept_.reserve(tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      closeWhatCannotGoOn(tokens, i);
      if (!take(tokens, i)) return false;
    }
    while (!open_.empty()) reportUnclosed(tokens.empty() ? 0 : tokens.back().end);
    tokens = std::move(kept_);
    return true;
  }

 private:
  /// A declaration cannot stand in brackets, nor a clause in parentheses.
  void closeWhatCannotGoOn(const std::vector<Token>& tokens, std::size_t at) {
    if (!tokens[at].first_on_line) return;
    const bool declaration = isDeclarationStart(tokens, at);
    while (!open_.empty()) {
      const int opening = kept_[open_.back().index].type;
      if (!declaration && (opening == L::LEFT_BRACE || !beginsClauseForSure(tokens[at].type) ||
                           (at + 1 < tokens.size() && tokens[at + 1].type == L::COLON))) {
        return;
      }
      reportUnclosed(tokens[at].begin);
    }
  }

  void reportUnclosed(std::uint32_t before) {
    const Token& opening = kept_[open_.back().index];
    findings_->report<diag::UnclosedBracket>(findings_->span(opening.begin, opening.end),
                                             source_.at(opening.begin, opening.end));
    // Behind the last word before: a place that shows where it might have been closed.
    const std::uint32_t place = kept_.empty() ? before : kept_.back().end;
    kept_.push_back({closingOf(opening.type), place, place, false, true});
    open_.pop_back();
  }

  bool take(const std::vector<Token>& tokens, std::size_t at) {
    Token token = tokens[at];
    if (isOpening(token.type)) {
      open_.push_back({kept_.size(), prefixes_});
    } else if (isClosing(token.type)) {
      while (!open_.empty() && closingOf(kept_[open_.back().index].type) != token.type &&
             opensBelow(token.type)) {
        reportUnclosed(token.begin);
      }
      const bool mistaken = !open_.empty() &&
                            closingOf(kept_[open_.back().index].type) != token.type &&
                            !closesOnThisLine(tokens, at);
      if (mistaken) {  // `(a]`: the bracket that closes is the wrong one
        findings_->report<diag::UnmatchedBracket>(findings_->span(token.begin, token.end),
                                                  source_.at(token.begin, token.end));
        token.type = closingOf(kept_[open_.back().index].type);
        token.broken = true;
      }
      if (open_.empty() || closingOf(kept_[open_.back().index].type) != token.type) {
        findings_->report<diag::UnmatchedBracket>(findings_->span(token.begin, token.end),
                                                  source_.at(token.begin, token.end));
        return true;  // left out
      }
      prefixes_ = open_.back().prefixes;
      open_.pop_back();
    }
    countPrefix(token);
    kept_.push_back(token);
    const std::size_t depth = open_.size() + prefixes_;
    if (depth <= max_nesting_) return true;
    findings_->report<diag::NestedTooDeeply>(findings_->span(token.begin, token.end), max_nesting_);
    return false;
  }

  /// Whether the innermost bracket has its own partner later on the line of `at`.
  bool closesOnThisLine(const std::vector<Token>& tokens, std::size_t at) const {
    const int wanted = closingOf(kept_[open_.back().index].type);
    std::size_t depth = 0;
    for (std::size_t i = at + 1; i < tokens.size() && !tokens[i].first_on_line; ++i) {
      if (tokens[i].type == wanted && depth == 0) return true;
      if (closingOf(tokens[i].type) == wanted && isOpening(tokens[i].type)) ++depth;
      if (tokens[i].type == wanted) --depth;
    }
    return false;
  }

  bool opensBelow(int closing) const {
    return std::any_of(open_.begin(), open_.end(), [&](const Opened& opened) {
      return closingOf(kept_[opened.index].type) == closing;
    });
  }

  /// Prefixes add up until something shows that the expression they are in has ended.
  void countPrefix(const Token& token) {
    if (deepens(token.type)) {
      ++prefixes_;
    } else if (token.type == L::K_AND || token.type == L::K_OR || token.type == L::COMMA ||
               token.type == L::PLUS || token.type == L::STAR || token.type == L::SLASH ||
               beginsClauseForSure(token.type) || beginsDeclaration(token.type) ||
               token.type == L::COLON) {
      prefixes_ = open_.empty() ? 0 : open_.back().prefixes;
    }
  }

  Source source_;
  std::uint32_t max_nesting_;
  Findings* findings_;
  std::vector<Token> kept_;
  std::vector<Opened> open_;
  std::uint32_t prefixes_ = 0;
};

}  // namespace

bool Findings::admit(Span span) {
  if (full_) return false;
  if (!places_.insert(span.begin).second) return false;
  if (places_.size() <= limit_) return true;
  full_ = true;
  diagnostics_->report<diag::TooManyFindings>(span, limit_);
  return false;
}

std::string checkText(std::string_view text, Findings& findings) {
  std::string checked(text);
  std::size_t i = 0;
  if (text.starts_with("\xEF\xBB\xBF")) {  // a byte order mark
    std::fill_n(checked.begin(), 3, ' ');
    i = 3;
  }
  while (i < text.size()) {
    const std::uint32_t length = sequenceLength(text, i);
    const std::uint32_t shown = std::max(length, 1u);
    const auto begin = static_cast<std::uint32_t>(i);
    const Span span = findings.span(begin, begin + shown);
    i += shown;
    if (length == 0) {
      findings.report<diag::InvalidUtf8>(
          span, fmt::format("0x{:02X}", static_cast<unsigned char>(text[begin])));
      checked[begin] = ' ';
      continue;
    }
    const std::uint32_t point = codePoint(text.substr(begin, length));
    if (isControl(point)) {
      findings.report<diag::ControlCharacter>(span, fmt::format("U+{:04X}", point));
    } else if (changesDirection(point)) {
      auto* finding = findings.report<diag::HiddenDirection>(span, fmt::format("U+{:04X}", point));
      if (finding != nullptr) finding->help(fmt::format("\\u{{{:04X}}}", point));
    } else {
      continue;
    }
    std::fill_n(checked.begin() + begin, length, ' ');
  }
  return checked;
}

Lexed lex(Source source, Findings& findings) {
  const std::vector<std::uint32_t> offsets = offsetsOf(source.text);
  const auto place = [&](std::size_t code_point) {
    const auto plain = static_cast<std::uint32_t>(code_point);
    return source.base + (offsets.empty() ? plain : offsets[code_point]);
  };
  antlr4::ANTLRInputStream input{std::string(source.text)};
  grammar::DecorumLexer lexer(&input);
  lexer.removeErrorListeners();

  Lexed lexed;
  std::size_t last_line = 0;
  while (!findings.full()) {
    const auto read = lexer.nextToken();
    if (read->getType() == antlr4::Token::EOF) break;
    const Token token{static_cast<int>(read->getType()), place(read->getStartIndex()),
                      place(read->getStopIndex() + 1), read->getLine() != last_line, false};
    if (token.type == L::COMMENT) {
      const bool doc = source.at(token.begin, token.end).starts_with("##");
      lexed.comments.push_back({findings.span(token.begin, token.end), doc});
    }
    if (read->getChannel() != antlr4::Token::DEFAULT_CHANNEL) continue;
    last_line = read->getLine();
    lexed.tokens.push_back(token);
    mend(lexed.tokens, source.at(token.begin, token.end), findings);
    if (lexed.tokens.back().type == 0) lexed.tokens.pop_back();
  }
  return lexed;
}

bool balance(std::vector<Token>& tokens, Source source, std::uint32_t max_nesting,
             Findings& findings) {
  return Balancer(source, max_nesting, findings).run(tokens);
}

bool isDeclarationStart(const std::vector<Token>& tokens, std::size_t at) {
  if (!beginsDeclaration(tokens[at].type) || !headFollows(tokens, at)) return false;
  if (at == 0) return true;
  switch (tokens[at - 1].type) {
    case L::K_OTHERWISE:
    case L::K_KEEP:
    case L::K_COMPARE:
    case L::K_EXPECT:
    case L::K_NO:
    case L::K_OF:
    case L::K_WITH:
    case L::COMMA:
    case L::DOT:
      return false;
    default:
      return true;
  }
}

bool isClauseStart(const std::vector<Token>& tokens, std::size_t at) {
  const Token& token = tokens[at];
  if (beginsClauseForSure(token.type)) return true;
  return token.first_on_line && beginsClauseOnItsLine(token.type);
}

}  // namespace decorum::syntax
