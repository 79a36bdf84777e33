// Formatting never changes what a policy means: of random policies, written in a disorderly way,
// the plan is the same before and after, and every comment is still there.

#include "compiler/syntax/format.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "compiler/syntax/parse.h"
#include "decorum/compile.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/plan/print.h"
#include "tests/support/random.h"
#include "tests/support/random_policy.h"

namespace decorum::test {
namespace {

std::string formatted(const std::string& text) {
  SourceSet sources;
  const FileId id = sources.add("sample.decorum", text);
  Diagnostics diagnostics(sources);
  ast::ExprId next_id = 0;
  const ast::File file = parse(id, {}, next_id, diagnostics);
  REQUIRE_FALSE(file.has_syntax_errors);
  return format(file, sources.text(id));
}

/// Blanks made longer and lines broken, with comments, wherever a blank stands outside of quotes;
/// lines with a slash are left alone, since a blank may stand in a pattern.
std::string disordered(const std::string& text, Random& random,
                       std::vector<std::string>& comments) {
  std::string result, line;
  const auto take = [&] {
    bool quoted = false;
    const bool has_slash = line.find('/') != std::string::npos;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      result += c;
      if (c == '\\' && quoted && i + 1 < line.size()) {
        result += line[++i];
        continue;
      }
      if (c == '"') quoted = !quoted;
      if (c != ' ' || quoted || has_slash) continue;
      if (random.percent(20))
        result += std::string(random.below(4), random.percent(50) ? ' ' : '\t');
      if (random.percent(10)) result += "\r\n";
      if (random.percent(4)) {
        comments.push_back("# remark " + std::to_string(comments.size()));
        result += comments.back() + "\n";
      }
    }
    line.clear();
  };
  for (const char c : text) {
    if (c != '\n') {
      line += c;
      continue;
    }
    take();
    if (random.percent(15)) {
      comments.push_back("# remark " + std::to_string(comments.size()));
      result += "  " + comments.back();
    }
    result += std::string(1 + random.below(3), '\n');
  }
  take();
  return result;
}

std::string planOf(const std::string& text) {
  const Compilation compilation = compilePolicyText(text, "sample.decorum");
  std::string findings = toText(compilation.findings);
  INFO(text << findings);
  REQUIRE(compilation.policy.has_value());
  return plan::print(compilation.policy->impl().plan);
}

TEST_CASE("formatting keeps the plan and the comments", "[differential]") {
#ifdef DECORUM_SANITIZED
  constexpr std::uint64_t kPolicies = 40;
#else
  constexpr std::uint64_t kPolicies = 400;
#endif
  std::size_t commented = 0;
  for (std::uint64_t seed = 0; seed < kPolicies; ++seed) {
    Random random(seed);
    std::vector<std::string> comments;
    const std::string text = disordered(makePolicyCase(seed).policy(), random, comments);
    const std::string once = formatted(text);
    INFO("seed " << seed << "\n" << text << "\n--- formatted\n" << once);
    CHECK(formatted(once) == once);
    CHECK(planOf(once) == planOf(text));
    for (const std::string& comment : comments) {
      const bool ends_line = once.find(comment + "\n") != std::string::npos;
      CHECK((ends_line || once.find(comment + "  #") != std::string::npos));  // two of one clause
    }
    commented += comments.size();
  }
  CHECK(commented > kPolicies);
}

}  // namespace
}  // namespace decorum::test
