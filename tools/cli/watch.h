/// `--watch`: what has changed among files, and what that touches.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace decorum::cli {

/// Absolute, without links or `..`, also of a file that is gone.
std::string realPath(const std::string& path);

/// What was read for a policy when it was tested last.
struct ReadFor {
  std::set<std::string> files;  ///< real paths: the policy, its packs, lists and tables
  /// It did not compile, perhaps for want of a file: any change may mend it.
  bool is_broken = false;
};

/// The policies to test again, of those in `read` (by path as asked for), in order: those that a
/// changed file was read for. `changed` are real paths.
std::vector<std::string> touchedBy(const std::set<std::string>& changed,
                                   const std::map<std::string, ReadFor>& read);

/// Waits for changes in folders (not in folders below them). One at a time in a process: it takes
/// SIGINT and SIGTERM for itself as long as it lives.
class FolderWatch {
 public:
  FolderWatch();
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  /// "" or why nothing can be watched.
  const std::string& problem() const { return problem_; }
  /// Watches a folder as well, by its real path. What changed before is not told.
  void add(const std::string& folder);
  /// The real paths of files that were written, put there or taken away; changes that come together
  /// are told together. Nothing: the process was asked to end.
  std::optional<std::set<std::string>> wait();

 private:
  void read(std::set<std::string>& changed);

  int changes_ = -1;
  int signals_ = -1;
  std::map<int, std::string> folders_;
  std::set<std::string> watched_;
  std::string problem_;
};

}  // namespace decorum::cli
