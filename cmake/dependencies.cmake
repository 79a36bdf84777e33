# Everything we stand on, each from a Debian 12 package (tools/packages.txt).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
pkg_check_modules(hs REQUIRED IMPORTED_TARGET libhs)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
find_library(DECORUM_STEMMER stemmer REQUIRED)

find_program(DECORUM_ANTLR antlr4 REQUIRED)
find_path(DECORUM_ANTLR_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
# The archive: one shared library fewer to load at each start of the command.
find_library(DECORUM_ANTLR_RUNTIME NAMES libantlr4-runtime.a antlr4-runtime REQUIRED)

find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)

if(DECORUM_JIT)
  find_package(LLVM 19.1 REQUIRED CONFIG PATHS /usr/lib/llvm-19)
  # Archives: the process that makes machine code starts in 8 ms instead of 20, and one that makes
  # none never runs the constructors of code it does not have.
  llvm_map_components_to_libnames(DECORUM_LLVM_LIBRARIES core orcjit native passes)
endif()
