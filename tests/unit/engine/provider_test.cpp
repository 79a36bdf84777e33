/// Scores of built-in providers within a conversation.
#include <catch2/catch.hpp>

#include "tests/unit/engine/policy_builder.h"

namespace decorum::test {
namespace {

using plan::Op;
using plan::SlotId;

/// Flags a message that is very bad by `mood`, which a provider may score.
Policy policyOfMoods(std::uint8_t events) {
  PolicyBuilder b;
  const SlotId mood = b.signal("mood", EventKind::kUser, 0);
  b.plan.signals.back().provider = signals::Provider::kSentiment;
  b.rule("r", RuleKind::kFlag, events,
         b.leaf("mood < -0.3", b.node(Op::kLtNumber, {b.load(mood), b.number(-0.3)}), {mood}));
  return b.build();
}

std::string sourceOf(const Verdict& verdict) {
  if (verdict.fired.empty()) return "";
  return name(verdict.fired[0].evidence.at(0).signals.at(0).from);
}

TEST_CASE("a provider scores a text that comes without a score, and no other") {
  Conversation conversation(policyOfMoods(on(EventKind::kUser)), "c");
  CHECK(sourceOf(conversation.give(user("This is terrible."))) == "built-in");
  CHECK(sourceOf(conversation.give(withSignal(user("This is terrible."), "mood", 0.1))).empty());
  CHECK(sourceOf(conversation.give(withSignal(user("Lovely."), "mood", -0.9))) == "event");
  CHECK(sourceOf(conversation.give(user("Lovely."))).empty());
  CHECK(sourceOf(conversation.give(withSignal(user("Terrible."), "mood", Value()))) == "built-in");
  // A score that is wrong is a fault, not a reason to score the text.
  const Verdict wrong = conversation.give(withSignal(user("Terrible."), "mood", 7.0));
  CHECK(sourceOf(wrong).empty());
  CHECK_FALSE(wrong.faults.empty());
}

TEST_CASE("a text that was cut short has no score of a provider") {
  Event cut = user("This is terrible.");
  cut.truncated = true;
  Conversation conversation(policyOfMoods(on(EventKind::kUser)), "c");
  const Verdict verdict = conversation.give(cut);
  CHECK(verdict.fired.empty());
  CHECK_FALSE(verdict.faults.empty());
}

/// How many texts were read for scores so far, by whoever judged.
std::uint64_t textsRead(const Policy& policy) {
  auto lease = policy.impl().workspaces.lease();
  return (*lease).scores.texts;
}

TEST_CASE("a text is scored only where a rule may still be decided by its score") {
  PolicyBuilder b;
  const SlotId mood = b.signal("mood", EventKind::kUser, 0);
  b.plan.signals.back().provider = signals::Provider::kSentiment;
  const Expr asks = b.mentions(EventKind::kUser, b.phrases({"refund"}));
  const Expr low =
      b.leaf("mood < -0.3", b.node(Op::kLtNumber, {b.load(mood), b.number(-0.3)}), {mood});
  b.rule("r", RuleKind::kFlag, on(EventKind::kUser), b.both(asks, low));
  const Policy policy = b.build();
  Conversation conversation(policy, "c");
  CHECK(conversation.give(user("This is terrible.")).fired.empty());
  CHECK(conversation.give(reply("A refund is terrible.")).fired.empty());
  CHECK(textsRead(policy) == 0);
  CHECK(conversation.give(user("A refund, please.")).fired.empty());
  CHECK(textsRead(policy) == 1);
  CHECK(conversation.give(user("A refund, this is terrible.")).fired.size() == 1);
  CHECK(textsRead(policy) == 2);
  CHECK(conversation.give(withSignal(user("Terrible refund."), "mood", 0.5)).fired.empty());
  CHECK(textsRead(policy) == 2);
  // Whoever wants to see all that there is to see gets it.
  ConversationOptions options;
  options.seen = true;
  Conversation watched(policy, "c", options);
  CHECK_FALSE(watched.give(user("This is terrible.")).seen.empty());
  CHECK(textsRead(policy) == 3);
}

TEST_CASE("a score that is read after its text is made with it") {
  const Policy policy = policyOfMoods(on(EventKind::kReply));
  Conversation conversation(policy, "c");
  conversation.give(user("This is terrible."));
  CHECK(textsRead(policy) == 1);
  CHECK(sourceOf(conversation.give(reply("Sorry."))) == "built-in");
  CHECK(textsRead(policy) == 1);
}

TEST_CASE("without a provider no text is read for scores") {
  PolicyBuilder b;
  const SlotId mood = b.signal("mood", EventKind::kUser, 0);
  b.rule("r", RuleKind::kFlag, on(EventKind::kUser),
         b.leaf("mood < -0.3", b.node(Op::kLtNumber, {b.load(mood), b.number(-0.3)}), {mood}));
  const Policy policy = b.build();
  Conversation(policy, "c").give(user("This is terrible."));
  CHECK(textsRead(policy) == 0);
}

TEST_CASE("a score outlives its event, and its source with it") {
  const Policy policy = policyOfMoods(on(EventKind::kReply));
  Conversation conversation(policy, "c");
  conversation.give(user("This is terrible."));
  auto resumed = Conversation::resume(policy, "c", conversation.memory());
  CHECK(sourceOf(resumed.give(reply("Sorry."))) == "built-in");
  resumed.give(withSignal(user("Lovely."), "mood", -0.9));
  auto again = Conversation::resume(policy, "c", resumed.memory());
  CHECK(sourceOf(again.give(reply("Sorry."))) == "event");
}

TEST_CASE("a plan whose provider leaves the range of its signal is refused") {
  PolicyBuilder b;
  b.signal("mood", EventKind::kUser, 0);
  b.plan.signals.back().provider = signals::Provider::kSentiment;
  CHECK_FALSE(plan::verify(b.plan));
  b.plan.signals.back().low = 0;
  CHECK(plan::verify(b.plan));
  b.plan.signals.back().low = -1;
  b.plan.signals.back().as_redacted = true;
  CHECK(plan::verify(b.plan));
}

}  // namespace
}  // namespace decorum::test
