/// A plan with something of everything in it.
#pragma once

#include "tests/support/plan_builder.h"

namespace decorum::test {

inline plan::Plan samplePlan() {
  using namespace plan;
  PlanBuilder b;
  Plan& p = b.plan;
  p.version = "1.0";
  const SlotId verified = b.fact("verified", FieldType::kBool);
  const SlotId age = b.fact("age", FieldType::kInt, true);
  const SlotId tier = b.fact("tier", FieldType::kEnum);
  const SlotId items = b.list("items", {FieldType::kInt, FieldType::kText});
  const SlotId tags = b.list("tags", {FieldType::kText});
  p.records[0].fields[1].labels = kProtected;

  text::Matcher words;
  words.phrases = {"lawyer", "sue \"you\""};
  words.options.spaced = true;
  text::Matcher price;
  price.kind = text::MatcherKind::kPattern;
  price.pattern = "(?<amount>[0-9]+) EUR";
  price.groups = {{"amount", text::GroupType::kInt}};
  price.near = {{{"price"}, 40, true}};
  p.matchers = {words, price};
  p.scans[0] = {0, 1};
  p.scans[4] = {1};

  const auto slot = [&](SlotKind kind, Rep rep, EventKind subject, std::uint32_t ref,
                        const char* name) {
    p.slots.push_back({kind, rep, subject, ref, false, name});
    return static_cast<SlotId>(p.slots.size() - 1);
  };
  const SlotId found = slot(SlotKind::kFound, Rep::kBool, EventKind::kUser, 0, "user mentions w");
  const SlotId hours = slot(SlotKind::kWithinHours, Rep::kBool, EventKind::kUser, 0, "now within");
  p.hours.push_back({"support", "Europe/Berlin", {{1, 5, 0, 3'600'000}}, {20'000}});
  const SlotId mood = slot(SlotKind::kSignal, Rep::kNumber, EventKind::kUser, kNone, "mood");
  p.signals.push_back({"mood", EventKind::kUser, -1, 1, 0, true, signals::Provider::kHost, mood});
  p.signals.push_back({"ease", EventKind::kReply, 0, 100, std::nullopt, false,
                       signals::Provider::kReadingEase, kNone});
  const SlotId amount = slot(SlotKind::kArgument, Rep::kInt, EventKind::kToolCall, kNone, "amount");
  p.slots[amount].optional = true;
  Field argument;
  argument.name = "amount";
  argument.shape.type = FieldType::kInt;
  argument.slot = amount;
  p.tools.push_back({"refund", "refund_v2", {argument}, {}});

  const NodeId big = b.node(Op::kLtInt, {b.integer(100), b.node(Op::kItInt, {}, 0)});
  const NodeId any = b.quantifier(Quantifier::Kind::kAny, b.load(items), big);
  p.quantifiers.push_back({Quantifier::Kind::kHowMany, big, {1}});
  const SlotId prices = slot(SlotKind::kHitQuantifier, Rep::kInt, EventKind::kUser, 1, "prices");
  const NodeId score = b.node(Op::kLtNumber, {b.number(0.5), b.node(Op::kItNumber, {}, kItScore)});
  p.int_sets.push_back({0, 2});
  p.number_sets.push_back({-0.5, 0.5});
  p.text_sets.push_back({"a", "b"});

  const NodeId old =
      b.node(Op::kLtInt, {b.node(Op::kDefaultInt, {b.load(age), b.integer(99)}), b.integer(18)});
  const NodeId guard =
      b.node(Op::kAnd,
             {b.load(verified), b.load(found), old, any, b.node(Op::kMemberInt, {b.load(tier)}, 0),
              b.node(Op::kMemberNumber, {b.load(mood)}, 0),
              b.node(Op::kHasText, {b.load(tags), b.text("vip")}),
              b.node(Op::kEqInt, {b.load(prices), b.node(Op::kSumInt, {b.load(items)}, 0)})});
  b.rule(guard);
  b.rule(guard);
  Rule& rule = p.rules[1];
  rule.kind = RuleKind::kRedact;
  rule.finds = {{1, "price", b.node(Op::kOr, {big, score})}};
  rule.during = hours;
  rule.within_ms = 5;
  rule.cites = {{"Art. 22", 1}};
  rule.say = {0};
  p.messages.push_back({"es",
                        {{"Hola ", HoleForm::kPlain, HoleType::kText, 0, 0, kNone, false, {}},
                         {"", HoleForm::kPlain, HoleType::kInt, 0, 0, b.load(tier), false, {}}}});
  p.changes.push_back({"r00001", "priority low", "a \"reason\"", 0});
  return p;
}

}  // namespace decorum::test
