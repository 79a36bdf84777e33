#include "runtime/eval/native_evaluator.h"

#include <bit>

#include "runtime/eval/operations.h"

namespace decorum::eval {
namespace {

std::uint32_t askNode(Frame* frame, std::uint64_t node) {
  const Value value = frame->asked->value(static_cast<plan::NodeId>(node));
  if (value.state != State::kOk) return 2;
  return value.cell.integer != 0 ? 1 : 0;
}

std::uint32_t inSet(Frame* frame, std::uint64_t set, std::int64_t value) {
  return isMember((*frame->int_sets)[set], value) ? 1 : 0;
}

}  // namespace

void NativeEvaluator::evaluate(EventKind phase, RecordView record, Scratch& scratch,
                               RuleBits& fired, RuleBits& undecided) const {
  decide(phase, branches_.rulesOf(phase), record.cells, record.states, scratch, fired, undecided);
}

/// Few rules of many are reached sooner one by one.
void NativeEvaluator::evaluateDue(EventKind phase, const RuleBits& due, RecordView record,
                                  Scratch& scratch, RuleBits& fired, RuleBits& undecided) const {
  constexpr std::size_t kFewOfAWord = 8;
  const RuleBits& rules = branches_.rulesOf(phase);
  if (due.count() <= kFewOfAWord * rules.words())
    return branches_.evaluateDue(phase, due, record, scratch, fired, undecided);
  decide(phase, due, record.cells, record.states, scratch, fired, undecided);
}

Value NativeEvaluator::operand(plan::NodeId node, RecordView record, Scratch& scratch) const {
  return branches_.operand(node, record, scratch);
}

void NativeEvaluator::decide(EventKind phase, const RuleBits& due, const Cell* cells,
                             const State* states, Scratch& scratch, RuleBits& fired,
                             RuleBits& undecided) const {
  const RuleBits& rules = branches_.rulesOf(phase);
  fired.clear(rules.words());
  undecided.clear(rules.words());
  Asked asked(interpreter_, {cells, states}, scratch);
  Frame frame{askNode, inSet, &asked, &interpreter_.plan().int_sets};
  const bool all_known = !unknown_.any(phase, states);
  if (!all_known) {
    scratch.unsure.clear(rules.words());
    unknown_.addReaders(phase, states, scratch.unsure);
  }
  due.eachWord([&](std::size_t word, std::uint64_t bits) {
    const std::uint64_t these = bits & rules.word(word);
    const std::uint64_t unknown = all_known ? 0 : these & scratch.unsure.word(word);
    Decided decided;
    if (these != unknown) {
      code_.functions()[word](cells, states, &frame, these & ~unknown, &decided);
    }
    fired.addWord(word, decided.fired);
    for (; decided.unsure != 0; decided.unsure &= decided.unsure - 1) {
      const auto rule = static_cast<std::uint32_t>(word * 64 + std::countr_zero(decided.unsure));
      asked.settle(rule, fired, undecided);
    }
    if (unknown != 0) branches_.decideWord(word, unknown, {cells, states}, asked, fired, undecided);
  });
}

}  // namespace decorum::eval
