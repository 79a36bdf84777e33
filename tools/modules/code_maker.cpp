// The command's `codeMaker`, in the place of the one that links LLVM.
#include "compiler/codegen/code_maker.h"

#include "tools/modules/modules.h"

namespace decorum::codegen {

Result<const CodeMaker*, std::string> codeMaker() {
  const auto found = modules::findExported(modules::kLlvm, modules::kCodeMaker);
  if (!found) return "the code generator cannot be loaded: " + found.error();
  return static_cast<const CodeMaker*>(*found);
}

}  // namespace decorum::codegen
