/// A file of ours, or why it is none.
#include "runtime/memory/sqlite_schema.h"

namespace decorum::sqlite {
namespace {

constexpr std::int64_t kApplicationId = 0x44636D53;  // "DcmS": the file is ours
constexpr std::int64_t kSchema = 2;

constexpr const char* kCreate = R"(
CREATE TABLE conversation (
  id TEXT PRIMARY KEY, version INTEGER NOT NULL, record BLOB NOT NULL,
  vault BLOB NOT NULL DEFAULT x'') WITHOUT ROWID;
CREATE TABLE work (
  id TEXT PRIMARY KEY, version INTEGER NOT NULL, state INTEGER NOT NULL, queue TEXT NOT NULL,
  conversation TEXT NOT NULL, change_ms INTEGER, delivery_ms INTEGER, finished_ms INTEGER,
  item TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX work_change ON work (change_ms) WHERE change_ms IS NOT NULL;
CREATE INDEX work_delivery ON work (delivery_ms) WHERE delivery_ms IS NOT NULL;
CREATE INDEX work_finished ON work (finished_ms) WHERE finished_ms IS NOT NULL;
CREATE INDEX work_conversation ON work (conversation);
CREATE TABLE log (number INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL);
)";

/// What makes a file of an older schema one of the next.
constexpr const char* kFrom1 = R"(
ALTER TABLE conversation ADD COLUMN vault BLOB NOT NULL DEFAULT x'';
PRAGMA user_version = 2;
)";

/// The number that a pragma or a query gives; -1 where it gives none.
std::int64_t ask(sqlite3* connection, const char* sql) {
  Statement statement;
  if (!statement.prepare(connection, sql) || statement.step() != SQLITE_ROW) return -1;
  return statement.integer(0);
}

}  // namespace

bool execute(sqlite3* connection, const std::string& sql) {
  return sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::string whyUnusable(const std::string& path, sqlite3* connection) {
  return "the store '" + path + "' cannot be used: " + sqlite3_errmsg(connection);
}

Connection connect(const std::string& path, std::int64_t busy_ms) {
  sqlite3* raw = nullptr;
  // Each connection is used by one thread at a time.
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int status = sqlite3_open_v2(path.c_str(), &raw, kFlags, nullptr);
  Connection connection(raw);
  if (status == SQLITE_OK) sqlite3_busy_timeout(raw, static_cast<int>(busy_ms));
  return connection;
}

std::string adopt(sqlite3* connection, const std::string& path) {
  const std::int64_t tables = ask(connection, "SELECT count(*) FROM sqlite_master");
  if (tables < 0) return whyUnusable(path, connection);
  const std::int64_t application = ask(connection, "PRAGMA application_id");
  if (tables > 0 && application != kApplicationId)
    return "the store '" + path + "' cannot be used: it is a database of another program";
  // Kept in the file, so that only the first of all openers has to wait for its turn.
  if (!execute(connection, "PRAGMA journal_mode = WAL")) return whyUnusable(path, connection);
  if (!execute(connection, "BEGIN IMMEDIATE")) return whyUnusable(path, connection);
  if (ask(connection, "SELECT count(*) FROM sqlite_master") == 0) {
    const std::string sql = kCreate +
                            ("PRAGMA application_id = " + std::to_string(kApplicationId)) +
                            "; PRAGMA user_version = " + std::to_string(kSchema);
    if (!execute(connection, sql)) return whyUnusable(path, connection);
  }
  std::int64_t schema = ask(connection, "PRAGMA user_version");
  if (schema == 1) {
    if (!execute(connection, kFrom1)) return whyUnusable(path, connection);
    schema = ask(connection, "PRAGMA user_version");
  }
  if (!execute(connection, "COMMIT")) return whyUnusable(path, connection);
  if (schema == kSchema) return "";
  return "the store '" + path + "' has schema " + std::to_string(schema) +
         ", and this version of Decorum knows schema " + std::to_string(kSchema);
}

}  // namespace decorum::sqlite
