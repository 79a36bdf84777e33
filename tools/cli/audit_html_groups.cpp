// Groups side by side: effects, and the windows of monitors.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tools/cli/audit_html.h"

namespace decorum::cli::html {
namespace {

constexpr std::size_t kMostInOrder = 8;  // more groups than these are looked for by rate

/// The cells from the ratio on.
std::string besideGreatest(const MonitorReport& report, std::size_t index) {
  const GroupResult& group = report.groups[index];
  if (!group.is_sufficient)
    return fmt::format("<td class=\"w\" colspan=\"5\">too few ({} of {})</td>",
                       number(group.count.conversations),
                       number(static_cast<std::uint64_t>(std::max<std::int64_t>(report.each, 0))));
  if (report.reference == index) return "<td class=\"w\" colspan=\"5\">\u25C6 the greatest</td>";
  if (!report.reference || !group.ratio)
    return "<td class=\"w\" colspan=\"5\">no ratio: nobody was affected</td>";
  const std::string ratio =
      std::isinf(*group.ratio) ? "no bound" : fmt::format("{:.2f}", *group.ratio);
  return numberCell(ratio) + rangeCell(ratioRange(group.ratio_low, group.ratio_high)) +
         numberCell(points(group.difference)) +
         rangeCell(pointsRange(group.difference_low, group.difference_high)) +
         numberCell(pValue(group.p));
}

std::string groupRow(const MonitorReport& report, std::size_t index) {
  const GroupResult& group = report.groups[index];
  const bool is_empty = group.count.conversations == 0;
  return "<tr><th scope=\"row\">" + named(group.count.group) + "</th>" +
         numberCell(number(group.count.conversations)) + numberCell(number(group.count.affected)) +
         numberCell(is_empty ? "\u2013" : percent(group.rate)) +
         rangeCell(is_empty ? "" : percentRange(group.rate_low, group.rate_high)) +
         besideGreatest(report, index) + "</tr>\n";
}

std::string groupTable(const MonitorReport& report, const std::string& label) {
  const std::string interval = head(percentWhole(report.confidence) + " interval", "r");
  const std::string columns = head("Group", "t") + head("Conversations", "n") +
                              head("Affected", "n") + head("Rate", "n") + interval +
                              head("Ratio to the greatest", "n") + interval +
                              head("Difference, points", "n") + interval + head("Adjusted p", "n");
  std::string rows;
  for (const std::size_t index : groupOrder(report)) rows += groupRow(report, index);
  const bool is_sorted = report.groups.size() > kMostInOrder;
  return table(escaped(label) + (is_sorted ? ", greatest rate first" : ""), columns, rows);
}

std::string legend(const MonitorReport& report) {
  std::string text =
      fmt::format("Share of conversations, with {} intervals.", percentWhole(report.confidence));
  if (!report.reference) return text;
  const double rate = report.groups[*report.reference].rate;
  if (rate > 0 && report.at_least > 0)
    text += fmt::format(" Dashed line: {} of the greatest rate, {}.", percentWhole(report.at_least),
                        percent(rate * report.at_least));
  return text;
}

std::string outcomeText(const MonitorReport& window) {
  const auto enough = static_cast<std::uint64_t>(
      std::count_if(window.groups.begin(), window.groups.end(),
                    [](const GroupResult& group) { return group.is_sufficient; }));
  const std::string bar = percentWhole(window.at_least);
  switch (window.outcome) {
    case MonitorOutcome::kHolds:
      return "<strong class=\"tag\">Holds</strong> Nothing speaks against it: no rate is under " +
             bar + " of another by more than chance explains.";
    case MonitorOutcome::kInsufficient:
      return fmt::format(
          "<strong class=\"tag\">Insufficient data</strong> {} of {} {} {} conversations; two are "
          "needed to compare.",
          enough, counted(window.groups.size(), "group"), enough == 1 ? "has" : "have",
          window.each);
    case MonitorOutcome::kAlert:
      return "<strong class=\"tag strong\">Alert</strong> Of two groups of the stated size one "
             "rate is under " +
             bar + " of the other, and more than chance explains.";
  }
  return "";
}

std::string terms(const MonitorReport& window, const AuditReport& report) {
  std::string text = fmt::format(
      "<p>Asked: from {} to {}, end excluded, every group of {} has at least {} of the greatest "
      "rate "
      "of {}, among groups with {} conversations or more, at a confidence of {}. ",
      instant(window.from_ms), instant(window.until_ms), coded(window.fact),
      percentWhole(window.at_least), coded(window.effect), window.each,
      percentWhole(window.confidence));
  text += window.queue.empty() ? "No queue is told of alerts."
                               : "Alerts go to " + coded(window.queue) + ".";
  if (!window.began_with.empty())
    text += " <strong>Counted anew: " + escaped(window.began_with) + ".</strong>";
  if (!window.policy_digest.empty() && window.policy_digest != report.digest)
    text += fmt::format(" Counted under another policy, <code title=\"{}\">{}</code>.",
                        escaped(window.policy_digest), escaped(window.policy_digest.substr(0, 12)));
  if (report.until_ms && *report.until_ms < window.until_ms)
    text += " The log ends before the window does: this is what it says so far.";
  return text + "</p>\n";
}

}  // namespace

std::vector<std::size_t> groupOrder(const MonitorReport& report) {
  std::vector<std::size_t> order(report.groups.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (order.size() <= kMostInOrder) return order;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const double left = report.groups[a].rate, right = report.groups[b].rate;
    return left != right ? left > right : a < b;
  });
  return order;
}

