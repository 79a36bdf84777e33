#include "compiler/codegen/llvm/objects.h"

#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "compiler/codegen/llvm/emit.h"

namespace decorum::codegen {
namespace {

/// Of 64 rules each. Between two modules the maker of objects can be stopped.
constexpr std::uint32_t kWordsPerModule = 8;

using Builder = llvm::orc::JITTargetMachineBuilder;

llvm::Expected<Builder> machineOf(const std::string& cpu) {
  auto machine = Builder::detectHost();
  if (!machine) return machine.takeError();
  if (!cpu.empty()) {
    machine = Builder(machine->getTargetTriple());
    machine->setCPU(cpu);
  }
  machine->setRelocationModel(llvm::Reloc::PIC_);
  machine->setCodeModel(llvm::CodeModel::Small);
  // No passes over the IR: tests and branches are as simple as they get.
  machine->setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
  return machine;
}

llvm::Expected<std::unique_ptr<llvm::TargetMachine>> makeTarget(const std::string& cpu) {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
  auto machine = machineOf(cpu);
  if (!machine) return machine.takeError();
  return machine->createTargetMachine();
}

}  // namespace

std::optional<std::string> nameOfMachine() {
  auto machine = machineOf("");
  if (!machine) {
    llvm::consumeError(machine.takeError());
    return std::nullopt;
  }
  return LLVM_VERSION_STRING " " + machine->getTargetTriple().str() + ' ' + machine->getCPU() +
         ' ' + machine->getFeatures().getString();
}

Result<std::vector<std::string>, std::string> makeObjects(const plan::Plan& plan,
                                                          const eval::Branches& branches,
                                                          const std::string& cpu,
                                                          const std::stop_token& stop) {
  auto target = makeTarget(cpu);
  if (!target) return llvm::toString(target.takeError());
  llvm::orc::SimpleCompiler compile(**target);
  const auto words = static_cast<std::uint32_t>(eval::ruleWords(plan));
  std::vector<std::string> objects;
  for (std::uint32_t word = 0; word < words; word += kWordsPerModule) {
    if (stop.stop_requested()) return std::string("stopped");
    llvm::LLVMContext context;
    const std::uint32_t end = std::min(word + kWordsPerModule, words);
    const auto module = emitModule(plan, branches, word, end, context);
    module->setDataLayout((*target)->createDataLayout());
    module->setTargetTriple((*target)->getTargetTriple().str());
    auto object = compile(*module);
    if (!object) return llvm::toString(object.takeError());
    objects.push_back((*object)->getBuffer().str());
  }
  return objects;
}

}  // namespace decorum::codegen
