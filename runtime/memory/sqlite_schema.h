/// The file of a store: opened, made where it is empty, and refused where it is not ours.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/memory/sqlite.h"

namespace decorum::sqlite {

/// Empty where there is not even memory for a connection; ask `sqlite3_errcode` for the rest.
Connection connect(const std::string& path, std::int64_t busy_ms);

/// Makes sure that the file is one of ours, making it where it is empty. "" or why it is not.
std::string adopt(sqlite3* connection, const std::string& path);

/// A sentence for an operator about what went wrong last.
std::string whyUnusable(const std::string& path, sqlite3* connection);

bool execute(sqlite3* connection, const std::string& sql);

}  // namespace decorum::sqlite
