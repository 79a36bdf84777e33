#include "decorum/verdict.h"

#include <catch2/catch.hpp>

#include "decorum/value.h"

namespace decorum {
namespace {

TEST_CASE("a verdict without content has only what it cannot be without") {
  Verdict verdict;
  verdict.conversation = "c-1";
  verdict.policy_name = "p";
  CHECK(toJson(verdict) ==
        R"({"conversation":"c-1","index":0,"event":"user","turn":0,"disposition":"pass",)"
        R"("policy":{"name":"p"}})");
}

Verdict fullVerdict() {
  Verdict verdict;
  verdict.conversation = "c\"1";
  verdict.index = 3;
  verdict.event = EventKind::kToolCall;
  verdict.turn = 2;
  verdict.disposition = Disposition::kHold;
  verdict.text = "a\nb";
  verdict.edits = {{"cards", "pii.card", {3, 22}, "[CARD]"}};
  verdict.disclosures = {{"ai", "A machine.", Placement::kBeforeReply}};
  verdict.escalations = {{"legal", "law", Priority::kUrgent, 900'000, true},
                         {"help", "support", Priority::kNormal, std::nullopt, false}};
  verdict.hold = Hold{"risky", "supervisors", 600'000, Otherwise::kRelease};
  verdict.retry = Retry{"softer", "Be kind.", 2, Otherwise::kBlock};
  verdict.flags = {"upset"};
  verdict.alerts = {"compliance"};
  verdict.open_duties = {"ai"};
  Evidence evidence{"user mentions x",
                    {"a.decorum", 4, 8},
                    true,
                    {{7, 13}},
                    {2, 4},
                    {{"mood", SignalSource::kWhenMissing}}};
  verdict.fired = {{"risky", RuleKind::kHold, "why", {"Art. 22"}, {evidence}, true}};
  verdict.shadow = {{"quiet", RuleKind::kFlag, "", {}, {}, false}};
  verdict.faults = {{"missing_fact", "customer.age", "none", {"risky"}}};
  verdict.policy_name = "p";
  verdict.policy_version = "1";
  verdict.policy_digest = "ab";
  return verdict;
}

TEST_CASE("keys stand in the documented order") {
  CHECK(toJson(fullVerdict()) ==
        R"({"conversation":"c\"1","index":3,"event":"tool_call","turn":2,"disposition":"hold",)"
        R"("text":"a\nb",)"
        R"("edits":[{"rule":"cards","detector":"pii.card","span":[3,22],"replacement":"[CARD]"}],)"
        R"("disclosures":[{"rule":"ai","text":"A machine.","where":"before reply"}],)"
        R"("escalations":[{"rule":"legal","queue":"law","priority":"urgent","within_ms":900000,)"
        R"("hand_over":true},)"
        R"({"rule":"help","queue":"support","priority":"normal","hand_over":false}],)"
        R"("hold":{"rule":"risky","queue":"supervisors","within_ms":600000,"otherwise":"release"},)"
        R"("retry":{"rule":"softer","telling":"Be kind.","at_most":2,"otherwise":"block"},)"
        R"("flags":["upset"],"alerts":["compliance"],"open_duties":["ai"],)"
        R"("fired":[{"rule":"risky","kind":"hold","because":"why","cites":["Art. 22"],)"
        R"("evidence":[{"condition":"user mentions x","at":"a.decorum:4:8","value":true,)"
        R"("spans":[[7,13]],"events":[2,4],"signals":[{"name":"mood","from":"when missing"}]}],)"
        R"("by_fault":true}],)"
        R"("shadow":[{"rule":"quiet","kind":"flag"}],)"
        R"("faults":[{"fault":"missing_fact","subject":"customer.age","detail":"none",)"
        R"("rules":["risky"]}],)"
        R"("policy":{"name":"p","version":"1","digest":"ab"}})");
}

TEST_CASE("a verdict is JSON whatever bytes are in it") {
  Verdict verdict = fullVerdict();
  verdict.text = "\xFF\x01\u2028\xE2\x82";
  verdict.conversation = std::string("a\0b", 3);
  const auto read = Value::parse(toJson(verdict));
  REQUIRE(read.ok());
  CHECK(*read->find("text") == Value("\uFFFD\x01\u2028\uFFFD"));
  CHECK(*read->find("conversation") == Value(std::string("a\0b", 3)));
}

}  // namespace
}  // namespace decorum
