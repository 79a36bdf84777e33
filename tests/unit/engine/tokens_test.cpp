// Tokens, hashes and general forms in conversations.
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "runtime/base/utf8.h"
#include "tests/support/random.h"
#include "tests/unit/engine/policy_builder.h"
#include "tests/unit/vault/vault_keys.h"

namespace decorum::test {
namespace {

using plan::Replacement;

constexpr std::uint8_t kEverywhere = on(EventKind::kUser) | on(EventKind::kDocument) |
                                     on(EventKind::kToolCall) | on(EventKind::kToolResult) |
                                     on(EventKind::kReply);

plan::MatcherId detector(PolicyBuilder& b, std::string name) {
  text::Matcher matcher;
  matcher.kind = text::MatcherKind::kDetector;
  matcher.detector = std::move(name);
  b.plan.matchers.push_back(std::move(matcher));
  return static_cast<plan::MatcherId>(b.plan.matchers.size() - 1);
}

/// A rule that replaces what the detectors find in every text.
plan::Rule& redacts(PolicyBuilder& b, std::string name, std::vector<std::string> detectors,
                    Replacement replacement, std::uint8_t events = kEverywhere) {
  std::vector<plan::Find> finds;
  for (const std::string& each : detectors) {
    const plan::MatcherId matcher = detector(b, each);
    for (unsigned kind = 0; kind < engine::kTextSubjects; ++kind)
      if ((events >> kind & 1) != 0) b.scan(static_cast<EventKind>(kind), matcher);
    finds.push_back({matcher, each, plan::kNone});
  }
  plan::Rule& rule = b.rule(std::move(name), RuleKind::kRedact, events);
  rule.finds = std::move(finds);
  rule.replacement = replacement;
  return rule;
}

Policy tokenPolicy() {
  PolicyBuilder b;
  redacts(b, "a", {"pii.card", "pii.email"}, Replacement::kToken);
  return b.build();
}

ConversationOptions withKeys(std::string_view letters = "A", std::string tenant = "") {
  ConversationOptions options;
  options.vault = sharedVault(letters, std::move(tenant));
  return options;
}

/// What goes on.
std::string after(Conversation& conversation, const Event& event) {
  const Verdict verdict = conversation.give(event);
  return verdict.text.value_or(event.text);
}

constexpr const char* kCard = "4111 1111 1111 1111";

TEST_CASE("a value has one token, whoever says it and however it is spelled") {
  Conversation conversation(tokenPolicy(), "c", withKeys());
  const std::string said = after(conversation, user("my card 4111 1111 1111 1111"));
  REQUIRE(said.starts_with("my card [CARD_1_"));
  const std::string token = said.substr(8);
  CHECK(after(conversation, reply("4111-1111-1111-1111?")) == token + "?");
  CHECK(after(conversation, user("yes, ４１１１ １１１１ １１１１ １１１１")) == "yes, " + token);
  CHECK(after(conversation, toolResult("t", R"({"card":4111111111111111,"n":[1]})")) ==
        R"({"card":")" + token + R"(","n":[1]})");
  const Verdict call = conversation.give(toolCall("t", R"({"card":"4111111111111111"})"));
  CHECK(call.text == R"({"card":")" + token + R"("})");
  CHECK(after(conversation, user("mail Ana@Example.org, ana@example.org"))
            .starts_with("mail [EMAIL_1_"));
  CHECK(conversation.restore("paid with " + token) == std::string("paid with ") + kCard);
}

TEST_CASE("a token that stands in a text already stays, and its rule does not fire") {
  PolicyBuilder b;
  redacts(b, "a", {"pii.card"}, Replacement::kToken);
  const auto numbers = b.pattern("[27]+");
  b.scan(EventKind::kUser, numbers);
  auto& mask = b.rule("b", RuleKind::kRedact, on(EventKind::kUser));
  mask.finds = {{numbers, "numbers", plan::kNone}};
  mask.replacement = Replacement::kMask;
  Conversation conversation(b.build(), "c", withKeys());
  const std::string first = after(conversation, user(std::string("card ") + kCard));
  const std::string token = first.substr(5);
  const Verdict again = conversation.give(user("card " + token + " again"));
  CHECK_FALSE(again.text);
  CHECK(fired(again).empty());
  CHECK(after(conversation, user("not ours: [CARD_1_22222] 77")) == "not ours: [CARD_1_•••••] ••");
  // What a hit covers beside the token is hidden.
  PolicyBuilder wide;
  const auto all = wide.pattern("x.*y");
  wide.scan(EventKind::kUser, all);
  wide.rule("a", RuleKind::kRedact, on(EventKind::kUser)).finds = {{all, "all", plan::kNone}};
  Conversation covered = Conversation::resume(wide.build(), "c", conversation.memory(), withKeys(),
                                              conversation.vault());
  CHECK(after(covered, user("a xb" + token + "cy d")) == "a [ALL]" + token + "[ALL] d");
}

TEST_CASE("history comes out with the tokens that it had, and moves nothing on") {
  PolicyBuilder b;
  plan::Rule& once = redacts(b, "a", {"pii.card"}, Replacement::kToken);
  once.frequency = plan::Frequency::kOncePerConversation;
  const Policy policy = b.build();
  Conversation conversation(policy, "c", withKeys());
  const std::string said = after(conversation, user(std::string("card ") + kCard));
  const auto memory = conversation.memory();
  const Redacted again = conversation.redact(EventKind::kUser, std::string("card ") + kCard);
  CHECK(again.text == said);
  REQUIRE(again.edits.size() == 1);
  CHECK(again.edits[0].detector == "pii.card");
  CHECK(conversation.redact(EventKind::kUser, said).text == said);
  const std::string other = conversation.redact(EventKind::kReply, "5500 0000 0000 0004").text;
  CHECK(other.starts_with("[CARD_2_"));
  CHECK(conversation.memory() == memory);
  CHECK(conversation.restore(other) == "5500 0000 0000 0004");
  CHECK(conversation.redact(EventKind::kUser, "nothing \xFF here").text ==
        "nothing \xEF\xBF\xBD here");
  Conversation later = Conversation::resume(policy, "c", memory, withKeys(), conversation.vault());
  CHECK(later.redact(EventKind::kUser, std::string("card ") + kCard).text == said);
}

TEST_CASE("of a text that a redaction did not see nothing goes on") {
  ConversationOptions options = withKeys();
  options.limits.message_bytes = 20;
  Conversation conversation(tokenPolicy(), "c", options);
  const Redacted redacted =
      conversation.redact(EventKind::kUser, "a text that is longer than that");
  CHECK(redacted.withheld);
  CHECK(redacted.text.empty());
  REQUIRE(redacted.faults.size() == 1);
  CHECK(redacted.faults[0].fault == "message_too_long");
  const Verdict verdict = conversation.give(user("a text that is longer than that"));
  CHECK(verdict.disposition == Disposition::kBlock);
  CHECK(faults(verdict) == "message_too_long(user)[a]");
}

TEST_CASE("without keys labels stand there, and the verdict says so") {
  PolicyBuilder b;
  redacts(b, "a", {"pii.card"}, Replacement::kToken);
  redacts(b, "b", {"pii.email"}, Replacement::kHash);
  const Policy policy = b.build();
  CHECK(policy.needsKeys());
  Conversation conversation(policy, "c");
  const Verdict verdict = conversation.give(user(std::string(kCard) + " a@b.org " + kCard));
  CHECK(verdict.text == "[CARD] [EMAIL] [CARD]");
  CHECK(faults(verdict) == "no_keys(vault)[a b]");
  CHECK(conversation.vault().empty());
  CHECK(conversation.restore("[CARD_1_22222]") == "[CARD_1_22222]");
  PolicyBuilder plain;
  redacts(plain, "a", {"pii.card", "date"}, Replacement::kGeneralize);
  CHECK_FALSE(plain.build().needsKeys());
}

TEST_CASE("hashes are of the value, whatever its spelling and its conversation") {
  PolicyBuilder b;
  redacts(b, "a", {"pii.card"}, Replacement::kHash);
  const Policy policy = b.build();
  Conversation one(policy, "c", withKeys());
  Conversation two(policy, "d", withKeys());
  const std::string hash = after(one, user(kCard));
  CHECK(hash.size() == 23);
  CHECK(hash.starts_with("[CARD#"));
  CHECK(after(two, user("4111-1111-1111-1111")) == hash);
  CHECK(one.vault().empty());
  Conversation other(policy, "c", withKeys("A", "tenant"));
  CHECK(after(other, user(kCard)) != hash);
}

TEST_CASE("general forms say less, and what has none its label") {
  PolicyBuilder b;
  redacts(b, "a", {"date", "pii.ip", "pii.card"}, Replacement::kGeneralize);
  Conversation conversation(b.build(), "c");
  CHECK(after(conversation, user("on 12 March 1994 from 192.0.2.77 by 4111 1111 1111 1111")) ==
        "on 1994 from 192.0.2.0/24 by [CARD]");
}

TEST_CASE("a value that several redactions cover has the token of all that they cover") {
  PolicyBuilder b;
  redacts(b, "a", {"pii.email"}, Replacement::kToken);
  redacts(b, "b", {"url"}, Replacement::kToken);
  Conversation conversation(b.build(), "c", withKeys());
  const std::string text = "see https://example.org/?u=ana@example.org now";
  const std::string redacted = after(conversation, user(text));
  CHECK(redacted.find("ana") == std::string::npos);
  CHECK(conversation.restore(redacted) == text);
}

TEST_CASE("a full vault and a damaged one are told") {
  VaultOptions few = vaultOptions("A");
  few.most_values = 1;
  ConversationOptions options;
  options.vault = std::make_shared<VaultOptions>(few);
  const Policy policy = tokenPolicy();
  Conversation conversation(policy, "c", options);
  const Verdict verdict = conversation.give(user("4111 1111 1111 1111 a@b.org"));
  CHECK(verdict.text->find("] [EMAIL]") != std::string::npos);
  CHECK(faults(verdict) == "vault_full(vault)[a]");
  auto bytes = conversation.vault();
  bytes.back() ^= std::byte{1};
  Conversation damaged = Conversation::resume(policy, "c", conversation.memory(), options, bytes);
  CHECK(damaged.restore(*verdict.text) == *verdict.text);
  CHECK(faults(damaged.give(user("hi"))) == "vault_damaged(vault)");
  CHECK(faults(damaged.give(user("hi"))).empty());
}

TEST_CASE("a conversation whose memory cannot be had makes no tokens") {
  Conversation unknown = Conversation::withUnknownMemory(tokenPolicy(), "c", withKeys());
  const Verdict verdict = unknown.give(user(kCard));
  CHECK(verdict.text == "[CARD]");
  CHECK(faults(verdict) == "store_unavailable(vault)[a]");
}

TEST_CASE("hashes stand in what rules say") {
  PolicyBuilder b;
  const auto lawyer = b.phrases({"lawyer"});
  auto& rule =
      b.rule("a", RuleKind::kBlock, on(EventKind::kUser), b.mentions(EventKind::kUser, lawyer));
  rule.say = {b.hole("ref ", plan::HoleForm::kHash, b.text("AC-12"))};
  const Policy policy = b.build();
  CHECK(policy.needsKeys());
  Conversation with(policy, "c", withKeys());
  const std::string said = after(with, user("a lawyer"));
  CHECK(said.size() == std::string("ref [REDACTED#0123456789abcdef]").size());
  CHECK(said == "ref [REDACTED#" + said.substr(14));
  Conversation without(policy, "c");
  const Verdict verdict = without.give(user("a lawyer"));
  CHECK(verdict.text == "ref [REDACTED]");
  CHECK(faults(verdict) == "no_keys(vault)[a]");
}

TEST_CASE("bytes that are no UTF-8 never go on, and places stay those of the original") {
  PolicyBuilder b;
  redacts(b, "a", {"pii.card"}, Replacement::kLabel);
  Conversation conversation(b.build(), "c");
  const Verdict clean =
      conversation.give(user("a\xFF"
                             "b"));
  CHECK(clean.text ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(clean.edits.empty());
  CHECK(faults(clean) == "bad_utf8(user)");
  const Verdict edited = conversation.give(user("\xFF 4111 1111 1111 1111 \xC3"));
  CHECK(edited.text == "\xEF\xBF\xBD [CARD] \xEF\xBF\xBD");
  REQUIRE(edited.edits.size() == 1);
  CHECK(edited.edits[0].span == TextSpan{2, 21});
  CHECK_FALSE(conversation.give(user("clean")).text);
}

// ------------------------------------------------------------------------------------------------
// random conversations

/// A text in which values of a conversation and of no one stand, each spelled in one way.
std::string randomText(Random& random, const std::vector<std::string>& values) {
  static const std::vector<std::string> kPieces = {"hello ",
                                                   "[CARD_1_K7Q2X]",
                                                   "é",
                                                   "\xF0\x9F\x99\x82",
                                                   "[",
                                                   "]",
                                                   "CARD_",
                                                   " ",
                                                   "\n",
                                                   "{\"a\":",
                                                   "[EMAIL_2_22222]",
                                                   "99",
                                                   "[[",
                                                   "_1_",
                                                   "https://example.org/a "};
  std::string text;
  for (int left = random.between(0, 8); left > 0; --left) {
    if (random.percent(40)) {
      text += ' ' + values[random.below(values.size())] + ' ';
    } else {
      text += kPieces[random.below(kPieces.size())];
    }
  }
  return text;
}

std::vector<std::string> someValues(Random& random) {
  std::vector<std::string> values = {"ana@example.org",     "bo.b@mail.example.com",
                                     "4111 1111 1111 1111", "5500-0000-0000-0004",
                                     "340000000000009",     "zoë@example.org"};
  values.push_back("user" + std::to_string(random.below(1'000'000)) + "@example.net");
  return values;
}

TEST_CASE("what was redacted comes back whole, in its conversation alone") {
  const unsigned seed = std::random_device{}();
  INFO("seed " << seed);
  const Policy policy = tokenPolicy();
  for (unsigned round = 0; round < 60; ++round) {
    Random random(seed + round);
    const std::vector<std::string> values = someValues(random);
    Conversation conversation(policy, "c" + std::to_string(round), withKeys());
    Conversation other(policy, "d" + std::to_string(round), withKeys());
    Conversation tenant(policy, "c" + std::to_string(round), withKeys("A", "other"));
    for (int i = 0; i < 10; ++i) {
      const std::string text = randomText(random, values);
      const auto kind = random.percent(50) ? EventKind::kUser : EventKind::kReply;
      const std::string redacted = random.percent(70) ? after(conversation, event(kind, text))
                                                      : conversation.redact(kind, text).text;
      CAPTURE(text, redacted);
      REQUIRE(conversation.restore(redacted) == text);
      for (const std::string& value : values) REQUIRE(redacted.find(value) == std::string::npos);
      REQUIRE(utf8::isWellFormed(redacted));
      for (Conversation* const wrong : {&other, &tenant}) {
        after(*wrong, event(kind, randomText(random, values)));
        REQUIRE(wrong->restore(redacted) == redacted);
      }
      if (random.percent(20)) {
        conversation =
            Conversation::resume(policy, "c" + std::to_string(round), conversation.memory(),
                                 withKeys(), conversation.vault());
      }
    }
  }
}

TEST_CASE("no replacement is longer than its bound") {
  PolicyBuilder b;
  const std::string name = "pack." + std::string(200, 'n');
  for (const auto replacement : {Replacement::kHash, Replacement::kToken, Replacement::kLabel}) {
    const auto matcher = b.pattern(replacement == Replacement::kHash    ? "a+"
                                   : replacement == Replacement::kToken ? "b+"
                                                                        : "c+");
    b.scan(EventKind::kUser, matcher);
    auto& rule = b.rule("r" + std::to_string(static_cast<int>(replacement)), RuleKind::kRedact,
                        on(EventKind::kUser));
    rule.finds = {{matcher, name, plan::kNone}};
    rule.replacement = replacement;
  }
  std::sort(b.plan.rules.begin(), b.plan.rules.end(),
            [](const plan::Rule& x, const plan::Rule& y) { return x.name < y.name; });
  Conversation conversation(b.build(), "c", withKeys());
  const Verdict verdict = conversation.give(user("aaa bbb ccc"));
  REQUIRE(verdict.edits.size() == 3);
  for (const Edit& edit : verdict.edits) CHECK(edit.replacement.size() <= 64);
  CHECK(conversation.restore(*verdict.text).find("bbb") != std::string::npos);
}

}  // namespace
}  // namespace decorum::test
