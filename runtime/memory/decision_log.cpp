/// The writer of the decision log. A batch goes: write, sync, take out of the store; so after a
/// crash at most one batch is both in the files and in the store, and that one is recognised.
#include "decorum/decision_log.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <utility>

#include "runtime/base/descriptor.h"
#include "runtime/base/digest.h"
#include "runtime/memory/log_line.h"

namespace decorum {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBatch = 1024;  // entries
constexpr std::size_t kAllPending = 1'000'000'000;

std::string because(const std::string& what) { return what + ": " + std::strerror(errno); }

std::string fileName(std::uint64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
  return "decisions-" + digits + ".jsonl";
}

/// The number in a file's name; 0 where it is not a file of the log.
std::uint64_t fileNumber(const std::string& name) {
  constexpr std::string_view kBefore = "decisions-";
  if (!name.starts_with(kBefore)) return 0;
  std::uint64_t number = 0;
  for (std::size_t i = kBefore.size(); i < name.size() && name[i] >= '0' && name[i] <= '9'; ++i)
    number = number * 10 + static_cast<std::uint64_t>(name[i] - '0');
  return name == fileName(number) ? number : 0;
}

/// Which of a folder's files are the log's, by number.
std::vector<std::uint64_t> filesIn(const std::string& folder) {
  std::vector<std::uint64_t> numbers;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (const std::uint64_t number = fileNumber(entry.path().filename().string()))
      numbers.push_back(number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// What is the same of an entry in the store and in the log, as a digest.
std::string identityOf(std::string_view entry_without_brace) {
  return PartsDigest("log entry").add(entry_without_brace).finishHex();
}

}  // namespace

struct DecisionLog::Impl {
  std::string folder;
  std::shared_ptr<Store> store;
  DecisionLogOptions options;
  Descriptor lock;
  Descriptor file;
  std::uint64_t file_number = 0;
  std::uint64_t file_size = 0;  // of whole entries that are on disk
  std::uint64_t entries = 0;
  std::string head = noDigest();
  std::set<std::string> latest;  // identities of those that the store may still have

  std::string pathOf(std::uint64_t number) const { return folder + '/' + fileName(number); }
  std::string recover();
  std::string readFile(std::uint64_t number, std::deque<std::string>& identities);
  std::string openFile(std::uint64_t number);
  std::string append(const std::string& lines);
  std::string writeBatch(const std::vector<PendingEntry>& batch, std::uint64_t& written);
  std::string dropWritten();
};

/// Reads where the log ends. "" or what is wrong with it.
std::string DecisionLog::Impl::recover() {
  std::vector<std::uint64_t> numbers = filesIn(folder);
  if (numbers.empty()) return openFile(1);
  const std::uint64_t last = numbers.back();
  std::deque<std::string> identities;
  for (; !numbers.empty() && identities.size() < kBatch; numbers.pop_back()) {
    std::deque<std::string> of_file;
    const bool is_latest = entries == 0;
    const std::uint64_t known_entries = entries;
    const std::string known_head = head;
    std::string problem = readFile(numbers.back(), of_file);
    if (!problem.empty()) return problem;
    if (!is_latest) {
      entries = known_entries;
      head = known_head;
    }
    identities.insert(identities.begin(), of_file.begin(), of_file.end());
  }
  const std::size_t surplus = identities.size() > kBatch ? identities.size() - kBatch : 0;
  latest.insert(identities.begin() + static_cast<std::ptrdiff_t>(surplus), identities.end());
  return openFile(last);
}

/// Takes half an entry away from the end of a file, and reads the others.
std::string DecisionLog::Impl::readFile(std::uint64_t number, std::deque<std::string>& identities) {
  const std::string path = pathOf(number);
  std::ifstream in(path, std::ios::binary);
  if (!in) return because("cannot read '" + path + "'");
  std::string line;
  std::string last;
  std::uint64_t size = 0;
  while (std::getline(in, line)) {
    if (in.eof()) {  // no line end: not whole
      if (::truncate(path.c_str(), static_cast<off_t>(size)) != 0)
        return because("cannot mend the end of '" + path + "'");
      break;
    }
    size += line.size() + 1;
    const auto parts = readLogLine(line);
    if (!parts) return "'" + path + "' holds what is no entry, and is not gone on with";
    identities.push_back(identityOf(std::string(parts->rest) + '}'));
    if (identities.size() > kBatch) identities.pop_front();
    last = line;
  }
  if (last.empty()) return "";
  const auto parts = readLogLine(last);
  if (hashOfLogLine(last) != parts->hash)
    return "the last entry of '" + path + "' was changed, and is not gone on with";
  entries = parts->number;
  head = parts->hash;
  return "";
}

std::string DecisionLog::Impl::openFile(std::uint64_t number) {
  const std::string path = pathOf(number);
  file = Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640));
  if (!file.isOpen()) return because("cannot write '" + path + "'");
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.isOpen() || ::fsync(directory.get()) != 0)
    return because("cannot write to '" + folder + "'");
  const off_t end = ::lseek(file.get(), 0, SEEK_END);
  if (end < 0) return because("cannot write '" + path + "'");
  file_number = number;
  file_size = static_cast<std::uint64_t>(end);
  return "";
}

