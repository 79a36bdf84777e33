#include "runtime/engine/worst_case.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "runtime/engine/cost.h"
#include "runtime/engine/memory_index.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/engine/score_index.h"
#include "runtime/memory/operators.h"
#include "runtime/plan/operations.h"
#include "runtime/text/scanner.h"

namespace decorum::engine {
namespace {

using plan::ConditionId;
using plan::kNone;
using plan::MatcherId;
using plan::NodeId;
using plan::Plan;
using plan::SlotId;
using plan::SlotKind;
using Kind = EffortPart::Kind;

/// Of a text before this one.
constexpr std::uint64_t kHitsOfEarlierTexts = 64;

bool asksForHits(SlotKind kind) {
  return kind == SlotKind::kFound || kind == SlotKind::kOccurrences || kind == SlotKind::kDistinct;
}

/// The bound of one plan, put together kind of event by kind of event.
class Bounding {
 public:
  Bounding(const Plan& plan, std::uint64_t bytes)
      : plan_(plan), bytes_(bytes), cost_(costOf(plan)), memory_(plan), scores_(plan) {
    for (ConditionId i = 0; i < plan.conditions.size(); ++i) {
      for (const SlotId slot : plan.conditions[i].slots) asked_in_.emplace(slot, i);
    }
  }

  WorstCase all() {
    WorstCase worst;
    for (std::size_t i = 0; i < WorstCase::kEventKinds; ++i) {
      at_ = static_cast<EventKind>(i);
      const EventCost& cost = cost_.events[i];
      if (cost.rules == 0 && cost.operators == 0) continue;
      parts_.clear();
      hits_.clear();
      addEvent();
      if (hasText(at_)) addText(i);
      for (std::uint32_t rule = 0; rule < plan_.rules.size(); ++rule) addRule(rule);
      for (std::uint32_t op = 0; op < plan_.memory.size(); ++op) addOperator(op);
      addTimer();
      worst.events[i] = std::move(parts_);
    }
    return worst;
  }

 private:
  EffortPart& add(Kind kind, std::string what = {}, plan::SourceId source = kNone) {
    return parts_.emplace_back(kind, std::move(what), source, Effort{});
  }

  void addEvent() {
    Effort& effort = add(Kind::kEvent).effort;
    effort[EffortKind::kEvent] = 1;
    std::uint64_t inputs = 0;
    for (const plan::Record& record : plan_.records) inputs += record.fields.size();
    for (const plan::Signal& signal : plan_.signals) inputs += signal.subject == at_ ? 1 : 0;
    std::size_t members = 0;
    const bool call = at_ == EventKind::kToolCall;
    const bool has_tool = call || at_ == EventKind::kToolResult;
    for (const plan::Tool& tool : plan_.tools) {
      members = std::max(members, call ? tool.arguments.size() : tool.results.size());
    }
    if (has_tool) inputs += members;
    for (const plan::Slot& slot : plan_.slots) inputs += comesFromClock(slot.kind) ? 1 : 0;
    effort[EffortKind::kInput] = inputs;
    effort[EffortKind::kDoubt] = inputs + plan_.memory.size() + kOtherNotes;
    if (!hasText(at_)) return;
    // For what is no UTF-8, before and after redactions, and where it is said beside a statement.
    effort[EffortKind::kReadByte] = 4 * bytes_;
    if (has_tool) effort[EffortKind::kJsonByte] = 3 * bytes_;
  }

  void addText(std::size_t subject) {
    const auto is_here = [&](const plan::Slot& slot) { return slot.subject == at_; };
    Effort effort;
    bool is_scanned = false;
    for (const plan::Slot& slot : plan_.slots) {
      if (!is_here(slot)) continue;
      const bool size = slot.kind == SlotKind::kLength || slot.kind == SlotKind::kWords;
      const bool hash = slot.kind == SlotKind::kTextHash || slot.kind == SlotKind::kSimilarity;
      is_scanned = is_scanned || size;
      effort[EffortKind::kReadByte] += size ? bytes_ : 0;
      effort[EffortKind::kHashedByte] += hash ? bytes_ : 0;
    }
    const std::vector<MatcherId> none;
    const auto& ids = subject < plan_.scans.size() ? plan_.scans[subject] : none;
    std::vector<text::Matcher> matchers;
    for (const MatcherId id : ids) matchers.push_back(plan_.matchers[id]);
    if (is_scanned || !matchers.empty()) {
      const text::ScanBound bound = text::boundOf(matchers, bytes_);
      effort += bound.shared;
      for (std::size_t i = 0; i < ids.size(); ++i) addMatcher(ids[i], bound.matchers[i]);
    }
    if (at_ == EventKind::kUser && !memory_.joins.empty()) {
      effort[EffortKind::kAsciiByte] += bytes_;
      effort[EffortKind::kUnicodeByte] += bytes_;
    }
    add(Kind::kText).effort = effort;
    for (SlotId slot = 0; slot < plan_.slots.size(); ++slot) {
      if (is_here(plan_.slots[slot]) && plan_.slots[slot].kind == SlotKind::kHitQuantifier)
        addQuantifier(slot);
    }
    for (const AskedScore& asked : scores_.asked[subject]) {
      Effort& score = add(Kind::kScore, plan_.signals[asked.signal].name).effort;
      score[EffortKind::kScoredByte] = bytes_;
    }
  }

