# Headers of libraries that most files include, compiled once for each set of flags and not once a
# file: a third of the time of a build. Every file still includes what it uses; the preset `no-jit`,
# which goes without, shows where one does not.
option(DECORUM_PRECOMPILED "Compile common headers of libraries once" ON)

set(decorum_common_headers
  <algorithm> <array> <charconv> <cmath> <cstdint> <functional> <map> <memory>
  <optional> <set> <span> <sstream> <string> <string_view> <unordered_map> <utility> <variant>
  <vector> <fmt/format.h>)

# decorum_precompiled_set(name libraries…) makes a set: a target of nothing but the headers, whose
# flags must be those of the targets that use them.
function(decorum_precompiled_set name)
  if(DECORUM_PRECOMPILED)
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/${name}.cpp" CONTENT "\n")
    add_library(${name} OBJECT "${CMAKE_BINARY_DIR}/generated/${name}.cpp")
    target_link_libraries(${name} PRIVATE decorum_ours fmt::fmt ${ARGN})
    target_precompile_headers(${name} PRIVATE ${decorum_common_headers})
  endif()
endfunction()

function(decorum_precompile target set)
  if(DECORUM_PRECOMPILED)
    target_precompile_headers(${target} REUSE_FROM ${set})
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:fmt::fmt>)  # its macros
  endif()
endfunction()

decorum_precompiled_set(decorum_common)
