#include "tools/lsp/analysis.h"

#include <filesystem>

#include "compiler/sema/load_files.h"
#include "tools/lsp/names.h"

namespace decorum::lsp {

Analysis::Analysis(const std::string& path, std::string text, const PipelineOptions& options,
                   Reading& reading, UriOf uri)
    : root_(path), uri_(std::move(uri)) {
  const FileId root = sources_.add(path, std::move(text));
  result_ = compile(root, options, reading, sources_, meaning_);
  for (FileId file = 0; file < sources_.size(); ++file)
    paths_.push_back(file == root ? path : identityOf(sources_.path(file)));
}

Analysis::~Analysis() = default;

std::string Analysis::planFile(FileId file) const {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(root_).parent_path();
  return fs::path(sources_.path(file))
      .lexically_proximate(root.empty() ? "." : root)
      .generic_string();
}

std::optional<FileId> Analysis::file(const std::string& path) const {
  for (FileId file = 0; file < paths_.size(); ++file)
    if (paths_[file] == path) return file;
  return std::nullopt;
}

const LoadedFile* Analysis::loaded(FileId file) const {
  for (const LoadedFile& loaded : meaning_.program.files)
    if (loaded.tree.id == file) return &loaded;
  return nullptr;
}

const TextIndex& Analysis::index(FileId file) const {
  const auto known = indices_.find(file);
  if (known != indices_.end()) return known->second;
  return indices_.emplace(file, TextIndex(sources_.text(file))).first->second;
}

Location Analysis::location(Span span) const { return {uri_(path(span.file)), range(span)}; }

const Names& Analysis::names() const {
  if (!names_) names_ = std::make_unique<Names>(*this);
  return *names_;
}

}  // namespace decorum::lsp
