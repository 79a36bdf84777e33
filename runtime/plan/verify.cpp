#include "runtime/plan/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "runtime/plan/operations.h"
#include "runtime/text/scanner.h"

namespace decorum::plan {
namespace {

constexpr std::uint8_t kTextKinds = static_cast<std::uint8_t>(EventKind::kReply) + 1;
constexpr std::uint8_t kEventKinds = static_cast<std::uint8_t>(EventKind::kClose) + 1;
/// Bodies are walked once for each quantifier; more than this is no policy that anyone wrote.
constexpr std::size_t kMaxBodyVisits = std::size_t{1} << 26;

/// What a row of a list holds, by column; nothing where hits have no value of one type there.
using Row = std::vector<std::optional<Rep>>;

Rep repOf(FieldType type) {
  switch (type) {
    case FieldType::kBool:
      return Rep::kBool;
    case FieldType::kNumber:
      return Rep::kNumber;
    case FieldType::kText:
      return Rep::kText;
    case FieldType::kList:
      return Rep::kList;
    default:
      return Rep::kInt;
  }
}

Rep repOf(text::ValueType type) {
  switch (type) {
    case text::ValueType::kNumber:
      return Rep::kNumber;
    case text::ValueType::kText:
      return Rep::kText;
    default:
      return Rep::kInt;
  }
}

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

/// The values that hits of a pattern carry: those of its groups.
std::vector<text::ValueField> valuesOf(const text::Matcher& matcher) {
  std::vector<text::ValueField> fields;
  for (const text::Group& group : matcher.groups) {
    constexpr text::ValueType kTypes[] = {text::ValueType::kText, text::ValueType::kInt,
                                          text::ValueType::kNumber};
    fields.push_back({group.name, kTypes[static_cast<std::size_t>(group.type)]});
  }
  return fields;
}

/// Checks one plan. The methods return whether to go on; the first reason is kept.
class Verifier {
 public:
  explicit Verifier(const Plan& plan) : plan_(plan) {}

  std::optional<std::string> run() {
    const bool ok = inputs() && slots() && scans() && nodes() && bodies() && hitSlots() &&
                    conditions() && messages() && rules();
    if (ok) return std::nullopt;
    return reason_;
  }

 private:
  template <class... Args>
  bool refuse(fmt::format_string<Args...> format, Args&&... args) {
    reason_ = fmt::format(format, std::forward<Args>(args)...);
    return false;
  }

  // ---- inputs

  bool inputs() {
    shapes_.resize(plan_.slots.size());
    filled_.resize(plan_.slots.size());
    for (const Record& record : plan_.records) {
      if (!fields(record.fields, SlotKind::kFact, record.name)) return false;
    }
    for (const Tool& tool : plan_.tools) {
      if (!fields(tool.arguments, SlotKind::kArgument, tool.name)) return false;
      if (!fields(tool.results, SlotKind::kResult, tool.name)) return false;
    }
    for (const Signal& signal : plan_.signals) {
      if (static_cast<std::uint8_t>(signal.subject) >= kTextKinds) {
        return refuse("signal '{}': its subject has no text", signal.name);
      }
      if (!fill(signal.slot, SlotKind::kSignal, Rep::kNumber, signal.name)) return false;
    }
    return allHours();
  }

  bool fields(const std::vector<Field>& fields, SlotKind kind, const std::string& owner) {
    for (const Field& field : fields) {
      const std::string name = owner + "." + field.name;
      if (!shape(field.shape, name)) return false;
      if (!fill(field.slot, kind, repOf(field.shape.type), name)) return false;
      if (field.slot != kNone) shapes_[field.slot] = &field.shape;
      if (field.slot != kNone && plan_.slots[field.slot].optional != field.optional) {
        return refuse("'{}' and its slot do not agree on whether it may be missing", name);
      }
    }
    return true;
  }

  bool shape(const FieldShape& shape, const std::string& name) {
    if (shape.type == FieldType::kEnum && shape.members.empty()) {
      return refuse("'{}': an enumeration without members", name);
    }
    if (std::isnan(shape.low) || std::isnan(shape.high) || shape.low > shape.high) {
      return refuse("'{}': no value is in its range", name);
    }
    if ((shape.type == FieldType::kList) == shape.element.empty()) {
      return refuse("'{}': lists, and lists alone, have elements", name);
    }
    for (const Field& part : shape.element) {
      if (part.shape.type == FieldType::kList) return refuse("'{}': a list of lists", name);
      if (part.slot != kNone) return refuse("'{}': an element with a slot of its own", name);
      if (!this->shape(part.shape, name)) return false;
    }
    return true;
  }

