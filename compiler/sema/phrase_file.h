/// The files that phrases lists name: `phrases banned from "banned.txt"`.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/sema/load.h"

namespace decorum::sema {

/// The text that the list of `file` names; none where it could not be read.
std::optional<FileId> phraseFileOf(const LoadedFile& file, const ast::PhrasesDecl& list);

/// Its phrases, one a line without the blanks around it; blank lines and those that begin with `#`
/// are left out. Views into `text`.
std::vector<std::string_view> phrasesIn(std::string_view text);

}  // namespace decorum::sema
