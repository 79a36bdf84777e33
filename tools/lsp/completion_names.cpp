#include "tools/lsp/completion_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <set>

#include "compiler/sema/checker.h"
#include "compiler/sema/load_files.h"
#include "compiler/sema/types.h"
#include "compiler/syntax/words.h"
#include "runtime/text/scanner.h"
#include "tools/lsp/names.h"

namespace decorum::lsp {
namespace {

using sema::SymbolKind;
using Words = std::vector<std::string_view>;

ItemKind itemKind(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::kRecord:
      return ItemKind::kClass;
    case SymbolKind::kDefine:
    case SymbolKind::kTool:
      return ItemKind::kFunction;
    case SymbolKind::kSetting:
    case SymbolKind::kHours:
      return ItemKind::kConstant;
    case SymbolKind::kRule:
    case SymbolKind::kFairness:
      return ItemKind::kEvent;
    case SymbolKind::kSignal:
    case SymbolKind::kPhrases:
    case SymbolKind::kPattern:
      return ItemKind::kVariable;
  }
  return ItemKind::kValue;
}

std::string_view kindWord(SymbolKind kind) {
  constexpr std::string_view kWords[] = {"facts",   "signal", "phrases", "pattern", "define",
                                         "setting", "tool",   "hours",   "rule",    "fairness"};
  return kWords[static_cast<std::size_t>(kind)];
}

class NameFinder {
 public:
  NameFinder(const syntax::Expected& expected, const Analysis& analysis, const std::string& path,
             std::vector<CompletionItem>& items)
      : expected_(expected),
        analysis_(analysis),
        module_(analysis.module()),
        path_(path),
        before_(expected.before),
        items_(items) {
    const auto file = analysis.file(path);
    file_ = file ? module_.fileOf({*file, 0, 0}) : 0;
  }

  void run() {
    if (module_.scopes.size() <= file_) return;
    if (word(1) == ".") return membersBehindDot();
    if (before_.empty()) return;
    if (inRecord()) return;
    if (members()) return;
    if (byWord()) return;
    if (expected_.name && inExpression()) expressionNames();
  }

 private:
  /// The `n`th word before the place, "" where there are not so many.
  std::string_view word(std::size_t n) const {
    return n <= before_.size() ? before_[before_.size() - n] : std::string_view();
  }
  static bool isName(std::string_view text) {
    return !text.empty() && (std::isalpha(static_cast<unsigned char>(text[0])) || text[0] == '_');
  }

  void add(std::string label, ItemKind kind, std::string detail, int rank = 2) {
    items_.push_back({std::move(label), kind, std::move(detail), "", "", false, rank});
  }

  std::string detailOf(const sema::Symbol& symbol) const {
    const auto type = [&](const sema::Type& t) { return sema::print(module_, t); };
    switch (symbol.kind) {
      case SymbolKind::kSignal:
        return "signal: " + type(module_.signals[symbol.index].type);
      case SymbolKind::kSetting:
        return "setting: " + type(module_.settings[symbol.index].type);
      case SymbolKind::kPhrases:
        return fmt::format("phrases, {}", module_.phrases[symbol.index].phrases.size());
      case SymbolKind::kRule:
        return std::string(syntax::word(module_.rules[symbol.index].decl->kind)) + " rule";
      default:
        return std::string(kindWord(symbol.kind));
    }
  }

  void symbols(std::initializer_list<SymbolKind> kinds, int rank = 2) {
    for (const auto& [visible, id] : module_.scopes[file_]) {
      const sema::Symbol& symbol = module_.symbols[id];
      if (std::find(kinds.begin(), kinds.end(), symbol.kind) == kinds.end()) continue;
      add(visible, itemKind(symbol.kind), detailOf(symbol), rank);
    }
  }

  void rules(std::string_view kind) {
    for (const auto& [visible, id] : module_.scopes[file_]) {
      const sema::Symbol& symbol = module_.symbols[id];
      if (symbol.kind == SymbolKind::kRule &&
          (kind.empty() || syntax::word(module_.rules[symbol.index].decl->kind) == kind))
        add(visible, ItemKind::kEvent, detailOf(symbol));
    }
  }

  void fields(const std::vector<sema::Field>& fields, const char* what) {
    for (const sema::Field& field : fields)
      add(field.name, ItemKind::kField,
          fmt::format("{}: {}", what, sema::print(module_, field.type)), 1);
  }

  void fieldsOf(const sema::Symbol& symbol) {
    if (symbol.kind == SymbolKind::kRecord) fields(module_.records[symbol.index].fields, "fact");
    if (symbol.kind != SymbolKind::kTool) return;
    fields(module_.tools[symbol.index].arguments, "argument");
    fields(module_.tools[symbol.index].results, "result");
  }

