#include "compiler/syntax/parse_expected.h"

#include <antlr4-runtime.h>

#include <algorithm>

#include "DecorumLexer.h"
#include "DecorumParser.h"
#include "compiler/syntax/parse_repair.h"

namespace decorum::syntax {
namespace {

using L = grammar::DecorumLexer;

const std::vector<std::string>& spellings() {
  static const std::vector<std::string> all = [] {
    antlr4::ANTLRInputStream none;
    const L lexer(&none);
    std::vector<std::string> made(L::NAME);
    for (std::size_t i = 1; i < made.size(); ++i) {
      const std::string literal = lexer.getVocabulary().getLiteralName(i);
      if (literal.size() > 2) made[i] = literal.substr(1, literal.size() - 2);
    }
    return made;
  }();
  return all;
}

bool isWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '_' || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z');
}

// A parser of nothing, whose network of rules is what we are after.
struct Idle {
  antlr4::ListTokenSource source;
  antlr4::CommonTokenStream stream;
  grammar::DecorumParser parser;

  Idle() : source(endOfText()), stream(&source), parser(&stream) {}

  static std::vector<std::unique_ptr<antlr4::Token>> endOfText() {
    std::vector<std::unique_ptr<antlr4::Token>> tokens;
    tokens.push_back(std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF));
    return tokens;
  }
};

const antlr4::atn::ATN& network() {
  static const Idle idle;
  return idle.parser.getATN();
}

// Where to begin reading words so that those at `place` come out right: the declaration before the
// one that it is in, or the start of the text where a long text could be open there.
std::uint32_t startFor(std::string_view text, std::uint32_t place) {
  std::size_t declarations = 0;
  std::size_t line = text.rfind('\n', place);
  for (; line != std::string_view::npos && line > 0; line = text.rfind('\n', line - 1)) {
    std::size_t end = line + 1;
    while (end < text.size() && isWordByte(text[end])) ++end;
    const std::string_view word = text.substr(line + 1, end - line - 1);
    if (line + 1 < place && beginsDeclaration(word) && ++declarations == 2) break;
  }
  if (declarations < 2) return 0;
  const std::string_view before = text.substr(0, line + 1);
  std::size_t quotes = 0;
  for (std::size_t at = before.find("\"\"\""); at != std::string_view::npos;
       at = before.find("\"\"\"", at + 3))
    ++quotes;
  return quotes % 2 == 0 ? static_cast<std::uint32_t>(line) + 1 : 0;
}

bool isInside(const Token& token, std::uint32_t place) {
  return token.begin < place && place < token.end;
}

std::size_t lineEndAfter(std::string_view text, std::uint32_t place) {
  const std::size_t end = text.find('\n', place);
  return end == std::string_view::npos ? text.size() : end;
}

// A declaration's first two words, and its last clause.
std::vector<Token> headAndLastClause(const std::vector<Token>& part) {
  std::size_t clause = part.size();
  for (std::size_t i = 2; i < part.size(); ++i)
    if (isClauseStart(part, i)) clause = i;
  std::vector<Token> kept(part.begin(),
                          part.begin() + std::min<std::ptrdiff_t>(2, std::ssize(part)));
  if (clause < part.size())
    kept.insert(kept.end(), part.begin() + static_cast<std::ptrdiff_t>(clause), part.end());
  return kept;
}

bool isText(int type) {
  return type == L::TEXT || type == L::LONG_TEXT || type == L::EQUALS_PATTERN ||
         type == L::MATCHES_PATTERN;
}

}  // namespace

bool beginsDeclaration(std::string_view word) {
  static const std::vector<std::string_view> words{
      "policy",   "pack",    "include", "use",      "setting", "facts",    "signal",
      "phrases",  "pattern", "define",  "tool",     "hours",   "disable",  "adjust",
      "fairness", "test",    "budget",  "escalate", "redact",  "disclose", "block",
      "hold",     "retry",   "clarify", "flag"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string_view> keywords() {
  const auto& all = spellings();
  return {all.begin() + 1, all.end()};
}

Expected expectedAt(std::string_view text, std::uint32_t place) {
  Expected result;
  place = std::min(place, static_cast<std::uint32_t>(text.size()));
  std::uint32_t begin = place;
  while (begin > 0 && isWordByte(text[begin - 1])) --begin;
  result.begin = begin;

  const SourceSet nothing;
  Diagnostics ignored(nothing);
  Findings findings(0, UINT32_MAX, ignored);
  const std::uint32_t start = startFor(text, begin);
  const std::string checked =
      checkText(text.substr(start, lineEndAfter(text, place) - start), findings);
  const Source source{checked, start};
  const Lexed lexed = lex(source, findings);
  for (const ast::Comment& comment : lexed.comments)
    result.in_comment |= comment.span.begin < place && place <= comment.span.end;
  if (result.in_comment) return result;

  std::vector<Token> tokens;
  for (const Token& token : lexed.tokens) {
    // An open text ends with its line, the place included.
    const bool open = token.broken && token.type == L::TEXT;
    if (isText(token.type) && (isInside(token, place) || (open && token.end == place))) {
      result.in_text = true;
      return result;
    }
    if (token.begin >= begin) break;
    tokens.push_back(token);
  }
  // Back to the start of the declaration that the place is in.
  std::size_t first = tokens.size();
  while (first > 0) {
    --first;
    if (isDeclarationStart(tokens, first)) break;
  }
  const std::vector<Token> part(tokens.begin() + static_cast<std::ptrdiff_t>(first), tokens.end());
  for (const Token& token : part) {
    result.before.push_back(text.substr(token.begin, token.end - token.begin));
  }
  Failure failure = whatFollows(network(), grammar::DecorumParser::RuleFile, part);
  if (failure.at < part.size()) {
    // Wrong before the place: what may stand there is told by the clause alone that it is in.
    failure = whatFollows(network(), grammar::DecorumParser::RuleFile, headAndLastClause(part));
  }
  for (const int type : failure.expected) {
    if (type > 0 && type < L::NAME)
      result.words.push_back(spellings()[static_cast<std::size_t>(type)]);
    result.name |= type == L::NAME;
    result.text |= type == L::TEXT;
    result.number |= type == L::INTEGER;
  }
  return result;
}

}  // namespace decorum::syntax
