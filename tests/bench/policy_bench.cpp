// Parsing the text of a policy, going from there to its first verdict, and events a second after
// that: the whole way, with folding, scanning, evidence and the verdict.
//
// A policy of N rules has N / 2 lists of two phrases; each rule asks for one of them and for two
// facts. An event is a message of 20 words, one of which is in a list.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/syntax/parse.h"
#include "decorum/compile.h"
#include "tests/support/random.h"

namespace decorum::test {
namespace {

/// A word that no other number gives.
std::string word(std::size_t i) {
  std::string all = "w";
  for (; i > 0; i /= 20) all += "bcdfghjklmnpqrstvwxz"[i % 20];
  return all + "ing";
}

std::string policyText(std::size_t rules) {
  Random random(rules);
  std::string text =
      "policy bench\n"
      "facts customer { tier: one of basic, plus, premium  age: int?  score: 0..1 }\n";
  const std::size_t lists = std::max<std::size_t>(1, rules / 2);
  for (std::size_t i = 0; i < lists; ++i) {
    text += fmt::format("phrases list{} = \"{}\", \"{} {}\"\n", i, word(2 * i), word(2 * i + 1),
                        word(3 * i));
  }
  for (std::size_t i = 0; i < rules; ++i) {
    text += fmt::format(
        "flag rule{}\n  on user\n  when user mentions list{} and customer.score > 0.{} and "
        "(customer.age default 30) < {}\n  because \"A phrase of list {}.\"\n  as seen\n",
        i, random.below(lists), random.between(1, 9), random.between(18, 80), i);
  }
  return text;
}

std::vector<Event> makeEvents(std::size_t rules) {
  Random random(7);
  const std::size_t lists = std::max<std::size_t>(1, rules / 2);
  std::vector<Event> events;
  for (int i = 0; i < 64; ++i) {
    Event event;
    for (int w = 0; w < 20; ++w) {
      event.text += w == 10 ? word(2 * random.below(lists)) + " " : "please look at my order ";
    }
    event.facts = {{"customer", Value::Object{{"tier", "plus"},
                                              {"age", static_cast<int>(random.below(90))},
                                              {"score", 0.5}}}};
    events.push_back(std::move(event));
  }
  return events;
}

Compilation compiled(const std::string& text, Backend backend) {
  CompileOptions options;
  options.backend = backend;
  return compilePolicyText(text, "bench.decorum", options);
}

/// From text to tree alone.
void parseText(benchmark::State& state) {
  SourceSet sources;
  const FileId file =
      sources.add("bench.decorum", policyText(static_cast<std::size_t>(state.range(0))));
  for (auto _ : state) {
    Diagnostics diagnostics(sources);
    ast::ExprId next_id = 0;
    benchmark::DoNotOptimize(parse(file, {}, next_id, diagnostics));
    if (diagnostics.hasErrors()) return state.SkipWithError("the policy does not parse");
  }
  state.SetBytesProcessed(
      static_cast<std::int64_t>(state.iterations() * sources.text(file).size()));
}

void firstVerdict(benchmark::State& state, Backend backend) {
  const auto rules = static_cast<std::size_t>(state.range(0));
  const std::string text = policyText(rules);
  const Event event = makeEvents(rules)[0];
  for (auto _ : state) {
    const Compilation compilation = compiled(text, backend);
    if (!compilation.policy) return state.SkipWithError("the policy does not compile");
    Conversation conversation(*compilation.policy, "c-1");
    benchmark::DoNotOptimize(conversation.give(event));
  }
  state.counters["text_bytes"] = static_cast<double>(text.size());
}

/// Load a policy that was compiled before.
void loadStored(benchmark::State& state) {
  const auto rules = static_cast<std::size_t>(state.range(0));
  const Compilation compilation = compiled(policyText(rules), Backend::kInterpreter);
  if (!compilation.policy) return state.SkipWithError("the policy does not compile");
  const std::vector<std::byte> bytes = compilation.policy->serialize();
  for (auto _ : state) benchmark::DoNotOptimize(Policy::load(bytes));
  state.counters["bytes"] = static_cast<double>(bytes.size());
}

void give(benchmark::State& state, Backend backend) {
  const auto rules = static_cast<std::size_t>(state.range(0));
  static std::map<std::pair<std::size_t, Backend>, Compilation> known;
  auto& compilation = known[{rules, backend}];
  if (!compilation.policy) compilation = compiled(policyText(rules), backend);
  if (!compilation.policy) return state.SkipWithError("the policy does not compile");
  const std::vector<Event> events = makeEvents(rules);
  Conversation conversation(*compilation.policy, "c-1");
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(conversation.give(events[i++ % events.size()]));
  state.SetItemsProcessed(state.iterations());
}

void eachSize(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgName("rules")->RangeMultiplier(10)->Range(10, 10'000);
}

BENCHMARK(parseText)->Apply(eachSize)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(firstVerdict, interpreter, Backend::kInterpreter)
    ->Apply(eachSize)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(loadStored)->Apply(eachSize)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(give, interpreter, Backend::kInterpreter)->Apply(eachSize);
#if DECORUM_JIT
BENCHMARK_CAPTURE(firstVerdict, native, Backend::kJit)
    ->Apply(eachSize)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(give, native, Backend::kJit)->Apply(eachSize);
#endif

}  // namespace
}  // namespace decorum::test
