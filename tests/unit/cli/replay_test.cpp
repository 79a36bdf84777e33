// What two policies make of the same log.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

#include "decorum/compile.h"
#include "tools/cli/replay_book.h"

namespace decorum::cli {
namespace {

/// One rule of each kind, and some that look back. `word` is one of the phrases of a block.
std::string shop(const std::string& word) {
  return fmt::format(R"(policy shop
facts customer {{ tier: one of basic, plus  age: int? }}
tool refund {{ order: text  amount: number }}
phrases rude = "idiot", "{}"
phrases he = "he", "him"
phrases she = "she", "her"
escalate asks on user when user mentions "agent" to support within 5 minutes
escalate again on user when count(user mentions "agent") >= 2 to support priority high within 1 minutes
redact mails on user, reply find pii.email
redact numbers on user find pii.phone replace with mask
disclose bot on reply when first reply say "I am a machine."
block insults on reply when reply mentions rude say "Let me start again."
hold large on tool_call when tool_call is refund and refund.amount > 150 for boss within 30 minutes otherwise block
retry blame on reply when reply mentions "your fault" telling "Be kind." at most 1 times otherwise block
clarify which on user when user mentions "my order" and customer.tier == plus ask "Which one?"
flag angry on user when user mentions "bad" as angry
flag he_flag on user when user mentions "he said" as he_flag
fairness equal
  same decision when swapping he with she
)",
                     word);
}

Policy compiled(const std::string& text) {
  const Compilation compilation = compilePolicyText(text, "p.decorum");
  INFO(toText(compilation.findings));
  REQUIRE(compilation.policy.has_value());
  return *compilation.policy;
}

/// A log in both shapes, of conversations that interleave.
std::vector<std::string> randomLog(std::uint32_t seed, std::size_t lines) {
  std::mt19937 random(seed);
  const auto pick = [&](const auto& all) {
    return all[std::uniform_int_distribution<std::size_t>(0, std::size(all) - 1)(random)];
  };
  constexpr const char* kTexts[] = {
      "hello",    "an agent please",  "mail me at a@b.org", "this is bad", "you idiot", "you fool",
      "my order", "it is your fault", "call +49 30 901820", "he said so",  "thank you"};
  std::vector<std::string> log;
  for (std::size_t i = 0; i < lines; ++i) {
    if (random() % 3 == 0) {
      log.push_back(fmt::format(
          R"({{"id": "chat-{}", "facts": {{"customer": {{"tier": "{}"}}}}, "messages": [{{"role": "user", "content": "{}"}}, {{"role": "assistant", "content": "{}", "tool_calls": [{{"id": "1", "type": "function", "function": {{"name": "refund", "arguments": "{{\"order\": \"1\", \"amount\": {}}}"}}}}]}}, {{"role": "user", "content": "{}"}}]}})",
          i, random() % 2 == 0 ? "plus" : "gold", pick(kTexts), pick(kTexts), random() % 300,
          pick(kTexts)));
    } else if (random() % 9 == 0) {
      log.push_back(fmt::format(R"({{"conversation": "c{}", "event": "close"}})", random() % 12));
    } else {
      log.push_back(fmt::format(R"({{"conversation": "c{}", "event": "{}", "text": "{}"}})",
                                random() % 12, random() % 2 == 0 ? "user" : "reply", pick(kTexts)));
    }
  }
  return log;
}

ReplayReport replayed(const Policy& before, const Policy& after,
                      const std::vector<std::string>& lines, std::size_t threads = 1,
                      std::size_t each = 7) {
  ReplayOptions options;
  options.crew.threads = threads;
  ReplayBook book(before, after, options);
  for (std::size_t at = 0; at < lines.size(); at += each) {
    std::vector<LineJob> batch;
    for (std::size_t i = at; i < std::min(at + each, lines.size()); ++i)
      batch.push_back({fmt::format("log:{}", i), lines[i], {}, {}, {}, 0, 0});
    book.start(batch);
    book.wait();
    for (const LineJob& job : batch) REQUIRE(job.problems.empty());
  }
  return book.report();
}

