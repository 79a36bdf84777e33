#include <fmt/format.h>

#include <algorithm>

#include "compiler/sema/types.h"
#include "compiler/syntax/words.h"
#include "runtime/memory/layout.h"
#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

using sema::SymbolKind;

constexpr std::size_t kPhrasesShown = 12;

const ast::Decl* declOf(const Analysis& analysis, const sema::Symbol& symbol) {
  if (symbol.span.begin == symbol.span.end) return nullptr;  // built in
  if (symbol.file >= analysis.program().files.size()) return nullptr;
  for (const ast::Decl& decl : analysis.program().files[symbol.file].tree.decls)
    if (decl.span.file == symbol.span.file && decl.span.begin <= symbol.span.begin &&
        symbol.span.end <= decl.span.end)
      return &decl;
  return nullptr;
}

std::string code(std::string_view text) { return fmt::format("```decorum\n{}\n```\n", text); }

std::string labelsOf(const sema::Field& field) {
  std::string text;
  if (field.labels == nullptr) return text;
  for (const ast::Label& label : *field.labels)
    text += " " + std::string(syntax::word(label.kind)) +
            (label.kind == ast::LabelKind::kProxyFor ? " " + syntax::spelled(label.proxy_for) : "");
  return text;
}

std::string fieldList(const Analysis& analysis, const std::vector<sema::Field>& fields) {
  std::string text;
  for (const sema::Field& field : fields)
    text += fmt::format("\n  {}: {}{}", field.name, sema::print(analysis.module(), field.type),
                        labelsOf(field));
  return text.empty() ? "{}" : "{" + text + "\n}";
}

// The source of a declaration, cut where it goes on for long.
std::string source(const Analysis& analysis, Span span) {
  std::string text(analysis.sources().text(span));
  std::size_t end = 0;
  for (int lines = 0; lines < 12 && end != std::string::npos; ++lines)
    end = text.find('\n', end + 1);
  if (end != std::string::npos) text = text.substr(0, end) + "\n  …";
  return text;
}

std::string phrasesText(const sema::Phrases& phrases) {
  std::string text = fmt::format("{} {}:", phrases.phrases.size(),
                                 phrases.phrases.size() == 1 ? "phrase" : "phrases");
  for (std::size_t i = 0; i < phrases.phrases.size() && i < kPhrasesShown; ++i)
    text += fmt::format("{} \"{}\"", i == 0 ? "" : ",", phrases.phrases[i]);
  if (phrases.phrases.size() > kPhrasesShown) text += ", …";
  return text + "\n";
}

// What the declaration at `span` costs each conversation.
std::string memoryText(const Analysis& analysis, Span span) {
  if (!analysis.result().plan) return {};
  const std::string path = analysis.planFile(span.file);
  const std::uint32_t first = analysis.sources().position(span.file, span.begin).line;
  const std::uint32_t last = analysis.sources().position(span.file, span.end).line;
  std::uint32_t bytes = 0;
  std::size_t operators = 0;
  const memory::Layout layout = memory::layoutOf(*analysis.result().plan);
  for (const auto& entry : layout.operators) {
    if (entry.at.file != path || entry.at.line < first || entry.at.line > last) continue;
    bytes += entry.bytes;
    ++operators;
  }
  if (operators == 0) return {};
  return fmt::format("Keeps {} bytes of each conversation, in {} {} of memory.\n", bytes, operators,
                     operators == 1 ? "operator" : "operators");
}

std::string valueOf(const Analysis& analysis, const sema::Setting& setting) {
  if (setting.value == nullptr) return {};
  return fmt::format(" = {}", analysis.sources().text(setting.value->span));
}

std::string symbolText(const Analysis& analysis, const sema::Symbol& symbol) {
  const sema::Module& module = analysis.module();
  const auto type = [&](const sema::Type& t) { return sema::print(module, t); };
  const ast::Decl* const decl = declOf(analysis, symbol);
  const Span span = decl == nullptr ? symbol.span : decl->span;
  switch (symbol.kind) {
    case SymbolKind::kRecord:
      return code("facts " + symbol.name + " " +
                  fieldList(analysis, module.records[symbol.index].fields));
    case SymbolKind::kSignal: {
      const sema::Signal& signal = module.signals[symbol.index];
      return code(fmt::format("signal {} of {}: {}", symbol.name,
                              syntax::word(signal.decl->subject.subject), type(signal.type)));
    }
    case SymbolKind::kPhrases:
      return code("phrases " + symbol.name) + phrasesText(module.phrases[symbol.index]);
    case SymbolKind::kDefine: {
      const sema::Define& define = module.defines[symbol.index];
      const ast::ExprPtr& value = define.decl->value;
      const bool typed = value && value->id < analysis.typed().types.size();
      std::string text = code(source(analysis, span));
      if (typed && !analysis.typed().types[value->id].isError())
        text += fmt::format("Type: `{}`\n\n", type(analysis.typed().types[value->id]));
      return text + memoryText(analysis, span);
    }
    case SymbolKind::kSetting: {
      const sema::Setting& setting = module.settings[symbol.index];
      return code(fmt::format("setting {}: {}{}", symbol.name, type(setting.type),
                              valueOf(analysis, setting)));
    }
    case SymbolKind::kTool: {
      const sema::Tool& tool = module.tools[symbol.index];
      std::string text = "tool " + symbol.name + " " + fieldList(analysis, tool.arguments);
      if (!tool.results.empty()) text += " returns " + fieldList(analysis, tool.results);
      return code(text);
    }
    case SymbolKind::kRule: {
      const sema::Rule& rule = module.rules[symbol.index];
      std::string text = code(source(analysis, span));
      if (rule.disabled != nullptr) text += "Disabled.\n\n";
      if (!rule.in_force) text += "Not in force: its pack is used, not included.\n\n";
      if (!rule.adjusted.empty()) text += "Adjusted.\n\n";
      return text + memoryText(analysis, span);
    }
    case SymbolKind::kPattern:
    case SymbolKind::kHours:
    case SymbolKind::kFairness:
      return code(source(analysis, span));
  }
  return {};
}

