/// Reads files into a `SourceSet`: each once, whatever path leads to it, and no more than the
/// limits of `LoadOptions` allow.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/sema/reading.h"

namespace decorum {

class FileStore {
 public:
  FileStore(const LoadOptions& options, Reading& reading, SourceSet& sources)
      : options_(&options), reading_(&reading), sources_(&sources) {}

  /// Makes the root known, so that a pack that leads back to it finds the same file.
  void know(FileId root);

  struct Opened {
    std::optional<FileId> file;
    std::string problem;      ///< why there is none: "it is a folder"
    bool over_limit = false;  ///< the whole policy is too large; `problem` says what it may read
  };
  Opened open(const std::string& path);

 private:
  const LoadOptions* options_;
  Reading* reading_;
  SourceSet* sources_;
  std::map<std::string, FileId> by_identity_;  ///< canonical paths
  std::uint64_t bytes_ = 0;
};

/// What a file is known by: its absolute path without links, whatever leads to it.
std::string identityOf(const std::string& path);

/// Whether a file that can be opened for reading, no folder or device, is at `path`.
bool isFile(const std::string& path);

/// `folder` and `path` below it, without `.` and `..` that lead nowhere; "a/../b" is "b".
std::string joinPath(const std::string& folder, const std::string& path);

/// The folder that `path` stands in; "." for the working folder.
std::string folderOf(const std::string& path);

/// Names of what is in `folder`, in order, at most 2,000; none where it cannot be read.
std::vector<std::string> entriesOf(const std::string& folder);

}  // namespace decorum
