/// Policies that look back, by chance, with conversations that fit them; what the naive evaluator,
/// the interpreter and native code decide of each rule at each event; and smaller cases of what
/// differs.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "decorum/event.h"
#include "decorum/verdict.h"
#include "tests/support/memory/expression.h"
#include "tests/support/random.h"

namespace decorum::test::memory {

struct Rule {
  std::string name;
  RuleKind kind = RuleKind::kFlag;  ///< or kBlock
  bool closed = false;              ///< counts as fired where it cannot be decided
  std::vector<EventKind> on;
  Expr when;

  std::string flag() const { return "seen_" + name; }  ///< of a flag
  std::string text() const;
};

struct MemoryCase {
  std::vector<Rule> rules;
  std::vector<Event> events;  ///< of one conversation

  std::string policy() const;
};

MemoryCase makeMemoryCase(std::uint64_t seed);

std::vector<Rule> randomRules(Random& random);

struct Judgement {
  enum class Kind : std::uint8_t { kAgree, kDiffer, kRefused } kind = Kind::kAgree;
  std::string text;  ///< where and how they differ; why the policy is refused
};
/// Judges the conversation in every way there is.
Judgement compareEvaluators(const MemoryCase& sample);

MemoryCase shrink(
    MemoryCase sample,
    const std::function<bool(const MemoryCase&)>& differs = [](const MemoryCase& smaller) {
      return compareEvaluators(smaller).kind == Judgement::Kind::kDiffer;
    });

std::string describe(const MemoryCase& sample);

}  // namespace decorum::test::memory
