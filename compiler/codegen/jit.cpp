#include "compiler/codegen/jit.h"

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "compiler/codegen/emit.h"
#include "compiler/codegen/native_helpers.h"

namespace decorum::codegen {
namespace {

using Error = std::optional<std::string>;

constexpr std::size_t kPhases = static_cast<std::size_t>(EventKind::kClose) + 1;
constexpr std::size_t kChunksPerModule = 16;  ///< of 64 rules each
constexpr std::size_t kRootsPerModule = 512;

std::string words(llvm::Error error) { return llvm::toString(std::move(error)); }

/// Calls compiled code. Keeps what owns that code alive.
class NativeEvaluator final : public eval::Evaluator {
 public:
  struct Call {
    std::uint32_t word = 0;
    ChunkFunction function = nullptr;
  };
  using Calls = std::array<std::vector<Call>, kPhases>;
  using Values = std::vector<ValueFunction>;  ///< by node; null where no one looks at it alone

  NativeEvaluator(Constants constants, std::unique_ptr<llvm::orc::LLJIT> jit, Calls calls,
                  Values values)
      : constants_(std::move(constants)),
        frame_{&constants_, constants_.strings.data()},
        jit_(std::move(jit)),
        calls_(std::move(calls)),
        values_(std::move(values)) {}
  NativeEvaluator(const NativeEvaluator&) = delete;
  NativeEvaluator& operator=(const NativeEvaluator&) = delete;

  void evaluate(EventKind phase, eval::RecordView record, eval::Scratch& /*scratch*/,
                eval::RuleBits& fired, eval::RuleBits& undecided) const override {
    fired.assign(constants_.rule_words, 0);
    undecided.assign(constants_.rule_words, 0);
    for (const Call& call : calls_[static_cast<std::size_t>(phase)]) {
      std::array<std::uint64_t, 2> decided{};
      call.function(record.cells, record.states, &frame_, decided.data());
      fired[call.word] = decided[0];
      undecided[call.word] = decided[1];
    }
  }

  void evaluateDue(EventKind phase, const eval::RuleBits& due, eval::RecordView record,
                   eval::Scratch& /*scratch*/, eval::RuleBits& fired,
                   eval::RuleBits& undecided) const override {
    fired.assign(constants_.rule_words, 0);
    undecided.assign(constants_.rule_words, 0);
    for (const Call& call : calls_[static_cast<std::size_t>(phase)]) {
      if (due[call.word] == 0) continue;  // rules of a word are decided together
      std::array<std::uint64_t, 2> decided{};
      call.function(record.cells, record.states, &frame_, decided.data());
      fired[call.word] = decided[0] & due[call.word];
      undecided[call.word] = decided[1] & due[call.word];
    }
  }

  eval::Value operand(plan::NodeId node, eval::RecordView record,
                      eval::Scratch& /*scratch*/) const override {
    Capture out;
    values_[node](record.cells, record.states, &frame_, &out);
    return {out.cell, static_cast<eval::State>(out.state)};
  }

