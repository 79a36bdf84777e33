// `decorum check`: compiles policies and reports what is wrong with them.
#include <filesystem>
#include <set>

#include "compiler/driver/compile.h"
#include "tools/cli/check_fix.h"
#include "tools/cli/console.h"
#include "tools/cli/cost_table.h"
#include "tools/cli/error_pages.h"
#include "tools/cli/exceptions_table.h"
#include "tools/cli/memory_table.h"
#include "tools/cli/streaming_table.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

constexpr std::uint64_t kMostTextBytes = 1024 * 1024;

struct CheckOptions {
  std::vector<std::string> paths;
  std::string format = "text";
  std::vector<std::string> pack_path;
  std::string emit;
  bool memory = false;
  bool streaming = false;
  bool exceptions = false;
  bool cost = false;
  bool calibrate = false;
  std::uint64_t bytes = 0;  // of a text, 0 for what the policy's budget is for
  std::string against;      // a policy that is in force now, "" for none
  bool fix = false;
  std::string today;  // by which dates are judged, "" for the clock's
};

// Everything found in all policies of a run, each thing once however many policies include it.
class Run {
 public:
  Run(const CheckOptions& options, LintOptions lint) : options_(options), lint_(lint) {}

  void check(const std::string& path) {
    FileText file = readPolicyText(path);
    if (!file.text) {
      complain("cannot read '" + path + "': " + file.error);
      complete_ = false;
      return;
    }
    PipelineOptions pipeline;
    pipeline.load.pack_path = options_.pack_path;
    pipeline.lint = lint_;
    std::string emitted;
    pipeline.emit = options_.emit;
    pipeline.emitted = &emitted;
    const std::size_t first = sources_.size();
    const FileId root = sources_.add(path == "-" ? "<stdin>" : path, std::move(*file.text));
    CompileResult compiled = compile(root, pipeline, sources_);
    for (Diagnostic& finding : compiled.findings)
      if (seen_.insert(identity(finding)).second) findings_.push_back(std::move(finding));
    for (std::size_t i = first; i < sources_.size(); ++i)
      files_.insert(normal(sources_.path(static_cast<FileId>(i))));
    print(emitted);
    if (compiled.plan) printMemory(path, *compiled.plan);
    if (compiled.plan && options_.exceptions) {
      print(options_.format == "json" ? exceptionsJson(path, compiled.exceptions, sources_)
                                      : exceptionsText(compiled.exceptions, sources_));
    }
    if (options_.cost) printCost(path, compiled);
    if (compiled.plan && options_.streaming) {
      print(options_.format == "json" ? streamingJson(path, *compiled.plan)
                                      : streamingText(*compiled.plan));
    }
  }

  int report() const {
    if (options_.format == "json") {
      print(renderJson(findings_, sources_));
    } else if (options_.format == "sarif") {
      print(renderSarif(findings_, sources_, {DECORUM_VERSION, errorPage, repositoryRoot()}));
    } else if (options_.format == "github") {
      print(renderGithub(findings_, sources_, repositoryRoot()));
    } else {
      print(renderText(findings_, sources_, outputColour()));
      flush();  // before the summary, where both go to one place
      if (options_.emit.empty()) printError(renderSummary(findings_, files_.size()) + "\n");
    }
    if (!complete_) return kUnusable;
    for (const Diagnostic& finding : findings_)
      if (finding.severity == Severity::kError) return kFindings;
    return kClean;
  }

  void markIncomplete() { complete_ = false; }

 private:
  void printCost(const std::string& path, const CompileResult& compiled) {
    const std::optional<plan::Plan>& plan = compiled.plan ? compiled.plan : compiled.over_budget;
    if (!plan) return;
    CostOptions cost;
    if (options_.bytes > 0) {
      cost.bytes = options_.bytes;
    } else if (compiled.budget_bytes > 0) {
      cost.bytes = static_cast<std::uint64_t>(compiled.budget_bytes);
    }
    if (options_.calibrate && !here_) {
      here_ = goals::calibrate();
      if (options_.format != "json") print(calibrationText(*here_));
    }
    if (here_) cost.here = &*here_;
    print(options_.format == "json" ? costJson(path, *plan, cost) : costText(*plan, cost));
  }