/// Lines that are on disk when it returns; or none of them.
std::string DecisionLog::Impl::append(const std::string& lines) {
  if (lines.empty()) return "";
  if (writeAll(file.get(), lines) && ::fdatasync(file.get()) == 0) {
    file_size += lines.size();
    return "";
  }
  std::string problem = because("cannot write '" + pathOf(file_number) + "'");
  if (::ftruncate(file.get(), static_cast<off_t>(file_size)) != 0)
    problem += ", nor take back what was written of it";
  return problem;
}

std::string DecisionLog::Impl::writeBatch(const std::vector<PendingEntry>& batch,
                                          std::uint64_t& written) {
  std::string lines;
  std::vector<std::string> identities;
  std::uint64_t number = entries;
  std::string previous = head;
  const auto flush = [&]() -> std::string {
    std::string problem = append(lines);
    if (!problem.empty()) return problem;
    written += number - entries;
    entries = number;
    head = previous;
    latest.insert(identities.begin(), identities.end());
    identities.clear();
    lines.clear();
    return "";
  };
  for (const PendingEntry& pending : batch) {
    if (pending.entry.size() < 3 || pending.entry.front() != '{')
      return "the store has what is no entry of a log: '" + pending.ticket + "'";
    std::string identity = identityOf(std::string_view(pending.entry).substr(1));
    if (latest.count(identity) > 0) continue;
    if (file_size + lines.size() >= options.file_bytes) {
      std::string problem = flush();
      if (problem.empty()) problem = openFile(file_number + 1);
      if (!problem.empty()) return problem;
    }
    std::string hash;
    lines += makeLogLine(++number, previous, pending.entry, hash) + '\n';
    previous = std::move(hash);
    identities.push_back(std::move(identity));
  }
  return flush();
}

/// Drops from the store what the log has already: of the batch before, whose dropping failed, or
/// after which the process died. Nothing new is written before, so that what is in both is always
/// among the latest `kBatch` entries of the log, which `recover` knows.
std::string DecisionLog::Impl::dropWritten() {
  if (latest.empty()) return "";
  const auto pending = store->pendingLog(kAllPending);
  if (!pending) return pending.error();
  std::vector<PendingEntry> known;
  for (const PendingEntry& entry : *pending) {
    const bool is_entry = entry.entry.size() >= 3;
    if (is_entry && latest.contains(identityOf(std::string_view(entry.entry).substr(1))))
      known.push_back(entry);
  }
  if (!known.empty()) {
    const auto dropped = store->dropLog(known);
    if (!dropped) return dropped.error();
  }
  latest.clear();
  return "";
}

Result<DecisionLog, std::string> DecisionLog::open(const std::string& folder,
                                                   std::shared_ptr<Store> store,
                                                   DecisionLogOptions options) {
  auto impl = std::make_unique<Impl>();
  impl->folder = folder;
  impl->store = std::move(store);
  impl->options = options;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return "cannot make the folder '" + folder + "': " + error.message();
  const std::string lock = folder + "/decisions.lock";
  impl->lock = Descriptor(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640));
  if (!impl->lock.isOpen()) return because("cannot write '" + lock + "'");
  if (::flock(impl->lock.get(), LOCK_EX | LOCK_NB) != 0)
    return "the log in '" + folder + "' is being written by someone else";
  std::string problem = impl->recover();
  if (!problem.empty()) return problem;
  return DecisionLog(std::move(impl));
}

DecisionLog::DecisionLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
DecisionLog::~DecisionLog() = default;
DecisionLog::DecisionLog(DecisionLog&&) noexcept = default;
DecisionLog& DecisionLog::operator=(DecisionLog&&) noexcept = default;

Result<std::uint64_t, std::string> DecisionLog::drain() {
  std::uint64_t written = 0;
  if (std::string problem = impl_->dropWritten(); !problem.empty()) return problem;
  for (;;) {
    auto batch = impl_->store->pendingLog(kBatch);
    if (!batch) return batch.error();
    if (batch->empty()) return written;
    std::string problem = impl_->writeBatch(*batch, written);
    if (!problem.empty()) return problem;
    const auto dropped = impl_->store->dropLog(*batch);
    if (!dropped) return dropped.error();
    impl_->latest.clear();
  }
}

const std::string& DecisionLog::head() const { return impl_->head; }
std::uint64_t DecisionLog::entries() const { return impl_->entries; }

}  // namespace decorum
