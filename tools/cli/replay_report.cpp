#include "tools/cli/replay_report.h"

namespace decorum::cli {
namespace {

std::uint64_t differences(const RuleDifference& rule) {
  return rule.fired.only_old + rule.fired.only_new + rule.otherwise;
}

}  // namespace

const char* name(Aspect aspect) {
  switch (aspect) {
    case Aspect::kDisposition:
      return "disposition";
    case Aspect::kFired:
      return "rules";
    case Aspect::kEdits:
      return "redactions";
    case Aspect::kEscalations:
      return "escalations";
    case Aspect::kClauses:
      return "holds and retries";
    case Aspect::kDisclosures:
      return "disclosures";
    case Aspect::kFlags:
      return "flags";
    case Aspect::kText:
      return "text";
  }
  return "";
}

void BothSides::add(const BothSides& other) {
  both += other.both;
  only_old += other.only_old;
  only_new += other.only_new;
  old_conversations += other.old_conversations;
  new_conversations += other.new_conversations;
}

void ReplayReport::add(const ReplayReport& other) {
  conversations += other.conversations;
  events += other.events;
  malformed += other.malformed;
  given_up += other.given_up;
  different_conversations += other.different_conversations;
  different_events += other.different_events;
  unattributed += other.unattributed;
  for (std::size_t i = 0; i < kAspects; ++i) aspects[i] += other.aspects[i];
  for (std::size_t i = 0; i < kDispositions; ++i)
    for (std::size_t j = 0; j < kDispositions; ++j) dispositions[i][j] += other.dispositions[i][j];
  for (std::size_t i = 0; i < kRuleKinds; ++i) kinds[i].add(other.kinds[i]);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    rules[i].fired.add(other.rules[i].fired);
    rules[i].otherwise += other.rules[i].otherwise;
    rules[i].conversations += other.rules[i].conversations;
    rules[i].examples.add(other.rules[i].examples);
  }
  for (const auto& [key, fault] : other.faults) {
    FaultDifference& mine = faults[key];
    mine.both += fault.both;
    mine.only_old += fault.only_old;
    mine.only_new += fault.only_new;
    mine.examples.add(fault.examples);
  }
  for (std::size_t i = 0; i < swaps.size(); ++i) {
    swaps[i].old_unequal += other.swaps[i].old_unequal;
    swaps[i].new_unequal += other.swaps[i].new_unequal;
    swaps[i].both_unequal += other.swaps[i].both_unequal;
    swaps[i].examples.add(other.swaps[i].examples);
  }
}

std::vector<const RuleDifference*> differentRules(const ReplayReport& report) {
  std::vector<const RuleDifference*> different;
  for (const RuleDifference& rule : report.rules)
    if (rule.isDifferent()) different.push_back(&rule);
  std::sort(different.begin(), different.end(),
            [](const RuleDifference* one, const RuleDifference* other) {
              return differences(*one) != differences(*other)
                         ? differences(*one) > differences(*other)
                         : one->rule < other->rule;
            });
  return different;
}

std::vector<RuleKind> kindsOf(const ReplayReport& report) {
  std::vector<RuleKind> kinds;
  for (std::size_t i = 0; i < kRuleKinds; ++i) {
    const auto kind = static_cast<RuleKind>(i);
    const bool is_there = std::any_of(
        report.rules.begin(), report.rules.end(),
        [&](const RuleDifference& rule) { return rule.old_kind == kind || rule.new_kind == kind; });
    if (is_there) kinds.push_back(kind);
  }
  return kinds;
}

std::string standingOf(const RuleDifference& rule) {
  if (!rule.old_kind) return rule.new_shadow ? "new, in shadow" : "new";
  if (!rule.new_kind) return rule.old_shadow ? "gone, was in shadow" : "gone";
  if (rule.old_shadow == rule.new_shadow) return rule.new_shadow ? "in shadow" : "";
  return rule.old_shadow ? "was in shadow" : "now in shadow";
}

std::string kindText(const RuleDifference& rule) {
  if (!rule.old_kind) return name(*rule.new_kind);
  if (!rule.new_kind || rule.old_kind == rule.new_kind) return name(*rule.old_kind);
  return std::string(name(*rule.old_kind)) + " \u2192 " + name(*rule.new_kind);
}

bool isNewFault(const FaultDifference& fault) { return fault.only_new > 0; }

const std::vector<std::string>& whatReplaysDoNotShow() {
  static const std::vector<std::string> kSentences = {
      "What a person or a model would have said after another decision is not in the log.",
      "After a first difference rules remember other things; examples are of the first.",
      "Rules in shadow decide nothing and are not compared.",
      "Facts, signals and times are those of the log.",
      "The reasons that rules give are not compared.",
      "What is the same over this log may differ over another one.",
  };
  return kSentences;
}

}  // namespace decorum::cli
