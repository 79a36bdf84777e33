/// SQLite's statements as values.
#include "runtime/memory/sqlite.h"

namespace decorum::sqlite {

bool Statement::prepare(sqlite3* connection, const char* sql) {
  sqlite3_stmt* made = nullptr;
  const int status =
      sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  statement_.reset(made);
  return status == SQLITE_OK && made != nullptr;
}

Statement& Statement::begin() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  next_ = 1;
  return *this;
}

// Bound texts and bytes outlive the run: they are the caller's arguments.
Statement& Statement::bind(std::string_view text) {
  sqlite3_bind_text64(statement_.get(), next_++, text.empty() ? "" : text.data(), text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), next_++, number);
  return *this;
}

Statement& Statement::bind(std::span<const std::byte> bytes) {
  const void* const data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
  sqlite3_bind_blob64(statement_.get(), next_++, data, bytes.size(), SQLITE_STATIC);
  return *this;
}

Statement& Statement::bindNull() {
  sqlite3_bind_null(statement_.get(), next_++);
  return *this;
}

bool Statement::run() {
  int status = step();
  while (status == SQLITE_ROW) status = step();
  sqlite3_reset(statement_.get());
  return status == SQLITE_DONE;
}

std::string Statement::text(int column) const {
  const auto* const data =
      reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  const int bytes = sqlite3_column_bytes(statement_.get(), column);
  return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(bytes));
}

std::span<const std::byte> Statement::bytes(int column) const {
  const auto* const data =
      static_cast<const std::byte*>(sqlite3_column_blob(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return data == nullptr ? std::span<const std::byte>()
                         : std::span(data, static_cast<std::size_t>(size));
}

}  // namespace decorum::sqlite
