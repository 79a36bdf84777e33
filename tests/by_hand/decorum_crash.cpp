// Kills a process that judges, at moments of chance, and looks at what is left:
//
//   decorum_crash --kills 300 --seed 1
//   decorum_crash --kills 300 --seed 1 --redis      a server of its own is killed too
//
// A child judges 200 conversations with 8 threads, writes the decision log, sends notices to a
// receiver in the parent, and takes work up. Each time it is killed another one goes on: like a
// host that does not know whether its last events were judged, it gives some of them again. In the
// end no event took effect twice, none is lost, the log is whole, every escalation was delivered
// and is accepted once. Exit status 1 where that is not so.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "decorum/compile.h"
#include "decorum/decision_log.h"
#include "decorum/outbox.h"
#include "decorum/service.h"
#include "runtime/base/digest.h"
#include "tests/support/loopback_receiver.h"
#include "tests/support/random.h"
#include "tests/support/redis_server.h"
#include "tools/cli/command_line.h"
#include "tools/store_redis/store_redis.h"
#include "tools/webhook/webhook.h"

using namespace decorum;

namespace {

namespace fs = std::filesystem;

constexpr int kConversations = 200;
constexpr int kThreads = 8;
constexpr std::uint32_t kMostEvents = 8'192;  // of a conversation
constexpr std::uint32_t kGivenAgain = 3;      // events before the last one known to be done

constexpr const char* kPolicy = R"(policy crash
phrases legal = "lawyer"
phrases polite = "please"
escalate legal_threat on user when user mentions legal to people priority urgent
flag courteous on user when user mentions polite as courteous every 3 turns
flag second on user as second every 2 turns
)";

// What survives a child: how far each conversation is, and the first verdict of each event.
struct Progress {
  std::atomic<std::uint32_t> begun[kConversations];  // given, whether or not it was answered
  std::atomic<std::uint32_t> done[kConversations];
  std::atomic<std::uint64_t> verdicts[kConversations][kMostEvents];
  std::atomic<bool> waited_for[kConversations][kMostEvents];  // told without the store
  std::atomic<std::uint64_t> different;  // verdicts that were not the first ones again
  std::atomic<std::uint64_t> given, repeated, refused, accepted, waited;
};

Policy policyOf() {
  Compilation compilation = compilePolicyText(kPolicy, "crash.decorum");
  if (!compilation.policy) {
    fmt::print(stderr, "{}", toText(compilation.findings));
    std::exit(2);
  }
  return *compilation.policy;
}

std::string conversationNumber(int number) { return "c" + std::to_string(number); }

Event eventOf(std::uint64_t seed, int conversation, std::uint32_t index) {
  test::Random random(seed * 1'000'003 + static_cast<std::uint64_t>(conversation) * 10'007 + index);
  Event event;
  event.kind = index % 2 == 0 ? EventKind::kUser : EventKind::kReply;
  event.time_ms = 1'763'000'000'000 + std::int64_t{index} * 1'000;
  event.text = random.percent(10) ? "I call my lawyer" : random.percent(40) ? "please help" : "hi";
  return event;
}

std::uint64_t hashOf(const Verdict& verdict) {
  return PartsDigest("verdict").add(toJson(verdict)).finish64() | 1;  // 0 is none
}

Progress* mapProgress(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT, 0600);
  if (file < 0 || ::ftruncate(file, sizeof(Progress)) != 0) return nullptr;
  void* const place =
      ::mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  return place == MAP_FAILED ? nullptr : static_cast<Progress*>(place);
}

std::int64_t nowMs() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

[[noreturn]] void die(const std::string& why) {
  fmt::print(stderr, "decorum_crash: {}\n", why);
  std::_Exit(2);
}

StoreOptions storeOptions() {
  StoreOptions options;
  options.openers.push_back(redis::redisOpener());
  return options;
}

// ------------------------------------------------------------------------------------------------
// the child

struct ChildOptions {
  std::string folder;
  std::string store;
  std::string webhook;
  std::uint64_t seed = 0;
  bool to_end = false;  // do what is left and stop, instead of going on until killed
};