  /// `slot`, where there is one, is of this kind and has no other place that fills it.
  bool fill(SlotId slot, SlotKind kind, Rep rep, const std::string& name) {
    if (slot == kNone) return true;
    if (slot >= plan_.slots.size()) return refuse("'{}': slot {} does not exist", name, slot);
    const Slot& to = plan_.slots[slot];
    if (to.kind != kind || to.rep != rep) {
      return refuse("'{}': slot {} holds a {} {}, not a {} {}", name, slot, plan::name(to.kind),
                    plan::name(to.rep), plan::name(kind), plan::name(rep));
    }
    if (filled_[slot]) return refuse("slot {} is filled from two places", slot);
    filled_[slot] = true;
    return true;
  }

  bool allHours() {
    constexpr std::int64_t kDayMs = 86'400'000;
    for (const Hours& hours : plan_.hours) {
      for (const HoursSpan& span : hours.spans) {
        const bool days =
            span.first_day >= 1 && span.first_day <= 7 && span.last_day >= 1 && span.last_day <= 7;
        const bool times = span.from_ms >= 0 && span.to_ms <= kDayMs && span.from_ms < span.to_ms;
        if (!days || !times) return refuse("hours '{}': no such span of a week", hours.name);
      }
    }
    return true;
  }

  // ---- slots

  bool slots() {
    for (SlotId id = 0; id < plan_.slots.size(); ++id) {
      const Slot& slot = plan_.slots[id];
      if (static_cast<std::uint8_t>(slot.subject) >= kEventKinds) {
        return refuse("slot {}: no such subject", id);
      }
      if (!slotRef(id, slot)) return false;
      const std::optional<Rep> rep = repOfKind(slot);
      if (rep && slot.rep != *rep) {
        return refuse("slot {} ({}) holds {}, not {}", id, name(slot.kind), name(slot.rep),
                      name(*rep));
      }
      if (slot.kind <= SlotKind::kResult && !filled_[id]) {
        return refuse("slot {} ({}) is filled from nowhere", id, name(slot.kind));
      }
    }
    return true;
  }

  /// What a slot of this kind holds, where its kind says so.
  std::optional<Rep> repOfKind(const Slot& slot) const {
    switch (slot.kind) {
      case SlotKind::kFact:
      case SlotKind::kSignal:
      case SlotKind::kArgument:
      case SlotKind::kResult:
        return std::nullopt;  // checked where it is filled
      case SlotKind::kFound:
      case SlotKind::kTruncated:
      case SlotKind::kFirstReply:
      case SlotKind::kWithinHours:
        return Rep::kBool;
      case SlotKind::kHitQuantifier:
        return plan_.quantifiers[slot.ref].kind == Quantifier::Kind::kHowMany ? Rep::kInt
                                                                              : Rep::kBool;
      default:
        return Rep::kInt;
    }
  }

  bool slotRef(SlotId id, const Slot& slot) {
    const auto needs = [&](std::size_t size) {
      return slot.ref < size ||
             refuse("slot {} ({}): {} does not exist", id, name(slot.kind), slot.ref);
    };
    switch (slot.kind) {
      case SlotKind::kFound:
      case SlotKind::kOccurrences:
      case SlotKind::kDistinct:
        return needs(plan_.matchers.size()) && scanned(slot.subject, slot.ref);
      case SlotKind::kHitQuantifier: {
        if (!needs(plan_.quantifiers.size())) return false;
        const auto& matchers = plan_.quantifiers[slot.ref].matchers;
        if (matchers.empty()) return refuse("slot {}: a quantifier over no hits", id);
        return std::all_of(matchers.begin(), matchers.end(),
                           [&](MatcherId m) { return scanned(slot.subject, m); });
      }
      case SlotKind::kWithinHours:
        return needs(plan_.hours.size());
      case SlotKind::kLength:
      case SlotKind::kWords:
      case SlotKind::kTruncated:
        return static_cast<std::uint8_t>(slot.subject) < kTextKinds ||
               refuse("slot {}: its subject has no text", id);
      case SlotKind::kCurrentTool:
        return slot.subject == EventKind::kToolCall || slot.subject == EventKind::kToolResult ||
               refuse("slot {}: its subject has no tool", id);
      default:
        return true;
    }
  }

