/// The lattices of a verdict.
#include "runtime/eval/combine.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace decorum::eval {
namespace {

using plan::kNone;
using plan::Plan;
using plan::Rule;

/// What a rule says when its disposition is the verdict's.
const std::vector<plan::MessageId>& wordsOf(const Rule& rule) {
  return rule.kind == RuleKind::kClarify && !rule.ask.empty() ? rule.ask : rule.say;
}

/// The better of two rules, either of which may be none.
std::uint32_t first(const Plan& plan, std::uint32_t a, std::uint32_t b) {
  if (a == kNone) return b;
  return b == kNone || precedes(plan, a, b) ? a : b;
}

void addDisposition(const Plan& plan, const Effect& effect, Combined& out) {
  if (effect.disposition < out.disposition || effect.disposition == Disposition::kPass) return;
  if (effect.disposition > out.disposition) {
    out.disposition = effect.disposition;
    out.speaker = out.words = kNone;
  }
  out.speaker = first(plan, out.speaker, effect.rule);
  if (!wordsOf(plan.rules[effect.rule]).empty()) out.words = first(plan, out.words, effect.rule);
}

void addEscalation(const Plan& plan, std::uint32_t index, Combined& out) {
  const Rule& rule = plan.rules[index];
  const std::uint32_t timed_by = rule.within_ms ? index : kNone;
  const QueueEntry entry{index, rule.priority, rule.within_ms, rule.hand_over, timed_by};
  const auto same = std::find_if(out.queues.begin(), out.queues.end(), [&](const QueueEntry& e) {
    return plan.rules[e.rule].queue == rule.queue;
  });
  if (same == out.queues.end()) {
    out.queues.push_back(entry);
    return;
  }
  same->rule = first(plan, same->rule, index);
  same->priority = std::max(same->priority, entry.priority);
  if (!entry.within_ms) {
    // nothing to compare
  } else if (!same->within_ms || *entry.within_ms < *same->within_ms) {
    same->within_ms = entry.within_ms;
    same->timed_by = index;
  } else if (*entry.within_ms == *same->within_ms) {
    same->timed_by = first(plan, same->timed_by, index);
  }
  same->hand_over = same->hand_over || entry.hand_over;
}

void addStatement(const Plan& plan, const Effect& effect, Combined& out) {
  const Rule& rule = plan.rules[effect.rule];
  const bool says = effect.in_hours ? !rule.say.empty() : !rule.otherwise_say.empty();
  const bool beside = rule.kind == RuleKind::kEscalate || rule.kind == RuleKind::kRedact ||
                      rule.kind == RuleKind::kDisclose || rule.kind == RuleKind::kFlag;
  if (says && beside && effect.disposition == Disposition::kPass) {
    out.statements.push_back(effect.rule);
  }
}

void addFlag(const Plan& plan, std::uint32_t index, Combined& out) {
  const auto same = std::find_if(out.flags.begin(), out.flags.end(), [&](std::uint32_t other) {
    return plan.rules[other].flag == plan.rules[index].flag;
  });
  if (same == out.flags.end()) {
    out.flags.push_back(index);
  } else {
    *same = first(plan, *same, index);
  }
}

void sortAll(const Plan& plan, Combined& out) {
  const auto urgency = [&](const QueueEntry& entry) {
    const auto none = std::numeric_limits<std::int64_t>::max();
    return std::tuple(-static_cast<int>(entry.priority), entry.within_ms.value_or(none),
                      std::string_view(plan.rules[entry.rule].queue));
  };
  std::sort(out.queues.begin(), out.queues.end(),
            [&](const QueueEntry& a, const QueueEntry& b) { return urgency(a) < urgency(b); });
  std::sort(out.statements.begin(), out.statements.end(),
            [&](std::uint32_t a, std::uint32_t b) { return precedes(plan, a, b); });
  std::sort(out.flags.begin(), out.flags.end(), [&](std::uint32_t a, std::uint32_t b) {
    return plan.rules[a].flag < plan.rules[b].flag;
  });
}

}  // namespace

bool precedes(const Plan& plan, std::uint32_t a, std::uint32_t b) {
  const Rule& left = plan.rules[a];
  const Rule& right = plan.rules[b];
  if (left.priority != right.priority) return left.priority > right.priority;
  return left.order < right.order;
}

void combine(const Plan& plan, std::span<const Effect> effects, Combined& out) {
  out.disposition = Disposition::kPass;
  out.speaker = out.words = kNone;
  out.queues.clear();
  out.statements.clear();
  out.flags.clear();
  for (const Effect& effect : effects) {
    const Rule& rule = plan.rules[effect.rule];
    addDisposition(plan, effect, out);
    if (rule.kind == RuleKind::kEscalate && effect.in_hours) addEscalation(plan, effect.rule, out);
    if (rule.kind == RuleKind::kFlag) addFlag(plan, effect.rule, out);
    addStatement(plan, effect, out);
  }
  sortAll(plan, out);
}

}  // namespace decorum::eval
