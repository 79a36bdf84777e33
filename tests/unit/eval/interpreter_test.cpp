#include "runtime/eval/interpreter.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "runtime/eval/operations.h"
#include "tests/support/plan_builder.h"

namespace decorum::eval {
namespace {

using plan::FieldType;
using plan::NodeId;
using plan::Op;
using plan::Quantifier;
using plan::SlotId;
using test::PlanBuilder;
using test::push;
using test::RecordBuilder;

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
const double kNaN = std::nan("");

Value missing() { return {{.integer = 0}, State::kMissing}; }

/// "true", "false", an integer, or the state.
std::string show(const Value& value) {
  if (value.state == State::kFault) return "fault";
  if (value.state == State::kMissing) return "missing";
  return std::to_string(value.cell.integer);
}

/// The value of `op` over bool, int or number inputs with these values.
Value applied(Op op, FieldType type, const std::vector<Value>& inputs) {
  PlanBuilder b;
  std::vector<NodeId> operands;
  std::vector<SlotId> slots;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    slots.push_back(b.fact("x" + std::to_string(i), type, true));
    operands.push_back(b.load(slots.back()));
  }
  const NodeId node = b.node(op, operands);
  RecordBuilder record(b.plan);
  for (std::size_t i = 0; i < inputs.size(); ++i) record.set(slots[i], inputs[i]);
  Scratch scratch;
  return Interpreter(b.plan).value(node, record.view(), {}, scratch);
}

TEST_CASE("and, or and count.true over every pair of states") {
  const std::vector<Value> all = {ofBool(false), ofBool(true), missing(), fault()};
  const char* const kAnd[4][4] = {{"0", "0", "0", "0"},
                                  {"0", "1", "fault", "fault"},
                                  {"0", "fault", "fault", "fault"},
                                  {"0", "fault", "fault", "fault"}};
  const char* const kOr[4][4] = {{"0", "1", "fault", "fault"},
                                 {"1", "1", "1", "1"},
                                 {"fault", "1", "fault", "fault"},
                                 {"fault", "1", "fault", "fault"}};
  const char* const kCount[4][4] = {{"0", "1", "fault", "fault"},
                                    {"1", "2", "fault", "fault"},
                                    {"fault", "fault", "fault", "fault"},
                                    {"fault", "fault", "fault", "fault"}};
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      INFO(show(all[i]) << " with " << show(all[j]));
      CHECK(show(applied(Op::kAnd, FieldType::kBool, {all[i], all[j]})) == kAnd[i][j]);
      CHECK(show(applied(Op::kOr, FieldType::kBool, {all[i], all[j]})) == kOr[i][j]);
      CHECK(show(applied(Op::kCountTrue, FieldType::kBool, {all[i], all[j]})) == kCount[i][j]);
    }
  }
}

TEST_CASE("missing is known only to known and default") {
  const auto one = ofInt(1);
  CHECK(show(applied(Op::kKnown, FieldType::kInt, {one})) == "1");
  CHECK(show(applied(Op::kKnown, FieldType::kInt, {missing()})) == "0");
  CHECK(show(applied(Op::kKnown, FieldType::kInt, {fault()})) == "fault");
  CHECK(show(applied(Op::kDefaultInt, FieldType::kInt, {ofInt(7), one})) == "7");
  CHECK(show(applied(Op::kDefaultInt, FieldType::kInt, {missing(), one})) == "1");
  CHECK(show(applied(Op::kDefaultInt, FieldType::kInt, {fault(), one})) == "fault");
  CHECK(show(applied(Op::kDefaultInt, FieldType::kInt, {missing(), missing()})) == "missing");
  CHECK(show(applied(Op::kDefaultInt, FieldType::kInt, {ofInt(7), fault()})) == "7");
  CHECK(show(applied(Op::kEqInt, FieldType::kInt, {missing(), one})) == "fault");
  CHECK(show(applied(Op::kNot, FieldType::kBool, {missing()})) == "fault");
}

TEST_CASE("integers that overflow are faults") {
  const auto of = [](Op op, std::int64_t a, std::int64_t b) {
    return show(applied(op, FieldType::kInt, {ofInt(a), ofInt(b)}));
  };
  CHECK(of(Op::kAddInt, 2, 3) == "5");
  CHECK(of(Op::kAddInt, kMax, 1) == "fault");
  CHECK(of(Op::kAddInt, kMin, -1) == "fault");
  CHECK(of(Op::kSubInt, kMin, 1) == "fault");
  CHECK(of(Op::kSubInt, -1, kMax) == std::to_string(kMin));
  CHECK(of(Op::kMulInt, kMin, -1) == "fault");
  CHECK(of(Op::kMulInt, 1LL << 32, 1LL << 31) == "fault");
  CHECK(of(Op::kMulInt, -3, 5) == "-15");
  CHECK(show(applied(Op::kNegInt, FieldType::kInt, {ofInt(kMin)})) == "fault");
  CHECK(show(applied(Op::kNegInt, FieldType::kInt, {ofInt(kMax)})) == std::to_string(-kMax));
}

