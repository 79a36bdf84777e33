// Each thread parses the policy once, and has trees of its own that it changes and changes back.
#include "tools/cli/mutation_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <random>

#include "tools/cli/console.h"
#include "tools/cli/mutation_baseline.h"
#include "tools/cli/mutation_workshop.h"
#include "tools/cli/progress.h"
#include "tools/cli/watch.h"
#include "tools/cli/worker_pool.h"

namespace decorum::cli {
namespace {

using Outcome = MutantResult::Outcome;
using Clock = std::chrono::steady_clock;

struct Root {
  std::string path;
  std::string text;
  MutationBaseline original;
};

// What is known of the mutants of one file so far.
struct OfFile {
  MutationReport report;
  std::map<std::size_t, MutantResult> results;  ///< by index in the file
};

class Run {
 public:
  explicit Run(const MutationOptions& options) : options_(options) {}

  void add(const std::string& path) {
    OfFile& file = of(path == "-" ? "<stdin>" : path);
    FileText text = readPolicyText(path);
    if (!text.text) {
      file.report.problem = "cannot read '" + path + "': " + text.error;
      file.report.unreadable = true;
      return;
    }
    const std::string& name = file.report.path;
    MutationBaseline original = baselineOf(name, *text.text, options_.pack_path);
    file.report.problem = original.problem;
    file.report.tests = original.tests.size();
    file.report.failing = original.failing;
    if (original.problem.empty() && original.failing.empty())
      roots_.push_back({name, std::move(*text.text), std::move(original)});
  }

  std::vector<MutationReport> finish() {
    // A pack by itself comes last: who includes it may have tests that notice.
    std::stable_partition(roots_.begin(), roots_.end(),
                          [](const Root& root) { return !root.original.tests.empty(); });
    for (const Root& root : roots_) ask(root);
    progress_.clear();
    const auto given = files_.begin() + static_cast<std::ptrdiff_t>(given_);
    std::sort(given, files_.end(),
              [](const auto& a, const auto& b) { return a->report.path < b->report.path; });
    std::vector<MutationReport> reports;
    for (const auto& file : files_) {
      for (auto& [index, result] : file->results) file->report.results.push_back(std::move(result));
      const bool is_told = !options_.packs || !file->results.empty() ||
                           !file->report.problem.empty() || !file->report.failing.empty();
      if (is_told) reports.push_back(std::move(file->report));
    }
    return reports;
  }

  /// No more paths are given: files from here on are packs.
  void givenAll() { given_ = files_.size(); }

 private:
  OfFile& of(const std::string& path) {
    const std::string real = realPath(path);
    for (const auto& file : files_)
      if (realPath(file->report.path) == real) return *file;
    files_.push_back(std::make_unique<OfFile>());
    files_.back()->report.path = path;
    return *files_.back();
  }

  void ask(const Root& root) {
    std::vector<std::unique_ptr<MutationWorkshop>> workshops(
        std::max<std::size_t>(options_.threads, 1));
    workshops[0] = std::make_unique<MutationWorkshop>(root.path, root.text, options_);
    const MutationWorkshop& first = *workshops[0];
    const auto behind = rulesBehind(first.program(), first.sources());
    const engine::ScannerCache scanners = first.scanners();
    for (const auto& [id, asked] : askedOf(root, first, behind)) {
      OfFile& file = of(first.sources().path(id));
      if (file.report.path != root.path) file.report.tests += root.original.tests.size();
      const auto start = Clock::now();
      std::vector<MutantResult> results(asked.size());
      std::atomic<std::size_t> next = 0;
      WorkerPool pool(workshops.size());
      pool.start([&](std::size_t worker) {
        auto& workshop = workshops[worker];
        if (!workshop && next < asked.size())
          workshop = std::make_unique<MutationWorkshop>(root.path, root.text, options_, scanners);
        for (std::size_t i = next++; i < asked.size(); i = next++) {
          const auto rules = behind.find(workshop->mutants()[asked[i]].mutant.name);
          results[i] = workshop->ask(
              asked[i], root.original,
              root.original.orderFor(rules == behind.end() ? Names() : rules->second));
          if (worker == 0)
            progress_.say(fmt::format("{} with {}: {} of {} changes", file.report.path, root.path,
                                      i + 1, asked.size()));
        }
      });
      pool.wait();
      for (std::size_t i = 0; i < asked.size(); ++i)
        keep(file, first.mutants()[asked[i]].index, std::move(results[i]));
      file.report.seconds += std::chrono::duration<double>(Clock::now() - start).count();
    }
  }

  static void keep(OfFile& file, std::size_t index, MutantResult result) {
    const auto [place, is_new] = file.results.try_emplace(index, result);
    if (!is_new && place->second.outcome < result.outcome) place->second = std::move(result);
  }

  using Names = std::set<std::string>;

  // By file, the mutants to ask a policy about, ascending.
  std::map<FileId, std::vector<std::size_t>> askedOf(const Root& root,
                                                     const MutationWorkshop& workshop,
                                                     const std::map<std::string, Names>& behind) {
    std::map<FileId, std::vector<std::size_t>> asked;
    const std::string only = options_.only.empty() ? "" : realPath(options_.only);
    for (std::size_t i = 0; i < workshop.mutants().size(); ++i) {
      const PlacedMutant& one = workshop.mutants()[i];
      if (!only.empty() && realPath(workshop.sources().path(one.file)) != only) continue;
      const auto rules = behind.find(one.mutant.name);
      const bool is_of_rule = options_.rule.empty() ||
                              (rules != behind.end() && rules->second.count(options_.rule) != 0);
      if (is_of_rule) asked[one.file].push_back(i);
    }
    for (auto& [id, mutants] : asked) {
      sample(mutants);
      const OfFile& file = of(workshop.sources().path(id));
      std::erase_if(mutants, [&](std::size_t mutant) {
        const auto known = file.results.find(workshop.mutants()[mutant].index);
        if (known == file.results.end()) return false;
        return root.original.tests.empty() || known->second.outcome == Outcome::kNoticed;
      });
    }
    return asked;
  }

  void sample(std::vector<std::size_t>& all) const {
    if (options_.sample == 0 || all.size() <= options_.sample) return;
    std::mt19937_64 random(options_.mutants.seed);
    for (std::size_t i = 0; i < options_.sample; ++i)
      std::swap(all[i], all[i + random() % (all.size() - i)]);
    all.resize(options_.sample);
    std::sort(all.begin(), all.end());
  }

  const MutationOptions& options_;
  Progress progress_;
  std::vector<Root> roots_;
  std::vector<std::unique_ptr<OfFile>> files_;
  std::size_t given_ = 0;
};

}  // namespace

std::size_t MutationReport::count(Outcome outcome) const {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(),
                    [&](const MutantResult& result) { return result.outcome == outcome; }));
}

std::size_t MutationReport::counted() const {
  return count(Outcome::kNoticed) + count(Outcome::kMissed);
}

std::vector<MutationReport> mutate(const std::vector<std::string>& paths,
                                   const MutationOptions& options) {
  Run run(options);
  for (const std::string& path : paths) run.add(path);
  run.givenAll();
  return run.finish();
}

}  // namespace decorum::cli
