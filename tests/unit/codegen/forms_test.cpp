/// Which form native code gives a rule.
#include "compiler/codegen/llvm/forms.h"

#include <catch2/catch.hpp>

#include "tests/support/plan_builder.h"

namespace decorum::test {
namespace {

using codegen::Form;
using plan::FieldType;
using plan::NodeId;
using plan::Op;
using plan::SlotId;
using Slots = std::vector<SlotId>;

/// A plan whose conditions are asked for their form.
struct Forms : PlanBuilder {
  SlotId found() {
    plan::Slot slot{plan::SlotKind::kFound, plan::Rep::kBool, EventKind::kUser, 0};
    plan.slots.push_back(slot);
    return static_cast<SlotId>(plan.slots.size() - 1);
  }
  NodeId all(const std::vector<NodeId>& of) { return node(Op::kAnd, of); }
  NodeId any(const std::vector<NodeId>& of) { return node(Op::kOr, of); }
  Form of(NodeId guard) const { return codegen::formOf(guard, plan, eval::Questions(plan)); }
};

TEST_CASE("a rule waits for what must have been found", "[native]") {
  Forms f;
  const SlotId a = f.found(), b = f.found(), c = f.found();
  const SlotId is_vip = f.fact("vip", FieldType::kBool);
  const NodeId vip = f.load(is_vip);
  CHECK(f.of(f.load(a)).waits_for == Slots{a});
  CHECK(f.of(f.all({vip, f.load(b)})).waits_for == Slots{b});
  CHECK(f.of(f.any({f.load(b), f.load(a)})).waits_for == Slots{a, b});
  CHECK(f.of(f.all({f.any({f.load(a), f.load(b)}), f.load(c)})).waits_for == Slots{c});
  // A fact may well be true, a Not holds while nothing is there, and so does a rule without guard.
  CHECK(f.of(f.any({f.load(a), vip})).waits_for.empty());
  CHECK(f.of(f.node(Op::kNot, {f.load(a)})).waits_for.empty());
  CHECK(f.of(plan::kNone).waits_for.empty());
}

TEST_CASE("what costs more than a branch has branches before it", "[native]") {
  Forms f;
  f.plan.int_sets = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100},
                     {101, 102, 103, 104, 105, 106, 107, 108, 109}};
  const NodeId n = f.load(f.fact("n", FieldType::kInt));
  const NodeId t = f.load(f.fact("t", FieldType::kText));
  const NodeId found = f.load(f.found());
  CHECK_FALSE(f.of(f.node(Op::kMemberInt, {n}, 0)).has_branches);
  CHECK(f.of(f.node(Op::kMemberInt, {n}, 1)).has_branches);
  const Form about_text = f.of(f.all({found, f.node(Op::kEqText, {t, f.text("a")})}));
  CHECK(about_text.has_branches);
  CHECK(about_text.waits_for.empty());
}

TEST_CASE("members of a set from 0 to 63 are bits", "[native]") {
  std::uint64_t mask = 0;
  CHECK(codegen::beyondMask({-1, 0, 5, 63, 64}, mask) == std::vector<std::int64_t>{-1, 64});
  CHECK(mask == ((std::uint64_t{1} << 63) | (1 << 5) | 1));
}

}  // namespace
}  // namespace decorum::test