  void addMatcher(MatcherId id, const Effort& effort) {
    const text::Matcher& matcher = plan_.matchers[id];
    const Kind kind = matcher.kind == text::MatcherKind::kPhrases   ? Kind::kPhrases
                      : matcher.kind == text::MatcherKind::kPattern ? Kind::kPattern
                                                                    : Kind::kDetector;
    auto [what, source] = usesOf(id);
    if (what.empty()) what = matcher.detector;
    add(kind, std::move(what), source).effort = effort;
    hits_[id] = effort[EffortKind::kHit] + memory_.joins.size();
  }

  /// How the policy speaks of a matcher, and where first.
  std::pair<std::string, plan::SourceId> usesOf(MatcherId id) const {
    for (const plan::Rule& rule : plan_.rules) {
      for (const plan::Find& find : rule.finds) {
        if (find.matcher == id) return {"find " + find.name, find.source};
      }
    }
    for (SlotId slot = 0; slot < plan_.slots.size(); ++slot) {
      const plan::Slot& is = plan_.slots[slot];
      const bool of_one = asksForHits(is.kind) && is.ref == id;
      const bool of_some = is.kind == SlotKind::kHitQuantifier &&
                           std::ranges::count(plan_.quantifiers[is.ref].matchers, id) > 0;
      if (of_one || of_some) return {nameOf(slot), sourceOf(slot)};
    }
    return {"", kNone};
  }

  /// As the author wrote it, where that fits on a line.
  std::string nameOf(SlotId slot) const {
    constexpr std::size_t kMostBytes = 60;
    const plan::SourceId source = sourceOf(slot);
    if (plan_.slots[slot].kind != SlotKind::kHitQuantifier || source == kNone)
      return plan_.slots[slot].name;
    const std::string& text = plan_.sources[source].text;
    const bool fits = text.size() <= kMostBytes && text.find('\n') == std::string::npos;
    return fits ? text : plan_.slots[slot].name;
  }

  /// Where a slot is read first; through the memory too.
  plan::SourceId sourceOf(SlotId slot) const {
    if (const auto in = asked_in_.find(slot); in != asked_in_.end())
      return plan_.conditions[in->second].source;
    for (std::uint32_t op = 0; op < plan_.memory.size(); ++op) {
      if (std::ranges::count(memory_.text_slots[op], slot) > 0) return plan_.memory[op].source;
    }
    return kNone;
  }

  void addQuantifier(SlotId slot) {
    const plan::Quantifier& quantifier = plan_.quantifiers[plan_.slots[slot].ref];
    std::uint64_t rows = 0;
    for (const MatcherId id : quantifier.matchers) rows += hitsOf(id);
    Effort& effort = add(Kind::kCondition, nameOf(slot), sourceOf(slot)).effort;
    effort[EffortKind::kRow] = rows;
    effort[EffortKind::kOperation] = rows * operationsOf(plan_, quantifier.body);
  }

  std::uint64_t hitsOf(MatcherId id) const {
    const auto found = hits_.find(id);
    return found == hits_.end() ? 0 : found->second;
  }

