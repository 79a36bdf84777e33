#include "runtime/plan/verify.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "tests/unit/plan/sample_plan.h"

namespace decorum::plan {
namespace {

using test::samplePlan;

/// The first node with this operation.
Node& nodeWith(Plan& plan, Op op) {
  for (Node& node : plan.nodes) {
    if (node.op == op) return node;
  }
  throw std::logic_error("the sample has no such node");
}
NodeId idOf(const Plan& plan, const Node& node) {
  return static_cast<NodeId>(&node - plan.nodes.data());
}
/// Points the first operand of `node` elsewhere.
void setOperand(Plan& plan, const Node& node, std::size_t i, NodeId to) {
  plan.operands[node.first_operand + i] = to;
}

TEST_CASE("the sample is a plan, and so is an empty one") {
  CHECK(verify(samplePlan()).value_or("") == "");
  CHECK(verify(Plan()).value_or("") == "");
}

TEST_CASE("a plan that does not hold together is refused with the reason") {
  struct Case {
    const char* reason;  ///< some of its words
    std::function<void(Plan&)> damage;
  };
  const Case cases[] = {
      {"uses node", [](Plan& p) { setOperand(p, nodeWith(p, Op::kAnd), 0, kNone); }},
      {"uses node",
       [](Plan& p) {
         Node& node = nodeWith(p, Op::kAnd);
         setOperand(p, node, 0, idOf(p, node));
       }},
      {"is int, not bool",
       [](Plan& p) {
         setOperand(p, nodeWith(p, Op::kAnd), 0, idOf(p, nodeWith(p, Op::kConstInt)));
       }},
      {"operands do not exist",
       [](Plan& p) {
         nodeWith(p, Op::kAnd).first_operand = static_cast<std::uint32_t>(p.operands.size()) - 1;
       }},
      {"operands do not exist", [](Plan& p) { nodeWith(p, Op::kAnd).first_operand = kNone; }},
      {"0 operands", [](Plan& p) { nodeWith(p, Op::kAnd).operand_count = 0; }},
      {"3 operands", [](Plan& p) { nodeWith(p, Op::kLtInt).operand_count = 3; }},
      {"depends on an element", [](Plan& p) { nodeWith(p, Op::kItInt).in_body = false; }},
      {"depends on an element", [](Plan& p) { nodeWith(p, Op::kAnd).in_body = true; }},
      {"does not exist", [](Plan& p) { nodeWith(p, Op::kLoadBool).payload = 1000; }},
      {"is bool", [](Plan& p) { nodeWith(p, Op::kLoadInt).payload = 0; }},
      {"does not exist", [](Plan& p) { nodeWith(p, Op::kMemberInt).payload = 1; }},
      {"does not exist", [](Plan& p) { nodeWith(p, Op::kMemberNumber).payload = 1; }},
      {"does not exist", [](Plan& p) { nodeWith(p, Op::kConstText).payload = 1; }},
      {"no such field", [](Plan& p) { nodeWith(p, Op::kSumInt).payload = 1; }},
      {"no such field", [](Plan& p) { nodeWith(p, Op::kSumInt).payload = 2; }},
      {"not a list of such",
       [](Plan& p) { p.records[0].fields[4].shape.element[0].shape.type = FieldType::kInt; }},
      {"reads field 1", [](Plan& p) { nodeWith(p, Op::kItInt).payload = 1; }},
      {"reads field", [](Plan& p) { nodeWith(p, Op::kItInt).payload = kItScore; }},
      {"reads field", [](Plan& p) { nodeWith(p, Op::kItNumber).payload = 1; }},
      {"is another", [](Plan& p) { p.quantifiers[0].kind = Quantifier::Kind::kEvery; }},
      {"is another", [](Plan& p) { p.quantifiers[0].matchers = {0}; }},
      {"stands before its body", [](Plan& p) { p.quantifiers[0].body = kNone; }},
      {"its body is no condition", [](Plan& p) { p.quantifiers[1].body = kNone; }},
      {"its body is no condition", [](Plan& p) { p.quantifiers[1].body = 0; }},
      {"not scanned for it", [](Plan& p) { p.quantifiers[1].matchers = {5}; }},
      {"over no hits", [](Plan& p) { p.quantifiers[1].matchers.clear(); }},
      {"which is filled later",
       [](Plan& p) {
         // prices > 0 as the body behind prices
         const NodeId load = idOf(p, nodeWith(p, Op::kLtInt));
         for (Node& node : p.nodes) {
           if (node.op == Op::kLoadInt && p.slots[node.payload].kind == SlotKind::kHitQuantifier) {
             p.quantifiers[1].body = static_cast<NodeId>(p.nodes.size());
             const auto first = static_cast<std::uint32_t>(p.operands.size());
             p.operands.insert(p.operands.end(), {idOf(p, node), idOf(p, node)});
             p.nodes.push_back({Op::kEqInt, false, first, 2, 0});
             return;
           }
         }
         FAIL("no load of " << load);
       }},
      {"not in ascending order", [](Plan& p) { p.int_sets[0] = {2, 2}; }},
      {"not in ascending order", [](Plan& p) { p.text_sets[0] = {"b", "a"}; }},
      {"NaN", [](Plan& p) { p.number_sets[0] = {std::nan("")}; }},
      {"filled from two places",
       [](Plan& p) {
         p.records[0].fields[0].slot = 1;
         p.slots[1] = p.slots[0];
         p.records[0].fields[1] = p.records[0].fields[0];
       }},
      {"filled from nowhere", [](Plan& p) { p.records[0].fields[0].slot = kNone; }},
      {"slot 99 does not exist", [](Plan& p) { p.records[0].fields[0].slot = 99; }},
      {"holds a fact int", [](Plan& p) { p.records[0].fields[0].slot = 1; }},
      {"may be missing", [](Plan& p) { p.records[0].fields[1].optional = false; }},
      {"without members", [](Plan& p) { p.records[0].fields[2].shape.members.clear(); }},
      {"have elements", [](Plan& p) { p.records[0].fields[3].shape.element.clear(); }},
      {"have elements", [](Plan& p) { p.records[0].fields[0].shape.element.resize(1); }},
      {"a list of lists",
       [](Plan& p) { p.records[0].fields[3].shape.element[0].shape.type = FieldType::kList; }},
      {"no value is in its range",
       [](Plan& p) { p.records[0].fields[1].shape.low = std::nan(""); }},
      {"no such span of a week", [](Plan& p) { p.hours[0].spans[0].first_day = 0; }},
      {"has no text", [](Plan& p) { p.signals[0].subject = EventKind::kClose; }},
      {"not scanned for it", [](Plan& p) { p.scans[0] = {1}; }},
      {"not in ascending order", [](Plan& p) { p.scans[0] = {0, 1, 1}; }},
      {"does not exist", [](Plan& p) { p.scans[0] = {0, 1, 2}; }},
      {"does not exist", [](Plan& p) { p.hours.clear(); }},
      {"its node is no guard",
       [](Plan& p) { p.conditions[0].node = idOf(p, nodeWith(p, Op::kConstInt)); }},
      {"its node is no guard",
       [](Plan& p) {
         p.conditions[0].node = p.rules[1].finds[0].where;  // depends on `it`
       }},
      {"1 children", [](Plan& p) { p.conditions[1].children = {0}; }},
      {"stands before its child",
       [](Plan& p) {
         p.conditions[0].kind = Condition::Kind::kAnd;
         p.conditions[0].children = {0};
       }},
      {"two parents",
       [](Plan& p) {
         p.conditions[1].kind = Condition::Kind::kAnd;
         p.conditions[1].children = {0, 0};
       }},
      {"belongs to another", [](Plan& p) { p.rules[1].condition = 0; }},
      {"its guard is no condition", [](Plan& p) { p.rules[0].guard = 1; }},
      {"condition 9 does not exist", [](Plan& p) { p.rules[0].condition = 9; }},
      {"order of names", [](Plan& p) { p.rules[1].name = p.rules[0].name; }},
      {"no such event", [](Plan& p) { p.rules[0].on = 0x80; }},
      {"no message", [](Plan& p) { p.rules[0].because = 7; }},
      {"no message", [](Plan& p) { p.rules[0].ask = {7}; }},
      {"is no hours", [](Plan& p) { p.rules[1].during = 0; }},
      {"not scanned for it", [](Plan& p) { p.rules[1].on = 1 << 3; }},
      {"'where' does not exist", [](Plan& p) { p.rules[1].finds[0].where = 999; }},
      {"its body is no condition", [](Plan& p) { p.rules[1].finds[0].where = 0; }},
      {"reads field 0", [](Plan& p) { p.rules[1].finds[0].matcher = 0; }},
      {"source 9 does not exist", [](Plan& p) { p.rules[1].source = 9; }},
      {"source 9 does not exist", [](Plan& p) { p.changes[0].source = 9; }},
      {"a hole for text over int", [](Plan& p) { p.messages[0].pieces[1].type = HoleType::kText; }},
      {"a hole without a value", [](Plan& p) { p.messages[0].pieces[1].value = 9999; }},
      {"no stream to cut", [](Plan& p) { p.rules[1].stream_cut = true; }},
      {"no stream to cut",
       [](Plan& p) {
         p.rules[0].kind = RuleKind::kBlock;  // on user
         p.rules[0].stream_cut = true;
       }},
      {"a share over all", [](Plan& p) { p.rules[0].share_ppm = 1'000'001; }},
      {"a frequency of nothing", [](Plan& p) { p.rules[0].frequency = Frequency::kEveryTurns; }},
  };
  for (const Case& c : cases) {
    INFO("expected: " << c.reason << " (case " << &c - cases << ")");
    Plan plan = samplePlan();
    c.damage(plan);
    CHECK_THAT(verify(plan).value_or("accepted"), Catch::Contains(c.reason));
  }
}

}  // namespace
}  // namespace decorum::plan
