// `decorum replay`: what another policy would have made of recorded conversations. Streams: what is
// held is a batch of lines, and the conversations of event shape that have not been closed.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "compiler/diagnostics/excerpt.h"
#include "tools/cli/console.h"
#include "tools/cli/keys.h"
#include "tools/cli/log_clock.h"
#include "tools/cli/log_set.h"
#include "tools/cli/policy_at.h"
#include "tools/cli/progress.h"
#include "tools/cli/replay_book.h"
#include "tools/cli/report_file.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

constexpr std::size_t kMostThreads = 256;

struct ReplayCommand {
  std::string before, after;
  std::vector<std::string> logs;
  std::vector<std::string> fail_on;  // rules, or "any"
  std::vector<std::string> pack_path;
  std::string html;
  bool json = false;
  LogClockOptions clock;
  KeyOptions keys;
  CrewOptions crew;
};

bool isStandardInputOnce(const ReplayCommand& command) {
  auto uses = std::count(command.logs.begin(), command.logs.end(), "-");
  uses += (command.before == "-" ? 1 : 0) + (command.after == "-" ? 1 : 0);
  if (uses <= 1) return true;
  complain("standard input can be one of the policies and logs");
  return false;
}

/// Whether `--fail-on-difference` names rules that there are; complains of the first that is none.
bool areKnown(const std::vector<std::string>& fail_on, const RulePairs& rules) {
  std::vector<std::string_view> names;
  for (const RulePair& rule : rules.all()) names.push_back(rule.name);
  for (const std::string& wanted : fail_on) {
    if (wanted == "any" || std::find(names.begin(), names.end(), wanted) != names.end()) continue;
    std::error_code ignored;
    const std::string_view near = nearestName(wanted, names);
    complain(fmt::format("--fail-on-difference: neither policy has a rule '{}'{}", wanted,
                         std::filesystem::exists(wanted, ignored)
                             ? "; logs come before it, or after '--'"
                         : near.empty() ? ""
                                        : fmt::format("; did you mean '{}'?", near)));
    return false;
  }
  return true;
}

/// What of `--fail-on-difference` differs.
std::vector<std::string> failures(const std::vector<std::string>& fail_on,
                                  const ReplayReport& report) {
  std::vector<std::string> differing;
  for (const std::string& wanted : fail_on) {
    const bool is_any = wanted == "any" && report.different_events > 0;
    const auto is_it = [&](const RuleDifference& rule) {
      return rule.rule == wanted && rule.isDifferent();
    };
    if (is_any || std::any_of(report.rules.begin(), report.rules.end(), is_it))
      differing.push_back(is_any ? "some event" : '\'' + wanted + '\'');
  }
  return differing;
}

/// Judges all logs.
ReplayReport replayLogs(ReplayBook& book, LogSet& set) {
  Progress progress;
  std::uint64_t malformed = 0;
  std::uint64_t lines = 0;
  std::vector<LineJob> judged;
  std::vector<LineJob> read;
  for (set.next(judged); !judged.empty(); std::swap(judged, read)) {
    book.start(judged);
    set.next(read);
    book.wait();
    for (const LineJob& job : judged) {
      if (job.problems.empty()) continue;
      ++malformed;
      progress.clear();
      for (const std::string& problem : job.problems)
        printError(printable(job.place + ": " + problem) + "\n");
    }
    lines += judged.size();
    progress.show(set.bytesRead(), lines);
  }
  progress.clear();
  ReplayReport report = book.report();
  report.malformed = malformed;
  return report;
}

int tell(const ReplayCommand& command, const ReplayReport& report) {
  if (report.given_up > 0)
    printError(
        fmt::format("{} conversations were given up, those without an event for longest: more than "
                    "{} went on at the same time\n",
                    report.given_up, command.crew.live));
  if (!command.html.empty() && !writeReport(command.html, replayHtml(report))) return kUnusable;
  if (command.html.empty() || command.json)
    print(command.json ? replayJson(report) : replayText(report));
  if (const auto differing = failures(command.fail_on, report); !differing.empty()) {
    complain(
        fmt::format("--fail-on-difference: judged differently: {}", fmt::join(differing, ", ")));
    return kFindings;
  }
  return report.malformed > 0 ? kSomeMalformed : kClean;
}

int replay(ReplayCommand command) {
  const std::optional<LogClock> clock = readLogClock(command.clock);
  if (!clock) return kUnusable;
  if (command.logs.empty()) command.logs.push_back("-");
  if (!isStandardInputOnce(command)) return kUnusable;
  int status = kClean;
  const auto before = compilePolicyAt({command.before, command.pack_path}, status);
  if (!before) return status;
  const auto after = compilePolicyAt({command.after, command.pack_path}, status);
  if (!after) return status;
  if (!areKnown(command.fail_on, RulePairs(*before, *after))) return kUnusable;
  const auto keys = openKeys(before->needsKeys() ? *before : *after, command.keys);
  if (!keys) return kUnusable;
  LogSet set(command.logs);
  if (const std::string why = set.whyUnreadable(); !why.empty()) {
    complain(why);
    return kUnusable;
  }
  command.crew.clock = *clock;
  ReplayBook book(*before, *after, {command.crew, *keys});
  ReplayReport report = replayLogs(book, set);
  report.logs = command.logs;
  warnOfDates(*clock, *after);
  return tell(command, report);
}

}  // namespace

void addReplay(const Verb& command) {
  auto options = std::make_shared<ReplayCommand>();
  options->crew.threads =
      std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostThreads);
  const Verb verb =
      command.verb("replay", "Say what another policy would have made of recorded conversations");
  verb.option("OLD", options->before, "The policy as it was").required();
  verb.option("NEW", options->after, "The policy as it would be").required();
  verb.option("LOG", options->logs,
              "Conversations, JSON Lines (.gz and .zst too); none or - is standard input");
  verb.option("--html FILE", options->html, "Write a page that needs nothing else");
  verb.flag("--json", options->json, "The report as JSON");
  verb.option("--fail-on-difference RULE", options->fail_on,
              "End with status 1 where one of these rules differs, or 'any' event");
  verb.option("--threads N", options->crew.threads,
              "How many threads judge; all that there are without it")
      .range(std::size_t{1}, kMostThreads);
  verb.flag("--close", options->crew.close,
            "End each conversation of chat shape with a close event");
  addLogClockOptions(verb, options->clock);
  addKeyOptions(verb, options->keys);
  verb.option("--pack-path DIR", options->pack_path,
              "A folder in which packs are looked for, after the policies' own")
      .oneValue();
  verb.callback([options] { return replay(*options); });
}

}  // namespace decorum::cli