  /// Matchers that a slot speaks of, through the memory too.
  std::vector<MatcherId> matchersOf(SlotId id) const {
    const plan::Slot& slot = plan_.slots[id];
    if (asksForHits(slot.kind)) return {slot.ref};
    if (slot.kind == SlotKind::kHitQuantifier) return plan_.quantifiers[slot.ref].matchers;
    std::vector<MatcherId> all;
    if (slot.kind != SlotKind::kMemory) return all;
    for (const SlotId read : memory_.text_slots[slot.ref]) {
      const std::vector<MatcherId> some = matchersOf(read);
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }

  /// Sums `of` over the leaves of a condition.
  void eachLeaf(ConditionId root, const std::function<void(const plan::Condition&)>& see) const {
    if (root == kNone) return;
    const plan::Condition& condition = plan_.conditions[root];
    if (condition.kind == plan::Condition::Kind::kLeaf) return see(condition);
    for (const ConditionId child : condition.children) eachLeaf(child, see);
  }

  void addRule(std::uint32_t index) {
    const plan::Rule& rule = plan_.rules[index];
    if ((rule.on >> static_cast<unsigned>(at_) & 1) == 0) return;
    Effort effort;
    const RuleCost& cost = cost_.rules[index];
    const std::size_t asked =
        hasText(at_) ? scores_.asked[static_cast<std::size_t>(at_)].size() : 0;
    // Decided, for each score that may be spared too; and if it fires or is in doubt, traced.
    effort[EffortKind::kOperation] =
        (1 + asked) * (cost.operations + cost.undecided) + 2 * cost.undecided;
    effort[EffortKind::kFired] = 1;
    std::uint64_t spans = 0;
    std::uint64_t looks = rule.finds.size();
    eachLeaf(rule.condition, [&](const plan::Condition& leaf) {
      ++effort[EffortKind::kEvidence];
      effort[EffortKind::kDoubt] += 1 + leaf.slots.size();
      for (const SlotId slot : leaf.slots) {
        for (const MatcherId id : matchersOf(slot)) {
          spans += std::max(hitsOf(id), kHitsOfEarlierTexts) + 1;
          ++looks;
        }
        if (plan_.slots[slot].kind == SlotKind::kMemory)
          effort[EffortKind::kStateByte] += memory::stateBytes(plan_.memory[plan_.slots[slot].ref]);
      }
    });
    for (const plan::Find& find : rule.finds) {
      const std::uint64_t hits = hitsOf(find.matcher);
      effort[EffortKind::kRedaction] += hits;
      ++effort[EffortKind::kEvidence];
      effort[EffortKind::kDoubt] += 3;
      if (find.where == kNone) continue;
      effort[EffortKind::kRow] += hits;
      effort[EffortKind::kOperation] += hits * operationsOf(plan_, find.where);
      effort[EffortKind::kDoubt] += hits * operationsOf(plan_, find.where);
    }
    // Words to people may speak of the first match: those of `say` and `because`.
    const std::uint64_t messages = (rule.say.empty() && rule.ask.empty() ? 0u : 1u) +
                                   (rule.because == kNone ? 0u : 1u) +
                                   (rule.telling == kNone ? 0u : 1u);
    effort[EffortKind::kSpan] =
        spans + messages * looks + effort[EffortKind::kRedaction] + rule.finds.size();
    add(Kind::kRule, rule.name, rule.source).effort = effort;
  }

  void addOperator(std::uint32_t index) {
    const plan::Operator& op = plan_.memory[index];
    Effort effort;
    // What has kept something is looked at at every event.
    effort[EffortKind::kOperator] = 1;
    effort[EffortKind::kStateByte] = memory::stateBytes(op);
    for (const NodeId node : {op.operand, op.second, op.key, op.read_key})
      effort[EffortKind::kOperation] += operationsOf(plan_, node);
    add(Kind::kOperator, plan_.slots[op.slot].name, op.source).effort = effort;
  }

  void addTimer() {
    Effort effort;
    std::set<NodeId> seen;
    const plan::Rule* first = nullptr;
    for (const plan::Rule& rule : plan_.rules) {
      if ((rule.on >> static_cast<unsigned>(EventKind::kTimer) & 1) == 0) continue;
      if (first == nullptr) first = &rule;
      effort[EffortKind::kWake] += wakeOf(rule.guard, seen);
    }
    if (first != nullptr) add(Kind::kTimer, first->name, first->source).effort = effort;
  }

  std::uint64_t wakeOf(NodeId id, std::set<NodeId>& seen) const {
    constexpr std::uint64_t kDays = 400;
    if (id == kNone || !seen.insert(id).second) return 0;
    const plan::Node& node = plan_.nodes[id];
    std::uint64_t sum = 1;
    for (std::uint32_t i = 0; i < node.operand_count; ++i)
      sum += wakeOf(plan_.operands[node.first_operand + i], seen);
    if (plan::isQuantifier(node.op)) sum += wakeOf(plan_.quantifiers[node.payload].body, seen);
    if (!plan::isLoad(node.op)) return sum;
    const plan::Slot& slot = plan_.slots[node.payload];
    if (slot.kind == SlotKind::kWithinHours)
      sum += kDays * (1 + 2 * plan_.hours[slot.ref].spans.size());
    if (slot.kind != SlotKind::kMemory) return sum;
    const plan::Operator& op = plan_.memory[slot.ref];
    for (const NodeId read : {op.operand, op.second, op.read_key}) sum += wakeOf(read, seen);
    return sum;
  }

  /// Of the event itself: its time, its kind, its text, what was saved.
  static constexpr std::uint64_t kOtherNotes = 8;

  const Plan& plan_;
  std::uint64_t bytes_;
  PolicyCost cost_;
  MemoryIndex memory_;
  ScoreIndex scores_;
  std::map<SlotId, ConditionId> asked_in_;

  EventKind at_ = EventKind::kUser;
  std::vector<EffortPart> parts_;
  std::map<MatcherId, std::uint64_t> hits_;  ///< at most, in the text at hand
};

}  // namespace

Effort WorstCase::of(EventKind kind) const {
  Effort sum;
  for (const EffortPart& part : events[static_cast<std::size_t>(kind)]) sum += part.effort;
  return sum;
}

WorstCase worstCaseOf(const Plan& plan, std::uint64_t bytes) { return Bounding(plan, bytes).all(); }

}  // namespace decorum::engine
