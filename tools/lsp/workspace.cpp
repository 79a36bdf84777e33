#include "tools/lsp/workspace.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "compiler/sema/load_files.h"
#include "tools/lsp/features.h"
#include "tools/lsp/uri.h"

namespace decorum::lsp {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesAtMost = 2000;  // of the folders; more are looked at when opened
constexpr std::uintmax_t kBytesAtMost = 8u << 20;
constexpr std::string_view kOpen = "open ";  // begins the stamp of a document

bool isHidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with(".") || name == "node_modules";
}

}  // namespace

struct Workspace::Root {
  std::string path;
  std::unique_ptr<Analysis> analysis;
  std::map<std::string, std::string> stamps;  ///< of its files, when it was judged
  std::uint64_t disk = 0;
  std::vector<WorkspaceSymbol> symbols;
  std::map<std::string, std::vector<Problem>> problems;  ///< by path
  bool unreadable = false;
};

// Unsaved documents stand for their files.
class Workspace::OpenTexts : public Reading {
 public:
  explicit OpenTexts(Workspace& workspace) : workspace_(workspace) {}

  std::optional<std::string> textFor(const std::string& identity) override {
    const auto open = workspace_.documents_.find(identity);
    if (open == workspace_.documents_.end()) return std::nullopt;
    return open->second.text;
  }
  ast::File parse(FileId file, const SyntaxLimits& limits, ast::ExprId& next_id,
                  Diagnostics& diagnostics) override {
    auto& tree = workspace_.trees_[identityOf(diagnostics.sources().path(file))];
    if (!tree) tree = std::make_unique<Reparser>();
    return tree->parse(file, limits, next_id, diagnostics);
  }
  sema::KnownPatterns& patterns() override { return workspace_.known_patterns_; }

 private:
  Workspace& workspace_;
};

// Other texts for some files, and nothing kept of their trees.
class Workspace::ImaginedTexts : public Reading {
 public:
  ImaginedTexts(Workspace& workspace, const std::map<std::string, std::string>& texts)
      : workspace_(workspace), texts_(texts) {}

  std::optional<std::string> textFor(const std::string& identity) override {
    const auto imagined = texts_.find(identity);
    if (imagined != texts_.end()) return imagined->second;
    const auto open = workspace_.documents_.find(identity);
    if (open == workspace_.documents_.end()) return std::nullopt;
    return open->second.text;
  }
  sema::KnownPatterns& patterns() override { return workspace_.known_patterns_; }

 private:
  Workspace& workspace_;
  const std::map<std::string, std::string>& texts_;
};

Workspace::Workspace() = default;
Workspace::~Workspace() = default;

void Workspace::setFolders(std::vector<std::string> folders) {
  folders_ = std::move(folders);
  scanned_ = false;
}

void Workspace::setPackPath(std::vector<std::string> folders) {
  if (folders == pack_path_) return;
  pack_path_ = std::move(folders);
  forgetDisk();
}

void Workspace::open(Document document) {
  const std::string file = pathOf(document.uri);
  document.path = file.empty() ? document.uri : identityOf(file);
  document.revision = ++revisions_;
  paths_[document.uri] = document.path;
  documents_[document.path] = std::move(document);
}

Document* Workspace::find(const std::string& uri) {
  const auto path = paths_.find(uri);
  if (path == paths_.end()) return nullptr;
  const auto document = documents_.find(path->second);  // another URI may have closed the file
  return document == documents_.end() ? nullptr : &document->second;
}

void Workspace::edit(Document& document, const std::optional<Range>& range,
                     const std::string& text) {
  document.revision = ++revisions_;
  if (!range) {
    document.text = text;
    return;
  }
  const TextIndex index(document.text);
  const std::uint32_t begin = index.offset(range->start);
  const std::uint32_t end = std::max(begin, index.offset(range->end));
  document.text.replace(begin, end - begin, text);
}

void Workspace::close(const std::string& uri) {
  const auto path = paths_.find(uri);
  if (path == paths_.end()) return;
  documents_.erase(path->second);
  const std::string closed = path->second;
  paths_.erase(path);
  std::error_code error;
  if (!fs::exists(closed, error)) roots_.erase(closed);
}