std::vector<std::string> different(const ReplayReport& report) {
  std::vector<std::string> rules;
  for (const RuleDifference& rule : report.rules)
    if (rule.isDifferent()) rules.push_back(rule.rule);
  return rules;
}

/// The rules that differ between two policies over a conversation of `texts`, said by the user and
/// the machine in turn.
std::vector<std::string> differentOver(const std::string& before, const std::string& after,
                                       const std::vector<std::string>& texts) {
  std::vector<std::string> log;
  for (std::size_t i = 0; i < texts.size(); ++i)
    log.push_back(fmt::format(R"({{"conversation": "a", "event": "{}", "text": "{}"}})",
                              i % 2 == 0 ? "user" : "reply", texts[i]));
  const ReplayReport report = replayed(compiled(before), compiled(after), log);
  CHECK((report.different_events > 0) == !different(report).empty());
  CHECK(report.unattributed == 0);
  return different(report);
}

using Names = std::vector<std::string>;

TEST_CASE("a policy against itself has no difference", "[replay]") {
  const Policy policy = compiled(shop("fool"));
  for (std::uint32_t seed = 0; seed < 5; ++seed) {
    INFO("seed " << seed);
    const ReplayReport report = replayed(policy, policy, randomLog(seed, 200));
    CHECK(report.events > 200);
    CHECK(report.different_events == 0);
    CHECK(report.different_conversations == 0);
    CHECK(different(report).empty());
    REQUIRE(report.swaps.size() == 1);
    CHECK(report.swaps[0].new_unequal > 0);
    CHECK(report.swaps[0].new_unequal == report.swaps[0].both_unequal);
    std::uint64_t fired = 0;
    for (const RuleDifference& rule : report.rules) fired += rule.fired.both;
    CHECK(fired > 100);
    for (const auto& [key, fault] : report.faults) CHECK_FALSE(isNewFault(fault));
  }
}

TEST_CASE("the report is the same whatever the number of threads and the batches", "[replay]") {
  const Policy before = compiled(shop("fool"));
  const Policy after = compiled(shop("you idiot"));
  for (std::uint32_t seed = 0; seed < 5; ++seed) {
    INFO("seed " << seed);
    const std::vector<std::string> log = randomLog(seed, 400);
    const std::string one = replayJson(replayed(before, after, log));
    CHECK(one.find("\"examples\": [\n    {") != std::string::npos);
    CHECK(replayJson(replayed(before, after, log, 2)) == one);
    CHECK(replayJson(replayed(before, after, log, 3, 64)) == one);
    CHECK(replayJson(replayed(before, after, log, 1, 400)) == one);
  }
}

TEST_CASE("a changed word shows in its rule alone", "[replay]") {
  const ReplayReport report =
      replayed(compiled(shop("fool")), compiled(shop("nobody")), randomLog(1, 400));
  CHECK(different(report) == Names{"insults"});
  const auto insults =
      std::find_if(report.rules.begin(), report.rules.end(),
                   [](const RuleDifference& one) { return one.rule == "insults"; });
  CHECK(insults->fired.only_old == report.different_events);
  CHECK(insults->fired.only_new == 0);
  CHECK(insults->fired.both > 0);
  CHECK(insults->otherwise == 0);
  const DifferentEvent& example = insults->examples.begin()->second;
  CHECK(example.before.did == "blocks");
  CHECK(example.before.disposition == Disposition::kBlock);
  CHECK(example.after.did == "does not fire");
}

