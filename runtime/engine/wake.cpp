/// The next instant at which an `on timer` rule could fire because time went on, and nothing else
/// happened: deadlines that fill up, windows that let go, hours that begin. It may be too early,
/// never too late.
#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "runtime/engine/judging.h"
#include "runtime/plan/operations.h"
#include "runtime/text/local_time.h"

namespace decorum::engine {
namespace {

using plan::kNone;
using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::SlotId;
using plan::SlotKind;

constexpr std::int64_t kDayMs = 86'400'000;

/// How a node's value moves with time, in units a ms: nothing where it moves in another way.
using Speed = std::optional<double>;

class Search {
 public:
  explicit Search(Judging& judging)
      : judging_(judging),
        plan_(judging.plan()),
        now_ms_(judging.state.time_ms),
        seen_(judging.work.seen_nodes) {
    seen_.assign((plan_.nodes.size() + 63) / 64, 0);
  }

  void add(std::uint32_t rule) {
    const plan::Rule& is = plan_.rules[rule];
    if (is.effective_ms) offer(*is.effective_ms);
    if (is.guard != kNone) visit(is.guard);
    const std::uint32_t place = judging_.policy.rule_memory[rule];
    if (is.frequency == plan::Frequency::kAtMostOnceIn && place != kNone &&
        judging_.state.rules[place].has_fired) {
      offer(judging_.state.rules[place].time_ms + is.frequency_count);
    }
  }
  std::optional<std::int64_t> earliest() const { return earliest_; }

 private:
  void offer(std::int64_t at_ms) {
    if (at_ms > now_ms_ && (!earliest_ || at_ms < *earliest_)) earliest_ = at_ms;
  }
  /// After so many ms, rounded towards now.
  void offerAfter(double ms) {
    if (!(ms < 1e15)) return;
    offer(now_ms_ + std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(ms))));
  }

  eval::Value valueOf(NodeId node) {
    return judging_.policy.interpreter.operand(node, judging_.record(), judging_.work.scratch);
  }
  NodeId operand(const Node& node, std::size_t i) const {
    return plan_.operands[node.first_operand + i];
  }

  void visit(NodeId id) {
    if (id == kNone || (seen_[id / 64] >> id % 64 & 1) != 0) return;
    seen_[id / 64] |= std::uint64_t{1} << id % 64;
    ++judging_.work.effort[EffortKind::kWake];
    const Node& node = plan_.nodes[id];
    for (std::size_t i = 0; i < node.operand_count; ++i) visit(operand(node, i));
    if (plan::isQuantifier(node.op)) visit(plan_.quantifiers[node.payload].body);
    if (plan::isLoad(node.op)) visitSlot(static_cast<SlotId>(node.payload));
    const bool compares = node.op >= Op::kEqInt && node.op <= Op::kLeNumber;
    if (compares && !node.in_body) visitComparison(node);
  }

  void visitSlot(SlotId id) {
    const plan::Slot& slot = plan_.slots[id];
    switch (slot.kind) {
      case SlotKind::kTimeOfDay:
      case SlotKind::kWeekday:
        return offer((now_ms_ / kDayMs + (now_ms_ % kDayMs < 0 ? 0 : 1)) * kDayMs);
      case SlotKind::kWithinHours:
        return visitHours(plan_.hours[slot.ref]);
      case SlotKind::kMemory: {
        const plan::Operator& op = plan_.memory[slot.ref];
        if (op.kind == plan::OperatorKind::kCallKey || op.kind == plan::OperatorKind::kFlagged) {
          return;
        }
        const auto next =
            stateOf(judging_, slot.ref).nextChange(readKeyOf(judging_, op), judging_.state.clocks);
        if (next) offer(*next);
        // What ticks with every event ticks with the timer too.
        if (op.clock == plan::kEveryEvent) visit(op.operand);
        if (op.second_clock == plan::kEveryEvent) visit(op.second);
        visit(op.read_key);
        return;
      }
      default:
        return;
    }
  }

