# What the libraries stand on, each from a Debian 12 package (tools/packages.txt). Read by our own
# build and, installed beside DecorumConfig.cmake, by those who link us.
#
# Archives are preferred to shared libraries, which cost the command most of its start. ICU stays
# shared for its 30 MB of data.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(fmt)
find_dependency(ICU COMPONENTS uc i18n)

# decorum_archive(re2 re2/re2.h [folder of the header]) makes DecorumDeps::re2.
function(decorum_archive name header)
  find_library(DECORUM_${name}_LIBRARY NAMES lib${name}.a ${name} REQUIRED)
  find_path(DECORUM_${name}_INCLUDE ${header} PATH_SUFFIXES ${ARGN} REQUIRED)
  mark_as_advanced(DECORUM_${name}_LIBRARY DECORUM_${name}_INCLUDE)
  if(NOT TARGET DecorumDeps::${name})
    add_library(DecorumDeps::${name} UNKNOWN IMPORTED)
    set_target_properties(DecorumDeps::${name} PROPERTIES
      IMPORTED_LOCATION "${DECORUM_${name}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${DECORUM_${name}_INCLUDE}")
  endif()
endfunction()
decorum_archive(hs hs.h hs)
decorum_archive(re2 re2/re2.h)
decorum_archive(stemmer libstemmer.h)
decorum_archive(sodium sodium.h)
decorum_archive(sqlite3 sqlite3.h)
decorum_archive(simdjson simdjson.h)
decorum_archive(phonenumber phonenumbers/phonenumberutil.h)
# What the archive of libphonenumber refers to.
find_dependency(absl CONFIG)
decorum_archive(protobuf-lite google/protobuf/message_lite.h)
set_target_properties(DecorumDeps::phonenumber PROPERTIES INTERFACE_LINK_LIBRARIES
  "DecorumDeps::protobuf-lite;absl::strings;absl::hash;absl::raw_hash_set;ICU::i18n;ICU::uc")
decorum_archive(antlr4-runtime antlr4-runtime.h antlr4-runtime)

if(DECORUM_JIT)
  find_dependency(LLVM 19.1 CONFIG PATHS /usr/lib/llvm-19)
endif()
