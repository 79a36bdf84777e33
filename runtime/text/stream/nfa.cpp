// From an expression to states: read once by recursive descent, each part built where it is read.
#include "runtime/text/stream/nfa.h"

#include <algorithm>
#include <string>

#include "runtime/text/stream/character_class.h"
#include "runtime/text/utf8.h"

namespace decorum::text::stream {
namespace {

using Kind = NfaState::Kind;

/// A part under construction: entered at `begin`, left through `end`, a kGo that leads nowhere yet.
struct Part {
  std::uint32_t begin = kNoState;
  std::uint32_t end = kNoState;
  std::optional<std::uint64_t> longest = 0;
  bool at_word_edge = false;  ///< every match of it begins at \b
};

struct Count {
  std::uint32_t least = 1;
  std::optional<std::uint32_t> most = 1;  ///< none: no limit
};

ByteSet bytesBetween(unsigned low, unsigned high) {
  ByteSet bytes;
  for (unsigned byte = low; byte <= high; ++byte) bytes.set(byte);
  return bytes;
}

/// So many states may the copies of one repeated part have; then it repeats without end.
constexpr std::size_t kMostOfCopies = 240;

}  // namespace

class NfaBuilder {
 public:
  NfaBuilder(Nfa& nfa, std::string_view expression, Letters letters)
      : nfa_(nfa), states_(nfa.states), text_(expression) {
    flags_.any_case = letters == Letters::kFolded;
    flags_.folded = letters == Letters::kFolded;
  }

  std::optional<Part> whole() {
    Part part = alternatives();
    if (failed_ || !done()) return std::nullopt;
    return part;
  }

 private:
  /// What (?i), (?s) and the like have set; `folded` says that the text is.
  struct Flags {
    bool any_case = false;
    bool folded = false;
    bool dot_takes_line_end = false;
  };

