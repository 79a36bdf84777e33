#include "tools/cli/log_set.h"

#include <utility>

namespace decorum::cli {

std::string LogSet::whyUnreadable() const {
  for (const std::string& path : paths_) {
    const auto source = logs::openSource(path);
    if (!source) return "cannot read '" + path + "': " + source.error();
  }
  return "";
}

void LogSet::next(std::vector<LineJob>& batch) {
  constexpr std::size_t kLines = 2048;
  constexpr std::size_t kBytes = 8u << 20;
  batch.clear();
  std::size_t bytes = 0;
  while (batch.size() < kLines && bytes < kBytes) {
    if (!reader_ && !open(batch)) return;
    if (!batch.empty() && isStandardInput() && !reader_->hasLine()) return;
    if (!reader_->next(line_)) {
      if (!reader_->error().empty()) fail(batch, line_.number, reader_->error());
      finished_bytes_ += reader_->bytesRead();
      reader_.reset();
      ++current_;
    } else if (line_.too_long) {
      fail(batch, line_.number, "the line is longer than 64 MiB");
    } else if (line_.text.find_first_not_of(" \t") != std::string::npos) {
      bytes += line_.text.size();
      batch.push_back({place(line_.number), std::move(line_.text), {}, {}, {}, 0, 0});
    }
  }
}

bool LogSet::open(std::vector<LineJob>& batch) {
  for (; current_ < paths_.size(); ++current_) {
    auto source = logs::openSource(paths_[current_]);
    if (source) {
      reader_.emplace(std::move(*source));
      return true;
    }
    fail(batch, 0, source.error());
  }
  return false;
}

std::string LogSet::place(std::uint64_t line) const {
  const std::string& path = paths_[current_];
  const std::string shown = path == "-" ? "<stdin>" : path;
  return line == 0 ? shown : shown + ":" + std::to_string(line);
}

void LogSet::fail(std::vector<LineJob>& batch, std::uint64_t line,
                  const std::string& reason) const {
  batch.push_back({place(line), {}, {reason}, {}, {}, 0, 0});
}

}  // namespace decorum::cli
