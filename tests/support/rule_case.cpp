#include "tests/support/rule_case.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "runtime/eval/operations.h"

namespace decorum::test {
namespace {

using plan::FieldType;
using plan::NodeId;
using plan::Op;
using plan::SlotId;

/// About as many values as there are constants, so that all answers happen.
constexpr std::int64_t kValues = 70;

class Maker {
 public:
  explicit Maker(Random& random) : random_(random) {
    b_.plan.int_sets = {{0, 1},
                        {1, 5, 40},
                        {3},
                        {-7, 5, 64},
                        {61, 62, 63},
                        {-3, 2, 9, 33, 64, 65, 66, 67, 68, 69, 1'000},
                        {64, 65, 1000},
                        {}};
    const std::size_t found = random_.between(1, 30);
    for (std::size_t i = 0; i < found; ++i) {
      text::Matcher matcher;
      matcher.kind = text::MatcherKind::kPattern;
      matcher.pattern = "thing" + std::to_string(i);
      b_.plan.matchers.push_back(matcher);
      b_.plan.scans[0].push_back(static_cast<plan::MatcherId>(i));
      plan::Slot slot{plan::SlotKind::kFound, plan::Rep::kBool, EventKind::kUser};
      slot.ref = static_cast<std::uint32_t>(i);
      slot.name = matcher.pattern;
      found_.push_back(static_cast<SlotId>(b_.plan.slots.size()));
      b_.plan.slots.push_back(std::move(slot));
    }
    const std::size_t each = random_.between(1, 4);
    for (std::size_t i = 0; i < each; ++i) {
      const bool optional = random_.percent(30);
      const std::string number = std::to_string(i);
      bools_.push_back(b_.fact("b" + number, FieldType::kBool, optional));
      ints_.push_back(b_.fact("i" + number, FieldType::kInt, optional));
      ints_.push_back(b_.fact("e" + number, FieldType::kEnum, optional));
      numbers_.push_back(b_.fact("n" + number, FieldType::kNumber, optional));
    }
    text_ = b_.fact("t", FieldType::kText);
  }

  PlanCase run() {
    const std::size_t rules = random_.percent(30) ? random_.between(60, 140) : random_.below(30);
    for (std::size_t i = 0; i <= rules; ++i) {
      const std::uint32_t rule = b_.rule(guard());
      if (random_.percent(20))
        b_.plan.rules[rule].on = static_cast<std::uint8_t>(random_.below(1 << 7));
    }
    PlanCase sample;
    sample.plan = std::move(b_.plan);
    for (int i = 0; i < 8; ++i) sample.records.push_back(record(sample.plan));
    return sample;
  }

 private:
  NodeId consed(Op op, const std::vector<NodeId>& operands, std::uint64_t payload = 0) {
    const auto [at, is_new] = known_.try_emplace({op, operands, payload}, 0);
    if (is_new) at->second = b_.node(op, operands, payload);
    return at->second;
  }
  NodeId load(SlotId slot) {
    const auto rep = static_cast<unsigned>(b_.plan.slots[slot].rep);
    return consed(static_cast<Op>(static_cast<unsigned>(Op::kLoadBool) + rep), {}, slot);
  }

  /// A slot; now and then with a default.
  NodeId input(SlotId slot, Op with_default, NodeId otherwise) {
    return random_.percent(20) ? consed(with_default, {load(slot), otherwise}) : load(slot);
  }
  NodeId anInt() {
    return input(random_.of(ints_), Op::kDefaultInt, consed(Op::kConstInt, {}, random_.below(9)));
  }

  NodeId guard() {
    if (random_.percent(3)) return consed(Op::kConstBool, {}, random_.below(2));
    std::vector<NodeId> all;
    if (random_.percent(70)) all.push_back(load(random_.of(found_)));
    const std::size_t groups = random_.between(1, 4);
    for (std::size_t i = 0; i < groups; ++i) all.push_back(group());
    return all.size() == 1 ? all[0] : consed(Op::kAnd, all);
  }

  NodeId group() {
    std::vector<NodeId> any(random_.between(1, 3));
    for (NodeId& one : any) one = random_.percent(10) ? consed(Op::kAnd, {leaf(), leaf()}) : leaf();
    const NodeId group = any.size() == 1 ? any[0] : consed(Op::kOr, any);
    return random_.percent(25) ? consed(Op::kNot, {group}) : group;
  }

  NodeId leaf() {
    switch (random_.below(14)) {
      case 0:
      case 1:
      case 2:
        return load(random_.of(found_));
      case 3:
        return load(random_.of(bools_));
      case 4:
        return input(random_.of(bools_), Op::kDefaultBool,
                     consed(Op::kConstBool, {}, random_.below(2)));
      case 5:
        return consed(Op::kKnown, {load(random_.of(ints_))});
      case 6:
      case 7:
        return compared(Op::kEqInt, anInt(), consed(Op::kConstInt, {}, constant()));
      case 8:
        return compared(Op::kLtInt, anInt(), consed(Op::kConstInt, {}, constant()));
      case 9:
        return compared(random_.percent(50) ? Op::kLtInt : Op::kLeInt, load(random_.of(ints_)),
                        load(random_.of(ints_)));
      case 10:
      case 11:
        return compared(random_.of(std::vector{Op::kEqNumber, Op::kLtNumber, Op::kLeNumber}),
                        load(random_.of(numbers_)),
                        consed(Op::kConstNumber, {}, std::bit_cast<std::uint64_t>(number())));
      case 12:
        return consed(Op::kMemberInt, {anInt()}, random_.below(b_.plan.int_sets.size()));
      default:
        return random_.percent(70) ? compared(Op::kLeInt, anInt(), anInt()) : aboutText();
    }
  }
  /// Only the interpreter knows.
  NodeId aboutText() {
    if (b_.plan.strings.empty()) b_.plan.strings.emplace_back("a");
    return consed(Op::kEqText, {load(text_), consed(Op::kConstText, {}, 0)});
  }
  NodeId compared(Op op, NodeId a, NodeId b) {
    if (random_.percent(30)) std::swap(a, b);
    return consed(op, {a, b});
  }
  std::uint64_t constant() {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(random_.below(kValues)) - 3);
  }
  double number() {
    return random_.of(std::vector{0.0, -0.0, 0.5, 1.0, std::numeric_limits<double>::infinity(),
                                  std::numeric_limits<double>::quiet_NaN()});
  }

