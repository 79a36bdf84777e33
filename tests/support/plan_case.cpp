#include "tests/support/plan_case.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "runtime/eval/branch_evaluator.h"
#include "runtime/eval/interpreter.h"
#include "runtime/plan/operations.h"
#include "runtime/plan/print.h"
#include "runtime/plan/verify.h"
#include "tests/support/naive.h"
#if DECORUM_JIT
#include "compiler/codegen/jit.h"
#endif

namespace decorum::test {
namespace {

using eval::Evaluator;
using eval::Interpreter;
using eval::RecordView;
using eval::RuleBits;
using eval::Scratch;
using plan::kNone;
using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::Rep;

constexpr std::size_t kPhases = static_cast<std::size_t>(EventKind::kClose) + 1;

/// Bits of both kinds, for the whole plan.
using Decision = std::pair<RuleBits, RuleBits>;

Decision decide(const Evaluator& evaluator, EventKind phase, RecordView record, Scratch& scratch) {
  Decision decision;
  evaluator.evaluate(phase, record, scratch, decision.first, decision.second);
  return decision;
}

/// In two parts, the rules of even and of odd numbers, put together.
Decision decideInParts(const Evaluator& evaluator, EventKind phase, std::size_t words,
                       RecordView record, Scratch& scratch) {
  constexpr std::uint64_t kEven = 0x5555555555555555;
  Decision whole{RuleBits(words), RuleBits(words)};
  for (const std::uint64_t part : {kEven, ~kEven}) {
    Decision decision;
    RuleBits due(words);
    for (std::size_t word = 0; word < words; ++word) due.addWord(word, part);
    evaluator.evaluateDue(phase, due, record, scratch, decision.first, decision.second);
    whole.first.add(decision.first);
    whole.second.add(decision.second);
  }
  return whole;
}

Decision decideNaively(const plan::Plan& plan, EventKind phase, RecordView record) {
  Decision decision{RuleBits(eval::ruleWords(plan)), RuleBits(eval::ruleWords(plan))};
  for (std::uint32_t i = 0; i < plan.rules.size(); ++i) {
    const plan::Rule& rule = plan.rules[i];
    if (!(rule.on >> static_cast<int>(phase) & 1)) continue;
    const NaiveValue guard =
        rule.guard == kNone ? NaiveValue(true) : evaluateNaively(plan, rule.guard, record, {});
    const bool* const known = std::get_if<bool>(&guard);
    if (known && *known) decision.first.add(i);
    if (!known) decision.second.add(i);
  }
  return decision;
}

std::string words(const plan::Plan& plan, const char* who, EventKind phase, const Decision& theirs,
                  const Decision& reference) {
  for (std::uint32_t rule = 0; rule < plan.rules.size(); ++rule) {
    const auto show = [&](const Decision& decision) {
      return decision.first.has(rule)    ? "fired"
             : decision.second.has(rule) ? "undecided"
                                         : "not fired";
    };
    if (show(theirs) != std::string_view(show(reference))) {
      return fmt::format("rule {} at {}: {} says {}, the interpreter {}", plan.rules[rule].name,
                         name(phase), who, show(theirs), show(reference));
    }
  }
  return fmt::format("{}: {} has bits beyond the rules or both of one rule", name(phase), who);
}

std::optional<std::string> differenceInNodes(const PlanCase& sample, const Interpreter& interpreter,
                                             RecordView record, Scratch& scratch) {
  for (NodeId node = 0; node < sample.plan.nodes.size(); ++node) {
    if (sample.plan.nodes[node].in_body) continue;
    const eval::Value value = interpreter.value(node, record, {}, scratch);
    if (isSame(evaluateNaively(sample.plan, node, record, {}), value)) continue;
    return fmt::format("node %{}: the naive evaluator differs", node);
  }
  return std::nullopt;
}

/// Whether nodes depend on `it` again, after some have become constants.
void markBodies(plan::Plan& plan) {
  for (Node& node : plan.nodes) {
    node.in_body = plan::isIt(node.op);
    for (std::uint32_t i = 0; i < node.operand_count; ++i) {
      node.in_body = node.in_body || plan.nodes[plan.operands[node.first_operand + i]].in_body;
    }
  }
}

Node constantFor(Rep rep, std::uint64_t payload) {
  Node node;
  node.op = rep == Rep::kBool     ? Op::kConstBool
            : rep == Rep::kInt    ? Op::kConstInt
            : rep == Rep::kNumber ? Op::kConstNumber
                                  : Op::kConstText;
  node.payload = payload;
  return node;
}

/// Takes a smaller case in place of `sample` where it still differs.
bool tryCase(PlanCase& sample, PlanCase smaller,
             const std::function<bool(const PlanCase&)>& differs) {
  markBodies(smaller.plan);
  if (plan::verify(smaller.plan) || !differs(smaller)) return false;
  sample = std::move(smaller);
  return true;
}

bool dropRules(PlanCase& sample, const std::function<bool(const PlanCase&)>& differs) {
  bool dropped = false;
  for (std::size_t i = sample.plan.rules.size(); i-- > 0 && sample.plan.rules.size() > 1;) {
    PlanCase smaller = sample;
    smaller.plan.rules.erase(smaller.plan.rules.begin() + static_cast<std::ptrdiff_t>(i));
    dropped |= tryCase(sample, std::move(smaller), differs);
  }
  return dropped;
}

bool dropRecords(PlanCase& sample, const std::function<bool(const PlanCase&)>& differs) {
  bool dropped = false;
  for (std::size_t i = sample.records.size(); i-- > 0 && sample.records.size() > 1;) {
    PlanCase smaller = sample;
    smaller.records.erase(smaller.records.begin() + static_cast<std::ptrdiff_t>(i));
    dropped |= tryCase(sample, std::move(smaller), differs);
  }
  return dropped;
}

bool simplifyNodes(PlanCase& sample, const std::function<bool(const PlanCase&)>& differs) {
  bool simplified = false;
  for (NodeId id = static_cast<NodeId>(sample.plan.nodes.size()); id-- > 0;) {
    if (plan::isConst(sample.plan.nodes[id].op)) continue;
    const Rep rep = plan::info(sample.plan.nodes[id].op).result;
    if (rep == Rep::kList) continue;
    for (const std::uint64_t payload : {0, 1}) {
      PlanCase smaller = sample;
      smaller.plan.nodes[id] = constantFor(rep, payload);
      if (!tryCase(sample, std::move(smaller), differs)) continue;
      simplified = true;
      break;
    }
  }
  return simplified;
}

bool dropOperands(PlanCase& sample, const std::function<bool(const PlanCase&)>& differs) {
  bool dropped = false;
  for (NodeId id = 0; id < sample.plan.nodes.size(); ++id) {
    if (!plan::info(sample.plan.nodes[id].op).operands.ends_with('*')) continue;
    while (sample.plan.nodes[id].operand_count > 1) {
      PlanCase without_last = sample;
      --without_last.plan.nodes[id].operand_count;
      PlanCase without_first = without_last;
      ++without_first.plan.nodes[id].first_operand;
      if (!tryCase(sample, std::move(without_last), differs) &&
          !tryCase(sample, std::move(without_first), differs)) {
        break;
      }
      dropped = true;
    }
  }
  return dropped;
}

/// Leaves out the nodes that no rule stands on, and the conditions, which decide nothing here.
void compact(plan::Plan& plan) {
  std::vector<bool> used(plan.nodes.size());
  for (const plan::Rule& rule : plan.rules) {
    if (rule.guard != kNone) used[rule.guard] = true;
  }
  for (const plan::Slot& slot : plan.slots) {
    if (slot.kind == plan::SlotKind::kHitQuantifier) used[plan.quantifiers[slot.ref].body] = true;
  }
  std::vector<std::uint32_t> quantifiers(plan.quantifiers.size(), kNone);
  for (NodeId id = static_cast<NodeId>(plan.nodes.size()); id-- > 0;) {
    if (!used[id]) continue;
    const Node& node = plan.nodes[id];
    if (plan::isQuantifier(node.op)) used[plan.quantifiers[node.payload].body] = true;
    for (std::uint32_t i = 0; i < node.operand_count; ++i) {
      used[plan.operands[node.first_operand + i]] = true;
    }
  }
  std::vector<NodeId> moved(plan.nodes.size(), kNone);
  std::vector<Node> nodes;
  for (NodeId id = 0; id < plan.nodes.size(); ++id) {
    if (!used[id]) continue;
    moved[id] = static_cast<NodeId>(nodes.size());
    nodes.push_back(plan.nodes[id]);
  }
  plan.nodes = std::move(nodes);
  for (NodeId& operand : plan.operands) operand = moved[operand];
  std::vector<plan::Quantifier> kept;
  for (std::size_t i = 0; i < plan.quantifiers.size(); ++i) {
    if (moved[plan.quantifiers[i].body] == kNone) continue;
    quantifiers[i] = static_cast<std::uint32_t>(kept.size());
    kept.push_back(plan.quantifiers[i]);
    kept.back().body = moved[kept.back().body];
  }
  plan.quantifiers = std::move(kept);
  for (Node& node : plan.nodes) {
    if (plan::isQuantifier(node.op)) node.payload = quantifiers[node.payload];
  }
  plan.conditions.clear();
  for (plan::Rule& rule : plan.rules) {
    if (rule.guard != kNone) rule.guard = moved[rule.guard];
    rule.condition = kNone;
  }
}

std::string describe(Rep rep, const eval::Value& value) {
  if (value.state == eval::State::kFault) return "fault";
  if (value.state == eval::State::kMissing) return "missing";
  switch (rep) {
    case Rep::kNumber:
      return fmt::format("{}", value.cell.number);
    case Rep::kText:
      return fmt::format("\"{}\"", *value.cell.text);
    case Rep::kList:
      return fmt::format("{} rows", value.cell.list->size());
    default:
      return fmt::format("{}", value.cell.integer);
  }
}

}  // namespace

PlanCase makePlanCase(std::uint64_t seed) {
  Random random(seed);
  PlanCase sample;
  sample.plan = randomPlan(random, randomSize(random));
  for (int i = 0; i < 6; ++i) {
    sample.records.push_back(std::make_shared<RecordBuilder>(randomRecord(sample.plan, random)));
  }
  return sample;
}

std::optional<std::string> differenceIn(const PlanCase& sample) {
  if (const auto reason = plan::verify(sample.plan)) return "the plan is refused: " + *reason;
  const Interpreter interpreter(sample.plan);
  const eval::BranchEvaluator branches(interpreter);
#if DECORUM_JIT
  const auto native = codegen::compileNative(branches);
  if (!native) return "no native code: " + native.error();
#endif
  Scratch scratch;
  for (const auto& record : sample.records) {
    for (std::size_t i = 0; i < kPhases; ++i) {
      const auto phase = static_cast<EventKind>(i);
      const Decision reference = decide(interpreter, phase, record->view(), scratch);
      const Decision naive = decideNaively(sample.plan, phase, record->view());
      if (naive != reference) return words(sample.plan, "naive", phase, naive, reference);
      const Decision walked = decide(branches, phase, record->view(), scratch);
      if (walked != reference) return words(sample.plan, "branches", phase, walked, reference);
      const std::size_t rule_words = eval::ruleWords(sample.plan);
      const Decision parts = decideInParts(branches, phase, rule_words, record->view(), scratch);
      if (parts != reference) return words(sample.plan, "branches", phase, parts, reference);
#if DECORUM_JIT
      const Decision fast = decide(*native->evaluator, phase, record->view(), scratch);
      if (fast != reference) return words(sample.plan, "native code", phase, fast, reference);
      const Decision due =
          decideInParts(*native->evaluator, phase, rule_words, record->view(), scratch);
      if (due != reference) return words(sample.plan, "native code", phase, due, reference);
#endif
    }
    const auto difference = differenceInNodes(sample, interpreter, record->view(), scratch);
    if (difference) return difference;
  }
  return std::nullopt;
}

PlanCase shrink(PlanCase sample, const std::function<bool(const PlanCase&)>& differs) {
  bool smaller = true;
  while (smaller) {
    smaller = dropRecords(sample, differs);
    smaller |= dropRules(sample, differs);
    smaller |= simplifyNodes(sample, differs);
    smaller |= dropOperands(sample, differs);
  }
  PlanCase compacted = sample;
  compact(compacted.plan);
  tryCase(sample, std::move(compacted), differs);
  return sample;
}

std::string describe(const PlanCase& sample) {
  std::string all = plan::print(sample.plan);
  for (const auto& record : sample.records) {
    all += "record";
    for (plan::SlotId slot = 0; slot < sample.plan.slots.size(); ++slot) {
      const eval::Value value{record->view().cells[slot], record->view().states[slot]};
      all += fmt::format(" s{}={}", slot, describe(sample.plan.slots[slot].rep, value));
    }
    all += '\n';
  }
  return all;
}

}  // namespace decorum::test
