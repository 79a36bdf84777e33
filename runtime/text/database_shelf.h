/// Vectorscan's databases as they are kept, each under a digest of what it looks for: whoever looks
/// for something else, or in another way, finds nothing there and compiles.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "decorum/result.h"
#include "runtime/text/vectorscan.h"

struct hs_platform_info;

namespace decorum::text {

/// One thread at a time.
class DatabaseShelf {
 public:
  using Key = std::array<std::uint8_t, 16>;

  /// An empty one, which keeps all that is made, for a processor of `processorNames`.
  static DatabaseShelf forProcessor(std::string_view processor);
  /// One with what `bytes` (of a shelf that was filled) hold, which outlives it. Error: they do not
  /// have that form.
  static Result<DatabaseShelf, std::string> read(std::string_view bytes);

  /// What is kept, as bytes: the same things, whatever their order, give the same bytes.
  std::string bytes() const;

  /// The database under `key`. None where it is not there, or cannot be used here.
  Database find(const Key& key);
  /// Keeps a database that was made; not on a shelf that was read.
  void keep(const Key& key, const Database& database);
  /// The answer kept under `key` to whether Vectorscan takes this; none where no answer is kept
  /// there.
  std::optional<bool> answer(const Key& key) const;
  void keepAnswer(const Key& key, bool answer);

  /// What databases are to be compiled for; null: this machine.
  const hs_platform_info* platform() const;

  /// Whether all that was looked for was there; else why not, for a warning.
  const std::string& problem() const { return problem_; }

 private:
  enum class Use : std::uint8_t { kFill, kRead };
  DatabaseShelf() = default;

  Use use_ = Use::kRead;
  std::string_view processor_;
  std::map<Key, std::string> kept_;           ///< what is filled in
  std::map<Key, std::string_view> borrowed_;  ///< what was read
  std::string problem_;
};

}  // namespace decorum::text
