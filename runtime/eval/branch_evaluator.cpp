#include "runtime/eval/branch_evaluator.h"

#include <algorithm>
#include <bit>

#include "runtime/eval/operations.h"

namespace decorum::eval {
namespace {

class Walk {
 public:
  Walk(const Branches& branches, const std::vector<Step>& steps, const plan::Plan& plan,
       RecordView record, Asked& asked)
      : tests_(branches.tests.data()),
        steps_(steps.data()),
        plan_(plan),
        record_(record),
        asked_(asked) {}

  /// From a test to an end. (A call a rule would cost as much as a test.)
  [[gnu::always_inline]] TestId from(TestId at) {
    while (!isEnd(at)) {
      const Step& step = steps_[at];
      if (step.kind == Step::Kind::kOther || record_.states[step.slot] != State::kOk) {
        at = next(tests_[at]);
        continue;
      }
      at = holds(step, record_.cells[step.slot]) ? step.if_true : step.if_false;
    }
    return at;
  }

 private:
  [[gnu::noinline]] TestId next(const Test& test) {
    if (test.kind == Test::Kind::kNode) return ofNode(test);
    const State state = record_.states[test.slot];
    if (state != State::kOk) return state == State::kMissing ? test.if_missing : kUnsure;
    const Cell cell = record_.cells[test.slot];
    if (test.kind >= Test::Kind::kEqSlot) return ofSlots(test, cell);
    return holds(test, cell, plan_) ? test.if_true : test.if_false;
  }

  TestId ofSlots(const Test& test, Cell cell) {
    if (record_.states[test.other] != State::kOk) return kUnsure;
    const std::int64_t other = record_.cells[test.other].integer;
    const bool holds = test.kind == Test::Kind::kEqSlot   ? cell.integer == other
                       : test.kind == Test::Kind::kLtSlot ? cell.integer < other
                                                          : cell.integer <= other;
    return holds ? test.if_true : test.if_false;
  }

  TestId ofNode(const Test& test) {
    const Value value = asked_.value(test.other);
    if (value.state != State::kOk) return kUnsure;
    return value.cell.integer != 0 ? test.if_true : test.if_false;
  }

  const Test* tests_;
  const Step* steps_;
  const plan::Plan& plan_;
  RecordView record_;
  Asked& asked_;
};

}  // namespace

void Asked::settle(std::uint32_t rule, RuleBits& fired, RuleBits& undecided) {
  const Value guard = value(interpreter_.plan().rules[rule].guard);
  if (guard.isTrue()) fired.add(rule);
  if (guard.state != State::kOk) undecided.add(rule);
}

BranchEvaluator::BranchEvaluator(const Interpreter& interpreter)
    : interpreter_(interpreter), branches_(interpreter.plan()), steps_(stepsOf(branches_.tests)) {
  const plan::Plan& plan = interpreter.plan();
  for (std::size_t phase = 0; phase < kPhases; ++phase) {
    rules_[phase].clear(ruleWords(plan));
    for (std::uint32_t rule = 0; rule < plan.rules.size(); ++rule) {
      if ((plan.rules[rule].on >> phase & 1) != 0) rules_[phase].add(rule);
    }
  }
}

void BranchEvaluator::evaluate(EventKind phase, RecordView record, Scratch& scratch,
                               RuleBits& fired, RuleBits& undecided) const {
  evaluateDue(phase, rulesOf(phase), record, scratch, fired, undecided);
}

void BranchEvaluator::evaluateDue(EventKind phase, const RuleBits& due, RecordView record,
                                  Scratch& scratch, RuleBits& fired, RuleBits& undecided) const {
  const RuleBits& rules = rulesOf(phase);
  fired.clear(rules.words());
  undecided.clear(rules.words());
  Asked asked(interpreter_, record, scratch);
  due.eachWord([&](std::size_t word, std::uint64_t bits) {
    const std::uint64_t these = bits & rules.word(word);
    if (these != 0) decideWord(word, these, record, asked, fired, undecided);
  });
}

void BranchEvaluator::decideWord(std::size_t word, std::uint64_t these, RecordView record,
                                 Asked& asked, RuleBits& fired, RuleBits& undecided) const {
  Walk walk(branches_, steps_, interpreter_.plan(), record, asked);
  std::uint64_t holding = 0;
  for (; these != 0; these &= these - 1) {
    const auto rule = static_cast<std::uint32_t>(word * 64 + std::countr_zero(these));
    const TestId end = walk.from(branches_.guards[rule]);
    if (end == kUnsure) {
      asked.settle(rule, fired, undecided);
    } else {
      holding |= static_cast<std::uint64_t>(end == kHolds) << rule % 64;
    }
  }
  fired.addWord(word, holding);
}

Value BranchEvaluator::operand(plan::NodeId node, RecordView record, Scratch& scratch) const {
  const TestId begin = branches_.operands[node];
  if (begin != plan::kNone) {
    Asked asked(interpreter_, record, scratch);
    Walk walk(branches_, steps_, interpreter_.plan(), record, asked);
    const TestId end = walk.from(begin);
    if (end != kUnsure) return ofBool(end == kHolds);
  }
  return interpreter_.operand(node, record, scratch);
}

}  // namespace decorum::eval
