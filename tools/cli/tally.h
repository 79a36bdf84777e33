/// What `decorum run --summary` counts.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "decorum/policy.h"

namespace decorum::cli {

struct RuleName {
  std::string name;
  RuleKind kind = RuleKind::kFlag;
};
/// The rules of a policy, by name.
std::vector<RuleName> rulesOf(const Policy& policy);

struct RuleCount {
  std::uint64_t fired = 0;
  std::uint64_t shadow = 0;
  std::uint64_t conversations = 0;  ///< in which it fired, in force or in shadow
  std::uint64_t faults = 0;         ///< events at which a fault decided it
};

/// Counts of one thread; those of several are added up at the end.
class Tally {
 public:
  explicit Tally(const std::vector<RuleName>& rules) : rules_(&rules), counts_(rules.size()) {}

  void addConversation() { ++conversations_; }
  /// `seen` are the rules that fired in the conversation so far; those of the verdict join them.
  void add(const Verdict& verdict, std::vector<std::uint32_t>& seen);
  void add(const Tally& other);

  std::uint64_t events() const { return events_; }
  std::uint64_t conversations() const { return conversations_; }
  /// A table for people, and its twin for machines (one JSON object); each ends with a line end.
  std::string table(std::uint64_t malformed) const;
  std::string json(const Policy& policy, std::uint64_t malformed) const;

 private:
  static constexpr std::uint32_t kNoRule = UINT32_MAX;
  std::uint32_t find(const std::string& rule) const;
  void count(const std::vector<FiredRule>& fired, std::uint64_t RuleCount::* what,
             std::vector<std::uint32_t>& seen);

  const std::vector<RuleName>* rules_;
  std::vector<RuleCount> counts_;  // as `rules_`
  std::uint64_t events_ = 0;
  std::uint64_t conversations_ = 0;
  std::array<std::uint64_t, 5> dispositions_ = {};
  std::map<std::string, std::uint64_t> faults_;
};

}  // namespace decorum::cli
