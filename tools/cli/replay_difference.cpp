#include "tools/cli/replay_difference.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/engine/policy_impl.h"
#include "runtime/eval/messages.h"

namespace decorum::cli {
namespace {

using plan::Rule;

bool same(const Edit& one, const Edit& other) {
  return one.rule == other.rule && one.detector == other.detector && one.span == other.span &&
         one.replacement == other.replacement;
}
bool same(const Escalation& one, const Escalation& other) {
  return one.queue == other.queue && one.priority == other.priority &&
         one.within_ms == other.within_ms && one.hand_over == other.hand_over &&
         one.warn_ms == other.warn_ms && one.otherwise_queue == other.otherwise_queue;
}
bool same(const Hold& one, const Hold& other) {
  return one.rule == other.rule && one.queue == other.queue && one.within_ms == other.within_ms &&
         one.otherwise == other.otherwise;
}
bool same(const Retry& one, const Retry& other) {
  return one.rule == other.rule && one.telling == other.telling && one.at_most == other.at_most &&
         one.otherwise == other.otherwise;
}
bool same(const Disclosure& one, const Disclosure& other) {
  return one.rule == other.rule && one.text == other.text && one.where == other.where;
}
template <class T>
bool same(const std::optional<T>& one, const std::optional<T>& other) {
  return one.has_value() == other.has_value() && (!one || same(*one, *other));
}
template <class T>
bool same(const std::vector<T>& one, const std::vector<T>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const T& a, const T& b) { return same(a, b); });
}

/// Whether a rule may decide what becomes of the message.
bool decidesMessage(RuleKind kind) {
  return kind != RuleKind::kEscalate && kind != RuleKind::kDisclose && kind != RuleKind::kFlag;
}

/// What a rule of this kind makes of a message; pass for those that say nothing in its place.
Disposition dispositionOf(RuleKind kind) {
  switch (kind) {
    case RuleKind::kBlock:
      return Disposition::kBlock;
    case RuleKind::kHold:
      return Disposition::kHold;
    case RuleKind::kRetry:
      return Disposition::kRetry;
    case RuleKind::kClarify:
      return Disposition::kClarify;
    default:
      return Disposition::kPass;
  }
}

bool saysSomething(const Rule& rule) {
  return !rule.say.empty() || (rule.kind == RuleKind::kClarify && !rule.ask.empty());
}

const Escalation* entryOf(const Verdict& verdict, const std::string& queue) {
  const auto found = std::find_if(verdict.escalations.begin(), verdict.escalations.end(),
                                  [&](const Escalation& entry) { return entry.queue == queue; });
  return found == verdict.escalations.end() ? nullptr : &*found;
}

const Disclosure* statementOf(const Verdict& verdict, const std::string& rule) {
  const auto found = std::find_if(verdict.disclosures.begin(), verdict.disclosures.end(),
                                  [&](const Disclosure& each) { return each.rule == rule; });
  return found == verdict.disclosures.end() ? nullptr : &*found;
}

std::vector<Edit> editsOf(const Verdict& verdict, const std::string& rule) {
  std::vector<Edit> edits;
  std::copy_if(verdict.edits.begin(), verdict.edits.end(), std::back_inserter(edits),
               [&](const Edit& edit) { return edit.rule == rule; });
  return edits;
}

std::string escalationText(const Rule& rule, const Verdict& verdict) {
  const Escalation* const entry = entryOf(verdict, rule.queue);
  if (entry == nullptr) return "fires, and escalates to nobody at this hour";
  std::string text = fmt::format("escalates to {} ({}", rule.queue, name(entry->priority));
  if (entry->within_ms) text += ", within " + eval::formatDuration(*entry->within_ms);
  return text + ")";
}

/// What stands in the place of what was found.
const char* replacementName(plan::Replacement replacement) {
  switch (replacement) {
    case plan::Replacement::kFirstLast:
      return "first and last characters";
    case plan::Replacement::kToken:
      return "token";
    case plan::Replacement::kHash:
      return "hash";
    case plan::Replacement::kGeneralize:
      return "generalized";
    case plan::Replacement::kMask:
      return "mask";
    case plan::Replacement::kLabel:
      return "label";
    case plan::Replacement::kText:
      return "text";
    case plan::Replacement::kDrop:
      return "dropped";
  }
  return "";
}

