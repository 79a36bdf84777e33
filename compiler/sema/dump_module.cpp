#include "compiler/sema/dump_module.h"

#include <fmt/format.h>

#include <iterator>

#include "compiler/sema/types.h"
#include "compiler/syntax/words.h"

namespace decorum::sema {
namespace {

struct Dumper {
  const Module& module;
  const SourceSet& sources;
  std::string out;

  template <class... Args>
  void line(int depth, fmt::format_string<Args...> text, Args&&... args) {
    out.append(static_cast<std::size_t>(depth) * 2, ' ');
    fmt::format_to(std::back_inserter(out), text, std::forward<Args>(args)...);
    out += '\n';
  }

  const Symbol& symbol(SymbolId id) const { return module.symbols[id]; }

  std::string labels(const std::vector<ast::Label>* labels) const {
    std::string text;
    if (labels == nullptr) return text;
    for (const ast::Label& label : *labels) text += fmt::format(" {}", sources.text(label.span));
    return text;
  }

  void fields(const std::vector<Field>& fields) {
    for (const Field& field : fields)
      line(2, "{}: {}{}", field.name, print(module, field.type), labels(field.labels));
  }

  void file(FileIndex index) {
    const LoadedFile& loaded = module.program->files[index];
    line(0, "{} '{}'{}", index == 0 ? "root" : "file", module.pack_names[index],
         index == 0 && module.is_pack ? " (a pack)" : "");
    for (const auto& [decl, target] : loaded.imports) {
      const auto& include = std::get<ast::IncludeDecl>(loaded.tree.decls[decl].kind);
      line(1, "{} {}", include.use_only ? "use" : "include", module.pack_names[target]);
    }
    for (const std::string& pack : module.lost_packs[index]) line(1, "lost {}", pack);
  }

  void one(const Record& record) {
    line(1, "facts {}", symbol(record.symbol).name);
    fields(record.fields);
  }
  void one(const Signal& signal) {
    line(1, "signal {}: {}{}{}", symbol(signal.symbol).name, print(module, signal.type),
         signal.from == nullptr ? "" : " from " + syntax::spelled(*signal.from),
         labels(signal.labels));
  }
  void one(const Phrases& list) {
    line(1, "phrases {}: {}", symbol(list.symbol).name, list.phrases.size());
  }
  void one(const Pattern& pattern) {
    line(1, "pattern {}", symbol(pattern.symbol).name);
    for (std::size_t i = 0; i < pattern.groups.size(); ++i)
      line(2, "{}: {}", pattern.decl->groups[i].name.text, print(module, pattern.groups[i]));
  }
  void one(const Define& define) {
    line(1, "define {}", symbol(define.symbol).name);
    for (std::size_t i = 0; i < define.parameters.size(); ++i)
      line(2, "{}: {}", define.decl->parameters[i].name.text, print(module, define.parameters[i]));
  }
  void one(const Setting& setting) {
    line(1, "setting {}: {}{}", symbol(setting.symbol).name, print(module, setting.type),
         setting.value == nullptr
             ? " without a value"
             : fmt::format(" = {}{}", sources.text(setting.value->span),
                           setting.value == setting.decl->value.get() ? "" : " (given)"));
  }
  void one(const Tool& tool) {
    line(1, "tool {}", symbol(tool.symbol).name);
    fields(tool.arguments);
    if (!tool.results.empty()) line(1, "  returns");
    fields(tool.results);
  }
  void one(const Hours& hours) { line(1, "hours {}", symbol(hours.symbol).name); }
  void one(const Rule& rule) {
    line(1, "{} {}: {}", nameOf(rule.decl->kind), symbol(rule.symbol).name,
         rule.disabled != nullptr ? "disabled" : (rule.in_force ? "in force" : "not in force"));
    if (rule.adjusted.empty()) return;
    for (const ast::Clause* clause : rule.clauses)
      line(2, "{}{}", clause->span.file == rule.whole->span.file ? "" : "adjusted: ",
           sources.text(clause->span));
  }
  void one(const Fairness& fairness) { line(1, "fairness {}", symbol(fairness.symbol).name); }

  template <class Entries>
  void all(FileIndex file, const Entries& entries) {
    for (const auto& entry : entries)
      if (entry.symbol != 0 && symbol(entry.symbol).file == file) one(entry);
  }
};

}  // namespace

std::string dump(const Module& module, const SourceSet& sources) {
  Dumper dumper{module, sources, {}};
  for (FileIndex file = 0; file < module.scopes.size(); ++file) {
    dumper.file(file);
    dumper.all(file, module.settings);
    dumper.all(file, module.records);
    dumper.all(file, module.signals);
    dumper.all(file, module.tools);
    dumper.all(file, module.phrases);
    dumper.all(file, module.patterns);
    dumper.all(file, module.defines);
    dumper.all(file, module.hours);
    dumper.all(file, module.rules);
    dumper.all(file, module.fairness);
  }
  if (module.fault_open_declared)
    dumper.line(0, "on fault {}", module.fault_open ? "open" : "closed");
  if (!module.tests.empty()) dumper.line(0, "tests: {}", module.tests.size());
  return std::move(dumper.out);
}

}  // namespace decorum::sema
