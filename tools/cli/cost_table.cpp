#include "tools/cli/cost_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "compiler/driver/budget.h"
#include "runtime/engine/cost.h"
#include "runtime/engine/worst_case.h"

namespace decorum::cli {
namespace {

using engine::EffortPart;
using engine::EventCost;
using engine::PolicyCost;
using engine::RuleCost;
using engine::ScanCost;
using engine::WorstCase;

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

std::string placeOf(const plan::Plan& plan, plan::SourceId source) {
  if (source == plan::kNone) return "";
  const SourcePlace& place = plan.sources[source].place;
  return fmt::format("{}:{}", place.file, place.line);
}

/// Those of an event, dearest first.
std::vector<const EffortPart*> partsOf(const WorstCase& worst, std::size_t kind) {
  std::vector<const EffortPart*> parts;
  for (const EffortPart& part : worst.events[kind]) parts.push_back(&part);
  std::stable_sort(parts.begin(), parts.end(), [](const EffortPart* a, const EffortPart* b) {
    return a->effort.ns() > b->effort.ns();
  });
  return parts;
}

/// The bound of each kind of event with its dearest parts: those over a hundredth of it, at most
/// `kMostParts`.
std::string worstTable(const plan::Plan& plan, const CostOptions& options) {
  constexpr std::size_t kMostParts = 8;
  const WorstCase worst = engine::worstCaseOf(plan, options.bytes);
  std::string text = fmt::format("\nat most, with a text of {}:\n", sizeInWords(options.bytes));
  text += fmt::format("{:>10}  {}{}\n", "reference", options.here == nullptr ? "" : "here        ",
                      "of what");
  const auto row = [&](const Effort& effort, const std::string& what) {
    text += fmt::format("{:>10}  ", timeInWords(effort.ns()));
    if (options.here != nullptr)
      text += fmt::format("{:>10}  ", timeInWords(effort.ns(options.here->figures)));
    text += what + "\n";
  };
  for (std::size_t kind = 0; kind < WorstCase::kEventKinds; ++kind) {
    if (worst.events[kind].empty()) continue;
    const Effort all = worst.of(static_cast<EventKind>(kind));
    row(all, std::string(name(static_cast<EventKind>(kind))));
    std::size_t shown = 0;
    for (const EffortPart* part : partsOf(worst, kind)) {
      if (shown++ == kMostParts || part->effort.ns() < all.ns() / 100) break;
      const std::string place = placeOf(plan, part->source);
      row(part->effort, "  " + partInWords(*part) + (place.empty() ? "" : "  " + place));
    }
  }
  return text;
}

nlohmann::ordered_json effortJson(const Effort& effort) {
  auto json = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < kEffortKinds; ++i) {
    if (effort.counts[i] > 0) json[nameOfOne(static_cast<EffortKind>(i))] = effort.counts[i];
  }
  return json;
}

/// Rounded: what is beyond a tenth of a ns is noise.
double shownNs(double ns) { return std::round(ns * 10) / 10; }

nlohmann::ordered_json worstJson(const plan::Plan& plan, const WorstCase& worst, std::size_t kind,
                                 const CostOptions& options) {
  const Effort all = worst.of(static_cast<EventKind>(kind));
  nlohmann::ordered_json json = {{"ns", shownNs(all.ns())}};
  if (options.here != nullptr) json["ns_here"] = shownNs(all.ns(options.here->figures));
  json["effort"] = effortJson(all);
  json["parts"] = nlohmann::ordered_json::array();
  for (const EffortPart* part : partsOf(worst, kind)) {
    nlohmann::ordered_json entry = {{"what", partInWords(*part)},
                                    {"ns", shownNs(part->effort.ns())}};
    if (part->source != plan::kNone) {
      const SourcePlace& place = plan.sources[part->source].place;
      entry["file"] = place.file;
      entry["line"] = place.line;
    }
    json["parts"].push_back(std::move(entry));
  }
  return json;
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

std::string costText(const plan::Plan& plan, const CostOptions& options) {
  const PolicyCost cost = engine::costOf(plan);
  std::string text = eventTable(cost) + worstTable(plan, options);
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
                        kindsOf(is.always), kinds, placeOf(plan, rule.source));
  }
  return text;
}

std::string costJson(const std::string& path, const plan::Plan& plan, const CostOptions& options) {
  const PolicyCost cost = engine::costOf(plan);
  const WorstCase worst = engine::worstCaseOf(plan, options.bytes);
  nlohmann::ordered_json json;
  json["policy"] = path;
  json["bytes"] = options.bytes;
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
        {"detectors", scan.detectors},
        {"at_most", worstJson(plan, worst, kind, options)}};
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
  if (options.here != nullptr) {
    json["figures_ns"] = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < kEffortKinds; ++i) {
      json["figures_ns"][nameOfOne(static_cast<EffortKind>(i))] = {
          {"reference", kReferenceFigures[i]}, {"here", options.here->figures[i]}};
    }
  }
  return json.dump() + "\n";
}

std::string calibrationText(const goals::Calibration& here) {
  std::string text = fmt::format("{:>12}  {:>12}  {}\n", "reference ns", "here ns", "a unit");
  for (std::size_t i = 0; i < kEffortKinds; ++i) {
    const auto kind = static_cast<EffortKind>(i);
    const bool measured =
        std::find(here.unmeasured.begin(), here.unmeasured.end(), kind) == here.unmeasured.end();
    text += fmt::format("{:>12.2f}  {:>12}  {}\n", kReferenceFigures[i],
                        measured ? fmt::format("{:.2f}", here.figures[i]) : "-", nameOfOne(kind));
  }
  if (!here.unmeasured.empty()) text += "-: not measurable here, the reference's figure counts\n";
  return text + "\n";
}

}  // namespace decorum::cli
