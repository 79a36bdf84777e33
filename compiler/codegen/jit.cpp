#include "compiler/codegen/jit.h"

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>

#include <algorithm>
#include <bit>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/codegen/emit.h"
#include "compiler/codegen/native.h"
#include "runtime/eval/operations.h"

namespace decorum::codegen {
namespace {

using Error = std::optional<std::string>;

constexpr std::uint32_t kWordsPerModule = 16;  ///< of 64 rules each

std::string words(llvm::Error error) { return llvm::toString(std::move(error)); }

extern "C" {

std::uint32_t decorumAskNode(Frame* frame, std::uint64_t node) {
  const eval::Value value = frame->asked->value(static_cast<plan::NodeId>(node));
  if (value.state != eval::State::kOk) return 2;
  return value.cell.integer != 0 ? 1 : 0;
}

std::uint32_t decorumInSet(Frame* frame, std::uint64_t set, std::int64_t value) {
  return eval::isMember((*frame->int_sets)[set], value) ? 1 : 0;
}

}  // extern "C"

/// Calls compiled code, and asks the interpreter where that is unsure.
class NativeEvaluator final : public eval::Evaluator {
 public:
  explicit NativeEvaluator(const plan::Plan& plan) : interpreter_(plan), branches_(interpreter_) {}
  NativeEvaluator(const NativeEvaluator&) = delete;
  NativeEvaluator& operator=(const NativeEvaluator&) = delete;

  const eval::Branches& branches() const { return branches_.branches(); }
  /// Takes over what owns the code, and its functions by word.
  void take(std::unique_ptr<llvm::orc::LLJIT> jit, std::vector<WordFunction> functions) {
    jit_ = std::move(jit);
    functions_ = std::move(functions);
  }

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
    std::size_t count = 0;
    for (std::size_t word = 0; word < rules.size(); ++word)
      count += static_cast<std::size_t>(std::popcount(due[word] & rules[word]));
    if (count <= kFewOfAWord * rules.size())
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
    fired.assign(due.size(), 0);
    undecided.assign(due.size(), 0);
    eval::Asked asked(interpreter_, record, scratch);
    Frame frame{&asked, &interpreter_.plan().int_sets};
    for (std::size_t word = 0; word < due.size(); ++word) {
      const std::uint64_t these = due[word] & rules[word];
      if (these == 0) continue;
      Decided decided;
      functions_[word](record.cells, record.states, &frame, these, &decided);
      fired[word] |= decided.fired;
      for (; decided.unsure != 0; decided.unsure &= decided.unsure - 1) {
        const auto rule = static_cast<std::uint32_t>(word * 64 + std::countr_zero(decided.unsure));
        asked.settle(rule, fired, undecided);
      }
    }
  }

  eval::Interpreter interpreter_;
  eval::BranchEvaluator branches_;
  std::unique_ptr<llvm::orc::LLJIT> jit_;
  std::vector<WordFunction> functions_;  ///< by word
};

llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>> makeJit() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
  auto machine = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!machine) return machine.takeError();
  machine->setRelocationModel(llvm::Reloc::PIC_);
  machine->setCodeModel(llvm::CodeModel::Small);
  // No passes over the IR: tests and branches are as simple as they get.
  machine->setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
  return llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(std::move(*machine)).create();
}

Error defineHelpers(llvm::orc::LLJIT& jit) {
  llvm::orc::SymbolMap symbols;
  const auto define = [&](const char* name, auto* helper) {
    symbols[jit.mangleAndIntern(name)] = {
        llvm::orc::ExecutorAddr::fromPtr(helper),
        llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
  };
  define(kAskNode, static_cast<AskNode>(&decorumAskNode));
  define(kInSet, static_cast<InSet>(&decorumInSet));
  if (auto error = jit.getMainJITDylib().define(llvm::orc::absoluteSymbols(std::move(symbols)))) {
    return words(std::move(error));
  }
  return std::nullopt;
}

Error addModule(llvm::orc::LLJIT& jit, const plan::Plan& plan, const eval::Branches& branches,
                std::uint32_t first, std::uint32_t end) {
  auto context = std::make_unique<llvm::LLVMContext>();
  std::unique_ptr<llvm::Module> module = emitModule(plan, branches, first, end, *context);
  module->setDataLayout(jit.getDataLayout());
  module->setTargetTriple(jit.getTargetTriple().str());
  llvm::orc::ThreadSafeModule owned(std::move(module), std::move(context));
  if (auto error = jit.addIRModule(std::move(owned))) return words(std::move(error));
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<eval::Evaluator>, std::string> compileNative(const plan::Plan& plan) {
  auto made = makeJit();
  if (!made) return words(made.takeError());
  std::unique_ptr<llvm::orc::LLJIT> jit = std::move(*made);
  if (auto error = defineHelpers(*jit)) return *error;

  auto evaluator = std::make_unique<NativeEvaluator>(plan);
  const auto rule_words = static_cast<std::uint32_t>(eval::ruleWords(plan));
  for (std::uint32_t word = 0; word < rule_words; word += kWordsPerModule) {
    const std::uint32_t end = std::min(word + kWordsPerModule, rule_words);
    if (auto error = addModule(*jit, plan, evaluator->branches(), word, end)) return *error;
  }
  std::vector<WordFunction> functions;
  for (std::uint32_t word = 0; word < rule_words; ++word) {
    auto address = jit->lookup(symbolOf(word));
    if (!address) return words(address.takeError());
    functions.push_back(address->toPtr<WordFunction>());
  }
  evaluator->take(std::move(jit), std::move(functions));
  return std::unique_ptr<eval::Evaluator>(std::move(evaluator));
}

}  // namespace decorum::codegen