  void enumeration(sema::EnumId id) {
    for (const std::string& member : sema::membersOf(module_, id))
      add(member, ItemKind::kEnumMember, "", 0);
  }

  void valuesOf(const sema::Type& type) {
    if (type.is(sema::Type::Kind::kEnum)) enumeration(type.enumeration);
    if (type.is(sema::Type::Kind::kSet) && !type.element.empty()) valuesOf(type.element[0]);
    if (!type.is(sema::Type::Kind::kBool)) return;
    add("true", ItemKind::kValue, "", 0);
    add("false", ItemKind::kValue, "", 0);
  }

  const sema::Symbol* symbolNamed(const std::string& name) const {
    const auto found = module_.scopes[file_].find(name);
    return found == module_.scopes[file_].end() ? nullptr : &module_.symbols[found->second];
  }

  /// The path that ends `skip` words before the place, in the order written.
  Words pathBefore(std::size_t skip) const {
    Words parts;
    std::size_t n = skip + 1;
    while (isName(word(n))) {
      parts.insert(parts.begin(), word(n));
      if (word(n + 1) != ".") break;
      n += 2;
    }
    return parts;
  }

  static std::string joined(const Words& parts, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : ".") + std::string(parts[i]);
    return text;
  }

  void membersBehindDot() {
    if (word(2) == "]") {  // `get_order[cancel.order].`
      std::size_t n = 3;
      for (int depth = 1; n <= before_.size() && depth > 0; ++n)
        depth += word(n) == "]" ? 1 : word(n) == "[" ? -1 : 0;
      const Words tool = pathBefore(n - 1);
      const sema::Symbol* symbol = symbolNamed(joined(tool, tool.size()));
      if (symbol != nullptr && symbol->kind == SymbolKind::kTool)
        fields(module_.tools[symbol->index].results, "result");
      return;
    }
    const Words parts = pathBefore(1);
    if (parts.empty()) return;
    if (parts[0] == "it") return itFields();
    if (parts[0] == "pii") return detectors("pii.", 4);
    const std::string name = joined(parts, parts.size());
    if (const sema::Symbol* symbol = symbolNamed(name)) return fieldsOf(*symbol);
    bool is_pack = false;
    for (const auto& [visible, id] : module_.scopes[file_]) {
      if (!visible.starts_with(name + ".")) continue;
      is_pack = true;
      const sema::Symbol& symbol = module_.symbols[id];
      add(visible.substr(name.size() + 1), itemKind(symbol.kind), detailOf(symbol), 1);
    }
    if (is_pack || parts.size() < 2) return;
    // A nested fact: `customer.address.`
    const sema::Symbol* owner = symbolNamed(std::string(parts[0]));
    if (owner == nullptr || owner->kind != SymbolKind::kRecord) return;
    const std::string prefix = name.substr(parts[0].size() + 1) + ".";
    for (const sema::Field& field : module_.records[owner->index].fields)
      if (field.name.starts_with(prefix))
        add(field.name.substr(prefix.size()), ItemKind::kField,
            "fact: " + sema::print(module_, field.type), 1);
  }

  // After `any price in …`, `every url in …`: what the pattern or detector gives.
  void itFields() {
    for (const char* field : {"text", "score", "amount", "currency", "host", "path", "year"})
      add(field, ItemKind::kProperty, "of the match");
    for (std::size_t n = 2; n < before_.size(); ++n) {
      if (word(n) != "any" && word(n) != "every" && word(n) != "of") continue;
      const sema::Symbol* symbol = symbolNamed(std::string(word(n - 1)));
      if (symbol == nullptr) continue;
      if (symbol->kind != SymbolKind::kPattern) continue;
      for (const ast::GroupOption& group : module_.patterns[symbol->index].decl->groups)
        add(group.name.text, ItemKind::kProperty, "group", 1);
      return;
    }
  }

  void detectors(std::string_view prefix, std::size_t cut) {
    for (const std::string_view name : text::detectorNames())
      if (name.starts_with(prefix))
        add(std::string(name.substr(cut)), ItemKind::kConstant, "detector", 3);
  }