class Child {
 public:
  explicit Child(const ChildOptions& options)
      : options_(options), progress_(mapProgress(options.folder + "/progress")) {
    if (progress_ == nullptr) die("cannot map the progress");
    auto store = openStore(options.store, storeOptions());
    if (!store) die(store.error());
    store_ = std::move(*store);
    ServiceOptions service;
    service.log = true;
    service_ = std::make_unique<Service>(policyOf(), store_, service);
    auto log = DecisionLog::open(options.folder + "/log", store_, {200'000});
    if (!log) die(log.error());
    log_ = std::make_unique<DecisionLog>(std::move(*log));
    auto webhook = webhook::openWebhook(options.webhook);
    if (!webhook) die(webhook.error());
    outbox_ = std::make_unique<Outbox>(
        store_, *webhook,
        OutboxOptions{
            .first_retry_ms = 5, .longest_retry_ms = 50, .attempts = 10'000, .lease_ms = 200});
  }

  int run() {
    std::vector<std::thread> judges;
    for (int t = 0; t < kThreads; ++t) judges.emplace_back([this, t] { judge(t); });
    std::thread logger([this] { whileJudging([this] { writeLog(); }); });
    std::thread sender([this] { whileJudging([this] { send(); }); });
    std::thread takers[2];
    for (int t = 0; t < 2; ++t)
      takers[t] = std::thread([this, t] { whileJudging([this, t] { takeUp(t); }); });
    for (std::thread& thread : judges) thread.join();
    judging_ = false;
    for (std::thread* const thread : {&logger, &sender, &takers[0], &takers[1]}) thread->join();
    while (service_->settle() != 0) std::this_thread::yield();
    writeLog();
    while (!allDelivered()) send();
    takeUp(0);
    return 0;
  }

 private:
  template <class Work>
  void whileJudging(Work work) {
    while (judging_) {
      work();
      std::this_thread::yield();
    }
  }

  // Round and round its conversations, an event each; to the end, until all are equally far.
  void judge(int thread) {
    std::uint32_t target = 2;
    // What was given may have been kept, though the process was killed before it answered.
    for (const auto& begun : progress_->begun) target = std::max(target, begun.load());
    // Each child begins elsewhere, and knows no better than roughly where it was.
    test::Random random(options_.seed + progress_->given + static_cast<std::uint64_t>(thread));
    std::vector<int> mine;
    for (int c = thread; c < kConversations; c += kThreads) mine.push_back(c);
    std::rotate(mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(random.below(mine.size())),
                mine.end());
    std::uint32_t next[kConversations];
    for (const int c : mine) {
      const auto again =
          static_cast<std::uint32_t>(random.percent(40) ? random.between(1, kGivenAgain) : 0);
      const std::uint32_t done = progress_->done[c];
      next[c] = done > again ? done - again : 0;
    }
    for (bool any = true; any;) {
      any = false;
      for (const int c : mine) {
        if (next[c] >= (options_.to_end ? target : kMostEvents)) continue;
        next[c] += give(c, next[c]) ? 1 : 0;
        any = true;
      }
    }
  }

  // Whether the conversation may go on: an event that the service has no room to keep is given
  // again, before any other.
  bool give(int c, std::uint32_t index) {
    const std::string conversation = conversationNumber(c);
    ++progress_->given;
    if (progress_->begun[c] < index + 1) progress_->begun[c] = index + 1;
    const auto given = service_->give(conversation, "e" + std::to_string(index),
                                      eventOf(options_.seed, c, index), index);
    if (!given && given.error().reason == Refusal::Reason::kBacklogFull) {
      ::usleep(1'000);
      return false;
    }
    if (!given) {
      // Where many waited, and were kept after all, this one may be too old to be answered again.
      const bool was_given =
          progress_->waited_for[c][index] || progress_->verdicts[c][index].load() != 0;
      const bool kept = given.error().reason == Refusal::Reason::kEventForgotten && was_given;
      if (!kept) ++progress_->refused;
      if (kept && progress_->done[c] < index + 1) progress_->done[c] = index + 1;
      return true;
    }
    if (given->outcome == Outcome::kRepeated) ++progress_->repeated;
    // The host knows that it is not kept yet: should this process die, it will give it again.
    if (given->outcome == Outcome::kWaiting) {
      ++progress_->waited;
      progress_->waited_for[c][index] = true;
      return true;
    }
    std::uint64_t none = 0;
    const std::uint64_t hash = hashOf(given->verdict);
    auto& first = progress_->verdicts[c][index];
    if (!first.compare_exchange_strong(none, hash) && none != hash) ++progress_->different;
    if (progress_->done[c] < index + 1) progress_->done[c] = index + 1;
    return true;
  }

  // A server that is down is no mistake; a file of our own that cannot be used is.
  void failed(const std::string& why) const {
    if (!options_.store.starts_with("redis:")) die(why);
    ::usleep(1'000);
  }

  void writeLog() {
    const auto written = log_->drain();
    if (!written) failed(written.error());
  }

  void send() {
    const auto done = outbox_->advance(nowMs());
    if (!done) failed(done.error());
  }

  bool allDelivered() {
    const auto due = store_->dueDeliveries(INT64_MAX, 1);
    if (!due) failed(due.error());
    return due.ok() && due->empty();
  }

  // Each acceptance is written down after it was made, by a name that is used once.
  void takeUp(int taker) {
    const std::string by = fmt::format("{}-{}", ::getpid(), taker);
    WorkQuery query;
    query.state = WorkState::kOpen;
    for (;;) {
      const auto open = outbox_->list(query);
      if (!open) return failed(open.error());
      for (const WorkItem& item : *open) {
        const auto accepted = outbox_->accept(item.id, by, nowMs());
        if (accepted.ok()) {
          ++progress_->accepted;
          const std::string line = item.id + "\n";
          const int file =
              ::open((options_.folder + "/accepted").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
          if (::write(file, line.data(), line.size()) < 0) die("cannot write down an acceptance");
          ::close(file);
        } else if (accepted.error().reason != WorkError::Reason::kWrongState) {
          failed(accepted.error().detail);
        }
      }
      if (open->size() < query.limit) return;
      query.after_id = open->back().id;
    }
  }

  const ChildOptions& options_;
  Progress* progress_;
  std::shared_ptr<Store> store_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<DecisionLog> log_;
  std::unique_ptr<Outbox> outbox_;
  std::atomic<bool> judging_ = true;
};

// ------------------------------------------------------------------------------------------------
// the parent

pid_t start(const std::string& program, const ChildOptions& options) {
  std::vector<std::string> words = {program,         "--child",     options.folder,
                                    "--store",       options.store, "--webhook",
                                    options.webhook, "--seed",      std::to_string(options.seed)};
  if (options.to_end) words.push_back("--to-end");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::execv(program.c_str(), arguments.data());
    std::_Exit(127);
  }
  return child;
}

class Findings {
 public:
  void expect(bool holds, const std::string& what) {
    if (holds) return;
    if (++count_ <= 20) fmt::print("NOT SO: {}\n", what);
  }
  std::uint64_t count() const { return count_; }

 private:
  std::uint64_t count_ = 0;
};

struct Expected {
  std::uint64_t events = 0;
  std::uint64_t escalations = 0;
};

// What one process that never dies would have made of each conversation.
Expected checkVerdicts(const Progress& progress, std::uint64_t seed, Store& store,
                       Findings& findings) {
  Expected expected;
  const Policy policy = policyOf();
  for (int c = 0; c < kConversations; ++c) {
    const std::string id = conversationNumber(c);
    Conversation conversation(policy, id);
    const std::uint32_t events = progress.done[c];
    for (std::uint32_t i = 0; i < events; ++i) {
      const Verdict verdict = conversation.give(eventOf(seed, c, i));
      expected.escalations += verdict.escalations.size();
      findings.expect(
          progress.waited_for[c][i] || progress.verdicts[c][i] == hashOf(verdict),
          fmt::format("the verdict of {}, event {}, is that of an undisturbed run", id, i));
    }
    expected.events += events;
    const auto kept = store.load(id);
    findings.expect(kept.ok() && kept->version == events,
                    fmt::format("{} was moved on once by each of its {} events, not {} times", id,
                                events, kept.ok() ? kept->version : 0));
  }
  return expected;
}

void checkLog(const std::string& folder, const Progress& progress, std::uint64_t events,
              Findings& findings) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  LogVerifier verifier;
  std::map<std::string, std::uint32_t> next;
  for (const std::string& file : files) {
    std::ifstream in(file);
    std::uint64_t number = 0;
    for (std::string line; std::getline(in, line);) {
      verifier.line(file, ++number, line);
      const auto entry = Value::parse(line);
      if (!entry) continue;
      const std::string conversation = *entry->find("conversation")->text();
      const std::uint32_t index = next[conversation]++;
      findings.expect(*entry->find("event_id")->text() == "e" + std::to_string(index),
                      fmt::format("{}:{} is of event {} of its conversation", file, number, index));
    }
  }
  for (const LogFinding& finding : verifier.finish())
    findings.expect(false, fmt::format("{}:{}: {}", finding.file, finding.line, finding.message));
  findings.expect(
      verifier.entries() == events,
      fmt::format("the log has {} entries, and there were {} events", verifier.entries(), events));
  for (int c = 0; c < kConversations; ++c)
    findings.expect(next[conversationNumber(c)] == progress.done[c],
                    "a conversation is logged whole");
  fmt::print("log: {} files, {} entries\n", files.size(), verifier.entries());
}

void checkWork(const std::string& folder, Store& store, const std::map<std::string, int>& taken,
               std::uint64_t escalations, Findings& findings) {
  std::uint64_t items = 0;
  std::uint64_t sent_again = 0;
  WorkQuery query;
  for (;;) {
    const auto some = store.work(query);
    if (!some) die(some.error());
    for (const WorkItem& item : *some) {
      ++items;
      findings.expect(item.state == WorkState::kAccepted, "item " + item.id + " is accepted");
      findings.expect(item.delivery.state == DeliveryState::kDelivered,
                      "item " + item.id + " is delivered");
      const auto found = taken.find(item.id + "-opened");
      findings.expect(found != taken.end(), "the receiver has item " + item.id);
      if (found != taken.end()) sent_again += static_cast<std::uint64_t>(found->second - 1);
    }
    if (some->size() < query.limit) break;
    query.after_id = some->back().id;
  }
  std::set<std::string> accepted;
  std::ifstream in(folder + "/accepted");
  for (std::string id; std::getline(in, id);)
    findings.expect(accepted.insert(id).second, "item " + id + " is accepted once");
  findings.expect(items == escalations,
                  fmt::format("there are {} items for {} escalations", items, escalations));
  fmt::print("work: {} items, {} notices sent more than once\n", items, sent_again);
}

int parent(const std::string& program, ChildOptions options, int kills, bool with_redis) {
  std::string folder = (fs::temp_directory_path() / "decorum-crash-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) die("cannot make a folder");
  fmt::print("seed {}, {} kills, in {}\n", options.seed, kills, folder);
  std::fflush(stdout);
  options.folder = folder;
  std::unique_ptr<test::RedisServer> server;
  if (with_redis) {
    server = std::make_unique<test::RedisServer>();
    options.store = server->url();
  }
  if (options.store.empty()) options.store = "sqlite:" + folder + "/state.sqlite";
  const auto receiver = std::make_unique<test::LoopbackReceiver>(
      [](std::uint64_t number) { return number % 7 == 3 ? 503 : 200; });
  options.webhook = receiver->url();
  Progress* const progress = mapProgress(folder + "/progress");
  if (progress == nullptr) die("cannot map the progress");

  test::Random random(options.seed);
  for (int i = 0; i < kills; ++i) {
    const pid_t child = start(program, options);
    // Mostly while it judges; now and then while it still opens things.
    const std::uint64_t before = progress->given;
    const bool at_once = random.percent(10);
    for (int ms = 0; !at_once && progress->given == before && ms < 20'000; ++ms) ::usleep(1'000);
    ::usleep(static_cast<useconds_t>(random.below(at_once ? 60'000 : 200'000)));
    const std::size_t server_dies = server == nullptr || at_once ? 0 : random.below(4);
    if (server_dies > 1) {
      server->kill();
      ::usleep(static_cast<useconds_t>(random.below(100'000)));
      if (server_dies == 2) server->start();
      ::usleep(static_cast<useconds_t>(random.below(100'000)));
    }
    ::kill(child, SIGKILL);
    if (server_dies == 3) server->start();  // after its clients died
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) die(fmt::format("a child ended by itself with status {}", status));
    if (i % 50 == 49) fmt::print(stderr, "{} kills\n", i + 1);
  }
  options.to_end = true;
  int status = 0;
  ::waitpid(start(program, options), &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) die("the last child failed");

  Findings findings;
  auto store = openStore(options.store, storeOptions());
  if (!store) die(store.error());
  const Expected expected = checkVerdicts(*progress, options.seed, **store, findings);
  findings.expect(progress->different == 0, fmt::format("{} answers were not the first ones again",
                                                        progress->different.load()));
  findings.expect(progress->refused == 0,
                  fmt::format("{} events were refused", progress->refused.load()));
  checkLog(folder + "/log", *progress, expected.events, findings);
  checkWork(folder, **store, receiver->taken(), expected.escalations, findings);
  findings.expect((*store)->figures()->log_entries == 0, "nothing is left to be logged");
  fmt::print("{} events, {} given again, {} waited for the store; {} findings\n", expected.events,
             progress->repeated.load(), progress->waited.load(), findings.count());
  if (findings.count() == 0) fs::remove_all(folder);
  return findings.count() == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  decorum::cli::CommandLine command(
      "Kills a judging process at moments of chance, and checks that nothing is lost.");
  ChildOptions options;
  int kills = 300;
  bool with_redis = false;
  command.option("--kills", kills, "how often");
  command.option("--seed", options.seed, "of moments and conversations");
  command.option("--store", options.store, "URL of the store; a file of SQLite without it");
  command.flag("--redis", with_redis, "a Redis server is the store, and is killed too");
  command.option("--child", options.folder, "what the parent starts");
  command.option("--webhook", options.webhook);
  command.flag("--to-end", options.to_end);
  if (!command.parse(argc, argv)) return command.status();
  std::signal(SIGPIPE, SIG_IGN);
  if (!options.folder.empty()) std::_Exit(Child(options).run());
  return parent(fs::canonical("/proc/self/exe").string(), options, kills, with_redis);
}
