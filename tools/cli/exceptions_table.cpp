#include "tools/cli/exceptions_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace decorum::cli {
namespace {

using sema::FlowException;

std::string placeOf(const FlowException& exception, const SourceSet& sources) {
  const Position at = sources.position(exception.at.file, exception.at.begin);
  return fmt::format("{}:{}:{}", sources.path(exception.at.file), at.line, at.column);
}

}  // namespace

std::string exceptionsText(const std::vector<FlowException>& exceptions, const SourceSet& sources) {
  if (exceptions.empty()) return "no exceptions: nothing protected or private gets through\n";
  std::size_t rules = 0, facts = 0;
  for (const FlowException& exception : exceptions) {
    rules = std::max(rules, exception.rule.size());
    facts = std::max(facts, exception.fact.size());
  }
  std::string text;
  for (const FlowException& exception : exceptions) {
    const bool uses = exception.kind == FlowException::Kind::kUses;
    text += fmt::format("{:<{}}  {:<{}}  {}\n{:<{}}  {}\n", exception.rule, rules, exception.fact,
                        facts, uses ? exception.reason : "shown as " + exception.reason, "", rules,
                        placeOf(exception, sources));
  }
  return text +
         fmt::format("{} exception{}\n", exceptions.size(), exceptions.size() == 1 ? "" : "s");
}

std::string exceptionsJson(const std::string& path, const std::vector<FlowException>& exceptions,
                           const SourceSet& sources) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const FlowException& exception : exceptions) {
    const bool uses = exception.kind == FlowException::Kind::kUses;
    list.push_back({{"rule", exception.rule},
                    {"fact", exception.fact},
                    {uses ? "because" : "shown_as", exception.reason},
                    {"at", placeOf(exception, sources)}});
  }
  const nlohmann::ordered_json all = {{"policy", path}, {"exceptions", std::move(list)}};
  return all.dump() + "\n";
}

}  // namespace decorum::cli
