// Random policies: conditions of memory in conditions of memory.

#include <fmt/format.h>

#include <utility>

#include "tests/support/memory/memory_case.h"

namespace decorum::test::memory {
namespace {

using Words = std::vector<std::string>;

constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

class Author {
 public:
  explicit Author(Random& random) : random_(random) {}

  /// A condition that is at most `depth` operators deep.
  Expr condition(int depth) {
    if (depth == 0 || random_.percent(12)) return atom(depth);
    if (!written_.empty() && random_.percent(8)) return random_.of(written_);
    switch (random_.below(10)) {
      case 0:
        return make(Kind::kNot, Type::kBool, {condition(depth - 1)});
      case 1:
      case 2:
        return make(random_.percent(50) ? Kind::kAnd : Kind::kOr, Type::kBool,
                    {condition(depth - 1), condition(depth - 1)});
      case 3:
      case 4:
      case 5:
        return comparison(depth);
      default:
        written_.push_back(keyed(condition_(depth)));
        return written_.back();
    }
  }

  Words flags;  ///< that rules so far set

 private:
  // ---- operators that hold or not

  Expr condition_(int depth) {
    const auto one = [&](Kind kind, Window window = {}) {
      return make(kind, Type::kBool, {condition(depth - 1)}, window);
    };
    const auto two = [&](Kind kind, Window window = {}) {
      return make(kind, Type::kBool, {condition(depth - 1), condition(depth - 1)}, window);
    };
    switch (random_.below(9)) {
      case 0:
        return one(Kind::kEver);
      case 1:
        return one(Kind::kNever);
      case 2:
        return one(Kind::kPreviously);
      case 3:
        return two(Kind::kSince);
      case 4:
        return two(Kind::kThen, random_.percent(50) ? turns(count(3)) : time(duration()));
      case 5:
        return one(Kind::kFor, window());
      case 6:
        return one(Kind::kFor, time(duration()));
      default: {
        Expr in_last = one(Kind::kInLast, window());
        in_last.mode = random_.of(std::vector<Mode>{Mode::kAtLeast, Mode::kAny, Mode::kEvery});
        in_last.at_least = count(static_cast<std::size_t>(in_last.window.count));
        return in_last;
      }
    }
  }

  /// Now and then an operator is kept apart by a key; often one that comes with what it looks for,
  /// so that something is kept for many.
  Expr keyed(Expr op) {
    if (!random_.percent(15)) return op;
    const Type type = op.type;
    if (op.parts.size() == 1 && op.parts[0].type == Type::kBool && random_.percent(40)) {
      op.parts[0] = leaf(Kind::kIsTool, Type::kBool, EventKind::kToolCall, "refund");
      return make(Kind::kPer, type,
                  {std::move(op), ofTool(Kind::kArgument, "refund", "order", Type::kText)});
    }
    return make(Kind::kPer, type, {std::move(op), key()});
  }

  Expr key() {
    switch (random_.below(6)) {
      case 0:
        return fact("tier", Type::kMember);
      case 1:
        return fact("city", Type::kText, true);
      case 2:
        return fact("visits", Type::kInt);
      case 3:
        return orElse(ofTool(Kind::kArgument, "refund", "order", Type::kText), textValue("none"));
      default:
        return ofTool(Kind::kArgument, "refund", "order", Type::kText);
    }
  }

  // ---- comparisons

  Expr comparison(int depth) {
    const auto which = static_cast<Comparison>(random_.below(6));
    switch (random_.below(7)) {
      case 0:
      case 1:
        return countCompared(depth, which);
      case 2:
        return compare(keyed(count(depth, Bound::kByItself)), which, whole(depth - 1));
      case 3:
        return compare(whole(depth), which, integer(static_cast<std::int64_t>(random_.below(5))));
      case 4:
        return compare(
            orElse(keyed(make(Kind::kTimeSince, Type::kDuration, {condition(depth - 1)})),
                   memory::duration(duration())),
            which, memory::duration(duration()));
      case 5: {
        Expr known = make(Kind::kKnown, Type::kBool,
                          {keyed(make(random_.percent(50) ? Kind::kTimeSince : Kind::kTurnsSince,
                                      Type::kDuration, {condition(depth - 1)}))});
        known.negated = random_.percent(30);
        return known;
      }
      default:
        return compare(fraction(depth), which,
                       number(static_cast<double>(random_.below(9)) / 4 - 0.5));
    }
  }

