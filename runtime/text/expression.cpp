// Which expressions may read far beyond their matches.
//
// A search reads on behind a match for as long as a longer one is possible. Where it is in a loop
// (`.*`) from which it need read nothing more to accept, the match itself grows with what is read.
// So it reads far in vain only in a loop that something must still follow; what is no loop ends
// with the program's steps. Such a loop does no harm before any choice (`[0-9]+ (eur|usd)`): a
// later match would have gone through the same loop, hence been the end of the earlier one. Nor
// does an assertion at the very end (`\b`), which all matches share.
#include "runtime/text/expression.h"

#include <algorithm>

#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

struct Shape {
  bool passes = true;         ///< can be gone through without reading or asserting anything
  bool loops = false;         ///< ends in a loop
  bool waits = false;         ///< has a loop behind which something must follow
  bool chosen_loops = false;  ///< the same for loops in or behind a choice
  bool chosen_waits = false;
  bool chooses = false;     ///< has alternatives, or groups that repeat or may be left out
  std::uint32_t least = 0;  ///< bytes that it reads at least
};

constexpr std::uint32_t kMostCounted = 1 << 20;

Shape choice(Shape shape) {
  shape.chosen_loops = shape.chosen_loops || shape.loops;
  shape.chosen_waits = shape.chosen_waits || shape.waits;
  shape.chooses = true;
  return shape;
}

Shape either(Shape a, Shape b) {
  return {a.passes || b.passes,
          a.loops || b.loops,
          a.waits || b.waits,
          a.chosen_loops || b.chosen_loops,
          a.chosen_waits || b.chosen_waits,
          a.chooses || b.chooses,
          std::min(a.least, b.least)};
}

Shape follow(Shape first, Shape second) {
  if (first.chooses) second = choice(second);
  Shape both = either(first, second);
  both.passes = first.passes && second.passes;
  both.least = std::min(first.least + second.least, kMostCounted);
  both.waits = both.waits || (first.loops && !second.passes);
  both.chosen_waits = both.chosen_waits || (first.chosen_loops && !second.passes);
  return both;
}

struct Count {
  unsigned least = 1;
  bool endless = false;
};

constexpr Shape kUnknown = {false, true, true, true, true, true};

class ShapeReader {
 public:
  explicit ShapeReader(std::string_view expression) : text_(expression) {}

  Shape whole() {
    sequence();
    if (done()) return unasserted_;
    at_ = 0;
    const Shape shape = alternatives();
    return done() ? shape : kUnknown;
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  char peek() const { return text_[at_]; }
  bool take(std::string_view wanted) {
    if (!text_.substr(at_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }

  Shape alternatives() {
    Shape all = sequence();
    while (!done() && peek() == '|') {
      ++at_;
      all = choice(either(all, sequence()));
    }
    return all;
  }

  /// Leaves its shape without the assertions at its end in `unasserted_`.
  Shape sequence() {
    Shape all;
    Shape unasserted;
    while (!done() && peek() != '|' && peek() != ')') {
      const bool asserts = isAssertion();
      Shape part = repeated();
      if (asserts) part.least = 0;
      all = follow(all, part);
      if (!asserts) unasserted = all;
    }
    unasserted_ = unasserted;
    return all;
  }

  bool isAssertion() const {
    if (peek() == '^' || peek() == '$') return true;
    return peek() == '\\' && at_ + 1 < text_.size() &&
           std::string_view("bBAz").find(text_[at_ + 1]) != std::string_view::npos;
  }

  Shape repeated() {
    const bool group = peek() == '(';
    Shape part = atom();
    Count count;
    while (takeCount(count)) {
      const std::uint32_t least = part.least;
      if (count.least > 1) part = follow(part, part);
      part.least = std::min(least * count.least, kMostCounted);
      part.loops = part.loops || count.endless;
      if (group) part = choice(part);
      part.passes = part.passes || count.least == 0;
      take("?");
    }
    return part;
  }

  bool takeCount(Count& count) {
    if (take("*")) return count = {0, true}, true;
    if (take("+")) return count = {1, true}, true;
    if (take("?")) return count = {0, false}, true;
    const std::size_t close = text_.find('}', at_);
    if (done() || peek() != '{' || close == std::string_view::npos) return false;
    const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
    const std::size_t digits = std::min(inside.find_first_not_of("0123456789"), inside.size());
    const std::string_view rest = inside.substr(digits);
    const bool counts = digits > 0 && (rest.empty() || rest[0] == ',') &&
                        rest.find_first_not_of(",0123456789") == std::string_view::npos;
    if (!counts) return false;
    count = {0, rest == ","};
    for (const char digit : inside.substr(0, std::min<std::size_t>(digits, 4))) {  // RE2: 1000
      count.least = 10 * count.least + static_cast<unsigned>(digit - '0');
    }
    at_ = close + 1;
    return true;
  }

  Shape atom() {
    if (peek() == '(') return group();
    const bool property = peek() == '\\' && at_ + 1 < text_.size() &&
                          std::string_view("pPx").find(text_[at_ + 1]) != std::string_view::npos;
    // Within \Q…\E nothing means what it does elsewhere.
    const bool quoted = text_.substr(at_).starts_with("\\Q");
    at_ = tokenEnd(text_, at_);
    if (property && !done() && peek() == '{') at_ = std::min(text_.find('}', at_), text_.size());
    if (property && !done() && peek() == '}') ++at_;
    return quoted ? kUnknown : Shape{.passes = false, .least = 1};
  }

  Shape group() {
    ++at_;
    if (take("?")) {
      // (?:…) (?P<name>…) (?<name>…) (?i:…) or flags alone: (?i)
      const std::size_t head = text_.find_first_of(":>)", at_);
      at_ = head == std::string_view::npos ? text_.size() : head + 1;
      if (head != std::string_view::npos && text_[head] == ')') return {};
    }
    const Shape inside = alternatives();
    if (!done()) ++at_;  // )
    return inside;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Shape unasserted_;
};

}  // namespace

std::size_t tokenEnd(std::string_view expression, std::size_t i) {
  if (expression[i] == '\\') return std::min(i + 2, expression.size());
  if (expression[i] != '[') return i + decodeAt(expression, i).bytes;
  std::size_t end = i + 1;
  if (end < expression.size() && expression[end] == '^') ++end;
  if (end < expression.size() && expression[end] == ']') ++end;
  while (end < expression.size() && expression[end] != ']') {
    if (expression.compare(end, 2, "[:") == 0) {
      const std::size_t close = expression.find(":]", end + 2);
      end = close == std::string_view::npos ? end + 1 : close + 2;
    } else {
      end += expression[end] == '\\' ? 2 : 1;
    }
  }
  return std::min(end + 1, expression.size());
}

std::uint32_t leastBytes(std::string_view expression) {
  // Within \Q…\E nothing means what it does elsewhere.
  if (expression.find("\\Q") != std::string_view::npos) return 0;
  return ShapeReader(expression).whole().least;
}

bool looksFarAhead(std::string_view expression) {
  return ShapeReader(expression).whole().chosen_waits;
}

}  // namespace decorum::text
