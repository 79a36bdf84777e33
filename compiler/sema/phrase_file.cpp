#include "compiler/sema/phrase_file.h"

#include <algorithm>

namespace decorum::sema {

std::optional<FileId> phraseFileOf(const LoadedFile& file, const ast::PhrasesDecl& list) {
  for (const auto& [index, text] : file.texts)
    if (std::get_if<ast::PhrasesDecl>(&file.tree.decls[index].kind) == &list) return text;
  return std::nullopt;
}

std::vector<std::string_view> phrasesIn(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::vector<std::string_view> phrases;
  std::size_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    const std::size_t first = line.find_first_not_of(kBlanks);
    if (first == std::string_view::npos || line[first] == '#') continue;
    phrases.push_back(line.substr(first, line.find_last_not_of(kBlanks) + 1 - first));
  }
  return phrases;
}

}  // namespace decorum::sema
