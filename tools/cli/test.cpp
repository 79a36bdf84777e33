// `decorum test`: runs the tests that stand in policies.
#include <algorithm>
#include <cstdio>

#include "compiler/diagnostics/excerpt.h"
#include "compiler/driver/backend.h"
#include "compiler/driver/compile.h"
#include "tools/cli/console.h"
#include "tools/cli/junit.h"
#include "tools/cli/test_run.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

struct TestOptions {
  std::vector<std::string> paths;
  std::vector<std::string> pack_path;
  std::string junit;
  std::string filter;
};

class Session {
 public:
  explicit Session(const TestOptions& options) : options_(options) {}

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
    const auto policy = makePolicy(std::move(*result.plan), Backend::kInterpreter);
    if (!policy) {
      complain(path + ": " + policy.error());
      worsen(kFindings);
      return;
    }
    // The tests of a pack run when the pack itself is tested.
    for (const TestCase& one : result.tests)
      if (one.span.file == root && one.title.find(options_.filter) != std::string::npos)
        report(one, runTest(*policy, one), sources);
  }

  int finish() {
    print(fmt::format("{} of {} test{} passed in {} file{}\n", reports_.size() - failed_,
                      reports_.size(), reports_.size() == 1 ? "" : "s", files_,
                      files_ == 1 ? "" : "s"));
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
    const std::string xml = toJUnit(reports_);
    if (options_.junit == "-") {
      print(xml);
      return;
    }
    std::FILE* const file = std::fopen(options_.junit.c_str(), "wb");
    const bool written =
        file != nullptr && std::fwrite(xml.data(), 1, xml.size(), file) == xml.size();
    const bool closed = file != nullptr && std::fclose(file) == 0;
    if (written && closed) return;
    complain("cannot write '" + options_.junit + "'");
    worsen(kUnusable);
  }

  const TestOptions& options_;
  std::vector<TestReport> reports_;
  std::size_t failed_ = 0;
  std::size_t files_ = 0;
  int status_ = kClean;
};

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
  verb.callback([options] {
    Session session(*options);
    const PolicyPaths found = findPolicies(options->paths);
    if (!found.complete) session.worsen(kUnusable);
    for (const std::string& path : found.files) session.test(path);
    return session.finish();
  });
}

}  // namespace decorum::cli