  void printMemory(const std::string& path, const plan::Plan& plan) {
    const memory::Layout layout = memory::layoutOf(plan);
    if (options_.memory) {
      print(options_.format == "json" ? memoryJson(path, layout) : memoryText(layout));
    }
    if (options_.against.empty()) return;
    FileText file = readPolicyText(options_.against);
    if (!file.text) {
      complain("cannot read '" + options_.against + "': " + file.error);
      complete_ = false;
      return;
    }
    PipelineOptions pipeline;
    pipeline.load.pack_path = options_.pack_path;
    SourceSet sources;
    const FileId root = sources.add(options_.against, std::move(*file.text));
    const CompileResult before = compile(root, pipeline, sources);
    if (before.plan) return print(againstText(memory::layoutOf(*before.plan), layout));
    complain("'" + options_.against + "' does not compile, so nothing of it is remembered");
    complete_ = false;
  }

  static std::string normal(const std::string& path) {
    std::error_code ignored;
    const auto canonical = std::filesystem::weakly_canonical(path, ignored);
    return canonical.empty() ? path : canonical.string();
  }

  // A file that two roots include was read for each of them; a finding in it is the same one where
  // file, place and words are.
  std::string identity(const Diagnostic& finding) const {
    std::string key =
        fmt::format("{}\n{}:{}:{}\n{}\n{}", normal(sources_.path(finding.span.file)), finding.code,
                    finding.span.begin, finding.span.end, finding.message, finding.help);
    for (const Note& note : finding.notes)
      key += fmt::format("\n{}:{}:{}\n{}", normal(sources_.path(note.span.file)), note.span.begin,
                         note.span.end, note.message);
    return key;
  }

  const CheckOptions& options_;
  LintOptions lint_;
  SourceSet sources_;
  std::vector<Diagnostic> findings_;
  std::set<std::string> seen_;
  std::set<std::string> files_;
  std::optional<goals::Calibration> here_;
  bool complete_ = true;
};

}  // namespace

void addCheck(const Verb& command) {
  auto options = std::make_shared<CheckOptions>();
  const Verb verb = command.verb("check", "Report what is wrong with policies");
  verb.option("PATH", options->paths, "Policies, and folders with policies; - is standard input")
      .required();
  verb.option("--format FORMAT", options->format, "text, json (a finding a line), sarif or github")
      .oneOf({"text", "json", "sarif", "github"});
  verb.option("--pack-path DIR", options->pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.flag("--memory", options->memory, "Print what a conversation's memory holds");
  verb.flag("--streaming", options->streaming,
            "Print how long each rule makes a streamed reply wait");
  verb.flag("--exceptions", options->exceptions,
            "Print the ways through that rules open for protected and private facts");
  const Option cost = verb.flag("--cost", options->cost,
                                "Print what judging an event may cost, and which rules pay for it");
  verb.option("--bytes N", options->bytes,
              "The bytes of the event's text, where not those of the budget or 4096 are meant")
      .needs(cost);
  verb.flag("--calibrate", options->calibrate,
            "Measure what a unit of each kind of effort takes on this machine")
      .needs(cost);
  verb.option("--against POLICY", options->against,
              "Say what becomes of running conversations under this policy's memory");
  verb.flag("--fix", options->fix,
            "Make the changes that leave every decision as it is, then check");
  verb.option("--today DATE", options->today, "The day by which dates in policies are judged");
  verb.option("--emit PHASE", options->emit, "Print the result of a phase")
      .hidden();  // a developer's flag
  verb.callback([options]() -> int {
    const std::set<std::string> phases = {"", "parse", "resolve", "type", "lower"};
    if (phases.count(options->emit) == 0) {
      complain("--emit: there is no phase '" + options->emit + "'");
      return kUnusable;
    }
    const auto lint = lintOptionsFor(options->today);
    if (!lint) {
      complain("--today: '" + options->today + "' is no day, as 2026-11-22 is one");
      return kUnusable;
    }
    if (options->bytes > kMostTextBytes) {
      complain(fmt::format("--bytes: a text has at most {} bytes", kMostTextBytes));
      return kUnusable;
    }
    Run run(*options, *lint);
    const PolicyPaths found = findPolicies(options->paths);
    if (options->fix && !fixPolicies(found.files, options->pack_path, *lint)) run.markIncomplete();
    if (!found.complete) run.markIncomplete();
    for (const std::string& path : found.files) run.check(path);
    return run.report();
  });
}

}  // namespace decorum::cli