void Workspace::forgetDisk() {
  ++disk_;
  scanned_ = false;
}

// What tells two states of a file apart without reading it.
std::string Workspace::stamp(const std::string& path) const {
  const auto open = documents_.find(path);
  if (open != documents_.end()) return std::string(kOpen) + std::to_string(open->second.revision);
  std::error_code error;
  const auto time = fs::last_write_time(path, error);
  if (error) return "none";
  return std::to_string(time.time_since_epoch().count()) + ' ' +
         std::to_string(fs::file_size(path, error));
}

// Of roots that nobody looks at, what editors say of the disk is enough; the files of the others
// are looked at each time, since not every editor says anything.
bool Workspace::isFresh(const Root& root) const {
  if (root.disk != disk_ || (!root.analysis && root.stamps.empty())) return false;
  const bool looks = matters(root);
  return std::all_of(root.stamps.begin(), root.stamps.end(), [&](const auto& file) {
    const bool on_disk = !documents_.contains(file.first) && !file.second.starts_with(kOpen);
    return (on_disk && !looks) || stamp(file.first) == file.second;
  });
}

std::optional<std::string> Workspace::textOf(const std::string& path) const {
  const auto open = documents_.find(path);
  if (open != documents_.end()) return open->second.text;
  std::error_code error;
  if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > kBytesAtMost)
    return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

Workspace::Root& Workspace::root(const std::string& path) {
  auto& root = roots_[path];
  if (!root) root = std::make_unique<Root>();
  root->path = path;
  return *root;
}

PipelineOptions Workspace::optionsFor(const std::string& path) {
  PipelineOptions options;
  options.load.pack_path = pack_path_;
  options.load.root_in_memory = path.starts_with("untitled:");
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  options.lint = LintOptions{
      std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};  // as `check`
  return options;
}

const Analysis& Workspace::fresh(Root& root) {
  if (root.analysis && isFresh(root)) return *root.analysis;
  OpenTexts texts(*this);
  std::optional<std::string> text = textOf(root.path);
  root.unreadable = !text;
  replaced_.push_back(std::move(root.analysis));
  root.analysis = std::make_unique<Analysis>(root.path, text ? std::move(*text) : std::string(),
                                             optionsFor(root.path), texts,
                                             [this](const std::string& path) { return uri(path); });
  root.disk = disk_;
  root.stamps.clear();
  for (FileId file = 0; file < root.analysis->sources().size(); ++file)
    root.stamps[root.analysis->path(file)] = stamp(root.analysis->path(file));
  root.symbols = workspaceSymbols(*root.analysis);
  root.problems = root.unreadable ? decltype(root.problems){} : problems(*root.analysis);
  return *root.analysis;
}

std::unique_ptr<Analysis> Workspace::imagine(const std::string& root,
                                             const std::map<std::string, std::string>& texts) {
  ImaginedTexts reading(*this, texts);
  const auto imagined = texts.find(root);
  std::string text =
      imagined != texts.end() ? imagined->second : textOf(root).value_or(std::string());
  return std::make_unique<Analysis>(root, std::move(text), optionsFor(root), reading,
                                    [this](const std::string& path) { return uri(path); });
}

const Analysis* Workspace::analysis(const std::string& uri) {
  const Document* document = find(uri);
  return document == nullptr ? nullptr : &fresh(root(document->path));
}

const Analysis* Workspace::latest(const std::string& uri) {
  const Document* document = find(uri);
  if (document == nullptr) return nullptr;
  const auto known = roots_.find(document->path);
  if (known != roots_.end() && known->second->analysis) return known->second->analysis.get();
  return analysis(uri);
}

void Workspace::scanFolders() {
  if (scanned_) return;
  scanned_ = true;
  std::size_t files = 0;
  for (const std::string& folder : folders_) {
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                           error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      std::error_code ignored;
      if (isHidden(entry->path()) || entry.depth() > 16) {
        if (entry->is_directory(ignored)) entry.disable_recursion_pending();
        continue;
      }
      if (entry->path().extension() != ".decorum" || !entry->is_regular_file(ignored)) continue;
      root(identityOf(entry->path().string()));
      if (++files >= kFilesAtMost) return;
    }
  }
}

