// Definitions that lead back to themselves, shown step by step. Chains of definitions may be long
// and expressions wide, so nothing here recurses.
#include <algorithm>

#include "compiler/sema/resolve_internal.h"
#include "compiler/sema/walk.h"

namespace decorum::sema {
namespace {

/// Of a long circle: its first steps, and the one that closes it.
constexpr std::size_t kStepsShown = 15;

/// One definition names another, there.
struct Use {
  std::uint32_t define;
  Span span;
};

struct UseFinder {
  const Module& module;
  FileIndex file;
  const Define& define;
  std::vector<Use> uses;

  bool isParameter(const ast::Path& path) const {
    const auto& parameters = define.decl->parameters;
    return path.parts.size() == 1 &&
           std::any_of(parameters.begin(), parameters.end(), [&](const ast::Parameter& parameter) {
             return parameter.name.text == path.parts[0].text;
           });
  }

  void name(const ast::Path& path) {
    if (isParameter(path)) return;
    const auto found = module.find(file, path);
    if (!found || module.symbols[found->symbol].kind != SymbolKind::kDefine) return;
    uses.push_back({module.symbols[found->symbol].index, path.span});
  }

  // The members of the enumeration that the name `expr` stands for; null if it has none.
  const std::vector<std::string>* membersOf(const ast::ExprPtr& expr) const {
    const auto* ref = expr ? std::get_if<ast::Ref>(&expr->kind) : nullptr;
    if (ref == nullptr || isParameter(ref->path)) return nullptr;
    const auto found = module.find(file, ref->path);
    if (!found) return nullptr;
    const Symbol& symbol = module.symbols[found->symbol];
    const Type* type = nullptr;
    if (symbol.kind == SymbolKind::kSignal) type = &module.signals[symbol.index].type;
    if (symbol.kind == SymbolKind::kSetting) type = &module.settings[symbol.index].type;
    if (symbol.kind == SymbolKind::kRecord) type = fieldType(symbol, ref->path, found->parts);
    if (type == nullptr || !type->is(Type::Kind::kEnum)) return nullptr;
    return &module.enumerations[type->enumeration].members;
  }

  const Type* fieldType(const Symbol& symbol, const ast::Path& path, std::size_t from) const {
    std::string name;
    for (std::size_t i = from; i < path.parts.size(); ++i)
      name += (name.empty() ? "" : ".") + path.parts[i].text;
    for (const Field& field : module.records[symbol.index].fields)
      if (field.name == name) return &field.type;
    return nullptr;
  }

  // `premium` in `customer.tier == premium` is a member, whatever else has that name.
  bool isMember(const std::vector<std::string>* members, const ast::ExprPtr& expr) const {
    const auto* ref = expr ? std::get_if<ast::Ref>(&expr->kind) : nullptr;
    return members != nullptr && ref != nullptr && ref->path.parts.size() == 1 &&
           std::find(members->begin(), members->end(), ref->path.parts[0].text) != members->end();
  }

  bool standsForMember(const ast::Expr& whole, const ast::Expr& part) const {
    if (const auto* binary = std::get_if<ast::Binary>(&whole.kind)) {
      const ast::ExprPtr& self = binary->left.get() == &part ? binary->left : binary->right;
      const ast::ExprPtr& other = binary->left.get() == &part ? binary->right : binary->left;
      return isMember(membersOf(other), self);
    }
    const auto* in = std::get_if<ast::In>(&whole.kind);
    const auto* set = in != nullptr && in->set ? std::get_if<ast::SetLit>(&in->set->kind) : nullptr;
    if (set == nullptr || &part != in->set.get()) return false;
    const auto* members = membersOf(in->value);
    return std::all_of(set->elements.begin(), set->elements.end(),
                       [&](const ast::ExprPtr& element) { return isMember(members, element); });
  }

  void search(const ast::Expr& root) {
    std::vector<const ast::Expr*> next = {&root};
    while (!next.empty()) {
      const ast::Expr& expr = *next.back();
      next.pop_back();
      if (const auto* ref = std::get_if<ast::Ref>(&expr.kind)) name(ref->path);
      if (const auto* call = std::get_if<ast::Call>(&expr.kind)) name(call->callee);
      forEachPart(expr, [&](const ast::Expr& part) {
        if (!standsForMember(expr, part)) next.push_back(&part);
      });
    }
    std::sort(uses.begin(), uses.end(),
              [](const Use& a, const Use& b) { return a.span.begin < b.span.begin; });
  }
};

std::vector<std::vector<Use>> usesOfAll(const Module& module) {
  std::vector<std::vector<Use>> uses;
  for (const Define& define : module.defines) {
    UseFinder finder{module, module.symbols[define.symbol].file, define, {}};
    if (define.decl->value) finder.search(*define.decl->value);
    uses.push_back(std::move(finder.uses));
  }
  return uses;
}

/// A step on the way: a definition, and which of its uses is looked at.
struct Step {
  std::uint32_t define;
  std::size_t use;
};

/// Goes from definition to definition, depth first; a use of one that is on the way is a circle.
struct CircleSearch {
  explicit CircleSearch(Resolving& shared) : resolving(shared), uses(usesOfAll(shared.module)) {}

  Resolving& resolving;
  const std::vector<std::vector<Use>> uses;
  enum class State : std::uint8_t { kNew, kOnTheWay, kDone };
  std::vector<State> states = std::vector<State>(uses.size(), State::kNew);
  std::vector<Step> way;

  const std::string& nameOf(std::uint32_t define) const {
    return resolving.module.defines[define].decl->name.text;
  }

  // One circle is one mistake: those that share a definition with it are looked at once it is gone.
  void report(std::vector<Step>::const_iterator start) {
    auto& defines = resolving.module.defines;
    bool is_known = false;
    for (auto step = start; step != way.cend(); ++step) {
      is_known = is_known || defines[step->define].is_recursive;
      defines[step->define].is_recursive = true;
    }
    if (is_known) return;
    const Define& define = defines[start->define];
    auto finding = resolving.diagnostics.report<diag::DefinitionRecursive>(define.decl->name.span,
                                                                           nameOf(start->define));
    std::size_t shown = 0;
    for (auto step = start; step != way.cend(); ++step) {
      const Use& use = uses[step->define][step->use];
      if (++shown <= kStepsShown || step + 1 == way.cend())
        finding.note(use.span,
                     fmt::format("'{}' needs '{}'", nameOf(step->define), nameOf(use.define)));
    }
  }

  void enter(std::uint32_t define) {
    states[define] = State::kOnTheWay;
    way.push_back({define, 0});
  }

  void leave() {
    states[way.back().define] = State::kDone;
    way.pop_back();
    if (!way.empty()) ++way.back().use;
  }

  void searchFrom(std::uint32_t first) {
    if (states[first] != State::kNew) return;
    enter(first);
    while (!way.empty()) {
      Step& step = way.back();
      if (step.use == uses[step.define].size()) {
        leave();
        continue;
      }
      const std::uint32_t next = uses[step.define][step.use].define;
      if (states[next] == State::kNew) {
        enter(next);
        continue;
      }
      if (states[next] == State::kOnTheWay)
        report(std::find_if(way.cbegin(), way.cend(),
                            [&](const Step& s) { return s.define == next; }));
      ++step.use;
    }
  }
};

}  // namespace

void checkRecursion(Resolving& resolving) {
  CircleSearch search(resolving);
  for (std::uint32_t first = 0; first < search.uses.size(); ++first) search.searchFrom(first);
}

}  // namespace decorum::sema
