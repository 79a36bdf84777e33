/// The store in one SQLite file.
#include "runtime/memory/sqlite_store.h"

#include <charconv>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "runtime/memory/sqlite.h"
#include "runtime/memory/sqlite_schema.h"
#include "runtime/memory/sqlite_writer.h"

namespace decorum {
namespace {

using sqlite::Connection;
using sqlite::ResetLater;
using sqlite::Statement;
using sqlite::Step;
using sqlite::Writer;

struct Reader {
  Connection connection;
  Statement load, item, work, changes, deliveries, log, figures;

  bool prepare() {
    sqlite3* const to = connection.get();
    return load.prepare(to, "SELECT version, record, vault FROM conversation WHERE id = ?") &&
           item.prepare(to, "SELECT item FROM work WHERE id = ?") &&
           work.prepare(to,
                        "SELECT item FROM work WHERE id > ?1 AND (?2 < 0 OR state = ?2) AND "
                        "(?3 = '' OR queue = ?3) AND (?4 = '' OR conversation = ?4) "
                        "ORDER BY id LIMIT ?5") &&
           changes.prepare(to,
                           "SELECT item FROM work WHERE change_ms <= ? ORDER BY change_ms, id "
                           "LIMIT ?") &&
           deliveries.prepare(to,
                              "SELECT item FROM work WHERE delivery_ms <= ? ORDER BY delivery_ms, "
                              "id LIMIT ?") &&
           log.prepare(to, "SELECT number, entry FROM log ORDER BY number LIMIT ?") &&
           figures.prepare(to,
                           "SELECT (SELECT count(*) FROM conversation), "
                           "(SELECT count(*) FROM work), (SELECT count(*) FROM log)");
  }
};

class SqliteStore : public Store {
 public:
  SqliteStore(std::string path, std::int64_t busy_ms) : path_(std::move(path)), busy_ms_(busy_ms) {}

  std::string open() { return writer_.open(path_, busy_ms_); }

  Result<StoredConversation, std::string> load(std::string_view conversation) override {
    return read<StoredConversation>([&](Reader& from) {
      Statement& statement = from.load.begin().bind(conversation);
      const ResetLater reset(statement);
      const int status = statement.step();
      if (status == SQLITE_DONE)
        return Result<StoredConversation, std::string>(StoredConversation());
      if (status != SQLITE_ROW) return Result<StoredConversation, std::string>(failure(from));
      const auto record = statement.bytes(1);
      const auto vault = statement.bytes(2);
      const auto version = static_cast<std::uint64_t>(statement.integer(0));
      return Result<StoredConversation, std::string>(StoredConversation{
          version, {record.begin(), record.end()}, {vault.begin(), vault.end()}});
    });
  }

  Result<CommitOutcome, std::string> commit(const Commit& commit) override {
    return write<CommitOutcome>(
        CommitOutcome::kDone,
        [&](Writer& to) {
          const auto expected = static_cast<std::int64_t>(commit.expected_version);
          const std::span<const std::byte> record(commit.record);
          const std::span<const std::byte> vault(commit.vault);
          const bool ran =
              expected == 0
                  ? to.insert.begin().bind(commit.conversation).bind(record).bind(vault).run()
                  : to.update.begin()
                        .bind(record)
                        .bind(vault)
                        .bind(commit.conversation)
                        .bind(expected)
                        .run();
          if (!ran) return Step::kFailed;
          if (to.changes() == 0) return Step::kStopped;
          for (const WorkItem& item : commit.work)
            if (!sqlite::addWork(to, item)) return Step::kFailed;
          if (!commit.log_entry.empty() && !to.add_log.begin().bind(commit.log_entry).run())
            return Step::kFailed;
          return Step::kDone;
        },
        CommitOutcome::kConflict);
  }

  Result<bool, std::string> forget(std::string_view conversation) override {
    return write<bool>(
        true,
        [&](Writer& to) {
          if (!to.forget.begin().bind(conversation).run()) return Step::kFailed;
          return to.changes() == 0 ? Step::kStopped : Step::kDone;
        },
        false);
  }

  Result<std::optional<WorkItem>, std::string> workItem(std::string_view id) override {
    return read<std::optional<WorkItem>>([&](Reader& from) {
      using Found = Result<std::optional<WorkItem>, std::string>;
      auto items = itemsOf(from, from.item.begin().bind(id));
      if (!items) return Found(items.error());
      return items->empty() ? Found(std::nullopt) : Found(std::move(items->front()));
    });
  }

  Result<std::vector<WorkItem>, std::string> work(const WorkQuery& query) override {
    return read<std::vector<WorkItem>>([&](Reader& from) {
      const auto state = query.state ? static_cast<std::int64_t>(*query.state) : -1;
      return itemsOf(from, from.work.begin()
                               .bind(query.after_id)
                               .bind(state)
                               .bind(query.queue)
                               .bind(query.conversation)
                               .bind(static_cast<std::int64_t>(query.limit)));
    });
  }

  Result<std::vector<WorkItem>, std::string> dueChanges(std::int64_t until_ms,
                                                        std::size_t limit) override {
    return read<std::vector<WorkItem>>([&](Reader& from) {
      return itemsOf(from,
                     from.changes.begin().bind(until_ms).bind(static_cast<std::int64_t>(limit)));
    });
  }

