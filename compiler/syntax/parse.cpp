/// The way from a text to its tree: check bytes, make words, balance brackets, then parse one
/// declaration at a time, mending what does not parse until it does.
///
/// A declaration at a time bounds memory (ANTLR's trees are large) and keeps a mistake from
/// reaching the next declaration. Where a declaration ends is known from its words alone;
/// `isDeclarationStart` is careful enough that two declarations may come together, never a part of
/// one alone.
#include "compiler/syntax/parse.h"

#include <antlr4-runtime.h>

#include "DecorumLexer.h"
#include "compiler/syntax/parse_builder.h"
#include "compiler/syntax/parse_parts.h"
#include "compiler/syntax/parse_repair.h"
#include "compiler/syntax/parse_tokens.h"

namespace decorum {
namespace syntax {
namespace {

using L = grammar::DecorumLexer;

/// ANTLR's parser over tokens of ours; what it made lives as long as this.
class Parser {
 public:
  explicit Parser(const std::vector<Token>& tokens)
      : source_(convert(tokens)), stream_(&source_), parser_(&stream_) {
    parser_.removeErrorListeners();
    parser_.setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
  }

  /// Null where the tokens are not what `rule` (`&P::file`) asks for.
  template <class Context>
  Context* run(Context* (P::*rule)()) {
    try {
      return (parser_.*rule)();
    } catch (const antlr4::ParseCancellationException&) {
      return nullptr;
    }
  }
  const antlr4::atn::ATN& network() const { return parser_.getATN(); }

 private:
  static std::vector<std::unique_ptr<antlr4::Token>> convert(const std::vector<Token>& tokens) {
    std::vector<std::unique_ptr<antlr4::Token>> converted;
    converted.reserve(tokens.size() + 1);
    const auto add = [&](std::size_t type, std::uint32_t begin, std::uint32_t end) {
      auto token = std::make_unique<antlr4::CommonToken>(type);
      token->setStartIndex(begin);
      token->setStopIndex(static_cast<std::size_t>(end) - 1);
      converted.push_back(std::move(token));
    };
    for (const Token& token : tokens) {
      add(static_cast<std::size_t>(token.type), token.begin, token.end);
    }
    const std::uint32_t end = tokens.empty() ? 0 : tokens.back().end;
    add(antlr4::Token::EOF, end, end);
    return converted;
  }

  antlr4::ListTokenSource source_;
  antlr4::CommonTokenStream stream_;
  P parser_;
};

/// What is left of a declaration that could not be mended: its name, so that those who use it are
/// not told that it does not exist.
std::optional<ast::DeclKind> nameOnly(const std::vector<Token>& tokens, Source source,
                                      ast::ExprId& next_id, const Findings& findings) {
  if (tokens.size() < 2) return std::nullopt;
  const Span place = findings.span(tokens[1].begin, tokens[1].end);
  const ast::Name name{std::string(source.at(place.begin, place.end)), place};
  const auto hole = [&] {
    auto made = std::make_unique<ast::Expr>();
    made->id = next_id++;
    made->span = place;
    return made;
  };
  switch (tokens[0].type) {
    case L::K_POLICY:
      return ast::PolicyDecl{name, {}, {}};
    case L::K_PACK:
      return ast::PackDecl{name, {}};
    case L::K_SETTING: {
      ast::SettingDecl setting;
      setting.name = name;
      return setting;
    }
    case L::K_FACTS:
      return ast::FactsDecl{name, {}};
    case L::K_SIGNAL: {
      ast::SignalDecl signal;
      signal.name = name;
      signal.when_missing = hole();
      return signal;
    }
    case L::K_PHRASES:
      return ast::PhrasesDecl{name, {}, {}, {}};
    case L::K_PATTERN: {
      ast::PatternDecl pattern;
      pattern.name = name;
      pattern.pattern_span = place;
      return pattern;
    }
    case L::K_DEFINE:
      return ast::DefineDecl{name, {}, hole()};
    case L::K_TOOL:
      return ast::ToolDecl{name, {}, {}, {}};
    case L::K_HOURS:
      return ast::HoursDecl{name, {}, {}, {}};
    case L::K_FAIRNESS:
      return ast::FairnessDecl{name, {}};
    default:
      return std::nullopt;
  }
}

class FileParser {
 public:
  FileParser(Source source, ast::File& file, ast::ExprId& next_id, Findings& findings)
      : source_(source), file_(&file), next_id_(&next_id), findings_(&findings) {}

