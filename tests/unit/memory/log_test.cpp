// The decision log: nothing is lost or there twice whatever happens to its writer, and nothing is
// changed without being found.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "decorum/decision_log.h"
#include "runtime/memory/log_line.h"
#include "tests/support/random.h"
#include "tests/unit/engine/failing_store.h"
#include "tests/unit/memory/stores.h"

namespace decorum::test {
namespace {

std::string entryNumber(int number) {
  return R"({"conversation":"c","event_id":")" + std::to_string(number) + "\"}";
}

/// Leaves entries `from` to `to - 1` in the store.
void leave(Store& store, int from, int to) {
  for (int i = from; i < to; ++i) {
    Commit commit;
    commit.conversation = "c" + std::to_string(i);
    commit.log_entry = entryNumber(i);
    REQUIRE(store.commit(commit).ok());
  }
}

DecisionLog openedLog(const std::string& folder, const std::shared_ptr<Store>& store,
                      std::uint64_t file_bytes = 64u << 20) {
  auto log = DecisionLog::open(folder, store, {file_bytes});
  INFO((log ? "" : log.error()));
  REQUIRE(log.ok());
  return std::move(*log);
}

void drain(DecisionLog& log) {
  const auto written = log.drain();
  INFO((written ? "" : written.error()));
  REQUIRE(written.ok());
}

std::vector<std::string> filesOf(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

std::string contentOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> linesOf(const std::string& folder) {
  std::vector<std::string> lines;
  for (const std::string& path : filesOf(folder)) {
    std::istringstream in(contentOf(path));
    for (std::string line; std::getline(in, line);) lines.push_back(line);
  }
  return lines;
}

/// "line: message; …" of a log in one file; "" where nothing is wrong.
std::string findings(const std::vector<std::string>& lines, LogVerifierOptions options = {}) {
  LogVerifier verifier(std::move(options));
  for (std::size_t i = 0; i < lines.size(); ++i) verifier.line("log", i + 1, lines[i]);
  std::string all;
  for (const LogFinding& finding : verifier.finish())
    all += (all.empty() ? "" : "; ") + std::to_string(finding.line) + ": " + finding.message;
  return all;
}

/// Whether the log has entries 0 to `count - 1`, each once and in order.
void checkWhole(const std::string& folder, int count) {
  const std::vector<std::string> lines = linesOf(folder);
  REQUIRE(lines.size() == static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const auto parts = readLogLine(lines[static_cast<std::size_t>(i)]);
    REQUIRE(parts.has_value());
    REQUIRE(parts->rest == entryNumber(i).substr(1, entryNumber(i).size() - 2));
  }
  CHECK(findings(lines) == "");
}

TEST_CASE("an entry is one line, named after the one before", "[log]") {
  const Folder folder;
  const auto store = opened("memory:");
  leave(*store, 0, 2);
  DecisionLog log = openedLog(folder.path("log"), store);
  CHECK(log.head() == std::string(64, '0'));
  drain(log);
  CHECK(log.entries() == 2);
  const std::vector<std::string> lines = linesOf(folder.path("log"));
  // By hand: sha256sum over the line without its "hash".
  const std::string first = "38f11238275092629a78e3695cd60d76016d5bd33452683b09d7da50845019a1";
  CHECK(lines.at(0) == R"({"seq":1,"prev":")" + std::string(64, '0') +
                           R"(","conversation":"c","event_id":"0","hash":")" + first + "\"}");
  CHECK(lines.at(1).starts_with(R"({"seq":2,"prev":")" + first + R"(","conversation")"));
  CHECK(lines.at(1).ends_with(log.head() + "\"}"));
  CHECK(store->pendingLog(10)->empty());
}

TEST_CASE("a log goes on over files and over writers", "[log]") {
  const Folder folder;
  const auto store = opened("memory:");
  const std::string path = folder.path("log");
  std::string head;
  for (int i = 0; i < 12; ++i) {
    leave(*store, 2 * i, 2 * i + 2);
    DecisionLog log = openedLog(path, store, 600);
    if (i > 0) CHECK(log.head() == head);
    drain(log);
    head = log.head();
    CHECK(log.entries() == static_cast<std::uint64_t>(2 * i + 2));
  }
  CHECK(filesOf(path).size() > 4);
  for (const std::string& file : filesOf(path)) CHECK(contentOf(file).size() < 600 + 250);
  CHECK(filesOf(path).front().ends_with("/decisions-000001.jsonl"));
  checkWhole(path, 24);
}

TEST_CASE("more entries than a batch are written in one go", "[log]") {
  const Folder folder;
  const auto store = opened("memory:");
  leave(*store, 0, 2'500);
  DecisionLog log = openedLog(folder.path("log"), store);
  CHECK(*log.drain() == 2'500);
  CHECK(*log.drain() == 0);
  checkWhole(folder.path("log"), 2'500);
}

TEST_CASE("a writer that is killed loses nothing and writes nothing twice", "[log]") {
  // What it leaves: whole lines of a batch that the store still has, then half a line.
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(0, 60)));
  INFO("seed " << seed);
  Random random(seed);
  const Folder folder;
  const std::string path = folder.path("log");
  const std::string store_url = "sqlite:" + folder.path("s.sqlite");
  const int before = static_cast<int>(random.below(20));
  const int batch = 1 + static_cast<int>(random.below(20));
  const std::uint64_t file_bytes = random.percent(50) ? 700 : 1u << 20;
  {
    const auto store = opened(store_url);
    leave(*store, 0, before);
    DecisionLog log = openedLog(path, store, file_bytes);
    drain(log);
  }
  {
    // The same batch, written by a writer whose store is a copy: ours keeps it.
    const auto copy = opened("memory:");
    leave(*copy, before, before + batch);
    DecisionLog log = openedLog(path, copy, file_bytes);
    drain(log);
  }
  // Only what the store still has can be missing: the rest was on disk before it was taken out.
  const std::string last = filesOf(path).back();
  const std::string all = contentOf(last);
  const std::size_t of_batch = all.find("\"event_id\":\"" + std::to_string(before) + '"');
  const std::size_t begin =
      of_batch == std::string::npos ? 0 : all.rfind('\n', of_batch) + 1;  // npos + 1 is 0
  const std::size_t cut = random.below(all.size() - begin + 1);
  std::ofstream(last, std::ios::binary) << all.substr(0, all.size() - cut);

  const auto store = opened(store_url);
  leave(*store, before, before + batch + 3);
  {
    DecisionLog log = openedLog(path, store, file_bytes);
    drain(log);
  }
  checkWhole(path, before + batch + 3);
}

/// A store that drops the second half of what it is asked to, and then is gone.
class HalfDropping : public FailingStore {
 public:
  using FailingStore::FailingStore;
  int drops_to_fail = 0;

  Result<bool, std::string> dropLog(std::span<const PendingEntry> entries) override {
    if (drops_to_fail == 0) return FailingStore::dropLog(entries);
    --drops_to_fail;
    (void)FailingStore::dropLog(entries.subspan(entries.size() / 2));
    return std::string("connection lost");
  }
};

TEST_CASE(
    "entries are not written twice where a store drops some of them and fails, again and again",
    "[log]") {
  const Folder folder;
  const std::string path = folder.path("log");
  const auto store = std::make_shared<HalfDropping>(opened("memory:"));
  int count = 0;
  for (int round = 0; round < 6; ++round) {
    leave(*store, count, count + 1'100);
    count += 1'100;
    // A writer that goes on after a failure, and is killed then.
    DecisionLog log = openedLog(path, store);
    store->drops_to_fail = 2;
    CHECK_FALSE(log.drain().ok());
    CHECK_FALSE(log.drain().ok());
  }
  store->drops_to_fail = 0;
  DecisionLog log = openedLog(path, store);
  drain(log);
  std::vector<std::string> lines = linesOf(path);
  CHECK(lines.size() == static_cast<std::size_t>(count));
  CHECK(findings(lines) == "");
  std::set<std::string> entries;
  for (const std::string& line : lines) entries.insert(std::string(readLogLine(line)->rest));
  CHECK(entries.size() == static_cast<std::size_t>(count));
}

TEST_CASE("a folder has one writer", "[log]") {
  const Folder folder;
  const auto store = opened("memory:");
  const DecisionLog log = openedLog(folder.path("log"), store);
  const auto second = DecisionLog::open(folder.path("log"), store);
  REQUIRE_FALSE(second.ok());
  CHECK(second.error() ==
        "the log in '" + folder.path("log") + "' is being written by someone else");
}

TEST_CASE("a log that is damaged is not gone on with", "[log]") {
  const Folder folder;
  const std::string path = folder.path("log");
  const auto store = opened("memory:");
  leave(*store, 0, 2);
  {
    DecisionLog log = openedLog(path, store);
    drain(log);
  }
  const std::string file = filesOf(path).front();
  const std::string sound = contentOf(file);
  const auto why = [&](const std::string& content) {
    std::ofstream(file, std::ios::binary) << content;
    const auto log = DecisionLog::open(path, store);
    return log ? "opened" : log.error();
  };
  CHECK(why(sound + "hello\n") == "'" + file + "' holds what is no entry, and is not gone on with");
  std::string changed = sound;
  changed[changed.rfind("event_id") + 11] = '7';
  CHECK(why(changed) == "the last entry of '" + file + "' was changed, and is not gone on with");
  CHECK(why(sound + R"({"seq":3,)") == "opened");
}

struct Tampering {
  const char* what;
  std::function<void(std::vector<std::string>&)> change;
  const char* found;
};

TEST_CASE("whatever is done to a log is found at its place", "[log]") {
  const Folder folder;
  const auto store = opened("memory:");
  leave(*store, 0, 8);
  DecisionLog log = openedLog(folder.path("log"), store);
  drain(log);
  const std::vector<std::string> sound = linesOf(folder.path("log"));
  REQUIRE(findings(sound, {.head = log.head()}) == "");

  const auto forge = [](std::vector<std::string>& lines, std::size_t at, const std::string& entry) {
    const auto parts = readLogLine(lines[at]);
    std::string hash;
    lines[at] = makeLogLine(parts->number, std::string(parts->previous), entry, hash);
  };
  const auto rest = [](std::vector<std::string>& lines, std::size_t from) {
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(from));
  };
  const Tampering table[] = {
      {"nothing", [](auto&) {}, ""},
      {"one removed", [](auto& l) { l.erase(l.begin() + 3); },
       "4: entry 4 is missing before this one"},
      {"several removed", [](auto& l) { l.erase(l.begin() + 3, l.begin() + 6); },
       "4: entries 4 to 6 are missing before this one"},
      {"the first removed", [](auto& l) { l.erase(l.begin()); },
       "1: entry 1 is missing before this one"},
      {"the beginning cut off", [&](auto& l) { rest(l, 5); },
       "1: entries 1 to 5 are missing before this one"},
      {"one changed", [](auto& l) { l[2].replace(l[2].find("\"c\""), 3, "\"d\""); },
       "3: the entry was changed after it was written"},
      {"two changed",
       [](auto& l) { l[2].insert(40, "0"), l[5].replace(l[5].find("\"5\""), 3, "\"4\""); },
       "3: this is no entry of a decision log: it was changed, put in, or cut off; "
       "6: the entry was changed after it was written"},
      {"two neighbours swapped", [](auto& l) { std::swap(l[3], l[4]); },
       "5: entry 4 stands after entry 5: it was moved"},
      {"one moved to the end", [](auto& l) { std::rotate(l.begin() + 2, l.begin() + 3, l.end()); },
       "8: entry 3 stands after entry 8: it was moved"},
      {"one moved to the front",
       [](auto& l) { std::rotate(l.begin(), l.begin() + 4, l.begin() + 5); },
       "2: entry 1 stands after entry 5: it was moved; 3: entry 2 stands after entry 5: it was "
       "moved; "
       "4: entry 3 stands after entry 5: it was moved; 5: entry 4 stands after entry 5: it was "
       "moved"},
      {"one written twice", [](auto& l) { l.insert(l.begin() + 4, l[3]); },
       "5: entry 4 is here a second time"},
      {"one forged", [&](auto& l) { forge(l, 4, entryNumber(77)); },
       "6: it was not written after the entry before it: one of the two was put in or replaced"},
      {"the last forged", [&](auto& l) { forge(l, 7, entryNumber(77)); }, ""},
      {"an entry of another log put in",
       [&](auto& l) {
         std::string hash;
         l.insert(l.begin() + 2, makeLogLine(3, noDigest(), entryNumber(99), hash));
       },
       "3: it was not written after the entry before it: one of the two was put in or replaced; "
       "4: entry 3 is here a second time; "
       "5: it was not written after the entry before it: one of the two was put in or replaced"},
      {"half a line", [](auto& l) { l[7].resize(60); },
       "8: this is no entry of a decision log: it was changed, put in, or cut off"},
      {"a line overwritten", [](auto& l) { l[3] = "{}"; },
       "4: this is no entry of a decision log: it was changed, put in, or cut off"},
      {"a line overwritten and the next removed",
       [](auto& l) { l[3] = "", l.erase(l.begin() + 4); },
       "4: this is no entry of a decision log: it was changed, put in, or cut off; "
       "5: entry 5 is missing before this one"},
      {"the end cut off", [](auto& l) { l.resize(5); }, ""},
  };
  for (const Tampering& tampering : table) {
    INFO(tampering.what);
    std::vector<std::string> lines = sound;
    tampering.change(lines);
    CHECK(findings(lines) == tampering.found);
  }
  // What the chain alone cannot tell, the latest digest does.
  for (const std::size_t left : {0u, 5u, 7u}) {
    std::vector<std::string> lines = sound;
    lines.resize(left);
    CHECK(findings(lines, {.head = log.head()}).find("0: there is no entry with the digest") == 0);
  }
  std::vector<std::string> lines = sound;
  forge(lines, 7, entryNumber(77));
  CHECK(findings(lines, {.head = log.head()}).find("there is no entry") != std::string::npos);
  // An older digest stands for what was there then.
  const auto fifth = readLogLine(sound[4]);
  CHECK(findings(sound, {.head = std::string(fifth->hash)}) == "");
  // Of a log whose beginning is elsewhere.
  lines.assign(sound.begin() + 5, sound.end());
  CHECK(findings(lines, {.before = std::string(fifth->hash)}) == "");
  CHECK(findings(lines, {.before = std::string(64, 'a')}) ==
        "1: it follows another entry than that of the digest given as the one before");
}

TEST_CASE("no change of a byte goes unseen", "[log]") {
  const Folder folder;
  const auto store = opened("memory:");
  leave(*store, 0, 3);
  DecisionLog log = openedLog(folder.path("log"), store);
  drain(log);
  const std::vector<std::string> sound = linesOf(folder.path("log"));
  for (std::size_t line = 0; line < sound.size(); ++line) {
    for (std::size_t i = 0; i < sound[line].size(); ++i) {
      std::vector<std::string> lines = sound;
      lines[line][i] = static_cast<char>(lines[line][i] ^ 1);
      REQUIRE_FALSE(findings(lines, {.head = log.head()}).empty());
    }
  }
}

}  // namespace
}  // namespace decorum::test
