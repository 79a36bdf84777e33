#include "tools/cli/tally.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/engine/policy_impl.h"

namespace decorum::cli {
namespace {

constexpr std::array kDispositions = {Disposition::kPass, Disposition::kClarify,
                                      Disposition::kRetry, Disposition::kHold, Disposition::kBlock};

std::string counted(std::uint64_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace

std::vector<RuleName> rulesOf(const Policy& policy) {
  std::vector<RuleName> rules;
  for (const plan::Rule& rule : policy.impl().plan.rules) rules.push_back({rule.name, rule.kind});
  std::sort(rules.begin(), rules.end(),
            [](const RuleName& a, const RuleName& b) { return a.name < b.name; });
  return rules;
}

std::uint32_t Tally::find(const std::string& rule) const {
  const auto found = std::lower_bound(
      rules_->begin(), rules_->end(), rule,
      [](const RuleName& known, const std::string& wanted) { return known.name < wanted; });
  if (found == rules_->end() || found->name != rule) return kNoRule;
  return static_cast<std::uint32_t>(found - rules_->begin());
}

void Tally::count(const std::vector<FiredRule>& fired, std::uint64_t RuleCount::* what,
                  std::vector<std::uint32_t>& seen) {
  for (const FiredRule& one : fired) {
    const std::uint32_t rule = find(one.rule);
    if (rule == kNoRule) continue;
    ++(counts_[rule].*what);
    if (std::find(seen.begin(), seen.end(), rule) != seen.end()) continue;
    seen.push_back(rule);
    ++counts_[rule].conversations;
  }
}

void Tally::add(const Verdict& verdict, std::vector<std::uint32_t>& seen) {
  ++events_;
  ++dispositions_[static_cast<std::size_t>(verdict.disposition)];
  count(verdict.fired, &RuleCount::fired, seen);
  count(verdict.shadow, &RuleCount::shadow, seen);
  std::vector<std::uint32_t> decided;
  for (const Fault& fault : verdict.faults) {
    ++faults_[fault.fault];
    for (const std::string& name : fault.rules) decided.push_back(find(name));
  }
  std::sort(decided.begin(), decided.end());
  decided.erase(std::unique(decided.begin(), decided.end()), decided.end());
  for (const std::uint32_t rule : decided)
    if (rule != kNoRule) ++counts_[rule].faults;
}

void Tally::add(const Tally& other) {
  events_ += other.events_;
  conversations_ += other.conversations_;
  for (std::size_t i = 0; i < dispositions_.size(); ++i) dispositions_[i] += other.dispositions_[i];
  for (const auto& [fault, count] : other.faults_) faults_[fault] += count;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    counts_[i].fired += other.counts_[i].fired;
    counts_[i].shadow += other.counts_[i].shadow;
    counts_[i].conversations += other.counts_[i].conversations;
    counts_[i].faults += other.counts_[i].faults;
  }
}

std::string Tally::table(std::uint64_t malformed) const {
  std::size_t width = 4;
  for (const RuleName& rule : *rules_) width = std::max(width, rule.name.size());
  std::string text = fmt::format("{:<{}}  {:<8}  {:>9}  {:>9}  {:>13}  {:>9}\n", "rule", width,
                                 "kind", "fired", "shadow", "conversations", "faults");
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    const RuleName& rule = (*rules_)[i];
    const RuleCount& count = counts_[i];
    text +=
        fmt::format("{:<{}}  {:<8}  {:>9}  {:>9}  {:>13}  {:>9}\n", rule.name, width,
                    name(rule.kind), count.fired, count.shadow, count.conversations, count.faults);
  }
  text += fmt::format("\n{} in {}:", counted(events_, "event"),
                      counted(conversations_, "conversation"));
  for (const Disposition disposition : kDispositions)
    text += fmt::format("{} {} {}", disposition == Disposition::kPass ? "" : ",",
                        dispositions_[static_cast<std::size_t>(disposition)], name(disposition));
  text += '\n';
  if (!faults_.empty()) {
    text += "faults:";
    for (const auto& [fault, count] : faults_)
      text += fmt::format("{} {} {}", fault == faults_.begin()->first ? "" : ",", count, fault);
    text += '\n';
  }
  if (malformed > 0) text += counted(malformed, "malformed line") + '\n';
  return text;
}

std::string Tally::json(const Policy& policy, std::uint64_t malformed) const {
  nlohmann::ordered_json summary;
  summary["policy"] = {
      {"name", policy.name()}, {"version", policy.version()}, {"digest", policy.digest()}};
  summary["events"] = events_;
  summary["conversations"] = conversations_;
  for (const Disposition disposition : kDispositions)
    summary["dispositions"][name(disposition)] =
        dispositions_[static_cast<std::size_t>(disposition)];
  summary["faults"] = nlohmann::ordered_json::object();
  for (const auto& [fault, count] : faults_) summary["faults"][fault] = count;
  summary["malformed"] = malformed;
  summary["rules"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < counts_.size(); ++i)
    summary["rules"].push_back({{"rule", (*rules_)[i].name},
                                {"kind", name((*rules_)[i].kind)},
                                {"fired", counts_[i].fired},
                                {"shadow", counts_[i].shadow},
                                {"conversations", counts_[i].conversations},
                                {"faults", counts_[i].faults}});
  return summary.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace decorum::cli
