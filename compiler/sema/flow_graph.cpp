#include "compiler/sema/flow_graph.h"

#include <algorithm>
#include <unordered_map>

#include "compiler/sema/resolve_internal.h"
#include "compiler/sema/types.h"
#include "compiler/sema/walk.h"

namespace decorum::sema {
namespace {

using Kind = Binding::Kind;

bool actsOn(const Rule& rule, ast::Subject subject) {
  const auto* on = clauseOf<ast::OnClause>(rule);
  return on != nullptr && std::any_of(on->subjects.begin(), on->subjects.end(),
                                      [&](const auto& ref) { return ref.subject == subject; });
}

bool makesTokens(const Rule& rule) {
  const auto* replace = clauseOf<ast::ReplaceClause>(rule);
  return replace != nullptr && replace->kind == ast::ReplacementKind::kToken;
}

/// The facts, whole records too, that some `keep … blind to` names.
std::vector<const ast::Path*> namedInFairness(const Module& module) {
  std::vector<const ast::Path*> paths;
  for (const Fairness& fairness : module.fairness) {
    for (const ast::FairnessClause& clause : fairness.decl->clauses) {
      const auto* keep = std::get_if<ast::KeepClause>(&clause.kind);
      if (keep == nullptr) continue;
      for (const ast::LabelSelector& selector : keep->labels)
        if (const auto* path = std::get_if<ast::Path>(&selector.what)) paths.push_back(path);
    }
  }
  return paths;
}

SymbolId ownerOf(const Module& module, const Labelled& bearer) {
  if (bearer.kind == Kind::kFact) return module.records[bearer.index].symbol;
  if (bearer.kind == Kind::kSignal) return module.signals[bearer.index].symbol;
  return module.tools[bearer.index].symbol;
}

bool bearsLabel(const std::vector<ast::Label>* labels) {
  return labels != nullptr && std::any_of(labels->begin(), labels->end(), [](const auto& label) {
           return label.kind != ast::LabelKind::kKey;
         });
}

}  // namespace

const ast::Label* Labelled::label(ast::LabelKind wanted) const {
  if (labels == nullptr) return nullptr;
  const auto found = std::find_if(labels->begin(), labels->end(),
                                  [&](const ast::Label& label) { return label.kind == wanted; });
  return found == labels->end() ? nullptr : &*found;
}

bool names(const Module& module, const ast::Path& path, const Labelled& bearer) {
  const auto found = module.find(module.fileOf(path.span), path);
  if (!found) return false;
  const Symbol& symbol = module.symbols[found->symbol];
  const bool fits = symbol.index == bearer.index &&
                    ((symbol.kind == SymbolKind::kRecord && bearer.kind == Kind::kFact) ||
                     (symbol.kind == SymbolKind::kSignal && bearer.kind == Kind::kSignal) ||
                     (symbol.kind == SymbolKind::kTool &&
                      (bearer.kind == Kind::kArgument || bearer.kind == Kind::kResult)));
  if (!fits) return false;
  // Of what several files declare, each has a symbol of its own.
  std::string name = module.symbols[ownerOf(module, bearer)].name;
  const bool whole = found->parts == path.parts.size();
  for (std::size_t i = found->parts; i < path.parts.size(); ++i) name += "." + path.parts[i].text;
  return name == bearer.name || (whole && bearer.kind == Kind::kFact);
}

bool isProxyFor(const Module& module, const Labelled& proxy, const Labelled& fact) {
  const ast::Label* label = proxy.label(ast::LabelKind::kProxyFor);
  if (label == nullptr || fact.kind != Kind::kFact) return false;
  const bool beside = proxy.kind == Kind::kFact && proxy.index == fact.index;
  const std::string& field = module.records[fact.index].fields[fact.field].name;
  return (beside && pathText(label->proxy_for) == field) || names(module, label->proxy_for, fact);
}

FlowGraph::FlowGraph(const TypedModule& typed) : typed_(typed), module_(*typed.module) {
  addLabelled();
  first_define_ = static_cast<FlowNodeId>(labelled_.size());
  first_rule_ = first_define_ + static_cast<FlowNodeId>(module_.defines.size());
  replies_ = first_rule_ + static_cast<FlowNodeId>(module_.rules.size());
  tokens_ = replies_ + 1;
  reads_.resize(tokens_ + 1);
  guards_.resize(module_.rules.size());
  if (labelled_.empty()) return;
  for (std::uint32_t i = 0; i < module_.rules.size(); ++i) {
    const Rule& rule = module_.rules[i];
    if (rule.decl->kind != ast::RuleKind::kFlag || !isInForce(rule)) continue;
    flagging_[module_.flagOf(rule)].push_back(first_rule_ + i);
  }
  addDefinitions();
  for (std::uint32_t i = 0; i < module_.rules.size(); ++i)
    if (isInForce(module_.rules[i])) addRule(i);
  addStops();
  addTokens();
  findWhatLeads();
}

void FlowGraph::addFields(Kind kind, SymbolId owner, std::uint32_t index,
                          const std::vector<Field>& fields,
                          const std::vector<const ast::Path*>& named) {
  for (std::uint32_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    const Labelled bearer{
        kind, index, i, module_.symbols[owner].name + "." + field.name, field.labels, field.span};
    const bool is_named = std::any_of(named.begin(), named.end(), [&](const ast::Path* path) {
      return names(module_, *path, bearer);
    });
    if (!is_named && !bearsLabel(field.labels)) continue;
    labelled_ids_[{kind, index, i}] = static_cast<FlowNodeId>(labelled_.size());
    labelled_.push_back(bearer);
  }
}

void FlowGraph::addLabelled() {
  const auto named = namedInFairness(module_);
  for (std::uint32_t i = 0; i < module_.records.size(); ++i)
    addFields(Kind::kFact, module_.records[i].symbol, i, module_.records[i].fields, named);
  for (std::uint32_t i = 0; i < module_.signals.size(); ++i) {
    const Signal& signal = module_.signals[i];
    if (!bearsLabel(signal.labels)) continue;
    labelled_ids_[{Kind::kSignal, i, 0}] = static_cast<FlowNodeId>(labelled_.size());
    labelled_.push_back({Kind::kSignal, i, 0, module_.symbols[signal.symbol].name, signal.labels,
                         signal.decl->name.span});
  }
  for (std::uint32_t i = 0; i < module_.tools.size(); ++i) {
    const Tool& tool = module_.tools[i];
    addFields(Kind::kArgument, tool.symbol, i, tool.arguments, named);
    addFields(Kind::kResult, tool.symbol, i, tool.results, named);
  }
}

void FlowGraph::addDefinitions() {
  for (std::uint32_t i = 0; i < module_.defines.size(); ++i)
    add(*module_.defines[i].decl->value, reads_[first_define_ + i]);
}

void FlowGraph::addRule(std::uint32_t index) {
  const Rule& rule = module_.rules[index];
  std::vector<FlowEdge>& all = reads_[first_rule_ + index];
  for (const ast::Clause* clause : rule.clauses) readClause(rule, *clause, all, guards_[index]);
  all.insert(all.end(), guards_[index].begin(), guards_[index].end());
}

void FlowGraph::readClause(const Rule& rule, const ast::Clause& clause, std::vector<FlowEdge>& all,
                           std::vector<FlowEdge>& guard) const {
  if (const auto* c = std::get_if<ast::WhenClause>(&clause.kind)) add(*c->condition, guard);
  if (const auto* c = std::get_if<ast::UnlessClause>(&clause.kind)) add(*c->condition, guard);
  if (const auto* c = std::get_if<ast::FindClause>(&clause.kind))
    for (const ast::Target& target : c->targets)
      if (target.where) add(*target.where, guard);
  // What is shown counts as shown only with a reply that is sent.
  if (std::holds_alternative<ast::FrequencyClause>(clause.kind) &&
      rule.decl->kind == ast::RuleKind::kDisclose && actsOn(rule, ast::Subject::kReply))
    guard.push_back({replies_, clause.span});
  if (std::holds_alternative<ast::ReplaceClause>(clause.kind) && makesTokens(rule))
    all.push_back({tokens_, clause.span});
  forEachMessage(clause, [&](const ast::Message& message) {
    forEachHole(message, [&](const ast::Expr& hole) { add(hole, all); });
  });
}

// A reply is sent unless it is asked for again, which only a stricter disposition prevents.
void FlowGraph::addStops() {
  const auto stops = [&](ast::RuleKind kind) {
    return kind == ast::RuleKind::kRetry || kind == ast::RuleKind::kBlock ||
           kind == ast::RuleKind::kHold || kind == ast::RuleKind::kRedact;
  };
  const bool retries = std::any_of(
      module_.rules.begin(), module_.rules.end(),
      [](const Rule& rule) { return isInForce(rule) && rule.decl->kind == ast::RuleKind::kRetry; });
  if (!retries) return;
  for (std::uint32_t i = 0; i < module_.rules.size(); ++i) {
    const Rule& rule = module_.rules[i];
    if (isInForce(rule) && stops(rule.decl->kind) && actsOn(rule, ast::Subject::kReply))
      reads_[replies_].push_back({first_rule_ + i, rule.decl->name.span});
  }
}

void FlowGraph::addTokens() {
  for (std::uint32_t i = 0; i < module_.rules.size(); ++i)
    if (isInForce(module_.rules[i]) && makesTokens(module_.rules[i]))
      reads_[tokens_].push_back({first_rule_ + i, module_.rules[i].decl->name.span});
}

// From what is labelled, against the edges.
void FlowGraph::findWhatLeads() {
  std::vector<std::vector<FlowNodeId>> readers(reads_.size());
  for (FlowNodeId node = 0; node < reads_.size(); ++node)
    for (const FlowEdge& edge : reads_[node]) readers[edge.to].push_back(node);
  leads_.resize(reads_.size());
  std::vector<FlowNodeId> open;
  for (FlowNodeId node = 0; node < labelled_.size(); ++node) {
    leads_[node] = true;
    open.push_back(node);
  }
  while (!open.empty()) {
    const FlowNodeId node = open.back();
    open.pop_back();
    for (const FlowNodeId reader : readers[node]) {
      if (leads_[reader]) continue;
      leads_[reader] = true;
      open.push_back(reader);
    }
  }
}

void FlowGraph::readLabelled(Binding bound, Span at, std::vector<FlowEdge>& edges) const {
  const auto found = labelled_ids_.find({bound.kind, bound.index, bound.field});
  if (found != labelled_ids_.end()) edges.push_back({found->second, at});
}

// A result is found by the key of the call that it answered.
void FlowGraph::readKeyed(const Binding& bound, Span at, std::vector<FlowEdge>& edges) const {
  if (bound.index == Binding::kNoTool) return;
  const std::uint32_t tool = bound.index >> 16U;
  readLabelled({Kind::kResult, tool, bound.index & 0xFFFFU}, at, edges);
  const std::vector<Field>& arguments = module_.tools[tool].arguments;
  for (std::uint32_t i = 0; i < arguments.size(); ++i)
    if (arguments[i].is_key) readLabelled({Kind::kArgument, tool, i}, at, edges);
}

// The scores of some built-in providers are made of the locale too.
void FlowGraph::readProvider(const Binding& bound, Span at, std::vector<FlowEdge>& edges) const {
  const ast::Path* from = module_.signals[bound.index].from;
  if (from == nullptr || !signals::readsLocale(providerNamed(*from))) return;
  for (FlowNodeId node = 0; node < labelled_.size(); ++node)
    if (labelled_[node].kind == Kind::kFact && labelled_[node].name == "conversation.locale")
      edges.push_back({node, at});
}

void FlowGraph::readFlag(const ast::Path& flag, std::vector<FlowEdge>& edges) const {
  const auto found = flagging_.find(module_.flagMeant(module_.fileOf(flag.span), pathText(flag)));
  if (found == flagging_.end()) return;
  for (const FlowNodeId rule : found->second) edges.push_back({rule, flag.span});
}

void FlowGraph::readNode(const ast::Expr& expr, std::vector<FlowEdge>& edges) const {
  if (const auto* e = std::get_if<ast::PreviouslyFlagged>(&expr.kind)) readFlag(e->flag, edges);
  if (const auto* e = std::get_if<ast::BuiltinRef>(&expr.kind);
      e != nullptr && e->which == ast::Builtin::kFirstReply)
    edges.push_back({replies_, expr.span});
  const Binding& bound = typed_.bindings[expr.id];
  if (bound.kind == Kind::kSignal) readProvider(bound, expr.span, edges);
  switch (bound.kind) {
    case Kind::kFact:
    case Kind::kSignal:
    case Kind::kArgument:
    case Kind::kResult:
      readLabelled(bound, expr.span, edges);
      break;
    case Kind::kKeyed:
      readKeyed(bound, expr.span, edges);
      break;
    case Kind::kDefine:
      edges.push_back({first_define_ + bound.index, expr.span});
      break;
    default:
      break;
  }
}

void FlowGraph::add(const ast::Expr& expr, std::vector<FlowEdge>& edges) const {
  const auto first = static_cast<std::ptrdiff_t>(edges.size());
  std::vector<const ast::Expr*> open{&expr};
  while (!open.empty()) {
    const ast::Expr& next = *open.back();
    open.pop_back();
    readNode(next, edges);
    forEachPart(next, [&](const ast::Expr& part) { open.push_back(&part); });
  }
  std::sort(edges.begin() + first, edges.end(), [](const FlowEdge& a, const FlowEdge& b) {
    return std::tie(a.at.begin, a.to) < std::tie(b.at.begin, b.to);
  });
}

std::vector<FlowEdge> FlowGraph::readsOf(const ast::Expr& expr) const {
  std::vector<FlowEdge> edges;
  if (!labelled_.empty()) add(expr, edges);
  return edges;
}

std::string FlowGraph::describe(FlowNodeId node) const {
  if (node < first_define_) return "'" + labelled_[node].name + "'";
  if (node < first_rule_)
    return "'" + module_.symbols[module_.defines[node - first_define_].symbol].name + "'";
  if (node == replies_) return "whether a reply was sent";
  if (node == tokens_) return "the room for tokens";
  return "the rule '" + module_.symbols[module_.rules[node - first_rule_].symbol].name + "'";
}

// Breadth first: the first path found to a node is a shortest one.
std::vector<FlowPath> FlowGraph::pathsFrom(std::span<const FlowEdge> edges) const {
  struct Visit {
    FlowStep step;
    std::size_t before;  ///< index of the visit that led here
  };
  constexpr std::size_t kStart = static_cast<std::size_t>(-1);
  std::vector<Visit> visits;
  std::unordered_map<FlowNodeId, std::size_t> seen;
  const auto visit = [&](const FlowEdge& edge, std::size_t before) {
    if (!leads_[edge.to] || !seen.emplace(edge.to, visits.size()).second) return;
    visits.push_back({{edge.to, edge.at}, before});
  };
  for (const FlowEdge& edge : edges) visit(edge, kStart);
  for (std::size_t i = 0; i < visits.size(); ++i)
    for (const FlowEdge& edge : reads_[visits[i].step.node]) visit(edge, i);

  std::vector<FlowPath> paths;
  for (FlowNodeId node = 0; node < labelled_.size(); ++node) {
    const auto found = seen.find(node);
    if (found == seen.end()) continue;
    FlowPath path;
    for (std::size_t at = found->second; at != kStart; at = visits[at].before)
      path.push_back(visits[at].step);
    std::reverse(path.begin(), path.end());
    paths.push_back(std::move(path));
  }
  return paths;
}

}  // namespace decorum::sema
