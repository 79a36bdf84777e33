/// All that is written to a store in SQLite. What several threads write at the same time is one
/// transaction: one of them makes it for all, so that they wait for the disk once.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "decorum/work.h"
#include "runtime/memory/sqlite.h"

namespace decorum::sqlite {

/// The connection that writes, and its statements.
struct Writer {
  Connection connection;
  Statement begin, commit, rollback, mark, release, undo;
  Statement insert, update, forget, add_work, change_work, prune, add_log, drop_log;

  bool prepare();
  /// Rows that the latest statement changed.
  int changes() const { return sqlite3_changes(connection.get()); }
};

/// Writes a work item unless one of its id is there. Whether that went well.
bool addWork(Writer& to, const WorkItem& item);
/// Writes `item` over the one of its id and version, one version up. Whether that went well.
bool changeWork(Writer& to, const WorkItem& item);

/// What became of a change: made, refused by itself and undone, or kept from being made.
enum class Step : std::uint8_t { kDone, kStopped, kFailed };

/// Any thread at once.
class GroupWriter {
 public:
  using Change = std::function<Step(Writer&)>;
  struct Outcome {
    Step step = Step::kFailed;
    std::string failure;  ///< of `kFailed`: why
  };

  /// Opens the file at `path` (see `connect`) for writing. Error: why it cannot be used, "" for
  /// none.
  std::string open(const std::string& path, std::int64_t busy_ms);

  /// Makes one change, whole or not at all. `kDone`: it is on disk. Changes that are made together
  /// see those before them, and none that was undone.
  Outcome write(const Change& change);

  /// How many changes wait for the one that is being made.
  std::size_t waiting() const;

 private:
  /// As many changes as one transaction takes at most: what is lost if it fails.
  static constexpr std::size_t kMostTogether = 64;

  struct Waiting {
    const Change* change = nullptr;
    Outcome outcome;
    bool is_over = false;
  };

  void lead(std::unique_lock<std::mutex>& lock);
  void writeTogether(std::vector<Waiting*>& group);
  bool writeEach(std::vector<Waiting*>& group);
  Step writeOne(const Change& change);
  void fail(std::vector<Waiting*>& group) const;

  std::string path_;
  Writer writer_;             // of the thread that leads
  mutable std::mutex mutex_;  // of what follows
  std::vector<Waiting*> waiting_;
  bool is_led_ = false;
  std::condition_variable over_;
};

}  // namespace decorum::sqlite
