/// What the grammar lets stand at a place of a text that is being written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::syntax {

struct Expected {
  /// Of the word that is being written: where it begins, == the place where there is none yet.
  std::uint32_t begin = 0;
  /// Words of the language that may stand there, in the order of the grammar.
  std::vector<std::string_view> words;
  bool name = false;     ///< a name of the author's may
  bool text = false;     ///< a text in quotes may
  bool number = false;   ///< a whole number may
  bool in_text = false;  ///< the place is inside a text or a pattern; nothing else is set
  bool in_comment = false;
  /// The words from the start of the declaration to the place, brackets and texts included. At the
  /// top of a file, and where a new declaration may begin, those of the declaration before.
  std::vector<std::string_view> before;
};

/// `text` is any text, and what is returned points into it; `place` is a byte offset. Reads the
/// declaration around the place and the one before, whatever the length of the whole.
Expected expectedAt(std::string_view text, std::uint32_t place);

/// Whether a declaration begins with this word.
bool beginsDeclaration(std::string_view word);

/// Every word of the language, in the order of the grammar's catalogue.
std::vector<std::string_view> keywords();

}  // namespace decorum::syntax
