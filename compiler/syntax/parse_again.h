/// Parsing the versions of a text that is being written: only the declarations that changed.
#pragma once

#include <memory>

#include "compiler/syntax/parse.h"

namespace decorum {

/// Keeps what it knows of one text from version to version. A few times the size of the text.
class Reparser {
 public:
  Reparser();
  ~Reparser();
  Reparser(Reparser&&) noexcept;
  Reparser& operator=(Reparser&&) noexcept;

  /// As `decorum::parse`, with the same tree and the same findings (ids of expressions may differ,
  /// as they are handed out in another order). Fast where little changed since the last call.
  ast::File parse(FileId file, const SyntaxLimits& limits, ast::ExprId& next_id,
                  Diagnostics& diagnostics);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace decorum
