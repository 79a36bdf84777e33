// From a policy's text to the first verdict, and the start of a program.
#include <fmt/format.h>

#include <stdexcept>

#include "compiler/syntax/parse.h"
#include "decorum/build.h"
#include "decorum/bundle.h"
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
  row.not_measured.emplace_back("one rule edited, native: all of it is made again, see 7");
}

void measureBundle(const Options& options, Findings& findings) {
  Row& row = rowOf(findings, 6);
  const Policy policy = compiled(textPolicy(options.rules));
  const auto bytes = buildBundle(policy, {bundleProcessors().front(), DECORUM_JIT != 0});
  if (!bytes) throw std::runtime_error(bytes.error());
  const Event event = textEvents(options.rules, true)[0];
  const auto loaded = [&] {
    auto bundle = loadBundle(*bytes);
    if (!bundle) throw std::runtime_error(bundle.error());
    if (!bundle->warnings.empty()) throw std::runtime_error(bundle->warnings[0]);
    return bundle->policy;
  };
  if (toJson(Conversation(loaded(), "c-1").give(event)) !=
      toJson(Conversation(policy, "c-1").give(event)))
    throw std::runtime_error("a bundle decides otherwise than its policy");
  std::vector<Sample> samples = takeTurns({{"a bundle loaded",
                                            [&](std::size_t repeats) {
                                              while (repeats-- > 0) keep(loaded());
                                            }},
                                           {"from a bundle to the first verdict",
                                            [&](std::size_t repeats) {
                                              while (repeats-- > 0)
                                                keep(Conversation(loaded(), "c-1").give(event));
                                            }}},
                                          options.timing());
  const std::string of = fmt::format("a bundle of {} rules, {:.1f} MB", shown(options.rules),
                                     static_cast<double>(bytes->size()) / 1e6);
  row.figure(of + ", loaded", samples[0], "ms", atMost(10), 1e-6);
  row.figure(of + ", to the first verdict", samples[1], "ms", noGoal(), 1e-6);
  for (Sample& sample : samples) row.samples.push_back(std::move(sample));
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
  measureBundle(options, findings);
  measureProgram(options, findings);
  rowOf(findings, 8)
      .not_measured.emplace_back("needs other engines: tests/bench/peers/run, docs/peers.md");
}

}  // namespace decorum::goals
