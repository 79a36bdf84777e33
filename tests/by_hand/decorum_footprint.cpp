// What conversations cost in memory, and what a policy's change under load does, by hand:
//
//   decorum_footprint --policy examples/bank/policy.decorum --conversations 1000000 --events 6
//   decorum_footprint --reload-seconds 60
//
// The first measures the resident memory of a service whose store is in memory, before and after
// that many conversations had their events. The second gives events on 8 threads while a policy is
// compiled and put in force every 50 ms, and counts verdicts that are not those of the policy they
// name alone; exit status 1 where there are any.

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include "decorum/compile.h"
#include "decorum/service.h"
#include "tests/support/random.h"
#include "tools/cli/command_line.h"

using namespace decorum;

namespace {

Policy compiled(const Compilation& compilation) {
  if (compilation.policy) return *compilation.policy;
  fmt::print(stderr, "{}", toText(compilation.findings));
  std::exit(2);
}

std::shared_ptr<Store> storeInMemory(std::size_t conversations) {
  StoreOptions options;
  options.memory_conversations = conversations;
  return std::move(*openStore("memory:", options));
}

std::uint64_t residentBytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  statm >> total >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

const std::vector<std::string>& messages() {
  static const std::vector<std::string> texts = {
      "Hello, I have a question about my account.",
      "I want to dispute a charge, this is fraud!",
      "My card 4111 1111 1111 1111 was stolen and I will call my lawyer.",
      "Please transfer the money to my brother today.",
      "Thank you, that is all.",
      "Are you a real person? I want to talk to a human."};
  return texts;
}

Event eventNumber(std::uint64_t conversation, std::uint32_t index) {
  Event event;
  event.kind = index % 2 == 0 ? EventKind::kUser : EventKind::kReply;
  event.text = messages()[(conversation * 7 + index) % messages().size()];
  event.time_ms = 1'763'000'000'000 + std::int64_t{index} * 20'000;
  return event;
}

int measureFootprint(const std::string& path, std::uint64_t conversations, std::uint32_t events) {
  const Policy policy = compiled(compilePolicyFile(path));
  const auto store = storeInMemory(conversations);
  Service service(policy, store);
  (void)service.give("warm", "e", eventNumber(0, 0));
  const std::uint64_t before = residentBytes();
  std::uint64_t record_bytes = 0;
  for (std::uint64_t c = 0; c < conversations; ++c) {
    const std::string id = fmt::format("conversation-{:08}", c);
    for (std::uint32_t i = 0; i < events; ++i)
      if (!service.give(id, fmt::format("event-{:06}", i), eventNumber(c, i), i)) return 2;
    if (c % 1'000 == 0) record_bytes += store->load(id)->record.size();
    if (c % 100'000 == 99'999) fmt::print(stderr, "{} conversations\n", c + 1);
  }
  const std::uint64_t after = residentBytes();
  const auto work = store->figures()->work_items;
  fmt::print(
      "{} conversations of {} events: {:.1f} MB resident, {} bytes each; record {} bytes on "
      "average; {} work items\n",
      conversations, events, static_cast<double>(after - before) / 1e6,
      (after - before) / conversations, record_bytes / ((conversations + 999) / 1'000), work);
  return 0;
}

std::string policyNumber(int number) {
  return fmt::format(
      "policy reload version \"{0}\"\nphrases legal = \"lawyer\"\n"
      "flag rule{0} on user when user mentions legal as seen{0}\n",
      number);
}

struct Reloads {
  std::mutex mutex;
  std::map<std::string, Policy> by_digest;
};

int reloadUnderLoad(int seconds) {
  constexpr int kThreads = 8;
  Reloads reloads;
  const Policy first = compiled(compilePolicyText(policyNumber(0), "reload.decorum"));
  reloads.by_digest.emplace(first.digest(), first);
  Service service(first, storeInMemory(1'000'000));
  std::atomic<bool> done = false;
  std::atomic<std::uint64_t> events = 0;
  std::atomic<std::uint64_t> wrong = 0;
  const auto give = [&](int t) {
    test::Random random(static_cast<std::uint64_t>(t));
    for (std::uint32_t i = 0; !done; ++i) {
      const std::string conversation = fmt::format("c{}-{}", t, random.below(1'000));
      Event event;
      event.text = random.percent(30) ? "my lawyer" : "hello";
      const auto given = service.give(conversation, std::to_string(i), event);
      ++events;
      if (!given || given->outcome != Outcome::kJudged) {
        ++wrong;
        continue;
      }
      Verdict verdict = given->verdict;
      std::optional<Policy> named;
      {
        const std::lock_guard lock(reloads.mutex);
        const auto found = reloads.by_digest.find(verdict.policy_digest);
        if (found != reloads.by_digest.end()) named = found->second;
      }
      if (!named) {
        ++wrong;
        continue;
      }
      // This policy alone, at the same place of the conversation.
      Conversation alone(*named, conversation);
      Verdict expected;
      for (std::uint32_t before = 0; before < verdict.index; ++before) {
        Event hello;
        hello.text = "hello";
        alone.give(hello, expected);
      }
      alone.give(event, expected);
      if (toJson(expected) != toJson(verdict)) ++wrong;
    }
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) threads.emplace_back(give, t);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  int number = 0;
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    // Every third one has a mistake, and never gets there.
    ++number;
    if (number % 3 == 0) {
      if (compilePolicyText("policy broken\nflag f on user when nothing", "b.decorum").policy)
        ++wrong;
      continue;
    }
    const Policy next = compiled(compilePolicyText(policyNumber(number), "reload.decorum"));
    {
      const std::lock_guard lock(reloads.mutex);
      reloads.by_digest.emplace(next.digest(), next);
    }
    service.use(next);
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  fmt::print("{} s: {} reloads, {} events, {} wrong\n", seconds, number, events.load(),
             wrong.load());
  return wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  decorum::cli::CommandLine command(
      "What conversations cost in memory; policies that change under load.");
  std::string policy = "examples/bank/policy.decorum";
  std::uint64_t conversations = 1'000'000;
  std::uint32_t events = 6;
  int reload_seconds = 0;
  command.option("--policy", policy, "whose conversations are measured");
  command.option("--conversations", conversations, "how many");
  command.option("--events", events, "of each");
  command.option("--reload-seconds", reload_seconds,
                 "change policies under load for so long instead");
  if (!command.parse(argc, argv)) return command.status();
  return reload_seconds > 0 ? reloadUnderLoad(reload_seconds)
                            : measureFootprint(policy, conversations, events);
}