  void parseAll(const std::vector<Token>& tokens) {
    std::size_t begin = 0;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < tokens.size() && !findings_->full(); ++i) {
      if (depth == 0 && i > begin && isDeclarationStart(tokens, i)) {
        parsePart({tokens.begin() + static_cast<std::ptrdiff_t>(begin),
                   tokens.begin() + static_cast<std::ptrdiff_t>(i)});
        begin = i;
      }
      const int type = tokens[i].type;
      if (type == L::LEFT_BRACE || type == L::LEFT_PAREN || type == L::LEFT_BRACKET) ++depth;
      if (type == L::RIGHT_BRACE || type == L::RIGHT_PAREN || type == L::RIGHT_BRACKET) --depth;
    }
    if (begin < tokens.size() && !findings_->full()) {
      parsePart({tokens.begin() + static_cast<std::ptrdiff_t>(begin), tokens.end()});
    }
  }

 private:
  void parsePart(std::vector<Token> tokens) {
    bool dropped = false;
    // Each round takes tokens out or mends one for good; the bound is a belt to these braces.
    for (std::size_t rounds = 0; rounds < 1000 && !tokens.empty() && !findings_->full(); ++rounds) {
      Parser parser(tokens);
      if (auto* context = parser.run(&P::file)) return build(context, dropped);
      const Failure failure = firstFailure(parser.network(), P::RuleFile, tokens);
      if (!repair(failure, source_, tokens, *findings_, dropped)) break;
    }
    auto kind = nameOnly(tokens, source_, *next_id_, *findings_);
    if (!kind) return;
    ast::Decl decl;
    decl.span = findings_->span(tokens.front().begin, tokens.back().end);
    decl.has_holes = true;
    decl.kind = std::move(*kind);
    file_->decls.push_back(std::move(decl));
  }

  void build(P::FileContext* context, bool has_holes) {
    Builder builder(source_, *next_id_, *findings_);
    for (auto* it : context->declaration()) {
      file_->decls.push_back(builder.declaration(it));
      file_->decls.back().has_holes = has_holes;
    }
  }

  Source source_;
  ast::File* file_;
  ast::ExprId* next_id_;
  Findings* findings_;
};

/// The holes' own nesting, small: a hole is a name, seldom a sum.
constexpr std::uint32_t kHoleNesting = 16;

/// Quotes in a hole are escaped in the text around it.
std::string unescapeHole(std::string_view inside) {
  std::string text(inside);
  bool opening = true;
  for (std::size_t at = 0; (at = text.find("\\\"", at)) != std::string::npos; at += 2) {
    text[at] = opening ? ' ' : kBlankedBackslash;
    opening = !opening;
  }
  return text;
}

}  // namespace

void parseParts(const std::vector<Token>& tokens, Source source, ast::File& file,
                ast::ExprId& next_id, Findings& findings) {
  FileParser(source, file, next_id, findings).parseAll(tokens);
}

std::optional<ast::Hole> parseHole(Source source, Span braces, ast::ExprId& next_id,
                                   Findings& findings) {
  const std::string text = unescapeHole(source.at(braces.begin + 1, braces.end - 1));
  const Source inside{text, braces.begin + 1};
  Lexed lexed = lex(inside, findings);
  if (lexed.tokens.empty()) {
    findings.report<diag::BadHole>(braces, "there is nothing between these braces");
    return std::nullopt;
  }
  if (!balance(lexed.tokens, inside, kHoleNesting, findings)) return std::nullopt;
  Parser parser(lexed.tokens);
  if (auto* context = parser.run(&P::hole)) {
    return Builder(inside, next_id, findings).hole(context, braces);
  }
  const Failure failure = firstFailure(parser.network(), P::RuleHole, lexed.tokens);
  reportFailure(failure, inside, lexed.tokens, findings);
  return std::nullopt;
}

}  // namespace syntax

ast::File parse(FileId id, const SyntaxLimits& limits, ast::ExprId& next_id,
                Diagnostics& diagnostics) {
  ast::File file;
  file.id = id;
  syntax::Findings findings(id, limits.findings, diagnostics);
  const std::string_view text = diagnostics.sources().text(id);
  if (text.size() > limits.file_bytes) {
    findings.report<diag::FileTooLarge>({id, 0, 0}, text.size(), limits.file_bytes);
    file.has_syntax_errors = true;
    return file;
  }
  const std::string checked = syntax::checkText(text, findings);
  const syntax::Source source{checked, 0};
  syntax::Lexed lexed = syntax::lex(source, findings);
  file.comments = std::move(lexed.comments);
  if (syntax::balance(lexed.tokens, source, limits.nesting, findings)) {
    syntax::parseParts(lexed.tokens, source, file, next_id, findings);
  }
  file.has_syntax_errors = findings.any();
  return file;
}

}  // namespace decorum
