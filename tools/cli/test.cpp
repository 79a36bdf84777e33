// `decorum test`: runs the tests that stand in policies.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "compiler/driver/compile.h"
#include "runtime/engine/policy_impl.h"
#include "tools/cli/console.h"
#include "tools/cli/coverage_session.h"
#include "tools/cli/junit.h"
#include "tools/cli/report_file.h"
#include "tools/cli/test_failure.h"
#include "tools/cli/test_run.h"
#include "tools/cli/verbs.h"
#include "tools/cli/watch.h"
#include "tools/cli/watched_policy.h"

namespace decorum::cli {
namespace {

struct TestOptions {
  std::vector<std::string> paths;
  std::vector<std::string> pack_path;
  std::string junit;
  std::string filter;
  CoverageOptions coverage;
  bool watch = false;
};

// By policy, what its latest version looks for in texts: most changes leave that as it is, and it
// takes longer to make than all the rest.
using Scanners = std::map<std::string, engine::ScannerCache>;

class Session {
 public:
  Session(const TestOptions& options, Scanners& scanners)
      : options_(options), scanners_(scanners), coverage_(options.coverage) {}

  /// Runs the tests of a policy, and says what was read for it.
  ReadFor test(const std::string& path) {
    FileText text = readPolicyText(path);
    if (!text.text) {
      complain("cannot read '" + path + "': " + text.error);
      worsen(kUnusable);
      return {{realPath(path)}, false};
    }
    SourceSet sources;
    PipelineOptions pipeline;
    pipeline.load.pack_path = options_.pack_path;
    const FileId root = sources.add(path == "-" ? "<stdin>" : path, std::move(*text.text));
    CompileResult result = compile(root, pipeline, sources);
    ReadFor read;
    for (FileId file = 0; file < sources.size(); ++file)
      read.files.insert(realPath(sources.path(file)));
    ++files_;
    if (!result.plan) {
      printError(renderText(result.findings, sources, errorColour()));
      worsen(kFindings);
      read.is_broken = true;
      return read;
    }
    auto policy = WatchedPolicy::make(std::move(*result.plan), &scanners_[path]);
    if (!policy) {
      complain(path + ": " + policy.error());
      worsen(kFindings);
      return read;
    }
    const TestRun run = coverage_.begin(*policy, sources, root);
    // The tests of a pack run when the pack itself is tested.
    for (const TestCase& one : result.tests)
      if (one.span.file == root && one.title.find(options_.filter) != std::string::npos)
        report(one, runTest(policy->policy(), one, run), *policy, sources);
    coverage_.end();
    return read;
  }

  int finish() {
    print(fmt::format("{} of {} test{} passed in {} file{}\n", reports_.size() - failed_,
                      reports_.size(), reports_.size() == 1 ? "" : "s", files_,
                      files_ == 1 ? "" : "s"));
    worsen(coverage_.finish());
    flush();
    if (!options_.junit.empty()) writeJUnit();
    return status_;
  }

  void worsen(int status) { status_ = std::max(status_, status); }

 private:
  void report(const TestCase& test, const std::vector<Failure>& failures, WatchedPolicy& policy,
              const SourceSet& sources) {
    TestReport line;
    line.file = sources.path(test.span.file);
    line.title = test.title;
    line.line = sources.position(test.span.file, test.span.begin).line;
    if (!failures.empty()) {
      print(failureText(policy, test, failures, sources));
      for (const Failure& failure : failures)
        line.failures.push_back(fmt::format("{}: {}; found: {}", placeOf(failure.span, sources),
                                            failure.expected, failure.found));
      ++failed_;
      worsen(kFindings);
    }
    reports_.push_back(std::move(line));
  }

  void writeJUnit() {
    if (!writeReport(options_.junit, toJUnit(reports_))) worsen(kUnusable);
  }

  const TestOptions& options_;
  Scanners& scanners_;
  CoverageSession coverage_;
  std::vector<TestReport> reports_;
  std::size_t failed_ = 0;
  std::size_t files_ = 0;
  int status_ = kClean;
};

// The folders in which something may change: those of files that were read, and those asked for.
void watchFolders(FolderWatch& watch, const TestOptions& options,
                  const std::map<std::string, ReadFor>& read) {
  namespace fs = std::filesystem;
  for (const auto& [policy, from] : read)
    for (const std::string& file : from.files)
      watch.add(fs::path(file).parent_path().generic_string());
  for (const std::string& path : options.paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) continue;
    watch.add(realPath(path));
    for (auto it = fs::recursive_directory_iterator(path, error);
         it != fs::recursive_directory_iterator(); it.increment(error)) {
      if (error) break;
      if (it->is_directory(error)) watch.add(realPath(it->path().generic_string()));
    }
  }
}

// Tests all, then again what a change touches, until the process is asked to end.
int watchTests(const TestOptions& options) {
  FolderWatch watch;
  if (!watch.problem().empty()) {
    complain(watch.problem());
    return kUnusable;
  }
  Scanners scanners;
  std::map<std::string, ReadFor> read;
  std::vector<std::string> due = findPolicies(options.paths).files;
  while (true) {
    // Before anything is read, so that no change is missed; packs may lie elsewhere.
    for (const std::string& path : due) read.try_emplace(path, ReadFor{{realPath(path)}, false});
    watchFolders(watch, options, read);
    Session session(options, scanners);
    for (const std::string& path : due) read[path] = session.test(path);
    watchFolders(watch, options, read);
    const int status = session.finish();
    print(fmt::format("watching {} polic{}; Ctrl-C ends\n", read.size(),
                      read.size() == 1 ? "y" : "ies"));
    flush();
    do {
      const auto changed = watch.wait();
      if (!changed) return status;
      due = touchedBy(*changed, read);
      // Policies that are new in a folder; those that are gone are told of once.
      for (const std::string& path : findPolicies(options.paths).files)
        if (read.count(path) == 0) due.push_back(path);
    } while (due.empty());
    if (isatty(STDOUT_FILENO) != 0) print("\x1b[H\x1b[2J\x1b[3J");
  }
}

void addCoverageOptions(const Verb& verb, CoverageOptions& options) {
  verb.flag("--coverage", options.text, "Print what the tests have not shown of the rules");
  verb.option("--coverage-html FILE", options.html, "Write coverage as a page to a file");
  verb.option("--coverage-json FILE", options.json, "Write coverage as JSON to a file");
  verb.option("--fail-under PERCENT", options.fail_under,
              "End with status 1 where less than so many percent of outcomes are covered")
      .range(0, 100);
  verb.flag("--with-packs", options.packs, "Count the rules of included packs too");
}

}  // namespace

void addTest(const Verb& command) {
  auto options = std::make_shared<TestOptions>();
  const Verb verb = command.verb("test", "Run the tests that stand in policies");
  verb.option("PATH", options->paths, "Policies, and folders with policies; - is standard input")
      .required();
  verb.option("--filter WORDS", options->filter, "Only tests whose title has this in it");
  verb.option("--junit FILE", options->junit, "Also write the results as JUnit XML to a file");
  verb.option("--pack-path DIR", options->pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  addCoverageOptions(verb, options->coverage);
  verb.flag("--watch", options->watch, "Go on: test again what a change of a file touches");
  verb.callback([options] {
    if (options->watch) return watchTests(*options);
    Scanners scanners;
    Session session(*options, scanners);
    const PolicyPaths found = findPolicies(options->paths);
    if (!found.complete) session.worsen(kUnusable);
    for (const std::string& path : found.files) session.test(path);
    return session.finish();
  });
}

}  // namespace decorum::cli
