#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/cli/log_crew.h"
#include "tools/logs/line_reader.h"

namespace decorum::cli {

/// The next lines of some logs, one log after another.
class LogSet {
 public:
  explicit LogSet(const std::vector<std::string>& paths) : paths_(paths) {}

  /// Why the first log that cannot be opened cannot; "" where all can.
  std::string whyUnreadable() const;

  /// Fills `batch`; empty at the end of the last log. Waits for no more than the first line.
  void next(std::vector<LineJob>& batch);

  std::uint64_t bytesRead() const { return finished_bytes_ + (reader_ ? reader_->bytesRead() : 0); }
  bool isStandardInput() const { return current_ < paths_.size() && paths_[current_] == "-"; }

 private:
  bool open(std::vector<LineJob>& batch);
  std::string place(std::uint64_t line) const;
  void fail(std::vector<LineJob>& batch, std::uint64_t line, const std::string& reason) const;

  const std::vector<std::string>& paths_;
  std::size_t current_ = 0;
  std::optional<logs::LineReader> reader_;
  logs::Line line_;
  std::uint64_t finished_bytes_ = 0;
};

}  // namespace decorum::cli
