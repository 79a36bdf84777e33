// `decorum bench`: what judging recorded conversations costs on this machine.
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "tools/cli/bench_report.h"
#include "tools/cli/console.h"
#include "tools/cli/keys.h"
#include "tools/cli/log_set.h"
#include "tools/cli/policy_at.h"
#include "tools/cli/progress.h"
#include "tools/cli/report_file.h"
#include "tools/cli/verbs.h"
#include "tools/goals/report.h"

namespace decorum::cli {
namespace {

struct BenchOptions {
  std::string policy;
  std::vector<std::string> logs;
  std::vector<std::string> pack_path;
  std::string tier = "both";
  std::string code_cache;
  bool report = false;
  std::uint64_t rules = 10'000;
  std::size_t rounds = 5;
  std::uint64_t events = 100'000;
  bool json = false;
  std::string save;
  std::string against;
  LogClockOptions clock;
  KeyOptions keys;
};

// Keeps the events of a conversation, in place of judging them.
class Recorder final : public LiveConversation {
 public:
  explicit Recorder(Traffic& traffic) : traffic_(traffic), at_(traffic.conversations.size()) {
    traffic.conversations.emplace_back();
  }
  void give(Event& event, LineJob& /*job*/) override {
    ++traffic_.events;
    traffic_.text_bytes += event.text.size();
    traffic_.conversations[at_].push_back(event);
  }

 private:
  Traffic& traffic_;
  std::size_t at_;
};

std::optional<Traffic> readTraffic(const BenchOptions& options, const LogClock& clock) {
  LogSet set(options.logs);
  const std::string why = set.whyUnreadable();
  if (!why.empty()) {
    complain(why);
    return std::nullopt;
  }
  Traffic traffic;
  CrewOptions crew_options;
  crew_options.clock = clock;
  LogCrew crew(crew_options, [&](const std::string&, std::size_t) {
    return std::make_unique<Recorder>(traffic);
  });
  std::vector<LineJob> batch;
  std::uint64_t malformed = 0;
  for (set.next(batch); !batch.empty() && traffic.events < options.events; set.next(batch)) {
    crew.start(batch);
    crew.wait();
    for (const LineJob& job : batch) malformed += job.problems.empty() ? 0 : 1;
  }
  if (malformed > 0) printError(fmt::format("{} malformed lines are not measured\n", malformed));
  if (traffic.events == 0) {
    complain("there is no event in the log");
    return std::nullopt;
  }
  return traffic;
}

double millisecondsSince(std::chrono::steady_clock::time_point before) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before)
      .count();
}

/// Tiers of one policy: its text is compiled once, and the time of it counted for each.
std::optional<std::vector<TierPolicy>> makeTiers(const BenchOptions& options, int& status) {
  const auto before = std::chrono::steady_clock::now();
  PolicyAt at{options.policy, options.pack_path, "", options.code_cache};
  const std::optional<ReadPolicy> read = readPolicyAt(at, status);
  const double compiled_ms = millisecondsSince(before);
  if (!read) return std::nullopt;
  std::vector<TierPolicy> tiers;
  for (const auto& [name, backend] :
       {std::pair("interpreter", "interpreter"), std::pair("native", "jit")}) {
    const bool wanted = options.tier == name || options.tier == "both";
    if (!wanted || (backend == std::string("jit") && !DECORUM_JIT)) continue;
    at.backend = backend;
    const auto begin = std::chrono::steady_clock::now();
    auto policy = policyOf(*read, at, status);
    const double ready_ms = compiled_ms + millisecondsSince(begin);
    if (!policy && tiers.empty()) return std::nullopt;
    if (!policy) continue;  // why has been said; the others are worth measuring
    tellOfCode(*policy);
    tiers.push_back({name, *std::move(policy), ready_ms});
  }
  return tiers;
}

std::string machine() {
  std::string model = "unknown processor";
  std::ifstream cpus("/proc/cpuinfo");
  for (std::string line; std::getline(cpus, line);) {
    if (line.rfind("model name", 0) != 0) continue;
    model = line.substr(line.find(':') + 2);
    break;
  }
  double load = 0;
  if (::getloadavg(&load, 1) != 1) load = 0;
  return fmt::format("{}, {} processors, load {:.1f}", model, std::thread::hardware_concurrency(),
                     load);
}

