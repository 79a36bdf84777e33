// The report for a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "compiler/diagnostics/excerpt.h"
#include "runtime/base/rfc3339.h"
#include "tools/cli/audit_report.h"

namespace decorum::cli {
namespace {

std::string percent(double share) { return fmt::format("{:.1f}%", share * 100); }
std::string range(double low, double high) {
  return fmt::format("{:.1f} to {:.1f}%", low * 100, high * 100);
}

std::string ratioText(const GroupResult& group) {
  if (!group.ratio) return "-";
  if (std::isinf(group.ratio_high))
    return fmt::format("{:.2f} ({:.2f} and over)", *group.ratio, group.ratio_low);
  return fmt::format("{:.2f} ({:.2f} to {:.2f})", *group.ratio, group.ratio_low, group.ratio_high);
}

std::string groupTable(const MonitorReport& report) {
  std::size_t width = 5;
  for (const GroupResult& group : report.groups)
    width = std::max(width, printable(group.count.group).size());
  std::string text = fmt::format("    {:<{}}  {:>13}  {:>8}  {:>7}  {:<16}  {:<20}  {}\n", "group",
                                 width, "conversations", "affected", "rate", "(95%)", "ratio", "p");
  for (std::size_t i = 0; i < report.groups.size(); ++i) {
    const GroupResult& group = report.groups[i];
    const bool is_reference = report.reference == i;
    const bool is_compared = report.reference && !is_reference && group.is_sufficient;
    text += fmt::format("    {:<{}}  {:>13}  {:>8}  {:>7}  {:<16}  {:<20}  {}\n",
                        printable(group.count.group), width, group.count.conversations,
                        group.count.affected, percent(group.rate),
                        range(group.rate_low, group.rate_high),
                        is_reference  ? "the greatest"
                        : is_compared ? ratioText(group)
                                      : "too few",
                        is_compared ? fmt::format("{:.3g}", group.p) : "");
  }
  return text;
}

std::string effects(const AuditReport& report) {
  std::string text;
  for (const std::string& fact : report.facts) {
    text += fmt::format("\nBy {}\n", fact);
    for (const EffectByGroup& effect : report.effects) {
      // Of a kind with one rule that rule says all.
      if (effect.fact != fact || (effect.is_kind && effect.rules == 1)) continue;
      const auto affected = [](const GroupResult& group) { return group.count.affected > 0; };
      const auto& groups = effect.comparison.groups;
      if (std::none_of(groups.begin(), groups.end(), affected)) continue;
      text += fmt::format("  {}{}\n", effect.effect,
                          effect.is_kind ? fmt::format(" (all {} rules)", effect.rules) : "");
      text += groupTable(effect.comparison);
    }
  }
  return text;
}

std::string windows(const AuditReport& report) {
  std::string text;
  for (const MonitorReport& window : report.windows) {
    text += fmt::format(
        "\n{}: {} across {} at least {} with {} conversations each, {} to {}: {}{}\n",
        window.fairness, window.effect, window.fact, percent(window.at_least), window.each,
        formatTime(window.from_ms), formatTime(window.until_ms), name(window.outcome),
        window.began_with.empty() ? "" : " (counted anew: " + window.began_with + ")");
    text += groupTable(window);
  }
  return text;
}

std::string swaps(const AuditReport& report) {
  std::string text;
  for (const SwapResult& swap : report.swaps) {
    text +=
        fmt::format("\n{}: {} of {} conversations are decided otherwise with the phrases swapped\n",
                    swap.fairness, swap.unequal, swap.conversations);
    for (const UnequalTurn& turn : swap.examples) {
      text += fmt::format("    {}:{}  {}", printable(turn.conversation), turn.index,
                          fmt::join(turn.rules, ", "));
      for (const SwappedSpan& span : turn.spans)
        text += fmt::format("  [{},{}] / [{},{}]", span.original.begin, span.original.end,
                            span.swapped.begin, span.swapped.end);
      text += '\n';
    }
  }
  return text;
}

std::string others(const AuditReport& report) {
  std::string text;
  if (!report.redactions.empty()) text += "\nRedactions\n";
  for (const RedactionCount& one : report.redactions) {
    text += fmt::format("    {:<24} {:>8}  {}  {}\n", one.detector, one.count,
                        one.locale.empty() ? "language not given" : printable(one.locale),
                        one.channel.empty() ? "channel not given" : printable(one.channel));
  }
  if (!report.waits.empty()) text += "\nHanded to people\n";
  for (const WaitResult& wait : report.waits) {
    text += fmt::format("    {} {}: {} of {} conversations, {} again, {} answered", wait.fact,
                        printable(wait.group), wait.asked, wait.conversations, wait.asked_again,
                        wait.answered);
    if (wait.median_ms)
      text += fmt::format(", after {:.0f} s (median), {:.0f} s (9 of 10)",
                          static_cast<double>(*wait.median_ms) / 1000,
                          static_cast<double>(*wait.p90_ms) / 1000);
    text += '\n';
  }
  if (!report.disclosures.empty()) text += "\nDisclosures\n";
  for (const DisclosureResult& one : report.disclosures)
    text += fmt::format("    {}: due {}, shown {}, owed at the end of {} conversations\n", one.rule,
                        one.due, one.shown, one.open);
  return text;
}

}  // namespace

const std::vector<std::string>& whatIsNotShown() {
  static const std::vector<std::string> kSentences = {
      "Rates say what the policy did, not whether it was right: a group may be handed to people "
      "more "
      "often because it asks more often.",
      "A ratio under 80% is a common rule of thumb for looking closer, not a finding of law; one "
      "over it does not show that all is well.",
      "Several groups and effects are shown: among twenty ranges at 95%, one is expected to miss. "
      "The p-values are adjusted for the pairs of groups within a table, not across tables.",
      "Conversations whose group is not given are a group of their own: nothing is guessed.",
      "Phrases that were not swapped, and traits that no fact names, were not looked at.",
  };
  return kSentences;
}

std::string auditText(const AuditReport& report) {
  std::string text = fmt::format("{}{}{}: {} conversations, {} events", report.policy,
                                 report.version.empty() ? "" : " ", report.version,
                                 report.conversations, report.events);
  if (report.from_ms && report.from_ms != report.until_ms)
    text += fmt::format(", {} to {}", formatTime(*report.from_ms), formatTime(*report.until_ms));
  text += '\n';
  if (report.malformed > 0)
    text +=
        fmt::format("{} malformed line{}\n", report.malformed, report.malformed == 1 ? "" : "s");
  if (report.facts.empty())
    text += "\nNo fact to group by: name one with --by, or mark it 'protected'.\n";
  text += effects(report);
  if (!report.windows.empty()) text += "\nWhat the policy compares\n" + windows(report);
  if (!report.swaps.empty()) text += "\nCounterfactual checks\n" + swaps(report);
  text += others(report) + "\nWhat the numbers do not show\n";
  for (const std::string& sentence : whatIsNotShown()) text += "  - " + sentence + '\n';
  return text;
}

}  // namespace decorum::cli
