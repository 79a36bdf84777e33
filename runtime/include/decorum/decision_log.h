#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/result.h"
#include "decorum/store.h"

namespace decorum {

struct DecisionLogOptions {
  /// A file that has reached this size is followed by another. An entry is never divided.
  std::uint64_t file_bytes = 64u << 20;
};

/// Writes what commits left for the log into the files of a folder, `decisions-000001.jsonl` and so
/// on, each entry with the SHA-256 of the one before it. One writer a folder, and one a store: the
/// folder is locked as long as the object lives. One thread at a time.
class DecisionLog {
 public:
  /// Makes the folder where it is not there, and goes on where its last file ends; half an entry at
  /// its end, from a writer that was killed, is taken away. Error: why the log cannot be written or
  /// gone on with.
  static Result<DecisionLog, std::string> open(const std::string& folder,
                                               std::shared_ptr<Store> store,
                                               DecisionLogOptions options = {});
  ~DecisionLog();
  DecisionLog(DecisionLog&&) noexcept;
  DecisionLog& operator=(DecisionLog&&) noexcept;

  /// Writes all entries that wait in the store, and takes them out of it once they are safely on
  /// disk. An entry that is in the log already is not written again. How many were written; an
  /// error leaves the log whole, and what was not written in the store.
  Result<std::uint64_t, std::string> drain();

  /// The digest of the latest entry, 64 hexadecimal digits (zeros before the first): who keeps it
  /// elsewhere can tell whether the end of the log was cut off.
  const std::string& head() const;
  std::uint64_t entries() const;  ///< in the log, all files together

 private:
  struct Impl;
  explicit DecisionLog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Something wrong with a log.
struct LogFinding {
  std::string file;
  std::uint64_t line = 0;  ///< from 1; 0 for the file as a whole
  std::string message;
};

struct LogVerifierOptions {
  /// A digest that must be in the log: nothing up to that entry was cut off. "" for none.
  std::string head;
  /// The digest before the first entry, where the files that came before are elsewhere.
  std::string before;
};

/// Finds entries that were removed, changed, moved, put in, or cut off. Holds no more than one
/// entry and the findings.
class LogVerifier {
 public:
  explicit LogVerifier(LogVerifierOptions options = {});
  ~LogVerifier();
  LogVerifier(const LogVerifier&) = delete;
  LogVerifier& operator=(const LogVerifier&) = delete;

  /// The lines of the files, in the order in which they were written; `text` is without its line
  /// end.
  void line(const std::string& file, std::uint64_t number, std::string_view text);
  /// All findings, by place in the order of the files. After the last line, once.
  std::vector<LogFinding> finish();

  std::uint64_t entries() const;
  std::uint64_t lastNumber() const;  ///< `seq` of the entry that comes last
  const std::string& head() const;   ///< its digest

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace decorum
