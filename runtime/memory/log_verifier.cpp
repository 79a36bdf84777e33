/// What is wrong with a log. Entries are numbered, so that a gap and an entry that stands too late
/// are the two ends of one mistake: the gap is told only if nothing turns up that belongs there.
#include <algorithm>
#include <map>
#include <utility>

#include "decorum/decision_log.h"
#include "runtime/memory/log_line.h"

namespace decorum {
namespace {

struct Gap {
  std::uint64_t last = 0;  ///< the number of its last entry; the first is the key
  std::size_t order = 0;   ///< of the line before which it is
  LogFinding at;
};

std::string numbered(std::uint64_t first, std::uint64_t last) {
  return first == last
             ? "entry " + std::to_string(first) + " is"
             : "entries " + std::to_string(first) + " to " + std::to_string(last) + " are";
}

}  // namespace

struct LogVerifier::Impl {
  LogVerifierOptions options;
  std::vector<std::pair<std::size_t, LogFinding>> findings;  // by order of lines
  std::map<std::uint64_t, Gap> gaps;                         // by their first number
  std::size_t lines = 0;
  std::uint64_t entries = 0;
  std::uint64_t last = 0;
  std::string head = noDigest();
  bool is_head_certain = true;  // false after a line that could not be read
  bool head_found = false;
  LogFinding place;

  void find(std::string message) {
    findings.emplace_back(lines, LogFinding{place.file, place.line, std::move(message)});
  }
  void first(const LogLineParts& entry);
  void next(const LogLineParts& entry);
  bool fillGap(std::uint64_t number);
};

void LogVerifier::Impl::first(const LogLineParts& entry) {
  const std::string before = options.before.empty() ? noDigest() : options.before;
  if (entry.previous == before) return;
  if (!options.before.empty()) {
    find("it follows another entry than that of the digest given as the one before");
  } else if (entry.number > 1 && is_head_certain) {
    gaps.emplace(1, Gap{entry.number - 1, lines, place});
  } else if (entry.number == 1) {
    find("it is the first entry, and names one before it");
  }
}

void LogVerifier::Impl::next(const LogLineParts& entry) {
  if (entry.number > last + 1) {
    // What could not be read stands for one of those that are missing.
    const std::uint64_t from = last + (is_head_certain ? 1 : 2);
    if (from < entry.number) gaps.emplace(from, Gap{entry.number - 1, lines, place});
  } else if (is_head_certain && entry.previous != head) {
    find("it was not written after the entry before it: one of the two was put in or replaced");
  }
}

/// Whether an entry of this number was missed, which it is not any more.
bool LogVerifier::Impl::fillGap(std::uint64_t number) {
  auto after = gaps.upper_bound(number);
  if (after == gaps.begin()) return false;
  const auto found = std::prev(after);
  const std::uint64_t from = found->first;
  const Gap gap = found->second;
  if (number > gap.last) return false;
  gaps.erase(found);
  if (from < number) gaps.emplace(from, Gap{number - 1, gap.order, gap.at});
  if (number < gap.last) gaps.emplace(number + 1, gap);
  return true;
}

LogVerifier::LogVerifier(LogVerifierOptions options) : impl_(std::make_unique<Impl>()) {
  impl_->options = std::move(options);
}
LogVerifier::~LogVerifier() = default;

void LogVerifier::line(const std::string& file, std::uint64_t number, std::string_view text) {
  Impl& self = *impl_;
  ++self.lines;
  self.place = {file, number, ""};
  const auto entry = readLogLine(text);
  if (!entry) {
    self.find("this is no entry of a decision log: it was changed, put in, or cut off");
    self.is_head_certain = false;
    return;
  }
  ++self.entries;
  if (hashOfLogLine(text) != entry->hash) self.find("the entry was changed after it was written");
  self.head_found = self.head_found || entry->hash == self.options.head;
  const bool is_first = self.entries == 1;
  if (!is_first && entry->number <= self.last) {
    const std::string which = "entry " + std::to_string(entry->number);
    if (self.fillGap(entry->number)) {
      self.find(which + " stands after entry " + std::to_string(self.last) + ": it was moved");
    } else {
      self.find(which + " is here a second time");
    }
    return;
  }
  if (is_first) {
    self.first(*entry);
  } else {
    self.next(*entry);
  }
  self.last = entry->number;
  self.head = entry->hash;
  self.is_head_certain = true;
}

std::vector<LogFinding> LogVerifier::finish() {
  Impl& self = *impl_;
  for (auto& [from, gap] : self.gaps) {
    gap.at.message = numbered(from, gap.last) + " missing before this one";
    self.findings.emplace_back(gap.order, std::move(gap.at));
  }
  if (!self.options.head.empty() && !self.head_found) {
    ++self.lines;
    self.place.line = 0;
    self.find("there is no entry with the digest " + self.options.head +
              ": the end of the log was cut off, or the entry was changed");
  }
  std::stable_sort(self.findings.begin(), self.findings.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<LogFinding> findings;
  for (auto& [order, finding] : self.findings) findings.push_back(std::move(finding));
  return findings;
}

std::uint64_t LogVerifier::entries() const { return impl_->entries; }
std::uint64_t LogVerifier::lastNumber() const { return impl_->last; }
const std::string& LogVerifier::head() const { return impl_->head; }

}  // namespace decorum
