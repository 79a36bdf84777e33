/// Native code on disk: a file for each key, in a folder of its own.
///
///   "DECOCODE" · key, 32 digits · digest of what follows, 32 digits · the code (machine_code.h)
///
/// What stands in such a file is run. So only a folder is used that is the user's own and that
/// nobody else can write to, and a file that is not as it was written counts as not there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "decorum/result.h"
#include "runtime/base/descriptor.h"

namespace decorum::codegen {

/// Any number of threads and processes at once.
class CodeCache {
 public:
  static constexpr std::uint64_t kMostBytes = 256u << 20;

  /// The cache in `folder`, which is made (for its user alone) where only it is missing. When files
  /// have come to more than `most_bytes`, the oldest are removed. Error: why it is not used.
  static Result<CodeCache, std::string> open(const std::string& folder,
                                             std::uint64_t most_bytes = kMostBytes);

  /// `key`: 32 hexadecimal digits. None where nothing was stored, or not this.
  std::optional<std::string> find(const std::string& key) const;

  /// Puts code in the place of what there was, at once. "" or why it could not.
  std::string store(const std::string& key, std::string_view code) const;

 private:
  CodeCache(std::string path, Descriptor folder, std::uint64_t most_bytes)
      : path_(std::move(path)), folder_(std::move(folder)), most_bytes_(most_bytes) {}
  bool write(const std::string& name, const std::string& bytes) const;
  void removeOldest(const std::string& newest) const;

  std::string path_;   ///< for messages
  Descriptor folder_;  ///< what was looked at is what is used, whatever the path leads to later
  std::uint64_t most_bytes_;
};

}  // namespace decorum::codegen