  bool scanned(EventKind subject, MatcherId matcher) {
    const auto at = static_cast<std::size_t>(subject);
    const bool is = at < plan_.scans.size() &&
                    std::binary_search(plan_.scans[at].begin(), plan_.scans[at].end(), matcher);
    return is || refuse("matcher {} is asked about event kind {}, whose text is not scanned for it",
                        matcher, at);
  }

  bool scans() {
    if (plan_.scans.size() > kEventKinds) return refuse("scans of more than all events");
    for (const auto& scan : plan_.scans) {
      for (std::size_t i = 0; i < scan.size(); ++i) {
        if (scan[i] >= plan_.matchers.size()) return refuse("matcher {} does not exist", scan[i]);
        if (i > 0 && scan[i - 1] >= scan[i]) return refuse("a scan is not in ascending order");
      }
    }
    return true;
  }

  // ---- nodes

  bool nodes() {
    if (!sets()) return false;
    for (NodeId id = 0; id < plan_.nodes.size(); ++id) {
      const Node& node = plan_.nodes[id];
      if (static_cast<std::size_t>(node.op) >= kOpCount) return refuse("node {}: no such op", id);
      if (!operands(id, node) || !payload(id, node)) return false;
    }
    return true;
  }

  bool sets() {
    const auto ascending = [](const auto& set) {
      return std::adjacent_find(set.begin(), set.end(), std::not_fn(std::less<>())) == set.end();
    };
    for (const auto& set : plan_.number_sets) {
      const bool real =
          std::none_of(set.begin(), set.end(), [](double n) { return std::isnan(n); });
      if (!real) return refuse("a set with NaN in it");
    }
    const bool all = std::all_of(plan_.int_sets.begin(), plan_.int_sets.end(), ascending) &&
                     std::all_of(plan_.number_sets.begin(), plan_.number_sets.end(), ascending) &&
                     std::all_of(plan_.text_sets.begin(), plan_.text_sets.end(), ascending);
    return all || refuse("a set is not in ascending order");
  }

  std::span<const NodeId> operandsOf(const Node& node) const {
    return {plan_.operands.data() + node.first_operand, node.operand_count};
  }

  bool operands(NodeId id, const Node& node) {
    const OpInfo& op = info(node.op);
    const bool many = op.operands.ends_with('*');
    const std::size_t least = many ? op.operands.size() - 1 : op.operands.size();
    if (node.operand_count < least || (!many && node.operand_count > least)) {
      return refuse("node {} ({}): {} operands", id, op.mnemonic, node.operand_count);
    }
    if (std::uint64_t{node.first_operand} + node.operand_count > plan_.operands.size()) {
      return refuse("node {} ({}): its operands do not exist", id, op.mnemonic);
    }
    bool in_body = isIt(node.op);
    for (std::size_t i = 0; i < node.operand_count; ++i) {
      const NodeId operand = operandsOf(node)[i];
      if (operand >= id) return refuse("node {} ({}): uses node {}", id, op.mnemonic, operand);
      const char letter = op.operands[std::min(i, least - 1)];
      const Rep rep = info(plan_.nodes[operand].op).result;
      if (letter != '?' && rep != repOfLetter(letter)) {
        return refuse("node {} ({}): operand {} is {}, not {}", id, op.mnemonic, i, name(rep),
                      name(repOfLetter(letter)));
      }
      in_body = in_body || plan_.nodes[operand].in_body;
    }
    return node.in_body == in_body ||
           refuse("node {} ({}): whether it depends on an element is wrong", id, op.mnemonic);
  }

