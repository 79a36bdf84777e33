#include "tools/cli/mutation_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "compiler/diagnostics/excerpt.h"

namespace decorum::cli {
namespace {

using Outcome = MutantResult::Outcome;

std::string counted(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string share(const MutationScore& score) {
  const double percent = score.counted == 0 ? 100
                                            : static_cast<double>(score.noticed) /
                                                  static_cast<double>(score.counted) * 100;
  return fmt::format("{} of {} ({:.1f}%)", score.noticed, score.counted,
                     std::floor(percent * 10) / 10);
}

// Rules that no test misses when they are gone: what else no test notices of them is no news.
std::set<std::string> untestedRules(const MutationReport& report) {
  std::set<std::string> rules;
  for (const MutantResult& one : report.results)
    if (one.kind == "rule" && one.outcome == Outcome::kMissed) rules.insert(one.owner);
  return rules;
}

std::string missed(const MutantResult& one) {
  return printable(fmt::format("{}:{}:{}: {}, {}", one.at.file, one.at.line, one.at.column,
                               one.owner, one.kind)) +
         "\n  - " + printable(one.lines.before) + "\n  + " + printable(one.lines.after) + '\n';
}

// The words of a list that can go, one at a time: a line for all of them.
std::string missedWords(const MutationReport& report, const std::string& owner) {
  std::string words;
  const MutantResult* first = nullptr;
  for (const MutantResult& one : report.results) {
    if (one.outcome != Outcome::kMissed || one.kind != "word" || one.owner != owner) continue;
    if (first == nullptr) first = &one;
    words += (words.empty() ? "" : ", ") + one.lines.gone;
  }
  return printable(fmt::format("{}:{}:{}: {}, word: each of these can be left out: {}",
                               first->at.file, first->at.line, first->at.column, owner, words)) +
         '\n';
}

std::string ofPolicy(const MutationReport& report) {
  const std::set<std::string> untested = untestedRules(report);
  std::set<std::string> told;
  std::string text;
  for (const MutantResult& one : report.results) {
    if (one.outcome != Outcome::kMissed) continue;
    if (untested.count(one.owner) == 0) {
      if (one.kind != "word") text += missed(one);
      if (one.kind == "word" && told.insert(one.owner).second)
        text += missedWords(report, one.owner);
    } else if (one.kind == "rule") {
      const auto others = std::count_if(report.results.begin(), report.results.end(),
                                        [&](const MutantResult& other) {
                                          return other.owner == one.owner && other.kind != "rule" &&
                                                 other.outcome == Outcome::kMissed;
                                        });
      text += printable(fmt::format("{}:{}:{}: {}: no test misses it when it is left out",
                                    one.at.file, one.at.line, one.at.column, one.owner));
      if (others > 0)
        text += fmt::format(", nor notices {} in it",
                            counted(static_cast<std::size_t>(others), "other change"));
      text += '\n';
    }
  }
  if (!text.empty()) text = "no test notices:\n" + text;
  const std::size_t broken = report.count(Outcome::kBroken);
  const std::size_t same = report.count(Outcome::kSame);
  text += fmt::format("noticed: {} changes by {}", share(scoreOf({report})),
                      counted(report.tests, "test"));
  if (broken > 0) text += fmt::format("; {} more do not compile", broken);
  if (same > 0) text += fmt::format("; {} more change nothing", same);
  return printable(report.path) + '\n' + text + '\n';
}

const char* name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNoticed:
      return "noticed";
    case Outcome::kMissed:
      return "missed";
    case Outcome::kSame:
      return "same";
    case Outcome::kBroken:
      break;
  }
  return "broken";
}

nlohmann::ordered_json json(const MutationScore& score) {
  return {{"noticed", score.noticed}, {"counted", score.counted}};
}

}  // namespace

MutationScore scoreOf(const std::vector<MutationReport>& reports) {
  MutationScore score;
  for (const MutationReport& report : reports) {
    score.noticed += report.count(Outcome::kNoticed);
    score.counted += report.counted();
  }
  return score;
}

std::string mutationText(const std::vector<MutationReport>& reports) {
  std::string text;
  for (const MutationReport& report : reports)
    text += (text.empty() ? "" : "\n") + ofPolicy(report);
  if (reports.size() > 1)
    text += "\nnoticed in all files: " + share(scoreOf(reports)) + " changes\n";
  return text;
}

std::string mutationJson(const std::vector<MutationReport>& reports) {
  nlohmann::ordered_json all = {{"policies", nlohmann::ordered_json::array()}};
  for (const MutationReport& report : reports) {
    nlohmann::ordered_json one = {{"policy", report.path},
                                  {"tests", report.tests},
                                  {"score", json(scoreOf({report}))},
                                  {"mutants", nlohmann::ordered_json::array()}};
    for (const MutantResult& mutant : report.results) {
      nlohmann::ordered_json line = {
          {"at", fmt::format("{}:{}:{}", mutant.at.file, mutant.at.line, mutant.at.column)},
          {"in", mutant.owner},
          {"kind", mutant.kind},
          {"outcome", name(mutant.outcome)},
          {"before", mutant.lines.before},
          {"after", mutant.lines.after}};
      if (!mutant.noticed_by.empty()) line["noticed_by"] = mutant.noticed_by;
      one["mutants"].push_back(std::move(line));
    }
    all["policies"].push_back(std::move(one));
  }
  all["score"] = json(scoreOf(reports));
  return all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

std::string mutationSpeed(const std::vector<MutationReport>& reports) {
  std::size_t mutants = 0;
  double seconds = 0;
  for (const MutationReport& report : reports) {
    mutants += report.results.size();
    seconds += report.seconds;
  }
  return fmt::format("{} in {:.2f} s: {:.0f} a second", counted(mutants, "mutant"), seconds,
                     seconds > 0 ? static_cast<double>(mutants) / seconds : 0);
}

}  // namespace decorum::cli
