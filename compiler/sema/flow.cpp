#include "compiler/sema/flow.h"

#include <algorithm>
#include <set>

#include "compiler/sema/flow_graph.h"
#include "compiler/sema/walk.h"

namespace decorum::sema {
namespace {

using ast::LabelKind;

class FlowChecker {
 public:
  FlowChecker(const TypedModule& typed, Diagnostics& diagnostics)
      : module_(*typed.module), diagnostics_(diagnostics), graph_(typed) {}

  std::vector<FlowException> run() {
    blind_.resize(module_.rules.size());
    for (const Fairness& fairness : module_.fairness) checkFairness(fairness);
    for (std::uint32_t i = 0; i < module_.rules.size(); ++i) checkRule(i);
    return std::move(exceptions_);
  }

 private:
  const Labelled& end(const FlowPath& path) const { return graph_.labelled()[path.back().node]; }

  // ------------------------------------------------------------------------------ blindness

  void checkFairness(const Fairness& fairness) {
    if (!fairness.in_force) return;
    for (const ast::FairnessClause& clause : fairness.decl->clauses) {
      const auto* keep = std::get_if<ast::KeepClause>(&clause.kind);
      if (keep == nullptr) continue;
      for (std::uint32_t i = 0; i < module_.rules.size(); ++i)
        if (isInForce(module_.rules[i]) && isSelected(*keep, i)) checkBlind(*keep, clause.span, i);
    }
  }

  bool isSelected(const ast::KeepClause& keep, std::uint32_t index) const {
    const Rule& rule = module_.rules[index];
    return std::any_of(keep.rules.begin(), keep.rules.end(),
                       [&](const ast::RuleSelector& selector) {
                         if (const auto* kind = std::get_if<ast::RuleKind>(&selector.what))
                           return *kind == rule.decl->kind;
                         const auto& path = std::get<ast::Path>(selector.what);
                         const auto found = module_.find(module_.fileOf(path.span), path);
                         return found && found->symbol == rule.symbol;
                       });
  }

  bool isMeant(const ast::LabelSelector& selector, const Labelled& bearer) const {
    if (const auto* kind = std::get_if<LabelKind>(&selector.what)) {
      const bool proxy = *kind == LabelKind::kProtected && bearer.label(LabelKind::kProxyFor);
      return proxy || bearer.label(*kind) != nullptr;
    }
    const auto& path = std::get<ast::Path>(selector.what);
    if (names(module_, path, bearer)) return true;
    return std::any_of(graph_.labelled().begin(), graph_.labelled().end(), [&](const auto& fact) {
      return names(module_, path, fact) && isProxyFor(module_, bearer, fact);
    });
  }

  void checkBlind(const ast::KeepClause& keep, Span required, std::uint32_t index) {
    for (const FlowPath& path : graph_.pathsFrom(graph_.reads(graph_.rule(index)))) {
      const Labelled& bearer = end(path);
      if (usesOf(index, bearer) != nullptr) continue;
      const auto selector =
          std::find_if(keep.labels.begin(), keep.labels.end(),
                       [&](const ast::LabelSelector& meant) { return isMeant(meant, bearer); });
      if (selector == keep.labels.end()) continue;
      if (!blind_[index].insert(path.back().node).second) continue;  // another `keep` said so
      auto finding = diagnostics_.report<diag::BlindnessBroken>(
          path.front().at, nameOfRule(index), written(selector->span), bearer.name);
      finding.help(bearer.name);
      explain(finding, path);
      finding.note(required, "required here");
    }
  }

  // From what the rule reads to what bears the label.
  void explain(Diagnostics::Finding& finding, const FlowPath& path) const {
    for (std::size_t i = 1; i < path.size(); ++i)
      finding.note(path[i].at,
                   fmt::format("{} depends on {} here", graph_.describe(path[i - 1].node),
                               graph_.describe(path[i].node)));
    const Labelled& bearer = end(path);
    if (const ast::Label* label = bearer.label(LabelKind::kProtected))
      finding.note(label->span, fmt::format("'{}' is protected", bearer.name));
    else if (const ast::Label* proxy = bearer.label(LabelKind::kProxyFor))
      finding.note(proxy->span, fmt::format("'{}' stands in for '{}'", bearer.name,
                                            written(proxy->proxy_for.span)));
    else if (const ast::Label* secret = bearer.label(LabelKind::kPrivate))
      finding.note(secret->span, fmt::format("'{}' is private", bearer.name));
  }

  // ------------------------------------------------------------------------------ every rule

  void checkRule(std::uint32_t index) {
    const Rule& rule = module_.rules[index];
    for (const ast::Clause* clause : rule.clauses) checkMessages(index, *clause);
    if (!isInForce(rule)) return;
    const auto paths = graph_.pathsFrom(graph_.reads(graph_.rule(index)));
    takeUses(index, paths);
    for (const FlowPath& path : paths) {
      const Labelled& bearer = end(path);
      const bool is_said =
          usesOf(index, bearer) != nullptr || blind_[index].contains(path.back().node);
      if (is_said || bearer.label(LabelKind::kProxyFor) == nullptr) continue;
      auto finding =
          diagnostics_.report<diag::ProxyUsed>(path.front().at, nameOfRule(index), bearer.name);
      finding.help(bearer.name);
      explain(finding, path);
    }
    checkMarks(index);
  }

