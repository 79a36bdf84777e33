/// What depends on what: the graph through which labels travel. Its nodes are what can bear a label
/// (facts, signals, arguments and results of tools), definitions and rules; an edge says that one
/// reads another, and where. A path in it from a rule to a fact is the explanation of a dependence.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "compiler/sema/module.h"

namespace decorum::sema {

using FlowNodeId = std::uint32_t;

/// Something that can bear a label.
struct Labelled {
  Binding::Kind kind = Binding::Kind::kFact;  ///< kFact, kSignal, kArgument or kResult
  std::uint32_t index = 0;                    ///< record, signal or tool
  std::uint32_t field = 0;
  std::string name;  ///< "customer.age"
  const std::vector<ast::Label>* labels = nullptr;
  Span declared;

  /// The label of that kind, null where it bears none.
  const ast::Label* label(ast::LabelKind kind) const;
};

/// Whether `path`, as seen from the file it stands in, names `bearer`; a whole record names each of
/// its facts.
bool names(const Module& module, const ast::Path& path, const Labelled& bearer);
/// Whether `proxy` was declared to stand in for `fact`.
bool isProxyFor(const Module& module, const Labelled& proxy, const Labelled& fact);

struct FlowEdge {
  FlowNodeId to = 0;  ///< what is read
  Span at;            ///< where
};

/// One step of a path: at `at` something is read, which is `node`.
struct FlowStep {
  FlowNodeId node = 0;
  Span at;
};
/// From the rule outward; the last node is labelled.
using FlowPath = std::vector<FlowStep>;

class FlowGraph {
 public:
  explicit FlowGraph(const TypedModule& typed);

  /// What bears a label, or is named by some `blind to`: the first nodes.
  const std::vector<Labelled>& labelled() const { return labelled_; }
  /// The node of rule `index`.
  FlowNodeId rule(std::uint32_t index) const { return first_rule_ + index; }
  /// What a node is called in an explanation: "'minor'", "the flag 'young'".
  std::string describe(FlowNodeId node) const;
  std::span<const FlowEdge> reads(FlowNodeId node) const { return reads_[node]; }
  /// What the guard of rule `index` reads: `when`, `unless`, `where`.
  std::span<const FlowEdge> guard(std::uint32_t index) const { return guards_[index]; }
  /// What `expr` reads.
  std::vector<FlowEdge> readsOf(const ast::Expr& expr) const;
  /// The shortest path that begins with one of `edges` for each labelled node that they lead to, in
  /// the order of these.
  std::vector<FlowPath> pathsFrom(std::span<const FlowEdge> edges) const;

 private:
  void addLabelled();
  void addFields(Binding::Kind kind, SymbolId owner, std::uint32_t index,
                 const std::vector<Field>& fields, const std::vector<const ast::Path*>& named);
  void addDefinitions();
  void addRule(std::uint32_t index);
  void addStops();
  void addTokens();
  void findWhatLeads();
  void readNode(const ast::Expr& expr, std::vector<FlowEdge>& edges) const;
  void readLabelled(Binding bound, Span at, std::vector<FlowEdge>& edges) const;
  void readKeyed(const Binding& bound, Span at, std::vector<FlowEdge>& edges) const;
  void readProvider(const Binding& bound, Span at, std::vector<FlowEdge>& edges) const;
  void readFlag(const ast::Path& flag, std::vector<FlowEdge>& edges) const;
  void readClause(const Rule& rule, const ast::Clause& clause, std::vector<FlowEdge>& all,
                  std::vector<FlowEdge>& guard) const;
  void add(const ast::Expr& expr, std::vector<FlowEdge>& edges) const;

  const TypedModule& typed_;
  const Module& module_;
  std::vector<Labelled> labelled_;
  std::map<std::tuple<Binding::Kind, std::uint32_t, std::uint32_t>, FlowNodeId> labelled_ids_;
  std::map<std::string, std::vector<FlowNodeId>, std::less<>> flagging_;  ///< rules, by their flag
  FlowNodeId first_define_ = 0;
  FlowNodeId first_rule_ = 0;
  FlowNodeId replies_ = 0;  ///< which replies are sent: what `retry` decides
  FlowNodeId tokens_ = 0;   ///< which tokens there are: a vault has room for so many
  std::vector<std::vector<FlowEdge>> reads_;   ///< by node
  std::vector<std::vector<FlowEdge>> guards_;  ///< by rule
  std::vector<bool> leads_;  ///< by node: whether something labelled can be reached
};

}  // namespace decorum::sema
