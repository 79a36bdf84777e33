/// SQLite's connections and statements as values. Nothing here throws; what went wrong is asked of
/// the connection.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace decorum::sqlite {

struct CloseConnection {
  void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

/// One prepared statement. `begin` makes it ready for another run.
class Statement {
 public:
  Statement() = default;
  /// Whether it could be prepared.
  bool prepare(sqlite3* connection, const char* sql);

  Statement& begin();
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind(std::span<const std::byte> bytes);
  Statement& bindNull();

  /// SQLITE_ROW, SQLITE_DONE, or what went wrong.
  int step() { return sqlite3_step(statement_.get()); }
  /// Runs to its end; whether that was reached.
  bool run();

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::string text(int column) const;
  std::span<const std::byte> bytes(int column) const;
  void reset() { sqlite3_reset(statement_.get()); }

 private:
  std::unique_ptr<sqlite3_stmt, FinishStatement> statement_;
  int next_ = 1;
};

/// Ends a read when it goes out of scope, so that it does not hold back the WAL.
class ResetLater {
 public:
  explicit ResetLater(Statement& statement) : statement_(statement) {}
  ~ResetLater() { statement_.reset(); }
  ResetLater(const ResetLater&) = delete;
  ResetLater& operator=(const ResetLater&) = delete;

 private:
  Statement& statement_;
};

}  // namespace decorum::sqlite
