# What the command loads when it is first asked for: see tools/modules/modules.h.

# Of the headers whose structures a module and the command share.
decorum_glob(shared_headers "${CMAKE_SOURCE_DIR}/runtime/*.h" "${CMAKE_SOURCE_DIR}/runtime/*.def"
  "${CMAKE_SOURCE_DIR}/compiler/codegen/code_maker.h" "${CMAKE_SOURCE_DIR}/tools/modules/*.h"
  "${CMAKE_SOURCE_DIR}/tools/webhook/post.h")
decorum_digest(module_form ${shared_headers})
string(SHA256 module_form "${module_form}${CMAKE_BUILD_TYPE}${DECORUM_SANITIZE}")
string(SUBSTRING "${module_form}" 0 16 module_form)

set(module_folder "${CMAKE_INSTALL_LIBDIR}/decorum")
add_library(decorum_modules INTERFACE)
target_compile_definitions(decorum_modules INTERFACE
  DECORUM_CODE_MAKER="decorum_code_maker_${module_form}"
  DECORUM_POST="decorum_post_${module_form}")

# decorum_module(llvm sources…) makes the module of tools/modules/llvm_module.cpp, which exports
# nothing but what that file says. It is given sources and not our libraries: those stand on archives
# that cannot be part of a module.
function(decorum_module name)
  add_library(decorum_module_${name} MODULE "tools/modules/${name}_module.cpp" ${ARGN})
  set_target_properties(decorum_module_${name} PROPERTIES PREFIX "" OUTPUT_NAME ${name}
    CXX_VISIBILITY_PRESET hidden
    LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/${module_folder}")
  target_include_directories(decorum_module_${name} PRIVATE "${CMAKE_SOURCE_DIR}"
    "${CMAKE_SOURCE_DIR}/runtime/include")
  target_link_libraries(decorum_module_${name} PRIVATE decorum_ours decorum_modules)
  target_link_options(decorum_module_${name} PRIVATE -Wl,--exclude-libs,ALL -Wl,--as-needed)
  add_dependencies(decorum decorum_module_${name})
  install(TARGETS decorum_module_${name} LIBRARY DESTINATION "${module_folder}")
endfunction()

target_sources(decorum PRIVATE tools/modules/find_exported.cpp tools/modules/post.cpp)
file(RELATIVE_PATH folder "/${CMAKE_INSTALL_BINDIR}" "/${module_folder}")
target_compile_definitions(decorum PRIVATE DECORUM_MODULE_FOLDER="${folder}")
target_link_libraries(decorum PRIVATE decorum_modules ${CMAKE_DL_LIBS})
target_link_options(decorum PRIVATE -Wl,--as-needed)
decorum_module(http tools/webhook/post.cpp)
target_link_libraries(decorum_module_http PRIVATE PkgConfig::httplib Threads::Threads)
if(TARGET decorum_codegen)
  target_sources(decorum PRIVATE tools/modules/code_maker.cpp)
  decorum_module(llvm $<TARGET_OBJECTS:decorum_llvm> runtime/eval/questions.cpp
    runtime/eval/triggers.cpp runtime/plan/operations.cpp)
  target_link_libraries(decorum_module_llvm PRIVATE ${llvm_libraries})
endif()