  Result<std::vector<WorkItem>, std::string> dueDeliveries(std::int64_t until_ms,
                                                           std::size_t limit) override {
    return read<std::vector<WorkItem>>([&](Reader& from) {
      return itemsOf(from,
                     from.deliveries.begin().bind(until_ms).bind(static_cast<std::int64_t>(limit)));
    });
  }

  Result<CommitOutcome, std::string> change(const WorkChange& change) override {
    return write<CommitOutcome>(
        CommitOutcome::kDone,
        [&](Writer& to) {
          if (!sqlite::changeWork(to, change.item)) return Step::kFailed;
          if (to.changes() == 0) return Step::kStopped;
          return !change.opens || sqlite::addWork(to, *change.opens) ? Step::kDone : Step::kFailed;
        },
        CommitOutcome::kConflict);
  }

  Result<std::size_t, std::string> pruneWork(std::int64_t finished_before_ms) override {
    std::size_t removed = 0;
    return write<std::size_t>(
        removed,
        [&](Writer& to) {
          if (!to.prune.begin().bind(finished_before_ms).run()) return Step::kFailed;
          removed = static_cast<std::size_t>(to.changes());
          return Step::kDone;
        },
        0);
  }

  Result<std::vector<PendingEntry>, std::string> pendingLog(std::size_t limit) override {
    return read<std::vector<PendingEntry>>([&](Reader& from) {
      Statement& statement = from.log.begin().bind(static_cast<std::int64_t>(limit));
      const ResetLater reset(statement);
      std::vector<PendingEntry> entries;
      int status = SQLITE_ROW;
      while ((status = statement.step()) == SQLITE_ROW)
        entries.push_back({statement.text(0), statement.text(1)});
      using Entries = Result<std::vector<PendingEntry>, std::string>;
      return status == SQLITE_DONE ? Entries(std::move(entries)) : Entries(failure(from));
    });
  }

  Result<bool, std::string> dropLog(std::span<const PendingEntry> entries) override {
    return write<bool>(
        true,
        [&](Writer& to) {
          for (const PendingEntry& entry : entries) {
            std::int64_t number = 0;
            const std::string& ticket = entry.ticket;
            std::from_chars(ticket.data(), ticket.data() + ticket.size(), number);
            if (!to.drop_log.begin().bind(number).run()) return Step::kFailed;
          }
          return Step::kDone;
        },
        false);
  }

  Result<StoreFigures, std::string> figures() override {
    return read<StoreFigures>([&](Reader& from) {
      using Figures = Result<StoreFigures, std::string>;
      const ResetLater reset(from.figures.begin());
      if (from.figures.step() != SQLITE_ROW) return Figures(failure(from));
      const auto count = [&](int column) {
        return static_cast<std::uint64_t>(from.figures.integer(column));
      };
      return Figures(StoreFigures{count(0), 0, count(1), count(2)});
    });
  }

 private:
  std::string failure(const Reader& side) const {
    return sqlite::whyUnusable(path_, side.connection.get());
  }

  /// Runs `from(reader)` over a connection that no one else uses.
  template <class T, class From>
  Result<T, std::string> read(From from) {
    std::unique_ptr<Reader> reader = takeReader();
    if (reader == nullptr) {
      reader = std::make_unique<Reader>();
      reader->connection = sqlite::connect(path_, busy_ms_);
      if (sqlite3_errcode(reader->connection.get()) != SQLITE_OK || !reader->prepare())
        return failure(*reader);
    }
    Result<T, std::string> result = from(*reader);
    if (!result.ok()) return result;  // whatever ails the connection ends with it
    const std::lock_guard lock(readers_mutex_);
    readers_.push_back(std::move(reader));
    return result;
  }

  std::unique_ptr<Reader> takeReader() {
    const std::lock_guard lock(readers_mutex_);
    if (readers_.empty()) return nullptr;
    std::unique_ptr<Reader> reader = std::move(readers_.back());
    readers_.pop_back();
    return reader;
  }

  /// Made whole or not at all. Gives `done` where it was made, `stopped` where `to` refused.
  template <class T>
  Result<T, std::string> write(const T& done, const sqlite::GroupWriter::Change& to, T stopped) {
    sqlite::GroupWriter::Outcome outcome = writer_.write(to);
    if (outcome.step == Step::kFailed) return std::move(outcome.failure);
    return outcome.step == Step::kStopped ? stopped : done;
  }

  Result<std::vector<WorkItem>, std::string> itemsOf(const Reader& from, Statement& statement) {
    const ResetLater reset(statement);
    std::vector<WorkItem> items;
    for (;;) {
      const int status = statement.step();
      if (status == SQLITE_DONE) return items;
      if (status != SQLITE_ROW) return failure(from);
      auto item = parseWorkItem(statement.text(0));
      if (!item) return "the store '" + path_ + "': " + item.error();
      items.push_back(std::move(*item));
    }
  }

  const std::string path_;
  const std::int64_t busy_ms_;
  sqlite::GroupWriter writer_;
  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Reader>> readers_;
};

}  // namespace

Result<std::unique_ptr<Store>, std::string> openSqliteStore(const std::string& path,
                                                            std::int64_t busy_ms) {
  auto store = std::make_unique<SqliteStore>(path, busy_ms);
  std::string problem = store->open();
  if (!problem.empty()) return problem;
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace decorum
