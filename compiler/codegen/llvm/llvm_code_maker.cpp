#include "compiler/codegen/code_maker.h"
#include "compiler/codegen/llvm/objects.h"
#include "compiler/codegen/llvm/place.h"

namespace decorum::codegen {
namespace {

Result<eval::CodeParts, std::string> makeCode(const plan::Plan& plan,
                                              const eval::Branches& branches,
                                              const std::string& cpu, const std::stop_token& stop) {
  const auto objects = makeObjects(plan, branches, cpu, stop);
  if (!objects) return objects.error();
  return placeObjects(*objects, static_cast<std::uint32_t>(eval::ruleWords(plan)));
}

}  // namespace

const CodeMaker kLlvmCodeMaker = {nameOfMachine, makeCode};

}  // namespace decorum::codegen
