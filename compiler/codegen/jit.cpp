#include "compiler/codegen/jit.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "compiler/codegen/link.h"
#include "compiler/codegen/native.h"
#include "compiler/codegen/objects.h"
#include "runtime/base/digest.h"
#include "runtime/eval/unknown_inputs.h"
#include "runtime/plan/serialize.h"

namespace decorum::codegen {
namespace {

/// Calls compiled code; rules of which an input is not known are left to the branches.
class NativeEvaluator final : public eval::Evaluator {
 public:
  NativeEvaluator(const eval::BranchEvaluator& branches, LinkedCode code)
      : branches_(branches),
        interpreter_(branches.interpreter()),
        unknown_(interpreter_.plan(), branches.branches()),
        code_(std::move(code)) {}

  void evaluate(EventKind phase, eval::RecordView record, eval::Scratch& scratch,
                eval::RuleBits& fired, eval::RuleBits& undecided) const override {
    decide(phase, branches_.rulesOf(phase), record.cells, record.states, scratch, fired, undecided);
  }

  /// Few rules of many are reached sooner one by one.
  void evaluateDue(EventKind phase, const eval::RuleBits& due, eval::RecordView record,
                   eval::Scratch& scratch, eval::RuleBits& fired,
                   eval::RuleBits& undecided) const override {
    constexpr std::size_t kFewOfAWord = 8;
    const eval::RuleBits& rules = branches_.rulesOf(phase);
    std::size_t count = 0;
    for (std::size_t word = 0; word < rules.size(); ++word)
      count += static_cast<std::size_t>(std::popcount(due[word] & rules[word]));
    if (count <= kFewOfAWord * rules.size())
      return branches_.evaluateDue(phase, due, record, scratch, fired, undecided);
    decide(phase, due, record.cells, record.states, scratch, fired, undecided);
  }

  eval::Value operand(plan::NodeId node, eval::RecordView record,
                      eval::Scratch& scratch) const override {
    return branches_.operand(node, record, scratch);
  }

 private:
  /// Writes every word of both sets.
  void decide(EventKind phase, const eval::RuleBits& due, const eval::Cell* cells,
              const eval::State* states, eval::Scratch& scratch, eval::RuleBits& fired,
              eval::RuleBits& undecided) const {
    const eval::RuleBits& rules = branches_.rulesOf(phase);
    fired.resize(due.size());
    undecided.resize(due.size());
    eval::Asked asked(interpreter_, {cells, states}, scratch);
    Frame frame{&asked, &interpreter_.plan().int_sets};
    const bool all_known = !unknown_.any(phase, states);
    if (!all_known) {
      // Until its word is at hand, a rule with an unknown input is one that is undecided.
      std::fill(undecided.begin(), undecided.end(), 0);
      unknown_.addReaders(phase, states, undecided);
    }
    for (std::size_t word = 0; word < due.size(); ++word) {
      const std::uint64_t these = due[word] & rules[word];
      const std::uint64_t unknown = all_known ? 0 : these & undecided[word];
      Decided decided;
      if (these != unknown)
        code_.functions()[word](cells, states, &frame, these & ~unknown, &decided);
      fired[word] = decided.fired;
      undecided[word] = 0;
      for (; decided.unsure != 0; decided.unsure &= decided.unsure - 1) {
        const auto bit = static_cast<std::uint32_t>(std::countr_zero(decided.unsure));
        asked.settle(static_cast<std::uint32_t>(word * 64) + bit, fired, undecided);
      }
      if (unknown != 0)
        branches_.decideWord(word, unknown, {cells, states}, asked, fired, undecided);
    }
  }

  const eval::BranchEvaluator& branches_;
  const eval::Interpreter& interpreter_;
  eval::UnknownInputs unknown_;
  LinkedCode code_;
};

}  // namespace

std::optional<std::string> cacheKey(const plan::Plan& plan) {
  const std::optional<std::string> machine = nameOfMachine();
  if (!machine || plan.digest.empty()) return std::nullopt;
  return PartsDigest("decorum native code")
      .add(plan.digest)
      .add(plan::kFormVersion)
      .add(DECORUM_CODE_VERSION)
      .add(*machine)
      .finishHex();
}

Result<Native, std::string> compileNative(const eval::BranchEvaluator& branches,
                                          const std::string& cache, const std::stop_token& stop) {
  const plan::Plan& plan = branches.interpreter().plan();
  const auto words = static_cast<std::uint32_t>(eval::ruleWords(plan));
  const auto native = [&](LinkedCode code, std::string problem) {
    return Native{std::make_unique<NativeEvaluator>(branches, std::move(code)), std::move(problem)};
  };
  const auto key = cache.empty() ? std::nullopt : cacheKey(plan);
  std::optional<CodeCache> kept;
  std::string problem;
  if (key) {
    auto opened = CodeCache::open(cache);
    if (!opened)
      problem = opened.error();
    else
      kept = *std::move(opened);
  }
  if (kept) {
    if (const auto objects = kept->find(*key)) {
      if (auto code = LinkedCode::link(*objects, words)) return native(*std::move(code), "");
    }
  }
  const auto objects = makeObjects(plan, branches.branches(), stop);
  if (!objects) return objects.error();
  auto code = LinkedCode::link(*objects, words);
  if (!code) return code.error();
  if (kept) problem = kept->store(*key, *objects);
  return native(*std::move(code), std::move(problem));
}

}  // namespace decorum::codegen
