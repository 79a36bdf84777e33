// `decorum mutate`: which small changes of a policy its tests do not notice.
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "tools/cli/console.h"
#include "tools/cli/mutation_report.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

struct MutateOptions {
  std::vector<std::string> paths;
  MutationOptions run;
  std::uint64_t words = 5;
  std::uint64_t sample = 0;
  std::uint32_t threads = 0;
  int fail_under = 0;
  bool json = false;
};

bool hasRule(const MutationReport& report) {
  return std::any_of(report.results.begin(), report.results.end(),
                     [](const MutantResult& result) { return result.kind == "rule"; });
}

// What stood in the way of asking about a policy; `kClean` where nothing did.
int problemOf(const MutationReport& report) {
  if (report.unreadable) {
    complain(report.problem);
    return kUnusable;
  }
  if (!report.problem.empty()) printError(report.problem);
  for (const std::string& title : report.failing)
    complain(
        fmt::format("{}: the test \"{}\" fails as it is; nothing was changed", report.path, title));
  return report.problem.empty() && report.failing.empty() ? kClean : kFindings;
}

int mutate(MutateOptions& options) {
  options.run.mutants.words = options.words;
  options.run.sample = options.sample;
  options.run.threads =
      options.threads > 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  const PolicyPaths found = findPolicies(options.paths);
  int status = found.complete ? kClean : kUnusable;
  std::vector<MutationReport> reports;
  for (MutationReport& report : decorum::cli::mutate(found.files, options.run)) {
    const int problem = problemOf(report);
    status = std::max(status, problem);
    if (problem == kClean) reports.push_back(std::move(report));
  }
  const bool lacks_rule = !options.run.rule.empty() && !reports.empty() &&
                          options.run.sample == 0 &&
                          std::none_of(reports.begin(), reports.end(), hasRule);
  if (lacks_rule) {
    complain("no policy has a rule '" + options.run.rule + "' of its own");
    return kUnusable;
  }
  print(options.json ? mutationJson(reports) : mutationText(reports));
  flush();
  printError(mutationSpeed(reports) + '\n');
  const MutationScore score = scoreOf(reports);
  if (score.noticed * 100 < static_cast<std::size_t>(options.fail_under) * score.counted) {
    complain(fmt::format("less than {}% of changes are noticed", options.fail_under));
    status = std::max<int>(status, kFindings);
  }
  return status;
}

}  // namespace

void addMutate(const Verb& command) {
  auto options = std::make_shared<MutateOptions>();
  const Verb verb = command.verb(
      "mutate", "Change policies in small ways, and list the changes that no test notices");
  verb.option("PATH", options->paths, "Policies, and folders with policies; - is standard input")
      .required();
  verb.option("--rule RULE", options->run.rule, "Only what this rule is made of");
  verb.flag("--with-packs", options->run.packs, "Change included packs too");
  verb.option("--only FILE", options->run.only, "Only changes of this file");
  verb.option("--words N", options->words,
              "At most so many words of one list are left out, one at a time (5; 0 for all)");
  verb.option("--sample N", options->sample, "Only so many changes, chosen by --seed");
  verb.option("--seed N", options->run.mutants.seed, "Chooses words and samples (1)");
  verb.option("--threads N", options->threads,
              "How many work at once (as many as there are cores)");
  verb.option("--fail-under PERCENT", options->fail_under,
              "End with status 1 where less than so many percent of changes are noticed")
      .range(0, 100);
  verb.option("--pack-path DIR", options->run.pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.flag("--json", options->json, "All changes, as JSON");
  verb.callback([options] { return mutate(*options); });
}

}  // namespace decorum::cli
