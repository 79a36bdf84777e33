#include "runtime/eval/reasons.h"

#include <catch2/catch.hpp>

namespace decorum::eval {
namespace {

using plan::Condition;
using plan::ConditionId;
using Kind = Condition::Kind;

/// A tree of conditions; leaves are true (+), false (-) or not known (?).
class Tree {
 public:
  ConditionId leaf(char truth) {
    const ConditionId id = add(Kind::kLeaf, {});
    leaves_.resize(id + 1);
    leaves_[id] = truth == '+' ? Truth::kTrue : truth == '-' ? Truth::kFalse : Truth::kUnknown;
    return id;
  }
  ConditionId add(Kind kind, std::vector<ConditionId> children) {
    Condition condition;
    condition.kind = kind;
    condition.children = std::move(children);
    plan_.conditions.push_back(std::move(condition));
    return static_cast<ConditionId>(plan_.conditions.size() - 1);
  }
  Reasons reasons() {
    leaves_.resize(plan_.conditions.size());
    return {plan_, static_cast<ConditionId>(plan_.conditions.size() - 1), leaves_};
  }

 private:
  plan::Plan plan_;
  std::vector<Truth> leaves_;
};

using Ids = std::vector<ConditionId>;
using Flips = std::vector<Flip>;

TEST_CASE("of several that would do, the fewest are enough") {
  Tree tree;
  const ConditionId a = tree.leaf('+'), b = tree.leaf('+'), c = tree.leaf('+'), d = tree.leaf('-');
  const ConditionId both = tree.add(Kind::kAnd, {a, b});
  tree.add(Kind::kOr, {both, c, d});
  CHECK(tree.reasons().outcome() == Truth::kTrue);
  CHECK(tree.reasons().enough() == Ids{c});
  CHECK(tree.reasons().flips(false) == Flips{{a, false}, {c, false}});
}

TEST_CASE("a false condition needs one false part, and a change where the fewest parts are wrong") {
  Tree tree;
  const ConditionId a = tree.leaf('+'), b = tree.leaf('-'), c = tree.leaf('-'), d = tree.leaf('-');
  const ConditionId first = tree.add(Kind::kAnd, {a, b});
  const ConditionId second = tree.add(Kind::kAnd, {c, d});
  tree.add(Kind::kOr, {second, first});
  CHECK(tree.reasons().enough() == Ids{c, b});
  CHECK(tree.reasons().flips(true) == Flips{{b, true}});
}

TEST_CASE("what is negated is flipped the other way") {
  Tree tree;
  const ConditionId a = tree.leaf('+');
  const ConditionId not_a = tree.add(Kind::kNot, {a});
  const ConditionId b = tree.leaf('+');
  tree.add(Kind::kAnd, {not_a, b});
  CHECK(tree.reasons().outcome() == Truth::kFalse);
  CHECK(tree.reasons().enough() == Ids{a});
  CHECK(tree.reasons().flips(true) == Flips{{a, false}});
}

TEST_CASE("a guard that is not known rests on what keeps it from being known") {
  Tree tree;
  const ConditionId a = tree.leaf('+'), b = tree.leaf('?'), c = tree.leaf('-');
  tree.add(Kind::kAnd, {a, tree.add(Kind::kOr, {b, c})});
  CHECK(tree.reasons().outcome() == Truth::kUnknown);
  CHECK(tree.reasons().enough() == Ids{a, b, c});
  CHECK(tree.reasons().flips(true) == Flips{{b, true}});
  CHECK(tree.reasons().flips(false) == Flips{{a, false}});
}

TEST_CASE("of what is not known, what is there already is left out") {
  Tree tree;
  const ConditionId p = tree.leaf('?'), q = tree.leaf('-'), r = tree.leaf('?');
  tree.add(Kind::kAnd, {tree.add(Kind::kOr, {p, q}), r});
  CHECK(tree.reasons().enough() == Ids{p, r});  // whatever q is
}

}  // namespace
}  // namespace decorum::eval
