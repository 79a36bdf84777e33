// `decorum run`: judges recorded conversations. Streams: what is held is a batch of lines, and the
// conversations of event shape that have not been closed.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "compiler/diagnostics/excerpt.h"
#include "tools/cli/console.h"
#include "tools/cli/judge.h"
#include "tools/cli/keeping.h"
#include "tools/cli/keys.h"
#include "tools/cli/log_clock.h"
#include "tools/cli/log_set.h"
#include "tools/cli/policy_at.h"
#include "tools/cli/progress.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

struct RunOptions {
  std::string policy;
  std::vector<std::string> logs;
  std::vector<std::string> pack_path;
  std::string backend = "interpreter";
  std::string code_cache;  // folder of native code
  LogClockOptions clock;
  std::string output;
  std::string state;     // URL of a store
  std::string log;       // folder of the decision log
  std::string log_text;  // "redacted" or ""
  bool summary = false;
  bool json = false;
  KeyOptions keys;
  JudgeOptions judge;
};

// Where verdicts go: standard output, or a file of their own beside a summary.
class VerdictSink {
 public:
  explicit VerdictSink(const std::string& path) : path_(path) {
    if (!path.empty() && path != "-") file_ = std::fopen(path.c_str(), "wb");
  }
  VerdictSink(const VerdictSink&) = delete;
  VerdictSink& operator=(const VerdictSink&) = delete;
  ~VerdictSink() {
    if (file_ != nullptr) std::fclose(file_);
  }
  bool isOpen() const { return path_.empty() || path_ == "-" || file_ != nullptr; }
  void write(const std::string& text) {
    if (file_ == nullptr)
      print(text);
    else if (std::fwrite(text.data(), 1, text.size(), file_) != text.size())
      failed_ = true;
  }
  bool finish() { return file_ == nullptr || (std::fflush(file_) == 0 && !failed_); }

 private:
  std::string path_;
  std::FILE* file_ = nullptr;
  bool failed_ = false;
};

void tellThroughput(const Tally& tally, std::chrono::steady_clock::time_point started) {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  const double seconds = std::max(took.count(), 1e-9);
  printError(fmt::format("{} events in {:.2f} s, {:.0f} events/s\n", tally.events(), seconds,
                         static_cast<double>(tally.events()) / seconds));
}

// Hands on what came of a batch, in the order of its lines. The number of malformed lines.
std::uint64_t report(const std::vector<LineJob>& batch, VerdictSink& sink, Progress& progress) {
  std::uint64_t malformed = 0;
  for (const LineJob& job : batch) {
    if (!job.problems.empty()) {
      ++malformed;
      progress.clear();
      for (const std::string& problem : job.problems)
        printError(printable(job.place + ": " + problem) + "\n");
    }
    if (!job.verdicts.empty()) sink.write(job.verdicts);
  }
  return malformed;
}

int judgeLogs(const Policy& policy, const RunOptions& options, LogSet& set,
              const std::optional<Keeping>& keeping) {
  VerdictSink sink(options.output);
  if (!sink.isOpen()) {
    complain("cannot write '" + options.output + "': " + std::strerror(errno));
    return kUnusable;
  }
  const auto started = std::chrono::steady_clock::now();
  Judge judge(policy, options.judge);
  Progress progress;
  std::uint64_t malformed = 0;
  std::uint64_t lines = 0;
  std::vector<LineJob> judged;
  std::vector<LineJob> read;
  for (set.next(judged); !judged.empty(); std::swap(judged, read)) {
    judge.start(judged);
    // A live log may not come on for hours: what there is goes out before more is waited for.
    const bool is_live = set.isStandardInput();
    if (!is_live) set.next(read);
    judge.wait();
    malformed += report(judged, sink, progress);
    if (keeping && !keeping->writeLog()) return kUnusable;
    lines += judged.size();
    progress.show(set.bytesRead(), lines);
    if (is_live) {
      if (!options.summary) flush();
      set.next(read);
    }
  }
  progress.clear();
  const Tally tally = judge.tally();
  if (options.summary) print(options.json ? tally.json(policy, malformed) : tally.table(malformed));
  flush();
  if (options.summary || isErrorTerminal()) tellThroughput(tally, started);
  warnOfDates(options.judge.crew.clock, policy);
  if (judge.givenUp() > 0)
    printError(
        fmt::format("{} conversations were given up, those without an event for longest: more than "
                    "{} went on at "
                    "the same time\n",
                    judge.givenUp(), options.judge.crew.live));
  if (!sink.finish()) {
    complain("cannot write '" + options.output + "': " + std::strerror(errno));
    return kUnusable;
  }
  if (keeping && !keeping->finish(judge.forgotten())) return kUnusable;
  return malformed > 0 ? kSomeMalformed : kClean;
}

