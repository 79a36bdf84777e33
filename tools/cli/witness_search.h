/// Looks for a short conversation that makes a rule fire, and for one that nearly does: by chance,
/// towards what the rule's conditions still want. What is found has been judged by the interpreter.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "decorum/policy.h"
#include "tools/cli/witness_inputs.h"

namespace decorum::cli {

/// One event of a conversation, after a pause. Timers come in pauses when verdicts ask for them.
struct Move {
  EventKind kind = EventKind::kUser;
  std::int64_t pause_ms = 0;
  std::vector<std::string> parts;  ///< of its text
  std::map<std::string, double> signals;
  std::uint32_t tool = plan::kNone;
  std::map<std::string, Value> fields;  ///< of the tool
  bool operator==(const Move&) const = default;
};

struct Played {
  std::int64_t start_ms = 0;
  std::map<std::pair<std::string, std::string>, Value> facts;  ///< record and field
  std::vector<Move> moves;
  std::int64_t rest_ms = 0;  ///< a pause after the last move, for what time alone brings
  bool operator==(const Played&) const = default;
};

/// The event that a move stands for, as a host would give it.
Event eventOf(const plan::Plan& plan, const Move& move);

struct Witness {
  Played fires;
  std::optional<Played> nearly;  ///< the rule does not fire, and one condition would make it
  std::string lacks;             ///< what it lacks: "customer.tier == plus were true"
  std::uint64_t tries = 0;
};

/// @return nothing where `most_tries` conversations had none
std::optional<Witness> findWitness(const Policy& policy, std::uint32_t rule, std::uint64_t seed,
                                   std::uint64_t most_tries);

}  // namespace decorum::cli
