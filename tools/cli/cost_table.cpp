#include "tools/cli/cost_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/engine/cost.h"

namespace decorum::cli {
namespace {

using engine::EventCost;
using engine::PolicyCost;
using engine::RuleCost;
using engine::ScanCost;

std::string counted(std::uint64_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string lookedFor(const ScanCost& scan) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (scan.phrases > 0) {
    add(counted(scan.phrases, "phrase", "phrases") +
        (scan.variants > 0 ? fmt::format(" ({} in varied forms)", scan.variants) : ""));
  }
  if (scan.patterns > 0) add(counted(scan.patterns, "pattern", "patterns"));
  if (scan.detectors > 0) add(counted(scan.detectors, "detector", "detectors"));
  return text.empty() ? "-" : text;
}

std::string kindsOf(std::uint8_t bits) {
  std::string text;
  for (std::size_t kind = 0; kind < PolicyCost::kEventKinds; ++kind) {
    if ((bits >> kind & 1) == 0) continue;
    text += (text.empty() ? "" : ", ") + std::string(name(static_cast<EventKind>(kind)));
  }
  return text;
}

std::string placeOf(const plan::Plan& plan, const plan::Rule& rule) {
  if (rule.source == plan::kNone) return "";
  const SourcePlace& place = plan.sources[rule.source].place;
  return fmt::format("{}:{}", place.file, place.line);
}

std::string eventTable(const PolicyCost& cost) {
  std::string text =
      fmt::format("{:<12}  {:>12}  {:>15}  {:>16}  {:>10}  {}\n", "event", "always rules",
                  "nothing found", "everything found", "if unknown", "looked for");
  for (std::size_t kind = 0; kind < PolicyCost::kEventKinds; ++kind) {
    const EventCost& event = cost.events[kind];
    if (event.rules == 0 && event.operators == 0) continue;
    text += fmt::format("{:<12}  {:>12}  {:>15}  {:>16}  {:>10}  {}\n",
                        name(static_cast<EventKind>(kind)),
                        fmt::format("{} of {}", event.always, event.rules), event.least, event.most,
                        fmt::format("+{}", event.undecided), lookedFor(cost.scans[kind]));
  }
  return text;
}

}  // namespace

std::string costText(const plan::Plan& plan) {
  const PolicyCost cost = engine::costOf(plan);
  std::string text = eventTable(cost);
  std::vector<RuleCost> always;
  std::copy_if(cost.rules.begin(), cost.rules.end(), std::back_inserter(always),
               [](const RuleCost& rule) { return rule.always != 0; });
  std::stable_sort(always.begin(), always.end(), [](const RuleCost& a, const RuleCost& b) {
    return a.operations > b.operations;
  });
  if (always.empty()) return text + "\nno rule is looked at where nothing was found\n";
  std::size_t width = 4;
  std::size_t kinds = 2;
  for (const RuleCost& rule : always) {
    width = std::max(width, plan.rules[rule.rule].name.size());
    kinds = std::max(kinds, kindsOf(rule.always).size());
  }
  text += "\nlooked at whatever is found:\n";
  text += fmt::format("{:>10}  {:<{}}  {:<{}}  {}\n", "operations", "rule", width, "at", kinds,
                      "place");
  for (const RuleCost& is : always) {
    const plan::Rule& rule = plan.rules[is.rule];
    text += fmt::format("{:>10}  {:<{}}  {:<{}}  {}\n", is.operations, rule.name, width,
                        kindsOf(is.always), kinds, placeOf(plan, rule));
  }
  return text;
}

std::string costJson(const std::string& path, const plan::Plan& plan) {
  const PolicyCost cost = engine::costOf(plan);
  nlohmann::ordered_json json;
  json["policy"] = path;
  json["events"] = nlohmann::ordered_json::object();
  for (std::size_t kind = 0; kind < PolicyCost::kEventKinds; ++kind) {
    const EventCost& event = cost.events[kind];
    const ScanCost& scan = cost.scans[kind];
    if (event.rules == 0 && event.operators == 0) continue;
    json["events"][name(static_cast<EventKind>(kind))] = {
        {"rules", event.rules},
        {"always", event.always},
        {"operations_nothing_found", event.least},
        {"operations_everything_found", event.most},
        {"operations_if_unknown", event.undecided},
        {"memory_operators", event.operators},
        {"memory_operators_always", event.operators_always},
        {"phrases", scan.phrases},
        {"phrases_in_varied_forms", scan.variants},
        {"patterns", scan.patterns},
        {"detectors", scan.detectors}};
  }
  json["rules"] = nlohmann::ordered_json::array();
  for (const RuleCost& is : cost.rules) {
    nlohmann::ordered_json entry = {{"rule", plan.rules[is.rule].name},
                                    {"operations", is.operations},
                                    {"operations_if_unknown", is.undecided},
                                    {"triggers", is.triggers},
                                    {"always", nlohmann::ordered_json::array()}};
    for (std::size_t kind = 0; kind < PolicyCost::kEventKinds; ++kind) {
      if ((is.always >> kind & 1) != 0)
        entry["always"].push_back(name(static_cast<EventKind>(kind)));
    }
    json["rules"].push_back(std::move(entry));
  }
  return json.dump() + "\n";
}

}  // namespace decorum::cli
