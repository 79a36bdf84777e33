// `decorum test`: runs the tests that stand in policies.
#include <algorithm>

#include "compiler/diagnostics/excerpt.h"
#include "compiler/driver/compile.h"
#include "tools/cli/console.h"
#include "tools/cli/coverage_session.h"
#include "tools/cli/junit.h"
#include "tools/cli/report_file.h"
#include "tools/cli/test_run.h"
#include "tools/cli/verbs.h"
#include "tools/cli/watched_policy.h"

namespace decorum::cli {
namespace {

struct TestOptions {
  std::vector<std::string> paths;
  std::vector<std::string> pack_path;
  std::string junit;
  std::string filter;
  CoverageOptions coverage;
};

class Session {
 public:
  explicit Session(const TestOptions& options) : options_(options), coverage_(options.coverage) {}

  void test(const std::string& path) {
    FileText text = readFile(path);
    if (!text.text) {
      complain("cannot read '" + path + "': " + text.error);
      worsen(kUnusable);
      return;
    }
    SourceSet sources;
    PipelineOptions pipeline;
    pipeline.load.pack_path = options_.pack_path;
    const FileId root = sources.add(path == "-" ? "<stdin>" : path, std::move(*text.text));
    CompileResult result = compile(root, pipeline, sources);
    ++files_;
    if (!result.plan) {
      printError(renderText(result.findings, sources, errorColour()));
      worsen(kFindings);
      return;
    }
    auto policy = WatchedPolicy::make(std::move(*result.plan));
    if (!policy) {
      complain(path + ": " + policy.error());
      worsen(kFindings);
      return;
    }
    const TestRun run = coverage_.begin(*policy, sources, root);
    // The tests of a pack run when the pack itself is tested.
    for (const TestCase& one : result.tests)
      if (one.span.file == root && one.title.find(options_.filter) != std::string::npos)
        report(one, runTest(policy->policy(), one, run), sources);
    coverage_.end();
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
  void report(const TestCase& test, const std::vector<Failure>& failures,
              const SourceSet& sources) {
    TestReport line;
    line.file = sources.path(test.span.file);
    line.title = test.title;
    line.line = sources.position(test.span.file, test.span.begin).line;
    for (const Failure& failure : failures) {
      const Position at = sources.position(failure.span.file, failure.span.begin);
      const std::string place =
          fmt::format("{}:{}:{}", sources.path(failure.span.file), at.line, at.column);
      if (line.failures.empty()) print(printable(fmt::format("FAILED: \"{}\"", test.title)) + "\n");
      print(printable(fmt::format("{}: {}", place, failure.expected)) + "\n");
      for (const ExcerptLine& shown : excerpt(sources, failure.span))
        print(fmt::format("{:>4} | {}\n     | {}{}\n", shown.line, shown.text,
                          std::string(shown.caret_begin, ' '),
                          std::string(shown.caret_cells, '^')));
      print(printable("found: " + failure.found) + "\n");
      line.failures.push_back(
          fmt::format("{}: {}; found: {}", place, failure.expected, failure.found));
    }
    if (!failures.empty()) {
      ++failed_;
      worsen(kFindings);
    }
    reports_.push_back(std::move(line));
  }

  void writeJUnit() {
    if (!writeReport(options_.junit, toJUnit(reports_))) worsen(kUnusable);
  }

  const TestOptions& options_;
  CoverageSession coverage_;
  std::vector<TestReport> reports_;
  std::size_t failed_ = 0;
  std::size_t files_ = 0;
  int status_ = kClean;
};

void addCoverageOptions(const Verb& verb, CoverageOptions& options) {
  verb.flag("--coverage", options.text, "Print what the tests have not shown of the rules");
  verb.option("--coverage-html", options.html, "Write coverage as a page to a file");
  verb.option("--coverage-json", options.json, "Write coverage as JSON to a file");
  verb.option("--fail-under", options.fail_under,
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
  verb.option("--filter", options->filter, "Only tests whose title has this in it");
  verb.option("--junit", options->junit, "Also write the results as JUnit XML to a file");
  verb.option("--pack-path", options->pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  addCoverageOptions(verb, options->coverage);
  verb.callback([options] {
    Session session(*options);
    const PolicyPaths found = findPolicies(options->paths);
    if (!found.complete) session.worsen(kUnusable);
    for (const std::string& path : found.files) session.test(path);
    return session.finish();
  });
}

}  // namespace decorum::cli