  // A flag or a queue tells those who see it what decided it.
  void checkMarks(std::uint32_t index) {
    const ast::RuleKind kind = module_.rules[index].decl->kind;
    if (kind != ast::RuleKind::kFlag && kind != ast::RuleKind::kEscalate &&
        kind != ast::RuleKind::kHold)
      return;
    for (const FlowPath& path : graph_.pathsFrom(graph_.guard(index))) {
      const Labelled& bearer = end(path);
      if (bearer.label(LabelKind::kPrivate) == nullptr || usesOf(index, bearer) != nullptr)
        continue;
      if (blind_[index].contains(path.back().node)) continue;
      auto finding = diagnostics_.report<diag::PrivateDecides>(
          path.front().at, bearer.name, kind == ast::RuleKind::kFlag ? "the flag" : "the queue of",
          nameOfRule(index));
      finding.help(bearer.name);
      explain(finding, path);
    }
  }

  const ast::UsesClause* usesOf(std::uint32_t index, const Labelled& bearer) const {
    for (const ast::Clause* clause : module_.rules[index].clauses)
      if (const auto* uses = std::get_if<ast::UsesClause>(&clause->kind))
        if (names(module_, uses->fact, bearer)) return uses;
    return nullptr;
  }

  void takeUses(std::uint32_t index, const std::vector<FlowPath>& paths) {
    const Rule& rule = module_.rules[index];
    if (!isInForce(rule)) return;
    for (const ast::Clause* clause : rule.clauses) {
      const auto* uses = std::get_if<ast::UsesClause>(&clause->kind);
      if (uses == nullptr) continue;
      const bool is_used = std::any_of(paths.begin(), paths.end(), [&](const FlowPath& path) {
        return names(module_, uses->fact, end(path));
      });
      if (!is_used) {
        diagnostics_.report<diag::ExceptionUnused>(uses->fact.span, nameOfRule(index),
                                                   written(uses->fact.span));
        continue;
      }
      const std::string reason = uses->because ? plainText(*uses->because) : "";
      exceptions_.push_back({FlowException::Kind::kUses, nameOfRule(index),
                             written(uses->fact.span), reason, clause->span});
    }
  }

  // ------------------------------------------------------------------------------ messages

  void checkMessages(std::uint32_t index, const ast::Clause& clause) {
    const auto check = [&](const ast::Message& message) { checkMessage(index, message); };
    forEachMessage(clause, check);
    if (const auto* c = std::get_if<ast::UsesClause>(&clause.kind); c && c->because)
      check(*c->because);
  }

  void checkMessage(std::uint32_t index, const ast::Message& message) {
    for (const auto& piece : message.pieces) {
      const auto* hole = std::get_if<ast::Hole>(&piece);
      if (hole == nullptr || !hole->value) continue;
      for (const FlowPath& path : graph_.pathsFrom(graph_.readsOf(*hole->value)))
        if (end(path).label(LabelKind::kPrivate)) checkShown(index, *hole, path);
    }
  }

  void checkShown(std::uint32_t index, const ast::Hole& hole, const FlowPath& path) {
    const std::string& fact = end(path).name;
    if (hole.form == ast::HoleForm::kPlain) {
      auto finding = diagnostics_.report<diag::PrivateInMessage>(path.front().at, fact);
      finding.help(fmt::format("{{last 4 {}}}", written(hole.value->span)));
      explain(finding, path);
    } else if (isInForce(module_.rules[index])) {
      exceptions_.push_back(
          {FlowException::Kind::kHole, nameOfRule(index), fact, written(hole.span), hole.span});
    }
  }

  std::string plainText(const ast::Message& message) const {
    std::string text;
    for (const auto& piece : message.pieces) {
      const auto* literal = std::get_if<std::string>(&piece);
      text += literal != nullptr ? *literal : written(std::get<ast::Hole>(piece).span);
    }
    return text;
  }
  std::string written(Span span) const { return std::string(diagnostics_.sources().text(span)); }
  const std::string& nameOfRule(std::uint32_t index) const {
    return module_.symbols[module_.rules[index].symbol].name;
  }

  const Module& module_;
  Diagnostics& diagnostics_;
  const FlowGraph graph_;
  std::vector<std::set<FlowNodeId>> blind_;  ///< by rule: what is reported already
  std::vector<FlowException> exceptions_;
};

}  // namespace

std::vector<FlowException> checkFlow(const TypedModule& typed, Diagnostics& diagnostics) {
  return FlowChecker(typed, diagnostics).run();
}

}  // namespace decorum::sema
