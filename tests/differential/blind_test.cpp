// What is proved blind is blind, and what is not blind is refused.

#include <catch2/catch.hpp>

#include "tests/support/blind_case.h"

namespace decorum::test {
namespace {

TEST_CASE("what compiles as blind to a trait does not change with it", "[differential][flow]") {
#ifdef DECORUM_SANITIZED
  constexpr std::uint64_t kPolicies = 60;
#else
  constexpr std::uint64_t kPolicies = 400;
#endif
  int refused = 0, unchanged = 0, changing = 0;
  for (std::uint64_t seed = 0; seed < kPolicies; ++seed) {
    const BlindJudgement judgement = judgeBlind(makeBlindCase(seed), 5);
    INFO("seed " << seed << ": " << judgement.text);
    CHECK(judgement.kind != BlindJudgement::Kind::kInterference);
    CHECK(judgement.kind != BlindJudgement::Kind::kInvalid);
    refused += judgement.kind == BlindJudgement::Kind::kRefused ? 1 : 0;
    unchanged += judgement.kind == BlindJudgement::Kind::kUnchanged ? 1 : 0;
    changing += judgement.changes ? 1 : 0;
  }
  // Both directions of the statement are met often.
  CHECK(refused > static_cast<int>(kPolicies) / 10);
  CHECK(unchanged > static_cast<int>(kPolicies) / 10);
  CHECK(changing > static_cast<int>(kPolicies) / 40);
}

}  // namespace
}  // namespace decorum::test
