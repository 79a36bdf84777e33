/// Policies and conversations by chance, as authors and hosts would write them: every kind of rule,
/// conditions over facts, signals, tools, lists, hits and the clock, events that fit and some that
/// do not.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "decorum/event.h"
#include "tests/support/random.h"

namespace decorum::test {

/// A condition, as a tree so that it can be made smaller.
struct Expression {
  std::string joint;  ///< "and", "or", "not", or "" for a leaf
  std::string leaf;
  std::vector<Expression> parts;

  std::string text() const;
};

struct RuleText {
  std::string head;  ///< "block r3" and what must stand with it
  std::optional<Expression> when, unless;
  std::vector<std::string> clauses;  ///< that can be left out

  std::string text() const;
};

struct PolicyCase {
  std::string declarations;
  std::vector<RuleText> rules;
  std::vector<Event> events;  ///< of one conversation

  std::string policy() const;
};

PolicyCase makePolicyCase(std::uint64_t seed);

/// The first difference in complete verdicts, as JSON, between the interpreter, native code (where
/// it is built) and the policy read back from its binary form; or why the policy does not compile.
std::optional<std::string> differenceIn(const PolicyCase& sample);
/// The first difference between the policy and a bundle that was made of it.
std::optional<std::string> differenceInBundle(const PolicyCase& sample);

PolicyCase shrink(
    PolicyCase sample,
    const std::function<bool(const PolicyCase&)>& differs = [](const PolicyCase& smaller) {
      return differenceIn(smaller).has_value();
    });

std::string describe(const PolicyCase& sample);

}  // namespace decorum::test