  Speed speedOf(NodeId id) {
    const Node& node = plan_.nodes[id];
    if (plan::isLoad(node.op)) {
      const plan::Slot& slot = plan_.slots[node.payload];
      if (slot.kind == SlotKind::kNow || slot.kind == SlotKind::kTimeOfDay) return 1;
      const bool since = slot.kind == SlotKind::kMemory &&
                         plan_.memory[slot.ref].kind == plan::OperatorKind::kTimeSince;
      return since ? 1 : 0;
    }
    if (node.operand_count == 0) return 0;
    const Speed a = speedOf(operand(node, 0));
    const Speed b = node.operand_count > 1 ? speedOf(operand(node, 1)) : Speed(0);
    if (!a || !b) return std::nullopt;
    switch (node.op) {
      case Op::kAddInt:
      case Op::kAddNumber:
        return *a + *b;
      case Op::kSubInt:
      case Op::kSubNumber:
        return *a - *b;
      case Op::kNegInt:
      case Op::kNegNumber:
        return -*a;
      case Op::kToNumber:
        return a;
      case Op::kDefaultInt:
      case Op::kDefaultNumber:
        return valueOf(operand(node, 0)).state == eval::State::kMissing ? b : a;
      case Op::kMulInt:
      case Op::kMulNumber:
      case Op::kDivNumber:
        return ofProduct(node, *a, *b);
      default:
        return *a == 0 && *b == 0 ? Speed(0) : std::nullopt;
    }
  }

  Speed ofProduct(const Node& node, double a, double b) {
    if (a == 0 && b == 0) return 0;
    const auto number = [&](std::size_t i) -> Speed {
      const eval::Value value = valueOf(operand(node, i));
      if (value.state != eval::State::kOk) return std::nullopt;
      return node.op == Op::kMulInt ? static_cast<double>(value.cell.integer) : value.cell.number;
    };
    if (b == 0) {
      const Speed factor = number(1);
      if (!factor) return std::nullopt;
      return node.op == Op::kDivNumber ? a / *factor : a * *factor;
    }
    const Speed factor = number(0);
    if (a != 0 || node.op == Op::kDivNumber || !factor) return std::nullopt;
    return b * *factor;
  }

  /// Where the two sides meet, and the ms before and after.
  void visitComparison(const Node& node) {
    const Speed a = speedOf(operand(node, 0));
    const Speed b = speedOf(operand(node, 1));
    if (!a || !b) return offer(now_ms_ + kUnknownStepMs);
    const double speed = *a - *b;
    if (speed == 0) return;
    const eval::Value left = valueOf(operand(node, 0));
    const eval::Value right = valueOf(operand(node, 1));
    if (left.state != eval::State::kOk || right.state != eval::State::kOk) return;
    const bool ints = node.op <= Op::kLeInt;
    const double gap =
        ints ? static_cast<double>(right.cell.integer) - static_cast<double>(left.cell.integer)
             : right.cell.number - left.cell.number;
    const double meet = gap / speed;
    if (meet < 0) return;
    if (meet >= 1) offerAfter(meet);
    offerAfter(meet + 1);
  }

  /// The hours begin or end at a border of a span, or at midnight, by the clock on the wall.
  void visitHours(const plan::Hours& hours) {
    std::set<std::int64_t> borders{kDayMs};
    for (const plan::HoursSpan& span : hours.spans) borders.insert({span.from_ms, span.to_ms});
    std::int64_t day_start = now_ms_ - text::localTime(now_ms_, hours.zone).day_ms;
    const bool within = isWithin(hours, now_ms_);
    constexpr int kMostDays = 400;  // exceptions may close a whole year
    for (int day = 0; day < kMostDays; ++day) {
      judging_.work.effort[EffortKind::kWake] += borders.size();
      for (const std::int64_t border : borders) {
        std::int64_t at = day_start + border;
        // Where the clocks are changed in between, the wall says something else.
        const std::int64_t shown = text::localTime(at, hours.zone).day_ms;
        const std::int64_t wanted = border % kDayMs;
        if (std::abs(shown - wanted) < kDayMs / 2) at -= shown - wanted;
        if (at > now_ms_ && isWithin(hours, at) != within) return offer(at);
      }
      const std::int64_t next = day_start + kDayMs;
      const std::int64_t off = text::localTime(next, hours.zone).day_ms;
      day_start = next - (off < kDayMs / 2 ? off : off - kDayMs);
    }
  }

  /// How often to look at what moves in a way that is not foreseen.
  static constexpr std::int64_t kUnknownStepMs = 1'000;

  Judging& judging_;
  const plan::Plan& plan_;
  std::int64_t now_ms_;
  std::vector<std::uint64_t>& seen_;  ///< bits by node
  std::optional<std::int64_t> earliest_;
};

}  // namespace

std::optional<std::int64_t> nextWake(Judging& judging) {
  if (judging.policy.timer_rules.empty()) return std::nullopt;
  Search search(judging);
  for (const std::uint32_t rule : judging.policy.timer_rules) search.add(rule);
  return search.earliest();
}

}  // namespace decorum::engine
