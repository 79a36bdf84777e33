# One library from the sources below some folders.

# Sets `result` to the sources that match, in the order of their names.
function(decorum_glob result)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS LIST_DIRECTORIES false
    RELATIVE "${CMAKE_SOURCE_DIR}" ${ARGN})
  list(TRANSFORM found PREPEND "${CMAKE_SOURCE_DIR}/")
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

# Sets `result` to a digest of what stands in some files; a change of one configures anew.
function(decorum_digest result)
  set(digests "")
  foreach(file IN LISTS ARGN)
    file(SHA256 "${file}" digest)
    string(APPEND digests "${digest}")
  endforeach()
  string(SHA256 digest "${digests}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})
  set(${result} "${digest}" PARENT_SCOPE)
endfunction()

# decorum_library(runtime "runtime/*.cpp" [EXCLUDE regex] [NOT_PRECOMPILED]) makes decorum_runtime, Decorum::runtime
# where it is installed. Our own sources write includes from the root of the repository; those who
# embed us see include/decorum alone.
function(decorum_library name pattern)
  cmake_parse_arguments(arg "NOT_PRECOMPILED" "EXCLUDE" "" ${ARGN})
  decorum_glob(sources "${CMAKE_SOURCE_DIR}/${pattern}")
  if(arg_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX "${arg_EXCLUDE}")
  endif()
  if(NOT sources)
    return()
  endif()
  set(target decorum_${name})
  add_library(${target} STATIC ${sources})
  add_library(Decorum::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:decorum_ours>)
  target_include_directories(${target} PUBLIC
    "$<BUILD_INTERFACE:${CMAKE_SOURCE_DIR};${CMAKE_SOURCE_DIR}/runtime/include;${CMAKE_SOURCE_DIR}/compiler/include>"
    "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  target_compile_definitions(${target} PRIVATE DECORUM_JIT=$<BOOL:${DECORUM_JIT}>
    DECORUM_VERSION="${PROJECT_VERSION}")
  if(NOT arg_NOT_PRECOMPILED)
    decorum_precompile(${target} decorum_common)
  endif()
endfunction()
