// From a policy's text to the first verdict, and the start of a program.
#include <fmt/format.h>

#include <stdexcept>

#include "compiler/syntax/parse.h"
#include "tools/goals/compiled.h"
#include "tools/goals/row.h"
#include "tools/goals/spawn.h"

namespace decorum::goals {
namespace {

void parseOnce(const std::string& text) {
  SourceSet sources;
  const FileId file = sources.add("made_up.decorum", text);
  Diagnostics diagnostics(sources);
  ast::ExprId next_id = 0;
  keep(parse(file, {}, next_id, diagnostics));
  if (diagnostics.hasErrors()) throw std::runtime_error("the policy does not parse");
}

void judgeOnce(const std::string& text, const Event& event) {
  const Policy policy = compiled(text);
  Conversation conversation(policy, "c-1");
  keep(conversation.give(event));
}

void measureFirstVerdict(const Options& options, Findings& findings) {
  Row& row = rowOf(findings, 6);
  const std::size_t rules = options.rules;
  const std::string text = textPolicy(rules);
  const Event event = textEvents(rules, true)[0];
  std::vector<Sample> samples = takeTurnsOnce(
      {{"parsing alone", [&](std::size_t) { parseOnce(text); }},
       {"from text to the first verdict", [&](std::size_t) { judgeOnce(text, event); }}},
      std::min<std::size_t>(options.rounds, 3));
  row.ratio(fmt::format("{} rules, without native code", shown(rules)), samples[1], samples[0],
            atMost(1.3));
  row.figure("one rule edited (all is compiled again)", samples[1], "ms", atMost(5), 1e-6);
  row.samples = std::move(samples);
  row.not_measured.emplace_back("a bundle: not built yet");
  row.not_measured.emplace_back("one rule edited, native: all of it is made again, see 7");
}

/// Programs that do nothing, and the command saying its version, by the clock.
void measureProgram(const Options& options, Findings& findings) {
  Sample command{"decorum --version", "ms", {}};
  Sample empty{"true", "ms", {}};
  const auto time = [](const std::vector<std::string>& what, Sample& into) {
    const double before = clockSeconds();
    if (spawn(what) != 0) throw std::runtime_error("'" + what[0] + "' does not start");
    into.rounds.push_back((clockSeconds() - before) * 1e3);
  };
  for (std::size_t i = 0; i < 4 * options.rounds; ++i) {
    time({"/proc/self/exe", "--version"}, command);
    time({"true"}, empty);
  }
  Row& row = rowOf(findings, 7);
  row.figure("start of the command, no native code", command, "ms", atMost(5));
  row.figure("start of `true`", empty, "ms", noGoal());
  row.samples.push_back(std::move(command));
  row.samples.push_back(std::move(empty));
}

}  // namespace

void measureStart(const Options& options, Findings& findings) {
  measureFirstVerdict(options, findings);
  measureProgram(options, findings);
  rowOf(findings, 8)
      .not_measured.emplace_back("needs other engines: tests/bench/peers/run, docs/peers.md");
}

}  // namespace decorum::goals
