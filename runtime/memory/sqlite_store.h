/// The store in one SQLite file, in WAL mode. Reads go over connections lent from a pool, writes
/// over a connection of their own, several together (`sqlite_writer.h`): threads of this process
/// wait for each other, and only other processes by SQLite's busy handler.
#pragma once

#include <memory>
#include <string>

#include "decorum/store.h"

namespace decorum {

/// Opens or makes the file. Error: why it cannot be used; a file of another program, or of a
/// version of Decorum with another schema, is not touched.
Result<std::unique_ptr<Store>, std::string> openSqliteStore(const std::string& path,
                                                            std::int64_t busy_ms);

}  // namespace decorum
