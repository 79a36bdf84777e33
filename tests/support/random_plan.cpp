#include "tests/support/random_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "runtime/eval/operations.h"
#include "runtime/plan/operations.h"

namespace decorum::test {
namespace {

using eval::State;
using eval::Value;
using plan::FieldType;
using plan::kNone;
using plan::NodeId;
using plan::Op;
using plan::Quantifier;
using plan::Rep;
using plan::SlotId;
using plan::SlotKind;

const std::vector<std::int64_t> kInts = {0,
                                         1,
                                         -1,
                                         2,
                                         3,
                                         5,
                                         10,
                                         63,
                                         64,
                                         -7,
                                         1LL << 31,
                                         1LL << 53,
                                         (1LL << 53) + 1,
                                         std::numeric_limits<std::int64_t>::max(),
                                         std::numeric_limits<std::int64_t>::min(),
                                         std::numeric_limits<std::int64_t>::min() + 1};
const std::vector<double> kNumbers = {0.0,
                                      -0.0,
                                      1.0,
                                      -1.0,
                                      0.5,
                                      2.0,
                                      3.0,
                                      10.0,
                                      1e308,
                                      -1e308,
                                      9007199254740993.0,
                                      std::numeric_limits<double>::denorm_min(),
                                      std::numeric_limits<double>::infinity(),
                                      -std::numeric_limits<double>::infinity(),
                                      std::numeric_limits<double>::quiet_NaN()};
const std::vector<std::string> kTexts = {
    "",
    "a",
    "b",
    "ab",
    "ba",
    "abc",
    "aab",
    "bc",
    "\xC3\xA9",
    std::string("a\0b", 3),
    "a text that is longer than what a string keeps in itself"};

std::int64_t randomInt(Random& random) {
  return random.percent(80) ? random.of(kInts) : static_cast<std::int64_t>(random.below(5));
}

template <class T>
std::vector<T> randomSet(const std::vector<T>& domain, Random& random) {
  std::set<T> set;
  for (std::size_t i = random.below(6); i-- > 0;) {
    const T& member = random.of(domain);
    if (member == member) set.insert(member);
  }
  return {set.begin(), set.end()};
}

Value randomValue(Rep rep, Random& random, eval::ListValue* texts_of,
                  std::deque<std::string>* own) {
  switch (rep) {
    case Rep::kBool:
      return eval::ofBool(random.percent(50));
    case Rep::kNumber:
      return eval::ofNumber(random.of(kNumbers));
    case Rep::kText: {
      auto& texts = texts_of ? texts_of->texts : *own;
      texts.push_back(random.of(kTexts));
      return eval::ofText(&texts.back());
    }
    default:
      return eval::ofInt(randomInt(random));
  }
}

/// What `it` is in some bodies, and the nodes that are about it.
struct Rows {
  std::vector<Rep> columns;
  SlotId list = kNone;                       ///< kNone: rows are hits
  std::map<Rep, std::vector<NodeId>> nodes;  ///< that depend on `it`
};

class Maker {
 public:
  Maker(Random& random, PlanSize size) : random_(random), size_(size) {}

  plan::Plan run() {
    slots();
    sets();
    for (const Rep rep : {Rep::kBool, Rep::kInt, Rep::kNumber, Rep::kText}) constant(rep);
    hits();
    for (SlotId slot = 0; slot < b_.plan.slots.size(); ++slot) {
      plain_[b_.plan.slots[slot].rep].push_back(consed(loadOp(slot), {}, slot));
    }
    while (b_.plan.nodes.size() < size_.nodes) grow(random_.percent(30) ? &randomRows() : nullptr);
    for (std::size_t i = 0; i < size_.rules; ++i) rule();
    return std::move(b_.plan);
  }

 private:
  // ---- inputs