TEST_CASE("no comparison with NaN holds") {
  for (const Op op : {Op::kEqNumber, Op::kNeNumber, Op::kLtNumber, Op::kLeNumber}) {
    INFO(plan::info(op).mnemonic);
    const auto of = [op](double a, double b) {
      return show(applied(op, FieldType::kNumber, {ofNumber(a), ofNumber(b)}));
    };
    CHECK(of(kNaN, 1) == "0");
    CHECK(of(1, kNaN) == "0");
    CHECK(of(kNaN, kNaN) == "0");
  }
  const auto number = [](Op op, double a, double b) {
    return applied(op, FieldType::kNumber, {ofNumber(a), ofNumber(b)}).cell;
  };
  CHECK(number(Op::kNeNumber, 1, 2).integer == 1);
  CHECK(number(Op::kEqNumber, 0.0, -0.0).integer == 1);
  CHECK(std::isinf(number(Op::kDivNumber, 1, 0).number));
  CHECK(std::isnan(number(Op::kDivNumber, 0, 0).number));
}

TEST_CASE("texts are compared by bytes, sets by binary search") {
  PlanBuilder b;
  const SlotId slot = b.fact("t", FieldType::kText);
  const NodeId t = b.load(slot);
  b.plan.text_sets.push_back({"", "b", "bc", "\xC3\xA9"});
  b.plan.number_sets.push_back({-1.5, 0, 2});
  const NodeId starts = b.node(Op::kStartsWith, {t, b.text("ab")});
  const NodeId ends = b.node(Op::kEndsWith, {t, b.text("bc")});
  const NodeId contains = b.node(Op::kContainsText, {t, b.text("")});
  const NodeId member = b.node(Op::kMemberText, {t}, 0);
  const NodeId nan = b.node(Op::kMemberNumber, {b.number(kNaN)}, 0);
  const NodeId zero = b.node(Op::kMemberNumber, {b.number(-0.0)}, 0);
  const Interpreter interpreter(b.plan);
  Scratch scratch;
  const auto of = [&](NodeId node, const char* text) {
    RecordBuilder record(b.plan);
    record.text(slot, text);
    return interpreter.value(node, record.view(), {}, scratch).isTrue();
  };
  CHECK(of(starts, "abc"));
  CHECK_FALSE(of(starts, "a"));
  CHECK(of(ends, "abc"));
  CHECK_FALSE(of(ends, "bcd"));
  CHECK(of(contains, ""));
  CHECK(of(member, ""));
  CHECK(of(member, "\xC3\xA9"));
  CHECK_FALSE(of(member, "c"));
  CHECK_FALSE(of(nan, ""));
  CHECK(of(zero, ""));
}

TEST_CASE("a list is searched, sized and summed") {
  PlanBuilder b;
  const SlotId slot = b.list("l", {FieldType::kInt});
  const NodeId l = b.load(slot);
  const NodeId has = b.node(Op::kHasInt, {l, b.integer(5)});
  const NodeId size = b.node(Op::kSize, {l});
  const NodeId sum = b.node(Op::kSumInt, {l}, 0);
  const Interpreter interpreter(b.plan);
  Scratch scratch;
  const auto of = [&](NodeId node, const std::vector<Value>& values) {
    RecordBuilder record(b.plan);
    ListValue& list = record.list(slot, 1);
    for (const Value& value : values) push(list, value);
    return show(interpreter.value(node, record.view(), {}, scratch));
  };
  CHECK(of(has, {}) == "0");
  CHECK(of(has, {ofInt(4), ofInt(5)}) == "1");
  CHECK(of(has, {fault(), ofInt(5)}) == "1");
  CHECK(of(has, {missing(), ofInt(4)}) == "fault");
  CHECK(of(size, {}) == "0");
  CHECK(of(size, {fault(), ofInt(5)}) == "2");
  CHECK(of(sum, {}) == "0");
  CHECK(of(sum, {ofInt(4), ofInt(5)}) == "9");
  CHECK(of(sum, {ofInt(kMax), ofInt(1)}) == "fault");
  CHECK(of(sum, {ofInt(4), missing()}) == "fault");
}