  /// Of the found things none, few or half are there; mostly all inputs are known.
  std::shared_ptr<const RecordBuilder> record(const plan::Plan& plan) {
    auto record = std::make_shared<RecordBuilder>(plan);
    const unsigned found = random_.of(std::vector{0U, 5U, 50U});
    const unsigned unknown = random_.of(std::vector{0U, 0U, 3U, 30U});
    for (SlotId slot = 0; slot < plan.slots.size(); ++slot) {
      const plan::Slot& is = plan.slots[slot];
      if (is.rep == plan::Rep::kText) {
        record->text(slot, random_.percent(50) ? "a" : "b");
        continue;
      }
      eval::Value value = is.kind == plan::SlotKind::kFound ? eval::ofBool(random_.percent(found))
                          : is.rep == plan::Rep::kBool      ? eval::ofBool(random_.percent(50))
                          : is.rep == plan::Rep::kNumber    ? eval::ofNumber(number())
                                                            : eval::ofInt(anyInt());
      if (random_.percent(unknown) || (is.optional && random_.percent(30))) {
        value.cell.integer = static_cast<std::int64_t>(random_.bits());  // means nothing
        value.state =
            is.optional || random_.percent(30) ? eval::State::kMissing : eval::State::kFault;
      }
      record->set(slot, value);
    }
    return record;
  }
  std::int64_t anyInt() {
    if (random_.percent(2)) return static_cast<std::int64_t>(random_.bits());
    return static_cast<std::int64_t>(random_.below(kValues)) - 3;
  }

  Random& random_;
  PlanBuilder b_;
  std::vector<SlotId> found_, bools_, ints_, numbers_;
  SlotId text_ = plan::kNone;
  std::map<std::tuple<Op, std::vector<NodeId>, std::uint64_t>, NodeId> known_;
};

}  // namespace

PlanCase makeRuleCase(std::uint64_t seed) {
  Random random(seed);
  return Maker(random).run();
}

}  // namespace decorum::test
