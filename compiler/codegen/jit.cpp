#include "compiler/codegen/jit.h"

#include <bit>
#include <optional>
#include <utility>

#include "compiler/codegen/link.h"
#include "compiler/codegen/native.h"
#include "compiler/codegen/objects.h"
#include "runtime/base/digest.h"
#include "runtime/plan/serialize.h"

namespace decorum::codegen {
namespace {

/// Calls compiled code, and asks the interpreter where that is unsure.
class NativeEvaluator final : public eval::Evaluator {
 public:
  NativeEvaluator(const eval::BranchEvaluator& branches, LinkedCode code)
      : branches_(branches), interpreter_(branches.interpreter()), code_(std::move(code)) {}

  void evaluate(EventKind phase, eval::RecordView record, eval::Scratch& scratch,
                eval::RuleBits& fired, eval::RuleBits& undecided) const override {
    const eval::RuleBits& rules = branches_.rulesOf(phase);
    decide(rules, rules, record, scratch, fired, undecided);
  }

  /// Few rules of many are reached sooner one by one.
  void evaluateDue(EventKind phase, const eval::RuleBits& due, eval::RecordView record,
                   eval::Scratch& scratch, eval::RuleBits& fired,
                   eval::RuleBits& undecided) const override {
    constexpr std::size_t kFewOfAWord = 8;
    const eval::RuleBits& rules = branches_.rulesOf(phase);
    if (due.count() <= kFewOfAWord * rules.words())
      return branches_.evaluateDue(phase, due, record, scratch, fired, undecided);
    decide(due, rules, record, scratch, fired, undecided);
  }

  eval::Value operand(plan::NodeId node, eval::RecordView record,
                      eval::Scratch& scratch) const override {
    return branches_.operand(node, record, scratch);
  }

 private:
  void decide(const eval::RuleBits& due, const eval::RuleBits& rules, eval::RecordView record,
              eval::Scratch& scratch, eval::RuleBits& fired, eval::RuleBits& undecided) const {
    fired.clear(rules.words());
    undecided.clear(rules.words());
    eval::Asked asked(interpreter_, record, scratch);
    Frame frame{&asked, &interpreter_.plan().int_sets};
    due.eachWord([&](std::size_t word, std::uint64_t bits) {
      const std::uint64_t these = bits & rules.word(word);
      if (these == 0) return;
      Decided decided;
      code_.functions()[word](record.cells, record.states, &frame, these, &decided);
      fired.addWord(word, decided.fired);
      for (; decided.unsure != 0; decided.unsure &= decided.unsure - 1) {
        const auto rule = static_cast<std::uint32_t>(word * 64 + std::countr_zero(decided.unsure));
        asked.settle(rule, fired, undecided);
      }
    });
  }

  const eval::BranchEvaluator& branches_;
  const eval::Interpreter& interpreter_;
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
