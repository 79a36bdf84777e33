// A reply in chunks is what it is at once, whatever the chunks.
#include <catch2/catch.hpp>
#include <string>

#include "decorum/compile.h"
#include "decorum/reply_stream.h"
#include "tests/support/random_policy.h"
#include "tests/support/stream_case.h"

namespace decorum::test {
namespace {

Policy compiled(const std::string& text) {
  const Compilation compilation = compilePolicyText(text, "streams.decorum");
  INFO(toText(compilation.findings));
  REQUIRE(compilation.policy.has_value());
  return *compilation.policy;
}

/// Whether something of the reply itself is sent before its last byte is there.
bool leavesEarly(const Policy& policy, const std::string& text) {
  Conversation conversation(policy, "c-1");
  const Event reply{.kind = EventKind::kReply, .text = text};
  const Streamed streamed = streamReply(conversation, reply, {text.size() - 1});
  return streamed.held.front() + 1 < text.size();
}

TEST_CASE("a reply cut anywhere is sent as it is at once", "[streams]") {
  const Policy policy = compiled(redactingPolicy());
#ifdef DECORUM_SANITIZED
  constexpr std::uint64_t kTexts = 3;
#else
  constexpr std::uint64_t kTexts = 40;
#endif
  std::uint64_t early = 0;
  for (std::uint64_t seed = 0; seed < kTexts; ++seed) {
    const std::string text = sensitiveText(seed);
    INFO("seed " << seed << ", '" << text << "'");
    early += leavesEarly(policy, text) ? 1 : 0;
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      const auto difference = streamDifference(policy, text, {cut});
      if (difference) FAIL("cut at " << cut << ": " << *difference);
    }
    for (std::uint64_t round = 0; round < 5; ++round) {
      const auto difference =
          streamDifference(policy, text, randomCuts(seed * 100 + round, text.size()));
      if (difference) FAIL("cuts of seed " << seed * 100 + round << ": " << *difference);
    }
  }
  CHECK(early > kTexts / 2);
}

TEST_CASE("a hit ends where the words behind it are known", "[streams]") {
  const Policy policy = compiled(redactingPolicy());
  const std::string text =
      "Привет, мир [CARD] $885,605.50 order Привет, мир.sk_live_242573467681763472732599 ssn "
      "078-05-8279 сор café 251510037450 andmy pin is 8478 ";
  for (const Cuts& cuts : {Cuts{10, 30, 33, 39, 102, 127, 129}, Cuts{21, 42, 100, 135, 148, 157}})
    CHECK(streamDifference(policy, text, cuts).value_or("") == "");
}

TEST_CASE("random policies say the same of a reply in chunks", "[streams]") {
  std::size_t replies = 0;
  std::size_t early = 0;  // something left before the end
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    const Policy policy = compiled(sample.policy());
    Conversation at_once(policy, "c-1");
    Conversation in_chunks(policy, "c-1");
    for (const Event& event : sample.events) {
      INFO(describe(sample) << "\nevent " << event.text);
      const Verdict verdict = at_once.give(event);
      if (event.kind != EventKind::kReply) {
        in_chunks.give(event);
        continue;
      }
      const std::string whole = sentOf(verdict, event);
      std::string too_much;
      const Streamed streamed = streamReply(
          in_chunks, event, randomCuts(seed + replies, event.text.size()), &whole, &too_much);
      INFO("seed " << seed << ", verdict " << toJson(verdict) << "\nstreamed "
                   << toJson(streamed.verdict) << "\nsent '" << streamed.sent << "', too much "
                   << too_much);
      CHECK(too_much.empty());
      CHECK_FALSE(streamed.cut);
      CHECK(streamed.sent == whole);
      CHECK(toJson(streamed.verdict) == toJson(verdict));
      ++replies;
      early += !event.text.empty() && streamed.held.back() < event.text.size() ? 1 : 0;
    }
    CHECK(in_chunks.memory() == at_once.memory());
  }
  CHECK(replies > 200);
  CHECK(early > 20);
}

TEST_CASE("a rule that cuts stops the reply before the words are seen", "[streams]") {
  const Policy policy = compiled(R"(policy cuts
phrases secrets = "project nightingale"
block leaks
  on reply
  when reply mentions secrets
  on stream cut
  say "I cannot talk about that."
)");
  Conversation conversation(policy, "c-1");
  ReplyStream stream(conversation);
  std::string sent;
  for (const char c : std::string("It is called Project Nightingale, and there is more to say.")) {
    sent += stream.feed(std::string(1, c));
    if (stream.isCut()) break;
  }
  CHECK(stream.isCut());
  CHECK(sent == "It is called ");
  const StreamEnd end = stream.finish();
  CHECK(end.cut);
  CHECK(end.text == "I cannot talk about that.");
  CHECK(end.verdict.disposition == Disposition::kBlock);
}

TEST_CASE("a rule that waits lets nothing go", "[streams]") {
  const Policy policy = compiled(R"(policy waits
block leaks
  on reply
  when reply mentions "nightingale"
  say "I cannot talk about that."
)");
  for (const std::string text : {"All is well.", "It is the nightingale."}) {
    Conversation conversation(policy, "c-1");
    ReplyStream stream(conversation);
    CHECK(stream.feed(text).empty());
    const StreamEnd end = stream.finish();
    CHECK_FALSE(end.cut);
    CHECK(end.text == (text == "All is well." ? text : "I cannot talk about that."));
  }
}

TEST_CASE("a reply beyond the limit is stopped where the limit is", "[streams]") {
  const Policy policy = compiled("policy limit\nredact cards on reply find pii.card\n");
  ConversationOptions options;
  options.limits.message_bytes = 100;
  Conversation conversation(policy, "c-1", options);
  ReplyStream stream(conversation);
  const std::string part = "Nothing to see here, move on. ";
  CHECK(stream.feed(part).size() > 20);
  for (int i = 0; i < 5; ++i) stream.feed(part);
  const StreamEnd end = stream.finish();
  CHECK(end.cut);
  CHECK(end.verdict.disposition == Disposition::kBlock);
}

TEST_CASE("ordinary text is held back for a word or so", "[streams]") {
  const Policy policy = compiled(
      "policy usual\nredact personal on reply find pii.card, pii.email, "
      "pii.iban, pii.phone replace with label\n");
  Conversation conversation(policy, "c-1");
  Event reply{.kind = EventKind::kReply};
  reply.text =
      "Thank you for waiting. I have looked at your account, and everything is in order. "
      "The parcel left our warehouse this morning, so you will have it soon.";
  Cuts cuts;
  for (std::size_t at = 4; at < reply.text.size(); at += 4) cuts.push_back(at);
  Streamed streamed = streamReply(conversation, reply, cuts);
  std::ranges::sort(streamed.held);
  CHECK(streamed.held[streamed.held.size() / 2] < 16);
  CHECK(streamed.most_held < 24);
}

}  // namespace
}  // namespace decorum::test
