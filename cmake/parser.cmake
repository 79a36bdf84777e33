# The parser that ANTLR makes from grammar/. Its code is not ours to mend: compiled without
# warnings, and as C++17 because the tool of Debian 12 (4.7.2) writes u8"…" where it means char.
# Only compiler/syntax/parse*.cpp sees its headers, in namespace decorum::grammar.
set(grammar_dir "${CMAKE_SOURCE_DIR}/grammar")
if(NOT EXISTS "${grammar_dir}/DecorumLexer.g4" OR NOT EXISTS "${grammar_dir}/DecorumParser.g4")
  return()
endif()

set(parser_dir "${CMAKE_BINARY_DIR}/generated/grammar")
set(antlr_command "${DECORUM_ANTLR}" -Dlanguage=Cpp -visitor -no-listener -Werror
  -package decorum::grammar -o "${parser_dir}" -lib "${parser_dir}")
add_custom_command(
  OUTPUT "${parser_dir}/DecorumLexer.cpp" "${parser_dir}/DecorumLexer.h"
         "${parser_dir}/DecorumLexer.tokens"
  COMMAND ${antlr_command} DecorumLexer.g4
  COMMAND "${CMAKE_COMMAND}" -D CLASS=DecorumLexer -D "FILE=${parser_dir}/DecorumLexer.cpp"
    -P "${CMAKE_SOURCE_DIR}/cmake/lazy_grammar.cmake"
  WORKING_DIRECTORY "${grammar_dir}" DEPENDS "${grammar_dir}/DecorumLexer.g4"
    "${CMAKE_SOURCE_DIR}/cmake/lazy_grammar.cmake"
  COMMENT "ANTLR: DecorumLexer.g4" VERBATIM)
add_custom_command(
  OUTPUT "${parser_dir}/DecorumParser.cpp" "${parser_dir}/DecorumParser.h"
         "${parser_dir}/DecorumParserVisitor.cpp" "${parser_dir}/DecorumParserVisitor.h"
         "${parser_dir}/DecorumParserBaseVisitor.cpp" "${parser_dir}/DecorumParserBaseVisitor.h"
  COMMAND ${antlr_command} DecorumParser.g4
  COMMAND "${CMAKE_COMMAND}" -D CLASS=DecorumParser -D "FILE=${parser_dir}/DecorumParser.cpp"
    -P "${CMAKE_SOURCE_DIR}/cmake/lazy_grammar.cmake"
  WORKING_DIRECTORY "${grammar_dir}"
  DEPENDS "${grammar_dir}/DecorumParser.g4" "${parser_dir}/DecorumLexer.tokens"
    "${CMAKE_SOURCE_DIR}/cmake/lazy_grammar.cmake"
  COMMENT "ANTLR: DecorumParser.g4" VERBATIM)

add_library(decorum_grammar OBJECT "${parser_dir}/DecorumLexer.cpp"
  "${parser_dir}/DecorumParser.cpp" "${parser_dir}/DecorumParserVisitor.cpp"
  "${parser_dir}/DecorumParserBaseVisitor.cpp")
set_target_properties(decorum_grammar PROPERTIES CXX_STANDARD 17)
target_compile_options(decorum_grammar PRIVATE -w)
if(DECORUM_SANITIZE MATCHES "undefined")
  # ANTLR 4.9 casts contexts before they are whole (-fsanitize=vptr objects).
  target_compile_options(decorum_grammar PRIVATE -fno-sanitize=vptr)
endif()
target_include_directories(decorum_grammar SYSTEM PRIVATE "${parser_dir}"
  "${DECORUM_antlr4-runtime_INCLUDE}")

if(TARGET decorum_compiler)
  target_sources(decorum_compiler PRIVATE $<TARGET_OBJECTS:decorum_grammar>)
  decorum_glob(parse_sources "${CMAKE_SOURCE_DIR}/compiler/syntax/parse*.cpp")
  set_source_files_properties(${parse_sources} PROPERTIES COMPILE_OPTIONS
    "-isystem;${parser_dir};-isystem;${DECORUM_antlr4-runtime_INCLUDE}")
endif()
