#include "runtime/memory/sqlite_writer.h"

#include <algorithm>
#include <optional>

#include "runtime/memory/sqlite_schema.h"

namespace decorum::sqlite {
namespace {

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

}  // namespace

bool Writer::prepare() {
  sqlite3* const to = connection.get();
  return begin.prepare(to, "BEGIN IMMEDIATE") && commit.prepare(to, "COMMIT") &&
         rollback.prepare(to, "ROLLBACK") && mark.prepare(to, "SAVEPOINT one") &&
         release.prepare(to, "RELEASE one") && undo.prepare(to, "ROLLBACK TO one") &&
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

bool addWork(Writer& to, const WorkItem& item) {
  const std::string json = toJson(item);
  Statement& statement = to.add_work.begin().bind(item.id);
  bindItem(statement, item, json);
  return statement.run();
}

bool changeWork(Writer& to, const WorkItem& item) {
  WorkItem changed = item;
  ++changed.version;
  const std::string json = toJson(changed);
  Statement& statement = to.change_work.begin();
  bindItem(statement, changed, json);
  statement.bind(item.id).bind(static_cast<std::int64_t>(item.version));
  return statement.run();
}

std::string GroupWriter::open(const std::string& path, std::int64_t busy_ms) {
  path_ = path;
  writer_.connection = connect(path, busy_ms);
  sqlite3* const connection = writer_.connection.get();
  if (sqlite3_errcode(connection) != SQLITE_OK) return whyUnusable(path_, connection);
  std::string problem = adopt(connection, path);
  if (!problem.empty()) return problem;
  // A commit is on disk before it is answered for, whatever happens to the machine.
  const bool ready = execute(connection, "PRAGMA synchronous = FULL") && writer_.prepare();
  return ready ? "" : whyUnusable(path_, connection);
}

/// Who comes while someone leads is taken along by the next: one of those that wait.
GroupWriter::Outcome GroupWriter::write(const Change& change) {
  Waiting mine{&change, {}, false};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  while (!mine.is_over) {
    if (is_led_) {
      over_.wait(lock);
    } else {
      lead(lock);
    }
  }
  return std::move(mine.outcome);
}

std::size_t GroupWriter::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

void GroupWriter::lead(std::unique_lock<std::mutex>& lock) {
  const auto first = waiting_.begin();
  const auto last = first + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMostTogether));
  std::vector<Waiting*> group(first, last);
  waiting_.erase(first, last);
  is_led_ = true;
  lock.unlock();
  writeTogether(group);
  lock.lock();
  is_led_ = false;
  for (Waiting* one : group) one->is_over = true;
  over_.notify_all();
}

void GroupWriter::writeTogether(std::vector<Waiting*>& group) {
  if (!writer_.begin.begin().run()) return fail(group);
  if (!writeEach(group)) {  // some failures end the whole transaction
    fail(group);
    if (sqlite3_get_autocommit(writer_.connection.get()) == 0) writer_.rollback.begin().run();
    return;
  }
  const bool any = std::ranges::any_of(
      group, [](const Waiting* one) { return one->outcome.step == Step::kDone; });
  if (!any) {
    writer_.rollback.begin().run();
  } else if (!writer_.commit.begin().run()) {
    fail(group);
    writer_.rollback.begin().run();
  }
}

/// False where what was written so far is lost.
bool GroupWriter::writeEach(std::vector<Waiting*>& group) {
  sqlite3* const connection = writer_.connection.get();
  for (Waiting* one : group) {
    if (!writer_.mark.begin().run()) return false;
    one->outcome.step = (*one->change)(writer_);
    if (one->outcome.step == Step::kFailed) one->outcome.failure = whyUnusable(path_, connection);
    if (sqlite3_get_autocommit(connection) != 0) return false;
    if (one->outcome.step != Step::kDone && !writer_.undo.begin().run()) return false;
    if (!writer_.release.begin().run()) return false;
  }
  return true;
}

/// None of them was made.
void GroupWriter::fail(std::vector<Waiting*>& group) const {
  const std::string failure = whyUnusable(path_, writer_.connection.get());
  for (Waiting* one : group) one->outcome = {Step::kFailed, failure};
}

}  // namespace decorum::sqlite