std::string docOf(const Analysis& analysis, const Entity& entity) {
  if (entity.kind == Entity::Kind::kSymbol) {
    const ast::Decl* decl = declOf(analysis, analysis.module().symbols[entity.index]);
    return decl == nullptr ? "" : decl->doc;
  }
  if (!entity.declared) return {};
  const LoadedFile* loaded = analysis.loaded(entity.declared->file);
  if (loaded == nullptr) return {};
  const auto in = [&](const std::vector<ast::TypeField>& fields, const auto& self) -> std::string {
    for (const ast::TypeField& field : fields) {
      if (field.name.span == *entity.declared) return field.doc;
      if (std::string found = self(field.nested, self); !found.empty()) return found;
    }
    return {};
  };
  for (const ast::Decl& decl : loaded->tree.decls) {
    if (const auto* facts = std::get_if<ast::FactsDecl>(&decl.kind))
      if (std::string doc = in(facts->fields, in); !doc.empty()) return doc;
    if (const auto* tool = std::get_if<ast::ToolDecl>(&decl.kind)) {
      if (std::string doc = in(tool->arguments, in); !doc.empty()) return doc;
      if (std::string doc = in(tool->results, in); !doc.empty()) return doc;
    }
    const bool header = std::holds_alternative<ast::PackDecl>(decl.kind) ||
                        std::holds_alternative<ast::PolicyDecl>(decl.kind);
    if (header && entity.kind == Entity::Kind::kPack) return decl.doc;
  }
  return {};
}

std::string fieldOf(const Analysis& analysis, const std::string& owner, const sema::Field& field) {
  return code(fmt::format("{}.{}: {}{}", owner, field.name,
                          sema::print(analysis.module(), field.type), labelsOf(field)));
}

std::string headOf(const Analysis& analysis, const Entity& entity) {
  const sema::Module& module = analysis.module();
  const auto owner = [&](sema::SymbolId id) { return module.symbols[id].name; };
  switch (entity.kind) {
    case Entity::Kind::kSymbol:
      return symbolText(analysis, module.symbols[entity.index]);
    case Entity::Kind::kField: {
      const sema::Record& record = module.records[entity.index];
      return fieldOf(analysis, owner(record.symbol), record.fields[entity.field]);
    }
    case Entity::Kind::kArgument:
    case Entity::Kind::kResult: {
      const sema::Tool& tool = module.tools[entity.index];
      const bool argument = entity.kind == Entity::Kind::kArgument;
      return fieldOf(analysis, owner(tool.symbol),
                     (argument ? tool.arguments : tool.results)[entity.field]) +
             (argument ? "An argument.\n" : "A result.\n");
    }
    case Entity::Kind::kMember:
      return code(entity.name) + (entity.index == sema::kWeekdays
                                      ? "A day of the week.\n"
                                      : "A member of an enumeration.\n");
    case Entity::Kind::kParameter: {
      const sema::Define& define = module.defines[entity.index];
      const bool typed = entity.field < define.parameters.size();
      return code(entity.name +
                  (typed ? ": " + sema::print(module, define.parameters[entity.field]) : "")) +
             fmt::format("A parameter of `{}`.\n", owner(define.symbol));
    }
    case Entity::Kind::kFlag:
      return code("flag as " + entity.name);
    case Entity::Kind::kQueue:
      return code("to " + entity.name) + "A queue of people.\n";
    case Entity::Kind::kPack:
      return code((entity.index == 0 && !module.is_pack ? "policy " : "pack ") + entity.name);
    case Entity::Kind::kFile: {
      const auto text = analysis.sources().text(entity.index);
      const auto lines = std::count(text.begin(), text.end(), '\n');
      return fmt::format("`{}`, {} lines\n", entity.name, lines);
    }
  }
  return {};
}

}  // namespace

std::string describe(const Analysis& analysis, const Entity& entity) {
  std::string text = headOf(analysis, entity);
  if (const std::string doc = docOf(analysis, entity); !doc.empty()) text += "\n" + doc + "\n";
  return text;
}

std::optional<Hover> hover(const Analysis& analysis, FileId file, std::uint32_t offset) {
  const Occurrence* found = analysis.names().at(file, offset);
  if (found == nullptr) return std::nullopt;
  return Hover{analysis.range(found->span),
               describe(analysis, analysis.names().entity(found->entity))};
}

}  // namespace decorum::lsp