  bool payload(NodeId id, const Node& node) {
    const auto below = [&](std::size_t size) {
      return node.payload < size ||
             refuse("node {} ({}): {} does not exist", id, info(node.op).mnemonic, node.payload);
    };
    if (isLoad(node.op)) return below(plan_.slots.size()) && loads(id, node);
    if (isQuantifier(node.op)) return below(plan_.quantifiers.size()) && quantifies(id, node);
    switch (node.op) {
      case Op::kConstBool:
        return below(2);
      case Op::kConstText:
        return below(plan_.strings.size());
      case Op::kMemberInt:
        return below(plan_.int_sets.size());
      case Op::kMemberNumber:
        return below(plan_.number_sets.size());
      case Op::kMemberText:
        return below(plan_.text_sets.size());
      case Op::kSumInt:
        return sums(id, node, Rep::kInt);
      case Op::kSumNumber:
        return sums(id, node, Rep::kNumber);
      case Op::kHasBool:
      case Op::kHasInt:
      case Op::kHasNumber:
      case Op::kHasText:
        return holds(id, node);
      default:
        return true;
    }
  }

  bool loads(NodeId id, const Node& node) {
    const Rep rep = plan_.slots[node.payload].rep;
    return rep == info(node.op).result || refuse("node {} ({}): slot {} is {}", id,
                                                 info(node.op).mnemonic, node.payload, name(rep));
  }

  /// The rows of the list that a node is over: its first operand, which can only be a load.
  Row rowOf(const Node& node) const {
    const Node& load = plan_.nodes[operandsOf(node)[0]];
    Row row;
    for (const Field& field : shapes_[load.payload]->element) {
      row.push_back(repOf(field.shape.type));
    }
    return row;
  }

  bool sums(NodeId id, const Node& node, Rep rep) {
    const Row row = rowOf(node);
    return (node.payload < row.size() && row[node.payload] == rep) ||
           refuse("node {} ({}): elements have no such field", id, info(node.op).mnemonic);
  }

  bool holds(NodeId id, const Node& node) {
    const Row row = rowOf(node);
    return (row.size() == 1 && row[0] == repOfLetter(info(node.op).operands[1])) ||
           refuse("node {} ({}): not a list of such values", id, info(node.op).mnemonic);
  }

  // ---- bodies: what `it` may read

  bool quantifies(NodeId id, const Node& node) {
    const Quantifier& quantifier = plan_.quantifiers[node.payload];
    const auto kind =
        static_cast<Op>(static_cast<unsigned>(Op::kAny) + static_cast<unsigned>(quantifier.kind));
    if (node.op != kind || !quantifier.matchers.empty()) {
      return refuse("node {} ({}): quantifier {} is another", id, info(node.op).mnemonic,
                    node.payload);
    }
    if (quantifier.body >= id) {
      return refuse("node {} ({}): stands before its body", id, info(node.op).mnemonic);
    }
    return body(quantifier.body, rowOf(node), fmt::format("node {}", id));
  }

  bool bodies() {
    for (std::size_t i = 0; i < plan_.quantifiers.size(); ++i) {
      const Quantifier& quantifier = plan_.quantifiers[i];
      if (quantifier.body >= plan_.nodes.size() ||
          info(plan_.nodes[quantifier.body].op).result != Rep::kBool) {
        return refuse("quantifier {}: its body is no condition", i);
      }
      for (const MatcherId matcher : quantifier.matchers) {
        if (matcher >= plan_.matchers.size()) {
          return refuse("quantifier {}: matcher {} does not exist", i, matcher);
        }
      }
      const bool over_hits = !quantifier.matchers.empty();
      if (over_hits &&
          !body(quantifier.body, rowOfHits(quantifier.matchers), fmt::format("quantifier {}", i))) {
        return false;
      }
    }
    return true;
  }

  /// Hits have the values of all matchers up to the longest; where types differ there is none.
  Row rowOfHits(const std::vector<MatcherId>& matchers) const {
    Row row;
    std::vector<bool> differs;
    for (const MatcherId matcher : matchers) {
      const auto values = valuesOf(plan_.matchers[matcher]);
      row.resize(std::max(row.size(), values.size()));
      differs.resize(row.size());
      for (std::size_t i = 0; i < values.size(); ++i) {
        const Rep rep = repOf(values[i].type);
        differs[i] = differs[i] || (row[i] && *row[i] != rep);
        row[i] = rep;
      }
    }
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (differs[i]) row[i] = std::nullopt;
    }
    row.push_back(Rep::kText);    // kItMatchedText
    row.push_back(Rep::kNumber);  // kItScore
    return row;
  }