  // Inside `given customer { … }`, `tool_call refund { … }`, `with { … }`, `include pack { … }`.
  bool inRecord() {
    int depth = 0;
    std::size_t open = 0;
    for (std::size_t n = 1; n <= before_.size() && open == 0; ++n) {
      depth += word(n) == "}" ? 1 : word(n) == "{" ? -1 : 0;
      if (depth < 0) open = n;
    }
    if (open == 0) return false;
    const Words path = pathBefore(open);
    const std::string_view head = word(open + 1);
    const bool is_value = word(1) == ":" || word(1) == "=";
    if (before_[0] == "include" && path.size() == 1) {
      settings(std::string(path[0]), is_value);
      return true;
    }
    if (before_[0] != "test" || open == before_.size()) return false;
    if (head == "with") {
      if (is_value) return true;
      symbols({SymbolKind::kSignal}, 1);
      return true;
    }
    const sema::Symbol* owner = symbolNamed(joined(path, path.size()));
    if (owner == nullptr) return false;
    if (!is_value) {
      fieldsOf(*owner);
      return true;
    }
    const std::string field(word(2));
    const auto value = [&](const std::vector<sema::Field>& all) {
      for (const sema::Field& one : all)
        if (one.name == field) valuesOf(one.type);
    };
    if (owner->kind == SymbolKind::kRecord) value(module_.records[owner->index].fields);
    if (owner->kind == SymbolKind::kTool) {
      value(module_.tools[owner->index].arguments);
      value(module_.tools[owner->index].results);
    }
    return true;
  }

  void settings(const std::string& pack, bool is_value) {
    for (const sema::Setting& setting : module_.settings) {
      const sema::Symbol& symbol = module_.symbols[setting.symbol];
      if (module_.pack_names[symbol.file] != pack) continue;
      if (!is_value)
        add(setting.decl->name.text, ItemKind::kConstant, sema::print(module_, setting.type), 0);
      else if (word(2) == setting.decl->name.text)
        valuesOf(setting.type);
    }
  }

  // After a comparison: members of what is compared.
  bool members() {
    const std::string_view op = word(1);
    std::size_t at = 0;
    if (op == "==" || op == "!=") at = 1;
    for (std::size_t n = 1; at == 0 && n + 1 <= before_.size(); ++n) {
      if (word(n) == "{" && word(n + 1) == "in") at = n + 1;
      if (word(n) != "," && word(n) != "{" && !isName(word(n))) break;
    }
    if (at == 0) return false;
    const Words path = pathBefore(at);
    if (path.size() == 1 && path[0] == "weekday") {
      enumeration(sema::kWeekdays);
      return true;
    }
    for (std::size_t parts = path.size(); parts > 0; --parts) {
      const sema::Symbol* symbol = symbolNamed(joined(path, parts));
      if (symbol == nullptr) continue;
      Words rest(path.begin() + static_cast<std::ptrdiff_t>(parts), path.end());
      const std::string field = joined(rest, rest.size());
      const auto look = [&](const std::vector<sema::Field>& all) {
        for (const sema::Field& one : all)
          if (one.name == field) valuesOf(one.type);
      };
      if (symbol->kind == SymbolKind::kRecord) look(module_.records[symbol->index].fields);
      if (symbol->kind == SymbolKind::kSetting) valuesOf(module_.settings[symbol->index].type);
      if (symbol->kind != SymbolKind::kTool) break;
      look(module_.tools[symbol->index].arguments);
      look(module_.tools[symbol->index].results);
      break;
    }
    return at != 1;  // after `==` any value may stand
  }

  // Where the word before tells what kind of name comes.
  bool byWord() {
    const std::string_view last = word(1);
    const bool in_test = before_[0] == "test";
    for (const char* keyword : {"include", "use", "disable", "adjust"})
      if (last == keyword) return declarationHead(last);
    if (before_.size() == 1) return true;  // a new name: nothing to offer
    if (last == "to" && word(2) != "blind") return queues();
    if (last == "alert" || (last == "for" && before_[0] == "hold")) return queues();
    if (last == "flagged") return flags();
    if (last == "during" || (last == "within" && expected_.name)) {
      symbols({SymbolKind::kHours});
      return true;
    }
    if (last == "by" && word(2) == "checked") return list(text::validatorNames(), "validator");
    if (last == "disposition") return list({"pass", "clarify", "retry", "hold", "block"}, "");
    if (last == "fault" && in_test) return list(sema::faultNames(), "fault");
    if (last == "is" || (in_test && (last == "tool_call" || last == "tool_result"))) {
      symbols({SymbolKind::kTool});
      return true;
    }
    if (last == "given") {
      symbols({SymbolKind::kRecord});
      return true;
    }
    if (in_test && (word(2) == "expect" || (word(2) == "no" && word(3) == "expect"))) {
      rules(last);
      return true;
    }
    if (before_[0] == "fairness") return fairness(last);
    if (isTargetList()) {
      symbols({SymbolKind::kPhrases, SymbolKind::kPattern}, 1);
      detectors("", 0);
      return true;
    }
    return false;
  }