TEST_CASE("quantifiers are and, or and a count over the elements") {
  PlanBuilder b;
  const SlotId slot = b.list("l", {FieldType::kInt, FieldType::kBool});
  const SlotId bar = b.fact("bar", FieldType::kInt);
  const NodeId l = b.load(slot);
  const NodeId over = b.node(Op::kLtInt, {b.load(bar), b.node(Op::kItInt, {}, 0)});
  const NodeId any = b.quantifier(Quantifier::Kind::kAny, l, over);
  const NodeId every = b.quantifier(Quantifier::Kind::kEvery, l, over);
  const NodeId many = b.quantifier(Quantifier::Kind::kHowMany, l, over);
  const Interpreter interpreter(b.plan);
  Scratch scratch;
  const auto of = [&](NodeId node, const std::vector<Value>& values) {
    RecordBuilder record(b.plan);
    record.set(bar, ofInt(10));
    ListValue& list = record.list(slot, 2);
    for (const Value& value : values) {
      push(list, value);
      push(list, ofBool(true));
    }
    return show(interpreter.value(node, record.view(), {}, scratch));
  };
  CHECK(of(any, {}) == "0");
  CHECK(of(every, {}) == "1");
  CHECK(of(many, {}) == "0");
  CHECK(of(any, {ofInt(1), ofInt(11)}) == "1");
  CHECK(of(every, {ofInt(1), ofInt(11)}) == "0");
  CHECK(of(many, {ofInt(12), ofInt(11), ofInt(10)}) == "2");
  CHECK(of(any, {fault(), ofInt(11)}) == "1");
  CHECK(of(any, {fault(), ofInt(1)}) == "fault");
  CHECK(of(every, {fault(), ofInt(1)}) == "0");
  CHECK(of(every, {ofInt(11), missing()}) == "fault");
  CHECK(of(many, {ofInt(11), missing()}) == "fault");
}

TEST_CASE("equal nodes serve the it of a hit and the it of a list beside it") {
  PlanBuilder b;
  const SlotId slot = b.list("l", {FieldType::kInt});
  const NodeId big = b.node(Op::kLtInt, {b.integer(10), b.node(Op::kItInt, {}, 0)});
  const NodeId any = b.quantifier(Quantifier::Kind::kAny, b.load(slot), big);
  const NodeId both_orders[] = {b.node(Op::kAnd, {big, any}), b.node(Op::kAnd, {any, big})};
  const NodeId score =
      b.node(Op::kLtNumber, {b.number(0.5), b.node(Op::kItNumber, {}, plan::kItScore)});
  const Interpreter interpreter(b.plan);
  RecordBuilder record(b.plan);
  ListValue& list = record.list(slot, 1);
  push(list, ofInt(20));
  push(list, ofInt(1));  // the last element leaves false behind

  ListValue hits;
  hits.width = 3;
  hits.texts = {"ten"};
  for (const Value& value : {ofInt(11), ofText(&hits.texts[0]), ofNumber(0.7)}) push(hits, value);
  Scratch scratch;
  for (const NodeId node : both_orders) {
    CHECK(interpreter.value(node, record.view(), element(hits, 0), scratch).isTrue());
  }
  CHECK(interpreter.value(score, record.view(), element(hits, 0), scratch).isTrue());

  b.plan.quantifiers.push_back({Quantifier::Kind::kHowMany, both_orders[0], {}});
  const Interpreter over_hits(b.plan);
  CHECK(show(over_hits.quantify(1, hits, record.view(), scratch)) == "1");
}

TEST_CASE("rules of other phases have no bits, rules without a guard always fire") {
  PlanBuilder b;
  const SlotId slot = b.fact("x", FieldType::kBool);
  for (int i = 0; i < 70; ++i) b.rule(b.load(slot));
  b.plan.rules[1].on = 1 << static_cast<int>(EventKind::kReply);
  b.plan.rules[69].guard = plan::kNone;
  const Interpreter interpreter(b.plan);
  RecordBuilder record(b.plan);
  Scratch scratch;
  RuleBits fired = {~0ULL};
  RuleBits undecided;
  interpreter.evaluate(EventKind::kUser, record.view(), scratch, fired, undecided);
  CHECK(fired == RuleBits{0, 1ULL << 5});
  CHECK(undecided == RuleBits{~2ULL, (1ULL << 5) - 1});
  record.set(slot, ofBool(true));
  interpreter.evaluate(EventKind::kReply, record.view(), scratch, fired, undecided);
  CHECK(fired == RuleBits{2, 0});
  CHECK(undecided == RuleBits{0, 0});
}

TEST_CASE("a chain as deep as a plan may be needs no stack") {
  PlanBuilder b;
  NodeId node = b.load(b.fact("x", FieldType::kBool));
  for (int i = 0; i < 200'001; ++i) node = b.node(Op::kNot, {node});
  const Interpreter interpreter(b.plan);
  RecordBuilder record(b.plan);
  record.set(0, ofBool(false));
  Scratch scratch;
  CHECK(interpreter.value(node, record.view(), {}, scratch).isTrue());
}

}  // namespace
}  // namespace decorum::eval
