/// Making a policy from a plan: automata and tables, once.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/base/assert.h"
#include "runtime/engine/judging.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/plan/identity.h"
#include "runtime/plan/serialize.h"

namespace decorum {
namespace engine {
namespace {

using plan::kNone;
using plan::Slot;
using plan::SlotId;
using plan::SlotKind;

bool speaksOfMatcher(SlotKind kind) {
  return kind == SlotKind::kFound || kind == SlotKind::kOccurrences || kind == SlotKind::kDistinct;
}

/// Sorts the slots of one subject into the lists of its scan.
void placeSlots(const plan::Plan& plan, EventKind subject, SubjectScan& scan) {
  std::vector<std::vector<SlotId>> by_matcher(scan.matchers.size());
  for (SlotId id = 0; id < plan.slots.size(); ++id) {
    const Slot& slot = plan.slots[id];
    if (slot.subject != subject) continue;
    if (speaksOfMatcher(slot.kind)) {
      const std::uint32_t local = scan.local(slot.ref);
      DECORUM_ASSERT(local != kNone, "a slot speaks of a matcher its subject is scanned for");
      by_matcher[local].push_back(id);
    } else if (slot.kind == SlotKind::kLength || slot.kind == SlotKind::kWords) {
      scan.sizes.push_back(id);
    } else if (slot.kind == SlotKind::kTruncated) {
      scan.truncated.push_back(id);
    } else if (slot.kind == SlotKind::kHitQuantifier) {
      scan.quantifiers.push_back(id);
    }
  }
  for (const auto& slots : by_matcher) {
    scan.first_slot.push_back(static_cast<std::uint32_t>(scan.slots_of.size()));
    scan.slots_of.insert(scan.slots_of.end(), slots.begin(), slots.end());
  }
  scan.first_slot.push_back(static_cast<std::uint32_t>(scan.slots_of.size()));
}

std::optional<std::string> buildScanner(const plan::Plan& plan, SubjectScan& scan,
                                        ScannerCache* cache, text::DatabaseShelf* shelf) {
  if (scan.matchers.empty() && scan.sizes.empty()) return std::nullopt;
  std::vector<text::Matcher> matchers;
  matchers.reserve(scan.matchers.size());
  for (const plan::MatcherId id : scan.matchers) matchers.push_back(plan.matchers[id]);
  if (cache != nullptr) scan.scanner = cache->find(matchers);
  if (scan.scanner) return std::nullopt;
  auto built = text::Scanner::build(matchers, shelf);
  if (!built) {
    return fmt::format("matcher {}: {}", scan.matchers[built.error().matcher],
                       built.error().error.message);
  }
  scan.scanner = std::make_shared<const text::Scanner>(*std::move(built));
  if (cache != nullptr) cache->add(matchers, scan.scanner);
  return std::nullopt;
}

std::optional<std::string> buildScans(Policy::Impl& impl, ScannerCache* cache,
                                      text::DatabaseShelf* shelf) {
  for (std::size_t i = 0; i < kTextSubjects; ++i) {
    SubjectScan& scan = impl.scans[i];
    if (i < impl.plan.scans.size()) scan.matchers = impl.plan.scans[i];
    placeSlots(impl.plan, static_cast<EventKind>(i), scan);
    if (auto error = buildScanner(impl.plan, scan, cache, shelf)) return error;
  }
  return std::nullopt;
}

bool replacesByKey(const plan::Rule& rule) {
  return rule.kind == RuleKind::kRedact && (rule.replacement == plan::Replacement::kHash ||
                                            rule.replacement == plan::Replacement::kToken);
}

bool showsHash(const plan::Message& message) {
  return std::any_of(message.pieces.begin(), message.pieces.end(),
                     [](const plan::Piece& piece) { return piece.form == plan::HoleForm::kHash; });
}

bool needsKeys(const plan::Plan& plan) {
  return std::any_of(plan.rules.begin(), plan.rules.end(), replacesByKey) ||
         std::any_of(plan.messages.begin(), plan.messages.end(), showsHash);
}

}  // namespace

bool comesFromClock(SlotKind kind) {
  return kind == SlotKind::kNow || kind == SlotKind::kTimeOfDay || kind == SlotKind::kWeekday ||
         kind == SlotKind::kTurn || kind == SlotKind::kFirstReply ||
         kind == SlotKind::kWithinHours || kind == SlotKind::kCurrentTool;
}

std::uint32_t SubjectScan::local(plan::MatcherId matcher) const {
  const auto found = std::lower_bound(matchers.begin(), matchers.end(), matcher);
  if (found == matchers.end() || *found != matcher) return kNone;
  return static_cast<std::uint32_t>(found - matchers.begin());
}

Identities::Identities(const plan::Plan& plan) : slots(plan::slotIdentities(plan)) {
  for (const plan::Rule& rule : plan.rules) rules.push_back(plan::ruleIdentity(rule.name));
  for (const text::Matcher& m : plan.matchers) matchers.push_back(plan::matcherIdentity(m));
  std::vector<std::uint64_t> operators;
  for (const plan::Operator& op : plan.memory) operators.push_back(op.identity);
  slots_ = sorted(slots);
  rules_ = sorted(rules);
  matchers_ = sorted(matchers);
  operators_ = sorted(operators);
}

Identities::Sorted Identities::sorted(const std::vector<std::uint64_t>& identities) {
  Sorted all;
  for (std::uint32_t i = 0; i < identities.size(); ++i) all.emplace_back(identities[i], i);
  std::sort(all.begin(), all.end());
  return all;
}

std::uint32_t Identities::first(const Sorted& sorted, std::uint64_t identity) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), std::pair{identity, 0u});
  return at == sorted.end() || at->first != identity ? kNone : at->second;
}

