// Files as packs: what each calls itself, which names it lends to whom, and whose rules count.
#include <filesystem>
#include <set>

#include "compiler/sema/resolve_internal.h"

namespace decorum::sema {
namespace {

constexpr std::int64_t kLanguage = 1;

Span headOf(const ast::Decl& decl) {
  if (const auto* policy = std::get_if<ast::PolicyDecl>(&decl.kind)) return policy->name.span;
  if (const auto* pack = std::get_if<ast::PackDecl>(&decl.kind)) return pack->name.span;
  return decl.span;
}

bool isHeader(const ast::Decl& decl) {
  return std::holds_alternative<ast::PolicyDecl>(decl.kind) ||
         std::holds_alternative<ast::PackDecl>(decl.kind);
}

// A name that a header could have, made of the file's own.
std::string nameFromPath(const std::string& path) {
  std::string name;
  for (const char c : std::filesystem::path(path).stem().generic_string()) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_digit = c >= '0' && c <= '9';
    if (is_letter)
      name += static_cast<char>(c | 0x20);
    else if (is_digit && !name.empty())
      name += c;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  while (name.ends_with('_')) name.pop_back();
  return name.empty() ? "my_policy" : name;
}

void reportMissing(Resolving& resolving, FileIndex file) {
  const LoadedFile& loaded = resolving.program.files[file];
  if (loaded.tree.has_syntax_errors) return;  // the header may be what did not parse
  Span place{loaded.tree.id, 0, 0};
  if (!loaded.tree.decls.empty()) place = loaded.tree.decls[0].span;
  const std::string_view text = resolving.diagnostics.sources().text(place);
  place.end = place.begin +
              static_cast<std::uint32_t>(text.substr(0, text.find_first_of(" \t\r\n")).size());
  const std::string name = nameFromPath(loaded.path);
  resolving.diagnostics.report<diag::HeaderMissing>(place).help(
      file == 0 ? fmt::format("policy {} version \"1.0\"", name) : fmt::format("pack {}", name));
}

void readPolicy(Resolving& resolving, FileIndex file, const ast::PolicyDecl& policy) {
  checkName(resolving, policy.name);
  resolving.module.pack_names[file] = policy.name.text;
  if (policy.language && policy.language->value != kLanguage)
    resolving.diagnostics.report<diag::LanguageUnknown>(policy.language->span,
                                                        policy.language->value);
  if (file != 0) return;
  resolving.module.name = policy.name.text;
  resolving.module.version = policy.version ? policy.version->value : "";
}

void readPack(Resolving& resolving, FileIndex file, const ast::PackDecl& pack) {
  checkName(resolving, pack.name);
  resolving.module.pack_names[file] = pack.name.text;
  if (file != 0) return;
  resolving.module.is_pack = true;
  resolving.module.name = pack.name.text;
  resolving.module.version = pack.version ? pack.version->value : "";
}

void readHeader(Resolving& resolving, FileIndex file) {
  const ast::File& tree = resolving.program.files[file].tree;
  const ast::Decl* header = nullptr;
  for (const ast::Decl& decl : tree.decls) {
    if (!isHeader(decl)) continue;
    if (header != nullptr) {
      resolving.diagnostics.report<diag::HeaderRepeated>(headOf(decl))
          .note(headOf(*header), "the first is here");
      continue;
    }
    header = &decl;
    if (&decl != tree.decls.data() && !tree.has_syntax_errors)
      resolving.diagnostics.report<diag::HeaderNotFirst>(headOf(decl))
          .note(headOf(tree.decls[0]), "this stands before it");
    if (const auto* policy = std::get_if<ast::PolicyDecl>(&decl.kind))
      readPolicy(resolving, file, *policy);
    else
      readPack(resolving, file, std::get<ast::PackDecl>(decl.kind));
  }
  if (header == nullptr) reportMissing(resolving, file);
}

Span nameOf(const ast::IncludeDecl& include) {
  return std::visit([](const auto& what) { return what.span; }, include.what);
}

// The name by which `file` would speak of the pack: its own, or the one it was to have.
std::string wordOf(const ast::IncludeDecl& include) {
  if (const auto* name = std::get_if<ast::Name>(&include.what)) return name->text;
  return std::filesystem::path(std::get<ast::Text>(include.what).value).stem().generic_string();
}

// Rules and tables know a pack by its name alone, so no two packs of one policy may share it.
void checkPacksDiffer(Resolving& resolving, FileIndex target, const ast::IncludeDecl& include,
                      std::map<std::string, FileIndex>& by_name) {
  const std::string& name = resolving.module.pack_names[target];
  if (name.empty()) return;
  const auto [first, is_new] = by_name.emplace(name, target);
  if (is_new || first->second == target) return;
  auto finding = resolving.diagnostics.report<diag::PacksOfOneName>(nameOf(include), name);
  for (const FileIndex file : {first->second, target})
    for (const ast::Decl& decl : resolving.program.files[file].tree.decls)
      if (isHeader(decl)) finding.note(headOf(decl), "one is here");
}

void lendNames(Resolving& resolving, FileIndex file, FileIndex target) {
  Module& module = resolving.module;
  const std::string& pack = module.pack_names[target];
  if (pack.empty()) return;
  for (const auto& [name, symbol] : module.scopes[target]) {
    const bool is_own = name.find('.') == std::string::npos && symbol != kConversation;
    if (is_own) module.scopes[file].emplace(fmt::format("{}.{}", pack, name), symbol);
  }
}

void importInto(Resolving& resolving, FileIndex file, std::map<std::string, FileIndex>& by_name) {
  Module& module = resolving.module;
  const LoadedFile& loaded = resolving.program.files[file];
  std::map<FileIndex, Span> imported;
  for (std::size_t i = 0; i < loaded.tree.decls.size(); ++i) {
    const auto* include = std::get_if<ast::IncludeDecl>(&loaded.tree.decls[i].kind);
    if (include == nullptr) continue;
    const auto import = loaded.imports.find(i);
    const std::string word = wordOf(*include);
    if (import == loaded.imports.end()) {
      if (!word.empty()) module.lost_packs[file].insert(word);
      continue;
    }
    const std::string& pack = module.pack_names[import->second];
    if (pack != word) module.lost_packs[file].insert(word);
    const auto [first, is_new] = imported.emplace(import->second, nameOf(*include));
    if (!is_new) {
      resolving.diagnostics.report<diag::ImportRepeated>(nameOf(*include), word)
          .note(first->second, "the first is here");
      continue;
    }
    checkPacksDiffer(resolving, import->second, *include, by_name);
    const auto own = module.scopes[file].find(pack);
    if (own != module.scopes[file].end())
      resolving.diagnostics.report<diag::NameOfPack>(module.symbols[own->second].span, pack)
          .help(pack)
          .note(nameOf(*include), "the pack is named here");
    lendNames(resolving, file, import->second);
  }
}

}  // namespace

void readHeaders(Resolving& resolving) {
  const std::size_t files = resolving.program.files.size();
  Module& module = resolving.module;
  module.pack_names.resize(files);
  module.lost_packs.resize(files);
  module.scopes.resize(files);
  module.file_indices.assign(resolving.diagnostics.sources().size(), 0);
  for (FileIndex file = 0; file < files; ++file) {
    module.file_indices[resolving.program.files[file].tree.id] = file;
    readHeader(resolving, file);
  }
}

void importNames(Resolving& resolving) {
  std::map<std::string, FileIndex> by_name;
  for (FileIndex file = 0; file < resolving.program.files.size(); ++file)
    importInto(resolving, file, by_name);
}

namespace {

// Files that `file` brings into force, itself among them.
std::vector<bool> includedFrom(const Program& program, FileIndex file) {
  std::vector<bool> found(program.files.size(), false);
  std::vector<FileIndex> next = {file};
  found[file] = true;
  while (!next.empty()) {
    const LoadedFile& loaded = program.files[next.back()];
    next.pop_back();
    for (const auto& [decl, target] : loaded.imports) {
      const auto& include = std::get<ast::IncludeDecl>(loaded.tree.decls[decl].kind);
      if (include.use_only || found[target]) continue;
      found[target] = true;
      next.push_back(target);
    }
  }
  return found;
}

}  // namespace

void findFilesInForce(Resolving& resolving) {
  resolving.in_force = includedFrom(resolving.program, 0);
}

bool includes(Resolving& resolving, FileIndex file, FileIndex target) {
  resolving.included.resize(resolving.program.files.size());
  std::vector<bool>& included = resolving.included[file];
  if (included.empty()) included = includedFrom(resolving.program, file);
  return file != target && included[target];
}

}  // namespace decorum::sema
