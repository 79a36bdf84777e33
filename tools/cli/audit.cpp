// `decorum audit`: what a policy does to whom, over recorded conversations.
#include <algorithm>
#include <cstring>

#include "compiler/diagnostics/excerpt.h"
#include "tools/cli/audit_book.h"
#include "tools/cli/audit_report.h"
#include "tools/cli/console.h"
#include "tools/cli/keys.h"
#include "tools/cli/log_clock.h"
#include "tools/cli/log_set.h"
#include "tools/cli/policy_at.h"
#include "tools/cli/report_file.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

struct AuditOptions {
  std::string policy;
  std::vector<std::string> logs;
  std::vector<std::string> by;
  std::vector<std::string> pack_path;
  std::string html;
  bool json = false;
  LogClockOptions clock;
  KeyOptions keys;
};

/// Gives the events of a log to the book, in order.
class Reading {
 public:
  Reading(AuditBook& book, LogClock clock) : book_(book), clock_(clock) {}

  /// Whether the line could be read whole.
  bool take(LineJob& job) {
    auto line = job.problems.empty() ? logs::parseLogLine(job.text)
                                     : Result<logs::LogLine, std::string>(job.problems.front());
    const bool is_read = line.ok();
    if (is_read) {
      const std::string& id = line->conversation;
      const std::string name = id.empty() ? job.place : id;
      for (Event& event : line->events) give(name, event);
      if (line->whole) finish(name);
    }
    std::vector<std::string> problems =
        is_read ? line->problems : std::vector<std::string>{line.error()};
    for (const std::string& problem : problems)
      printError(printable(job.place + ": " + problem) + "\n");
    return problems.empty();
  }

  /// Conversations of event shape that nobody closed end with the log.
  void finish() {
    std::vector<std::string> open;
    for (const auto& [id, time_ms] : latest_) open.push_back(id);
    for (const std::string& id : open) finish(id);
  }

 private:
  void give(const std::string& id, Event& event) {
    const auto known = latest_.find(id);
    if (!event.time_ms)
      event.time_ms =
          clock_.next(known == latest_.end() ? std::nullopt : std::optional(known->second));
    const bool ends = event.kind == EventKind::kClose;
    std::int64_t& latest = latest_.try_emplace(id, *event.time_ms).first->second;
    latest = std::max(latest, *event.time_ms);
    book_.give(id, event);
    if (!ends) return;
    book_.end(id);
    latest_.erase(id);
  }

  /// With a `close`, so that what is owed then is known.
  void finish(const std::string& id) {
    const auto known = latest_.find(id);
    if (known == latest_.end()) return;
    Event close;
    close.kind = EventKind::kClose;
    close.time_ms = known->second;
    give(id, close);
  }

  AuditBook& book_;
  const LogClock clock_;
  std::map<std::string, std::int64_t> latest_;  ///< by conversation that goes on
};

void complainOfFact(const Policy& policy, const std::string& wrong) {
  const std::vector<std::string> names = factNames(policy);
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string_view near = nearestName(wrong, views);
  complain(fmt::format("--by: the policy has no fact '{}'{}", wrong,
                       near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
}

int audit(AuditOptions options) {
  const std::optional<LogClock> clock = readLogClock(options.clock);
  if (!clock) return kUnusable;
  if (options.logs.empty()) options.logs.push_back("-");
  int status = kClean;
  const auto policy = compilePolicyAt({options.policy, options.pack_path}, status);
  if (!policy) return status;
  std::string wrong;
  const auto facts = groupFacts(*policy, options.by, wrong);
  if (!facts) {
    complainOfFact(*policy, wrong);
    return kUnusable;
  }
  const auto keys = openKeys(*policy, options.keys);
  if (!keys) return kUnusable;
  LogSet set(options.logs);
  if (const std::string why = set.whyUnreadable(); !why.empty()) {
    complain(why);
    return kUnusable;
  }
  ConversationOptions conversation;
  conversation.evidence = false;
  conversation.counterfactuals = false;  // the book checks every conversation itself
  conversation.vault = *keys;
  AuditBook book(*policy, *facts, conversation);
  Reading reading(book, *clock);
  std::uint64_t malformed = 0;
  std::vector<LineJob> lines;
  for (set.next(lines); !lines.empty(); set.next(lines)) {
    for (LineJob& line : lines) malformed += reading.take(line) ? 0 : 1;
  }
  reading.finish();
  warnOfDates(*clock, *policy);
  AuditReport report = book.finish();
  report.malformed = malformed;
  report.logs = options.logs;
  if (!options.html.empty() && !writeReport(options.html, auditHtml(report))) return kUnusable;
  if (options.html.empty() || options.json)
    print(options.json ? auditJson(report) : auditText(report));
  return malformed > 0 ? kSomeMalformed : kClean;
}

}  // namespace

void addAudit(const Verb& command) {
  auto options = std::make_shared<AuditOptions>();
  const Verb verb =
      command.verb("audit", "Say what a policy does to whom, over recorded conversations");
  verb.option("POLICY", options->policy, "The policy").required();
  verb.option("LOG", options->logs,
              "Conversations, JSON Lines (.gz and .zst too); none or - is standard input");
  verb.option("--by FACT", options->by,
              "A fact to group conversations by; without it those that the policy compares by "
              "or protects")
      .oneValue();
  verb.option("--html FILE", options->html, "Write a page that needs nothing else");
  verb.flag("--json", options->json, "The report as JSON");
  addLogClockOptions(verb, options->clock);
  addKeyOptions(verb, options->keys);
  verb.option("--pack-path DIR", options->pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.callback([options] { return audit(*options); });
}

}  // namespace decorum::cli