  bool done() const { return at_ >= text_.size(); }
  char peek() const { return text_[at_]; }
  bool take(std::string_view wanted) {
    if (!text_.substr(at_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }

  std::uint32_t add(NfaState state) {
    if (states_.size() - first_ > Nfa::kMostStates) failed_ = true;
    states_.push_back(state);
    return static_cast<std::uint32_t>(states_.size() - 1);
  }
  Part nothing() {
    const std::uint32_t go = add({});
    return {go, go, 0};
  }
  Part oneByte(const ByteSet& bytes) {
    const std::uint32_t end = add({});
    return {add({Kind::kByte, nfa_.setOf(bytes), end}), end, 1};
  }
  Part follow(Part first, Part second) {
    states_[first.end].next = second.begin;
    const bool at_word_edge = first.at_word_edge || (first.longest == 0 && second.at_word_edge);
    return {first.begin, second.end, sum(first.longest, second.longest), at_word_edge};
  }
  Part either(Part first, Part second) {
    const std::uint32_t end = add({});
    states_[first.end].next = end;
    states_[second.end].next = end;
    const std::uint32_t begin = add({Kind::kSplit, 0, first.begin, second.begin});
    const bool bounded = first.longest && second.longest;
    return {begin, end,
            bounded ? std::optional(std::max(*first.longest, *second.longest)) : std::nullopt,
            first.at_word_edge && second.at_word_edge};
  }
  Part optional(Part part) { return either(part, nothing()); }
  Part loop(Part part) {  // once or more
    const std::uint32_t end = add({});
    const std::uint32_t again = add({Kind::kSplit, 0, part.begin, end});
    states_[part.end].next = again;
    return {part.begin, end, std::nullopt, part.at_word_edge};
  }

  static std::optional<std::uint64_t> sum(std::optional<std::uint64_t> a,
                                          std::optional<std::uint64_t> b) {
    return a && b ? std::optional(*a + *b) : std::nullopt;
  }

  Part alternatives() {
    const Flags outer = flags_;
    Part all = sequence();
    while (!failed_ && take("|")) all = either(all, sequence());
    flags_ = outer;
    return all;
  }

  Part sequence() {
    Part all = nothing();
    while (!failed_ && !done() && peek() != '|' && peek() != ')') all = follow(all, repeated());
    return all;
  }

  /// A repeated part is read again for each copy.
  Part repeated() {
    const std::size_t from = at_;
    const std::size_t before = states_.size();
    const Flags flags = flags_;
    Part part = atom();
    Count count;
    bool counted = false;
    while (!failed_ && takeCount(count)) {
      take("?");  // which repetitions are tried first does not matter here
      if (counted) failed_ = true;
      counted = true;
    }
    if (!counted || failed_) return part;
    const std::size_t behind = at_;
    const auto copy = [&] {
      at_ = from;
      flags_ = flags;
      return atom();
    };
    const auto longest =
        part.longest && count.most ? std::optional(*part.longest * *count.most) : std::nullopt;
    Part result = copies(part, loosened(count, states_.size() - before), copy);
    result.longest = longest;
    at_ = behind;
    return result;
  }

  static Count loosened(Count count, std::size_t states) {
    const auto most = static_cast<std::uint32_t>(std::max<std::size_t>(kMostOfCopies / states, 1));
    if (count.most && *count.most > std::max(most, 1u)) count.most = std::nullopt;
    count.least = std::min(count.least, most);
    return count;
  }

  template <class Copy>
  Part copies(Part first, const Count& count, Copy copy) {
    if (count.most && *count.most == 0) return nothing();
    if (!count.most) {
      Part all = count.least == 0 ? optional(loop(first)) : first;
      for (std::uint32_t i = 1; i + 1 < count.least && !failed_; ++i) all = follow(all, copy());
      if (count.least == 1) return loop(all);
      return count.least < 2 ? all : follow(all, loop(copy()));
    }
    // x{2,4} is xx(x(x)?)?: built from its end.
    std::optional<Part> rest;
    for (std::uint32_t i = std::max(count.least, 1u); i < *count.most && !failed_; ++i) {
      Part more = copy();
      rest = optional(rest ? follow(more, *rest) : more);
    }
    Part all = first;
    for (std::uint32_t i = 1; i < count.least && !failed_; ++i) all = follow(all, copy());
    if (rest) all = follow(all, *rest);
    return count.least == 0 ? optional(all) : all;
  }

  bool takeCount(Count& count) {
    if (done()) return false;
    if (take("*")) return count = {0, std::nullopt}, true;
    if (take("+")) return count = {1, std::nullopt}, true;
    if (take("?")) return count = {0, 1}, true;
    const std::size_t before = at_;
    if (!take("{")) return false;
    const auto least = number();
    if (!least) return at_ = before, false;
    count.least = *least;
    count.most = least;
    if (take(",")) count.most = number();
    if (!take("}")) return at_ = before, false;
    return true;
  }

  std::optional<std::uint32_t> number() {
    std::optional<std::uint32_t> value;
    while (!done() && peek() >= '0' && peek() <= '9' && value.value_or(0) < 100'000) {
      value = value.value_or(0) * 10 + static_cast<std::uint32_t>(text_[at_++] - '0');
    }
    return value;
  }

  Part atom() {
    if (take("(")) return group();
    if (take(".")) return character(CharacterClass::all(flags_.dot_takes_line_end));
    if (peek() == '[') {
      auto read = readBracketed(text_, at_);
      if (!read) return fail();
      return character(std::move(*read));
    }
    if (take("^")) return fail();
    if (take("$")) return nothing();
    if (peek() == '\\') return escape();
    const Decoded decoded = decodeAt(text_, at_);
    at_ += decoded.bytes;
    return character(CharacterClass::one(decoded.code_point));
  }

  Part group() {
    if (take("?")) {
      const bool named = take("P<") || take("<");
      const std::size_t head = text_.find_first_of(named ? ">" : ":)", at_);
      if (head == std::string_view::npos) return fail();
      if (!named && !setFlags(text_.substr(at_, head - at_))) return fail();
      at_ = head + 1;
      if (text_[head] == ')') return nothing();  // (?i): until the group around it ends
    }
    Part inside = alternatives();
    if (!take(")")) return fail();
    return inside;
  }

  bool setFlags(std::string_view flags) {
    bool on = true;
    for (const char flag : flags) {
      if (flag == '-') {
        on = false;
      } else if (flag == 'i') {
        flags_.any_case = on || flags_.folded;
      } else if (flag == 's') {
        flags_.dot_takes_line_end = on;
      } else if (flag != 'U' && flag != 'm') {
        return false;
      }
    }
    return true;
  }

  Part escape() {
    if (take("\\b")) {
      Part edge = nothing();
      edge.at_word_edge = true;
      return edge;
    }
    if (take("\\B") || take("\\z")) return nothing();
    if (take("\\Q")) return quoted();
    auto read = readEscape(text_, at_);
    if (!read) return fail();
    return character(std::move(*read));
  }

  Part quoted() {
    Part all = nothing();
    while (!done() && !take("\\E")) {
      const Decoded decoded = decodeAt(text_, at_);
      at_ += decoded.bytes;
      all = follow(all, character(CharacterClass::one(decoded.code_point)));
    }
    return all;
  }

  /// One character of a class, as UTF-8.
  Part character(CharacterClass characters) {
    if (flags_.any_case) characters.addOtherCases(flags_.folded);
    std::optional<Part> all;
    const auto addPath = [&](Part path) { all = all ? either(*all, path) : path; };
    if (characters.ascii().any()) addPath(oneByte(characters.ascii()));
    if (characters.hasAllOthers()) {
      // In well-formed text the lead byte tells how many follow.
      const Part more = oneByte(bytesBetween(0x80, 0xBF));
      addPath(follow(oneByte(bytesBetween(0xC2, 0xF4)), loop(more)));
      all->longest = 4;
      return *all;
    }
    for (const char32_t c : characters.others()) {
      std::string bytes;
      appendUtf8(bytes, c);
      Part path = nothing();
      for (const char byte : bytes) {
        const auto value = static_cast<std::uint8_t>(byte);
        path = follow(path, oneByte(bytesBetween(value, value)));
      }
      addPath(path);
    }
    return all ? *all : fail();
  }

  Part fail() {
    failed_ = true;
    return nothing();
  }

  Nfa& nfa_;
  std::vector<NfaState>& states_;
  std::size_t first_ = states_.size();
  std::string_view text_;
  std::size_t at_ = 0;
  Flags flags_;
  bool failed_ = false;
};

std::uint32_t Nfa::setOf(const ByteSet& bytes) {
  const auto known = std::ranges::find(byte_sets, bytes) - byte_sets.begin();
  if (known == std::ssize(byte_sets)) byte_sets.push_back(bytes);
  return static_cast<std::uint32_t>(known);
}

bool Nfa::addExpression(std::string_view expression, Letters letters, std::uint32_t look_behind,
                        std::uint32_t look_ahead) {
  const std::size_t before = states.size();
  const auto part = NfaBuilder(*this, expression, letters).whole();
  if (!part || states.size() - before > kMostStates) {
    states.resize(before);
    return false;
  }
  const auto index = static_cast<std::uint32_t>(expressions.size());
  states[part->end] = {Kind::kAccept, 0, index};
  expressions.push_back({part->begin, part->at_word_edge, look_behind, look_ahead, part->longest});
  return true;
}

void Nfa::addLiteral(std::string_view bytes, std::uint32_t look_behind, std::uint32_t look_ahead) {
  const auto index = static_cast<std::uint32_t>(expressions.size());
  const auto begin = static_cast<std::uint32_t>(states.size());
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    states.push_back({Kind::kByte, setOf(bytesBetween(byte, byte)),
                      static_cast<std::uint32_t>(states.size() + 1)});
  }
  states.push_back({Kind::kAccept, 0, index});
  expressions.push_back({begin, false, look_behind, look_ahead, bytes.size()});
}

}  // namespace decorum::text::stream
