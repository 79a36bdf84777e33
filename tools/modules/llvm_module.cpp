// The module `llvm`: code made by LLVM.
#include "tools/modules/modules.h"

extern __attribute__((visibility("default")))
const decorum::codegen::CodeMaker kExportedMaker __asm__(DECORUM_CODE_MAKER);
const decorum::codegen::CodeMaker kExportedMaker = decorum::codegen::kLlvmCodeMaker;