std::vector<std::uint32_t> Identities::findOperators(std::uint64_t identity) const {
  std::vector<std::uint32_t> found;
  auto at = std::lower_bound(operators_.begin(), operators_.end(), std::pair{identity, 0u});
  for (; at != operators_.end() && at->first == identity; ++at) found.push_back(at->second);
  return found;
}

void NameIndex::finish() { std::sort(entries_.begin(), entries_.end()); }

std::uint32_t NameIndex::find(std::string_view name) const {
  const auto after = std::upper_bound(
      entries_.begin(), entries_.end(), name,
      [](std::string_view wanted, const auto& entry) { return wanted < entry.first; });
  if (after == entries_.begin() || std::prev(after)->first != name) return kNone;
  return std::prev(after)->second;
}

std::shared_ptr<const text::Scanner> ScannerCache::find(
    const std::vector<text::Matcher>& matchers) const {
  for (const auto& [looked_for, scanner] : kept_)
    if (looked_for == matchers) return scanner;
  return nullptr;
}

void ScannerCache::add(const std::vector<text::Matcher>& matchers,
                       std::shared_ptr<const text::Scanner> scanner) {
  constexpr std::size_t kMostKept = 16;
  if (kept_.size() == kMostKept) kept_.erase(kept_.begin());
  kept_.emplace_back(matchers, std::move(scanner));
}

Result<Policy, std::string> makePolicy(plan::Plan plan, const EvaluatorMaker& make_evaluator,
                                       ScannerCache* cache, text::DatabaseShelf* shelf) {
  auto impl = std::make_shared<Policy::Impl>(std::move(plan));
  if (auto error = buildScans(*impl, cache, shelf)) return *std::move(error);
  impl->nothing = sayNothing(*impl);
  impl->at_start = startOf(*impl);
  if (make_evaluator) {
    auto made = make_evaluator(impl->branches);
    if (!made) return made.error();
    impl->compiled = *std::move(made);
  }
  return Policy(std::move(impl));
}

}  // namespace engine

Policy::Impl::Impl(plan::Plan the_plan)
    : plan(std::move(the_plan)), interpreter(plan), branches(interpreter) {
  for (const text::Matcher& matcher : plan.matchers) {
    auto& types = hit_values.emplace_back();
    for (const text::ValueField& field : text::valueFields(matcher)) types.push_back(field.type);
  }
  for (std::uint32_t i = 0; i < plan.tools.size(); ++i) tools.add(plan.tools[i].called, i);
  tools.finish();
  members = engine::RecordMembers(plan);
  for (plan::SlotId slot = 0; slot < plan.slots.size(); ++slot) {
    if (engine::comesFromClock(plan.slots[slot].kind)) clock_slots.push_back(slot);
  }
  for (const plan::Rule& rule : plan.rules) {
    const bool remembers = rule.frequency != plan::Frequency::kAlways ||
                           rule.kind == RuleKind::kRetry || engine::isSaidWithMessage(rule);
    rule_memory.push_back(remembers ? remembering_rules++ : plan::kNone);
  }
  rule_index = engine::RuleIndex(plan);
  memory = engine::MemoryIndex(plan);
  scores = engine::ScoreIndex(plan);
  for (std::uint32_t rule = 0; rule < plan.rules.size(); ++rule) {
    const bool on_timer =
        (plan.rules[rule].on >> static_cast<unsigned>(EventKind::kTimer) & 1) != 0;
    if (on_timer) timer_rules.push_back(rule);
  }
  needs_keys = engine::needsKeys(plan);
}

const std::vector<fairness::Swapper>& Policy::Impl::swappers() const {
  std::call_once(swappers_made, [&] {
    for (const plan::Swap& swap : plan.swaps) all_swappers.emplace_back(swap);
  });
  return all_swappers;
}

const engine::Identities& Policy::Impl::identities() const {
  std::call_once(identities_made, [&] { all_identities = engine::Identities(plan); });
  return all_identities;
}

const engine::StreamPlan& Policy::Impl::streaming() const {
  std::call_once(streaming_made, [&] { streaming_plan.emplace(plan); });
  return *streaming_plan;
}

Result<Policy, std::string> Policy::load(std::span<const std::byte> bytes) {
  auto plan = plan::load(bytes);
  if (!plan) return plan.error();
  return engine::makePolicy(*std::move(plan));
}

std::vector<std::byte> Policy::serialize() const { return plan::serialize(impl_->plan); }

const std::string& Policy::name() const { return impl_->plan.name; }
const std::string& Policy::version() const { return impl_->plan.version; }
const std::string& Policy::digest() const { return impl_->plan.digest; }
bool Policy::needsKeys() const { return impl_->needs_keys; }
std::size_t Policy::ruleCount() const { return impl_->plan.rules.size(); }

}  // namespace decorum