  bool declarationHead(std::string_view keyword) {
    if (keyword == "include" || keyword == "use") {
      packs();
      return true;
    }
    for (const sema::Symbol& symbol : module_.symbols)
      if (symbol.kind == SymbolKind::kRule && symbol.name.find('.') != std::string::npos)
        add(symbol.name, ItemKind::kEvent, detailOf(symbol));
    return true;
  }

  void packs() {
    const std::string folder = folderOf(path_);
    for (const std::string& entry : entriesOf(folder)) {
      const bool file = entry.ends_with(".decorum") && joinPath(folder, entry) != path_;
      const std::string below = joinPath(folder, entry);
      const bool inside =
          isFile(joinPath(below, entry + ".decorum")) || isFile(joinPath(below, "pack.decorum"));
      if (file) add(entry.substr(0, entry.size() - 8), ItemKind::kModule, "pack");
      if (inside) add(entry, ItemKind::kModule, "pack");
    }
  }

  bool queues() {
    std::set<std::string> names;
    const auto& all = analysis_.names();
    for (const Occurrence& one : all.all())
      if (all.entity(one.entity).kind == Entity::Kind::kQueue)
        names.insert(all.entity(one.entity).name);
    for (const std::string& name : names) add(name, ItemKind::kReference, "queue", 1);
    return true;
  }

  bool flags() {
    const auto& all = analysis_.names();
    for (const Occurrence& one : all.all())
      if (one.is_declaration && all.entity(one.entity).kind == Entity::Kind::kFlag)
        add(all.entity(one.entity).name, ItemKind::kReference, "flag", 1);
    for (const sema::Rule& rule : module_.rules)
      if (rule.decl->kind == ast::RuleKind::kFlag && sema::clauseOf<ast::AsClause>(rule) == nullptr)
        add(module_.symbols[rule.symbol].name, ItemKind::kReference, "flag", 1);
    return true;
  }

  bool list(const std::vector<std::string_view>& names, const char* detail) {
    for (const std::string_view name : names)
      add(std::string(name), ItemKind::kConstant, detail, 1);
    return true;
  }

  bool fairness(std::string_view last) {
    if (last == "swapping" || last == "with") {
      symbols({SymbolKind::kPhrases});
    } else if (last == "across" || last == "to") {
      symbols({SymbolKind::kRecord});
    } else if (last == "keep" || last == "compare" || last == ",") {
      rules("");
    }
    return true;
  }

  // `mentions a, b, …`, `find a, …`, `any a in …`.
  bool isTargetList() const {
    for (std::size_t n = 1; n <= before_.size(); ++n) {
      const std::string_view one = word(n);
      if (one == "mentions" || one == "find") return n == 1 || word(1) == "," || word(1) == "of";
      if (one == "any" || one == "every") return n == 1;
      const bool of_list = one == "," || one == "." || one == "of" || one == "all" ||
                           one == "least" || one == "at" || one.starts_with("\"") || isName(one) ||
                           std::isdigit(static_cast<unsigned char>(one.empty() ? ' ' : one[0]));
      if (!of_list) return false;
    }
    return false;
  }

  bool inExpression() const {
    const auto& words = expected_.words;
    return std::find(words.begin(), words.end(), "now") != words.end();
  }

  void expressionNames() {
    symbols({SymbolKind::kRecord, SymbolKind::kSignal, SymbolKind::kDefine, SymbolKind::kSetting,
             SymbolKind::kTool});
    for (const char* function : {"length", "words", "occurrences", "size"})
      add(function, ItemKind::kFunction, "built in", 4);
    if (before_[0] != "define" || before_.size() < 2) return;
    const sema::Symbol* define = symbolNamed(std::string(before_[1]));
    if (define == nullptr || define->kind != SymbolKind::kDefine) return;
    for (const ast::Parameter& parameter : module_.defines[define->index].decl->parameters)
      add(parameter.name.text, ItemKind::kVariable, "parameter", 1);
  }

  const syntax::Expected& expected_;
  const Analysis& analysis_;
  const sema::Module& module_;
  const std::string& path_;
  const Words& before_;
  std::vector<CompletionItem>& items_;
  sema::FileIndex file_ = 0;
};

}  // namespace

void addNames(const syntax::Expected& expected, const Analysis& analysis, const std::string& path,
              std::vector<CompletionItem>& items) {
  NameFinder(expected, analysis, path, items).run();
}

}  // namespace decorum::lsp
