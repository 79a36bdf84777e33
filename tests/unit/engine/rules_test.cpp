/// When rules are in force, what they say, and what becomes of the message.
#include <catch2/catch.hpp>

#include "runtime/engine/in_force.h"
#include "tests/unit/engine/policy_builder.h"

namespace decorum::test {
namespace {

using plan::FieldType;
using plan::HoleForm;
using plan::Op;
using plan::Rep;
using plan::SlotId;
using plan::SlotKind;

constexpr auto kOnUser = on(EventKind::kUser);
constexpr auto kOnReply = on(EventKind::kReply);

TEST_CASE("a rule is in force from its date until its date") {
  PolicyBuilder b;
  auto& rule = b.rule("r", RuleKind::kFlag, kOnUser);
  rule.effective_ms = 1000;
  rule.until_ms = 2000;
  Conversation conversation(b.build(), "c");
  CHECK(fired(conversation.give(at(999, user("")))).empty());
  CHECK(fired(conversation.give(at(1000, user("")))) == "r");
  CHECK(fired(conversation.give(at(1999, user("")))) == "r");
  CHECK(fired(conversation.give(at(2000, user("")))).empty());
}

TEST_CASE("a share is always of the same conversations") {
  // Fixed for ever: a change of the hash would move running experiments to other conversations.
  CHECK(engine::shareHash("c-1", "rule") == 0x4ed522ee56781aull);
  CHECK(engine::shareHash("", "") == 0x25fc6dd36ce04b20ull);
  CHECK(engine::shareHash("a", "b") != engine::shareHash("ab", ""));

  PolicyBuilder b;
  b.rule("none", RuleKind::kFlag, kOnUser).share_ppm = 0;
  b.rule("some", RuleKind::kFlag, kOnUser).share_ppm = 100'000;
  b.rule("tenth", RuleKind::kFlag, kOnUser).share_ppm = 100'000;
  const Policy policy = b.build();
  int some = 0;
  int both = 0;
  for (int i = 0; i < 2000; ++i) {
    Conversation conversation(policy, "conversation-" + std::to_string(i));
    const std::string first = fired(conversation.give(user("")));
    REQUIRE(fired(conversation.give(user(""))) == first);
    REQUIRE(first.find("none") == std::string::npos);
    some += first.find("some") != std::string::npos ? 1 : 0;
    both += first == "some tenth" ? 1 : 0;
  }
  CHECK(some > 150);  // 200 expected, standard deviation 13
  CHECK(some < 250);
  CHECK(both > 2);  // 20 expected: rules choose apart from each other
  CHECK(both < 60);
}

TEST_CASE("once per conversation, every so many turns, at most once in so long") {
  PolicyBuilder b;
  auto& every = b.rule("every", RuleKind::kFlag, kOnUser);
  every.frequency = plan::Frequency::kEveryTurns;
  every.frequency_count = 3;
  auto& once = b.rule("once", RuleKind::kFlag, kOnUser);
  once.frequency = plan::Frequency::kOncePerConversation;
  auto& rarely = b.rule("rarely", RuleKind::kFlag, kOnUser);
  rarely.frequency = plan::Frequency::kAtMostOnceIn;
  rarely.frequency_count = 1000;
  Conversation conversation(b.build(), "c");
  CHECK(fired(conversation.give(at(0, user("")))) == "every once rarely");
  CHECK(fired(conversation.give(at(999, user("")))).empty());
  CHECK(fired(conversation.give(at(1000, user("")))) == "rarely");
  CHECK(fired(conversation.give(at(1001, user("")))) == "every");
}

TEST_CASE("out of force, a rule does not use up its frequency") {
  PolicyBuilder b;
  auto& once = b.rule("once", RuleKind::kFlag, kOnUser);
  once.frequency = plan::Frequency::kOncePerConversation;
  once.effective_ms = 10;
  Conversation conversation(b.build(), "c");
  CHECK(fired(conversation.give(at(0, user("")))).empty());
  CHECK(fired(conversation.give(at(10, user("")))) == "once");
}

TEST_CASE("a shadow rule is told and changes nothing") {
  PolicyBuilder b;
  const auto word = b.phrases({"secret"});
  b.scan(EventKind::kUser, word);
  b.rule("block", RuleKind::kBlock, kOnUser).shadow = true;
  auto& redact = b.rule("redact", RuleKind::kRedact, kOnUser);
  redact.shadow = true;
  redact.finds = {{word, "word", plan::kNone}};
  Conversation conversation(b.build(), "c");
  const Verdict verdict = conversation.give(user("a secret"));
  CHECK(verdict.disposition == Disposition::kPass);
  CHECK_FALSE(verdict.text);
  CHECK(verdict.edits.empty());
  CHECK(fired(verdict).empty());
  REQUIRE(verdict.shadow.size() == 2);
  CHECK(verdict.shadow[1].rule == "redact");
  CHECK(conversation.give(user("harmless")).shadow.size() == 1);
}

TEST_CASE("words come in the conversation's language, or one near it") {
  PolicyBuilder b;
  auto& block = b.rule("block", RuleKind::kBlock, kOnUser);
  block.say = {b.message("hello"), b.message("hola", "es"), b.message("olá", "pt-BR"),
               b.message("您好", "zh-Hant")};
  const Policy policy = b.build();
  const auto said = [&](const char* locale) {
    Conversation conversation(policy, "c");
    Event event = user("");
    event.facts.emplace_back("conversation", Value(Value::Object{{"locale", Value(locale)}}));
    return conversation.give(event).text.value_or("nothing");
  };
  CHECK(said("es") == "hola");
  CHECK(said("es-MX") == "hola");
  CHECK(said("ES_mx") == "hola");
  CHECK(said("pt") == "hello");
  CHECK(said("pt-BR") == "olá");
  CHECK(said("pt-PT") == "hello");
  CHECK(said("zh-Hant-TW-x-twain") == "您好");
  CHECK(said("zh-Hans") == "hello");
  CHECK(said("est") == "hello");
  CHECK(said("") == "hello");
  CHECK(said("de") == "hello");
}

TEST_CASE("disclosures are merged into the reply, each once, none lost") {
  PolicyBuilder b;
  const auto word = b.phrases({"bad"});
  b.rule("after", RuleKind::kDisclose, kOnReply).placement = Placement::kAfterReply;
  b.rule("before", RuleKind::kDisclose, kOnReply).placement = Placement::kBeforeReply;
  b.rule("first", RuleKind::kDisclose, kOnReply).priority = Priority::kHigh;
  b.rule("stop", RuleKind::kBlock, kOnReply, b.mentions(EventKind::kReply, word));
  b.plan.rules[0].say = {b.message("Bye.")};
  b.plan.rules[1].say = {b.message("A machine.")};
  b.plan.rules[2].say = {b.message("First.")};
  SECTION("around the reply") {
    Conversation conversation(b.build(), "c");
    const Verdict verdict = conversation.give(reply("Hello!"));
    CHECK(verdict.text == "First.\n\nA machine.\n\nHello!\n\nBye.");
    REQUIRE(verdict.disclosures.size() == 3);
    CHECK(verdict.disclosures[0].rule == "first");
  }
  SECTION("around the words that take its place") {
    b.plan.rules[3].say = {b.message("Sorry.")};
    Conversation conversation(b.build(), "c");
    CHECK(conversation.give(reply("bad")).text == "First.\n\nA machine.\n\nSorry.\n\nBye.");
  }
  SECTION("alone where nothing else is left") {
    Conversation conversation(b.build(), "c");
    CHECK(conversation.give(reply("bad")).text == "First.\n\nA machine.\n\nBye.");
  }
  SECTION("in its place") {
    b.plan.rules[2].placement = Placement::kInstead;
    Conversation conversation(b.build(), "c");
    CHECK(conversation.give(reply("Hello!")).text == "A machine.\n\nFirst.\n\nBye.");
  }
}

TEST_CASE("beside other events statements are told, and change no text") {
  PolicyBuilder b;
  auto& escalate = b.rule("a", RuleKind::kEscalate, kOnUser);
  escalate.say = {b.message("A colleague comes.")};
  b.rule("b", RuleKind::kDisclose, kOnUser).say = {b.message("A machine.")};
  Conversation conversation(b.build(), "c");
  const Verdict verdict = conversation.give(user("Hello!"));
  CHECK_FALSE(verdict.text);
  REQUIRE(verdict.disclosures.size() == 2);
  CHECK(verdict.disclosures[0].where == Placement::kInstead);
  CHECK(verdict.disclosures[1].where == Placement::kBeforeReply);
  CHECK(verdict.escalations.at(0).hand_over);
}

TEST_CASE("a reply that is asked for again is not the first reply, and shows nothing") {
  PolicyBuilder b;
  const auto word = b.phrases({"rude"});
  const SlotId first =
      b.slot(SlotKind::kFirstReply, Rep::kBool, EventKind::kReply, plan::kNone, "first reply");
  auto& disclose = b.rule("disclose", RuleKind::kDisclose, kOnReply, b.isTrue(first));
  disclose.say = {b.message("A machine.")};
  disclose.frequency = plan::Frequency::kOncePerConversation;
  b.rule("retry", RuleKind::kRetry, kOnReply, b.mentions(EventKind::kReply, word));
  b.plan.rules[1].telling = b.message("Be kind.");
  b.plan.rules[1].at_most_times = 2;
  Conversation conversation(b.build(), "c");
  for (int i = 0; i < 2; ++i) {
    const Verdict verdict = conversation.give(reply("rude"));
    CHECK(verdict.disposition == Disposition::kRetry);
    CHECK(verdict.retry.value().telling == "Be kind.");
    CHECK(verdict.disclosures.empty());
    CHECK_FALSE(verdict.text);
  }
  SECTION("a better one passes") {
    CHECK(conversation.give(reply("kind")).text == "A machine.\n\nkind");
    CHECK_FALSE(conversation.give(reply("kind")).text);
  }
  SECTION("a third is blocked, until the person's next turn") {
    CHECK(conversation.give(reply("rude")).disposition == Disposition::kBlock);
    conversation.give(user(""));
    CHECK(conversation.give(reply("rude")).disposition == Disposition::kRetry);
  }
}

TEST_CASE("a held message keeps what a release would send, or gives its words") {
  PolicyBuilder b;
  const auto word = b.phrases({"secret"});
  b.scan(EventKind::kReply, word);
  auto& hold = b.rule("hold", RuleKind::kHold, kOnReply);
  hold.within_ms = 600'000;
  hold.otherwise = Otherwise::kRelease;
  b.rule("redact", RuleKind::kRedact, kOnReply).finds = {{word, "word", plan::kNone}};
  SECTION("without words") {
    const Verdict verdict = Conversation(b.build(), "c").give(reply("a secret"));
    CHECK(verdict.text == "a [WORD]");
    CHECK(verdict.hold.value().queue == "queue_hold");
    CHECK(verdict.hold.value().within_ms == 600'000);
    CHECK(verdict.hold.value().otherwise == Otherwise::kRelease);
  }
  SECTION("with words") {
    b.plan.rules[0].say = {b.message("One moment.")};
    const Verdict verdict = Conversation(b.build(), "c").give(reply("a secret"));
    CHECK(verdict.text == "One moment.");
    CHECK(verdict.edits.size() == 1);
  }
}

TEST_CASE("clarify asks") {
  PolicyBuilder b;
  b.rule("which", RuleKind::kClarify, kOnUser).ask = {b.message("Which order?")};
  const Verdict verdict = Conversation(b.build(), "c").give(user("cancel it"));
  CHECK(verdict.disposition == Disposition::kClarify);
  CHECK(verdict.text == "Which order?");
}

TEST_CASE("holes are filled, and staff see no matched text and nothing private") {
  PolicyBuilder b;
  const auto card = b.phrases({"4111 1111"});
  const SlotId name = b.fact("name", FieldType::kText);
  auto& block = b.rule("block", RuleKind::kBlock, kOnUser, b.mentions(EventKind::kUser, card));
  block.say = {b.hole("You wrote ", HoleForm::kMatch)};
  const auto value = b.load(name);
  auto because = b.hole("Wrote ", HoleForm::kMatch);
  plan::Piece person;
  person.literal = " by ";
  b.plan.messages[because].pieces.push_back(person);
  person = {};
  person.value = value;
  person.is_private = true;
  b.plan.messages[because].pieces.push_back(person);
  b.plan.rules[0].because = because;
  const Policy policy = b.build();
  const Event event = withFacts(user("pay 4111 1111"), "fact", R"({"name":"Ana"})");
  const Verdict verdict = Conversation(policy, "c").give(event);
  CHECK(verdict.text == "You wrote 4111 1111");
  CHECK(verdict.fired.at(0).because == "Wrote [REDACTED] by [PRIVATE]");
  CHECK(verdict.fired.at(0).evidence.at(0).condition == "user mentions it");

  ConversationOptions options;
  options.reveal = true;
  const Verdict revealed = Conversation(policy, "c", options).give(event);
  CHECK(revealed.fired.at(0).because == "Wrote 4111 1111 by Ana");
  CHECK(revealed.fired.at(0).evidence.at(0).condition == "user mentions it (matched '4111 1111')");
}

TEST_CASE("evidence says where and at which event") {
  PolicyBuilder b;
  const auto lawyer = b.phrases({"lawyer"});
  const SlotId vip = b.fact("vip", FieldType::kBool);
  b.rule("r", RuleKind::kFlag, kOnUser | kOnReply,
         b.both(b.mentions(EventKind::kUser, lawyer), b.isTrue(vip)));
  Conversation conversation(b.build(), "c");
  conversation.give(withFacts(user("no"), "fact", R"({"vip":true})"));
  conversation.give(user("my lawyer, my lawyer"));
  const Verdict verdict = conversation.give(reply("I see"));
  const auto& evidence = verdict.fired.at(0).evidence;
  REQUIRE(evidence.size() == 2);
  CHECK(evidence[0].spans == std::vector<TextSpan>{{3, 9}, {14, 20}});
  CHECK(evidence[0].events == std::vector<std::uint32_t>{1});
  CHECK(evidence[0].at.line == 7);
  CHECK(evidence[1].condition == "fact.vip");
  CHECK(evidence[1].spans.empty());
  CHECK(evidence[1].events == std::vector<std::uint32_t>{2});
}

TEST_CASE("evidence says where a signal's value came from") {
  PolicyBuilder b;
  const SlotId mood = b.signal("mood", EventKind::kUser, 0.5);
  const SlotId risk = b.signal("risk", EventKind::kUser, 0);
  b.plan.signals.back().when_missing.reset();
  b.plan.slots[risk].optional = true;
  b.rule("r", RuleKind::kFlag, kOnUser | kOnReply,
         b.both(b.leaf("mood > 0", b.node(Op::kLtNumber, {b.number(0), b.load(mood)}), {mood}),
                b.leaf("risk is not known", b.node(Op::kNot, {b.node(Op::kKnown, {b.load(risk)})}),
                       {risk})));
  Conversation conversation(b.build(), "c");
  const auto sources = [&](const Event& event) {
    std::string all;
    const Verdict verdict = conversation.give(event);
    for (const Evidence& evidence : verdict.fired.at(0).evidence) {
      for (const SignalRead& signal : evidence.signals) {
        all += signal.name + " of " + name(signal.from) + "; ";
      }
    }
    return all;
  };
  CHECK(sources(reply("before any")) == "mood of when missing; risk of none; ");
  CHECK(sources(withSignal(user(""), "mood", 0.2)) == "mood of event; risk of none; ");
  // Of the latest text of its subject, whatever this event brings.
  CHECK(sources(withSignal(reply(""), "mood", Value())) == "mood of event; risk of none; ");
  CHECK(sources(withSignal(user(""), "mood", Value())) == "mood of when missing; risk of none; ");
}

TEST_CASE("tool calls are read and redacted as JSON") {
  PolicyBuilder b;
  const auto word = b.phrases({"swordfish"});
  const auto events =
      static_cast<std::uint8_t>(on(EventKind::kToolCall) | on(EventKind::kToolResult));
  b.scan(EventKind::kToolCall, word);
  b.scan(EventKind::kToolResult, word);
  b.rule("redact", RuleKind::kRedact, events).finds = {{word, "word", plan::kNone}};
  Conversation conversation(b.build(), "c");
  CHECK(conversation.give(toolCall("t", R"({"note": "say\nswordfish \"now\""})")).text ==
        R"({"note":"say\n[WORD] \"now\""})");
  CHECK(conversation.give(toolResult("t", R"({"note": "say\nsword\u0066ish"})")).text ==
        R"({"note": "say\n[WORD]"})");
  CHECK(conversation.give(toolResult("t", "plain swordfish\n")).text == "plain [WORD]\n");
  CHECK(conversation.give(toolResult("t", "{swordfish")).text == "{[WORD]");
}

TEST_CASE("hits are counted, told apart, and quantified") {
  PolicyBuilder b;
  const auto words = b.phrases({"alpha", "beta"});
  const auto number = b.phrases({"seven"});
  const auto equals = [&](SlotKind kind, std::int64_t wanted) {
    const SlotId count = b.about(kind, EventKind::kUser, words);
    return b.leaf("count", b.node(Op::kEqInt, {b.load(count), b.integer(wanted)}), {count});
  };
  const auto body =
      b.node(Op::kEqText, {b.node(Op::kItText, {}, plan::kItMatchedText), b.text("seven")});
  const auto quantified = [&](plan::Quantifier::Kind kind) {
    b.scan(EventKind::kUser, number);
    b.plan.quantifiers.push_back({kind, body, {number}});
    return b.isTrue(b.slot(SlotKind::kHitQuantifier, Rep::kBool, EventKind::kUser,
                           static_cast<std::uint32_t>(b.plan.quantifiers.size() - 1)));
  };
  b.rule("any", RuleKind::kFlag, kOnUser, quantified(plan::Quantifier::Kind::kAny));
  b.rule("distinct2", RuleKind::kFlag, kOnUser, equals(SlotKind::kDistinct, 2));
  b.rule("every", RuleKind::kFlag, kOnUser, quantified(plan::Quantifier::Kind::kEvery));
  b.rule("three", RuleKind::kFlag, kOnUser, equals(SlotKind::kOccurrences, 3));
  Conversation conversation(b.build(), "c");
  CHECK(fired(conversation.give(user(""))) == "every");
  CHECK(fired(conversation.give(user("alpha beta alpha"))) == "distinct2 every three");
  CHECK(fired(conversation.give(user("alpha alpha alpha seven"))) == "any every three");
  CHECK(fired(conversation.give(user("seven Seven"))) == "any");
  CHECK(fired(conversation.give(user("nothing"))) == "every");
}

TEST_CASE("a policy goes through its bytes unchanged") {
  PolicyBuilder b;
  b.rule("block", RuleKind::kBlock, kOnUser).say = {b.message("No.")};
  const Policy policy = b.build();
  const auto loaded = Policy::load(policy.serialize());
  REQUIRE(loaded.ok());
  CHECK(loaded->digest() == policy.digest());
  CHECK(loaded->ruleCount() == 1);
  CHECK(Conversation(*loaded, "c").give(user("")).text == "No.");
  CHECK_FALSE(Policy::load({}).ok());
}

}  // namespace
}  // namespace decorum::test
