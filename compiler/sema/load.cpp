// From the root to every pack, depth first: a file is parsed where it is first met, and whatever it
// names is loaded before the next file is looked at. A pack met again while it is still being
// loaded closes a cycle.
#include "compiler/sema/load.h"

#include <algorithm>
#include <filesystem>

#include "compiler/sema/load_files.h"
#include "compiler/sema/reading.h"

namespace decorum {
namespace {

struct Loading {
  const LoadOptions& options;
  Reading& reading;
  SourceSet& sources;
  Diagnostics& diagnostics;
  FileStore files;
  Program program;
  std::map<FileId, std::uint32_t> index_of;
  std::vector<bool> done;  ///< by index into Program::files
  /// The way from the root to the file at hand: each file, and its import that led on.
  struct Step {
    std::uint32_t file;
    Span import;
    std::string what;
  };
  std::vector<Step> way;
  bool limit_reported = false;
};

Span spanOf(const ast::IncludeDecl& include) {
  return std::visit([](const auto& what) { return what.span; }, include.what);
}

// As the author wrote it: a pack's name, or a path.
const std::string& wordOf(const ast::IncludeDecl& include) {
  if (const auto* name = std::get_if<ast::Name>(&include.what)) return name->text;
  return std::get<ast::Text>(include.what).value;
}

std::vector<std::string> candidates(const std::string& folder, const std::string& name) {
  return {joinPath(folder, name + ".decorum"), joinPath(folder, name + "/" + name + ".decorum"),
          joinPath(folder, name + "/pack.decorum")};
}

// Where the packs that `file` names may stand.
std::vector<std::string> foldersFor(const Loading& loading, std::uint32_t file) {
  std::vector<std::string> folders;
  if (file != 0 || !loading.options.root_in_memory)
    folders.push_back(folderOf(loading.program.files[file].path));
  folders.insert(folders.end(), loading.options.pack_path.begin(), loading.options.pack_path.end());
  return folders;
}

std::vector<std::string> packsIn(const std::string& folder) {
  std::vector<std::string> names;
  for (const std::string& entry : entriesOf(folder)) {
    if (entry.ends_with(".decorum")) names.push_back(entry.substr(0, entry.size() - 8));
    if (isFile(joinPath(joinPath(folder, entry), entry + ".decorum")) ||
        isFile(joinPath(folder, entry + "/pack.decorum")))
      names.push_back(entry);
  }
  return names;
}

std::string nearest(const std::string& word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return std::string(nearestName(word, views));
}

void reportNotFound(Loading& loading, const ast::Name& name,
                    const std::vector<std::string>& folders) {
  auto finding = loading.diagnostics.report<diag::PackNotFound>(name.span, name.text);
  std::vector<std::string> names;
  for (const std::string& folder : folders) {
    finding.note(name.span, fmt::format("looked in '{0}' for '{1}.decorum', '{1}/{1}.decorum' and "
                                        "'{1}/pack.decorum'",
                                        folder, name.text));
    const std::vector<std::string> found = packsIn(folder);
    names.insert(names.end(), found.begin(), found.end());
  }
  if (folders.empty()) finding.note(name.span, "there is no folder to look in: give a pack path");
  if (const std::string near = nearest(name.text, names); !near.empty()) finding.help(near);
}

// The file whose name is nearest to that of `path`, which is not there, among those of its kind.
std::string nearestFile(const std::string& path) {
  const std::filesystem::path wanted(path);
  std::error_code error;
  if (std::filesystem::exists(wanted, error)) return {};
  std::vector<std::string> stems;
  for (const std::string& entry : entriesOf(folderOf(path)))
    if (std::filesystem::path(entry).extension() == wanted.extension())
      stems.push_back(std::filesystem::path(entry).stem().generic_string());
  const std::string stem = nearest(wanted.stem().generic_string(), stems);
  return stem.empty() ? stem : stem + wanted.extension().generic_string();
}

// Opens `path`, which the author wrote at `span` as `word`.
std::optional<FileId> openFile(Loading& loading, const std::string& path, const std::string& word,
                               Span span) {
  FileStore::Opened opened = loading.files.open(path);
  if (opened.file) return opened.file;
  if (opened.over_limit) {
    if (!loading.limit_reported)
      loading.diagnostics.report<diag::TooManyFiles>(span, opened.problem);
    loading.limit_reported = true;
    return std::nullopt;
  }
  auto finding = loading.diagnostics.report<diag::FileUnreadable>(span, word, opened.problem);
  const std::string near = nearestFile(path);
  if (!near.empty())
    finding.help((std::filesystem::path(word).parent_path() / near).generic_string());
  return std::nullopt;
}

// A text in quotes: a path from the folder of the file that it stands in.
std::optional<FileId> openRelative(Loading& loading, std::uint32_t from, const ast::Text& text) {
  if (text.value.empty() || text.value.find('\0') != std::string::npos ||
      std::filesystem::path(text.value).is_absolute()) {
    loading.diagnostics.report<diag::PathNotRelative>(text.span, text.value);
    return std::nullopt;
  }
  const std::string path = joinPath(folderOf(loading.program.files[from].path), text.value);
  return openFile(loading, path, text.value, text.span);
}

std::optional<FileId> openPack(Loading& loading, std::uint32_t from,
                               const ast::IncludeDecl& include) {
  if (const auto* path = std::get_if<ast::Text>(&include.what))
    return openRelative(loading, from, *path);
  const ast::Name& name = std::get<ast::Name>(include.what);
  if (name.text.empty()) return std::nullopt;
  const std::vector<std::string> folders = foldersFor(loading, from);
  for (const std::string& folder : folders)
    for (const std::string& path : candidates(folder, name.text))
      if (isFile(path)) return openFile(loading, path, name.text, name.span);
  reportNotFound(loading, name, folders);
  return std::nullopt;
}

template <class Kind>
const Kind* headerOf(const ast::File& tree) {
  for (const ast::Decl& decl : tree.decls)
    if (const auto* header = std::get_if<Kind>(&decl.kind)) return header;
  return nullptr;
}

// A policy cannot be a part of another, and a pack answers to one name.
bool fits(Loading& loading, const ast::File& tree, const ast::IncludeDecl& include) {
  const Span span = spanOf(include);
  if (const auto* policy = headerOf<ast::PolicyDecl>(tree)) {
    loading.diagnostics.report<diag::PolicyImported>(span, wordOf(include))
        .help(policy->name.text)
        .note(policy->name.span, "its header is here");
    return false;
  }
  const auto* pack = headerOf<ast::PackDecl>(tree);
  const auto* name = std::get_if<ast::Name>(&include.what);
  if (pack != nullptr && name != nullptr && !pack->name.text.empty() &&
      pack->name.text != name->text)
    loading.diagnostics.report<diag::PackNamedOtherwise>(span, name->text, pack->name.text)
        .note(pack->name.span, "its header is here");
  return true;
}

void reportCycle(Loading& loading, std::uint32_t target, const ast::IncludeDecl& include) {
  const auto start = std::find_if(loading.way.begin(), loading.way.end(),
                                  [&](const Loading::Step& step) { return step.file == target; });
  auto finding = loading.diagnostics.report<diag::ImportCycle>(spanOf(include), wordOf(include));
  for (auto step = start; step != loading.way.end() && step + 1 != loading.way.end(); ++step)
    finding.note(step->import, fmt::format("it leads to '{}' here", step->what));
}

void loadTree(Loading& loading, std::uint32_t index);

std::uint32_t addFile(Loading& loading, FileId file) {
  const auto index = static_cast<std::uint32_t>(loading.program.files.size());
  LoadedFile loaded;
  loaded.path = loading.sources.path(file);
  loaded.tree = loading.reading.parse(file, loading.options.limits, loading.program.expressions,
                                      loading.diagnostics);
  loading.program.files.push_back(std::move(loaded));
  loading.index_of.emplace(file, index);
  loading.done.push_back(false);
  return index;
}

void import(Loading& loading, std::uint32_t from, std::size_t decl,
            const ast::IncludeDecl& include) {
  const std::optional<FileId> file = openPack(loading, from, include);
  if (!file) return;
  const auto known = loading.index_of.find(*file);
  const bool is_new = known == loading.index_of.end();
  const std::uint32_t target = is_new ? addFile(loading, *file) : known->second;
  if (!fits(loading, loading.program.files[target].tree, include)) return;
  loading.way.back().import = spanOf(include);
  loading.way.back().what = wordOf(include);
  if (!is_new && !loading.done[target]) return reportCycle(loading, target, include);
  if (is_new) loadTree(loading, target);
  loading.program.files[from].imports.emplace(decl, target);
}

void loadTree(Loading& loading, std::uint32_t index) {
  loading.way.push_back({index, {}, {}});
  // Trees stay where they are on the heap while files are added; the vector of files may move.
  const std::vector<ast::Decl>& decls = loading.program.files[index].tree.decls;
  const ast::Decl* const first = decls.data();
  const std::size_t count = decls.size();
  for (std::size_t i = 0; i < count; ++i) {
    const ast::DeclKind& kind = first[i].kind;
    const ast::Text* text = nullptr;
    if (const auto* include = std::get_if<ast::IncludeDecl>(&kind)) {
      import(loading, index, i, *include);
    } else if (const auto* phrases = std::get_if<ast::PhrasesDecl>(&kind)) {
      text = phrases->from_file ? &*phrases->from_file : nullptr;
    } else if (const auto* test = std::get_if<ast::TestDecl>(&kind)) {
      text = test->from_file ? &*test->from_file : nullptr;
    }
    if (text == nullptr) continue;
    if (const auto file = openRelative(loading, index, *text))
      loading.program.files[index].texts.emplace(i, *file);
  }
  loading.way.pop_back();
  loading.done[index] = true;
}

void visit(const Program& program, std::uint32_t file, std::vector<bool>& seen,
           std::vector<std::uint32_t>& order) {
  seen[file] = true;
  const auto& imports = program.files[file].imports;
  for (auto import = imports.rbegin(); import != imports.rend(); ++import)
    if (!seen[import->second]) visit(program, import->second, seen, order);
  order.push_back(file);
}

// Importers before what they import, otherwise in the order of their imports. Files that were only
// reached through an import that was refused are left out.
Program sorted(Program program) {
  std::vector<bool> seen(program.files.size(), false);
  std::vector<std::uint32_t> order;
  visit(program, 0, seen, order);
  std::reverse(order.begin(), order.end());
  std::vector<std::uint32_t> place(program.files.size(), 0);
  for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  Program result;
  result.expressions = program.expressions;
  for (const std::uint32_t file : order) {
    result.files.push_back(std::move(program.files[file]));
    for (auto& [decl, target] : result.files.back().imports) target = place[target];
  }
  return result;
}

}  // namespace

std::optional<std::string> Reading::textFor(const std::string&) { return std::nullopt; }

ast::File Reading::parse(FileId file, const SyntaxLimits& limits, ast::ExprId& next_id,
                         Diagnostics& diagnostics) {
  return decorum::parse(file, limits, next_id, diagnostics);
}

Program load(FileId root, const LoadOptions& options, SourceSet& sources,
             Diagnostics& diagnostics) {
  Reading disk;
  return load(root, options, disk, sources, diagnostics);
}

Program load(FileId root, const LoadOptions& options, Reading& reading, SourceSet& sources,
             Diagnostics& diagnostics) {
  FileStore files(options, reading, sources);
  Loading loading{options, reading, sources, diagnostics, std::move(files), {}, {}, {}, {}, false};
  loading.files.know(root);
  addFile(loading, root);
  loadTree(loading, 0);
  return sorted(std::move(loading.program));
}

}  // namespace decorum