 private:
  Constants constants_;
  Frame frame_;
  std::unique_ptr<llvm::orc::LLJIT> jit_;
  Calls calls_;
  Values values_;
};

/// What the operators of memory look at.
std::vector<Root> rootsOf(const plan::Plan& plan) {
  std::set<plan::NodeId> nodes;
  for (const plan::Operator& op : plan.memory) {
    for (const plan::NodeId node : {op.operand, op.second, op.key, op.read_key}) {
      if (node != plan::kNone) nodes.insert(node);
    }
  }
  std::vector<Root> roots;
  for (const plan::NodeId node : nodes) roots.push_back({"value" + std::to_string(node), node});
  return roots;
}

/// Equal sets of rules of one word serve all phases that have them.
struct Chunks {
  std::vector<Chunk> all;
  std::array<std::vector<std::size_t>, kPhases> of_phase;  ///< indices into `all`
};

Chunks divide(const plan::Plan& plan) {
  Chunks chunks;
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::size_t> known;
  for (std::uint32_t word = 0; word < eval::ruleWords(plan); ++word) {
    for (std::size_t phase = 0; phase < kPhases; ++phase) {
      std::uint64_t rules = 0;
      for (std::uint32_t bit = 0; bit < 64 && 64 * word + bit < plan.rules.size(); ++bit) {
        rules |= std::uint64_t{plan.rules[64 * word + bit].on >> phase & 1u} << bit;
      }
      if (rules == 0) continue;
      const auto [at, is_new] = known.try_emplace({word, rules}, chunks.all.size());
      if (is_new) {
        chunks.all.push_back({"guards" + std::to_string(chunks.all.size()), word, rules});
      }
      chunks.of_phase[phase].push_back(at->second);
    }
  }
  return chunks;
}

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
  machine->setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
  return llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(std::move(*machine)).create();
}

Error defineHelpers(llvm::orc::LLJIT& jit) {
  llvm::orc::SymbolMap symbols;
  for (const Helper& helper : helpers()) {
    symbols[jit.mangleAndIntern(helper.name)] = {
        llvm::orc::ExecutorAddr::fromPtr(helper.address),
        llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
  }
  if (auto error = jit.getMainJITDylib().define(llvm::orc::absoluteSymbols(std::move(symbols)))) {
    return words(std::move(error));
  }
  return std::nullopt;
}

/// Three passes: more cost two to three times the compile time and gain nothing measurable on such
/// code. The managers are made for each module; shared between contexts they crash.
void optimize(llvm::Module& module) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager graphs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graphs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graphs, modules);
  llvm::FunctionPassManager passes;
  passes.addPass(llvm::EarlyCSEPass());
  passes.addPass(llvm::InstCombinePass());
  passes.addPass(llvm::SimplifyCFGPass());
  for (llvm::Function& function : module) {
    if (!function.isDeclaration()) passes.run(function, functions);
  }
}

Error addModule(llvm::orc::LLJIT& jit, const plan::Plan& plan, const std::vector<Chunk>& chunks,
                const std::vector<Root>& roots) {
  auto context = std::make_unique<llvm::LLVMContext>();
  std::unique_ptr<llvm::Module> module = emitModule(plan, chunks, roots, *context);
  module->setDataLayout(jit.getDataLayout());
  module->setTargetTriple(jit.getTargetTriple().str());
  optimize(*module);
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

  const Chunks chunks = divide(plan);
  for (std::size_t i = 0; i < chunks.all.size(); i += kChunksPerModule) {
    const std::size_t end = std::min(i + kChunksPerModule, chunks.all.size());
    const std::vector<Chunk> some(chunks.all.begin() + static_cast<std::ptrdiff_t>(i),
                                  chunks.all.begin() + static_cast<std::ptrdiff_t>(end));
    if (auto error = addModule(*jit, plan, some, {})) return *error;
  }
  const std::vector<Root> roots = rootsOf(plan);
  for (std::size_t i = 0; i < roots.size(); i += kRootsPerModule) {
    const std::size_t end = std::min(i + kRootsPerModule, roots.size());
    const std::vector<Root> some(roots.begin() + static_cast<std::ptrdiff_t>(i),
                                 roots.begin() + static_cast<std::ptrdiff_t>(end));
    if (auto error = addModule(*jit, plan, {}, some)) return *error;
  }
  std::vector<ChunkFunction> functions;
  for (const Chunk& chunk : chunks.all) {
    auto address = jit->lookup(chunk.symbol);
    if (!address) return words(address.takeError());
    functions.push_back(address->toPtr<ChunkFunction>());
  }
  NativeEvaluator::Values values(plan.nodes.size());
  for (const Root& root : roots) {
    auto address = jit->lookup(root.symbol);
    if (!address) return words(address.takeError());
    values[root.node] = address->toPtr<ValueFunction>();
  }
  NativeEvaluator::Calls calls;
  for (std::size_t phase = 0; phase < kPhases; ++phase) {
    for (const std::size_t chunk : chunks.of_phase[phase]) {
      calls[phase].push_back({chunks.all[chunk].word, functions[chunk]});
    }
  }
  Constants constants = {plan.strings, plan.int_sets, plan.number_sets, plan.text_sets,
                         eval::ruleWords(plan)};
  return std::unique_ptr<eval::Evaluator>(std::make_unique<NativeEvaluator>(
      std::move(constants), std::move(jit), std::move(calls), std::move(values)));
}

}  // namespace decorum::codegen
