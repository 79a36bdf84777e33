#include "tools/cli/coverage_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "compiler/diagnostics/excerpt.h"

namespace decorum::cli {
namespace {

// Rounded down: what is not all is not 100%.
std::string share(const CoverageCount& count) {
  return fmt::format("{} of {} ({:.1f}%)", count.covered, count.all,
                     std::floor(count.share() * 1000) / 10);
}

std::string cell(const CoverageCount& count) {
  return count.all == 0 ? "-" : fmt::format("{} of {}", count.covered, count.all);
}

std::string table(const PolicyCoverage& policy) {
  std::size_t width = 4;
  const auto title = [](const RuleCoverage& rule) {
    return printable(fmt::format("{} {}", name(rule.kind), rule.name));
  };
  for (const RuleCoverage& rule : policy.rules) width = std::max(width, title(rule).size());
  std::string text = fmt::format("  {:<{}}  {:<5}  {:<9}  {:<12}  {}\n", "rule", width, "fired",
                                 "not fired", "conditions", "memory");
  for (const RuleCoverage& rule : policy.rules) {
    const CoverageTotals totals = totalsOf({rule});
    const char* const quiet = !rule.fired.has_no ? "-" : rule.fired.no ? "yes" : "NO";
    text += fmt::format("  {:<{}}  {:<5}  {:<9}  {:<12}  {}\n", title(rule), width,
                        rule.fired.yes ? "yes" : "NO", quiet, cell(totals.conditions),
                        cell(totals.memory));
  }
  return text;
}

std::string place(const PolicyCoverage& policy, const SourcePlace& at) {
  return fmt::format("{}:{}:{}", policy.pathOf(at), at.line, at.column);
}

std::string gaps(const PolicyCoverage& policy) {
  std::string text;
  for (const RuleCoverage& rule : policy.rules) {
    const std::string of = fmt::format("{} {}", name(rule.kind), rule.name);
    const auto add = [&](const SourcePlace& at, const std::string& what,
                         const std::string& missing) {
      if (missing.empty()) return;
      text += printable(fmt::format("  {}: {}{} {}", place(policy, at), of, what, missing)) + '\n';
    };
    add(rule.at, "", missingOf(CoveredKind::kRule, rule.fired));
    for (const CoveredPart& part : rule.conditions)
      add(part.at, ": '" + part.text + "'", missingOf(CoveredKind::kCondition, part.outcomes));
    for (const CoveredPart& part : rule.memory)
      add(part.at, ": memory '" + part.text + "'", missingOf(CoveredKind::kMemory, part.outcomes));
  }
  return text.empty() ? text : "not covered:\n" + text;
}

nlohmann::ordered_json json(const CoverageCount& count) {
  return {{"covered", count.covered}, {"all", count.all}};
}

nlohmann::ordered_json json(const PolicyCoverage& policy, const CoveredPart& part) {
  return {{"text", part.text},
          {"at", place(policy, part.at)},
          {"true", part.outcomes.yes},
          {"false", part.outcomes.no}};
}

nlohmann::ordered_json json(const PolicyCoverage& policy, const RuleCoverage& rule) {
  nlohmann::ordered_json one = {{"rule", rule.name},
                                {"kind", name(rule.kind)},
                                {"at", place(policy, rule.at)},
                                {"fired", rule.fired.yes}};
  if (rule.fired.has_no) one["not_fired"] = rule.fired.no;
  one["conditions"] = nlohmann::ordered_json::array();
  one["memory"] = nlohmann::ordered_json::array();
  for (const CoveredPart& part : rule.conditions) one["conditions"].push_back(json(policy, part));
  for (const CoveredPart& part : rule.memory) one["memory"].push_back(json(policy, part));
  return one;
}

nlohmann::ordered_json json(const CoverageTotals& totals) {
  return {{"rules", json(totals.rules)},
          {"conditions", json(totals.conditions)},
          {"memory", json(totals.memory)},
          {"whole", json(totals.whole())}};
}

}  // namespace

const std::string& PolicyCoverage::pathOf(const SourcePlace& at) const {
  const auto file = std::find_if(files.begin(), files.end(),
                                 [&](const CoveredFile& one) { return one.place == at.file; });
  return file == files.end() ? at.file : file->path;
}

CoverageCount wholeOf(const std::vector<PolicyCoverage>& policies) {
  CoverageCount count;
  for (const PolicyCoverage& policy : policies) count.add(totalsOf(policy.rules).whole());
  return count;
}

std::string missingOf(CoveredKind kind, const Outcomes& outcomes) {
  const bool no = outcomes.no || !outcomes.has_no;
  if (outcomes.yes && no) return "";
  switch (kind) {
    case CoveredKind::kRule:
      if (outcomes.yes) return "fired whenever it was asked";
      return outcomes.no || !outcomes.has_no ? "never fired" : "was never asked";
    case CoveredKind::kCondition:
      if (!outcomes.yes && !no) return "never decided";
      return outcomes.yes ? "never decided while false" : "never decided while true";
    case CoveredKind::kMemory:
      if (!outcomes.yes && !no) return "was never asked";
      return outcomes.yes ? "was never false" : "was never true";
  }
  return "";
}

std::string coverageText(const std::vector<PolicyCoverage>& policies) {
  std::string text;
  for (const PolicyCoverage& policy : policies) {
    if (policy.rules.empty()) continue;
    const CoverageTotals totals = totalsOf(policy.rules);
    text += fmt::format("\n{}\n{}{}covered: {} of outcomes; rules {}, conditions {}, memory {}\n",
                        printable(policy.path), table(policy), gaps(policy), share(totals.whole()),
                        cell(totals.rules), cell(totals.conditions), cell(totals.memory));
  }
  const auto counted = std::count_if(policies.begin(), policies.end(),
                                     [](const auto& policy) { return !policy.rules.empty(); });
  if (counted == 0) return "\nno rules to cover\n";
  if (counted > 1)
    text += fmt::format("\ncovered in all files: {} of outcomes\n", share(wholeOf(policies)));
  return text;
}

std::string coverageJson(const std::vector<PolicyCoverage>& policies) {
  nlohmann::ordered_json all = {{"policies", nlohmann::ordered_json::array()}};
  for (const PolicyCoverage& policy : policies) {
    nlohmann::ordered_json one = {{"policy", policy.path},
                                  {"totals", json(totalsOf(policy.rules))},
                                  {"rules", nlohmann::ordered_json::array()}};
    for (const RuleCoverage& rule : policy.rules) one["rules"].push_back(json(policy, rule));
    all["policies"].push_back(std::move(one));
  }
  all["whole"] = json(wholeOf(policies));
  return all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace decorum::cli
