#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/result.h"

namespace decorum {

/// The keys that tokens, hashes and the vault are made with. Immutable, cheap to copy (a shared
/// handle), and used by any number of threads at once.
///
/// A key is a line `NAME BASE64`, 32 random bytes in base 64; `#` begins a comment. The first key
/// is the current one: it writes. The others read what was written when they were the first, so
/// that keys can be changed without losing a token (docs/redaction.md, "Keys"). From each key
/// others are derived, one for each purpose; the 32 bytes themselves are not kept.
class KeyRing {
 public:
  /// No keys: nothing can be written or read.
  KeyRing() = default;

  /// Reads lines. Error: which line, and what is wrong with it; never a part of a key.
  static Result<KeyRing, std::string> parse(std::string_view lines);
  /// Reads a file. Error: also why it cannot be read.
  static Result<KeyRing, std::string> load(const std::string& path);
  /// Reads the lines in the environment variable DECORUM_KEYS, where a `;` also ends a line. Where
  /// it is not set or empty: no keys.
  static Result<KeyRing, std::string> fromEnvironment();

  /// A line with a new random key, with its line end. Nothing where the name is not 1 to 64
  /// letters, digits, `-`, `_` or `.`.
  static std::optional<std::string> newLine(std::string_view name);

  bool empty() const { return impl_ == nullptr; }
  /// The current one first.
  std::vector<std::string> names() const;
  /// What an operator should know: a file that others can read. One sentence each.
  const std::vector<std::string>& warnings() const;

  struct Impl;
  /// Null where there are no keys.
  const Impl* impl() const { return impl_.get(); }

 private:
  std::shared_ptr<const Impl> impl_;
};

}  // namespace decorum
