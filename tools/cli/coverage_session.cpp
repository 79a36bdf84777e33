#include "tools/cli/coverage_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "tools/cli/console.h"
#include "tools/cli/coverage_merge.h"
#include "tools/cli/report_file.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

namespace fs = std::filesystem;

// The files that places of rules speak of: those are relative to the folder of the root.
std::vector<CoveredFile> filesOf(const std::vector<RuleCoverage>& rules, const SourceSet& sources,
                                 const fs::path& root) {
  std::vector<CoveredFile> files;
  for (const RuleCoverage& rule : rules) {
    const std::string& place = rule.at.file;
    if (std::any_of(files.begin(), files.end(),
                    [&](const CoveredFile& file) { return file.place == place; }))
      continue;
    const fs::path path = (root.parent_path() / place).lexically_normal();
    for (FileId id = 0; id < sources.size(); ++id) {
      if (fs::path(sources.path(id)).lexically_normal() != path) continue;
      files.push_back({sources.path(id), place, std::string(sources.text(id))});
      break;
    }
  }
  return files;
}

}  // namespace

TestRun CoverageSession::begin(WatchedPolicy& policy, const SourceSet& sources, FileId root) {
  if (!options_.isAsked()) return {};
  const fs::path path = sources.path(root);
  book_.emplace(policy.plan(), options_.packs ? "" : path.filename().generic_string());
  latest_ = {};
  latest_.path = sources.path(root);
  latest_.files = filesOf(book_->rules(), sources, path);
  TestRun run;
  WatchedPolicy* const watched = &policy;
  run.before = [this, watched] {
    watched->watch([this](const eval::Interpreter& interpreter, EventKind event,
                          eval::RecordView record) { book_->asked(interpreter, event, record); });
  };
  run.after = [this, watched](const Event&, const Verdict& verdict) {
    watched->watch({});
    book_->judged(verdict);
  };
  return run;
}

void CoverageSession::end() {
  if (!book_) return;
  latest_.rules = book_->rules();
  book_.reset();
  if (options_.packs) {
    addByFile(policies_, latest_);
  } else {
    policies_.push_back(std::move(latest_));
  }
}

int CoverageSession::finish() {
  if (!options_.isAsked()) return kClean;
  int status = kClean;
  for (PolicyCoverage& policy : policies_) countOnce(policy);
  const CoverageCount whole = wholeOf(policies_);
  if (options_.text || options_.packs) print(coverageText(policies_));
  if (whole.covered * 100.0 < options_.fail_under * whole.all) {
    complain(fmt::format("{} of {} outcomes are covered: less than {}%", whole.covered, whole.all,
                         options_.fail_under));
    status = kFindings;
  }
  if (!options_.html.empty() && !writeReport(options_.html, coverageHtml(policies_)))
    status = kUnusable;
  if (!options_.json.empty() && !writeReport(options_.json, coverageJson(policies_)))
    status = kUnusable;
  return status;
}

}  // namespace decorum::cli
