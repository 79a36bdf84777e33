# Installs into an empty folder, checks what is there, then builds and runs tests/structure/consumer
# against it.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  if(status)
    string(JOIN " " command ${ARGN})
    message(FATAL_ERROR "${command}\nended with ${status}:\n${output}")
  endif()
endfunction()

set(prefix "${build_dir}/consumer/prefix")
set(project_dir "${build_dir}/consumer/build")
file(REMOVE_RECURSE "${prefix}" "${project_dir}")
run("${CMAKE_COMMAND}" --install "${build_dir}" --prefix "${prefix}")

file(GLOB_RECURSE installed RELATIVE "${prefix}/include" "${prefix}/include/*")
if(NOT installed)
  message(FATAL_ERROR "no header was installed")
endif()
foreach(header IN LISTS installed)
  if(NOT header MATCHES "^decorum/[a-z_]+\\.h$")
    message(FATAL_ERROR "installed, and not a public header: ${header}")
  endif()
endforeach()
file(GLOB_RECURSE packaged "${prefix}/*.cmake")
foreach(file IN LISTS packaged)
  file(READ "${file}" text)
  string(FIND "${text}" "${source_dir}" leak)
  if(NOT leak EQUAL -1)
    message(FATAL_ERROR "the package names the folder it was built in: ${file}")
  endif()
endforeach()

run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/consumer" -B "${project_dir}" -G Ninja
  "-DCMAKE_PREFIX_PATH=${prefix}" "-DCMAKE_CXX_COMPILER=${compiler}" -DCMAKE_BUILD_TYPE=Release
  "-DEXAMPLES=${source_dir}/examples/embedding")
run("${CMAKE_COMMAND}" --build "${project_dir}")
run("${CMAKE_COMMAND}" --build "${project_dir}" --target check_examples)

# A program that loads bundles has nothing of the compiler's in it, and needs no library of LLVM's or
# ANTLR's. The one that compiles shows that they would be found.
function(look_into program has)
  execute_process(COMMAND nm -C --defined-only "${project_dir}/${program}" OUTPUT_VARIABLE symbols
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND readelf -d "${project_dir}/${program}" OUTPUT_VARIABLE libraries
    COMMAND_ERROR_IS_FATAL ANY)
  set(${has} FALSE PARENT_SCOPE)
  if(symbols MATCHES "antlr4::|llvm::|decorum::compilePolicy" OR libraries MATCHES "antlr|LLVM")
    set(${has} TRUE PARENT_SCOPE)
  endif()
  if(NOT symbols MATCHES "decorum::Conversation::give")
    message(FATAL_ERROR "${program} judges nothing")
  endif()
endfunction()
look_into(bundle compiles)
if(compiles)
  message(FATAL_ERROR "a program that loads bundles links ANTLR, LLVM or our compiler")
endif()
look_into(main compiles)
if(NOT compiles)
  message(FATAL_ERROR "a program that compiles is not seen to")
endif()
