// In a file of its own, so that it is left out where a program defines `codeMaker` itself.
#include "compiler/codegen/code_maker.h"

namespace decorum::codegen {

Result<const CodeMaker*, std::string> codeMaker() { return &kLlvmCodeMaker; }

}  // namespace decorum::codegen
