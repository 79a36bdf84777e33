/// What is wrong with an event: how it is told, and what rules make of it.
#include "runtime/engine/faults.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "tests/unit/engine/policy_builder.h"

namespace decorum::test {
namespace {

using plan::FieldType;
using plan::Op;
using plan::Rep;
using plan::SlotId;
using plan::SlotKind;

/// A rule of each kind that asks for `fact.it`, which is required, and one that asks nothing.
Policy askingPolicy(FieldType type, double low = -1e300, double high = 1e300) {
  PolicyBuilder b;
  const SlotId it = b.fact("it", type);
  b.plan.records[0].fields[0].shape.low = low;
  b.plan.records[0].fields[0].shape.high = high;
  const auto asks = [&] {
    // No value of the fact itself is needed: only whether it could be known.
    return b.leaf("fact.it is known", b.node(Op::kKnown, {b.load(it)}), {it});
  };
  const auto events = on(EventKind::kUser);
  b.rule("block", RuleKind::kBlock, events, asks());
  b.rule("block_open", RuleKind::kBlock, events, asks()).fault_open = true;
  b.rule("escalate", RuleKind::kEscalate, events, asks());
  b.rule("escalate_closed", RuleKind::kEscalate, events, asks()).fault_open = false;
  b.rule("flag", RuleKind::kFlag, events, asks());
  b.rule("hold", RuleKind::kHold, events, asks());
  b.rule("simple", RuleKind::kFlag, events);
  return b.build();
}

const char* const kAllFire = "block block_open escalate escalate_closed flag hold simple";
const char* const kClosedFire = "block! escalate_closed! hold! simple";
const char* const kDecided = "[block block_open escalate escalate_closed flag hold]";

TEST_CASE("facts that fit are facts, others are faults with a name") {
  struct Case {
    FieldType type;
    const char* given;
    const char* fault;  ///< "" where it fits
  };
  const Case c = GENERATE(values<Case>({
      {FieldType::kBool, "true", ""},
      {FieldType::kBool, "1", "wrong_type"},
      {FieldType::kInt, "3", ""},
      {FieldType::kInt, "3.0", ""},
      {FieldType::kInt, "3.5", "wrong_type"},
      {FieldType::kInt, "\"3\"", "wrong_type"},
      {FieldType::kInt, "1e300", "wrong_type"},
      {FieldType::kNumber, "3", ""},
      {FieldType::kNumber, "3.5", ""},
      {FieldType::kNumber, "true", "wrong_type"},
      {FieldType::kText, "\"x\"", ""},
      {FieldType::kText, "[]", "wrong_type"},
      {FieldType::kEnum, "\"b\"", ""},
      {FieldType::kEnum, "\"B\"", "not_a_member"},
      {FieldType::kEnum, "1", "wrong_type"},
      {FieldType::kTime, "\"2026-11-22T09:00:00Z\"", ""},
      {FieldType::kTime, "\"2026-11-22\"", ""},
      {FieldType::kTime, "\"yesterday\"", "wrong_type"},
      {FieldType::kTime, "0", "wrong_type"},
      {FieldType::kDuration, "1500", ""},
      {FieldType::kDuration, "\"1500\"", "wrong_type"},
  }));
  CAPTURE(static_cast<int>(c.type), c.given);
  const Policy policy = askingPolicy(c.type);
  Conversation conversation(policy, "c");
  const Verdict verdict =
      conversation.give(withFacts(user("hello"), "fact", std::string("{\"it\":") + c.given + "}"));
  if (*c.fault == '\0') {
    CHECK(fired(verdict) == kAllFire);
    CHECK(faults(verdict).empty());
  } else {
    CHECK(fired(verdict) == kClosedFire);
    CHECK(faults(verdict) == std::string(c.fault) + "(fact.it)" + kDecided);
    // The record stays as it was given: so does its fault, for those it decides.
    CHECK(faults(conversation.give(user("again"))) ==
          std::string(c.fault) + "(fact.it)" + kDecided);
    CHECK(faults(conversation.give(reply("no rule asks"))).empty());
  }
}

TEST_CASE("a missing fact is a fault where it decides, and nowhere else") {
  Conversation conversation(askingPolicy(FieldType::kBool), "c");
  CHECK(faults(conversation.give(reply("no rule asks"))).empty());
  const Verdict verdict = conversation.give(user("hello"));
  CHECK(fired(verdict) == kClosedFire);
  CHECK(faults(verdict) == std::string("missing_fact(fact.it)") + kDecided);
  CHECK(verdict.disposition == Disposition::kBlock);
  // A record replaces the one before it whole.
  CHECK(faults(conversation.give(withFacts(user(""), "fact", R"({"it":true})"))).empty());
  CHECK(faults(conversation.give(user(""))).empty());
  CHECK(faults(conversation.give(withFacts(user(""), "fact", "{}"))) ==
        std::string("missing_fact(fact.it)") + kDecided);
  CHECK(faults(conversation.give(withFacts(user(""), "fact", "7"))) ==
        std::string("wrong_type(fact)") + kDecided);
}

TEST_CASE("numbers out of range are faults, at the ends they are not") {
  const Policy policy = askingPolicy(FieldType::kInt, 0, 10);
  Conversation conversation(policy, "c");
  const auto given = [&](const char* it) {
    return conversation.give(withFacts(user(""), "fact", std::string("{\"it\":") + it + "}"));
  };
  CHECK(faults(given("0")).empty());
  CHECK(faults(given("10")).empty());
  const Verdict verdict = given("11");
  CHECK(faults(verdict) == std::string("out_of_range(fact.it)") + kDecided);
  CHECK(verdict.faults[0].detail == "11 is not in 0..10");
}

TEST_CASE("faults do not quote private and protected values") {
  PolicyBuilder b;
  b.fact("tier", FieldType::kEnum);
  b.plan.records[0].fields[0].labels = GENERATE(plan::kPrivate, plan::kProtected);
  Conversation conversation(b.build(), "c");
  const Verdict verdict = conversation.give(withFacts(user(""), "fact", R"({"tier":"secret"})"));
  CHECK(faults(verdict) == "not_a_member(fact.tier)");
  CHECK(verdict.faults.at(0).detail.find("secret") == std::string::npos);
}

TEST_CASE("a fact that no rule reads is checked all the same") {
  PolicyBuilder b;
  b.fact("unread", FieldType::kInt);
  b.plan.records[0].fields[0].slot = plan::kNone;
  b.plan.slots.clear();
  Conversation conversation(b.build(), "c");
  CHECK(faults(conversation.give(withFacts(user(""), "fact", R"({"unread":"x"})"))) ==
        "wrong_type(fact.unread)");
  CHECK(faults(conversation.give(user(""))).empty());
  CHECK(faults(conversation.give(withFacts(user(""), "other", R"({"unread":"x"})"))).empty());
}

TEST_CASE("lists are checked element by element") {
  PolicyBuilder b;
  b.list("items", {FieldType::kInt, FieldType::kText});
  b.list("tags", {FieldType::kText});
  ConversationOptions options;
  options.limits.list_elements = 2;
  Conversation conversation(b.build(), "c", options);
  const auto given = [&](const char* json) {
    return faults(conversation.give(withFacts(user(""), "fact", json)));
  };
  CHECK(given(R"({"items":[{"e0":1,"e1":"a"}],"tags":["x","y"]})").empty());
  CHECK(given(R"({"items":[{"e0":1,"e1":2}]})") == "wrong_type(fact.items)");
  CHECK(given(R"({"items":[{"e0":1}]})") == "wrong_type(fact.items)");
  CHECK(given(R"({"tags":["x",1]})") == "wrong_type(fact.tags)");
  CHECK(given(R"({"tags":["x","y","z"]})") == "too_many_elements(fact.tags)");
  CHECK(given(R"({"tags":"x"})") == "wrong_type(fact.tags)");
}

TEST_CASE("time that goes back is judged as the latest time") {
  PolicyBuilder b;
  const SlotId now = b.slot(SlotKind::kNow, Rep::kInt, EventKind::kUser, plan::kNone, "now");
  b.rule("late", RuleKind::kFlag, on(EventKind::kUser),
         b.leaf("now > 1000", b.node(Op::kLtInt, {b.integer(1000), b.load(now)}), {now}));
  Conversation conversation(b.build(), "c");
  CHECK(fired(conversation.give(at(2000, user("")))) == "late");
  const Verdict back = conversation.give(at(500, user("")));
  CHECK(fired(back) == "late");
  CHECK(faults(back) == "time_went_back(time)");
  CHECK(faults(conversation.give(user(""))).empty());
}

TEST_CASE("what the host could not read is a fault each") {
  PolicyBuilder b;
  Conversation conversation(b.build(), "c");
  Event event = user("hello");
  event.malformed = {"facts", "signals"};
  CHECK(faults(conversation.give(event)) == "malformed_event(facts); malformed_event(signals)");
}

/// Rules over a text that may be cut short: found, not found, counted, measured, redacted.
Policy textPolicy() {
  PolicyBuilder b;
  const auto lawyer = b.phrases({"lawyer"});
  const auto refund = b.phrases({"refund"});
  const auto events = on(EventKind::kUser);
  b.rule("counts", RuleKind::kBlock, events, [&] {
    const SlotId count = b.about(SlotKind::kOccurrences, EventKind::kUser, refund);
    return b.leaf("occurrences(user, refund) > 5",
                  b.node(Op::kLtInt, {b.integer(5), b.load(count)}), {count});
  }());
  b.rule("cut", RuleKind::kFlag, events, [&] {
    return b.isTrue(b.slot(SlotKind::kTruncated, Rep::kBool, EventKind::kUser, plan::kNone));
  }());
  b.rule("lawyer", RuleKind::kHold, events, b.mentions(EventKind::kUser, lawyer));
  b.rule("long", RuleKind::kBlock, events, [&] {
    const SlotId length =
        b.slot(SlotKind::kLength, Rep::kInt, EventKind::kUser, plan::kNone, "length(user)");
    return b.leaf("length(user) > 1000", b.node(Op::kLtInt, {b.integer(1000), b.load(length)}),
                  {length});
  }());
  b.rule("refund", RuleKind::kHold, events, b.mentions(EventKind::kUser, refund));
  return b.build();
}

TEST_CASE("of a truncated text what was found counts, what was not found is not known") {
  Conversation conversation(textPolicy(), "c");
  Event event = user("I will call my lawyer");
  CHECK(fired(conversation.give(event)) == "lawyer");
  event.truncated = true;
  const Verdict verdict = conversation.give(event);
  CHECK(fired(verdict) == "counts! cut lawyer long! refund!");
  CHECK(faults(verdict) == "truncated(user)[counts long refund]");
  // The next text is whole again.
  CHECK(fired(conversation.give(user("hello"))).empty());
}

TEST_CASE("a text over the limit is cut between code points, and is truncated") {
  ConversationOptions options;
  options.limits.message_bytes = 8;
  Conversation conversation(textPolicy(), "c", options);
  CHECK(fired(conversation.give(user("a lawyer"))) == "lawyer");
  const Verdict verdict = conversation.give(user("lawyer \u20ac"));
  CHECK(fired(verdict) == "counts! cut lawyer long! refund!");
  CHECK(faults(verdict) == "message_too_long(user)[counts long refund]");
  CHECK(verdict.faults[0].detail == "10 bytes, at most 8");
}

TEST_CASE("a pattern that reads too much is given up, and what it would find is not known") {
  PolicyBuilder b;
  const auto costly = b.pattern("a(.*b)?");
  const auto cheap = b.pattern("a+");
  const auto user_events = on(EventKind::kUser);
  b.rule("a_many", RuleKind::kBlock, user_events, [&] {
    const SlotId count = b.about(SlotKind::kOccurrences, EventKind::kUser, costly);
    return b.leaf("occurrences(user, costly) > 5",
                  b.node(Op::kLtInt, {b.integer(5), b.load(count)}), {count});
  }());
  b.rule("b_found", RuleKind::kFlag, user_events, b.mentions(EventKind::kUser, costly));
  b.rule("c_cheap", RuleKind::kFlag, user_events, b.mentions(EventKind::kUser, cheap));
  const bool open = GENERATE(false, true);
  auto& rule = b.rule("d_hide", RuleKind::kRedact, user_events);
  rule.finds = {{costly, "costly", plan::kNone}};
  rule.fault_open = open;
  Conversation conversation(b.build(), "c");
  const std::string text(100'000, 'a');
  const Verdict verdict = conversation.give(user(text.c_str()));
  CHECK(fired(verdict) == std::string("a_many! b_found c_cheap d_hide") + (open ? "" : "!"));
  CHECK(faults(verdict) == "pattern_too_costly(user)[a_many d_hide]");
  CHECK(verdict.faults.at(0).detail == "/a(.*b)?/");
  CHECK(verdict.disposition == Disposition::kBlock);
  // The next text is judged whole.
  const Verdict next = conversation.give(user("xyz"));
  CHECK(fired(next).empty());
  CHECK(faults(next).empty());
}

TEST_CASE("ill-formed bytes are judged as U+FFFD, at their own places") {
  Conversation conversation(textPolicy(), "c");
  const Verdict verdict = conversation.give(user("\xFF\xFE lawyer"));
  CHECK(fired(verdict) == "lawyer");
  CHECK(faults(verdict) == "bad_utf8(user)");
  CHECK(verdict.fired.at(0).evidence.at(0).spans == std::vector<TextSpan>{{3, 9}});
  CHECK(Value::parse(toJson(verdict)).ok());
}

TEST_CASE("a redaction that did not see all of the text blocks it") {
  PolicyBuilder b;
  const auto secret = b.phrases({"swordfish"});
  b.scan(EventKind::kReply, secret);
  auto& rule = b.rule("hide", RuleKind::kRedact, on(EventKind::kReply));
  rule.finds = {{secret, "secret", plan::kNone}};
  const bool open = GENERATE(false, true);
  rule.fault_open = open;
  Conversation conversation(b.build(), "c");
  Event event = reply("the word is swordfish");
  CHECK(conversation.give(event).text == "the word is [SECRET]");
  event.truncated = true;
  const Verdict verdict = conversation.give(event);
  CHECK(faults(verdict) == "truncated(reply)[hide]");
  CHECK(fired(verdict) == (open ? "hide" : "hide!"));
  CHECK(verdict.disposition == (open ? Disposition::kPass : Disposition::kBlock));
  CHECK(verdict.text.has_value() == open);
  event.text = "clean so far";
  CHECK(fired(conversation.give(event)) == (open ? "" : "hide!"));
}

TEST_CASE("a redaction whose condition cannot be known redacts") {
  PolicyBuilder b;
  const auto number = b.phrases({"4111"});
  b.scan(EventKind::kUser, number);
  const SlotId limit = b.fact("limit", FieldType::kNumber);
  const auto where =
      b.node(Op::kLtNumber, {b.load(limit), b.node(Op::kItNumber, {}, plan::kItScore)});
  auto& rule = b.rule("hide", RuleKind::kRedact, on(EventKind::kUser));
  rule.finds = {{number, "number", where}};
  const bool open = GENERATE(false, true);
  rule.fault_open = open;
  Conversation conversation(b.build(), "c");
  const Verdict verdict = conversation.give(user("is 4111"));
  CHECK(faults(verdict) == "missing_fact(fact.limit)[hide]");
  CHECK(verdict.text.value_or("unchanged") == (open ? "unchanged" : "is [NUMBER]"));
  CHECK(conversation.give(withFacts(user("is 4111"), "fact", R"({"limit":0.5})")).text ==
        "is [NUMBER]");
  CHECK_FALSE(conversation.give(withFacts(user("is 4111"), "fact", R"({"limit":1})")).text);
}

TEST_CASE("signals out of range are faults, missing ones are not") {
  PolicyBuilder b;
  const SlotId mood = b.signal("mood", EventKind::kUser, 0.5);
  b.rule("happy", RuleKind::kBlock, on(EventKind::kUser) | on(EventKind::kReply),
         b.leaf("mood > 0", b.node(Op::kLtNumber, {b.number(0), b.load(mood)}), {mood}));
  Conversation conversation(b.build(), "c");
  CHECK(fired(conversation.give(reply("before any user"))) == "happy");
  CHECK(fired(conversation.give(user(""))) == "happy");
  CHECK(fired(conversation.give(withSignal(user(""), "mood", -1.0))).empty());
  CHECK(fired(conversation.give(withSignal(reply(""), "mood", 1.0))).empty());  // not of replies
  CHECK(fired(conversation.give(withSignal(user(""), "mood", Value()))) == "happy");
  CHECK(faults(conversation.give(withSignal(user(""), "mood", 1.5))) ==
        "out_of_range(mood)[happy]");
  CHECK(faults(conversation.give(reply(""))) == "out_of_range(mood)[happy]");
  CHECK(faults(conversation.give(withSignal(user(""), "mood", "good"))) ==
        "wrong_type(mood)[happy]");
  CHECK(faults(conversation.give(withSignal(user(""), "mood", 0.0 / 0.0))) ==
        "out_of_range(mood)[happy]");
  CHECK(faults(conversation.give(withSignal(user(""), "unheard_of", 7))).empty());
}

TEST_CASE("arguments, results and tools are checked as declared") {
  PolicyBuilder b;
  const SlotId tool = b.slot(SlotKind::kCurrentTool, Rep::kInt, EventKind::kToolCall, plan::kNone);
  const SlotId amount =
      b.toolField("refund", SlotKind::kArgument, "amount", FieldType::kNumber, Rep::kNumber);
  const SlotId done =
      b.toolField("refund", SlotKind::kResult, "done", FieldType::kBool, Rep::kBool);
  const auto is = [&](int index) {
    return b.leaf("tool_call is …", b.node(Op::kEqInt, {b.load(tool), b.integer(index)}), {tool});
  };
  b.rule("done", RuleKind::kFlag, on(EventKind::kToolResult),
         b.leaf("refund.done default false",
                b.node(Op::kDefaultBool, {b.load(done), b.boolean(false)}), {done}));
  b.rule("large", RuleKind::kBlock, on(EventKind::kToolCall), [&] {
    return b.both(is(0), b.leaf("refund.amount > 100",
                                b.node(Op::kLtNumber, {b.number(100), b.load(amount)}), {amount}));
  }());
  b.rule("unknown", RuleKind::kFlag, on(EventKind::kToolCall), is(-1));
  Conversation conversation(b.build(), "c");
  CHECK(fired(conversation.give(toolCall("refund", R"({"amount":150})"))) == "large");
  CHECK(fired(conversation.give(toolCall("refund", R"({"amount":50,"extra":1})"))).empty());
  const Verdict missing = conversation.give(toolCall("refund", "{}"));
  CHECK(fired(missing) == "large!");
  CHECK(faults(missing) == "missing_argument(refund.amount)[large]");
  CHECK(faults(conversation.give(toolCall("refund", R"({"amount":"150"})"))) ==
        "wrong_type(refund.amount)[large]");
  CHECK(faults(conversation.give(toolCall("refund", "[1]"))) == "wrong_type(refund)[large]");
  const Verdict unknown = conversation.give(toolCall("transfer", "{}"));
  CHECK(fired(unknown) == "unknown");
  CHECK(faults(unknown) == "unknown_tool(transfer)");

  CHECK(fired(conversation.give(toolResult("refund", R"({"done":true})"))) == "done");
  CHECK(fired(conversation.give(toolResult("refund", "all is well"))).empty());
  CHECK(faults(conversation.give(toolResult("refund", "all is well"))).empty());
  CHECK(faults(conversation.give(toolResult("refund", R"({"done":)"))) ==
        "wrong_type(refund)[done]");
  CHECK(faults(conversation.give(toolResult("refund", R"({"done":"yes"})"))) ==
        "wrong_type(refund.done)[done]");
}

TEST_CASE("a policy without tools has nothing against them") {
  PolicyBuilder b;
  Conversation conversation(b.build(), "c");
  CHECK(faults(conversation.give(toolCall("anything", "{}"))).empty());
}

TEST_CASE("an overflow is a fault of the rule that calculated") {
  PolicyBuilder b;
  const SlotId n = b.fact("n", FieldType::kInt);
  b.rule("large", RuleKind::kBlock, on(EventKind::kUser),
         b.leaf("fact.n + 1 > 0",
                b.node(Op::kLtInt, {b.integer(0), b.node(Op::kAddInt, {b.load(n), b.integer(1)})}),
                {n}));
  Conversation conversation(b.build(), "c");
  CHECK(fired(conversation.give(withFacts(user(""), "fact", R"({"n":9})"))) == "large");
  const Verdict verdict =
      conversation.give(withFacts(user(""), "fact", R"({"n":9223372036854775807})"));
  CHECK(fired(verdict) == "large!");
  CHECK(faults(verdict) == "overflow(fact.n + 1 > 0)[large]");
}

TEST_CASE("a fault that could not change the outcome decides nothing") {
  PolicyBuilder b;
  const auto lawyer = b.phrases({"lawyer"});
  const SlotId it = b.fact("it", FieldType::kBool);
  b.rule("both", RuleKind::kBlock, on(EventKind::kUser),
         b.both(b.mentions(EventKind::kUser, lawyer), b.isTrue(it)));
  b.rule("either", RuleKind::kBlock, on(EventKind::kUser),
         b.either(b.mentions(EventKind::kUser, lawyer), b.isTrue(it)));
  Conversation conversation(b.build(), "c");
  const Verdict with = conversation.give(user("my lawyer"));
  CHECK(fired(with) == "both! either");
  CHECK(faults(with) == "missing_fact(fact.it)[both]");
  const Verdict without = conversation.give(user("hello"));
  CHECK(fired(without) == "either!");
  CHECK(faults(without) == "missing_fact(fact.it)[either]");
}

TEST_CASE("every fault has its line in the documentation") {
  std::ifstream file("docs/verdicts.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  REQUIRE_FALSE(page.empty());
#define FAULT(NAME, TEXT, MEANING) CHECK(page.find("| `" TEXT "` |") != std::string::npos);
#include "runtime/engine/faults.def"
#undef FAULT
}

}  // namespace
}  // namespace decorum::test
