// Tokens under load: threads judge conversations of one store while the keys are changed.
//
//   decorum_vault --conversations 1000 --threads 8 --rotations 6
//
// Each conversation has values of its own. Threads let them be said, in any spelling, pass history
// through again, restore what came of it, and try the tokens of others. Meanwhile keys are added,
// made the current ones, and taken away when every conversation was written since. In the end no
// token was restored in the wrong conversation, none is lost, no value has two tokens, and no value
// stands in the files of the store. Exit status 1 where that is not so.

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include "decorum/compile.h"
#include "decorum/service.h"
#include "tests/support/random.h"
#include "tools/cli/command_line.h"

using namespace decorum;

namespace {

namespace fs = std::filesystem;

constexpr const char* kPolicy = R"(policy vault
redact values on user, document, tool_result, reply find pii.email, pii.card replace with token
)";
constexpr int kValues = 4;  // of a conversation

struct Options {
  int conversations = 1'000;
  int threads = 8;
  int rotations = 6;
  int events = 12;  // of a conversation, on average
  std::uint64_t seed = 1;
};

struct Value {
  std::string plain;                   // as it comes back
  std::array<std::string, 3> written;  // the first is `plain`
};

std::string cardNumber(std::uint64_t number) {
  std::string digits = fmt::format("4{:014}", number);
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = digits[digits.size() - 1 - i] - '0';
    sum += i % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit;
  }
  return digits + static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string grouped(const std::string& digits, char between) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % 4 == 0) text += between;
    text += digits[i];
  }
  return text;
}

