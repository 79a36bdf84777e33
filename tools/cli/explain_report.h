/// What `decorum explain` says of one event.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/engine/seen.h"

namespace decorum::cli {

/// What a built-in provider made of the text of the event.
struct ScoreAccount {
  std::string signal, provider;
  std::optional<double> score;  ///< none: it could not tell
  std::string account;          ///< in places and numbers, without the text
};

struct Explanation {
  std::string at;  ///< "c-1:4"
  EventKind event = EventKind::kUser;
  Value verdict;  ///< as JSON: a verdict, or an entry of a decision log
  std::vector<engine::RuleAnswer> rules;
  bool of_one_rule = false;
  bool all_conditions = false;  ///< not only those that decided
  std::vector<ScoreAccount> scores = {};
};

/// For people: rules that fired, those that hung on something else than their conditions, and of
/// the others the names.
std::string asText(const Explanation& explanation);
/// One line, with all conditions of all rules.
std::string asJson(const Explanation& explanation);

}  // namespace decorum::cli
