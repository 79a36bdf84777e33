// What a commit costs, by store; and an event through a service, with everything that it keeps.
// SQLite and the log are in TMPDIR: what is measured is that disk.

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "decorum/compile.h"
#include "decorum/decision_log.h"
#include "decorum/service.h"

namespace decorum::test {
namespace {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    path_ = (std::filesystem::temp_directory_path() / "decorum-bench-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::shared_ptr<Store> openedStore(const std::string& kind, const TemporaryFolder& folder) {
  auto store = openStore(kind == "memory" ? "memory:" : "sqlite:" + folder.path() + "/s.sqlite");
  if (!store) std::abort();
  return std::move(*store);
}

void commitRecord(benchmark::State& state, const std::string& kind) {
  const TemporaryFolder folder;
  const auto store = openedStore(kind, folder);
  Commit commit;
  commit.record.resize(static_cast<std::size_t>(state.range(0)));
  std::uint64_t number = 0;
  for (auto _ : state) {
    commit.conversation = fmt::format("conversation-{:06}", number % 10'000);
    commit.expected_version = number++ / 10'000;
    const auto done = store->commit(commit);
    if (!done || *done != CommitOutcome::kDone) return state.SkipWithError("a commit failed");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(commitRecord, memory, std::string("memory"))->Arg(200)->Arg(2'000);
BENCHMARK_CAPTURE(commitRecord, sqlite, std::string("sqlite"))->Arg(200)->Arg(2'000)->UseRealTime();

/// Threads that commit at the same time, each to conversations of its own.
void commitTogether(benchmark::State& state) {
  static std::unique_ptr<TemporaryFolder> folder;
  static std::shared_ptr<Store> store;
  if (state.thread_index() == 0) {
    folder = std::make_unique<TemporaryFolder>();
    store = openedStore("sqlite", *folder);
  }
  Commit commit;
  commit.record.resize(200);
  std::uint64_t number = 0;
  for (auto _ : state) {
    commit.conversation = fmt::format("{}-{:06}", state.thread_index(), number % 1'000);
    commit.expected_version = number++ / 1'000;
    const auto done = store->commit(commit);
    if (!done || *done != CommitOutcome::kDone) {
      state.SkipWithError("a commit failed");
      break;
    }
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() != 0) return;
  store.reset();
  folder.reset();
}
BENCHMARK(commitTogether)->Threads(1)->Threads(8)->UseRealTime();

constexpr const char* kPolicy = R"(policy bench
phrases legal = "lawyer"
escalate legal_threat on user when user mentions legal to people within 15 minutes
flag second on user every 2 turns as second
)";

void giveEvent(benchmark::State& state, const std::string& kind, bool log) {
  const TemporaryFolder folder;
  const auto store = openedStore(kind, folder);
  const Compilation compilation = compilePolicyText(kPolicy, "bench.decorum");
  if (!compilation.policy) return state.SkipWithError("the policy does not compile");
  ServiceOptions options;
  options.log = log;
  Service service(*compilation.policy, store, options);
  std::optional<DecisionLog> writer;
  if (log) writer.emplace(std::move(*DecisionLog::open(folder.path() + "/log", store)));
  Event event;
  event.text = "Please look at my order, it has not arrived and I am waiting since Monday.";
  std::uint64_t number = 0;
  for (auto _ : state) {
    const std::string conversation = fmt::format("conversation-{:06}", number % 10'000);
    const auto given = service.give(conversation, std::to_string(number), event);
    if (!given || given->outcome != Outcome::kJudged) return state.SkipWithError("not judged");
    if (++number % 1'000 == 0 && writer && !writer->drain()) return state.SkipWithError("no log");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(giveEvent, memory, std::string("memory"), false);
BENCHMARK_CAPTURE(giveEvent, memory_and_log, std::string("memory"), true);
BENCHMARK_CAPTURE(giveEvent, sqlite, std::string("sqlite"), false)->UseRealTime();
BENCHMARK_CAPTURE(giveEvent, sqlite_and_log, std::string("sqlite"), true)->UseRealTime();

}  // namespace
}  // namespace decorum::test
