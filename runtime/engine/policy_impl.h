/// What is behind a `Policy`: the plan, who decides its guards, the automata of its texts, and
/// tables that say for each thing in an event which slots it fills. Immutable but for the pools of
/// working memory, which have locks of their own.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decorum/policy.h"
#include "decorum/result.h"
#include "runtime/base/pool.h"
#include "runtime/engine/member_names.h"
#include "runtime/engine/memory_index.h"
#include "runtime/engine/score_index.h"
#include "runtime/engine/stream_plan.h"
#include "runtime/engine/workspace.h"
#include "runtime/eval/branch_evaluator.h"
#include "runtime/eval/interpreter.h"
#include "runtime/fairness/swap.h"
#include "runtime/plan/plan.h"
#include "runtime/text/scanner.h"

namespace decorum::engine {

/// Makes what decides guards in the place of the branches that it is given, which outlive it.
/// Error: why there is none.
using EvaluatorMaker = std::function<Result<std::unique_ptr<eval::Evaluator>, std::string>(
    const eval::BranchEvaluator&)>;

/// Automata that policies share which look for the same: for who makes many that differ little.
/// Keeps the last few that it is given. One thread at a time.
class ScannerCache {
 public:
  /// Null where there is none.
  std::shared_ptr<const text::Scanner> find(const std::vector<text::Matcher>& matchers) const;
  void add(const std::vector<text::Matcher>& matchers,
           std::shared_ptr<const text::Scanner> scanner);

 private:
  std::vector<std::pair<std::vector<text::Matcher>, std::shared_ptr<const text::Scanner>>> kept_;
};

/// A policy from a plan that `verify` accepts. Without `make_evaluator` branches decide. Automata
/// are taken from the `cache`, their databases from the `shelf`, and put there where they are not.
/// Error: which matcher cannot be used, and why, or that of `make_evaluator`.
Result<Policy, std::string> makePolicy(plan::Plan plan, const EvaluatorMaker& make_evaluator = {},
                                       ScannerCache* cache = nullptr,
                                       text::DatabaseShelf* shelf = nullptr);

/// Whether a slot is filled at every event, from its time and its place in the conversation.
bool comesFromClock(plan::SlotKind kind);

/// Whether a disclosure may be said with the message already, in the place of with its reply.
bool isSaidWithMessage(const plan::Rule& rule);

/// What is looked for in the texts of one subject, and where the answers go.
struct SubjectScan {
  std::shared_ptr<const text::Scanner> scanner;  ///< null: nothing about the text is asked
  /// By the scanner's matcher: `slots_of[first_slot[m] .. first_slot[m + 1]]` speak of it.
  std::vector<std::uint32_t> first_slot;
  std::vector<plan::SlotId> slots_of;
  std::vector<plan::SlotId> sizes;        ///< lengths and words
  std::vector<plan::SlotId> truncated;    ///< "is truncated"
  std::vector<plan::SlotId> quantifiers;  ///< ascending: a body may read those before it
  /// The plan's matchers in the scanner's order, ascending.
  std::vector<plan::MatcherId> matchers;

  /// The scanner's number of a matcher of the plan; `kNone` where this text is not scanned for it.
  std::uint32_t local(plan::MatcherId matcher) const;
};

/// Slots, operators, rules and matchers by hashes of what they mean, for what was saved.
struct Identities {
  Identities() = default;
  explicit Identities(const plan::Plan& plan);

  std::vector<std::uint64_t> slots, rules, matchers;

  plan::SlotId findSlot(std::uint64_t identity) const { return first(slots_, identity); }
  std::uint32_t findRule(std::uint64_t identity) const { return first(rules_, identity); }
  plan::MatcherId findMatcher(std::uint64_t identity) const { return first(matchers_, identity); }
  /// Look-ups by several keys keep the same.
  std::vector<std::uint32_t> findOperators(std::uint64_t identity) const;

 private:
  using Sorted = std::vector<std::pair<std::uint64_t, std::uint32_t>>;
  static Sorted sorted(const std::vector<std::uint64_t>& identities);
  static std::uint32_t first(const Sorted& sorted, std::uint64_t identity);
  Sorted slots_, rules_, matchers_, operators_;
};

/// Finds things by the names that a host uses.
class NameIndex {
 public:
  void add(std::string_view name, std::uint32_t index) { entries_.emplace_back(name, index); }
  void finish();
  /// `kNone` where there is none. Of equal names the one added last.
  std::uint32_t find(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::uint32_t>> entries_;
};

}  // namespace decorum::engine

namespace decorum {

struct Policy::Impl {
  explicit Impl(plan::Plan the_plan);
  /// Who decides an event that begins now.
  const eval::Evaluator& evaluator() const {
    return compiled != nullptr ? compiled->now() : branches;
  }
  const engine::SubjectScan& scanOf(EventKind kind) const {
    return scans[static_cast<std::size_t>(kind)];
  }
  /// Made when first asked for.
  const engine::StreamPlan& streaming() const;
  /// Made when first asked for: only what is saved, or was, is named by them.
  const engine::Identities& identities() const;
  /// By swap of the plan. Made when first asked for.
  const std::vector<fairness::Swapper>& swappers() const;

  plan::Plan plan;
  eval::Interpreter interpreter;   ///< borrows `plan`
  eval::BranchEvaluator branches;  ///< borrows `interpreter`
  std::unique_ptr<eval::Evaluator> compiled;
  std::array<engine::SubjectScan, engine::kTextSubjects> scans;
  std::vector<std::vector<text::ValueType>> hit_values;  ///< by matcher: types of its values
  engine::NameIndex tools;                               ///< by the host's names
  engine::RecordMembers members;
  std::vector<plan::SlotId> clock_slots;   ///< filled at every event from time and place
  std::vector<std::uint32_t> rule_memory;  ///< by rule: where it counts its firings, or `kNone`
  std::uint32_t remembering_rules = 0;
  std::vector<std::uint32_t> timer_rules;
  bool needs_keys = false;
  engine::RuleIndex rule_index;
  engine::MemoryIndex memory;
  engine::ScoreIndex scores;
  std::vector<eval::Value> at_start;  ///< by slot: before the first event
  std::vector<eval::Value> nothing;   ///< by operator: what an aggregate over nothing is
  mutable std::once_flag streaming_made, swappers_made, identities_made;
  mutable engine::Identities all_identities;
  mutable std::vector<fairness::Swapper> all_swappers;
  mutable std::optional<engine::StreamPlan> streaming_plan;
  mutable Pool<engine::Workspace> workspaces;
  mutable Pool<text::stream::HoldBackScratch> hold_back_scratch;
};

}  // namespace decorum
