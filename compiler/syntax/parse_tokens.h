/// From bytes to tokens that the parser can rely on: valid UTF-8, closed texts, balanced brackets,
/// bounded nesting. What was wrong has been reported, and mended where it is clear what was meant.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/parse.h"

namespace decorum::syntax {

struct Token {
  int type = 0;  ///< of `grammar::DecorumLexer`
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  ///< == `begin`: we put it there
  bool first_on_line = false;
  bool broken = false;  ///< in error and reported: what it says counts for nothing
};

/// A text and where it begins in its file.
struct Source {
  std::string_view text;
  std::uint32_t base = 0;

  std::string_view at(std::uint32_t begin, std::uint32_t end) const {
    return text.substr(begin - base, end - begin);
  }
};

/// The findings of one file: one a place, and no more than the limit.
class Findings {
 public:
  Findings(FileId file, std::uint32_t limit, Diagnostics& diagnostics)
      : file_(file), limit_(limit), diagnostics_(&diagnostics) {}

  /// Reports unless something has been reported at this place or the limit has been reached. The
  /// result is null then; otherwise it is valid until the next report.
  template <class D, class... Args>
  Diagnostics::Finding* report(Span span, const Args&... args) {
    if (!admit(span)) return nullptr;
    last_.emplace(diagnostics_->report<D>(span, args...));
    return &*last_;
  }
  Span span(std::uint32_t begin, std::uint32_t end) const { return {file_, begin, end}; }
  bool any() const { return !places_.empty(); }
  /// Where something was reported, in order.
  const std::set<std::uint32_t>& places() const { return places_; }
  /// The limit has been reached: nothing more is of use to the author.
  bool full() const { return full_; }

 private:
  bool admit(Span span);

  FileId file_;
  std::uint32_t limit_;
  Diagnostics* diagnostics_;
  std::optional<Diagnostics::Finding> last_;
  std::set<std::uint32_t> places_;
  bool full_ = false;
};

struct Lexed {
  std::vector<Token> tokens;
  std::vector<ast::Comment> comments;
};

/// Reports bytes that are not text and gives a copy of the same length in which they are blank.
std::string checkText(std::string_view text, Findings& findings);

/// The words of `source`, which is valid UTF-8.
Lexed lex(Source source, Findings& findings);

/// Reports brackets without partner and nesting beyond the limit, and balances `tokens`. False
/// where the nesting is so deep that nothing of the file should be parsed.
bool balance(std::vector<Token>& tokens, Source source, std::uint32_t max_nesting,
             Findings& findings);

/// Families of tokens, for finding where things begin.
bool isDeclarationStart(const std::vector<Token>& tokens, std::size_t at);
bool isClauseStart(const std::vector<Token>& tokens, std::size_t at);

}  // namespace decorum::syntax