std::string head(const std::string& text, const char* kind) {
  return fmt::format("<th scope=\"col\" class=\"{}\">{}</th>", kind, text);
}
std::string numberCell(const std::string& text) { return "<td class=\"n\">" + text + "</td>"; }
std::string rangeCell(const std::string& text) { return "<td class=\"r\">" + text + "</td>"; }
std::string textCell(const std::string& text) { return "<td class=\"t\">" + text + "</td>"; }

std::string table(const std::string& caption, const std::string& columns, const std::string& rows) {
  return "<div class=\"scroll\" role=\"group\" aria-label=\"Table\" "
         "tabindex=\"0\">\n<table>\n<caption>" +
         caption + "</caption>\n<thead><tr>" + columns + "</tr></thead>\n<tbody>\n" + rows +
         "</tbody>\n</table>\n</div>\n";
}

std::string comparison(const MonitorReport& report, const std::string& id,
                       const std::string& label) {
  return "<figure>\n" + ratePlot(report, id, label) + "<figcaption>" + legend(report) +
         "</figcaption>\n</figure>\n" + groupTable(report, label);
}

bool isAnybodyAffected(const MonitorReport& report) {
  return std::any_of(report.groups.begin(), report.groups.end(),
                     [](const GroupResult& group) { return group.count.affected > 0; });
}

bool isShown(const EffectByGroup& effect) {
  // Of a kind with one rule that rule says all.
  return !(effect.is_kind && effect.rules == 1) && isAnybodyAffected(effect.comparison);
}

Section effectsSection(const AuditReport& report, std::size_t fact) {
  const std::string& name = report.facts[fact];
  Section section{fmt::format("fact-{}", fact), "Effects by " + coded(name), "", {}};
  std::vector<std::string> untouched;
  std::string kind;
  for (std::size_t i = 0; i < report.effects.size(); ++i) {
    const EffectByGroup& effect = report.effects[i];
    if (effect.fact != name) continue;
    if (effect.is_kind) kind = effect.effect;  // its rules follow
    if (!effect.is_kind && !isAnybodyAffected(effect.comparison))
      untouched.push_back(coded(effect.effect));
    if (!isShown(effect)) continue;
    const std::string what =
        effect.is_kind ? fmt::format("all {} rules", effect.rules) : escaped(kind);
    section.parts.emplace_back(effectId(i), coded(effect.effect));
    section.body += fmt::format("<section id=\"{}\">\n<h3>{} <small>{}</small></h3>\n", effectId(i),
                                coded(effect.effect), what) +
                    comparison(effect.comparison, effectId(i), effect.effect + " by " + name) +
                    "</section>\n";
  }
  if (!untouched.empty())
    section.body += "<p>Touched no conversation: " + joined(untouched) + ".</p>\n";
  if (section.body.empty()) section.body = "<p>The policy has no rule.</p>\n";
  return section;
}

Section windowsSection(const AuditReport& report) {
  Section section{"windows", "What the policy compares", "", {}};
  for (std::size_t i = 0; i < report.windows.size(); ++i) {
    const MonitorReport& window = report.windows[i];
    const std::string label = window.effect + " by " + window.fact;
    const std::string days = instant(window.from_ms);
    section.parts.emplace_back(windowId(i), coded(window.fairness) + " from " + days);
    section.body +=
        fmt::format("<section id=\"{}\">\n<h3>{} <small>{} across {}, from {}</small></h3>\n",
                    windowId(i), coded(window.fairness), escaped(window.effect),
                    escaped(window.fact), days) +
        "<p>" + outcomeText(window) + "</p>\n" + terms(window, report) +
        comparison(window, windowId(i), label) + "</section>\n";
  }
  return section;
}

}  // namespace decorum::cli::html
