// What needs a look, in words, and what the sample is too small to say.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tools/cli/audit_html.h"

namespace decorum::cli::html {
namespace {

constexpr std::size_t kMostNamed = 3;
constexpr std::size_t kMostLinks = 12;

/// What one effect says of the groups of one fact, by the intervals of their ratios.
struct Reading {
  // Of whose ratio the whole interval is below the bar; the lowest rate first.
  std::vector<std::size_t> lower;    ///< and the test agrees
  std::vector<std::size_t> perhaps;  ///< and chance may explain it
  std::size_t above = 0, compared = 0;
};

Reading readingOf(const MonitorReport& report) {
  Reading reading;
  for (std::size_t i = 0; i < report.groups.size() && report.reference; ++i) {
    const GroupResult& group = report.groups[i];
    if (i == *report.reference || !group.is_sufficient || !group.ratio) continue;
    ++reading.compared;
    if (group.ratio_low >= report.at_least) ++reading.above;
    if (group.ratio_high >= report.at_least) continue;
    (group.p < 1 - report.confidence ? reading.lower : reading.perhaps).push_back(i);
  }
  const auto is_lower = [&](std::size_t a, std::size_t b) {
    return std::pair(report.groups[a].rate, a) < std::pair(report.groups[b].rate, b);
  };
  std::sort(reading.lower.begin(), reading.lower.end(), is_lower);
  std::sort(reading.perhaps.begin(), reading.perhaps.end(), is_lower);
  return reading;
}

std::string item(const char* kind, const char* tag, const std::string& text) {
  return fmt::format("<li><strong class=\"tag{}\">{}</strong> {}</li>\n", kind, tag, text);
}
constexpr const char* kStrong = " strong";
constexpr const char* kQuiet = "";

std::string link(const std::string& id, const std::string& text) {
  return fmt::format("<a href=\"#{}\">{}</a>", id, text);
}

std::string effectLink(const AuditReport& report, std::size_t index) {
  const EffectByGroup& effect = report.effects[index];
  return link(effectId(index), coded(effect.effect) + " by " + coded(effect.fact));
}

std::string listed(const std::vector<std::string>& links) {
  if (links.size() <= kMostLinks) return joined(links);
  const std::vector<std::string> first(links.begin(), links.begin() + kMostLinks);
  return fmt::format("{} and {} more", joined(first), links.size() - kMostLinks);
}

std::string quoted(const GroupResult& group) {
  return "\u201c" + named(group.count.group) + "\u201d";
}

/// Beside the greatest rate, those of the first few of `groups`.
std::string besideGreatest(const MonitorReport& report, const std::vector<std::size_t>& groups) {
  const GroupResult& greatest = report.groups[*report.reference];
  std::string text =
      fmt::format("The greatest rate is {} of {}", percent(greatest.rate), quoted(greatest));
  for (std::size_t i = 0; i < std::min(groups.size(), kMostNamed); ++i) {
    const GroupResult& group = report.groups[groups[i]];
    text += fmt::format("; {} has {}, ratio {:.2f} ({}), adjusted p\u00a0{}", quoted(group),
                        percent(group.rate), group.ratio.value_or(0),
                        ratioRange(group.ratio_low, group.ratio_high), pValue(group.p));
  }
  if (groups.size() > kMostNamed) text += fmt::format("; and {} more", groups.size() - kMostNamed);
  return text + ".";
}

/// Which groups stand below the greatest one as an alert says; none where it is of two others.
std::string whoIsBelow(const MonitorReport& window) {
  std::vector<std::size_t> below;
  for (std::size_t i = 0; i < window.groups.size(); ++i) {
    const GroupResult& group = window.groups[i];
    if (group.is_sufficient && group.ratio && *group.ratio < window.at_least &&
        group.p < 1 - window.confidence)
      below.push_back(i);
  }
  if (below.empty() || !window.reference) return "";
  return " " + besideGreatest(window, below);
}

struct WindowItems {
  std::string alerts, rest;
};

WindowItems windowItems(const AuditReport& report) {
  WindowItems items;
  std::vector<std::string> holding, insufficient;
  for (std::size_t i = 0; i < report.windows.size(); ++i) {
    const MonitorReport& window = report.windows[i];
    const std::string where =
        link(windowId(i), coded(window.fairness) + " from " + instant(window.from_ms));
    if (window.outcome == MonitorOutcome::kHolds) holding.push_back(where);
    if (window.outcome == MonitorOutcome::kInsufficient) insufficient.push_back(where);
    if (window.outcome != MonitorOutcome::kAlert) continue;
    items.alerts +=
        item(kStrong, "Alert",
             fmt::format("{}: {} across {}: two rates differ by more than the policy allows and "
                         "than chance explains.{}",
                         where, coded(window.effect), coded(window.fact), whoIsBelow(window)));
  }
  if (!holding.empty())
    items.rest +=
        item(kQuiet, "Holds", "Windows that nothing speaks against: " + listed(holding) + ".");
  if (!insufficient.empty())
    items.rest += item(kQuiet, "Too little data",
                       "Windows in which fewer than two groups have the size that the policy asks "
                       "for: " +
                           listed(insufficient) + ".");
  return items;
}

std::string swapItems(const AuditReport& report) {
  std::string items;
  for (std::size_t i = 0; i < report.swaps.size(); ++i) {
    const SwapResult& swap = report.swaps[i];
    if (swap.unequal == 0) continue;
    items += item(kStrong, "Differs",
                  fmt::format("{}: {} of {} would be decided otherwise with the phrases swapped.",
                              link(swapId(i), coded(swap.fairness)), number(swap.unequal),
                              counted(swap.conversations, "conversation")));
  }
  return items;
}

std::string owedItems(const AuditReport& report) {
  std::string items;
  for (const DisclosureResult& one : report.disclosures) {
    if (one.open == 0) continue;
    items +=
        item(kStrong, "Owed",
             fmt::format("{}: {} ended with this disclosure owed.",
                         link("disclosures", coded(one.rule)), counted(one.open, "conversation")));
  }
  return items;
}

std::string lowerItem(const AuditReport& report, std::size_t index,
                      const std::vector<std::size_t>& lower) {
  const MonitorReport& by = report.effects[index].comparison;
  return item(
      kStrong, "Lower",
      fmt::format("{}: lower than the greatest rate by more than chance explains, with the "
                  "whole interval of the ratio below {}. {}",
                  effectLink(report, index), percentWhole(by.at_least), besideGreatest(by, lower)));
}

std::string perhapsItem(const AuditReport& report, std::size_t index,
                        const std::vector<std::size_t>& perhaps) {
  const MonitorReport& by = report.effects[index].comparison;
  return item(
      kQuiet, "Perhaps lower",
      fmt::format("{}: the whole interval of a ratio is below {}, but the test, adjusted for the "
                  "number of pairs of groups, does not rule out chance. {}",
                  effectLink(report, index), percentWhole(by.at_least),
                  besideGreatest(by, perhaps)));
}

struct EffectItems {
  std::string lower, perhaps, rest;
  std::size_t compared = 0, decided = 0;
};

EffectItems effectItems(const AuditReport& report) {
  EffectItems items;
  std::vector<std::string> undecided, close;
  for (std::size_t i = 0; i < report.effects.size(); ++i) {
    const EffectByGroup& effect = report.effects[i];
    const Reading reading = readingOf(effect.comparison);
    if (!isShown(effect) || reading.compared == 0) continue;
    ++items.compared;
    if (!reading.lower.empty()) items.lower += lowerItem(report, i, reading.lower);
    if (!reading.perhaps.empty()) items.perhaps += perhapsItem(report, i, reading.perhaps);
    items.decided += reading.lower.empty() && reading.above < reading.compared ? 0 : 1;
    if (!reading.lower.empty() || !reading.perhaps.empty()) continue;
    (reading.above == reading.compared ? close : undecided).push_back(effectLink(report, i));
  }
  if (!close.empty())
    items.rest += item(kQuiet, "Close together",
                       "The intervals of all ratios lie above the bar: " + listed(close) + ".");
  if (!undecided.empty())
    items.rest += item(kQuiet, "Too little data",
                       "The sample does not say whether every group's rate is close to the "
                       "greatest one or some group's is under the bar: " +
                           listed(undecided) + ".");
  return items;
}

/// Where nothing can be compared: why.
std::string whyNothing(const AuditReport& report) {
  if (report.conversations == 0) return "No conversation was read: there is nothing to say.";
  if (report.facts.empty())
    return "No fact to group by: name one with <code>--by</code>, or mark it "
           "<code>protected</code> in the policy.";
  const auto touched = [](const EffectByGroup& effect) {
    return isAnybodyAffected(effect.comparison);
  };
  if (std::none_of(report.effects.begin(), report.effects.end(), touched))
    return "No rule touched any conversation: there are no rates to compare.";
  return "All conversations are of one group: there is nothing to compare.";
}

}  // namespace

Section summarySection(const AuditReport& report) {
  const EffectItems effects = effectItems(report);
  const WindowItems windows = windowItems(report);
  std::string loud = windows.alerts + swapItems(report) + owedItems(report) + effects.lower;
  const bool is_quiet = loud.empty();
  if (report.malformed > 0)
    loud += item(kStrong, "Not read",
                 counted(report.malformed, "line") +
                     " could not be read, or not whole; what is missing is in no number here.");
  std::string body = "<ul class=\"findings\">\n";
  if (is_quiet && report.conversations > 0)
    body += item(kQuiet, "Nothing stands out",
                 std::string("No window alerts, no decision differs with phrases swapped, no "
                             "disclosure is owed, and no group's rate is shown to be lower than "
                             "another's. ") +
                     (effects.compared > 0 && effects.decided == 0
                          ? "But there is too little data to say that nothing is there."
                          : "That is no proof that nothing is there."));
  if (effects.compared == 0) body += item(kQuiet, "No comparison", whyNothing(report));
  body += loud + effects.perhaps + windows.rest + effects.rest + "</ul>\n";
  if (effects.compared > 0)
    body +=
        "<p class=\"note\">A lower rate means that the effect touched a smaller share of a "
        "group's conversations. Whether that is a burden or a favour depends on the "
        "effect.</p>\n";
  return {"summary", "What needs a look", body, {}};
}

}  // namespace decorum::cli::html