std::vector<std::string> Workspace::roots() {
  scanFolders();
  for (const auto& [path, document] : documents_) root(path);
  std::vector<std::string> paths;
  for (const auto& [path, root] : roots_) paths.push_back(path);
  return paths;
}

std::vector<const Analysis*> Workspace::analysesWith(const std::string& path) {
  std::vector<const Analysis*> found{&fresh(root(path))};
  for (const auto& [other, candidate] : roots_)
    if (other != path && candidate->stamps.contains(path)) found.push_back(&fresh(*candidate));
  return found;
}

bool Workspace::matters(const Root& root) const {
  return std::any_of(root.stamps.begin(), root.stamps.end(),
                     [&](const auto& file) { return documents_.contains(file.first); });
}

bool Workspace::judgeOpen() {
  replaced_.clear();
  for (const auto& [path, document] : documents_) {
    Root& candidate = root(path);
    if (isFresh(candidate)) continue;
    fresh(candidate);
    return true;
  }
  for (const auto& [path, candidate] : roots_) {
    if (!matters(*candidate) || isFresh(*candidate)) continue;
    fresh(*candidate);
    return true;
  }
  return false;
}

bool Workspace::judgeFolders() {
  scanFolders();
  for (const auto& [path, candidate] : roots_) {
    const bool is_done = isFresh(*candidate);
    if (!is_done) fresh(*candidate);
    if (candidate->analysis && !matters(*candidate)) release(*candidate);
    if (!is_done) return true;
  }
  return false;
}

// Of a root that nobody looks at, its symbols and the names of its files are enough.
void Workspace::release(Root& released) {
  released.analysis.reset();
  std::erase_if(trees_, [&](const auto& tree) {
    return std::none_of(roots_.begin(), roots_.end(), [&](const auto& one) {
      return matters(*one.second) && one.second->stamps.contains(tree.first);
    });
  });
}

const std::vector<WorkspaceSymbol>& Workspace::symbols(const std::string& path) const {
  static const std::vector<WorkspaceSymbol> none;
  const auto known = roots_.find(path);
  return known == roots_.end() ? none : known->second->symbols;
}

std::map<std::string, std::vector<Problem>> Workspace::news() {
  std::map<std::string, Published> now;
  for (const auto& [path, document] : documents_) now[document.uri].revision = document.revision;
  for (const auto& [path, root] : roots_) {
    if (!matters(*root)) continue;
    const bool is_fresh = isFresh(*root);
    for (const auto& [file, found] : root->problems) {
      // The places of an earlier version of a document would be wrong.
      if (!is_fresh && documents_.contains(file)) continue;
      std::vector<Problem>& all = now[uri(file)].problems;
      for (const Problem& problem : found)
        if (std::find(all.begin(), all.end(), problem) == all.end()) all.push_back(problem);
    }
  }
  // What is being written is told of once it has been judged.
  for (const auto& [path, document] : documents_) {
    if (isFresh(root(path))) continue;
    const auto before = published_.find(document.uri);
    if (before == published_.end())
      now.erase(document.uri);
    else
      now[document.uri] = before->second;
  }
  std::map<std::string, std::vector<Problem>> changed;
  for (const auto& [file, published] : published_)
    if (!now.contains(file) && !published.problems.empty()) changed[file] = {};
  for (const auto& [file, published] : now) {
    const auto before = published_.find(file);
    const bool is_known = before != published_.end();
    if (is_known ? before->second != published
                 : published.revision > 0 || !published.problems.empty())
      changed[file] = published.problems;
  }
  published_ = std::move(now);
  return changed;
}

std::string Workspace::uri(const std::string& path) const {
  const auto open = documents_.find(path);
  return open == documents_.end() ? uriOf(path) : open->second.uri;
}

}  // namespace decorum::lsp
