// The report for a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "compiler/diagnostics/excerpt.h"
#include "tools/cli/replay_report.h"

namespace decorum::cli {
namespace {

constexpr std::array kAllDispositions = {Disposition::kPass, Disposition::kClarify,
                                         Disposition::kRetry, Disposition::kHold,
                                         Disposition::kBlock};

std::string counted(std::uint64_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string percent(double share) {
  if (share > 0 && share < 0.0005) return "<0.1%";
  return fmt::format("{:.1f}%", share * 100);
}

std::string difference(const ReplayReport& report, const BothSides& sides) {
  const double points =
      (report.rate(sides.new_conversations) - report.rate(sides.old_conversations)) * 100;
  return sides.new_conversations == sides.old_conversations ? "0.0"
                                                            : fmt::format("{:+.1f}", points);
}

std::string policyLine(const char* which, const ReplayedPolicy& policy) {
  return fmt::format("{}  {}{}{}  {}\n", which, printable(policy.name),
                     policy.version.empty() ? "" : " ", printable(policy.version),
                     policy.digest.substr(0, 12));
}

std::string opening(const ReplayReport& report) {
  std::string text = policyLine("old", report.before) + policyLine("new", report.after) + '\n';
  text += fmt::format("{} in {} judged by both.\n", counted(report.events, "event"),
                      counted(report.conversations, "conversation"));
  if (report.different_events == 0) {
    text += "No difference.\n";
  } else {
    text += fmt::format(
        "{} ({}) and {} ({}) are judged differently.\n", counted(report.different_events, "event"),
        percent(static_cast<double>(report.different_events) / static_cast<double>(report.events)),
        counted(report.different_conversations, "conversation"),
        percent(report.rate(report.different_conversations)));
  }
  if (report.malformed > 0) text += counted(report.malformed, "malformed line") + '\n';
  return text;
}

std::string aspects(const ReplayReport& report) {
  std::string text = "\nWhat is different, in how many events\n";
  for (std::size_t i = 0; i < kAspects; ++i) {
    if (report.aspects[i] > 0)
      text += fmt::format("  {:<18} {:>9}\n", name(static_cast<Aspect>(i)), report.aspects[i]);
  }
  if (report.unattributed > 0)
    text += fmt::format("  {} of these by no one rule\n", report.unattributed);
  return text;
}

std::string dispositions(const ReplayReport& report) {
  if (report.aspects[static_cast<std::size_t>(Aspect::kDisposition)] == 0) return "";
  std::string text =
      fmt::format("\nWhat becomes of the message: old in rows, new in columns\n  {:<8}", "");
  for (const Disposition after : kAllDispositions) text += fmt::format(" {:>9}", name(after));
  text += '\n';
  for (const Disposition before : kAllDispositions) {
    const auto& row = report.dispositions[static_cast<std::size_t>(before)];
    if (std::all_of(row.begin(), row.end(), [](std::uint64_t count) { return count == 0; }))
      continue;
    text += fmt::format("  {:<8}", name(before));
    for (const std::uint64_t count : row)
      text += count == 0 ? fmt::format(" {:>9}", ".") : fmt::format(" {:>9}", count);
    text += '\n';
  }
  return text;
}

std::string heads(const char* what, std::size_t width, const char* more) {
  return fmt::format("  {:<{}}  {:>9}  {:>9}  {:>6}  {:>9}  {:>9}  {:>9}{}\n", what, width,
                     "rate old", "rate new", "diff", "both", "only old", "only new", more);
}

std::string sidesText(const ReplayReport& report, const std::string& what, std::size_t width,
                      const BothSides& sides) {
  return fmt::format("  {:<{}}  {:>9}  {:>9}  {:>6}  {:>9}  {:>9}  {:>9}", what, width,
                     percent(report.rate(sides.old_conversations)),
                     percent(report.rate(sides.new_conversations)), difference(report, sides),
                     sides.both, sides.only_old, sides.only_new);
}

std::string kinds(const ReplayReport& report) {
  std::string text = "\nBy effect: share of conversations, and events\n" + heads("effect", 8, "");
  for (const RuleKind kind : kindsOf(report))
    text += sidesText(report, name(kind), 8, report.kinds[static_cast<std::size_t>(kind)]) + '\n';
  return text;
}

std::string rules(const ReplayReport& report) {
  const std::vector<const RuleDifference*> different = differentRules(report);
  std::size_t width = 4;
  for (const RuleDifference* rule : different) width = std::max(width, rule->rule.size());
  std::string text = "\nBy rule: share of conversations, and events\n";
  if (!different.empty()) text += heads("rule", width, "  otherwise  conversations");
  for (const RuleDifference* rule : different) {
    const std::string standing = standingOf(*rule);
    text += sidesText(report, rule->rule, width, rule->fired) +
            fmt::format("  {:>9}  {:>13}  {}{}{}\n", rule->otherwise, rule->conversations,
                        kindText(*rule), standing.empty() ? "" : ", ", standing);
  }
  const std::size_t same = report.rules.size() - different.size();
  text += fmt::format("  {} without a difference\n", counted(same, "rule"));
  for (const RuleDifference& rule : report.rules) {
    if (!rule.isDifferent() && (!rule.old_kind || !rule.new_kind))
      text += fmt::format("    {} ({}): {}, and never fires\n", rule.rule, kindText(rule),
                          standingOf(rule));
  }
  return text;
}

std::string aspectsText(const std::vector<Aspect>& aspects) {
  std::string text;
  for (const Aspect aspect : aspects)
    text += (text.empty() ? "" : ", ") + std::string(name(aspect));
  return text;
}

std::string examples(const ReplayReport& report) {
  std::string text;
  for (const RuleDifference* rule : differentRules(report)) {
    text += fmt::format("\n{}: the first conversations in which it differs\n", rule->rule);
    for (const auto& [order, example] : rule->examples) {
      text += fmt::format("  {}:{}  {}  ({})\n", printable(example.conversation), example.index,
                          name(example.event), aspectsText(example.aspects));
      text += fmt::format("    old  {:<8}{}\n    new  {:<8}{}\n", name(example.before.disposition),
                          example.before.did, name(example.after.disposition), example.after.did);
    }
  }
  return text;
}

std::string faults(const ReplayReport& report) {
  std::string text;
  for (const auto& [key, fault] : report.faults) {
    if (fault.only_old + fault.only_new == 0) continue;
    if (text.empty()) text = "\nFaults that differ: events\n";
    text += fmt::format("  {}{}{}: both {}, only old {}, only new {}", key.first,
                        key.second.empty() ? "" : " of ", printable(key.second), fault.both,
                        fault.only_old, fault.only_new);
    if (!fault.examples.empty()) {
      const auto& [id, index] = fault.examples.begin()->second;
      text += fmt::format(", first {}:{}", printable(id), index);
    }
    text += '\n';
  }
  return text;
}

std::string unequal(const SwapDifference& swap) {
  const auto of = [](bool is_there, std::uint64_t count) {
    return is_there ? std::to_string(count) : std::string("not checked");
  };
  std::string text =
      fmt::format("  {}: old {}, new {}", swap.fairness, of(swap.in_old, swap.old_unequal),
                  of(swap.in_new, swap.new_unequal));
  if (swap.in_old && swap.in_new) text += fmt::format(", both {}", swap.both_unequal);
  text += '\n';
  for (const auto& [order, example] : swap.examples)
    text += fmt::format("    {}:{}  {}\n", printable(example.conversation), example.index,
                        fmt::join(example.rules, ", "));
  return text;
}

std::string swaps(const ReplayReport& report) {
  if (report.swaps.empty()) return "";
  std::string text =
      "\nCounterfactual checks: conversations decided otherwise with the phrases swapped\n";
  for (const SwapDifference& swap : report.swaps) text += unequal(swap);
  return text;
}

}  // namespace

std::string replayText(const ReplayReport& report) {
  std::string text = opening(report);
  if (report.different_events > 0) text += aspects(report) + dispositions(report);
  text += kinds(report) + rules(report) + examples(report) + faults(report) + swaps(report);
  text += "\nWhat the numbers do not show\n";
  for (const std::string& sentence : whatReplaysDoNotShow()) text += "  - " + sentence + '\n';
  return text;
}

}  // namespace decorum::cli
