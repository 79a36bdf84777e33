// Conversations of event shape: each goes on from line to line, and no more than a number of them.
#include "tools/cli/judge.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "decorum/compile.h"

namespace decorum::cli {
namespace {

Policy remembering() {
  const Compilation compilation = compilePolicyText(
      "policy p flag again on user when count(user mentions \"x\") >= 2", "p.decorum");
  REQUIRE(compilation.policy.has_value());
  return *compilation.policy;
}

std::string said(const std::string& conversation, const std::string& text = "x") {
  return fmt::format(R"({{"conversation": "{}", "event": "user", "text": "{}"}})", conversation,
                     text);
}

/// "a:again" or "b:" for each line, in order.
std::string judged(Judge& judge, const std::vector<std::string>& lines) {
  std::vector<LineJob> batch;
  for (const std::string& line : lines) batch.push_back({"log", line, {}, {}, {}, 0, 0});
  judge.start(batch);
  judge.wait();
  std::string all;
  for (const LineJob& job : batch) {
    REQUIRE(job.problems.empty());
    const auto verdict = nlohmann::json::parse(job.verdicts);
    all += (all.empty() ? "" : " ") + verdict["conversation"].get<std::string>() + ":";
    if (verdict.contains("fired")) all += verdict["fired"][0]["rule"].get<std::string>();
  }
  return all;
}

TEST_CASE("the conversation without an event for longest is given up, and counted") {
  JudgeOptions options;
  options.crew.live = 2;
  Judge judge(remembering(), options);
  CHECK(judged(judge, {said("a"), said("b"), said("a")}) == "a: b: a:again");
  CHECK(judge.givenUp() == 0);
  // b has waited for longest: it makes room for c, and begins anew when it comes back.
  CHECK(judged(judge, {said("c"), said("a"), said("b"), said("a")}) == "c: a:again b: a:again");
  CHECK(judge.givenUp() == 2);
}

TEST_CASE("a conversation that is closed makes room") {
  JudgeOptions options;
  options.crew.live = 1;
  Judge judge(remembering(), options);
  CHECK(judged(judge, {said("a"), R"({"conversation": "a", "event": "close"})", said("b")}) ==
        "a: a: b:");
  CHECK(judge.givenUp() == 0);
}

TEST_CASE("threads share the room, and each has some") {
  JudgeOptions options;
  options.crew.live = 2;
  options.crew.threads = 4;
  Judge judge(remembering(), options);
  std::vector<std::string> lines;
  for (int i = 0; i < 40; ++i) lines.push_back(said(fmt::format("c{}", i)));
  judged(judge, lines);
  CHECK(judge.givenUp() == 40 - 4);  // each of four threads keeps one
}

}  // namespace
}  // namespace decorum::cli
