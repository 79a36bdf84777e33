// Coverage against a reference that tries it out: every condition of every guard is flipped alone,
// and the guard is worked out anew from the tree.

#include "tools/cli/coverage.h"

#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "compiler/driver/compile.h"
#include "compiler/driver/test_keys.h"
#include "runtime/plan/operations.h"
#include "tests/support/naive.h"
#include "tests/support/random_policy.h"
#include "tools/cli/watched_policy.h"

namespace decorum::test {
namespace {

using cli::Truth;
using plan::Condition;
using plan::ConditionId;

Truth of(bool side) { return side ? Truth::kTrue : Truth::kFalse; }
bool isKnown(Truth truth) { return truth == Truth::kTrue || truth == Truth::kFalse; }
Truth opposite(Truth truth) { return isKnown(truth) ? of(truth == Truth::kFalse) : truth; }

/// Which outcomes were covered: condition, and which side.
using Covered = std::set<std::pair<ConditionId, bool>>;

class Reference {
 public:
  Reference(const plan::Plan& plan, eval::RecordView record) : plan_(plan), record_(record) {}

  /// The value of a condition, with the leaf `flipped` taken for its opposite.
  Truth value(ConditionId id, ConditionId flipped) const {
    const Condition& condition = plan_.conditions[id];
    if (isSettled(condition)) return ofNode(condition);
    if (condition.kind == Condition::Kind::kLeaf)
      return id == flipped ? opposite(ofNode(condition)) : ofNode(condition);
    if (condition.kind == Condition::Kind::kNot)
      return opposite(value(condition.children[0], flipped));
    const bool is_or = condition.kind == Condition::Kind::kOr;
    std::set<Truth> met;
    for (const ConditionId child : condition.children) met.insert(value(child, flipped));
    for (const Truth truth : {of(is_or), Truth::kUnknown, Truth::kMissing})
      if (met.contains(truth)) return truth;
    return of(!is_or);
  }

  void cover(ConditionId root, ConditionId id, Covered& covered) const {
    const Condition& condition = plan_.conditions[id];
    if (isSettled(condition)) return;  // there is no other side
    for (const ConditionId child : condition.children) cover(root, child, covered);
    if (condition.kind != Condition::Kind::kLeaf) return;
    const Truth before = value(root, plan::kNone);
    const Truth after = value(root, id);
    if (isKnown(before) && after != before && after != Truth::kUnknown)
      covered.insert({id, ofNode(condition) == Truth::kTrue});
  }

  /// Of `false and a` the tree has `a` alone, and the node is constant.
  bool isSettled(const Condition& condition) const {
    return condition.kind != Condition::Kind::kNot && plan::isConst(plan_.nodes[condition.node].op);
  }

  Truth ofNode(const Condition& condition) const {
    const NaiveValue value = evaluateNaively(plan_, condition.node, record_, {});
    if (const bool* const truth = std::get_if<bool>(&value)) return of(*truth);
    std::set<eval::State> states;
    for (const plan::SlotId slot : condition.slots) states.insert(record_.states[slot]);
    const bool missing =
        std::holds_alternative<Missing>(value) || states.contains(eval::State::kMissing);
    return missing && !states.contains(eval::State::kFault) ? Truth::kMissing : Truth::kUnknown;
  }

 private:
  const plan::Plan& plan_;
  eval::RecordView record_;
};

struct Sides {
  std::set<std::string> fired, quiet;
};

TEST_CASE("coverage is what flipping every condition by hand says", "[differential]") {
  std::size_t decided = 0;
  std::size_t undecided = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    INFO("seed " << seed << "\n" << describe(sample));
    SourceSet sources;
    CompileResult compiled = compile(sources.add("sample.decorum", sample.policy()), {}, sources);
    REQUIRE(compiled.plan);
    auto policy = cli::WatchedPolicy::make(*std::move(compiled.plan));
    REQUIRE(static_cast<bool>(policy));
    const plan::Plan& plan = policy->plan();
    cli::CoverageBook book(plan, "");
    Covered expected;
    policy->watch(
        [&](const eval::Interpreter& interpreter, EventKind event, eval::RecordView record) {
          book.asked(interpreter, event, record);
          const Reference reference(plan, record);
          for (const plan::Rule& rule : plan.rules) {
            const bool asked = (rule.on >> static_cast<unsigned>(event) & 1) != 0;
            if (!asked || rule.condition == plan::kNone) continue;
            const NaiveValue guard = evaluateNaively(plan, rule.guard, record, {});
            const bool* const known = std::get_if<bool>(&guard);
            const Truth truth = reference.value(rule.condition, plan::kNone);
            CHECK(isKnown(truth) == (known != nullptr));
            if (known != nullptr) CHECK(truth == of(*known));
            const std::size_t before = expected.size();
            reference.cover(rule.condition, rule.condition, expected);
            (expected.size() > before ? decided : undecided) += 1;
          }
        });
    ConversationOptions options;
    options.vault = keysOfTests();
    Conversation conversation(policy->policy(), "c-1", options);
    Sides sides;
    for (const Event& event : sample.events) {
      const Verdict verdict = conversation.give(event);
      book.judged(verdict);
      for (const plan::Rule& rule : plan.rules) {
        if ((rule.on >> static_cast<unsigned>(event.kind) & 1) == 0) continue;
        bool fired = false;
        bool by_fault = false;
        for (const auto* list : {&verdict.fired, &verdict.shadow}) {
          for (const FiredRule& one : *list) {
            if (one.rule != rule.name) continue;
            fired = true;
            by_fault = one.by_fault;
          }
        }
        if (!by_fault) (fired ? sides.fired : sides.quiet).insert(rule.name);
      }
    }
    Covered found;
    for (const cli::RuleCoverage& rule : book.rules()) {
      INFO(rule.name);
      CHECK(rule.fired.yes == sides.fired.contains(rule.name));
      CHECK(rule.fired.no == sides.quiet.contains(rule.name));
      for (const cli::CoveredPart& part : rule.conditions) {
        if (part.outcomes.yes) found.insert({part.id, true});
        if (part.outcomes.no) found.insert({part.id, false});
      }
    }
    CHECK(found == expected);
  }
  // Both kinds of events were met, or nothing was shown.
  CHECK(decided > 300);
  CHECK(undecided > 1'000);
}

}  // namespace
}  // namespace decorum::test
