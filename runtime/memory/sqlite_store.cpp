/// The store in one SQLite file.
#include "runtime/memory/sqlite_store.h"

#include <charconv>
#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "runtime/memory/sqlite.h"
#include "runtime/memory/sqlite_schema.h"

namespace decorum {
namespace {

using sqlite::Connection;
using sqlite::ResetLater;
using sqlite::Statement;

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

struct Writer {
  Connection connection;
  Statement begin, commit, rollback, insert, update, forget, add_work, change_work, prune, add_log,
      drop_log;

  bool prepare() {
    sqlite3* const to = connection.get();
    return begin.prepare(to, "BEGIN IMMEDIATE") && commit.prepare(to, "COMMIT") &&
           rollback.prepare(to, "ROLLBACK") &&
           insert.prepare(to,
                          "INSERT OR IGNORE INTO conversation (id, version, record, vault) "
                          "VALUES (?, 1, ?, ?)") &&
           update.prepare(to,
                          "UPDATE conversation SET version = version + 1, record = ?, vault = ? "
                          "WHERE id = ? AND version = ?") &&
           forget.prepare(to, "DELETE FROM conversation WHERE id = ?") &&
           add_work.prepare(to, "INSERT OR IGNORE INTO work VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)") &&
           change_work.prepare(to,
                               "UPDATE work SET version = ?, state = ?, queue = ?, "
                               "conversation = ?, change_ms = ?, delivery_ms = ?, finished_ms = ?, "
                               "item = ? WHERE id = ? AND version = ?") &&
           prune.prepare(to, "DELETE FROM work WHERE finished_ms < ? AND delivery_ms IS NULL") &&
           add_log.prepare(to, "INSERT INTO log (entry) VALUES (?)") &&
           drop_log.prepare(to, "DELETE FROM log WHERE number = ?");
  }
};

/// Rolls back unless it was committed.
class Transaction {
 public:
  explicit Transaction(Writer& writer)
      : writer_(writer), open_(writer.begin.begin().run()), began_(open_) {}
  ~Transaction() {
    if (open_) writer_.rollback.begin().run();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  bool began() const { return began_; }
  bool commit() {
    if (!writer_.commit.begin().run()) return false;
    open_ = false;
    return true;
  }

 private:
  Writer& writer_;
  bool open_;
  bool began_;
};

void bindInstant(Statement& statement, std::optional<std::int64_t> time_ms) {
  if (time_ms) {
    statement.bind(*time_ms);
  } else {
    statement.bindNull();
  }
}

/// Binds everything but the id, in the order of the columns.
void bindItem(Statement& statement, const WorkItem& item, const std::string& json) {
  const bool pending = item.delivery.state == DeliveryState::kPending;
  statement.bind(static_cast<std::int64_t>(item.version));
  statement.bind(static_cast<std::int64_t>(item.state));
  statement.bind(item.queue).bind(item.conversation);
  bindInstant(statement, item.nextChange());
  bindInstant(statement, pending ? std::optional(item.delivery.due_ms) : std::nullopt);
  bindInstant(statement, item.isFinished() ? item.changed_ms : std::nullopt);
  statement.bind(json);
}

class SqliteStore : public Store {
 public:
  SqliteStore(std::string path, std::int64_t busy_ms) : path_(std::move(path)), busy_ms_(busy_ms) {}

  std::string open() {
    writer_.connection = sqlite::connect(path_, busy_ms_);
    sqlite3* const connection = writer_.connection.get();
    if (sqlite3_errcode(connection) != SQLITE_OK) return failure(writer_);
    std::string problem = sqlite::adopt(connection, path_);
    if (!problem.empty()) return problem;
    // A commit is on disk before it is answered for, whatever happens to the machine.
    const bool ready =
        sqlite::execute(connection, "PRAGMA synchronous = FULL") && writer_.prepare();
    return ready ? "" : failure(writer_);
  }

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
          if (sqlite3_changes(to.connection.get()) == 0) return Step::kStopped;
          for (const WorkItem& item : commit.work)
            if (!addWork(to, item)) return Step::kFailed;
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
          return sqlite3_changes(to.connection.get()) == 0 ? Step::kStopped : Step::kDone;
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
          WorkItem item = change.item;
          ++item.version;
          const std::string json = toJson(item);
          Statement& statement = to.change_work.begin();
          bindItem(statement, item, json);
          statement.bind(item.id).bind(static_cast<std::int64_t>(change.item.version));
          if (!statement.run()) return Step::kFailed;
          if (sqlite3_changes(to.connection.get()) == 0) return Step::kStopped;
          return !change.opens || addWork(to, *change.opens) ? Step::kDone : Step::kFailed;
        },
        CommitOutcome::kConflict);
  }

  Result<std::size_t, std::string> pruneWork(std::int64_t finished_before_ms) override {
    std::size_t removed = 0;
    return write<std::size_t>(
        removed,
        [&](Writer& to) {
          if (!to.prune.begin().bind(finished_before_ms).run()) return Step::kFailed;
          removed = static_cast<std::size_t>(sqlite3_changes(to.connection.get()));
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
  enum class Step { kDone, kStopped, kFailed };

  template <class Side>
  std::string failure(const Side& side) const {
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

  /// One transaction. Gives `done` where it was committed, `stopped` where `to` undid it.
  template <class T, class To>
  Result<T, std::string> write(const T& done, To to, T stopped) {
    const std::lock_guard lock(writer_mutex_);
    Transaction transaction(writer_);
    if (!transaction.began()) return failure(writer_);
    const Step step = to(writer_);
    if (step == Step::kStopped) return stopped;
    if (step == Step::kFailed || !transaction.commit()) return failure(writer_);
    return done;
  }

  bool addWork(Writer& to, const WorkItem& item) {
    const std::string json = toJson(item);
    Statement& statement = to.add_work.begin().bind(item.id);
    bindItem(statement, item, json);
    return statement.run();
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
  std::mutex writer_mutex_;
  Writer writer_;
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