TEST_CASE("what a rule does otherwise is its own difference", "[replay]") {
  const std::string head = "policy p ";
  SECTION("other words of a block") {
    CHECK(differentOver(head + R"(block b on user when user mentions "x" say "No."
                                  flag f on user when user mentions "x" as f)",
                        head + R"(block b on user when user mentions "x" say "Never."
                                  flag f on user when user mentions "x" as f)",
                        {"x"}) == Names{"b"});
  }
  SECTION("another queue") {
    CHECK(differentOver(head + R"(escalate e on user when user mentions "x" to a)",
                        head + R"(escalate e on user when user mentions "x" to b)",
                        {"x"}) == Names{"e"});
  }
  SECTION("an escalation that takes over a queue is not the difference of the other one") {
    const std::string other = R"( escalate other on user when user mentions "x" to a)";
    CHECK(differentOver(head + other,
                        head + R"(escalate first on user when user mentions "x" to a
                                  priority urgent within 1 minutes)" +
                            other,
                        {"x"}) == Names{"first"});
  }
  SECTION("another flag") {
    CHECK(differentOver(head + R"(flag f on user when user mentions "x" as one)",
                        head + R"(flag f on user when user mentions "x" as two)",
                        {"x"}) == Names{"f"});
  }
  SECTION("another replacement") {
    CHECK(differentOver(head + "redact r on user find pii.email",
                        head + "redact r on user find pii.email replace with mask",
                        {"me@example.org"}) == Names{"r"});
  }
  SECTION("another kind") {
    CHECK(differentOver(head + R"(block b on user when user mentions "x")",
                        head + R"(hold b on user when user mentions "x" for boss
                                  within 1 minutes otherwise block)",
                        {"x"}) == Names{"b"});
  }
  SECTION("another deadline of a hold") {
    const std::string hold = R"(hold h on user when user mentions "x" for boss within )";
    CHECK(differentOver(head + hold + "1 minutes otherwise block",
                        head + hold + "2 minutes otherwise block", {"x"}) == Names{"h"});
  }
  SECTION("a retry that comes to a block sooner") {
    const std::string retry = R"(retry r on reply when reply mentions "x" telling "No." at most )";
    CHECK(differentOver(head + retry + "2 times otherwise block",
                        head + retry + "1 times otherwise block",
                        {"a", "x", "b", "x"}) == Names{"r"});
  }
  SECTION("another disclosure") {
    const std::string disclose = "disclose d on reply when first reply say ";
    CHECK(differentOver(head + disclose + R"("A.")", head + disclose + R"("B.")", {"a", "b"}) ==
          Names{"d"});
  }
  SECTION("what a new block hides is not the difference of others") {
    const std::string redact = "redact r on user find pii.email ";
    CHECK(differentOver(head + redact, head + redact + R"(block b on user when user mentions "x")",
                        {"x me@example.org"}) == Names{"b"});
  }
}

TEST_CASE("rules that one policy has are new or gone", "[replay]") {
  const ReplayReport report =
      replayed(compiled("policy p flag old on user as f flag stays on user as g"),
               compiled("policy p flag stays on user as g flag fresh on user mode shadow as f"),
               {R"({"conversation": "a", "event": "user", "text": "x"})"});
  REQUIRE(report.rules.size() == 3);
  CHECK(standingOf(report.rules[0]) == "new, in shadow");
  CHECK(standingOf(report.rules[1]) == "gone");
  CHECK(standingOf(report.rules[2]).empty());
  CHECK(different(report) == Names{"old"});
}

TEST_CASE("examples are the first in the order of the log", "[replay]") {
  FirstFew<int> few;
  for (int i = 99; i >= 0; --i)
    few.add({static_cast<std::uint64_t>(i / 2), static_cast<std::uint32_t>(i % 2)}, i);
  std::vector<int> kept;
  for (const auto& [order, example] : few) kept.push_back(example);
  CHECK(kept == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  CHECK_FALSE(few.wants({5, 0}));
  CHECK(few.wants({4, 0}));
}

TEST_CASE("nothing to replay is a report all the same", "[replay]") {
  const Policy policy = compiled(shop("fool"));
  const ReplayReport report = replayed(policy, policy, {});
  CHECK_FALSE(replayText(report).empty());
  CHECK_FALSE(replayJson(report).empty());
  CHECK_FALSE(replayHtml(report).empty());
}

}  // namespace
}  // namespace decorum::cli
