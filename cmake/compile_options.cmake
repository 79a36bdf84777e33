# How our code is compiled. `decorum_ours` carries what applies to our code alone, and is never
# installed; what must hold for everything in a build (sanitizers) is set globally.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

# -O1 makes the tests several times quicker than -O0 and compiles about as fast; line tables alone
# keep objects small.
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

add_library(decorum_ours INTERFACE)
target_compile_options(decorum_ours INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
  -Wimplicit-fallthrough -Wmissing-declarations
  -Wno-missing-field-initializers  # members have defaults
  -ffunction-sections -fdata-sections
  "-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=")  # assertions name files as the repository does
target_link_options(decorum_ours INTERFACE -Wl,--gc-sections)
if(DECORUM_WERROR)
  target_compile_options(decorum_ours INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Wrong at -O2 around std::optional and std::string in GCC 12.
  target_compile_options(decorum_ours INTERFACE -Wno-maybe-uninitialized -Wno-restrict
    -Wno-array-bounds -Wno-stringop-overread)
endif()

if(DECORUM_SANITIZE)
  add_compile_options(-fsanitize=${DECORUM_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${DECORUM_SANITIZE})
  # Compilers do not agree on a name for it.
  add_compile_definitions(DECORUM_SANITIZED=1)
  if(DECORUM_SANITIZE MATCHES "address" AND DECORUM_SANITIZE MATCHES "undefined")
    # Looked at with every access, which makes a build longer, while AddressSanitizer stops at what
    # they find: null pointers, and objects that are smaller than what is read.
    add_compile_options(-fno-sanitize=null,object-size)
  endif()
endif()
if(DECORUM_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(DECORUM_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

find_program(DECORUM_CCACHE ccache)
if(DECORUM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths below the source folder are made relative, so that two checkouts share a cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
    "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros "${DECORUM_CCACHE}")
endif()
find_program(DECORUM_MOLD mold)
find_program(DECORUM_LLD NAMES ld.lld-19 ld.lld)
if(DECORUM_MOLD)
  add_link_options(-fuse-ld=mold)
elseif(DECORUM_LLD AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  add_link_options("-fuse-ld=${DECORUM_LLD}")
endif()