std::uint64_t mostResident() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

/// The project's own table, of policies that it makes up.
int benchGoals(const BenchOptions& options) {
  if (!options.policy.empty()) {
    complain("--report measures policies of its own, not '" + options.policy + "'");
    return kUnusable;
  }
  Progress progress;
  const auto report = goals::measureGoals(
      {options.rounds, static_cast<std::size_t>(options.rules)},
      [&](std::string_view what) { progress.say(fmt::format("measuring {}", what)); });
  progress.clear();
  if (!report) {
    complain("--report: " + report.error());
    return kFindings;
  }
  const std::string json = goals::reportJson(*report);
  print(options.json ? json : goals::reportText(*report));
  return options.save.empty() || writeReport(options.save, json) ? kClean : kUnusable;
}

int bench(const BenchOptions& options) {
  if (options.report) return benchGoals(options);
  if (options.policy.empty() || options.logs.empty()) {
    complain(fmt::format("{} is required", options.policy.empty() ? "POLICY" : "LOG"));
    return kUnusable;
  }
  const std::optional<LogClock> clock = readLogClock(options.clock);
  if (!clock) return kUnusable;
  std::optional<BenchReport> before;
  if (!options.against.empty()) {
    const FileText file = readFile(options.against);
    const auto read =
        file.text ? readBench(*file.text) : Result<BenchReport, std::string>(file.error);
    if (!read) {
      complain("--against '" + options.against + "': " + read.error());
      return kUnusable;
    }
    before = *read;
  }
  if (options.tier == "native" && !DECORUM_JIT) {
    complain("--tier native: this build has no native code generation");
    return kUnusable;
  }
  int status = kClean;
  const auto tiers = makeTiers(options, status);
  if (!tiers) return status;
  const Policy& policy = tiers->front().policy;
  const auto keys = openKeys(policy, options.keys);
  if (!keys) return kUnusable;
  const auto traffic = readTraffic(options, *clock);
  if (!traffic) return kUnusable;

  BenchReport report;
  report.policy = options.policy;
  report.digest = policy.digest();
  report.rules = policy.ruleCount();
  report.conversations = traffic->conversations.size();
  report.events = traffic->events;
  report.text_bytes = traffic->text_bytes;
  report.machine = machine();
  report.tiers = measure(*tiers, *traffic, options.rounds, *keys);
  report.resident_bytes = mostResident();
  const std::string json = benchJson(report);
  print(options.json ? json : benchText(report, before));
  warnOfDates(*clock, policy);
  return options.save.empty() || writeReport(options.save, json) ? kClean : kUnusable;
}

}  // namespace

void addBench(const Verb& command) {
  auto options = std::make_shared<BenchOptions>();
  const Verb verb = command.verb("bench", "Measure what judging recorded conversations costs");
  verb.option("POLICY", options->policy, "The policy");
  verb.option("LOG", options->logs, "Conversations, JSON Lines (.gz and .zst too)");
  const Option report =
      verb.flag("--report", options->report,
                "The project's own table in their place: each of its goals beside what it is a "
                "ratio of; takes minutes");
  verb.option("--rules N", options->rules, "With --report: rules of the largest policy made up")
      .range(std::uint64_t{1}, std::uint64_t{10'000})
      .needs(report);
  verb.option("--tier TIER", options->tier, "interpreter, native or both")
      .oneOf({"interpreter", "native", "both"})
      .excludes(report);
  verb.option("--code-cache DIR", options->code_cache, "Keep native code in a folder of your own")
      .excludes(report);
  verb.option("--rounds N", options->rounds, "How often all is measured").range(1, 1'000);
  verb.option("--events N", options->events, "Read the log until there are so many events");
  verb.flag("--json", options->json, "The figures as JSON");
  verb.option("--save FILE", options->save, "Write the figures to a file, for --against");
  verb.option("--against FILE", options->against, "Compare with figures saved earlier")
      .excludes(report);
  addLogClockOptions(verb, options->clock);
  addKeyOptions(verb, options->keys);
  verb.option("--pack-path DIR", options->pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.callback([options] { return bench(*options); });
}

}  // namespace decorum::cli
