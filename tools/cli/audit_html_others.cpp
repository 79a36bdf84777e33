// Counterfactual checks, redactions, waits, disclosures.
#include <fmt/format.h>

#include <algorithm>

#include "tools/cli/audit_html.h"

namespace decorum::cli::html {
namespace {

std::string rowHead(const std::string& text) { return "<th scope=\"row\">" + text + "</th>"; }

std::string bytes(const TextSpan& span) { return fmt::format("{}\u2013{}", span.begin, span.end); }

std::string turnRow(const UnequalTurn& turn) {
  std::vector<std::string> rules, original, swapped;
  for (const std::string& rule : turn.rules) rules.push_back(coded(rule));
  for (const SwappedSpan& span : turn.spans) {
    original.push_back(bytes(span.original));
    swapped.push_back(bytes(span.swapped));
  }
  const std::string before = "words of an earlier event";
  return "<tr>" + rowHead(named(turn.conversation)) + numberCell(number(turn.index)) +
         textCell(joined(rules)) + textCell(original.empty() ? before : joined(original)) +
         textCell(swapped.empty() ? before : joined(swapped)) + "</tr>\n";
}

std::string exampleTable(const SwapResult& swap) {
  std::string rows;
  for (const UnequalTurn& turn : swap.examples) rows += turnRow(turn);
  const bool is_part = swap.examples.size() < swap.unequal;
  const std::string caption = is_part
                                  ? fmt::format("The first {} of {} conversations",
                                                number(swap.examples.size()), number(swap.unequal))
                                  : "All conversations with a difference";
  return table(caption,
               head("Conversation", "t") + head("Event", "n") + head("Rules that differ", "t") +
                   head("Bytes in the text", "t") + head("Bytes in the swapped text", "t"),
               rows);
}

/// A bar beside its number, which says the same.
std::string bar(std::uint64_t count, std::uint64_t greatest) {
  const double share =
      greatest == 0 ? 0 : static_cast<double>(count) / static_cast<double>(greatest) * 100;
  return fmt::format(
      "<td class=\"b\"><svg aria-hidden=\"true\" class=\"meter\" width=\"100%\" height=\"12\">"
      "<rect x=\"0\" y=\"1\" width=\"{:.2f}%\" height=\"10\"/></svg></td>",
      share);
}

std::string orNotGiven(const std::string& name) {
  return name.empty() ? "<em>not given</em>" : named(name);
}

using Redactions = std::vector<RedactionCount>;

std::string detectorRows(Redactions::const_iterator from, Redactions::const_iterator to,
                         std::uint64_t greatest) {
  std::uint64_t total = 0;
  for (auto one = from; one != to; ++one) total += one->count;
  std::string rows = fmt::format(
      "<tr class=\"total\"><th scope=\"row\" colspan=\"2\">{}, in all</th>{}<td></td></tr>\n",
      coded(from->detector), numberCell(number(total)));
  for (auto one = from; one != to; ++one)
    rows += "<tr><td class=\"part\">" + orNotGiven(one->locale) + "</td>" +
            textCell(orNotGiven(one->channel)) + numberCell(number(one->count)) +
            bar(one->count, greatest) + "</tr>\n";
  return rows;
}

std::string delay(const std::optional<std::int64_t>& wait_ms) {
  return wait_ms ? duration(*wait_ms) : "\u2013";
}

std::string waitRow(const WaitResult& wait) {
  const double share = wait.conversations == 0 ? 0
                                               : static_cast<double>(wait.asked) /
                                                     static_cast<double>(wait.conversations);
  return "<tr>" + rowHead(named(wait.group)) + numberCell(number(wait.conversations)) +
         numberCell(number(wait.asked)) +
         numberCell(wait.conversations == 0 ? "\u2013" : percent(share)) +
         numberCell(number(wait.asked_again)) + numberCell(number(wait.answered)) +
         numberCell(delay(wait.median_ms)) + numberCell(delay(wait.p90_ms)) + "</tr>\n";
}

}  // namespace

Section swapsSection(const AuditReport& report) {
  Section section{"swaps", "Counterfactual checks", "", {}};
  for (std::size_t i = 0; i < report.swaps.size(); ++i) {
    const SwapResult& swap = report.swaps[i];
    const std::string found =
        swap.conversations == 0
            ? "No conversation was checked."
            : fmt::format("{} of {} would be decided otherwise with the phrases swapped.",
                          number(swap.unequal), counted(swap.conversations, "conversation"));
    section.body += fmt::format("<section id=\"{}\">\n<h3>{}</h3>\n<p>{}</p>\n", swapId(i),
                                coded(swap.fairness), found);
    if (!swap.examples.empty())
      section.body +=
          exampleTable(swap) +
          "<p class=\"note\">Events are counted from 0 in their conversation; bytes are "
          "those of the phrase in the event's text and of its partner in the swapped "
          "one, end excluded.</p>\n";
    section.body += "</section>\n";
  }
  return section;
}

Section redactionsSection(const AuditReport& report) {
  Section section{"redactions", "Redactions", "", {}};
  if (report.redactions.empty()) return section;
  std::uint64_t greatest = 0, total = 0;
  for (const RedactionCount& one : report.redactions) {
    greatest = std::max(greatest, one.count);
    total += one.count;
  }
  std::string rows;
  for (auto from = report.redactions.begin(); from != report.redactions.end();) {
    const auto to = std::find_if(from, report.redactions.end(), [&](const RedactionCount& one) {
      return one.detector != from->detector;
    });
    rows += detectorRows(from, to, greatest);
    from = to;
  }
  rows += "<tr class=\"total\"><th scope=\"row\" colspan=\"2\">All detectors</th>" +
          numberCell(number(total)) + "<td></td></tr>\n";
  section.body =
      table("Places redacted, by detector, language and channel",
            head("Detector, language", "t") + head("Channel", "t") + head("Redactions", "n") +
                "<td class=\"b\"></td>",
            rows) +
      "<p class=\"note\">Counts, not rates: of a language or channel with more conversations there "
      "are more. What a detector missed is in no number.</p>\n";
  return section;
}

Section waitsSection(const AuditReport& report) {
  Section section{"waits", "Handed to people", "", {}};
  const auto& waits = report.waits;
  const bool is_timed = std::any_of(waits.begin(), waits.end(),
                                    [](const WaitResult& wait) { return wait.median_ms; });
  const std::string columns = head("Group", "t") + head("Conversations", "n") +
                              head("Handed over", "n") + head("Share", "n") +
                              head("Asked again", "n") + head("Answered", "n") +
                              head("Median wait", "n") + head("9 of 10 within", "n");
  for (auto from = waits.begin(); from != waits.end();) {
    const auto to = std::find_if(from, waits.end(),
                                 [&](const WaitResult& wait) { return wait.fact != from->fact; });
    std::string rows;
    for (auto one = from; one != to; ++one) rows += waitRow(*one);
    section.body += table("By " + coded(from->fact), columns, rows);
    from = to;
  }
  if (section.body.empty()) return section;
  section.body +=
      "<p class=\"note\">A wait goes from the first event that escalates to the reply after it. "
      "Conversations without such a reply have no wait and are in neither figure.";
  section.body +=
      is_timed ? "</p>\n" : " The log has no times, or no reply: no wait is known.</p>\n";
  return section;
}

Section disclosuresSection(const AuditReport& report) {
  Section section{"disclosures", "Disclosures", "", {}};
  if (report.disclosures.empty()) return section;
  std::string rows;
  for (const DisclosureResult& one : report.disclosures)
    rows += "<tr>" + rowHead(coded(one.rule)) + numberCell(number(one.due)) +
            numberCell(number(one.shown)) + numberCell(number(one.open)) + "</tr>\n";
  section.body = table("Disclosures by rule",
                       head("Rule", "t") + head("Times due", "n") + head("Times shown", "n") +
                           head("Conversations that ended owing it", "n"),
                       rows);
  return section;
}

}  // namespace decorum::cli::html
