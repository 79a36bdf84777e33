// The host gives one `customer`, one score `sentiment`, and answers one tool, whoever asks for it:
// what several files declare under one of the host's names becomes one.
#include <algorithm>
#include <map>

#include "compiler/sema/resolve_internal.h"
#include "compiler/sema/types.h"

namespace decorum::sema {
namespace {

using Labels = std::vector<ast::Label>;

struct Sharing {
  Resolving& resolving;

  void differs(Span here, std::string_view name, std::string_view what, Span there) {
    resolving.diagnostics.report<diag::SharedDiffers>(here, name, what)
        .note(there, "it is declared otherwise here");
  }

  std::string typed(const Type& type) const { return print(resolving.module, type) + " here"; }

  bool isSame(const Type& one, const Type& two) const {
    return one.isError() || two.isError() ||
           print(resolving.module, one) == print(resolving.module, two);
  }

  bool has(const Labels* labels, const ast::Label& wanted) const {
    return labels != nullptr && std::any_of(labels->begin(), labels->end(), [&](const auto& label) {
             return label.kind == wanted.kind &&
                    pathText(label.proxy_for) == pathText(wanted.proxy_for);
           });
  }

  // What one of them says of a fact holds for all: a trait that a pack protects is protected.
  const Labels* joined(const Labels* labels, const Labels* more) {
    if (more == nullptr) return labels;
    Labels all = labels != nullptr ? *labels : Labels();
    const std::size_t before = all.size();
    for (const ast::Label& label : *more)
      if (!has(labels, label)) all.push_back(label);
    if (all.size() == before) return labels;
    return &resolving.module.joined_labels.emplace_back(std::move(all));
  }

  void mergeFields(std::vector<Field>& fields, const std::vector<Field>& more,
                   std::string_view owner) {
    for (const Field& field : more) {
      const auto same = std::find_if(fields.begin(), fields.end(), [&](const Field& known) {
        return known.name == field.name || known.name.starts_with(field.name + ".") ||
               field.name.starts_with(known.name + ".");
      });
      if (same == fields.end()) {
        fields.push_back(field);
        continue;
      }
      const std::string name = std::string(owner) + "." + field.name;
      if (same->name != field.name)
        differs(field.span, name, "a record in one of them", same->span);
      else if (!isSame(same->type, field.type))
        differs(field.span, name, typed(field.type), same->span);
      same->labels = joined(same->labels, field.labels);
      same->is_key = same->is_key || field.is_key;
    }
  }

  void merge(Record& record, const Record& other) {
    mergeFields(record.fields, other.fields, record.decl->name.text);
  }

  void merge(Signal& signal, const Signal& other) {
    const ast::SignalDecl &one = *signal.decl, &two = *other.decl;
    const auto missing = [&](const ast::SignalDecl& decl) {
      return decl.when_missing ? resolving.diagnostics.sources().text(decl.when_missing->span)
                               : std::string_view();
    };
    const Span there = one.name.span;
    const std::string_view name = two.name.text;
    if (one.subject.subject != two.subject.subject)
      differs(two.name.span, name, "of another subject", there);
    else if (!isSame(signal.type, other.type))
      differs(two.name.span, name, typed(other.type), there);
    else if (missing(one) != missing(two))
      differs(two.name.span, name, "something else when missing", there);
    else if (one.as_redacted != two.as_redacted)
      differs(two.name.span, name, "'as redacted' in one of them", there);
    else if (signal.from != nullptr && other.from != nullptr &&
             pathText(*signal.from) != pathText(*other.from))
      differs(other.from->span, name, "from another provider", signal.from->span);
    // Who names a provider does so for all: a pack leaves that to the business.
    if (signal.from == nullptr) signal.from = other.from;
    signal.labels = joined(signal.labels, other.labels);
  }

  void merge(Tool& tool, const Tool& other) {
    const std::string_view name = tool.decl->name.text;
    mergeFields(tool.arguments, other.arguments, name);
    mergeFields(tool.results, other.results, name);
    const auto isKey = [](const Field& field) { return field.is_key; };
    const auto key = std::find_if(tool.arguments.begin(), tool.arguments.end(), isKey);
    if (key == tool.arguments.end()) return;
    const auto second = std::find_if(key + 1, tool.arguments.end(), isKey);
    if (second == tool.arguments.end()) return;
    resolving.diagnostics.report<diag::KeyRepeated>(second->span, name)
        .note(key->span, "the first is here");
    second->is_key = false;
  }

  // Each of `table` that another file declared before under the name that the host knows is made
  // part of that one, and its symbol leads there.
  template <class Declared, class NameOf>
  void share(std::vector<Declared>& table, SymbolKind kind, const NameOf& nameOf) {
    Module& module = resolving.module;
    std::map<std::string, std::size_t> seen;
    std::vector<Declared> kept;
    std::vector<std::uint32_t> moved;
    for (Declared& one : table) {
      const std::string name = nameOf(one);
      const auto [first, is_new] = seen.emplace(name, kept.size());
      const bool is_other_file = !is_new && module.symbols[kept[first->second].symbol].file !=
                                                module.symbols[one.symbol].file;
      if (is_other_file && !name.empty()) {
        merge(kept[first->second], one);
        moved.push_back(static_cast<std::uint32_t>(first->second));
      } else {
        moved.push_back(static_cast<std::uint32_t>(kept.size()));
        kept.push_back(std::move(one));
      }
    }
    table = std::move(kept);
    for (Symbol& symbol : module.symbols)
      if (symbol.kind == kind) symbol.index = moved[symbol.index];
  }
};

}  // namespace

void shareInputs(Resolving& resolving) {
  Sharing sharing{resolving};
  Module& module = resolving.module;
  sharing.share(module.records, SymbolKind::kRecord, [](const Record& record) {
    return record.decl == nullptr ? std::string() : record.decl->name.text;
  });
  sharing.share(module.signals, SymbolKind::kSignal,
                [](const Signal& signal) { return signal.decl->name.text; });
  sharing.share(module.tools, SymbolKind::kTool,
                [](const Tool& tool) { return calledOf(*tool.decl); });
}

}  // namespace decorum::sema
