#include "runtime/plan/verify.h"

#include <algorithm>

#include "runtime/plan/verifier.h"

namespace decorum::plan {
namespace {

Rep repOf(HoleType type) {
  switch (type) {
    case HoleType::kBool:
      return Rep::kBool;
    case HoleType::kNumber:
      return Rep::kNumber;
    case HoleType::kText:
      return Rep::kText;
    default:
      return Rep::kInt;
  }
}

bool mayCut(const Rule& rule) {
  const bool stops = rule.kind == RuleKind::kBlock || rule.kind == RuleKind::kHold ||
                     rule.kind == RuleKind::kRetry;
  return stops && (rule.on >> static_cast<unsigned>(EventKind::kReply) & 1) != 0;
}

}  // namespace

std::optional<std::string> Verifier::run() {
  const bool ok = inputs() && slots() && scans() && nodes() && bodies() && hitSlots() && memory() &&
                  conditions() && messages() && rules() && fairness();
  if (ok) return std::nullopt;
  return reason_;
}

bool Verifier::isGuard(NodeId node) const {
  return node < plan_.nodes.size() && !plan_.nodes[node].in_body &&
         info(plan_.nodes[node].op).result == Rep::kBool;
}

bool Verifier::conditions() {
  has_parent_.resize(plan_.conditions.size());
  for (ConditionId id = 0; id < plan_.conditions.size(); ++id) {
    const Condition& condition = plan_.conditions[id];
    const std::size_t children = condition.children.size();
    const bool count = condition.kind == Condition::Kind::kLeaf  ? children == 0
                       : condition.kind == Condition::Kind::kNot ? children == 1
                                                                 : children >= 1;
    if (!count) return refuse("condition {}: {} children", id, children);
    if (!isGuard(condition.node)) return refuse("condition {}: its node is no guard", id);
    if (!source(condition.source)) return false;
    for (const SlotId slot : condition.slots) {
      if (slot >= plan_.slots.size()) return refuse("condition {}: no slot {}", id, slot);
    }
    for (const ConditionId child : condition.children) {
      if (child >= id) return refuse("condition {} stands before its child {}", id, child);
      if (has_parent_[child]) return refuse("condition {} has two parents", child);
      has_parent_[child] = true;
    }
  }
  return true;
}

bool Verifier::source(SourceId source) {
  return source == kNone || source < plan_.sources.size() ||
         refuse("source {} does not exist", source);
}

bool Verifier::messages() {
  for (std::size_t i = 0; i < plan_.messages.size(); ++i) {
    for (const Piece& piece : plan_.messages[i].pieces) {
      if (piece.value == kNone) continue;
      if (piece.value >= plan_.nodes.size() || plan_.nodes[piece.value].in_body) {
        return refuse("message {}: a hole without a value", i);
      }
      const Rep rep = info(plan_.nodes[piece.value].op).result;
      if (rep != repOf(piece.type)) {
        return refuse("message {}: a hole for {} over {}", i, name(repOf(piece.type)), name(rep));
      }
    }
  }
  return true;
}

bool Verifier::rules() {
  if (plan_.rules.size() > kMaxRules) return refuse("{} rules", plan_.rules.size());
  for (std::size_t i = 0; i < plan_.rules.size(); ++i) {
    const Rule& rule = plan_.rules[i];
    if (i > 0 && plan_.rules[i - 1].name >= rule.name) {
      return refuse("rule '{}' is not in the order of names", rule.name);
    }
    if (rule.on >> kEventKinds != 0) return refuse("rule '{}': no such event", rule.name);
    if (!guard(rule) || !source(rule.source) || !allMessages(rule) || !finds(rule)) return false;
    if (rule.stream_cut && !mayCut(rule)) {
      return refuse("rule '{}': it has no stream to cut", rule.name);
    }
    if (rule.share_ppm > 1'000'000) return refuse("rule '{}': a share over all", rule.name);
    if (rule.frequency >= Frequency::kEveryTurns && rule.frequency_count < 1) {
      return refuse("rule '{}': a frequency of nothing", rule.name);
    }
    const bool hours =
        rule.during == kNone || (rule.during < plan_.slots.size() &&
                                 plan_.slots[rule.during].kind == SlotKind::kWithinHours);
    if (!hours) return refuse("rule '{}': slot {} is no hours", rule.name, rule.during);
  }
  for (const Change& change : plan_.changes) {
    if (!source(change.source)) return false;
  }
  return true;
}

bool Verifier::fairness() {
  constexpr std::uint8_t kTexts = (1U << kTextKinds) - 1;
  for (const Swap& swap : plan_.swaps) {
    const bool is_whole = swap.from.size() == swap.to.size() && !swap.from.empty();
    if (!is_whole || (swap.subjects & ~kTexts) != 0 || swap.share_ppm > 1'000'000) {
      return refuse("swap '{}' does not hold together", swap.name);
    }
    if (!source(swap.source)) return false;
  }
  for (const Monitor& monitor : plan_.monitors) {
    const bool rules = std::all_of(monitor.rules.begin(), monitor.rules.end(),
                                   [&](std::uint32_t rule) { return rule < plan_.rules.size(); });
    const bool slot = monitor.slot < plan_.slots.size() &&
                      plan_.slots[monitor.slot].kind == SlotKind::kFact &&
                      plan_.slots[monitor.slot].rep != Rep::kList;
    const bool numbers = monitor.at_least > 0 && monitor.at_least <= 1 && monitor.over_ms > 0 &&
                         monitor.each > 0 && monitor.confidence > 0 && monitor.confidence < 1;
    if (!rules || !slot || !numbers || monitor.groups.size() > kMostGroups) {
      return refuse("monitor '{}' does not hold together", monitor.name);
    }
    if (!source(monitor.source)) return false;
  }
  return true;
}

bool Verifier::guard(const Rule& rule) {
  if (rule.guard != kNone && !isGuard(rule.guard)) {
    return refuse("rule '{}': its guard is no condition", rule.name);
  }
  if (rule.condition == kNone) return true;
  if (rule.guard == kNone || rule.condition >= plan_.conditions.size()) {
    return refuse("rule '{}': condition {} does not exist", rule.name, rule.condition);
  }
  if (has_parent_[rule.condition]) {
    return refuse("rule '{}': its condition belongs to another", rule.name);
  }
  has_parent_[rule.condition] = true;
  return true;
}

bool Verifier::allMessages(const Rule& rule) {
  const auto message = [&](MessageId id) {
    return id < plan_.messages.size() || refuse("rule '{}': no message {}", rule.name, id);
  };
  const auto all = [&](const std::vector<MessageId>& ids) {
    return std::all_of(ids.begin(), ids.end(), message);
  };
  return all(rule.say) && all(rule.otherwise_say) && all(rule.ask) &&
         (rule.because == kNone || message(rule.because)) &&
         (rule.telling == kNone || message(rule.telling));
}

bool Verifier::finds(const Rule& rule) {
  for (const Find& find : rule.finds) {
    if (!source(find.source)) return false;
    if (find.matcher >= plan_.matchers.size()) {
      return refuse("rule '{}': matcher {} does not exist", rule.name, find.matcher);
    }
    for (std::uint8_t kind = 0; kind < kTextKinds; ++kind) {
      const bool here = rule.on >> kind & 1;
      if (here && !scanned(static_cast<EventKind>(kind), find.matcher)) return false;
    }
    if (find.where == kNone) continue;
    if (find.where >= plan_.nodes.size()) {
      return refuse("rule '{}': its 'where' does not exist", rule.name);
    }
    if (!body(find.where, rowOfHits({find.matcher}), "rule '" + rule.name + "'")) return false;
  }
  return true;
}

std::optional<std::string> verify(const Plan& plan) { return Verifier(plan).run(); }

}  // namespace decorum::plan
