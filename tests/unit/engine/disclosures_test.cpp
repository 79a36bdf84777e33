/// What becomes of disclosures: none is lost, and those that a conversation ends without are told.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/random.h"
#include "tests/unit/engine/policy_builder.h"

namespace decorum::test {
namespace {

constexpr auto kOnUser = on(EventKind::kUser);
constexpr auto kOnReply = on(EventKind::kReply);

/// Some of every kind of rule that a reply can meet, each where the reply has its word.
class AtReply {
 public:
  explicit AtReply(Random& random) : random_(random) {
    for (char letter = 'a'; letter < 'm'; ++letter) {
      add(std::string(1, letter));
    }
  }
  Policy build() { return builder_.build(); }
  std::string reply() {
    std::string text = "well";
    for (const std::string& word : words_) text += random_.below(2) == 0 ? " " + word : "";
    return text;
  }

 private:
  void add(const std::string& letter) {
    constexpr RuleKind kKinds[] = {RuleKind::kDisclose, RuleKind::kDisclose, RuleKind::kDisclose,
                                   RuleKind::kBlock,    RuleKind::kHold,     RuleKind::kRetry,
                                   RuleKind::kRedact,   RuleKind::kEscalate, RuleKind::kFlag};
    const RuleKind kind = kKinds[random_.below(std::size(kKinds))];
    const std::string word = "word" + letter;
    const plan::MatcherId matcher = builder_.phrases({word});
    const Expr guard = builder_.mentions(EventKind::kReply, matcher);
    words_.push_back(word);
    const bool discloses = kind == RuleKind::kDisclose;
    std::vector<plan::MessageId> say;
    if (discloses || random_.below(2) == 0) say = {builder_.message("Said by " + letter + ".")};
    plan::Rule& rule = builder_.rule(letter, kind, kOnReply, guard);
    rule.say = say;
    rule.priority = static_cast<Priority>(random_.below(4));
    rule.placement = static_cast<Placement>(random_.below(3));
    rule.at_most_times = 1;
    rule.otherwise = random_.below(2) == 0 ? Otherwise::kBlock : Otherwise::kRelease;
    if (kind == RuleKind::kRedact) rule.finds = {{matcher, word, plan::kNone}};
    if (discloses && random_.below(3) == 0) {
      rule.frequency = plan::Frequency::kOncePerConversation;
    }
  }

  Random& random_;
  PolicyBuilder builder_;
  std::vector<std::string> words_;
};

std::vector<std::string> paragraphs(std::string text) {
  std::vector<std::string> all;
  for (std::size_t at; (at = text.find("\n\n")) != std::string::npos; text.erase(0, at + 2)) {
    all.push_back(text.substr(0, at));
  }
  all.push_back(text);
  return all;
}

TEST_CASE("whatever else fires at a reply, each disclosure that is due is shown with it once") {
  std::size_t shown = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    Random random(seed);
    AtReply sample(random);
    const Policy policy = sample.build();
    Conversation conversation(policy, "c");
    conversation.give(user("hello"));
    for (int i = 0; i < 4; ++i) {
      const std::string text = sample.reply();
      INFO("seed " << seed << ", reply " << text);
      // Twice where it is sent back: that has an end.
      Verdict verdict = conversation.give(reply(text));
      int asked = 0;
      for (; verdict.disposition == Disposition::kRetry; ++asked) {
        REQUIRE(asked < 12);
        CHECK(verdict.disclosures.empty());
        verdict = conversation.give(reply(text));
      }
      const std::string sent = verdict.text.value_or(text);
      const std::vector<std::string> parts = paragraphs(sent);
      for (const FiredRule& rule : verdict.fired) {
        if (rule.kind != RuleKind::kDisclose) continue;
        INFO(toJson(verdict));
        CHECK(std::count(parts.begin(), parts.end(), "Said by " + rule.rule + ".") == 1);
        ++shown;
      }
    }
  }
  CHECK(shown > 5'000);
}

/// Due with each reply, and told at a close without one.
Policy disclosing() {
  PolicyBuilder b;
  const plan::MessageId said = b.message("I am a machine.");
  b.rule("ai", RuleKind::kDisclose, kOnReply).say = {said};
  b.rule("later", RuleKind::kDisclose, kOnReply).say = {said};
  b.plan.rules.back().effective_ms = 1'000;
  b.rule("once", RuleKind::kDisclose, kOnReply).say = {said};
  b.plan.rules.back().frequency = plan::Frequency::kOncePerConversation;
  const Expr rude = b.mentions(EventKind::kReply, b.phrases({"rude"}));
  b.rule("polite", RuleKind::kRetry, kOnReply, rude).at_most_times = 1;
  b.rule("with_message", RuleKind::kDisclose, kOnUser | kOnReply).say = {said};
  return b.build();
}

std::string open(const Verdict& verdict) {
  std::string names;
  for (const std::string& duty : verdict.open_duties) names += (names.empty() ? "" : " ") + duty;
  return names;
}

TEST_CASE("a close tells what was due with a reply that never came") {
  const Policy policy = disclosing();
  const auto at_close = [&](std::initializer_list<Event> events, std::int64_t close_ms = 0) {
    Conversation conversation(policy, "c");
    for (const Event& event : events) CHECK(open(conversation.give(event)).empty());
    return open(conversation.give(at(close_ms, event(EventKind::kClose, ""))));
  };
  CHECK(at_close({}).empty());
  CHECK(at_close({user("hm")}) == "ai once");
  CHECK(at_close({user("hm")}, 1'000) == "ai later once");
  CHECK(at_close({user("hm"), reply("fine")}).empty());
  CHECK(at_close({user("hm"), reply("rude")}) == "ai once");
  CHECK(at_close({reply("rude")}) == "ai once with_message");
  CHECK(at_close({user("hm"), reply("rude"), reply("rude")}).empty());  // blocked: it is shown
  CHECK(at_close({user("hm"), reply("fine"), user("hm")}) == "ai");
  CHECK(at_close({user("hm"), reply("fine"), reply("rude")}) == "ai");
}

TEST_CASE("that a reply is awaited is saved with the conversation") {
  const Policy policy = disclosing();
  const Event end = event(EventKind::kClose, "");
  Conversation awaiting(policy, "c");
  awaiting.give(user("hm"));
  CHECK(open(Conversation::resume(policy, "c", awaiting.memory()).give(end)) == "ai once");
  awaiting.give(reply("fine"));
  CHECK(open(Conversation::resume(policy, "c", awaiting.memory()).give(end)).empty());
}

TEST_CASE("to look for open duties changes nothing") {
  const Policy policy = disclosing();
  Conversation conversation(policy, "c");
  conversation.give(user("hm"));
  const Verdict first = conversation.give(event(EventKind::kClose, ""));
  const auto memory = conversation.memory();
  const Verdict second = conversation.give(event(EventKind::kClose, ""));
  CHECK(open(first) == open(second));
  CHECK(fired(conversation.give(reply("fine"))) == "ai once with_message");
  CHECK(memory.size() == Conversation::resume(policy, "c", memory).memory().size());
}

}  // namespace
}  // namespace decorum::test
