#include "runtime/engine/cost.h"

#include <algorithm>
#include <bit>
#include <set>

#include "runtime/engine/memory_index.h"
#include "runtime/eval/branches.h"
#include "runtime/plan/operations.h"

namespace decorum::engine {
namespace {

using plan::kNone;
using plan::NodeId;
using plan::Plan;

/// By test: operations on the longest way from it to an end.
std::vector<std::uint64_t> longestWays(const Plan& plan, const eval::Branches& branches) {
  std::vector<std::uint64_t> longest(branches.tests.size());
  for (std::size_t i = longest.size(); i-- > 0;) {  // a way only leads onwards
    const eval::Test& test = branches.tests[i];
    for (const eval::TestId next : {test.if_true, test.if_false, test.if_missing}) {
      if (!eval::isEnd(next)) longest[i] = std::max(longest[i], longest[next]);
    }
    longest[i] += test.kind == eval::Test::Kind::kNode ? operationsOf(plan, test.other) : 1;
  }
  return longest;
}

ScanCost scanCost(const Plan& plan, std::size_t subject) {
  ScanCost cost;
  if (subject >= plan.scans.size()) return cost;
  for (const plan::MatcherId id : plan.scans[subject]) {
    const text::Matcher& matcher = plan.matchers[id];
    const auto phrases = static_cast<std::uint32_t>(matcher.phrases.size());
    const bool varied =
        matcher.options.typos > 0 || !matcher.options.stem.empty() || matcher.options.spaced;
    if (matcher.kind == text::MatcherKind::kPhrases) cost.phrases += phrases;
    if (matcher.kind == text::MatcherKind::kPhrases && varied) cost.variants += phrases;
    if (matcher.kind == text::MatcherKind::kPattern) ++cost.patterns;
    if (matcher.kind == text::MatcherKind::kDetector) ++cost.detectors;
  }
  return cost;
}

}  // namespace

std::uint64_t operationsOf(const Plan& plan, NodeId root) {
  std::set<NodeId> seen;
  std::vector<NodeId> pending{root};
  std::uint64_t sum = 0;
  while (!pending.empty()) {
    const NodeId id = pending.back();
    pending.pop_back();
    if (id == kNone || !seen.insert(id).second) continue;
    const plan::Node& node = plan.nodes[id];
    sum += static_cast<std::uint64_t>(plan::info(node.op).cost);
    for (std::uint32_t i = 0; i < node.operand_count; ++i)
      pending.push_back(plan.operands[node.first_operand + i]);
    if (plan::isQuantifier(node.op)) pending.push_back(plan.quantifiers[node.payload].body);
  }
  return sum;
}

PolicyCost costOf(const Plan& plan) {
  const eval::Branches branches(plan);
  const std::vector<std::uint64_t> longest = longestWays(plan, branches);
  const RuleIndex index(plan);
  const MemoryIndex memory(plan);

  PolicyCost cost;
  cost.rules.resize(plan.rules.size());
  for (plan::SlotId slot = 0; slot < plan.slots.size(); ++slot) {
    for (const std::uint32_t rule : index.woken.at(slot)) ++cost.rules[rule].triggers;
  }
  for (std::uint32_t i = 0; i < plan.rules.size(); ++i) {
    const plan::Rule& rule = plan.rules[i];
    RuleCost& is = cost.rules[i];
    is.rule = i;
    const eval::TestId begin = branches.guards[i];
    if (!eval::isEnd(begin)) is.operations = longest[begin];
    is.undecided = operationsOf(plan, rule.guard);
    for (std::size_t kind = 0; kind < PolicyCost::kEventKinds; ++kind) {
      if ((rule.on >> kind & 1) == 0) continue;
      EventCost& event = cost.events[kind];
      ++event.rules;
      event.most += is.operations;
      event.undecided += is.undecided;
      if (!index.always[kind].has(i)) continue;
      is.always |= static_cast<std::uint8_t>(1u << kind);
      ++event.always;
      event.least += is.operations;
    }
  }
  for (std::size_t kind = 0; kind < PolicyCost::kEventKinds; ++kind) {
    EventCost& event = cost.events[kind];
    for (const std::uint64_t word : memory.always[kind])
      event.operators_always += static_cast<std::uint32_t>(std::popcount(word));
    for (const plan::Operator& op : plan.memory) {
      const auto at = static_cast<EventKind>(kind);
      const bool second = op.second != kNone && ticks(op.second_clock, at);
      if (ticks(op.clock, at) || second) ++event.operators;
    }
    cost.scans[kind] = scanCost(plan, kind);
  }
  return cost;
}

}  // namespace decorum::engine
