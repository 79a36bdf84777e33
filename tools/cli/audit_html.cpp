// The report as a page: one file that needs nothing else, without scripts.
#include "tools/cli/audit_html.h"

#include <fmt/format.h>

#include <algorithm>

namespace decorum::cli {
namespace html {

std::string effectId(std::size_t index) { return fmt::format("effect-{}", index); }
std::string windowId(std::size_t index) { return fmt::format("window-{}", index); }
std::string swapId(std::size_t index) { return fmt::format("swap-{}", index); }

namespace {

std::string period(const AuditReport& report) {
  if (!report.from_ms || !report.until_ms) return "no events";
  if (*report.from_ms != *report.until_ms)
    return instant(*report.from_ms) + " to " + instant(*report.until_ms) + " UTC";
  return *report.from_ms == 0 ? "the log has no times" : instant(*report.from_ms) + " UTC";
}

std::string entry(const char* term, const std::string& text) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", term, text);
}

std::string pageHead(const AuditReport& report) {
  std::vector<std::string> logs, facts;
  for (const std::string& log : report.logs)
    logs.push_back(log == "-" ? "standard input" : named(log));
  for (const std::string& fact : report.facts) facts.push_back(coded(fact));
  std::string html =
      "<header>\n<p class=\"kicker\">What a policy did to whom</p>\n<h1>" + named(report.policy);
  if (!report.version.empty()) html += " <small>version " + named(report.version) + "</small>";
  html += "</h1>\n<dl>\n" +
          entry("Digest", fmt::format("<code title=\"{}\">{}</code>", escaped(report.digest),
                                      escaped(report.digest.substr(0, 12))));
  if (!logs.empty()) html += entry(logs.size() == 1 ? "Log" : "Logs", joined(logs));
  html += entry("Conversations", number(report.conversations)) +
          entry("Events", number(report.events)) + entry("Period", period(report));
  if (report.malformed > 0) html += entry("Lines not read whole", number(report.malformed));
  if (!facts.empty()) html += entry("Grouped by", joined(facts));
  return html + "</dl>\n</header>\n";
}

std::string contents(const std::vector<Section>& sections) {
  std::string html =
      "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ol>\n";
  const auto link = [](const std::string& id, const std::string& text) {
    return fmt::format("<li><a href=\"#{}\">{}</a>", id, text);
  };
  for (const Section& section : sections) {
    html += link(section.id, section.heading);
    if (!section.parts.empty()) html += "\n<ul>";
    for (const auto& [id, text] : section.parts) html += link(id, text) + "</li>\n";
    html += section.parts.empty() ? "</li>\n" : "</ul></li>\n";
  }
  return html + "</ol>\n</nav>\n";
}

Section readingSection() {
  const auto key = [](const char* shape) {
    return fmt::format(
        "<svg class=\"plot key\" aria-hidden=\"true\" viewBox=\"0 0 28 16\">{}</svg>", shape);
  };
  const std::string diamond = key("<path class=\"mark\" d=\"M14 1L21 8 14 15 7 8z\"/>");
  const std::string dot = key("<circle class=\"mark\" cx=\"14\" cy=\"8\" r=\"5\"/>");
  const std::string hollow = key("<circle class=\"mark hollow\" cx=\"14\" cy=\"8\" r=\"5\"/>");
  const std::string line =
      key("<path class=\"interval\" fill=\"none\" d=\"M2 8H26M2 3V13M26 3V13\"/>");
  const std::string bar = key("<path class=\"bar\" fill=\"none\" d=\"M14 0V16\"/>");
  return {
      "reading",
      "How to read the plots and tables",
      "<dl class=\"how\">\n" +
          entry("Plots",
                diamond +
                    " the group with the greatest rate, which the others are compared "
                    "with; " +
                    dot + " any other group; " + hollow + " a group too small to be compared; " +
                    line + " the interval of a rate; " + bar +
                    " the share of the greatest rate that is asked for, 80% unless the policy "
                    "says otherwise. <em>n</em> is the number of conversations.") +
          entry("Rate",
                "Of a group's conversations, the share in which the effect took place "
                "at least once.") +
          entry("Interval",
                "What the true value may be, given as many conversations as there "
                "are: the fewer, the wider.") +
          entry("Ratio and difference",
                "Of a group's rate to the greatest one, and from it, in percentage points.") +
          entry("Adjusted p",
                "How often chance alone makes two groups that are treated alike "
                "differ so much, corrected for the number of pairs of groups "
                "compared. Small is hard to explain by chance.") +
          "</dl>\n",
      {}};
}

Section notShownSection() {
  std::string body = "<ul>\n";
  for (const std::string& sentence : whatIsNotShown())
    body += "<li>" + escaped(sentence) + "</li>\n";
  return {"not-shown", "What these numbers do not show", body + "</ul>\n", {}};
}

Section methodsSection() {
  return {"methods",
          "How the numbers were made",
          "<dl class=\"how\">\n" + entry("Rates", "The score interval of Wilson (1927).") +
              entry("Differences", "The hybrid score interval of Newcombe (1998), method 10.") +
              entry("Ratios", "The score interval of Koopman (1984).") +
              entry("p",
                    "Fisher&#39;s exact test, two-sided, adjusted over all pairs of groups of "
                    "a table after Holm (1979).") +
              entry("Groups",
                    "The first value of the fact that a conversation gives; without one "
                    "it is counted as \u201cnot given\u201d and shown as a group. The "
                    "greatest rate may be that of a small group: its interval says so.") +
              entry("Windows",
                    "Each is decided once, when it is over, so that chance has one try a "
                    "window. It alerts where the ratio of two groups of the stated size "
                    "is under the bar and the adjusted p is below 1 minus the "
                    "confidence.") +
              "</dl>\n",
          {}};
}

std::vector<Section> sectionsOf(const AuditReport& report) {
  std::vector<Section> sections = {summarySection(report)};
  const bool has_plots =
      !report.windows.empty() || std::any_of(report.effects.begin(), report.effects.end(), isShown);
  if (has_plots) sections.push_back(readingSection());
  for (std::size_t fact = 0; fact < report.facts.size(); ++fact)
    sections.push_back(effectsSection(report, fact));
  for (const auto sectionOf :
       {windowsSection, swapsSection, redactionsSection, waitsSection, disclosuresSection}) {
    Section section = sectionOf(report);
    if (!section.body.empty()) sections.push_back(std::move(section));
  }
  sections.push_back(notShownSection());
  sections.push_back(methodsSection());
  return sections;
}

}  // namespace
}  // namespace html

std::string auditHtml(const AuditReport& report) {
  const std::vector<html::Section> sections = html::sectionsOf(report);
  std::string text =
      page::head("Audit of " + report.policy + (report.version.empty() ? "" : " " + report.version),
                 html::kStyle);
  text += html::pageHead(report) + html::contents(sections) + "<main>\n";
  for (const html::Section& section : sections)
    text += fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n{}</section>\n", section.id,
                        section.heading, section.body);
  return text + "</main>\n" + page::foot();
}

}  // namespace decorum::cli