  void slots() {
    const FieldType types[] = {FieldType::kBool, FieldType::kInt,  FieldType::kNumber,
                               FieldType::kText, FieldType::kEnum, FieldType::kTime};
    for (int i = 0; i < 2; ++i) {
      for (const FieldType type : types) {
        b_.fact("f" + std::to_string(b_.plan.slots.size()), type, random_.percent(50));
      }
    }
    for (const FieldType type :
         {FieldType::kBool, FieldType::kInt, FieldType::kNumber, FieldType::kText}) {
      list({type});
    }
    list({FieldType::kInt, FieldType::kText, FieldType::kBool, FieldType::kNumber});
    list({FieldType::kInt, FieldType::kInt});
    text::Matcher pattern;
    pattern.kind = text::MatcherKind::kPattern;
    pattern.pattern = "(?<amount>[0-9]+)";
    pattern.groups = {{"amount", text::GroupType::kInt}};
    b_.plan.matchers.push_back(pattern);
    b_.plan.scans[0] = {0};
    b_.plan.hours.push_back({"h", "", {{1, 7, 0, 1}}, {}});
    const std::tuple<SlotKind, Rep, EventKind, std::uint32_t> others[] = {
        {SlotKind::kFound, Rep::kBool, EventKind::kUser, 0},
        {SlotKind::kOccurrences, Rep::kInt, EventKind::kUser, 0},
        {SlotKind::kLength, Rep::kInt, EventKind::kReply, kNone},
        {SlotKind::kTruncated, Rep::kBool, EventKind::kUser, kNone},
        {SlotKind::kCurrentTool, Rep::kInt, EventKind::kToolCall, kNone},
        {SlotKind::kNow, Rep::kInt, EventKind::kUser, kNone},
        {SlotKind::kWithinHours, Rep::kBool, EventKind::kUser, 0}};
    for (const auto& [kind, rep, subject, ref] : others) {
      b_.plan.slots.push_back({kind, rep, subject, ref, false, plan::name(kind)});
    }
  }

  void list(const std::vector<FieldType>& element) {
    Rows rows;
    rows.list = b_.list("l" + std::to_string(b_.plan.slots.size()), element, random_.percent(30));
    constexpr std::array kReps = {Rep::kBool, Rep::kInt, Rep::kNumber, Rep::kText};
    for (const FieldType type : element) rows.columns.push_back(kReps[static_cast<int>(type)]);
    rows_.push_back(std::move(rows));
  }

  void sets() {
    for (int i = 0; i < 4; ++i) {
      b_.plan.int_sets.push_back(randomSet(kInts, random_));
      b_.plan.number_sets.push_back(randomSet(kNumbers, random_));
      b_.plan.text_sets.push_back(randomSet(kTexts, random_));
    }
    b_.plan.int_sets.push_back({0, 1, 2, 63});  // small enough to be held in bits
  }

  /// A slot that asks about hits, so that loads of one are there too.
  void hits() {
    Rows rows;
    rows.columns = {Rep::kInt, Rep::kText, Rep::kNumber};
    const NodeId amount = it(rows, 0);
    const NodeId body = node(Op::kLtInt, {constant(Rep::kInt), amount}, 0, &rows);
    b_.plan.quantifiers.push_back({Quantifier::Kind::kAny, body, {0}});
    b_.plan.slots.push_back(
        {SlotKind::kHitQuantifier, Rep::kBool, EventKind::kUser, 0, false, "any hit"});
  }

  // ---- nodes

  /// Equal nodes are one, most of the time: as lowering does, and with what sharing brings.
  NodeId consed(Op op, const std::vector<NodeId>& operands, std::uint64_t payload) {
    const auto key = std::tuple(op, operands, payload);
    const auto found = known_.find(key);
    if (found != known_.end() && random_.percent(90)) return found->second;
    const NodeId id = b_.node(op, operands, payload);
    weights_.push_back(1);
    for (const NodeId operand : operands) weights_[id] += weights_[operand];
    known_[key] = id;
    return id;
  }

