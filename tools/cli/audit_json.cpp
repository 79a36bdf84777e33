// The report for machines.
#include <cmath>
#include <nlohmann/json.hpp>

#include "runtime/base/rfc3339.h"
#include "tools/cli/audit_report.h"

namespace decorum::cli {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinity: nothing bounds the value.
Json bound(double value) { return std::isinf(value) ? Json(nullptr) : Json(value); }

Json groupsOf(const MonitorReport& report) {
  Json groups = Json::array();
  for (std::size_t i = 0; i < report.groups.size(); ++i) {
    const GroupResult& group = report.groups[i];
    Json one = {{"group", group.count.group},
                {"conversations", group.count.conversations},
                {"affected", group.count.affected},
                {"sufficient", group.is_sufficient},
                {"rate", group.rate},
                {"rate_interval", {group.rate_low, group.rate_high}}};
    if (report.reference == i) one["reference"] = true;
    if (report.reference && report.reference != i) {
      one["ratio"] = group.ratio ? bound(*group.ratio) : Json(nullptr);
      one["ratio_interval"] = {bound(group.ratio_low), bound(group.ratio_high)};
      one["difference"] = group.difference;
      one["difference_interval"] = {group.difference_low, group.difference_high};
      one["p_adjusted"] = group.p;
    }
    groups.push_back(std::move(one));
  }
  return groups;
}

Json swapOf(const SwapResult& swap) {
  Json examples = Json::array();
  for (const UnequalTurn& turn : swap.examples) {
    Json spans = Json::array();
    for (const SwappedSpan& span : turn.spans)
      spans.push_back({{"original", {span.original.begin, span.original.end}},
                       {"swapped", {span.swapped.begin, span.swapped.end}}});
    examples.push_back({{"conversation", turn.conversation},
                        {"index", turn.index},
                        {"rules", turn.rules},
                        {"spans", std::move(spans)}});
  }
  return {{"fairness", swap.fairness},
          {"conversations", swap.conversations},
          {"unequal", swap.unequal},
          {"examples", std::move(examples)}};
}

Json windowOf(const MonitorReport& window) {
  return {{"fairness", window.fairness},
          {"effect", window.effect},
          {"fact", window.fact},
          {"at_least", window.at_least},
          {"each", window.each},
          {"confidence", window.confidence},
          {"policy", window.policy_digest},
          {"from", formatTime(window.from_ms)},
          {"until", formatTime(window.until_ms)},
          {"began_with", window.began_with},
          {"outcome", name(window.outcome)},
          {"groups", groupsOf(window)}};
}

Json waitOf(const WaitResult& wait) {
  Json one = {{"fact", wait.fact},
              {"group", wait.group},
              {"conversations", wait.conversations},
              {"asked", wait.asked},
              {"asked_again", wait.asked_again},
              {"answered", wait.answered}};
  if (wait.median_ms) one["median_ms"] = *wait.median_ms;
  if (wait.p90_ms) one["p90_ms"] = *wait.p90_ms;
  return one;
}

}  // namespace

std::string auditJson(const AuditReport& report) {
  Json all;
  all["policy"] = {{"name", report.policy}, {"version", report.version}, {"digest", report.digest}};
  all["logs"] = report.logs;
  all["conversations"] = report.conversations;
  all["events"] = report.events;
  all["malformed"] = report.malformed;
  if (report.from_ms) all["from"] = formatTime(*report.from_ms);
  if (report.until_ms) all["until"] = formatTime(*report.until_ms);
  all["facts"] = report.facts;
  const auto list = [&](const char* key, const auto& elements, auto write) {
    all[key] = Json::array();
    for (const auto& element : elements) all[key].push_back(write(element));
  };
  list("effects", report.effects, [](const EffectByGroup& effect) {
    return Json{{"effect", effect.effect},
                {"all_rules", effect.is_kind},
                {"fact", effect.fact},
                {"groups", groupsOf(effect.comparison)}};
  });
  list("windows", report.windows, windowOf);
  list("swaps", report.swaps, swapOf);
  list("redactions", report.redactions, [](const RedactionCount& one) {
    return Json{{"detector", one.detector},
                {"locale", one.locale},
                {"channel", one.channel},
                {"count", one.count}};
  });
  list("handed_over", report.waits, waitOf);
  list("disclosures", report.disclosures, [](const DisclosureResult& one) {
    return Json{{"rule", one.rule}, {"due", one.due}, {"shown", one.shown}, {"open", one.open}};
  });
  all["not_shown"] = whatIsNotShown();
  return all.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace decorum::cli
