// What a summary counts, and that threads added up give what one thread gives.
#include "tools/cli/tally.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tools/cli/worker_pool.h"

namespace decorum::cli {
namespace {

const std::vector<RuleName> kRules = {{"cards", RuleKind::kRedact},
                                      {"legal_threat", RuleKind::kEscalate},
                                      {"minor", RuleKind::kBlock}};

Verdict firing(const std::vector<std::string>& rules, const std::vector<std::string>& shadow = {}) {
  Verdict verdict;
  for (const std::string& rule : rules) verdict.fired.emplace_back().rule = rule;
  for (const std::string& rule : shadow) verdict.shadow.emplace_back().rule = rule;
  return verdict;
}

Verdict faulty() {
  Verdict verdict = firing({"minor"});
  verdict.disposition = Disposition::kBlock;
  verdict.faults = {{"missing_fact", "customer.age", "", {"minor"}},
                    {"wrong_type", "customer.tier", "", {"minor", "cards"}}};
  return verdict;
}

TEST_CASE("rules are counted by event and by conversation, faults by the rule they decided") {
  Tally tally(kRules);
  tally.addConversation();
  std::vector<std::uint32_t> first;
  tally.add(firing({"legal_threat"}), first);
  tally.add(firing({"legal_threat"}, {"cards"}), first);
  tally.addConversation();
  std::vector<std::uint32_t> second;
  tally.add(firing({}, {"cards"}), second);
  tally.add(faulty(), second);
  CHECK(tally.table(2) ==
        "rule          kind          fired     shadow  conversations     faults\n"
        "cards         redact            0          2              2          1\n"
        "legal_threat  escalate          2          0              1          0\n"
        "minor         block             1          0              1          1\n"
        "\n"
        "4 events in 2 conversations: 3 pass, 0 clarify, 0 retry, 0 hold, 1 block\n"
        "faults: 1 missing_fact, 1 wrong_type\n"
        "2 malformed lines\n");
}

TEST_CASE("tallies of several threads add up") {
  Tally sum(kRules);
  for (int i = 0; i < 3; ++i) {
    Tally part(kRules);
    part.addConversation();
    std::vector<std::uint32_t> seen;
    part.add(faulty(), seen);
    sum.add(part);
  }
  CHECK(sum.events() == 3);
  CHECK(sum.conversations() == 3);
  CHECK(sum.table(0) ==
        "rule          kind          fired     shadow  conversations     faults\n"
        "cards         redact            0          0              0          3\n"
        "legal_threat  escalate          0          0              0          0\n"
        "minor         block             3          0              3          3\n"
        "\n"
        "3 events in 3 conversations: 0 pass, 0 clarify, 0 retry, 0 hold, 3 block\n"
        "faults: 3 missing_fact, 3 wrong_type\n");
}

TEST_CASE("a pool does each round once in every thread") {
  WorkerPool pool(3);
  std::atomic<int> calls = 0;
  for (int round = 1; round <= 50; ++round) {
    pool.start([&](std::size_t worker) { calls += static_cast<int>(worker) + 1; });
    pool.wait();
    REQUIRE(calls == round * 6);
  }
}

}  // namespace
}  // namespace decorum::cli
