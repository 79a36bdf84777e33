# What native code on disk and in bundles is known by, beside the plan it was made from: a digest of
# the sources that decide what stands in it and what it may be asked. So code of another version of
# Decorum is never run, and nobody has to remember to raise a number.
decorum_glob(code_sources "${CMAKE_SOURCE_DIR}/compiler/codegen/*.cpp"
  "${CMAKE_SOURCE_DIR}/compiler/codegen/*.h" "${CMAKE_SOURCE_DIR}/runtime/eval/branch*"
  "${CMAKE_SOURCE_DIR}/runtime/eval/questions*" "${CMAKE_SOURCE_DIR}/runtime/eval/unknown_inputs*"
  "${CMAKE_SOURCE_DIR}/runtime/eval/triggers*" "${CMAKE_SOURCE_DIR}/runtime/eval/evaluator.h"
  "${CMAKE_SOURCE_DIR}/runtime/eval/operations.h" "${CMAKE_SOURCE_DIR}/runtime/eval/machine_code.h"
  "${CMAKE_SOURCE_DIR}/runtime/eval/native_evaluator*" "${CMAKE_SOURCE_DIR}/runtime/plan/operations*")
decorum_digest(code_version ${code_sources})
set_source_files_properties("${CMAKE_SOURCE_DIR}/compiler/codegen/jit.cpp" PROPERTIES
  COMPILE_DEFINITIONS "DECORUM_CODE_VERSION=\"${code_version}\"")
string(SUBSTRING "${code_version}" 0 8 code_form)
set_source_files_properties("${CMAKE_SOURCE_DIR}/runtime/eval/machine_code.cpp" PROPERTIES
  COMPILE_DEFINITIONS "DECORUM_CODE_FORM=0x${code_form}u")
