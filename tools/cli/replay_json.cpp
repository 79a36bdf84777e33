// The report for machines.
#include <nlohmann/json.hpp>

#include "tools/cli/replay_report.h"

namespace decorum::cli {
namespace {

using Json = nlohmann::ordered_json;

Json policyOf(const ReplayedPolicy& policy) {
  return {{"name", policy.name}, {"version", policy.version}, {"digest", policy.digest}};
}

void addSides(Json& to, const ReplayReport& report, const BothSides& sides) {
  to["both"] = sides.both;
  to["only_old"] = sides.only_old;
  to["only_new"] = sides.only_new;
  to["conversations_old"] = sides.old_conversations;
  to["conversations_new"] = sides.new_conversations;
  to["rate_old"] = report.rate(sides.old_conversations);
  to["rate_new"] = report.rate(sides.new_conversations);
  to["difference"] = report.rate(sides.new_conversations) - report.rate(sides.old_conversations);
}

Json deedOf(const Deed& deed) {
  return {{"disposition", name(deed.disposition)}, {"fired", deed.fired}, {"did", deed.did}};
}

Json exampleOf(const DifferentEvent& example) {
  Json aspects = Json::array();
  for (const Aspect aspect : example.aspects) aspects.push_back(name(aspect));
  return {{"conversation", example.conversation}, {"index", example.index},
          {"event", name(example.event)},         {"differs", std::move(aspects)},
          {"old", deedOf(example.before)},        {"new", deedOf(example.after)}};
}

Json kindOf(const std::optional<RuleKind>& kind) {
  return kind ? Json(name(*kind)) : Json(nullptr);
}

Json ruleOf(const ReplayReport& report, const RuleDifference& rule) {
  Json one = {{"rule", rule.rule},
              {"kind_old", kindOf(rule.old_kind)},
              {"kind_new", kindOf(rule.new_kind)},
              {"shadow_old", rule.old_shadow},
              {"shadow_new", rule.new_shadow},
              {"differs", rule.isDifferent()}};
  addSides(one, report, rule.fired);
  one["otherwise"] = rule.otherwise;
  one["conversations_different"] = rule.conversations;
  one["examples"] = Json::array();
  for (const auto& [order, example] : rule.examples) one["examples"].push_back(exampleOf(example));
  return one;
}

Json dispositionsOf(const ReplayReport& report) {
  Json all = Json::array();
  for (std::size_t before = 0; before < kDispositions; ++before)
    for (std::size_t after = 0; after < kDispositions; ++after) {
      const std::uint64_t events = report.dispositions[before][after];
      if (events > 0)
        all.push_back({{"old", name(static_cast<Disposition>(before))},
                       {"new", name(static_cast<Disposition>(after))},
                       {"events", events}});
    }
  return all;
}

Json faultsOf(const ReplayReport& report) {
  Json all = Json::array();
  for (const auto& [key, fault] : report.faults) {
    Json examples = Json::array();
    for (const auto& [order, example] : fault.examples)
      examples.push_back({{"conversation", example.first}, {"index", example.second}});
    all.push_back({{"fault", key.first},
                   {"subject", key.second},
                   {"both", fault.both},
                   {"only_old", fault.only_old},
                   {"only_new", fault.only_new},
                   {"examples", std::move(examples)}});
  }
  return all;
}

Json swapOf(const SwapDifference& swap) {
  Json examples = Json::array();
  for (const auto& [order, example] : swap.examples)
    examples.push_back({{"conversation", example.conversation},
                        {"index", example.index},
                        {"rules", example.rules}});
  return {{"fairness", swap.fairness},
          {"unequal_old", swap.in_old ? Json(swap.old_unequal) : Json(nullptr)},
          {"unequal_new", swap.in_new ? Json(swap.new_unequal) : Json(nullptr)},
          {"unequal_both", swap.both_unequal},
          {"examples", std::move(examples)}};
}

}  // namespace

std::string replayJson(const ReplayReport& report) {
  Json all;
  all["old"] = policyOf(report.before);
  all["new"] = policyOf(report.after);
  all["logs"] = report.logs;
  all["conversations"] = report.conversations;
  all["events"] = report.events;
  all["malformed"] = report.malformed;
  all["given_up"] = report.given_up;
  all["different_conversations"] = report.different_conversations;
  all["different_events"] = report.different_events;
  all["different_events_of_no_rule"] = report.unattributed;
  all["differs"] = Json::object();
  for (std::size_t i = 0; i < kAspects; ++i)
    all["differs"][name(static_cast<Aspect>(i))] = report.aspects[i];
  all["dispositions"] = dispositionsOf(report);
  all["effects"] = Json::array();
  for (const RuleKind kind : kindsOf(report)) {
    Json one = {{"effect", name(kind)}};
    addSides(one, report, report.kinds[static_cast<std::size_t>(kind)]);
    all["effects"].push_back(std::move(one));
  }
  all["rules"] = Json::array();
  for (const RuleDifference& rule : report.rules) all["rules"].push_back(ruleOf(report, rule));
  all["faults"] = faultsOf(report);
  all["swaps"] = Json::array();
  for (const SwapDifference& swap : report.swaps) all["swaps"].push_back(swapOf(swap));
  all["not_shown"] = whatReplaysDoNotShow();
  return all.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace decorum::cli
