/// Whether what the compiler proves of blindness is so: random policies with one trait marked
/// protected, judged again with that trait changed and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tests/support/random_policy.h"

namespace decorum::test {

struct BlindCase {
  PolicyCase sample;  ///< its policy says `keep … blind to protected`
  std::string trait;  ///< "customer.age", "mood", "refund.left"
  bool whole = true;  ///< every kind of rule is kept blind, else those in `kinds`
  std::string kinds;  ///< "block, flag"
  std::uint64_t seed = 0;
};

BlindCase makeBlindCase(std::uint64_t seed);

struct BlindJudgement {
  enum class Kind : std::uint8_t {
    kRefused,       ///< the compiler says that a rule depends on the trait
    kUnchanged,     ///< it compiles, and no change of the trait changed what must be blind
    kInterference,  ///< it compiles, and one did: a mistake of ours
    kInvalid,       ///< it does not compile for another reason
  } kind = Kind::kUnchanged;
  bool changes = false;  ///< without the `keep` a change of the trait changed something
  std::string text;      ///< what went wrong
};

/// Judges the conversation with `flips` random changes of the trait.
BlindJudgement judgeBlind(const BlindCase& blind, int flips);

}  // namespace decorum::test
