#include "tools/cli/coverage_merge.h"

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace decorum::cli {
namespace {

namespace fs = std::filesystem;

auto keyOf(const SourcePlace& at) { return std::tie(at.file, at.line, at.column); }
bool isSame(const SourcePlace& a, const SourcePlace& b) { return keyOf(a) == keyOf(b); }

void merge(Outcomes& seen, const Outcomes& other) {
  seen.yes = seen.yes || other.yes;
  seen.no = seen.no || other.no;
  seen.has_no = seen.has_no || other.has_no;
}

// A definition that a guard names twice has its conditions at one place twice: they are told apart
// by which of them comes first.
void merge(std::vector<CoveredPart>& seen, const std::vector<CoveredPart>& others) {
  std::vector<bool> taken(seen.size());
  for (const CoveredPart& other : others) {
    std::size_t i = 0;
    while (i < taken.size() && (taken[i] || !isSame(seen[i].at, other.at))) ++i;
    if (i < taken.size()) {
      taken[i] = true;
      merge(seen[i].outcomes, other.outcomes);
    } else {
      seen.push_back(other);
    }
  }
}

// Places are relative to the folder of the policy.
void relocate(SourcePlace& at, const fs::path& folder) {
  if (!at.file.empty()) at.file = (folder / at.file).lexically_normal().generic_string();
}

RuleCoverage relocated(RuleCoverage rule, const fs::path& folder) {
  relocate(rule.at, folder);
  for (CoveredPart& part : rule.conditions) relocate(part.at, folder);
  for (CoveredPart& part : rule.memory) relocate(part.at, folder);
  return rule;
}

PolicyCoverage& reportOf(std::vector<PolicyCoverage>& reports, const std::string& file,
                         const PolicyCoverage& policy, const SourcePlace& place) {
  for (PolicyCoverage& report : reports)
    if (report.files.front().place == file) return report;
  PolicyCoverage report;
  report.path = policy.pathOf(place);
  report.files.push_back({report.path, file, ""});
  for (const CoveredFile& known : policy.files)
    if (known.place == place.file) report.files.front().text = known.text;
  reports.push_back(std::move(report));
  return reports.back();
}

}  // namespace

void addByFile(std::vector<PolicyCoverage>& reports, const PolicyCoverage& policy) {
  const fs::path folder = fs::path(policy.path).parent_path();
  for (const RuleCoverage& original : policy.rules) {
    RuleCoverage rule = relocated(original, folder);
    PolicyCoverage& report = reportOf(reports, rule.at.file, policy, original.at);
    const auto known =
        std::find_if(report.rules.begin(), report.rules.end(),
                     [&](const RuleCoverage& other) { return isSame(other.at, rule.at); });
    if (known == report.rules.end()) {
      report.rules.push_back(std::move(rule));
    } else {
      merge(known->fired, rule.fired);
      merge(known->conditions, rule.conditions);
      merge(known->memory, rule.memory);
    }
  }
  for (PolicyCoverage& report : reports)
    std::stable_sort(report.rules.begin(), report.rules.end(),
                     [](const auto& a, const auto& b) { return keyOf(a.at) < keyOf(b.at); });
}

void countOnce(PolicyCoverage& policy) {
  for (const auto parts : {&RuleCoverage::conditions, &RuleCoverage::memory}) {
    std::vector<std::pair<RuleCoverage*, std::size_t>> first;  // of each place
    for (RuleCoverage& rule : policy.rules) {
      std::vector<CoveredPart> kept;
      for (CoveredPart& part : rule.*parts) {
        if (part.at.file != rule.at.file) continue;
        const auto known = std::find_if(first.begin(), first.end(), [&](const auto& place) {
          const auto& others = place.first == &rule ? kept : place.first->*parts;
          return isSame(others[place.second].at, part.at);
        });
        if (known == first.end()) {
          first.emplace_back(&rule, kept.size());
          kept.push_back(std::move(part));
        } else {
          auto& others = known->first == &rule ? kept : known->first->*parts;
          merge(others[known->second].outcomes, part.outcomes);
        }
      }
      rule.*parts = std::move(kept);
    }
  }
}

}  // namespace decorum::cli
