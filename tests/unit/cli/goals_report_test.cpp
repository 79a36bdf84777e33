// The project's table of goals: what it says of figures, and of what was not measured.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tools/goals/compiled.h"
#include "tools/goals/native_twin.h"
#include "tools/goals/report.h"

namespace decorum::goals {
namespace {

const Sample kOver{"ours", "ns", {30, 10, 20}};
const Sample kUnder{"theirs", "ns", {10, 10, 10}};

Report reportWith(Row row) {
  Report report;
  report.machine.processor = "a processor";
  report.machine.date = "2026-11-27T12:00:00Z";
  report.findings.policies.push_back({"rules without text", 50, 12'345, 400, 9'000});
  report.findings.rows[row.number] = std::move(row);
  return report;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a ratio is the median of the ratios of rounds") {
  CHECK(ratios(kOver, kUnder) == std::vector<double>{3, 1, 2});
  CHECK(median({3, 1, 2}) == 2);
  CHECK(median({4, 1}) == 2.5);
  CHECK(median({}) == 0);
}

TEST_CASE("things that are compared take turns") {
  std::vector<std::string> turns;
  const auto samples = takeTurnsOnce({{"a", [&](std::size_t) { turns.emplace_back("a"); }},
                                      {"b", [&](std::size_t) { turns.emplace_back("b"); }}},
                                     2);
  CHECK(turns == std::vector<std::string>{"a", "b", "a", "b"});
  REQUIRE(samples.size() == 2);
  CHECK(samples[1].of == "b");
  CHECK(samples[1].rounds.size() == 2);
}

TEST_CASE("the table shows what misses its goal in bold, and counts what meets it") {
  Row row;
  row.number = 12;
  row.what = "memory";
  row.ratio("an event", kOver, kUnder, atMost(1.2));
  CHECK(has(reportText(reportWith(row)), "| an event: **2.00** | no |"));
  row.figure("a chunk", kUnder, "ns", noGoal());
  row.ratio("another", kOver, kUnder, atLeast(2));
  CHECK(has(reportText(reportWith(row)),
            "| an event: **2.00**; a chunk: 10.0 ns; another: 2.00 | 1 of 2 |"));
}

TEST_CASE("what was not measured is said, and is no goal that was met") {
  Row row;
  row.number = 8;
  row.not_measured = {"needs other engines"};
  CHECK(has(reportText(reportWith(row)), "| not measured here: needs other engines | - |"));
  row.ratio("one", kUnder, kUnder, atMost(1));
  CHECK(has(reportText(reportWith(row)), "| yes, as far as measured |"));
}

TEST_CASE("the table says which policies were measured, and where") {
  const std::string text = reportText(reportWith({}));
  CHECK(has(text, "a processor"));
  CHECK(has(text, "50 × rules without text (12,345 bytes of text"));
}

TEST_CASE("as JSON a row has its figures with their goals, and all samples") {
  Row row;
  row.number = 12;
  row.ratio("an event", kOver, kUnder, atMost(1.2));
  row.figure("a chunk", kUnder, "ns", noGoal());
  row.samples = {kOver, kUnder};
  const auto json = nlohmann::json::parse(reportJson(reportWith(row)));
  CHECK(json.at("made_by") == "decorum bench --report");
  CHECK(json.at("machine").at("processor") == "a processor");
  CHECK(json.at("policies").at(0).at("rules") == 50);
  const auto& got = json.at("rows").at(0);
  CHECK(got.at("number") == 12);
  CHECK(got.at("goals") == 1);
  CHECK(got.at("met") == 0);
  CHECK(got.at("figures").at(0) ==
        nlohmann::json{
            {"of", "an event"}, {"value", 2.0}, {"unit", ""}, {"at_most", 1.2}, {"met", false}});
  CHECK_FALSE(got.at("figures").at(1).contains("met"));
  CHECK(got.at("samples").at(0).at("rounds") == nlohmann::json{30.0, 10.0, 20.0});
}

TEST_CASE("every goal has a row, and no more") {
  Findings findings;
  for (int number = 1; number <= 13; ++number) {
    const Row& row = rowOf(findings, number);
    CHECK_FALSE(row.what.empty());
    CHECK_FALSE(row.goal.empty());
  }
  CHECK(rowOf(findings, 14).what.empty());
}

TEST_CASE("made-up rules decide alike as a policy and as C++ written by hand") {
  const RuleSet set({.rules = 70});
  const Policy policy = compiled(set.policyText());
  const plan::Plan& plan = policy.impl().plan;
  for (const RuleSet::Form form : {RuleSet::Form::kShortCircuit, RuleSet::Form::kBranchFree}) {
    const auto twin = NativeTwin::make(set.cppText(form), "by hand");
    if (!twin && NativeTwin::compiler().empty()) {
      WARN("no compiler: " + twin.error());
      return;
    }
    REQUIRE(twin.ok());
    std::size_t all = 0;
    for (const bool dense : {false, true}) {
      const std::vector<Inputs> events = set.events(dense);
      const FlatRecords flat(events);
      for (std::size_t i = 0; i < events.size(); ++i) {
        eval::Scratch scratch;
        eval::RuleBits fired, undecided;
        std::vector<std::uint64_t> by_hand(2);
        policy.impl().interpreter.evaluate(EventKind::kUser, Record(plan, events[i]).view(),
                                           scratch, fired, undecided);
        twin->decide(flat.at(i), by_hand.data());
        CHECK(by_hand == std::vector{fired.word(0), fired.word(1)});
        for (std::uint32_t rule = 0; rule < 70; ++rule) all += fired.has(rule) ? 1 : 0;
      }
    }
    CHECK(all > 0);
  }
}

}  // namespace
}  // namespace decorum::goals
