// Names that are taken for each other.
#include <map>

#include "compiler/lint/context.h"

namespace decorum::lint_phase {
namespace {

constexpr std::size_t kShortestWord = 6;

// The place at which two words of one length differ, or npos where they differ in more or less.
std::size_t onlyDifference(std::string_view a, std::string_view b) {
  std::size_t at = std::string_view::npos;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (at != std::string_view::npos) return std::string_view::npos;
    at = i;
  }
  return at;
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// The word of `name` that `at` stands in.
std::string_view wordAt(std::string_view name, std::size_t at) {
  const std::size_t begin = name.rfind('_', at) + 1;  // npos + 1 is 0
  return name.substr(begin, std::min(name.find('_', at), name.size()) - begin);
}

// Names are alike where one letter of a longer word is another one, or two have changed places.
// Numbers tell names apart on purpose, and so do short words (`_en`, `_es`).
bool areAlike(std::string_view a, std::string_view b) {
  if (a.size() != b.size() || a == b) return false;
  const std::size_t one = onlyDifference(a, b);
  if (one != std::string_view::npos)
    return !isDigit(a[one]) && !isDigit(b[one]) && a[one] != '_' && b[one] != '_' &&
           wordAt(a, one).size() >= kShortestWord;
  for (std::size_t i = 0; i + 1 < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    return a[i] == b[i + 1] && a[i + 1] == b[i] && a.substr(i + 2) == b.substr(i + 2) &&
           !isDigit(a[i]) && !isDigit(b[i]) && wordAt(a, i).size() >= kShortestWord;
  }
  return false;
}

std::string_view lastOf(std::string_view name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

void lintNames(Context& context) {
  // By file, kind and length: only these are compared.
  struct Named {
    const sema::Symbol* symbol;
    std::string_view name;
  };
  std::map<std::tuple<sema::FileIndex, sema::SymbolKind, std::size_t>, std::vector<Named>> groups;
  for (const sema::Symbol& symbol : context.module.symbols) {
    const std::string_view name = lastOf(symbol.name);
    if (name.size() >= kShortestWord)
      groups[{symbol.file, symbol.kind, name.size()}].push_back({&symbol, name});
  }
  for (const auto& [key, symbols] : groups) {
    for (std::size_t i = 1; i < symbols.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const Named &one = symbols[i], &other = symbols[j];
        if (!areAlike(one.name, other.name)) continue;
        context.diagnostics.report<diag::NamesAlike>(one.symbol->span, one.name, other.name)
            .note(other.symbol->span, "the other is declared here");
        break;
      }
    }
  }
}

}  // namespace decorum::lint_phase
