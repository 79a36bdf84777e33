// Coverage as a page: one file that needs nothing else, without scripts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tools/cli/coverage_report.h"
#include "tools/cli/html.h"

namespace decorum::cli {
namespace {

using page::cell;
using page::Column;
using page::escaped;
using page::headCell;
using page::number;
using page::rowHead;

// How well something is covered is told by the line under it and in words; colours are but an aid.
const char* const kStyle = R"css(
:root { --missing: #a3171f; --partly: #7a4d00; --covered: #1c6b3a; }
@media (prefers-color-scheme: dark) {
  :root { --missing: #ff8f8a; --partly: #f0bd5a; --covered: #7fd39b; }
}
h1 { font-size: 2.1rem; margin: 0 0 1rem; }
h2 { font-size: 1.45rem; margin: 3rem 0 1rem; padding-top: 0.9rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.1rem; margin: 2rem 0 0.5rem; overflow-wrap: anywhere; }
code, .source { font: 0.875rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono",
  monospace; }
.lead { font-size: 1.15rem; }
.scroll { overflow-x: auto; margin: 0.75rem 0 1.25rem; }
caption span { display: inline-block; position: sticky; left: 0;
  max-width: min(46rem, calc(100vw - 2.5rem)); }
thead th { vertical-align: bottom; border-bottom: 1.5px solid var(--ink); font-weight: 600; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 8rem; max-width: 20rem; }
td.n, th.n { text-align: right; white-space: nowrap; }
.lacks { color: var(--missing); font-weight: 700; }
.source { border: 1px solid var(--rule); background: var(--tint); margin: 0.75rem 0; padding: 0.5rem 0; }
.line { display: grid; grid-template-columns: 3.2rem minmax(0, 1fr); }
.line:target { outline: 2px solid var(--accent); }
.line .at { color: var(--muted); text-align: right; padding-right: 0.8rem; user-select: none; }
.line code { white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; font-size: inherit; }
mark { background: none; color: inherit; text-decoration-line: underline;
  text-underline-offset: 0.22em; text-decoration-thickness: 2px; }
mark.covered { text-decoration-color: var(--covered); }
mark.partly { text-decoration-style: dashed; text-decoration-color: var(--partly); }
mark.missing { text-decoration-style: double; text-decoration-color: var(--missing); font-weight: 700; }
.gap { margin: 0 0 0.15rem 3.2rem; padding: 0 0.6rem; border-left: 3px solid var(--missing);
  font: 0.875rem/1.45 system-ui, sans-serif; max-width: none; }
@media (max-width: 40rem) {
  h1 { font-size: 1.6rem; }
  h2 { font-size: 1.25rem; margin-top: 2.25rem; }
  .line { grid-template-columns: 2.4rem minmax(0, 1fr); }
  .line .at { padding-right: 0.5rem; }
  .gap { margin-left: 2.4rem; }
  .source { font-size: 0.8125rem; }
}
@media print {
  .line, .gap, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
}
)css";

std::string share(const CoverageCount& count) {
  return fmt::format("{:.1f}%", std::floor(count.share() * 1000) / 10);
}

std::string countCell(const CoverageCount& count) {
  if (count.all == 0) return cell("none", Column::kNumber);
  std::string html = number(count.covered) + " of " + number(count.all);
  if (count.covered < count.all) html = "<span class=\"lacks\">" + html + "</span>";
  return cell(html, Column::kNumber);
}

std::string answerCell(bool has, bool is) {
  if (!has) return cell("always", Column::kText);
  return cell(is ? "yes" : "<span class=\"lacks\">no</span>", Column::kText);
}

std::string anchor(std::size_t policy, std::size_t file, std::uint32_t line) {
  return fmt::format("p{}f{}l{}", policy, file, line);
}

std::size_t fileOf(const PolicyCoverage& policy, const SourcePlace& at) {
  const auto found = std::find_if(policy.files.begin(), policy.files.end(),
                                  [&](const CoveredFile& file) { return file.place == at.file; });
  return static_cast<std::size_t>(found - policy.files.begin());
}

std::string rulesTable(const PolicyCoverage& policy, std::size_t index) {
  std::string rows;
  for (const RuleCoverage& rule : policy.rules) {
    const CoverageTotals totals = totalsOf({rule});
    rows += "<tr>" +
            rowHead(fmt::format("<a href=\"#{}\">{}</a>",
                                anchor(index, fileOf(policy, rule.at), rule.at.line),
                                escaped(fmt::format("{} {}", name(rule.kind), rule.name)))) +
            answerCell(true, rule.fired.yes) + answerCell(rule.fired.has_no, rule.fired.no) +
            countCell(totals.conditions) + countCell(totals.memory) + "</tr>\n";
  }
  return page::table("What tests have shown of each rule",
                     headCell("Rule", Column::kText) + headCell("Fired", Column::kText) +
                         headCell("Did not fire", Column::kText) +
                         headCell("Condition outcomes", Column::kNumber) +
                         headCell("Memory outcomes", Column::kNumber),
                     rows);
}

// ------------------------------------------------------------------------------- the sources

// Byte offsets of the starts of lines.
std::vector<std::size_t> lineStarts(const std::string& text) {
  std::vector<std::size_t> starts = {0};
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n') starts.push_back(i + 1);
  return starts;
}

struct Mark {
  std::size_t end = 0;
  Outcomes outcomes;  ///< those that every rule has seen
};

struct Notes {
  std::map<std::size_t, Mark> marks;                       ///< by where they begin
  std::map<std::uint32_t, std::vector<std::string>> gaps;  ///< by line
};

std::size_t offsetOf(const std::string& text, const std::vector<std::size_t>& starts,
                     const SourcePlace& at) {
  if (at.line == 0 || at.line > starts.size()) return text.size();
  std::size_t offset = starts[at.line - 1];
  for (std::uint32_t column = 1; column < at.column && offset < text.size(); ++column) {
    ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80)
      ++offset;
  }
  return offset;
}

// Where a condition ends that begins at `begin`: `written` is its text on one line, without
// comments.
std::size_t endOf(const std::string& text, std::size_t begin, std::string_view written) {
  std::size_t at = begin;
  for (const char c : written) {
    if (c == ' ') continue;
    while (at < text.size() && text[at] != c)
      at = text[at] == '#' ? std::min(text.find('\n', at), text.size()) : at + 1;
    ++at;
  }
  return std::min(at, text.size());
}

Notes notesOf(const PolicyCoverage& policy, const CoveredFile& file,
              const std::vector<std::size_t>& starts) {
  Notes notes;
  for (const RuleCoverage& rule : policy.rules) {
    const std::string of = fmt::format("{} {}", name(rule.kind), rule.name);
    const auto add = [&](const SourcePlace& at, CoveredKind kind, const Outcomes& outcomes,
                         const std::string& text) {
      if (at.file != file.place) return;
      const std::string missing = missingOf(kind, outcomes);
      const char* const what = kind == CoveredKind::kMemory ? ": memory " : ": ";
      if (!missing.empty())
        notes.gaps[at.line].push_back(
            of + (text.empty() ? " " : what + fmt::format("‘{}’ ", text)) + missing);
      if (kind != CoveredKind::kCondition) return;
      const std::size_t begin = offsetOf(file.text, starts, at);
      const auto [mark, is_new] =
          notes.marks.try_emplace(begin, Mark{endOf(file.text, begin, text), outcomes});
      mark->second.outcomes.yes = mark->second.outcomes.yes && outcomes.yes;
      mark->second.outcomes.no = mark->second.outcomes.no && outcomes.no;
    };
    add(rule.at, CoveredKind::kRule, rule.fired, "");
    for (const CoveredPart& part : rule.conditions)
      add(part.at, CoveredKind::kCondition, part.outcomes, part.text);
    for (const CoveredPart& part : rule.memory)
      add(part.at, CoveredKind::kMemory, part.outcomes, part.text);
  }
  return notes;
}

const char* classOf(const Outcomes& outcomes) {
  if (outcomes.covered() == outcomes.all()) return "covered";
  return outcomes.covered() > 0 ? "partly" : "missing";
}

// One line with what is marked in it; `open` is the end of a mark that began before it.
std::string lineHtml(const std::string& text, std::size_t begin, std::size_t end,
                     const Notes& notes, std::pair<std::size_t, std::string>& open) {
  std::string html;
  std::size_t at = begin;
  const auto take = [&](std::size_t until) {
    until = std::clamp(until, at, end);
    const std::string part = escaped(std::string_view(text).substr(at, until - at));
    html += open.first > at && !part.empty()
                ? fmt::format("<mark class=\"{}\">{}</mark>", open.second, part)
                : part;
    at = until;
  };
  if (open.first > at) take(open.first);
  for (auto mark = notes.marks.lower_bound(begin); mark != notes.marks.end() && mark->first < end;
       ++mark) {
    if (mark->first < at) continue;  // lies in one that is marked already
    take(mark->first);
    open = {mark->second.end, classOf(mark->second.outcomes)};
    take(open.first);
  }
  take(end);
  return html;
}

std::string sourceHtml(const PolicyCoverage& policy, std::size_t index, std::size_t file_index) {
  const CoveredFile& file = policy.files[file_index];
  const std::vector<std::size_t> starts = lineStarts(file.text);
  const Notes notes = notesOf(policy, file, starts);
  std::pair<std::size_t, std::string> open{0, ""};
  std::string html = "<h3>" + escaped(file.path) + "</h3>\n<div class=\"source\">\n";
  for (std::uint32_t line = 1; line <= starts.size(); ++line) {
    const std::size_t begin = starts[line - 1];
    std::size_t end = line < starts.size() ? starts[line] - 1 : file.text.size();
    if (line == starts.size() && begin == end) break;
    if (end > begin && file.text[end - 1] == '\r') --end;
    html += fmt::format(
        "<div class=\"line\" id=\"{}\"><span class=\"at\">{}</span><code>{}</code>"
        "</div>\n",
        anchor(index, file_index, line), line, lineHtml(file.text, begin, end, notes, open));
    const auto gaps = notes.gaps.find(line);
    if (gaps == notes.gaps.end()) continue;
    for (const std::string& gap : gaps->second)
      html += "<p class=\"gap\">" + escaped(gap) + "</p>\n";
  }
  return html + "</div>\n";
}

std::string policyHtml(const PolicyCoverage& policy, std::size_t index) {
  const CoverageTotals totals = totalsOf(policy.rules);
  const auto of = [](const CoverageCount& count) {
    return count.all == 0 ? std::string("none")
                          : fmt::format("{} of {} ({})", number(count.covered), number(count.all),
                                        share(count));
  };
  std::string html =
      fmt::format("<p>Outcomes of rules: {}; of conditions: {}; of memory operators: {}.</p>\n",
                  of(totals.rules), of(totals.conditions), of(totals.memory));
  html += rulesTable(policy, index);
  for (std::size_t file = 0; file < policy.files.size(); ++file)
    html += sourceHtml(policy, index, file);
  return page::section(fmt::format("policy{}", index), policy.path, html);
}

const char* const kLegend =
    "<p>Underlined in the sources: conditions. <mark class=\"covered\">Solid</mark>: tests have "
    "seen it decide while true and while false. <mark class=\"partly\">Dashed</mark>: only one of "
    "them. <mark class=\"missing\">Double</mark>: neither. Under a line stands what no test has "
    "shown. A condition decides where flipping it alone would flip its rule.</p>\n";

}  // namespace

std::string coverageHtml(const std::vector<PolicyCoverage>& policies) {
  const CoverageCount whole = wholeOf(policies);
  std::string html = page::head("Coverage of policies by their tests", kStyle) +
                     "<header>\n<p class=\"kicker\">What tests have shown of the rules</p>\n"
                     "<h1>Coverage</h1>\n</header>\n<main>\n";
  html += fmt::format("<p class=\"lead\"><strong>{}</strong>: {} of {} outcomes are covered.</p>\n",
                      share(whole), number(whole.covered), number(whole.all));
  html += kLegend;
  for (std::size_t i = 0; i < policies.size(); ++i)
    if (!policies[i].rules.empty()) html += policyHtml(policies[i], i);
  return html + "</main>\n" + page::foot();
}

}  // namespace decorum::cli