std::string editsText(const Rule& rule, const Verdict& verdict) {
  constexpr std::size_t kShown = 4;
  const std::vector<Edit> edits = editsOf(verdict, rule.name);
  if (edits.empty()) return "redacts nothing that no other rule redacts";
  std::string text = "redacts";
  for (std::size_t i = 0; i < std::min(edits.size(), kShown); ++i)
    text += fmt::format("{} {} [{},{}]", i == 0 ? "" : ",", edits[i].detector, edits[i].span.begin,
                        edits[i].span.end);
  if (edits.size() > kShown) text += fmt::format(" and {} more", edits.size() - kShown);
  return text + fmt::format(" ({})", replacementName(rule.replacement));
}

std::string disclosureText(const Rule& rule, const Verdict& verdict) {
  const Disclosure* const statement = statementOf(verdict, rule.name);
  if (statement == nullptr) return "is due, and says nothing here";
  switch (statement->where) {
    case Placement::kBeforeReply:
      return "discloses before the reply";
    case Placement::kAfterReply:
      return "discloses after the reply";
    case Placement::kInstead:
      return "discloses in place of the reply";
  }
  return "";
}

std::string deedText(const Rule& rule, const Verdict& verdict) {
  switch (rule.kind) {
    case RuleKind::kEscalate:
      return escalationText(rule, verdict);
    case RuleKind::kRedact:
      return editsText(rule, verdict);
    case RuleKind::kDisclose:
      return disclosureText(rule, verdict);
    case RuleKind::kBlock:
      return "blocks";
    case RuleKind::kHold:
      return "holds for " + rule.queue +
             (rule.within_ms ? " (within " + eval::formatDuration(*rule.within_ms) + ")" : "");
    case RuleKind::kRetry:
      return rule.at_most_times == 1
                 ? "asks for another reply (at most once)"
                 : fmt::format("asks for another reply (at most {} times)", rule.at_most_times);
    case RuleKind::kClarify:
      return "asks back";
    case RuleKind::kFlag:
      return "flags " + rule.flag;
  }
  return "";
}

}  // namespace

Deed deedOf(const RulePair& rule, const Rule* of, const Verdict& verdict) {
  Deed deed{verdict.disposition, false, "has no such rule"};
  if (of == nullptr) return deed;
  deed.did = "does not fire";
  const auto fired = std::find_if(verdict.fired.begin(), verdict.fired.end(),
                                  [&](const FiredRule& each) { return each.rule == rule.name; });
  if (fired == verdict.fired.end()) return deed;
  deed.fired = true;
  deed.did = deedText(*of, verdict);
  if (fired->by_fault) deed.did += ", since it cannot be decided";
  return deed;
}

/// Goes through the parts of two verdicts. A part that differs is laid at the door of the rules
/// that fire under one policy alone, where one of them can have a hand in it, and else of those
/// that it names: what a rule does because of another one is not its own difference.
class RulePairs::Comparison {
 public:
  Comparison(const RulePairs& pairs, const Verdict& before, const Verdict& after,
             EventDifference& out)
      : pairs_(pairs), before_(before), after_(after), out_(out) {}

  void run() {
    mergeFired();
    compareDispositions();
    compareEdits();
    compareEscalations();
    compareClauses();
    compareDisclosures();
    compareFlags();
    compareTexts();
    if (out_.aspects.empty()) return;
    std::sort(out_.aspects.begin(), out_.aspects.end());
    for (RuleChange& change : out_.changes) {
      const RulePair& rule = pairOf(change);
      if (firesUnderBoth(change) && rule.before->kind != rule.after->kind) change.otherwise = true;
    }
    out_.is_attributed = explains([](const RulePair&) { return true; });
  }

 private:
  const RulePair& pairOf(const RuleChange& change) const { return pairs_.all()[change.rule]; }
  static bool firesUnderBoth(const RuleChange& change) { return change.before && change.after; }
  void differs(Aspect aspect) { out_.aspects.push_back(aspect); }