  /// A window over time needs no `at most` here.
  Expr countCompared(int depth, Comparison which) {
    Expr counted = keyed(count(depth, Bound::kByComparison));
    const Expr limit = integer(static_cast<std::int64_t>(random_.below(7)) - 1);
    if (random_.percent(30)) return compare(limit, which, std::move(counted));
    return compare(std::move(counted), which, limit);
  }

  enum class Bound : bool { kByItself, kByComparison };
  Expr count(int depth, Bound bound) {
    Window over;
    if (random_.percent(40)) over = window();
    if (random_.percent(40)) {
      over = time(duration(), bound == Bound::kByItself || random_.percent(30) ? count(4) : 0);
    }
    return make(Kind::kCount, Type::kInt, {condition(depth - 1)}, over);
  }

  Kind aggregate() {
    return random_.of(std::vector<Kind>{Kind::kMin, Kind::kMax, Kind::kAvg, Kind::kSum});
  }
  Window bounded() { return random_.percent(50) ? window() : time(duration(), count(4)); }

  Expr whole(int depth) {
    if (depth > 0 && random_.percent(30)) {
      Kind kind = aggregate();
      if (kind == Kind::kAvg) kind = Kind::kSum;
      return keyed(make(kind, Type::kInt, {whole(depth - 1)}, bounded()));
    }
    if (depth > 0 && random_.percent(30)) {
      return orElse(keyed(make(Kind::kTurnsSince, Type::kInt, {condition(depth - 1)})),
                    integer(static_cast<std::int64_t>(random_.below(5))));
    }
    if (depth > 0 && random_.percent(30)) return keyed(count(depth, Bound::kByItself));
    switch (random_.below(6)) {
      case 0:
        return leaf(Kind::kOccurrences, Type::kInt, subject(), word());
      case 1:
        return leaf(Kind::kLength, Type::kInt, subject());
      case 2:
        return leaf(Kind::kTurn, Type::kInt);
      case 3:
        return orElse(fact("limit", Type::kInt, true), integer(2));
      case 4:
        return orElse(ofTool(Kind::kArgument, "refund", "pieces", Type::kInt), integer(0));
      default:
        return fact("visits", Type::kInt);
    }
  }

  Expr fraction(int depth) {
    if (depth > 0 && random_.percent(50)) {
      const Kind kind = aggregate();
      const bool of_whole = kind == Kind::kAvg && random_.percent(40);
      return keyed(make(kind, Type::kNumber, {of_whole ? whole(depth - 1) : fraction(depth - 1)},
                        bounded()));
    }
    switch (random_.below(5)) {
      case 0:
        return signal("mood");
      case 1:
        return signal("grounded");
      case 2:
        return orElse(ofTool(Kind::kArgument, "refund", "amount", Type::kNumber), number(0));
      case 3:
        return make(Kind::kAdd, Type::kNumber, {signal("mood"), number(0.25)});
      default:
        return fact("score", Type::kNumber);
    }
  }

  // ---- atoms

  Expr atom(int depth) {
    switch (random_.below(15)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        return mentions(subject(), word());
      case 5:
        return ofCall();
      case 6:
        return fact("vip", Type::kBool);
      case 7:
        return ofFacts();
      case 8:
        return compare(fraction(0), static_cast<Comparison>(random_.below(6)), number(0.25));
      case 9:
        return compare(whole(0), static_cast<Comparison>(random_.below(6)),
                       integer(static_cast<std::int64_t>(random_.below(4))));
      case 10:
        return ofTime();
      case 11:
        return repeats();
      case 12:
        return keyedResult();
      case 13:
        if (flags.empty()) return atom(depth);
        return leaf(Kind::kFlagged, Type::kBool, EventKind::kUser, random_.of(flags));
      default:
        return random_.percent(50) ? leaf(Kind::kFirstReply, Type::kBool)
                                   : leaf(Kind::kTruncated, Type::kBool, subject());
    }
  }

  Expr ofCall() {
    switch (random_.below(4)) {
      case 0:
        return make(Kind::kAnd, Type::kBool,
                    {leaf(Kind::kIsTool, Type::kBool, EventKind::kToolCall, "refund"),
                     compare(ofTool(Kind::kArgument, "refund", "amount", Type::kNumber),
                             Comparison::kGt, number(10))});
      case 1:
        return orElse(ofTool(Kind::kResult, "refund", "done", Type::kBool), truth(false));
      case 2:
        return leaf(Kind::kIsTool, Type::kBool, EventKind::kToolResult, "refund");
      default:
        return leaf(Kind::kIsTool, Type::kBool, EventKind::kToolCall,
                    random_.of(Words{"refund", "get_order"}));
    }
  }

