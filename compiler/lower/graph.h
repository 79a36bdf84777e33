/// Builds the condition graph of a plan: equal operations once, constants folded, inputs as slots
/// on first use. Knows operations and slots, nothing of the language.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "runtime/plan/plan.h"

namespace decorum::lowering {

class Graph {
 public:
  explicit Graph(plan::Plan& plan) : plan_(&plan) {}

  plan::NodeId constant(bool value);
  plan::NodeId constant(std::int64_t value);
  plan::NodeId constant(double value);
  plan::NodeId constant(const std::string& value);

  /// The operation on these operands. Folds where the result is known, flattens `and` in `and` and
  /// `or` in `or`, drops doubles there.
  plan::NodeId make(plan::Op op, std::vector<plan::NodeId> operands, std::uint64_t payload = 0);
  /// Whether `value` is one of `members`.
  plan::NodeId memberOf(plan::NodeId value, std::vector<std::int64_t> members);
  plan::NodeId memberOf(plan::NodeId value, std::vector<double> members);
  plan::NodeId memberOf(plan::NodeId value, std::vector<std::string> members);

  plan::NodeId load(plan::SlotId slot);
  /// The slot of this kind, subject and reference; made on first use. Where `ref` is kNone the name
  /// tells slots apart.
  plan::SlotId slot(const plan::Slot& slot);
  plan::MatcherId matcher(const text::Matcher& matcher);

  /// The slot of what this operator of memory says; equal operators are one.
  plan::SlotId remember(plan::Operator op, const std::string& name);
  /// The clock of what `node` speaks of.
  std::uint8_t clock(plan::NodeId node) const;
  /// Whether it reads the memory.
  bool looksBack(plan::NodeId node) const;

  /// Marks `matcher` as scanned for in texts of `subject`.
  void scan(EventKind subject, plan::MatcherId matcher);

  plan::Rep rep(plan::NodeId node) const;
  bool isConstant(plan::NodeId node) const;
  bool isConstant(plan::NodeId node, bool value) const;
  /// Payloads of constants of the fitting kind.
  std::int64_t constantInt(plan::NodeId node) const;
  double constantNumber(plan::NodeId node) const;
  const std::string& constantText(plan::NodeId node) const;

 private:
  using NodeKey = std::tuple<plan::Op, std::uint64_t, std::vector<plan::NodeId>>;
  using SlotKey = std::tuple<plan::SlotKind, EventKind, std::uint32_t, std::string>;

  plan::NodeId intern(plan::Op op, std::vector<plan::NodeId> operands, std::uint64_t payload);
  plan::NodeId junction(plan::Op op, const std::vector<plan::NodeId>& operands);
  std::span<const plan::NodeId> operands(plan::NodeId node) const;

  plan::Plan* plan_;
  std::map<NodeKey, plan::NodeId> nodes_;
  std::map<SlotKey, plan::SlotId> slots_;
  using OperatorKey = std::tuple<plan::OperatorKind, plan::Unit, std::uint8_t, std::uint8_t,
                                 plan::NodeId, plan::NodeId, plan::NodeId, plan::NodeId,
                                 std::int64_t, std::uint32_t, std::uint32_t>;
  std::uint8_t subjects(plan::NodeId node) const;

  std::map<OperatorKey, plan::SlotId> operators_;
  /// By node: bits of the kinds of events it speaks of, and whether it looks back.
  std::vector<std::uint8_t> subjects_;
  std::map<std::string, std::uint32_t> strings_;
  std::map<std::string, std::vector<plan::MatcherId>> matchers_;  ///< by a cheap key
};

}  // namespace decorum::lowering
