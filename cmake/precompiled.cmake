# Headers of libraries that most files include, compiled once for each set of flags and not once a
# file: a third of the time of a build. Every file still includes what it uses; the preset `no-jit`,
# which goes without, shows where one does not.
option(DECORUM_PRECOMPILED "Compile common headers of libraries once" ON)

# An object library of nothing but the headers: `decorum_common` for libraries and programs,
# `decorum_common_tests` for what has Catch2.
function(decorum_precompile target)
  if(DECORUM_PRECOMPILED)
    target_precompile_headers(${target} REUSE_FROM decorum_common)
  endif()
endfunction()

if(DECORUM_PRECOMPILED)
  file(WRITE "${CMAKE_BINARY_DIR}/generated/common.cpp.in" "// Holds the precompiled headers.\n")
  configure_file("${CMAKE_BINARY_DIR}/generated/common.cpp.in"
    "${CMAKE_BINARY_DIR}/generated/common.cpp" COPYONLY)
  add_library(decorum_common OBJECT "${CMAKE_BINARY_DIR}/generated/common.cpp")
  target_link_libraries(decorum_common PRIVATE decorum_ours fmt::fmt)
  target_precompile_headers(decorum_common PRIVATE
    <algorithm> <array> <charconv> <cmath> <cstdint> <filesystem> <functional> <map> <memory>
    <optional> <set> <span> <sstream> <string> <string_view> <unordered_map> <utility> <variant>
    <vector> <fmt/format.h>)
endif()
