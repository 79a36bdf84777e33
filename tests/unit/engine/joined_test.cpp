/// Values that a person splits over messages: what is found, kept, saved and unknown.
#include <catch2/catch.hpp>

#include "runtime/plan/identity.h"
#include "tests/unit/engine/policy_builder.h"

namespace decorum::test {
namespace {

/// Redacts cards over `turns` messages of the person.
Policy joiningCards(std::uint32_t turns) {
  PolicyBuilder b;
  text::Matcher card;
  card.kind = text::MatcherKind::kDetector;
  card.detector = "pii.card";
  card.joining = turns;
  b.plan.matchers.push_back(card);
  b.scan(EventKind::kUser, 0);
  b.scan(EventKind::kReply, 0);
  plan::Operator op;
  op.kind = plan::OperatorKind::kJoined;
  op.unit = plan::Unit::kTicks;
  op.clock = static_cast<std::uint8_t>(EventKind::kUser);
  op.window = turns;
  op.keep = turns - 1;
  op.ref = 0;
  op.slot = b.slot(plan::SlotKind::kMemory, plan::Rep::kBool, EventKind::kUser, 0);
  b.plan.memory.push_back(op);
  b.rule("cards", RuleKind::kRedact, on(EventKind::kUser) | on(EventKind::kReply)).finds = {
      {0, "pii.card", plan::kNone, plan::kNone}};
  plan::identify(b.plan);
  return b.build();
}

std::string said(Conversation& conversation, const Event& event) {
  const Verdict verdict = conversation.give(event);
  return verdict.text.value_or(event.text);
}

TEST_CASE("the part at hand is redacted, in the places of the message as it came") {
  Conversation conversation(joiningCards(3), "c");
  CHECK(said(conversation, user("it's 4111–１１１１")) == "it's 4111–１１１１");
  CHECK(said(conversation, user("… 1111–１１１１, okay?")) == "… [CARD], okay?");
}

TEST_CASE("replies neither begin nor go on with what a person says") {
  Conversation conversation(joiningCards(3), "c");
  CHECK(said(conversation, user("4111 1111")) == "4111 1111");
  CHECK(said(conversation, reply("1111 1111")) == "1111 1111");
  CHECK(said(conversation, reply("4111 1111 1111 1111")) == "[CARD]");
  CHECK(said(conversation, user("1111 1111")) == "[CARD]");
}

TEST_CASE("parts count as long as they are within the window") {
  const auto after = [](std::uint32_t turns, int between) {
    Conversation conversation(joiningCards(turns), "c");
    conversation.give(user("4111 1111"));
    for (int i = 0; i < between; ++i) conversation.give(user("wait"));
    return said(conversation, user("1111 1111")) == "[CARD]";
  };
  CHECK(after(2, 0));
  CHECK_FALSE(after(2, 1));
  CHECK(after(8, 6));
  CHECK_FALSE(after(8, 7));
}

TEST_CASE("more parts than are kept make room for each other") {
  Conversation conversation(joiningCards(3), "c");
  for (int i = 0; i < 20; ++i) conversation.give(user("it is 777 888"));
  conversation.give(user("4111 1111"));
  CHECK(said(conversation, user("1111 1111")) == "[CARD]");
}

TEST_CASE("a message that was cut short leaves nothing") {
  ConversationOptions options;
  options.limits.message_bytes = 20;
  Conversation conversation(joiningCards(3), "c", options);
  conversation.give(user("it is 4111 1111 " + std::string(40, ' ') + "and 12"));
  CHECK(said(conversation, user("1111 1111")) == "1111 1111");
}

TEST_CASE("what is kept is saved, in few bytes and without the digits") {
  const Policy policy = joiningCards(3);
  Conversation conversation(policy, "c");
  const auto empty = conversation.memory().size();
  conversation.give(user("nothing"));
  const auto without = conversation.memory().size();
  conversation.give(user("it's 4111 1111"));
  const std::vector<std::byte> memory = conversation.memory();
  CHECK(memory.size() <= without + 40);
  CHECK(without <= empty + 20);
  auto resumed = Conversation::resume(policy, "c", memory);
  CHECK(resumed.memory() == memory);
  CHECK(said(resumed, user("1111 1111")) == "[CARD]");
  // Other digits with the same sums leave the same bytes: these cannot be told from them.
  Conversation other(policy, "c");
  other.give(user("nothing"));
  other.give(user("call 4211 1011"));
  CHECK(other.memory() == memory);
}

TEST_CASE("where the memory cannot be had, no one knows what a message completes") {
  auto conversation = Conversation::withUnknownMemory(joiningCards(3), "c", {});
  const Verdict verdict = conversation.give(user("1111 1111"));
  CHECK(fired(verdict) == "cards!");
  CHECK(verdict.disposition == Disposition::kBlock);
  CHECK(conversation.give(reply("1111 1111")).disposition == Disposition::kPass);
}

}  // namespace
}  // namespace decorum::test