  NodeId node(Op op, const std::vector<NodeId>& operands, std::uint64_t payload, Rows* rows) {
    const NodeId id = consed(op, operands, payload);
    auto& pool = b_.plan.nodes[id].in_body ? rows->nodes : plain_;
    pool[plan::info(op).result].push_back(id);
    return id;
  }

  Op loadOp(SlotId slot) const {
    return static_cast<Op>(static_cast<int>(Op::kLoadBool) +
                           static_cast<int>(b_.plan.slots[slot].rep));
  }

  NodeId constant(Rep rep) {
    switch (rep) {
      case Rep::kBool:
        return node(Op::kConstBool, {}, random_.below(2), nullptr);
      case Rep::kNumber:
        return node(Op::kConstNumber, {}, std::bit_cast<std::uint64_t>(random_.of(kNumbers)),
                    nullptr);
      case Rep::kText:
        b_.plan.strings.push_back(random_.of(kTexts));
        return node(Op::kConstText, {}, b_.plan.strings.size() - 1, nullptr);
      default:
        return node(Op::kConstInt, {}, static_cast<std::uint64_t>(randomInt(random_)), nullptr);
    }
  }

  NodeId it(Rows& rows, std::size_t column) {
    const Op op =
        static_cast<Op>(static_cast<int>(Op::kItBool) + static_cast<int>(rows.columns[column]));
    return node(op, {}, column, &rows);
  }

  Rows& randomRows() { return rows_[random_.below(rows_.size())]; }

  /// An operand of this kind: mostly a recent one, now and then a constant.
  NodeId operand(Rep rep, Rows* rows) {
    if (rep != Rep::kList && random_.percent(15)) return constant(rep);
    if (rows && random_.percent(60)) {
      const auto found = rows->nodes.find(rep);
      if (found != rows->nodes.end()) return recent(found->second);
    }
    return recent(plain_[rep]);
  }
  NodeId recent(const std::vector<NodeId>& pool) {
    const std::size_t back = random_.percent(50)
                                 ? random_.below(std::min<std::size_t>(8, pool.size()))
                                 : random_.below(pool.size());
    return pool[pool.size() - 1 - back];
  }

  /// Adds one operation; in a body where there are rows.
  void grow(Rows* rows) {
    if (rows && random_.percent(40)) {
      it(*rows, random_.below(rows->columns.size()));
      return;
    }
    if (rows && random_.percent(30)) return quantifier(*rows);
    const Op op =
        static_cast<Op>(random_.between(static_cast<std::size_t>(Op::kKnown), plan::kOpCount - 1));
    if (plan::isQuantifier(op)) return;
    if (op >= Op::kHasBool && op != Op::kHashText) return overList(op);
    const std::string_view letters = plan::info(op).operands;
    const bool many = letters.ends_with('*');
    const std::size_t count = many ? random_.between(1, 5) : letters.size();
    std::vector<NodeId> operands;
    std::size_t weight = 1;
    for (std::size_t i = 0; i < count; ++i) {
      const char letter = letters[std::min(i, letters.size() - (many ? 2 : 1))];
      operands.push_back(operand(letter == '?' ? anyRep() : plan::repOfLetter(letter), rows));
      weight += weights_[operands.back()];
    }
    if (weight > kMaxWeight) return;
    node(op, operands, payloadOf(op), rows);
  }

  Rep anyRep() { return static_cast<Rep>(random_.below(5)); }

  std::uint64_t payloadOf(Op op) {
    switch (op) {
      case Op::kMemberInt:
        return random_.below(b_.plan.int_sets.size());
      case Op::kMemberNumber:
        return random_.below(b_.plan.number_sets.size());
      case Op::kMemberText:
        return random_.below(b_.plan.text_sets.size());
      default:
        return 0;
    }
  }

