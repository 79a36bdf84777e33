#include "runtime/engine/stream_plan.h"

#include <algorithm>
#include <set>

#include "runtime/plan/operations.h"

namespace decorum::engine {
namespace {

using plan::kNone;
using plan::NodeId;
using plan::Rule;
using plan::SlotKind;

constexpr auto kReply = EventKind::kReply;

/// Which nodes speak of a reply's text or scores, through memory too.
class Dependence {
 public:
  explicit Dependence(const plan::Plan& plan) : plan_(plan), known_(plan.nodes.size()) {}

  bool onReply(NodeId node) {
    if (node == kNone) return false;
    Known& known = known_[node];
    if (known == Known::kOpen) {
      known = Known::kNo;  // what is met again on the way here adds nothing
      known_[node] = look(node) ? Known::kYes : Known::kNo;
    }
    return known_[node] == Known::kYes;
  }

  /// The matchers that a guard asks for in the reply.
  void collectMatchers(NodeId node, std::set<plan::MatcherId>& matchers, std::set<NodeId>& seen) {
    if (node == kNone || !seen.insert(node).second) return;
    const plan::Node& here = plan_.nodes[node];
    for (std::uint32_t i = 0; i < here.operand_count; ++i) {
      collectMatchers(plan_.operands[here.first_operand + i], matchers, seen);
    }
    if (!plan::isLoad(here.op)) return;
    const plan::Slot& slot = plan_.slots[here.payload];
    if (slot.kind == SlotKind::kFound || slot.kind == SlotKind::kOccurrences) {
      if (slot.subject == kReply) matchers.insert(slot.ref);
    }
  }

 private:
  enum class Known : std::uint8_t { kOpen, kYes, kNo };

  bool look(NodeId node) {
    const plan::Node& here = plan_.nodes[node];
    for (std::uint32_t i = 0; i < here.operand_count; ++i) {
      if (onReply(plan_.operands[here.first_operand + i])) return true;
    }
    return plan::isLoad(here.op) && slotDepends(plan_.slots[here.payload]);
  }

  bool slotDepends(const plan::Slot& slot) {
    switch (slot.kind) {
      case SlotKind::kFound:
      case SlotKind::kOccurrences:
      case SlotKind::kDistinct:
      case SlotKind::kLength:
      case SlotKind::kWords:
      case SlotKind::kHitQuantifier:
      case SlotKind::kTextHash:
      case SlotKind::kSimilarity:
      case SlotKind::kSignal:
        return slot.subject == kReply;
      case SlotKind::kMemory: {
        const plan::Operator& op = plan_.memory[slot.ref];
        return onReply(op.operand) || onReply(op.second) || onReply(op.key) || onReply(op.read_key);
      }
      default:
        return false;
    }
  }

  const plan::Plan& plan_;
  std::vector<Known> known_;
};

RuleStreaming wholeReply(std::string why) {
  RuleStreaming result;
  result.how = StreamClass::kWholeReply;
  result.why = std::move(why);
  return result;
}

constexpr const char* kConditionSpeaksOfReply = "its condition speaks of the reply";

/// Reads the rules of a plan, and collects what is looked for as replies come.
class Reader {
 public:
  Reader(const plan::Plan& plan, std::set<plan::MatcherId>& matchers)
      : plan_(plan), dependence_(plan), matchers_(matchers) {
    constexpr auto kAt = static_cast<std::size_t>(kReply);
    for (std::size_t i = 0; kAt < plan.scans.size() && i < plan.scans[kAt].size(); ++i) {
      const plan::MatcherId id = plan.scans[kAt][i];
      if (plan.matchers[id].not_personal) own_shapes_.push_back(id);
    }
  }

  RuleStreaming read(const Rule& rule) {
    const bool on_reply = (rule.on >> static_cast<unsigned>(kReply) & 1) != 0;
    if (!on_reply || rule.shadow) return {};
    const bool depends = dependence_.onReply(rule.guard);
    RuleStreaming result = ofKind(rule, depends);
    result.depends = depends;
    return result;
  }

  const std::vector<plan::MatcherId>& ownShapes() const { return own_shapes_; }