  /// Calls `visit(change, pair)` for the rules that fire under both policies.
  template <class Visit>
  void underBoth(Visit visit) {
    for (RuleChange& change : out_.changes)
      if (firesUnderBoth(change)) visit(change, pairOf(change));
  }
  /// Whether one of the rules that differ so far is as asked for.
  template <class Is>
  bool explains(Is is) const {
    return std::any_of(out_.changes.begin(), out_.changes.end(), [&](const RuleChange& change) {
      return change.isDifferent() && is(pairOf(change));
    });
  }
  /// A rule that fires under both policies does something else.
  void markOtherwise(std::string_view rule) {
    underBoth([&](RuleChange& change, const RulePair& pair) {
      if (pair.name == rule) change.otherwise = true;
    });
  }
  static bool isOfKind(const RulePair& pair, RuleKind kind) {
    return (pair.before != nullptr && pair.before->kind == kind) ||
           (pair.after != nullptr && pair.after->kind == kind);
  }
  static bool decides(const RulePair& pair) {
    return (pair.before != nullptr && decidesMessage(pair.before->kind)) ||
           (pair.after != nullptr && decidesMessage(pair.after->kind));
  }

  void mergeFired() {
    auto old = before_.fired.begin();
    auto now = after_.fired.begin();
    while (old != before_.fired.end() || now != after_.fired.end()) {
      const int order = old == before_.fired.end()  ? 1
                        : now == after_.fired.end() ? -1
                                                    : old->rule.compare(now->rule);
      const std::string& rule = order <= 0 ? old->rule : now->rule;
      out_.changes.push_back({pairs_.find(rule), order <= 0, order >= 0, false});
      if (order <= 0) ++old;
      if (order >= 0) ++now;
    }
    if (explains([](const RulePair&) { return true; })) differs(Aspect::kFired);
  }

  void compareDispositions() {
    if (before_.disposition == after_.disposition) return;
    differs(Aspect::kDisposition);
    if (explains(decides)) return;
    underBoth([](RuleChange& change, const RulePair& pair) {
      if (decides(pair)) change.otherwise = true;
    });
  }

  void compareEdits() {
    if (same(before_.edits, after_.edits)) return;
    differs(Aspect::kEdits);
    underBoth([&](RuleChange& change, const RulePair& pair) {
      if (!same(editsOf(before_, pair.name), editsOf(after_, pair.name))) change.otherwise = true;
    });
  }

  void compareEscalations() {
    if (same(before_.escalations, after_.escalations)) return;
    differs(Aspect::kEscalations);
    underBoth([](RuleChange& change, const RulePair& pair) {
      if (pair.before->kind != RuleKind::kEscalate || pair.after->kind != RuleKind::kEscalate)
        return;
      const auto clauses = [](const Rule& rule) {
        return std::tie(rule.queue, rule.priority, rule.within_ms, rule.warn_ms, rule.hand_over,
                        rule.otherwise_queue);
      };
      if (clauses(*pair.before) != clauses(*pair.after)) change.otherwise = true;
    });
    for (const Escalation& entry : before_.escalations) attribute(entry, after_);
    for (const Escalation& entry : after_.escalations) attribute(entry, before_);
  }

  /// An entry of one policy that the other one does not have, for its queue.
  void attribute(const Escalation& entry, const Verdict& other) {
    const Escalation* const theirs = entryOf(other, entry.queue);
    if (theirs != nullptr && same(*theirs, entry)) return;
    const bool is_explained = explains([&](const RulePair& pair) {
      return (pair.before != nullptr && pair.before->queue == entry.queue) ||
             (pair.after != nullptr && pair.after->queue == entry.queue);
    });
    if (!is_explained) markOtherwise(entry.rule);
  }

  void compareClauses() {
    if (same(before_.hold, after_.hold) && same(before_.retry, after_.retry)) return;
    differs(Aspect::kClauses);
    if (before_.hold && after_.hold)
      attribute(before_.hold->rule, after_.hold->rule, RuleKind::kHold);
    if (before_.retry && after_.retry)
      attribute(before_.retry->rule, after_.retry->rule, RuleKind::kRetry);
  }

