#include "compiler/codegen/link.h"

#include <llvm/ExecutionEngine/JITLink/EHFrameSupport.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/Support/MemoryBuffer.h>

#include <optional>
#include <utility>

#include "compiler/codegen/emit.h"
#include "runtime/eval/operations.h"

namespace decorum::codegen {
namespace {

namespace orc = llvm::orc;

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

}  // namespace

/// LLVM's linker alone. LLJIT would make a compiler with it, which takes longer than the linking.
struct LinkedCode::Session {
  explicit Session(std::unique_ptr<orc::ExecutorProcessControl> control)
      : all(std::move(control)), library(all.createBareJITDylib("guards")), linker(all) {
    linker.addPlugin(std::make_unique<orc::EHFrameRegistrationPlugin>(
        all, std::make_unique<llvm::jitlink::InProcessEHFrameRegistrar>()));
    // Objects that do not fit together are an error of `link`, and no line on standard error.
    all.setErrorReporter([](llvm::Error error) { llvm::consumeError(std::move(error)); });
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    if (auto error = all.endSession()) llvm::consumeError(std::move(error));
  }

  llvm::Error defineHelpers() {
    orc::SymbolMap symbols;
    const auto define = [&](const char* name, auto* helper) {
      symbols[all.intern(name)] = {orc::ExecutorAddr::fromPtr(helper),
                                   llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
    };
    define(kAskNode, static_cast<AskNode>(&decorumAskNode));
    define(kInSet, static_cast<InSet>(&decorumInSet));
    return library.define(orc::absoluteSymbols(std::move(symbols)));
  }

  /// `objects` stay where they are until the functions are found.
  llvm::Error add(const Objects& objects) {
    for (const std::string& object : objects) {
      auto buffer = llvm::MemoryBuffer::getMemBuffer(object, "guards", false);
      if (auto error = linker.add(library, std::move(buffer))) return error;
    }
    return llvm::Error::success();
  }

  llvm::Expected<std::vector<WordFunction>> find(std::uint32_t words) {
    std::vector<orc::SymbolStringPtr> names;
    for (std::uint32_t word = 0; word < words; ++word) names.push_back(all.intern(symbolOf(word)));
    auto found = all.lookup(orc::makeJITDylibSearchOrder(&library), orc::SymbolLookupSet(names));
    if (!found) return found.takeError();
    std::vector<WordFunction> functions;
    for (const auto& name : names)
      functions.push_back((*found)[name].getAddress().toPtr<WordFunction>());
    return functions;
  }

  orc::ExecutionSession all;
  orc::JITDylib& library;
  orc::ObjectLinkingLayer linker;
};

void LinkedCode::End::operator()(Session* session) const { delete session; }

Result<LinkedCode, std::string> LinkedCode::link(const Objects& objects, std::uint32_t words) {
  auto control = orc::SelfExecutorProcessControl::Create();
  if (!control) return llvm::toString(control.takeError());
  LinkedCode code;
  code.session_.reset(new Session(std::move(*control)));
  if (auto error = code.session_->defineHelpers()) return llvm::toString(std::move(error));
  if (auto error = code.session_->add(objects)) return llvm::toString(std::move(error));
  auto functions = code.session_->find(words);
  if (!functions) return llvm::toString(functions.takeError());
  code.functions_ = std::move(*functions);
  return code;
}

}  // namespace decorum::codegen
