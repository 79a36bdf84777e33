#include "runtime/eval/branches.h"

#include <algorithm>

#include "runtime/eval/questions.h"
#include "runtime/plan/operations.h"

namespace decorum::eval {
namespace {

using plan::kNone;
using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::Plan;

class Builder {
 public:
  Builder(const Plan& plan, Branches& made) : plan_(plan), made_(made), questions_(plan) {}

  /// Writes the way of one condition; returns where it begins. Tests are written from the last to
  /// the first, so that each knows where it leads: numbers are turned round in `finish`.
  TestId write(NodeId id, TestId if_true, TestId if_false) {
    const Node& node = plan_.nodes[id];
    if (questions_.isWrittenOut(id)) {
      switch (node.op) {
        case Op::kNot:
          return write(plan_.operands[node.first_operand], if_false, if_true);
        case Op::kAnd:
          return writeAll(node, if_true, if_false, true);
        case Op::kOr:
          return writeAll(node, if_true, if_false, false);
        default:
          break;
      }
    }
    if (node.op == Op::kConstBool) return node.payload != 0 ? if_true : if_false;
    const Question question = questions_.of(id);
    Test test = question.test;
    test.if_true = if_true;
    test.if_false = if_false;
    if (question.when_missing) test.if_missing = *question.when_missing ? if_true : if_false;
    made_.tests.push_back(test);
    return static_cast<TestId>(made_.tests.size() - 1);
  }

  void finish() {
    std::reverse(made_.tests.begin(), made_.tests.end());
    const auto last = static_cast<TestId>(made_.tests.size() - 1);
    const auto turn = [&](TestId& id) {
      if (!isEnd(id)) id = last - id;
    };
    for (Test& test : made_.tests) {
      turn(test.if_true);
      turn(test.if_false);
      turn(test.if_missing);
    }
    for (TestId& id : made_.guards) turn(id);
    for (TestId& id : made_.operands) turn(id);
  }

 private:
  TestId writeAll(const Node& node, TestId if_true, TestId if_false, bool is_and) {
    const std::vector<NodeId> ordered = questions_.cheapestFirst(node);
    TestId next = is_and ? if_true : if_false;
    for (std::size_t i = ordered.size(); i-- > 0;) {
      next = is_and ? write(ordered[i], next, if_false) : write(ordered[i], if_true, next);
    }
    return next;
  }

  const Plan& plan_;
  Branches& made_;
  Questions questions_;
};

}  // namespace

Branches::Branches(const Plan& plan) : operands(plan.nodes.size(), kNone) {
  Builder builder(plan, *this);
  // The last rule is written first, so that rules stand in their order.
  guards.resize(plan.rules.size(), kHolds);
  for (std::size_t rule = plan.rules.size(); rule-- > 0;) {
    const NodeId guard = plan.rules[rule].guard;
    if (guard != kNone) guards[rule] = builder.write(guard, kHolds, kFails);
  }
  for (const plan::Operator& op : plan.memory) {
    for (const NodeId node : {op.operand, op.second}) {
      const bool is_condition =
          node != kNone && plan::info(plan.nodes[node].op).result == plan::Rep::kBool;
      if (!is_condition || operands[node] != kNone) continue;
      const TestId begin = builder.write(node, kHolds, kFails);
      if (!isEnd(begin)) operands[node] = begin;
    }
  }
  builder.finish();
}

}  // namespace decorum::eval
