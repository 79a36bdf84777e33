// What looking back costs: an event against the number of operators with nothing found, and against
// the length of the conversation.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "decorum/compile.h"

namespace decorum {
namespace {

/// Operators over phrases of their own, a rule each.
std::string policyOf(std::int64_t operators) {
  std::string text = "policy bench\n";
  for (std::int64_t i = 0; i < operators; ++i) {
    const std::string says = fmt::format("user mentions \"word{}x\"", i);
    const char* const forms[] = {"count({}, last 10 user turns) >= 2", "ever ({})",
                                 "count({}, last 10 minutes) >= 3",
                                 "({}) in 2 of last 5 user turns"};
    text += fmt::format("flag f{} on user when ", i);
    text += fmt::format(fmt::runtime(forms[i % 4]), says);
    text += '\n';
  }
  return text;
}

Policy compiled(const std::string& text, Backend backend) {
  auto made = compilePolicyText(text, "bench.decorum", {.backend = backend, .pack_path = {}});
  if (!made.policy) std::abort();
  return *made.policy;
}

constexpr const char* kMessage =
    "I ordered a blue kettle last week and the parcel has not arrived yet, although the page says "
    "that it was delivered on Monday; could you please have a look at where it is and tell me?";

void memoryNothingFound(benchmark::State& state, Backend backend) {
  Conversation conversation(compiled(policyOf(state.range(0)), backend), "c");
  Event event;
  event.text = kMessage;
  event.time_ms = 0;
  Verdict verdict;
  for (auto _ : state) {
    *event.time_ms += 1000;
    conversation.give(event, verdict);
    benchmark::DoNotOptimize(verdict.index);
  }
}
BENCHMARK_CAPTURE(memoryNothingFound, interpreter, Backend::kInterpreter)
    ->Arg(0)
    ->Arg(1)
    ->Arg(10)
    ->Arg(100)
    ->Arg(1000);
BENCHMARK_CAPTURE(memoryNothingFound, native, Backend::kJit)->Arg(10)->Arg(100)->Arg(1000);

/// Hits at every third event, after so many events.
void memoryAfterEvents(benchmark::State& state, Backend backend) {
  Conversation conversation(compiled(policyOf(20), backend), "c");
  Event event;
  event.time_ms = 0;
  Verdict verdict;
  std::int64_t given = 0;
  const auto next = [&] {
    *event.time_ms += 1000;
    event.text = given % 3 == 0 ? fmt::format("about word{}x again", given % 20) : kMessage;
    ++given;
  };
  while (given < state.range(0)) {
    next();
    conversation.give(event, verdict);
  }
  for (auto _ : state) {
    next();
    conversation.give(event, verdict);
    benchmark::DoNotOptimize(verdict.index);
  }
  state.counters["memory_bytes"] = static_cast<double>(conversation.memory().size());
}
BENCHMARK_CAPTURE(memoryAfterEvents, interpreter, Backend::kInterpreter)
    ->Arg(10)
    ->Arg(100)
    ->Arg(1000)
    ->Arg(10000)
    ->Arg(100000);
BENCHMARK_CAPTURE(memoryAfterEvents, native, Backend::kJit)->Arg(10)->Arg(100000);

/// Saving and going on, as a service does at every event.
void memorySaveAndResume(benchmark::State& state) {
  const Policy policy = compiled(policyOf(100), Backend::kInterpreter);
  Conversation conversation(policy, "c");
  Event event;
  event.time_ms = 0;
  for (int i = 0; i < 30; ++i) {
    event.text = fmt::format("word{}x", i % 10);
    conversation.give(event);
  }
  std::vector<std::byte> memory = conversation.memory();
  for (auto _ : state) {
    auto resumed = Conversation::resume(policy, "c", memory);
    memory = resumed.memory();
  }
  state.counters["memory_bytes"] = static_cast<double>(memory.size());
}
BENCHMARK(memorySaveAndResume);

}  // namespace
}  // namespace decorum
