#include "tools/cli/replay_book.h"

#include <algorithm>
#include <set>
#include <utility>

#include "decorum/fairness.h"
#include "runtime/engine/faults.h"
#include "runtime/engine/policy_impl.h"

namespace decorum::cli {
namespace {

// What has been counted of a conversation: bits of each rule, kind and check.
enum Seen : std::uint8_t { kBefore = 1, kAfter = 2, kDifference = 4 };

/// Whether the bit is new there.
bool note(std::uint8_t& seen, Seen bit) {
  const bool is_new = (seen & bit) == 0;
  seen |= bit;
  return is_new;
}

void countSides(BothSides& sides, bool before, bool after, std::uint8_t& seen) {
  if (before && after)
    ++sides.both;
  else
    ++(before ? sides.only_old : sides.only_new);
  if (before && note(seen, kBefore)) ++sides.old_conversations;
  if (after && note(seen, kAfter)) ++sides.new_conversations;
}

/// Name and subject, which stays out where others wrote it.
std::pair<std::string, std::string> faultKey(const Fault& fault) {
  const bool quotes = fault.fault == engine::name(engine::FaultKind::kMalformedEvent) ||
                      fault.fault == engine::name(engine::FaultKind::kUnknownTool);
  return {fault.fault, quotes ? std::string() : fault.subject};
}

std::set<std::pair<std::string, std::string>> faultsOf(const Verdict& verdict) {
  std::set<std::pair<std::string, std::string>> faults;
  for (const Fault& fault : verdict.faults) faults.insert(faultKey(fault));
  return faults;
}

std::vector<std::string> swapNames(const Policy& policy) {
  std::vector<std::string> names;
  for (const plan::Swap& swap : policy.impl().plan.swaps) names.push_back(swap.name);
  return names;
}

ReplayedPolicy replayed(const Policy& policy) {
  return {policy.name(), policy.version(), policy.digest()};
}

}  // namespace

/// One conversation under both policies, and its counterfactual checks.
class ReplayBook::Live : public LiveConversation {
 public:
  Live(const ReplayBook& book, std::string id, Shard& shard)
      : rules_(book.rules_),
        id_(std::move(id)),
        shard_(shard),
        before_(book.before_, id_, book.conversation_),
        after_(book.after_, id_, book.conversation_),
        rules_seen_(book.rules_.all().size()),
        swaps_seen_(shard.report.swaps.size()) {
    addChecks(book.before_, book.conversation_, kBefore);
    addChecks(book.after_, book.conversation_, kAfter);
    ++shard.report.conversations;
  }

  void give(Event& event, LineJob& job) override {
    before_.give(event, shard_.before);
    after_.give(event, shard_.after);
    const LogOrder order{job.number, shard_.after.index};
    rules_.compare(shard_.before, shard_.after, shard_.difference);
    countEvent();
    countKinds();
    for (const RuleChange& change : shard_.difference.changes) countRule(change, order);
    countFaults(order);
    for (Check& check : checks_) giveCheck(check, event, order);
  }

 private:
  struct Check {
    SwapCheck swap;
    std::size_t index;  // in the report
    Seen side;
  };

  void addChecks(const Policy& policy, const ConversationOptions& options, Seen side) {
    for (std::size_t i = 0; i < SwapCheck::count(policy); ++i) {
      SwapCheck swap(policy, i, id_, options);
      const auto& known = shard_.report.swaps;
      const auto found = std::find_if(known.begin(), known.end(), [&](const SwapDifference& each) {
        return each.fairness == swap.name();
      });
      checks_.push_back({std::move(swap), static_cast<std::size_t>(found - known.begin()), side});
    }
  }

  void countEvent() {
    ReplayReport& report = shard_.report;
    ++report.events;
    ++report.dispositions[static_cast<std::size_t>(shard_.before.disposition)]
                         [static_cast<std::size_t>(shard_.after.disposition)];
    const EventDifference& difference = shard_.difference;
    if (difference.aspects.empty()) return;
    ++report.different_events;
    if (note(conversation_seen_, kDifference)) ++report.different_conversations;
    if (!difference.is_attributed) ++report.unattributed;
    for (const Aspect aspect : difference.aspects)
      ++report.aspects[static_cast<std::size_t>(aspect)];
  }

