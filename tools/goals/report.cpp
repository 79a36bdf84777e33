#include "tools/goals/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace decorum::goals {
namespace {

using Json = nlohmann::ordered_json;

std::string shownValue(const Figure& figure) {
  const double value = figure.value;
  const int digits = value == 0 ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0;
  const std::string number = digits == 0 && value < 1e15
                                 ? shown(static_cast<std::size_t>(std::llround(value)))
                                 : fmt::format("{:.{}f}", value, digits);
  return figure.unit.empty() ? number : number + " " + figure.unit;
}

/// Figures in one cell; what misses its goal is bold.
std::string measured(const Row& row) {
  std::string text;
  for (const Figure& figure : row.figures) {
    const std::string value = shownValue(figure);
    text += (text.empty() ? "" : "; ") + figure.of + ": " +
            (figure.isMet() ? value : "**" + value + "**");
  }
  for (const std::string& why : row.not_measured) {
    text += (text.empty() ? "" : "; ") + std::string("not measured here: ") + why;
  }
  return text;
}

std::size_t goalsOf(const Row& row) {
  return static_cast<std::size_t>(std::count_if(row.figures.begin(), row.figures.end(),
                                                [](const Figure& f) { return f.hasGoal(); }));
}
std::size_t metOf(const Row& row) {
  return static_cast<std::size_t>(
      std::count_if(row.figures.begin(), row.figures.end(),
                    [](const Figure& f) { return f.hasGoal() && f.isMet(); }));
}

std::string verdictOf(const Row& row) {
  const std::size_t goals = goalsOf(row);
  const std::size_t met = metOf(row);
  if (goals == 0) return "-";
  if (met == goals) return row.not_measured.empty() ? "yes" : "yes, as far as measured";
  return met == 0 ? "no" : fmt::format("{} of {}", met, goals);
}

Json jsonOf(const Figure& figure) {
  Json json = {{"of", figure.of}, {"value", figure.value}, {"unit", figure.unit}};
  if (figure.at_most) json["at_most"] = *figure.at_most;
  if (figure.at_least) json["at_least"] = *figure.at_least;
  if (figure.hasGoal()) json["met"] = figure.isMet();
  return json;
}

Json jsonOf(const Row& row) {
  Json json = {{"number", row.number},     {"what", row.what},
               {"goal", row.goal},         {"goals", goalsOf(row)},
               {"met", metOf(row)},        {"figures", Json::array()},
               {"samples", Json::array()}, {"not_measured", row.not_measured}};
  for (const Figure& figure : row.figures) json["figures"].push_back(jsonOf(figure));
  for (const Sample& sample : row.samples) {
    json["samples"].push_back(
        {{"of", sample.of}, {"unit", sample.unit}, {"rounds", sample.rounds}});
  }
  return json;
}

Json jsonOf(const Machine& machine) {
  return {{"processor", machine.processor},
          {"processors", machine.processors},
          {"load_before", machine.load_before},
          {"load_after", machine.load_after},
          {"system", machine.system},
          {"built_by", machine.built_by},
          {"build", machine.build},
          {"llvm", machine.llvm},
          {"vectorscan", machine.vectorscan},
          {"by_hand", machine.by_hand}};
}

std::string head(const Report& report) {
  const Machine& is = report.machine;
  std::string text = fmt::format(
      "{}: Decorum {}, {}, {}; {} rounds, things compared in turn\n"
      "{}, {} processors, load {:.1f} before and {:.1f} after; {}\n"
      "LLVM {}; Vectorscan {}; C++ by hand: {}\n",
      is.date, is.version, is.built_by, is.build, report.options.rounds, is.processor,
      is.processors, is.load_before, is.load_after, is.system,
      is.llvm.empty() ? "not built in" : is.llvm, is.vectorscan,
      is.by_hand.empty() ? "no compiler" : is.by_hand);
  std::string policies;
  for (const PolicySize& policy : report.findings.policies) {
    policies +=
        fmt::format("{}{} × {} ({} bytes of text, {} nodes, {} bytes of plan)",
                    policies.empty() ? "" : "; ", shown(policy.rules), policy.what,
                    shown(policy.text_bytes), shown(policy.nodes), shown(policy.plan_bytes));
  }
  return text + "Rules: " + policies + "\n";
}

}  // namespace

Result<Report, std::string> measureGoals(const Options& options,
                                         const std::function<void(std::string_view)>& progress) {
  struct Part {
    const char* what;
    void (*measure)(const Options&, Findings&);
  };
  constexpr Part kParts[] = {
      {"whole events, threads and memory", &measureEvents},
      {"rules that wait for a phrase, and rules without text", &measureIndex},
      {"texts, whole and in chunks", &measureTexts},
      {"from text to the first verdict", &measureStart},
      {"all rules, beside C++ written by hand", &measureRules},
  };
  Report report;
  report.options = options;
  report.machine = thisMachine();
  try {
    for (const Part& part : kParts) {
      progress(part.what);
      part.measure(options, report.findings);
    }
  } catch (const std::exception& error) {
    return std::string(error.what());
  }
  report.machine.load_after = loadNow();
  return report;
}

std::string reportText(const Report& report) {
  std::string text =
      head(report) + "\n| | what | goal | measured | met |\n| --- | --- | --- | --- | --- |\n";
  for (const auto& [number, row] : report.findings.rows) {
    text += fmt::format("| {} | {} | {} | {} | {} |\n", number, row.what, row.goal, measured(row),
                        verdictOf(row));
  }
  return text;
}

std::string reportJson(const Report& report) {
  Json json = {{"made_by", "decorum bench --report"}, {"version", report.machine.version},
               {"date", report.machine.date},         {"rounds", report.options.rounds},
               {"rules", report.options.rules},       {"machine", jsonOf(report.machine)},
               {"policies", Json::array()},           {"rows", Json::array()}};
  for (const PolicySize& policy : report.findings.policies) {
    json["policies"].push_back({{"what", policy.what},
                                {"rules", policy.rules},
                                {"text_bytes", policy.text_bytes},
                                {"nodes", policy.nodes},
                                {"plan_bytes", policy.plan_bytes}});
  }
  for (const auto& [number, row] : report.findings.rows) json["rows"].push_back(jsonOf(row));
  return json.dump() + "\n";
}

}  // namespace decorum::goals
