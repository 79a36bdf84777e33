/// What `decorum audit` found, as data: made by `AuditBook`, written by `audit_text.cpp`,
/// `audit_json.cpp` and `audit_html.cpp`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decorum/fairness.h"

namespace decorum::cli {

/// One effect by the groups of one fact. Sizes are not asked for here: intervals say what a sample
/// supports.
struct EffectByGroup {
  std::string effect;  ///< "escalate", or a rule's name
  bool is_kind = false;
  std::size_t rules = 1;  ///< of a kind: how many rules it has
  std::string fact;
  MonitorReport comparison;  ///< `groups` and `reference` alone
};

struct UnequalTurn {
  std::string conversation;
  std::uint32_t index = 0;  ///< of the event
  std::vector<std::string> rules;
  std::vector<SwappedSpan> spans;
};
/// A `same decision when swapping …` over the whole log.
struct SwapResult {
  std::string fairness;
  std::uint64_t conversations = 0;
  std::uint64_t unequal = 0;          ///< conversations with a difference
  std::vector<UnequalTurn> examples;  ///< the first of them
};

struct RedactionCount {
  std::string detector, locale, channel;  ///< "" where the log does not say
  std::uint64_t count = 0;
};

/// Conversations that an escalation handed to people, of one group.
struct WaitResult {
  std::string fact, group;
  std::uint64_t conversations = 0;
  std::uint64_t asked = 0;        ///< with an escalation
  std::uint64_t asked_again = 0;  ///< with one at a later event too
  std::uint64_t answered = 0;     ///< with a reply after it
  std::optional<std::int64_t> median_ms,
      p90_ms;  ///< until that reply; none where the log has no times
};

struct DisclosureResult {
  std::string rule;
  std::uint64_t due = 0;    ///< events at which it was
  std::uint64_t shown = 0;  ///< … and was shown
  std::uint64_t open = 0;   ///< conversations that ended with it owed
};

struct AuditReport {
  std::string policy, version, digest;
  std::vector<std::string> logs;
  std::uint64_t conversations = 0, events = 0, malformed = 0;
  std::optional<std::int64_t> from_ms, until_ms;
  std::vector<std::string> facts;      ///< that conversations were grouped by
  std::vector<EffectByGroup> effects;  ///< by fact; of a kind first, its rules after it
  std::vector<MonitorReport> windows;
  std::vector<SwapResult> swaps;
  std::vector<RedactionCount> redactions;
  std::vector<WaitResult> waits;
  std::vector<DisclosureResult> disclosures;
};

/// Where the numbers end: sentences that belong under every report.
const std::vector<std::string>& whatIsNotShown();

std::string auditText(const AuditReport& report);
std::string auditJson(const AuditReport& report);
/// A page that needs nothing else.
std::string auditHtml(const AuditReport& report);

}  // namespace decorum::cli
