/// Counts what a policy does over conversations, by group.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "decorum/fairness.h"
#include "decorum/policy.h"
#include "tools/cli/audit_report.h"
#include "tools/cli/tally.h"

namespace decorum::cli {

/// A fact that conversations are grouped by.
struct GroupFact {
  std::string name;                 ///< "customer.gender"
  std::string record;               ///< "customer"
  std::string field;                ///< "gender", "address.city"
  std::vector<std::string> groups;  ///< those known beforehand, in their order
};

/// The facts of `names`, or, where there are none, those that the policy compares by and those it
/// calls protected that have few values. `wrong` is a name that is no fact of the policy.
std::optional<std::vector<GroupFact>> groupFacts(const Policy& policy,
                                                 const std::vector<std::string>& names,
                                                 std::string& wrong);
/// All facts that could be named.
std::vector<std::string> factNames(const Policy& policy);

/// One thread at a time.
class AuditBook {
 public:
  AuditBook(Policy policy, std::vector<GroupFact> facts, ConversationOptions options);
  ~AuditBook();

  /// Judges `event`, the next one of conversation `id`; its time is set.
  void give(const std::string& id, const Event& event);
  /// The conversation has no more events.
  void end(const std::string& id);
  /// Ends all conversations.
  AuditReport finish();

 private:
  struct Live;
  Live& liveOf(const std::string& id);
  void take(Live& live, const Event& event, const Verdict& verdict);
  void takeFacts(Live& live, const Event& event);
  void takeRules(Live& live, const Event& event, const Verdict& verdict);
  void takeDisclosures(const Verdict& verdict);
  void close(Live& live);
  std::uint32_t groupNamed(std::size_t fact, const std::string& value);
  std::vector<std::size_t> groupsAsShown(std::size_t fact) const;
  void addEffects(AuditReport& report) const;
  void addWaits(AuditReport& report) const;

  /// Of the conversations of one group.
  struct GroupTally {
    std::uint64_t conversations = 0;
    std::vector<std::uint64_t> rules;  ///< by rule: conversations in which it fired
    std::vector<std::uint64_t> kinds;  ///< by kind
    std::uint64_t asked_again = 0, answered = 0;
    std::vector<std::int64_t> waits_ms;
  };

  const Policy policy_;
  const std::vector<GroupFact> facts_;
  const ConversationOptions options_;
  const std::vector<RuleName> rules_;
  std::vector<std::vector<std::string>> groups_;  ///< by fact
  std::vector<std::vector<GroupTally>> tallies_;  ///< by fact and group
  std::map<std::string, std::unique_ptr<Live>> live_;
  Monitors monitors_;
  std::vector<SwapResult> swaps_;
  std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> redactions_;
  std::map<std::string, DisclosureResult> disclosures_;
  AuditReport report_;
};

}  // namespace decorum::cli