  bool body(NodeId root, const Row& row, const std::string& owner) {
    if (info(plan_.nodes[root].op).result != Rep::kBool) {
      return refuse("{}: its body is no condition", owner);
    }
    std::vector<NodeId> pending = {root};
    visited_.resize(plan_.nodes.size());
    ++visit_;
    while (!pending.empty()) {
      const NodeId id = pending.back();
      pending.pop_back();
      const Node& node = plan_.nodes[id];
      if (!node.in_body || std::exchange(visited_[id], visit_) == visit_) continue;
      if (++body_visits_ > kMaxBodyVisits) return refuse("the bodies of quantifiers are too large");
      if (isIt(node.op) && !itReads(node, row)) {
        return refuse("{}: node {} ({}) reads field {} of elements that have none of that kind",
                      owner, id, info(node.op).mnemonic, node.payload);
      }
      for (const NodeId operand : operandsOf(node)) pending.push_back(operand);
    }
    return true;
  }

  bool itReads(const Node& node, const Row& row) const {
    const Rep rep = info(node.op).result;
    if (node.payload == kItMatchedText) return hasHits(row) && rep == Rep::kText;
    if (node.payload == kItScore) return hasHits(row) && rep == Rep::kNumber;
    return node.payload < row.size() && row[node.payload] == rep;
  }
  /// Rows of lists that end in a text and a number would do as well: the columns are there.
  static bool hasHits(const Row& row) {
    return row.size() >= 2 && row[row.size() - 2] == Rep::kText && row.back() == Rep::kNumber;
  }

  /// A slot over hits may stand on others before it, so that they can be filled in their order.
  bool hitSlots() {
    for (SlotId id = 0; id < plan_.slots.size(); ++id) {
      if (plan_.slots[id].kind != SlotKind::kHitQuantifier) continue;
      std::vector<NodeId> pending = {plan_.quantifiers[plan_.slots[id].ref].body};
      ++visit_;
      visited_.resize(plan_.nodes.size());
      while (!pending.empty()) {
        const NodeId at = pending.back();
        pending.pop_back();
        if (std::exchange(visited_[at], visit_) == visit_) continue;
        if (++body_visits_ > kMaxBodyVisits)
          return refuse("the bodies of quantifiers are too large");
        const Node& node = plan_.nodes[at];
        const bool later = isLoad(node.op) && node.payload >= id &&
                           plan_.slots[node.payload].kind == SlotKind::kHitQuantifier;
        if (later)
          return refuse("slot {} stands on slot {}, which is filled later", id, node.payload);
        for (const NodeId operand : operandsOf(node)) pending.push_back(operand);
        if (isQuantifier(node.op)) pending.push_back(plan_.quantifiers[node.payload].body);
      }
    }
    return true;
  }

  // ---- conditions, messages

  bool isGuard(NodeId node) const {
    return node < plan_.nodes.size() && !plan_.nodes[node].in_body &&
           info(plan_.nodes[node].op).result == Rep::kBool;
  }

  bool conditions() {
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

  bool source(SourceId source) {
    return source == kNone || source < plan_.sources.size() ||
           refuse("source {} does not exist", source);
  }

  bool messages() {
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

  // ---- rules

  bool rules() {
    if (plan_.rules.size() > kMaxRules) return refuse("{} rules", plan_.rules.size());
    for (std::size_t i = 0; i < plan_.rules.size(); ++i) {
      const Rule& rule = plan_.rules[i];
      if (i > 0 && plan_.rules[i - 1].name >= rule.name) {
        return refuse("rule '{}' is not in the order of names", rule.name);
      }
      if (rule.on >> kEventKinds != 0) return refuse("rule '{}': no such event", rule.name);
      if (!guard(rule) || !source(rule.source) || !allMessages(rule) || !finds(rule)) return false;
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

  bool guard(const Rule& rule) {
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

  bool allMessages(const Rule& rule) {
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

  bool finds(const Rule& rule) {
    for (const Find& find : rule.finds) {
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

  const Plan& plan_;
  std::string reason_;
  std::vector<const FieldShape*> shapes_;  ///< by slot, of those filled through fields
  std::vector<bool> filled_;               ///< by slot
  std::vector<std::uint32_t> visited_;     ///< by node: the latest visit
  std::uint32_t visit_ = 0;
  std::size_t body_visits_ = 0;
  std::vector<bool> has_parent_;  ///< by condition
};

}  // namespace

std::optional<std::string> verify(const Plan& plan) { return Verifier(plan).run(); }

}  // namespace decorum::plan
