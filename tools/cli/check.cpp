// `decorum check`: compiles policies and reports what is wrong with them.
#include <filesystem>
#include <set>

#include "compiler/driver/compile.h"
#include "tools/cli/console.h"
#include "tools/cli/error_pages.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

struct CheckOptions {
  std::vector<std::string> paths;
  std::string format = "text";
  std::vector<std::string> pack_path;
  std::string emit;
};

// Everything found in all policies of a run, each thing once however many policies include it.
class Run {
 public:
  explicit Run(const CheckOptions& options) : options_(options) {}

  void check(const std::string& path) {
    FileText file = readFile(path);
    if (!file.text) {
      complain("cannot read '" + path + "': " + file.error);
      complete_ = false;
      return;
    }
    PipelineOptions pipeline;
    pipeline.load.pack_path = options_.pack_path;
    std::string emitted;
    pipeline.emit = options_.emit;
    pipeline.emitted = &emitted;
    const std::size_t first = sources_.size();
    const FileId root = sources_.add(path == "-" ? "<stdin>" : path, std::move(*file.text));
    for (Diagnostic& finding : compile(root, pipeline, sources_).findings)
      if (seen_.insert(identity(finding)).second) findings_.push_back(std::move(finding));
    for (std::size_t i = first; i < sources_.size(); ++i)
      files_.insert(normal(sources_.path(static_cast<FileId>(i))));
    print(emitted);
  }

  int report() const {
    if (options_.format == "json") {
      print(renderJson(findings_, sources_));
    } else if (options_.format == "sarif") {
      print(renderSarif(findings_, sources_, {DECORUM_VERSION, errorPage}));
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
  SourceSet sources_;
  std::vector<Diagnostic> findings_;
  std::set<std::string> seen_;
  std::set<std::string> files_;
  bool complete_ = true;
};

}  // namespace

void addCheck(CLI::App& app, int& status) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* const verb = app.add_subcommand("check", "Report what is wrong with policies");
  verb->add_option("PATH", options->paths,
                   "Policies, and folders with policies; - is standard input")
      ->required();
  verb->add_option("--format", options->format, "text, json (a finding a line) or sarif")
      ->check(CLI::IsMember({"text", "json", "sarif"}));
  verb->add_option("--pack-path", options->pack_path,
                   "A folder in which packs are looked for, after the policy's own")
      ->allow_extra_args(false);
  verb->add_option("--emit", options->emit, "Print the result of a phase")
      ->group("");  // a developer's flag
  verb->callback([options, &status] {
    const std::set<std::string> phases = {"", "parse", "resolve", "type", "lower"};
    if (phases.count(options->emit) == 0) {
      complain("--emit: there is no phase '" + options->emit + "'");
      status = kUnusable;
      return;
    }
    Run run(*options);
    const PolicyPaths found = findPolicies(options->paths);
    if (!found.complete) run.markIncomplete();
    for (const std::string& path : found.files) run.check(path);
    status = run.report();
  });
}

}  // namespace decorum::cli
