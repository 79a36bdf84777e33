# What ANTLR 4.7.2 writes reads its tables when a program starts, which was half of the time that
# the command took to start, though few verbs parse anything. Changed here so that they are read
# when the first lexer or parser is made.
#
#   cmake -D CLASS=DecorumLexer -D FILE=DecorumLexer.cpp -P lazy_grammar.cmake
file(READ "${FILE}" text)
set(before "${CLASS}::Initializer ${CLASS}::_init;")
string(FIND "${text}" "${before}" found)
string(REGEX MATCH "\n${CLASS}::${CLASS}\\([^)]*\\) : [A-Za-z]+\\(input\\) {\n" constructor "${text}")
if(found EQUAL -1 OR NOT constructor)
  message(FATAL_ERROR "${FILE} is not as ANTLR 4.7.2 writes it")
endif()
string(REPLACE "${before}" "" text "${text}")
string(REPLACE "${constructor}" "${constructor}  static const Initializer once;\n" text "${text}")
file(WRITE "${FILE}" "${text}")