Value valueOf(int conversation, int number) {
  if (number % 2 == 0) {
    const std::string mail = fmt::format("person{}.{}@example.org", conversation, number);
    return {mail, {mail, "P" + mail.substr(1), mail}};
  }
  const std::string digits =
      cardNumber(static_cast<std::uint64_t>(conversation) * 7'919 + static_cast<unsigned>(number));
  const std::string plain = grouped(digits, ' ');
  return {plain, {plain, grouped(digits, '-'), digits}};
}

KeyRing ringOf(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line;
  auto ring = KeyRing::parse(all);
  if (!ring) {
    fmt::print(stderr, "decorum_vault: {}\n", ring.error());
    std::exit(2);
  }
  return *ring;
}

std::shared_ptr<const VaultOptions> vaultOf(const std::vector<std::string>& lines) {
  auto options = std::make_shared<VaultOptions>();
  options->keys = ringOf(lines);
  options->tenant = "load";
  return options;
}

class Load {
 public:
  Load(const Options& options, const Policy& policy, std::shared_ptr<Store> store)
      : options_(options),
        lines_({newKey()}),
        service_(policy, std::move(store), withKeys(vaultOf(lines_))),
        tokens_(static_cast<std::size_t>(options.conversations)),
        steps_(static_cast<std::size_t>(options.threads)) {}

  void run() {
    std::vector<std::thread> threads;
    for (int t = 0; t < options_.threads; ++t) threads.emplace_back([this, t] { talk(t); });
    std::thread rotator([this] { rotate(); });
    for (std::thread& thread : threads) thread.join();
    rotator.join();
    for (int c = 0; c < options_.conversations; ++c) checkAll(c);
  }

  int report(std::uint64_t plain_in_files, double seconds) const {
    std::size_t tokens = 0;
    for (const auto& each : tokens_)
      for (const std::string& token : each.by_value) tokens += token.empty() ? 0 : 1;
    fmt::print(
        "{} conversations, {} threads, {} key changes, {:.1f} s\n"
        "{} events, {} texts of history, {} tokens; {} texts restored, {} tokens of others tried\n"
        "restored in the wrong conversation: {}\nlost: {}\nvalues with two tokens: {}\n"
        "values that went through: {}\nplain values in the files: {}\nfailures of the store: {}\n",
        options_.conversations, options_.threads, rotations_.load(), seconds, events_.load(),
        history_.load(), tokens, restored_.load(), tried_.load(), wrong_.load(), lost_.load(),
        double_.load(), leaked_.load(), plain_in_files, failed_.load());
    const bool good =
        wrong_ + lost_ + double_ + leaked_ + failed_ + plain_in_files == 0 && tokens > 0;
    return good ? 0 : 1;
  }

 private:
  struct Tokens {
    std::mutex mutex;
    std::array<std::string, kValues> by_value;
  };

  static ServiceOptions withKeys(std::shared_ptr<const VaultOptions> vault) {
    ServiceOptions options;
    options.conversation.vault = std::move(vault);
    options.conversation.evidence = false;
    return options;
  }
  static std::string newKey() {
    static std::atomic<int> number = 0;
    return *KeyRing::newLine("key" + std::to_string(++number));
  }
  static std::string nameOf(int conversation) { return "c" + std::to_string(conversation); }

  void talk(int thread) {
    test::Random random(options_.seed * 1'000 + static_cast<std::uint64_t>(thread));
    const int steps = options_.conversations * options_.events / options_.threads;
    std::atomic<std::uint64_t>& done = steps_[static_cast<std::size_t>(thread)];
    for (int step = 0; step < steps; ++step, ++done) {
      const auto count = static_cast<std::size_t>(options_.conversations);
      const int conversation = static_cast<int>(random.below(count));
      const int number = static_cast<int>(random.below(kValues));
      const Value value = valueOf(conversation, number);
      if (random.percent(70)) {
        say(conversation, number, value.written[random.below(3)], random,
            fmt::format("e{}-{}", thread, step));
      }
      if (random.percent(30)) tryOther(conversation, static_cast<int>(random.below(count)), number);
      if (random.percent(20)) check(conversation, number);
    }
    done = kEnded;
  }

  /// Returns when everything has ended that was at work when it was called.
  void waitForThoseAtWork() const {
    std::vector<std::uint64_t> before(steps_.begin(), steps_.end());
    for (std::size_t t = 0; t < steps_.size(); ++t)
      while (steps_[t] == before[t] && before[t] != kEnded) std::this_thread::yield();
  }

  void say(int conversation, int number, const std::string& written, test::Random& random,
           const std::string& event_id) {
    Event event;
    event.kind = random.percent(50) ? EventKind::kUser : EventKind::kReply;
    // The first spelling is the one that comes back: it is said before any other.
    const std::string plain = valueOf(conversation, number).plain;
    event.text = "about " + plain + " and " + written + " now";
    std::string text;
    if (random.percent(30)) {
      const auto redacted = service_.redact(nameOf(conversation), event);
      if (!redacted) return fail(redacted.error());
      text = redacted->text;
      ++history_;
    } else {
      const auto given = service_.give(nameOf(conversation), event_id, event);
      if (!given || given->outcome != Outcome::kJudged) return fail("an event was not judged");
      text = given->verdict.text.value_or(event.text);
      ++events_;
    }
    note(conversation, number, text);
  }

  /// "about TOKEN and TOKEN now": one token twice, the one that the value has always had.
  void note(int conversation, int number, const std::string& text) {
    const std::size_t begin = text.find('[');
    const std::size_t end = text.find(']');
    if (begin == std::string::npos || end == std::string::npos) {
      ++leaked_;
      return;
    }
    const std::string token = text.substr(begin, end - begin + 1);
    if (text != "about " + token + " and " + token + " now") ++leaked_;
    Tokens& tokens = tokens_[static_cast<std::size_t>(conversation)];
    const std::lock_guard lock(tokens.mutex);
    std::string& known = tokens.by_value[static_cast<std::size_t>(number)];
    if (!known.empty() && known != token) ++double_;
    known = token;
  }

  std::string tokenOf(int conversation, int number) {
    Tokens& tokens = tokens_[static_cast<std::size_t>(conversation)];
    const std::lock_guard lock(tokens.mutex);
    return tokens.by_value[static_cast<std::size_t>(number)];
  }

  void check(int conversation, int number) {
    const std::string token = tokenOf(conversation, number);
    if (token.empty()) return;
    const Restored restored = service_.restore(nameOf(conversation), "to " + token + ".");
    if (!restored.problem.empty()) return fail(restored.problem);
    ++restored_;
    if (restored.text != "to " + valueOf(conversation, number).plain + ".") ++lost_;
  }

  void checkAll(int conversation) {
    for (int number = 0; number < kValues; ++number) check(conversation, number);
  }

  /// A token of `owner` in another conversation.
  void tryOther(int conversation, int owner, int number) {
    const std::string token = tokenOf(owner, number);
    if (token.empty() || owner == conversation) return;
    const Restored restored = service_.restore(nameOf(conversation), token);
    if (!restored.problem.empty()) return fail(restored.problem);
    ++tried_;
    if (restored.text != token) ++wrong_;
  }

  /// A new key is first read everywhere, then written with, and the oldest is taken away when all
  /// that it wrote was written again. Keys change evenly over the time that the threads take.
  void rotate() {
    const auto all = static_cast<std::uint64_t>(options_.conversations) *
                     static_cast<std::uint64_t>(options_.events) / 2;
    for (int i = 0; i < options_.rotations; ++i) {
      const std::uint64_t part =
          all * static_cast<unsigned>(i + 1) / static_cast<unsigned>(options_.rotations + 1);
      while (events_ + history_ < part && !allEnded()) std::this_thread::yield();
      lines_.push_back(newKey());
      service_.use(vaultOf(lines_));
      std::rotate(lines_.begin(), lines_.end() - 1, lines_.end());
      service_.use(vaultOf(lines_));
      waitForThoseAtWork();
      ++rotations_;
      for (int c = 0; c < options_.conversations; ++c) {
        const auto redacted = service_.redact(nameOf(c), Event());
        if (!redacted) fail(redacted.error());
      }
      if (lines_.size() > 2) lines_.pop_back();  // the one before may still be at work in a thread
      service_.use(vaultOf(lines_));
    }
  }

  bool allEnded() const {
    return std::all_of(steps_.begin(), steps_.end(), [](const auto& s) { return s == kEnded; });
  }

  void fail(const std::string& why) {
    if (failed_++ == 0) fmt::print(stderr, "decorum_vault: {}\n", why);
  }

  const Options options_;
  std::vector<std::string> lines_;
  Service service_;
  std::vector<Tokens> tokens_;
  static constexpr std::uint64_t kEnded = UINT64_MAX;
  std::vector<std::atomic<std::uint64_t>> steps_;  // that each thread has done
  std::atomic<std::uint64_t> events_ = 0, history_ = 0, restored_ = 0, tried_ = 0, rotations_ = 0;
  std::atomic<std::uint64_t> wrong_ = 0, lost_ = 0, double_ = 0, leaked_ = 0, failed_ = 0;
};

/// Values, in any spelling, that stand in some file of the folder.
std::uint64_t plainValues(const std::string& folder, const Options& options) {
  std::string bytes;
  for (const auto& file : fs::directory_iterator(folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(in), {});
  }
  std::uint64_t found = 0;
  for (int c = 0; c < options.conversations; ++c) {
    for (int number = 0; number < kValues; ++number) {
      for (const std::string& written : valueOf(c, number).written)
        found += bytes.find(written) != std::string::npos ? 1 : 0;
    }
  }
  fmt::print("{} values looked for in {} bytes\n", options.conversations * kValues, bytes.size());
  return found;
}

int run(const Options& options) {
  const Compilation compiled = compilePolicyText(kPolicy, "vault.decorum");
  std::string folder = (fs::temp_directory_path() / "decorum-XXXXXX").string();
  if (!compiled.policy || ::mkdtemp(folder.data()) == nullptr) return 2;
  const auto started = std::chrono::steady_clock::now();
  int status = 2;
  {
    auto store = openStore("sqlite:" + folder + "/state.sqlite");
    if (!store) return 2;
    const std::shared_ptr<Store> shared = std::move(*store);
    Load load(options, *compiled.policy, shared);
    load.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    status = load.report(plainValues(folder, options), took.count());
  }
  fs::remove_all(folder);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  decorum::cli::CommandLine command("Tokens under load while keys are changed", "decorum_vault");
  Options options;
  command.option("--conversations", options.conversations).range(2, 1'000'000);
  command.option("--threads", options.threads).range(1, 64);
  command.option("--rotations", options.rotations).range(0, 10'000);
  command.option("--events", options.events).range(1, 10'000);
  command.option("--seed", options.seed);
  if (!command.parse(argc, argv)) return command.status();
  return run(options);
}