  void countKinds() {
    std::array<std::uint8_t, kRuleKinds> fired = {};
    for (const FiredRule& rule : shard_.before.fired)
      fired[static_cast<std::size_t>(rule.kind)] |= kBefore;
    for (const FiredRule& rule : shard_.after.fired)
      fired[static_cast<std::size_t>(rule.kind)] |= kAfter;
    for (std::size_t kind = 0; kind < kRuleKinds; ++kind) {
      if (fired[kind] == 0) continue;
      countSides(shard_.report.kinds[kind], (fired[kind] & kBefore) != 0,
                 (fired[kind] & kAfter) != 0, kinds_seen_[kind]);
    }
  }

  void countRule(const RuleChange& change, const LogOrder& order) {
    RuleDifference& rule = shard_.report.rules[change.rule];
    std::uint8_t& seen = rules_seen_[change.rule];
    countSides(rule.fired, change.before, change.after, seen);
    if (!change.isDifferent()) return;
    if (change.otherwise) ++rule.otherwise;
    if (!note(seen, kDifference)) return;
    ++rule.conversations;
    if (!rule.examples.wants(order)) return;
    const RulePair& pair = rules_.all()[change.rule];
    rule.examples.add(order, {id_, shard_.after.index, shard_.after.event,
                              deedOf(pair, pair.before, shard_.before),
                              deedOf(pair, pair.after, shard_.after), shard_.difference.aspects});
  }

  void countFaults(const LogOrder& order) {
    if (shard_.before.faults.empty() && shard_.after.faults.empty()) return;
    const auto before = faultsOf(shard_.before);
    const auto after = faultsOf(shard_.after);
    auto& faults = shard_.report.faults;
    for (const auto& key : before)
      ++(after.contains(key) ? faults[key].both : faults[key].only_old);
    for (const auto& key : after) {
      if (before.contains(key)) continue;
      FaultDifference& fault = faults[key];
      ++fault.only_new;
      fault.examples.add(order, {id_, shard_.after.index});
    }
  }

  void giveCheck(Check& check, const Event& event, const LogOrder& order) {
    const bool is_new = check.side == kAfter;
    const auto unequal = check.swap.give(event, is_new ? shard_.after : shard_.before);
    if (!unequal) return;
    SwapDifference& swap = shard_.report.swaps[check.index];
    std::uint8_t& seen = swaps_seen_[check.index];
    note(seen, check.side);
    ++(is_new ? swap.new_unequal : swap.old_unequal);
    if (seen == (kBefore | kAfter)) ++swap.both_unequal;
    if (!is_new) return;
    UnequalEvent example{id_, shard_.after.index, {}};
    for (const UnequalRule& rule : unequal->rules) example.rules.push_back(rule.rule);
    swap.examples.add(order, std::move(example));
  }

  const RulePairs& rules_;
  const std::string id_;
  Shard& shard_;
  Conversation before_, after_;
  std::vector<Check> checks_;
  std::vector<std::uint8_t> rules_seen_, swaps_seen_;  // as in the report
  std::array<std::uint8_t, kRuleKinds> kinds_seen_ = {};
  std::uint8_t conversation_seen_ = 0;
};

ReplayBook::ReplayBook(const Policy& before, const Policy& after, const ReplayOptions& options)
    : before_(before),
      after_(after),
      rules_(before_, after_),
      shards_(options.crew.threads, Shard(emptyReport())),
      crew_(options.crew, [this](const std::string& id, std::size_t thread) {
        return std::make_unique<Live>(*this, id, shards_[thread]);
      }) {
  conversation_.evidence = false;
  conversation_.counterfactuals = false;  // the checks here are of every conversation
  conversation_.vault = options.vault;
}

ReplayReport ReplayBook::emptyReport() const {
  ReplayReport report;
  report.before = replayed(before_);
  report.after = replayed(after_);
  for (const RulePair& pair : rules_.all()) {
    RuleDifference rule;
    rule.rule = pair.name;
    if (pair.before != nullptr) rule.old_kind = pair.before->kind;
    if (pair.after != nullptr) rule.new_kind = pair.after->kind;
    rule.old_shadow = pair.before != nullptr && pair.before->shadow;
    rule.new_shadow = pair.after != nullptr && pair.after->shadow;
    report.rules.push_back(std::move(rule));
  }
  std::map<std::string, SwapDifference> swaps;
  for (const std::string& name : swapNames(before_)) swaps[name].in_old = true;
  for (const std::string& name : swapNames(after_)) swaps[name].in_new = true;
  for (auto& [name, swap] : swaps) {
    swap.fairness = name;
    report.swaps.push_back(std::move(swap));
  }
  return report;
}

ReplayReport ReplayBook::report() const {
  ReplayReport report = emptyReport();
  for (const Shard& shard : shards_) report.add(shard.report);
  report.given_up = crew_.givenUp();
  return report;
}

}  // namespace decorum::cli
