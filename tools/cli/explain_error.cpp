// `decorum explain-error`: the page of a finding, or the list of all findings.
#include <algorithm>
#include <cctype>

#include "compiler/diagnostics/diagnostics.h"
#include "tools/cli/console.h"
#include "tools/cli/error_pages.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

std::vector<diag::CatalogueEntry> byCode() {
  std::vector<diag::CatalogueEntry> entries = diag::catalogue();
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.code < b.code; });
  return entries;
}

// The author's words go where the catalogue has holes.
std::string withoutHoles(std::string_view message) {
  std::string text(message);
  for (std::size_t at = 0; (at = text.find("{}", at)) != std::string::npos;)
    text.replace(at, 2, "\xE2\x80\xA6");
  return text;
}

void listAll() {
  for (const diag::CatalogueEntry& entry : byCode())
    print(fmt::format("{}  {:<7}  {}\n", entry.code, severityName(entry.severity),
                      withoutHoles(entry.message)));
}

int explain(std::string code) {
  std::transform(code.begin(), code.end(), code.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const std::vector<diag::CatalogueEntry> entries = byCode();
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [&](const auto& known) { return known.code == code; });
  if (entry == entries.end()) {
    complain("there is no finding '" + code + "'; 'decorum explain-error' lists all");
    return kUnusable;
  }
  const std::string_view page = errorPage(code);
  if (!page.empty()) {
    print(page);
    return kClean;
  }
  print(fmt::format("# {}: {}\n", entry->code, withoutHoles(entry->message)));
  if (!entry->help.empty()) print(fmt::format("\n{}\n", entry->help));
  return kClean;
}

}  // namespace

void addExplainError(const Verb& command) {
  auto code = std::make_shared<std::string>();
  const Verb verb = command.verb("explain-error", "Explain a finding, or list all findings");
  verb.option("CODE", *code, "The code of a finding, as D0204; without it, all are listed");
  verb.callback([code]() -> int {
    if (!code->empty()) return explain(*code);
    listAll();
    return kClean;
  });
}

}  // namespace decorum::cli
