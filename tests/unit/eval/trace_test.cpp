#include "runtime/eval/trace.h"

#include <catch2/catch.hpp>
#include <limits>

#include "runtime/eval/operations.h"
#include "tests/support/plan_builder.h"

namespace decorum::eval {
namespace {

using plan::Condition;
using plan::ConditionId;
using plan::FieldType;
using plan::kNone;
using plan::NodeId;
using plan::Op;
using plan::Quantifier;
using plan::SlotId;
using test::PlanBuilder;
using test::push;
using test::RecordBuilder;

ConditionId condition(PlanBuilder& b, Condition::Kind kind, NodeId node,
                      std::vector<ConditionId> children = {}) {
  b.plan.conditions.push_back({kind, node, kNone, std::move(children), {}});
  return static_cast<ConditionId>(b.plan.conditions.size() - 1);
}

/// `(a and b) or not c`, with the leaves that decided written as "a=1 c=0".
class Guard {
 public:
  Guard() {
    using Kind = Condition::Kind;
    const NodeId a = b_.load(b_.fact("a", FieldType::kBool));
    const NodeId b = b_.load(b_.fact("b", FieldType::kBool));
    const NodeId c = b_.load(b_.fact("c", FieldType::kBool));
    const NodeId both = b_.node(Op::kAnd, {a, b});
    const NodeId not_c = b_.node(Op::kNot, {c});
    guard = b_.node(Op::kOr, {both, not_c});
    b_.rule(guard);
    const ConditionId leaf_a = condition(b_, Kind::kLeaf, a);
    const ConditionId leaf_b = condition(b_, Kind::kLeaf, b);
    const ConditionId all = condition(b_, Kind::kAnd, both, {leaf_a, leaf_b});
    const ConditionId negated =
        condition(b_, Kind::kNot, c, {condition(b_, Kind::kLeaf, c)});  // the node under the `not`
    b_.plan.rules[0].condition = condition(b_, Kind::kOr, guard, {all, negated});
  }

  std::string trace(Value a, Value b, Value c) {
    RecordBuilder record(b_.plan);
    const Value values[] = {a, b, c};
    for (SlotId slot = 0; slot < 3; ++slot) record.set(slot, values[slot]);
    const Interpreter interpreter(b_.plan);
    std::string shown;
    for (const Decider& decider : eval::trace(interpreter, 0, record.view(), scratch_)) {
      shown += "abc"[b_.plan.nodes[b_.plan.conditions[decider.condition].node].payload];
      shown += decider.value.state != State::kOk ? "? " : decider.value.isTrue() ? "+ " : "- ";
    }
    return shown;
  }
  std::vector<FaultSource> sources(Value a, Value b, Value c) {
    RecordBuilder record(b_.plan);
    const Value values[] = {a, b, c};
    for (SlotId slot = 0; slot < 3; ++slot) record.set(slot, values[slot]);
    return faultSources(Interpreter(b_.plan), guard, record.view(), {}, scratch_);
  }

  NodeId guard = kNone;

 private:
  PlanBuilder b_;
  Scratch scratch_;
};

TEST_CASE("the leaves that decided a guard") {
  Guard guard;
  const Value t = ofBool(true);
  const Value f = ofBool(false);
  CHECK(guard.trace(t, t, t) == "a+ b+ ");
  CHECK(guard.trace(t, t, f) == "a+ b+ c- ");
  CHECK(guard.trace(t, f, f) == "c- ");
  CHECK(guard.trace(f, f, t) == "a- b- c+ ");
  CHECK(guard.trace(t, f, t) == "b- c+ ");
  CHECK(guard.trace(t, fault(), t) == "b? ");
  CHECK(guard.trace(t, fault(), fault()) == "b? c? ");
  CHECK(guard.trace(f, fault(), fault()) == "c? ");
}

TEST_CASE("the slots behind an undecided guard") {
  Guard guard;
  const Value t = ofBool(true);
  const Value f = ofBool(false);
  const Value missing = {{.integer = 0}, State::kMissing};
  CHECK(guard.sources(t, t, fault()).empty());
  CHECK(guard.sources(t, fault(), t) == std::vector<FaultSource>{{1, kNone}});
  CHECK(guard.sources(fault(), missing, fault()) ==
        std::vector<FaultSource>{{0, kNone}, {1, kNone}, {2, kNone}});
  CHECK(guard.sources(f, fault(), fault()) == std::vector<FaultSource>{{2, kNone}});
}

TEST_CASE("an overflow is its own source, in a body too") {
  PlanBuilder b;
  const SlotId list_slot = b.list("l", {FieldType::kInt});
  const SlotId step_slot = b.fact("step", FieldType::kInt);
  const NodeId sum = b.node(Op::kAddInt, {b.node(Op::kItInt, {}, 0), b.load(step_slot)});
  const NodeId body = b.node(Op::kLtInt, {sum, b.integer(0)});
  const NodeId any = b.quantifier(Quantifier::Kind::kAny, b.load(list_slot), body);
  const Interpreter interpreter(b.plan);
  RecordBuilder record(b.plan);
  ListValue& list = record.list(list_slot, 1);
  push(list, ofInt(1));
  push(list, ofInt(std::numeric_limits<std::int64_t>::max()));
  record.set(step_slot, ofInt(1));
  Scratch scratch;
  CHECK(faultSources(interpreter, any, record.view(), {}, scratch) ==
        std::vector<FaultSource>{{kNone, sum}});

  list.states[0] = State::kMissing;
  CHECK(faultSources(interpreter, any, record.view(), {}, scratch) ==
        std::vector<FaultSource>{{list_slot, kNone}, {kNone, sum}});

  record.set(step_slot, fault());
  CHECK(faultSources(interpreter, any, record.view(), {}, scratch) ==
        std::vector<FaultSource>{{list_slot, kNone}, {step_slot, kNone}});
  record.set(list_slot, fault());
  CHECK(faultSources(interpreter, any, record.view(), {}, scratch) ==
        std::vector<FaultSource>{{list_slot, kNone}});
}

TEST_CASE("what a default stands in for is no source") {
  PlanBuilder b;
  const SlotId a = b.fact("a", FieldType::kBool, true);
  const SlotId c = b.fact("c", FieldType::kBool);
  const NodeId node = b.node(Op::kDefaultBool, {b.load(a), b.load(c)});
  RecordBuilder record(b.plan);
  record.set(a, {{.integer = 0}, State::kMissing});
  Scratch scratch;
  CHECK(faultSources(Interpreter(b.plan), node, record.view(), {}, scratch) ==
        std::vector<FaultSource>{{c, kNone}});
}

}  // namespace
}  // namespace decorum::eval