  void attribute(const std::string& old_rule, const std::string& new_rule, RuleKind kind) {
    const auto is_kind = [&](const RulePair& pair) { return isOfKind(pair, kind); };
    if (old_rule != new_rule && explains(is_kind)) return;
    markOtherwise(old_rule);
    markOtherwise(new_rule);
  }

  void compareDisclosures() {
    if (same(before_.disclosures, after_.disclosures)) return;
    differs(Aspect::kDisclosures);
    // With a reply that is asked for again nothing is said, whatever the rules are.
    const bool is_one_retry =
        (before_.disposition == Disposition::kRetry) != (after_.disposition == Disposition::kRetry);
    underBoth([&](RuleChange& change, const RulePair& pair) {
      const Disclosure* const old = statementOf(before_, pair.name);
      const Disclosure* const now = statementOf(after_, pair.name);
      if (old != nullptr && now != nullptr) {
        change.otherwise = change.otherwise || !same(*old, *now);
      } else if (old != now && !is_one_retry) {
        change.otherwise = true;
      }
    });
  }

  void compareFlags() {
    if (before_.flags == after_.flags) return;
    differs(Aspect::kFlags);
    underBoth([](RuleChange& change, const RulePair& pair) {
      if (pair.before->flag != pair.after->flag) change.otherwise = true;
    });
  }

  void compareTexts() {
    if (before_.text == after_.text) return;
    differs(Aspect::kText);
    const RulePair* const old = speaker(before_, &RuleChange::before, &RulePair::before);
    const RulePair* const now = speaker(after_, &RuleChange::after, &RulePair::after);
    const bool are_words = before_.disposition == after_.disposition && old != nullptr &&
                           now != nullptr && same(before_.disclosures, after_.disclosures);
    if (!are_words || (old != now && explains(decides))) return;
    markOtherwise(old->name);
    markOtherwise(now->name);
  }

  /// The rule whose words take the place of the message.
  const RulePair* speaker(const Verdict& verdict, bool RuleChange::* fires,
                          const Rule* RulePair::* of) const {
    const RulePair* best = nullptr;
    for (const RuleChange& change : out_.changes) {
      const RulePair& pair = pairOf(change);
      if (!(change.*fires) || pair.*of == nullptr) continue;
      const Rule& rule = *(pair.*of);
      if (verdict.disposition == Disposition::kPass ||
          dispositionOf(rule.kind) != verdict.disposition || !saysSomething(rule))
        continue;
      const auto precedes = [&](const Rule& other) {
        return rule.priority != other.priority ? rule.priority > other.priority
                                               : rule.order < other.order;
      };
      if (best == nullptr || precedes(*(best->*of))) best = &pair;
    }
    return best;
  }

  const RulePairs& pairs_;
  const Verdict& before_;
  const Verdict& after_;
  EventDifference& out_;
};

RulePairs::RulePairs(const Policy& before, const Policy& after) {
  const auto add = [&](const Policy& policy, const Rule* RulePair::* of) {
    for (const Rule& rule : policy.impl().plan.rules) {
      const auto place = std::lower_bound(
          all_.begin(), all_.end(), rule.name,
          [](const RulePair& pair, const std::string& wanted) { return pair.name < wanted; });
      const bool is_known = place != all_.end() && place->name == rule.name;
      RulePair& pair = is_known ? *place : *all_.insert(place, {rule.name, nullptr, nullptr});
      pair.*of = &rule;
    }
  };
  add(before, &RulePair::before);
  add(after, &RulePair::after);
}

std::uint32_t RulePairs::find(std::string_view name) const {
  const auto found = std::lower_bound(
      all_.begin(), all_.end(), name,
      [](const RulePair& pair, std::string_view wanted) { return pair.name < wanted; });
  return static_cast<std::uint32_t>(found - all_.begin());
}

void RulePairs::compare(const Verdict& before, const Verdict& after,
                        EventDifference& difference) const {
  difference.aspects.clear();
  difference.changes.clear();
  difference.is_attributed = true;
  Comparison(*this, before, after, difference).run();
}

}  // namespace decorum::cli
