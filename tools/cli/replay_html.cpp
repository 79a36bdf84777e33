// The report as a page: one file that needs nothing else, without scripts.
#include <fmt/format.h>

#include <algorithm>

#include "tools/cli/html.h"
#include "tools/cli/replay_report.h"

namespace decorum::cli {
namespace {

using page::cell;
using page::Column;
using page::counted;
using page::escaped;
using page::headCell;
using page::named;
using page::number;
using page::percent;
using page::rowHead;

const char* const kStyle = R"css(
h1 { font-size: 2.1rem; margin: 0 0 1rem; }
h2 { font-size: 1.45rem; margin: 3rem 0 1rem; padding-top: 0.9rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
h3 small { font-weight: 400; color: var(--muted); font-size: 0.85em; }
code { font: 0.92em/1.2 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.lead { font-size: 1.15rem; }
figure { margin: 0.75rem 0 0.5rem; max-width: 46rem; }
figcaption { margin: 0.25rem 0 0; }
.plot text { fill: var(--ink); font-variant-numeric: tabular-nums; }
.plot .size { fill: var(--muted); }
.plot .old { fill: var(--paper); stroke: var(--ink); stroke-width: 1.5; }
.plot .new { fill: var(--accent); stroke: var(--accent); stroke-width: 1.5; }
.plot .rest { fill: var(--tint); stroke: var(--rule); }
.plot.key { display: inline-block; width: 1.6em; height: 0.8em; }
.bars { list-style: none; margin: 0; padding: 0; }
.bars li { padding: 0.2rem 0; }
.bars p { margin: 0; }
.scroll { overflow-x: auto; margin: 0.75rem 0 1.25rem; }
caption span { display: inline-block; position: sticky; left: 0;
  max-width: min(46rem, calc(100vw - 2.5rem)); }
thead th { vertical-align: bottom; border-bottom: 1.5px solid var(--ink); font-weight: 600; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 6.5rem; max-width: 16rem; }
td { overflow-wrap: anywhere; }
td.t { min-width: 7rem; max-width: 20rem; }
td.n, th.n { text-align: right; }
td.n { white-space: nowrap; }
td.same { color: var(--muted); }
td.changed { font-weight: 700; text-decoration: underline; text-underline-offset: 0.2em; }
@media (max-width: 40rem) {
  h1 { font-size: 1.6rem; }
  h2 { font-size: 1.25rem; margin-top: 2.25rem; }
  tbody th { max-width: 9rem; }
  .plot { font-size: 0.8rem; }
}
@media print {
  h2, h3 { break-after: avoid; }
  tr, li, figure { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; }
}
)css";

constexpr std::size_t kMostBars = 20;

/// A name of a policy, which may break after its words.
std::string code(std::string_view name) {
  std::string html = "<code>";
  for (const char c : escaped(name)) {
    html += c;
    if (c == '_' || c == '.') html += "<wbr>";
  }
  return html + "</code>";
}

std::string item(const char* term, const std::string& html) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", term, html);
}

std::string policyHtml(const ReplayedPolicy& policy) {
  std::string html = named(policy.name);
  if (!policy.version.empty()) html += " version " + named(policy.version);
  return html + fmt::format(" <code title=\"{}\">{}</code>", escaped(policy.digest),
                            escaped(policy.digest.substr(0, 12)));
}

std::string header(const ReplayReport& report) {
  std::string logs;
  for (const std::string& log : report.logs)
    logs += (logs.empty() ? "" : ", ") + (log == "-" ? "standard input" : named(log));
  std::string html = "<header>\n<p class=\"kicker\">What would have been different</p>\n<h1>" +
                     named(report.after.name) + "</h1>\n<dl>\n" +
                     item("Old policy", policyHtml(report.before)) +
                     item("New policy", policyHtml(report.after));
  if (!logs.empty()) html += item(report.logs.size() == 1 ? "Log" : "Logs", logs);
  html +=
      item("Conversations", number(report.conversations)) + item("Events", number(report.events));
  if (report.malformed > 0) html += item("Lines not read whole", number(report.malformed));
  if (report.given_up > 0) html += item("Conversations cut short", number(report.given_up));
  return html + "</dl>\n</header>\n<main>\n";
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  return percent(whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole));
}

/// "old 0.4%, new 1.2% (+0.8 points)"
std::string rateChange(const ReplayReport& report, const BothSides& sides) {
  return fmt::format(
      "old {}, new {} ({} points)", percent(report.rate(sides.old_conversations)),
      percent(report.rate(sides.new_conversations)),
      page::points(report.rate(sides.new_conversations) - report.rate(sides.old_conversations)));
}

/// A bar of which the filled part is what differs.
std::string shareBar(double part) {
  return fmt::format(
      "<svg class=\"plot\" role=\"img\" aria-label=\"{0} differ\" width=\"100%\" height=\"26\">"
      "<rect class=\"rest\" x=\"0\" y=\"3\" width=\"100%\" height=\"20\"/>"
      "<rect class=\"new\" x=\"0\" y=\"3\" width=\"{1:.2f}%\" height=\"20\"/></svg>\n",
      percent(part), part * 100);
}

std::string summary(const ReplayReport& report) {
  std::string html;
  if (report.different_events == 0) {
    html = "<p class=\"lead\">Both policies judge every event the same.</p>\n";
  } else {
    html = fmt::format(
        "<p class=\"lead\">The new policy judges <strong>{}</strong> ({}) of {} differently, and "
        "{} ({}) of {}.</p>\n<figure>{}<figcaption>Filled: the share of conversations with a "
        "difference.</figcaption></figure>\n",
        counted(report.different_conversations, "conversation"),
        share(report.different_conversations, report.conversations), number(report.conversations),
        counted(report.different_events, "event"), share(report.different_events, report.events),
        number(report.events), shareBar(report.rate(report.different_conversations)));
  }
  std::string list;
  for (const RuleKind kind : kindsOf(report)) {
    const BothSides& sides = report.kinds[static_cast<std::size_t>(kind)];
    if (sides.only_old + sides.only_new == 0) continue;
    list += fmt::format("<li><strong>{}</strong>: {} conversations instead of {}; {}.</li>\n",
                        name(kind), number(sides.new_conversations),
                        number(sides.old_conversations), rateChange(report, sides));
  }
  std::uint64_t new_faults = 0;
  for (const auto& [key, fault] : report.faults) new_faults += isNewFault(fault) ? 1 : 0;
  if (new_faults > 0)
    list += "<li>" + counted(new_faults, "fault") +
            " that the old policy did not have at the same events: <a href=\"#faults\">faults</a>."
            "</li>\n";
  for (const SwapDifference& swap : report.swaps) {
    if (swap.in_new && swap.new_unequal > swap.both_unequal)
      list +=
          "<li>" + code(swap.fairness) +
          ": swapped phrases change decisions that they did not change, or were not checked for,"
          " under the old policy: <a href=\"#swaps\">counterfactual checks</a>.</li>\n";
  }
  if (!list.empty()) html += "<ul>\n" + list + "</ul>\n";
  return page::section("summary", "Summary", html);
}

// ------------------------------------------------------------------------------ bars

struct BarPair {
  std::string label;  ///< HTML
  const BothSides* sides = nullptr;
};

std::string bar(const char* kind, double width, int top) {
  return fmt::format("<rect class=\"{}\" x=\"1\" y=\"{}\" width=\"{:.2f}%\" height=\"9\"/>", kind,
                     top, std::max(width, 0.05));
}

/// Two bars for each: the old rate as an outline, the new one filled.
std::string barPairs(const ReplayReport& report, const std::vector<BarPair>& pairs) {
  double greatest = 0;
  for (const BarPair& pair : pairs)
    greatest = std::max({greatest, report.rate(pair.sides->old_conversations),
                         report.rate(pair.sides->new_conversations)});
  if (greatest == 0) return "";
  std::string html = "<figure>\n<ul class=\"bars\">\n";
  for (const BarPair& pair : pairs) {
    const auto width = [&](std::uint64_t count) { return report.rate(count) / greatest * 99; };
    html += fmt::format(
        "<li><p>{} <span class=\"note\">{}</span></p>\n<svg class=\"plot\" aria-hidden=\"true\" "
        "width=\"100%\" height=\"26\">{}{}</svg></li>\n",
        pair.label, rateChange(report, *pair.sides),
        bar("old", width(pair.sides->old_conversations), 2),
        bar("new", width(pair.sides->new_conversations), 14));
  }
  const auto key = [](const char* kind) {
    return fmt::format(
        "<svg class=\"plot key\" aria-hidden=\"true\" viewBox=\"0 0 28 14\"><rect "
        "class=\"{}\" x=\"1\" y=\"2\" width=\"26\" height=\"10\"/></svg>",
        kind);
  };
  return html + fmt::format(
                    "</ul>\n<figcaption>{} outline: old; {} filled: new. Share of "
                    "conversations in which it happens at least once; the longest bar is "
                    "{}.</figcaption>\n</figure>\n",
                    key("old"), key("new"), percent(greatest));
}

std::string sidesHeads() {
  std::string heads;
  for (const char* head : {"Old rate", "New rate", "Points", "Events both", "Only old", "Only new"})
    heads += headCell(head, Column::kNumber);
  return heads;
}

std::string sidesCells(const ReplayReport& report, const BothSides& sides) {
  const double before = report.rate(sides.old_conversations);
  const double after = report.rate(sides.new_conversations);
  std::string cells;
  for (const std::string& text :
       {percent(before), percent(after), page::points(after - before), number(sides.both),
        number(sides.only_old), number(sides.only_new)})
    cells += cell(text, Column::kNumber);
  return cells;
}

std::string effects(const ReplayReport& report) {
  std::vector<BarPair> pairs;
  std::string rows;
  for (const RuleKind kind : kindsOf(report)) {
    const BothSides& sides = report.kinds[static_cast<std::size_t>(kind)];
    pairs.push_back({std::string("<strong>") + name(kind) + "</strong>", &sides});
    rows += "<tr>" + rowHead(name(kind)) + sidesCells(report, sides) + "</tr>\n";
  }
  if (rows.empty()) return "";
  return page::section(
      "effects", "By effect",
      barPairs(report, pairs) +
          page::table("Rates are of conversations. Events: with a rule of the effect in force "
                      "under both policies, or one of them",
                      headCell("Effect", Column::kText) + sidesHeads(), rows));
}

// ------------------------------------------------------------------------------ rules

std::string ruleRow(const ReplayReport& report, const RuleDifference& rule) {
  const std::string standing = standingOf(rule);
  return "<tr>" + rowHead(code(rule.rule)) +
         cell(kindText(rule) + (standing.empty() ? "" : ", " + standing), Column::kText) +
         sidesCells(report, rule.fired) + cell(number(rule.otherwise), Column::kNumber) +
         cell(number(rule.conversations), Column::kNumber) + "</tr>\n";
}

std::string rules(const ReplayReport& report) {
  const std::vector<const RuleDifference*> different = differentRules(report);
  std::vector<BarPair> pairs;
  std::string rows;
  for (const RuleDifference* rule : different) {
    if (pairs.size() < kMostBars) pairs.push_back({code(rule->rule), &rule->fired});
    rows += ruleRow(report, *rule);
  }
  std::string html = barPairs(report, pairs);
  if (different.size() > kMostBars)
    html += fmt::format(
        "<p class=\"note\">Bars are of the {} rules that differ in most events."
        "</p>\n",
        kMostBars);
  if (!rows.empty())
    html += page::table(
        "Rules that differ. Otherwise: events at which the rule fires under both "
        "policies and does something else",
        headCell("Rule", Column::kText) + headCell("Kind", Column::kText) + sidesHeads() +
            headCell("Otherwise", Column::kNumber) +
            headCell("Conversations that differ", Column::kNumber),
        rows);
  std::string silent;
  for (const RuleDifference& rule : report.rules) {
    if (!rule.isDifferent() && (!rule.old_kind || !rule.new_kind))
      silent += (silent.empty() ? "" : ", ") + code(rule.rule) + " (" + standingOf(rule) + ")";
  }
  html += fmt::format("<p>{} {} no difference.</p>\n",
                      counted(report.rules.size() - different.size(), "rule"),
                      report.rules.size() - different.size() == 1 ? "has" : "have");
  if (!silent.empty()) html += "<p>Of these only one policy has: " + silent + ".</p>\n";
  return page::section("rules", "By rule", html);
}

// ------------------------------------------------------------------------------ what differs

std::string dispositionRow(const ReplayReport& report, std::size_t before) {
  std::string row = "<tr>" + rowHead(name(static_cast<Disposition>(before)));
  for (std::size_t after = 0; after < kDispositions; ++after) {
    const std::uint64_t events = report.dispositions[before][after];
    const char* const kind = before == after ? "n same" : events > 0 ? "n changed" : "n";
    row += fmt::format("<td class=\"{}\">{}</td>", kind, events > 0 ? number(events) : "\u2013");
  }
  return row + "</tr>\n";
}

std::string differences(const ReplayReport& report) {
  if (report.different_events == 0) return "";
  std::string heads = headCell("Old \\ New", Column::kText);
  std::string rows, aspects;
  for (std::size_t i = 0; i < kDispositions; ++i) {
    heads += headCell(name(static_cast<Disposition>(i)), Column::kNumber);
    rows += dispositionRow(report, i);
  }
  for (std::size_t i = 0; i < kAspects; ++i) {
    if (report.aspects[i] == 0) continue;
    aspects += "<tr>" + rowHead(name(static_cast<Aspect>(i))) +
               cell(number(report.aspects[i]), Column::kNumber) +
               cell(share(report.aspects[i], report.events), Column::kNumber) + "</tr>\n";
  }
  std::string html =
      page::table("What is different about an event; it may be several things",
                  headCell("What", Column::kText) + headCell("Events", Column::kNumber) +
                      headCell("Of all", Column::kNumber),
                  aspects) +
      page::table(
          "What becomes of the message, in events: old in rows, new in columns; what "
          "changed is underlined",
          heads, rows);
  if (report.unattributed > 0)
    html += "<p>" + counted(report.unattributed, "event") + " differ by no one rule.</p>\n";
  return page::section("what", "What is different", html);
}

std::string deedHtml(const Deed& deed) {
  return fmt::format("<strong>{}</strong>: {}", name(deed.disposition), escaped(deed.did));
}

std::string examplesOf(const RuleDifference& rule) {
  std::string rows;
  for (const auto& [order, example] : rule.examples) {
    std::string aspects;
    for (const Aspect aspect : example.aspects)
      aspects += (aspects.empty() ? "" : ", ") + std::string(name(aspect));
    rows += "<tr>" + rowHead(named(example.conversation)) +
            cell(fmt::format("{}, {}", example.index, name(example.event)), Column::kText) +
            cell(deedHtml(example.before), Column::kText) +
            cell(deedHtml(example.after), Column::kText) + cell(aspects, Column::kText) + "</tr>\n";
  }
  std::string heads;
  for (const char* head : {"Conversation", "Event", "Old", "New", "Different at the event"})
    heads += headCell(head, Column::kText);
  return "<h3>" + code(rule.rule) + "</h3>\n" +
         page::table(
             "Examples of " + rule.rule + ": what became of the message, and what the rule did",
             heads, rows);
}

std::string examples(const ReplayReport& report) {
  std::string html;
  for (const RuleDifference* rule : differentRules(report)) html += examplesOf(*rule);
  if (html.empty()) return "";
  return page::section("examples", "Examples",
                       "<p>The first conversations of the log in which a rule differs, at the "
                       "first such event. Words of conversations are not shown.</p>\n" +
                           html);
}

std::string faults(const ReplayReport& report) {
  std::string rows;
  for (const auto& [key, fault] : report.faults) {
    if (fault.only_old + fault.only_new == 0) continue;
    std::string first;
    if (!fault.examples.empty()) {
      const auto& [id, index] = fault.examples.begin()->second;
      first = named(id) + fmt::format(", event {}", index);
    }
    rows += "<tr>" + rowHead(code(key.first)) +
            cell(key.second.empty() ? "" : code(key.second), Column::kText) +
            cell(number(fault.both), Column::kNumber) +
            cell(number(fault.only_old), Column::kNumber) +
            cell(number(fault.only_new), Column::kNumber) + cell(first, Column::kText) + "</tr>\n";
  }
  if (rows.empty()) return "";
  return page::section(
      "faults", "Faults that differ",
      page::table("What could not be known while judging, in events",
                  headCell("Fault", Column::kText) + headCell("Of", Column::kText) +
                      headCell("Both", Column::kNumber) + headCell("Only old", Column::kNumber) +
                      headCell("Only new", Column::kNumber) +
                      headCell("First only new", Column::kText),
                  rows));
}

std::string swapRow(const SwapDifference& swap) {
  const auto of = [](bool is_there, std::uint64_t count) {
    return cell(is_there ? number(count) : "not checked", Column::kNumber);
  };
  std::string first;
  for (const auto& [order, example] : swap.examples)
    first += (first.empty() ? "" : "; ") + named(example.conversation) +
             fmt::format(", event {}", example.index);
  return "<tr>" + rowHead(code(swap.fairness)) + of(swap.in_old, swap.old_unequal) +
         of(swap.in_new, swap.new_unequal) + of(swap.in_old && swap.in_new, swap.both_unequal) +
         cell(first, Column::kText) + "</tr>\n";
}

std::string swaps(const ReplayReport& report) {
  std::string rows;
  for (const SwapDifference& swap : report.swaps) rows += swapRow(swap);
  if (rows.empty()) return "";
  return page::section(
      "swaps", "Counterfactual checks",
      page::table("Conversations that are decided otherwise with the phrases swapped",
                  headCell("Check", Column::kText) + headCell("Old", Column::kNumber) +
                      headCell("New", Column::kNumber) + headCell("Both", Column::kNumber) +
                      headCell("First under the new policy", Column::kText),
                  rows));
}

std::string notShown() {
  std::string list;
  for (const std::string& sentence : whatReplaysDoNotShow())
    list += "<li>" + escaped(sentence) + "</li>\n";
  return page::section("not-shown", "What these numbers do not show", "<ul>\n" + list + "</ul>\n");
}

}  // namespace

std::string replayHtml(const ReplayReport& report) {
  return page::head("Replay of " + report.after.name, kStyle) + header(report) + summary(report) +
         effects(report) + rules(report) + differences(report) + examples(report) + faults(report) +
         swaps(report) + notShown() + "</main>\n" + page::foot();
}

}  // namespace decorum::cli
