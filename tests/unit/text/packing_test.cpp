#include "runtime/text/packing.h"

#include <catch2/catch.hpp>
#include <vector>

#include "runtime/text/expression.h"

namespace decorum::text {
namespace {

TEST_CASE("strings are packed as densely as they go") {
  struct Case {
    std::vector<Weighed> literals;
    std::uint64_t bytes;
    std::uint64_t least;  ///< what some text holds
    std::uint64_t most;   ///< with one that began before
  };
  const std::vector<Case> cases = {
      {{}, 100, 0, 0},
      {{{"lawyer"}}, 0, 0, 0},
      {{{"lawyer"}}, 600, 100, 101},
      {{{"lawyer"}, {"law"}}, 600, 200, 202},
      {{{"aa"}}, 100, 99, 100},
      {{{"a"}, {"aa"}, {"aaa"}}, 100, 297, 300},
      {{{"refund", 3}, {"fund", 2}, {"a", 1}}, 600, 600, 610},
      {{{"REFUND"}, {"refund"}}, 600, 200, 202},
      {{{"abc"}, {"cab"}}, 300, 199, 202},
  };
  for (const Case& each : cases) {
    const std::uint64_t densest = densestPacking(each.literals, each.bytes);
    CAPTURE(each.bytes, each.literals.size());
    CHECK(densest >= each.least);
    CHECK(densest <= each.most);
  }
}

TEST_CASE("the shortest match of an expression") {
  struct Case {
    const char* expression;
    std::uint32_t least;
  };
  for (const Case& each : std::vector<Case>{{"abc", 3},
                                            {"a?b*c+", 1},
                                            {"[0-9]{4}(-[0-9]{4}){3}", 19},
                                            {"\\bfoo\\b", 3},
                                            {"(ab|c|def)x", 2},
                                            {"(?:a{2,}|b{3})?", 0},
                                            {"(?P<n>[a-z]{2})\\.\\d", 4},
                                            {"^$", 0},
                                            {"\\Qa.b\\E", 0}}) {
    CAPTURE(each.expression);
    CHECK(leastBytes(each.expression) == each.least);
  }
}

}  // namespace
}  // namespace decorum::text