int run(RunOptions options) {
  const std::optional<LogClock> clock = readLogClock(options.clock);
  if (!clock) return kUnusable;
  options.judge.crew.clock = *clock;
  if (options.backend == "interpreter" && !options.code_cache.empty()) {
    complain("--code-cache keeps native code: give --backend jit or auto with it");
    return kUnusable;
  }
  if (options.logs.empty()) options.logs.push_back("-");
  if (options.policy == "-" && std::count(options.logs.begin(), options.logs.end(), "-") > 0) {
    complain("standard input cannot be both the policy and a log");
    return kUnusable;
  }
  options.judge.verdicts = !options.summary || !options.output.empty();
  int status = kClean;
  const std::optional<Policy> policy = compilePolicyAt(
      {options.policy, options.pack_path, options.backend, options.code_cache}, status);
  if (!policy) return status;
  const auto keys = openKeys(*policy, options.keys);
  if (!keys) return kUnusable;
  options.judge.vault = *keys;
  LogSet set(options.logs);
  const std::string why = set.whyUnreadable();
  if (!why.empty()) {
    complain(why);
    return kUnusable;
  }
  std::optional<Keeping> keeping;
  if (!options.state.empty()) {
    ServiceOptions service;
    service.conversation.reveal = options.judge.reveal;
    service.conversation.vault = *keys;
    service.conversation.evidence = options.judge.verdicts || !options.log.empty();
    service.log_redacted_text = options.log_text == "redacted";
    keeping = openKeeping(*policy, options.state, options.log, service);
    if (!keeping) return kUnusable;
    options.judge.service = keeping->service;
  }
  const int ended = judgeLogs(*policy, options, set, keeping);
  tellOfCode(*policy);
  return ended;
}

}  // namespace

void addRun(const Verb& command) {
  auto options = std::make_shared<RunOptions>();
  const Verb verb = command.verb("run", "Judge recorded conversations with a policy");
  verb.option("POLICY", options->policy, "The policy, or a bundle").required();
  verb.option("LOG", options->logs,
              "Conversations, JSON Lines (.gz and .zst too); none or - is standard input");
  verb.flag("--summary", options->summary, "A table of rules and counts, no verdicts");
  verb.flag("--json", options->json, "The summary as JSON");
  verb.option("--output FILE", options->output, "Write the verdicts to a file, with --summary too");
  verb.option(
          "--backend BACKEND", options->backend,
          "interpreter, jit (native code first, of a bundle its own, which is run) or auto (native "
          "code when it is there); without it the interpreter")
      .oneOf({"interpreter", "jit", "auto"});
  verb.option("--code-cache DIR", options->code_cache, "Keep native code in a folder of your own");
  verb.option("--threads N", options->judge.crew.threads, "How many threads judge").range(1, 256);
  addLogClockOptions(verb, options->clock);
  verb.flag("--close", options->judge.crew.close,
            "End each conversation of chat shape with a close event");
  const Option reveal = verb.flag("--reveal", options->judge.reveal,
                                  "Put private values and matched text into evidence");
  const Option state =
      verb.option("--state STORE", options->state,
                  "Keep conversations and what they cause in a store (URL or folder)");
  const Option log =
      verb.option("--log DIR", options->log, "Write a decision log into a folder").needs(state);
  verb.option("--log-text WHAT", options->log_text, "Put the redacted text into the decision log")
      .oneOf({"redacted"})
      .needs(log);
  log.excludes(reveal);
  addKeyOptions(verb, options->keys);
  verb.option("--pack-path DIR", options->pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.callback([options] { return run(*options); });
}

}  // namespace decorum::cli
