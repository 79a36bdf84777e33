/// One policy, or one pack on its own, as the compiler sees it now.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/meaning.h"
#include "tools/lsp/text_index.h"

namespace decorum::lsp {

class Names;

/// The result of a compilation with all that it found out on the way. Stays where it is made.
class Analysis {
 public:
  /// The URI of a file, by its path.
  using UriOf = std::function<std::string(const std::string& path)>;

  /// Compiles `text`, which stands for the file `path`. `options` as for `check`.
  Analysis(const std::string& path, std::string text, const PipelineOptions& options,
           Reading& reading, UriOf uri);
  ~Analysis();
  Analysis(const Analysis&) = delete;
  Analysis& operator=(const Analysis&) = delete;

  const std::string& root() const { return root_; }
  const SourceSet& sources() const { return sources_; }
  const Program& program() const { return meaning_.program; }
  const sema::Module& module() const { return meaning_.module; }
  const sema::TypedModule& typed() const { return meaning_.typed; }
  const CompileResult& result() const { return result_; }

  /// The absolute path of a file, as documents are known by.
  const std::string& path(FileId file) const { return paths_[file]; }
  std::optional<FileId> file(const std::string& path) const;
  /// A file as places in the plan name it.
  std::string planFile(FileId file) const;
  /// The parsed file; null for a text (phrases, cases of a test).
  const LoadedFile* loaded(FileId file) const;
  const TextIndex& index(FileId file) const;
  Range range(Span span) const { return index(span.file).range(span); }
  Location location(Span span) const;

  /// What every name in it means; found when first asked for.
  const Names& names() const;

 private:
  std::string root_;
  UriOf uri_;
  SourceSet sources_;
  Meaning meaning_;
  CompileResult result_;
  std::vector<std::string> paths_;
  mutable std::map<FileId, TextIndex> indices_;
  mutable std::unique_ptr<Names> names_;
};

}  // namespace decorum::lsp