  Expr keyedResult() {
    const auto of = [&](const char* field, Type type) {
      Expr expr = ofTool(Kind::kKeyed, "get_order", field, type);
      expr.parts.push_back(random_.percent(50)
                               ? textValue("K1")
                               : orElse(fact("city", Type::kText, true), textValue("K2")));
      return expr;
    };
    switch (random_.below(3)) {
      case 0:
        return make(Kind::kKnown, Type::kBool, {of("total", Type::kNumber)});
      case 1:
        return orElse(of("sent", Type::kBool), truth(random_.percent(50)));
      default:
        return compare(orElse(of("total", Type::kNumber), number(0)), Comparison::kGt, number(10));
    }
  }

  Expr ofFacts() {
    switch (random_.below(4)) {
      case 0:
        return orElse(fact("gold", Type::kBool, true), truth(random_.percent(50)));
      case 1:
        return make(Kind::kKnown, Type::kBool, {fact("limit", Type::kInt, true)});
      case 2:
        return compare(fact("tier", Type::kMember), Comparison::kEq,
                       member(random_.of(Words{"basic", "plus", "premium"})));
      default:
        return compare(fact("visits", Type::kInt), static_cast<Comparison>(random_.below(6)),
                       integer(static_cast<std::int64_t>(random_.below(4))));
    }
  }

  Expr ofTime() {
    if (random_.percent(50)) {
      Expr noon = integer(12 * kHour);
      noon.type = Type::kTime;
      return compare(leaf(Kind::kTimeOfDay, Type::kTime), Comparison::kLt, noon);
    }
    Expr age = make(Kind::kSubtract, Type::kDuration,
                    {leaf(Kind::kNow, Type::kTime),
                     orElse(fact("since", Type::kTime, true), leaf(Kind::kNow, Type::kTime))});
    return compare(std::move(age), Comparison::kGt, memory::duration(3 * kDay));
  }

  Expr repeats() {
    const Kind kind = random_.percent(50) ? Kind::kRepeats : Kind::kNearlyRepeats;
    Expr expr = leaf(kind, Type::kBool, random_.percent(60) ? EventKind::kUser : subject());
    expr.window = ticks(count(3));
    return expr;
  }

  // ---- words and numbers

  EventKind subject() {
    return random_.of(std::vector<EventKind>{EventKind::kUser, EventKind::kUser, EventKind::kReply,
                                             EventKind::kReply, EventKind::kDocument,
                                             EventKind::kToolResult});
  }
  std::string word() { return random_.of(Words{"alpha", "beta", "gamma"}); }
  std::int64_t count(std::size_t most) {
    return static_cast<std::int64_t>(random_.between(1, most));
  }
  Window window() {
    Window window = ticks(count(4));
    window.plain = random_.percent(30);
    return window;
  }
  std::int64_t duration() {
    return random_.of(std::vector<std::int64_t>{1, kSecond, 2 * kSecond, kMinute, 10 * kMinute,
                                                kHour, kDay, 2 * kDay});
  }

  Random& random_;
  std::vector<Expr> written_;  ///< operators that may stand in several places
};

std::vector<EventKind> randomEvents(Random& random, RuleKind kind) {
  std::vector<EventKind> on;
  const std::size_t kinds = kind == RuleKind::kBlock ? 5 : 7;  // a block has a text to stop
  while (on.empty()) {
    for (std::size_t i = 0; i < kinds; ++i) {
      if (random.percent(i == 5 ? 60 : 40)) on.push_back(static_cast<EventKind>(i));
    }
  }
  return on;
}

}  // namespace

std::vector<Rule> randomRules(Random& random) {
  Author author(random);
  std::vector<Rule> rules;
  for (std::size_t i = random.between(1, 5); i-- > 0;) {
    Rule rule;
    rule.name = fmt::format("r{}", rules.size());
    rule.kind = random.percent(40) ? RuleKind::kBlock : RuleKind::kFlag;
    rule.closed = random.percent(20) != (rule.kind == RuleKind::kBlock);
    rule.on = randomEvents(random, rule.kind);
    rule.when = author.condition(static_cast<int>(random.between(1, 5)));
    if (rule.kind == RuleKind::kFlag) author.flags.push_back(rule.flag());
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace decorum::test::memory