  void overList(Op op) {
    const Rows& rows = randomRows();
    const NodeId list = consed(Op::kLoadList, {}, rows.list);
    const std::string_view letters = plan::info(op).operands;
    if (letters.size() == 2) {  // has
      const Rep rep = plan::repOfLetter(letters[1]);
      if (rows.columns != std::vector{rep}) return;
      node(op, {list, operand(rep, nullptr)}, 0, nullptr);
      return;
    }
    if (op == Op::kSize) {
      node(op, {list}, 0, nullptr);
      return;
    }
    const std::size_t field = random_.below(rows.columns.size());
    if (rows.columns[field] == plan::info(op).result) node(op, {list}, field, nullptr);
  }

  /// Over a body that is about its row, most of the time.
  void quantifier(Rows& rows) {
    const auto found = rows.nodes.find(Rep::kBool);
    const bool about_it = found != rows.nodes.end() && random_.percent(90);
    const NodeId body = about_it ? recent(found->second) : recent(plain_[Rep::kBool]);
    if (weights_[body] > kMaxWeight / 8) return;
    const NodeId list = consed(Op::kLoadList, {}, rows.list);
    const auto kind = static_cast<Quantifier::Kind>(random_.below(3));
    const NodeId id = b_.quantifier(kind, list, body);
    weights_.push_back(8 * weights_[body]);
    plain_[plan::info(b_.plan.nodes[id].op).result].push_back(id);
  }

  void rule() {
    const std::uint32_t rule = b_.rule(recent(plain_[Rep::kBool]));
    b_.plan.rules[rule].on = static_cast<std::uint8_t>(random_.below(1 << 7));
    if (random_.percent(3)) {
      b_.plan.rules[rule].guard = kNone;
      b_.plan.rules[rule].condition = kNone;
    }
  }

  static constexpr std::size_t kMaxWeight = 4'000;  ///< for those who evaluate without memory

  Random& random_;
  PlanSize size_;
  PlanBuilder b_;
  std::map<Rep, std::vector<NodeId>> plain_;
  std::vector<Rows> rows_;
  std::map<std::tuple<Op, std::vector<NodeId>, std::uint64_t>, NodeId> known_;
  std::vector<std::size_t> weights_;  ///< by node: steps without memory
};

Value disturbed(Value value, unsigned percent, Random& random) {
  if (!random.percent(percent)) return value;
  value.state = random.percent(50) ? State::kMissing : State::kFault;
  return value;
}

}  // namespace

PlanSize randomSize(Random& random) {
  PlanSize size;
  size.nodes = random.between(30, 110);
  size.rules = random.between(1, 10);
  if (random.percent(3)) size.rules = random.between(60, 140);
  return size;
}

plan::Plan randomPlan(Random& random, PlanSize size) { return Maker(random, size).run(); }

RecordBuilder randomRecord(const plan::Plan& plan, Random& random) {
  RecordBuilder record(plan);
  for (SlotId slot = 0; slot < plan.slots.size(); ++slot) {
    const plan::Slot& is = plan.slots[slot];
    if (random.percent(6)) continue;  // stays at fault
    if (random.percent(is.optional ? 25 : 1)) {
      record.set(slot, {{.integer = 0}, State::kMissing});
    } else if (is.rep == Rep::kText) {
      record.text(slot, random.of(kTexts));
    } else if (is.rep != Rep::kList) {
      record.set(slot, randomValue(is.rep, random, nullptr, nullptr));
    } else {
      const auto& fields = plan.records[0].fields;
      const auto& element = std::find_if(fields.begin(), fields.end(), [&](auto& field) {
                              return field.slot == slot;
                            })->shape.element;
      eval::ListValue& list = record.list(slot, static_cast<std::uint32_t>(element.size()));
      const std::size_t rows = random.percent(2) ? 256 : random.below(5);
      for (std::size_t i = 0; i < rows * element.size(); ++i) {
        constexpr std::array kReps = {Rep::kBool, Rep::kInt, Rep::kNumber, Rep::kText};
        const auto type = static_cast<std::size_t>(element[i % element.size()].shape.type);
        push(list, disturbed(randomValue(kReps[type], random, &list, nullptr), 8, random));
      }
    }
  }
  return record;
}

}  // namespace decorum::test