 private:
  RuleStreaming ofKind(const Rule& rule, bool depends) {
    switch (rule.kind) {
      case RuleKind::kRedact:
        return depends ? wholeReply(kConditionSpeaksOfReply) : redaction(rule);
      case RuleKind::kBlock:
      case RuleKind::kHold:
      case RuleKind::kRetry:
      case RuleKind::kClarify:
        if (!depends) return atStart();
        return rule.stream_cut ? cut(rule) : wholeReply(kConditionSpeaksOfReply);
      case RuleKind::kDisclose:
        if (rule.placement == Placement::kAfterReply) return {};
        return depends ? wholeReply(kConditionSpeaksOfReply) : atStart();
      case RuleKind::kEscalate:  // what it says comes after the reply
      case RuleKind::kFlag:
        break;
    }
    return {};
  }

  static RuleStreaming atStart() {
    RuleStreaming result;
    result.how = StreamClass::kAtStart;
    return result;
  }

  RuleStreaming redaction(const Rule& rule) {
    RuleStreaming result;
    result.how = StreamClass::kAsItComes;
    for (const plan::Find& find : rule.finds) {
      const auto wait = text::stream::waitOf(plan_.matchers[find.matcher]);
      if (wait.whole_reply) return wholeReply("'" + find.name + "': " + wait.why);
      if (dependence_.onReply(find.where)) {
        return wholeReply("'where' of '" + find.name + "' speaks of the whole reply");
      }
      add(wait, result);
      if (const auto why = addOwnShapes(find.matcher, result)) return wholeReply(*why);
    }
    for (const plan::Find& find : rule.finds) matchers_.insert(find.matcher);
    return result;
  }

  /// A policy's own shapes decide whether what a detector finds counts. Returns why they need the
  /// whole reply, if they do.
  std::optional<std::string> addOwnShapes(plan::MatcherId matcher, RuleStreaming& result) const {
    if (!plan_.matchers[matcher].detector.starts_with("pii.")) return std::nullopt;
    for (const plan::MatcherId shape : own_shapes_) {
      const auto wait = text::stream::waitOf(plan_.matchers[shape]);
      if (wait.whole_reply) return "what is 'not personal': " + wait.why;
      add(wait, result);
    }
    return std::nullopt;
  }

  static void add(const text::stream::Wait& wait, RuleStreaming& result) {
    const bool bounded = result.match_bytes && wait.match_bytes;
    result.match_bytes =
        bounded ? std::optional(std::max(*result.match_bytes, *wait.match_bytes)) : std::nullopt;
    result.look_ahead = std::max(result.look_ahead, wait.look_ahead);
  }

  /// Decided by what is found in the reply as it comes, as far as that can be told then.
  RuleStreaming cut(const Rule& rule) {
    RuleStreaming result;
    result.how = StreamClass::kCut;
    std::set<plan::MatcherId> asked;
    std::set<NodeId> seen;
    dependence_.collectMatchers(rule.guard, asked, seen);
    if (asked.empty())
      result.why = "decided at the end: it asks for nothing that is found on the way";
    for (const plan::MatcherId matcher : asked) {
      const auto wait = text::stream::waitOf(plan_.matchers[matcher]);
      if (wait.whole_reply) {
        result.why = "decided at the end: " + wait.why;
        continue;
      }
      if (const auto why = addOwnShapes(matcher, result)) {
        result.why = "decided at the end: " + *why;
        continue;
      }
      matchers_.insert(matcher);
      add(wait, result);
    }
    return result;
  }

  const plan::Plan& plan_;
  Dependence dependence_;
  std::vector<plan::MatcherId> own_shapes_;  ///< `not personal`, looked for in replies
  std::set<plan::MatcherId>& matchers_;
};

}  // namespace

StreamPlan::StreamPlan(const plan::Plan& plan) {
  std::set<plan::MatcherId> ids;
  Reader reader(plan, ids);
  for (const Rule& rule : plan.rules) rules.push_back(reader.read(rule));
  has_cuts = std::ranges::any_of(
      rules, [](const RuleStreaming& rule) { return rule.how == StreamClass::kCut; });
  // A policy's own shapes decide whether a detector's finding counts.
  if (!ids.empty()) ids.insert(reader.ownShapes().begin(), reader.ownShapes().end());
  std::vector<text::Matcher> matchers;
  for (const plan::MatcherId id : ids) matchers.push_back(plan.matchers[id]);
  const bool makes_tokens = std::ranges::any_of(
      plan.rules, [](const Rule& rule) { return rule.replacement == plan::Replacement::kToken; });
  // What stands within a token is not redacted, so that none is taken apart.
  hold_back.emplace(matchers, makes_tokens ? R"(\[[A-Z0-9_]{1,62}\])" : "");
}

}  // namespace decorum::engine
