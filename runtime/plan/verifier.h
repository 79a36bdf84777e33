/// The inside of `verify`, for its own files: one class, a file a family.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "runtime/plan/operations.h"
#include "runtime/plan/plan.h"

namespace decorum::plan {

/// The first kinds of events have a text; then come the others.
inline constexpr std::uint8_t kTextKinds = static_cast<std::uint8_t>(EventKind::kReply) + 1;
inline constexpr std::uint8_t kEventKinds = static_cast<std::uint8_t>(EventKind::kClose) + 1;

/// What a row of a list holds, by column; nothing where hits have no value of one type there.
using Row = std::vector<std::optional<Rep>>;

Rep repOf(FieldType type);

/// Checks one plan. The methods return whether to go on; the first reason is kept.
class Verifier {
 public:
  explicit Verifier(const Plan& plan) : plan_(plan) {}

  std::optional<std::string> run();

 private:
  template <class... Args>
  bool refuse(fmt::format_string<Args...> format, Args&&... args) {
    reason_ = fmt::format(format, std::forward<Args>(args)...);
    return false;
  }

  // verify_inputs.cpp
  bool inputs();
  bool fields(const std::vector<Field>& fields, SlotKind kind, const std::string& owner);
  bool shape(const FieldShape& shape, const std::string& name);
  /// `slot`, where there is one, is of this kind and has no other place that fills it.
  bool fill(SlotId slot, SlotKind kind, Rep rep, const std::string& name);
  bool allHours();
  bool slots();
  /// What a slot of this kind holds, where its kind says so.
  std::optional<Rep> repOfKind(const Slot& slot) const;
  bool slotRef(SlotId id, const Slot& slot);
  bool scanned(EventKind subject, MatcherId matcher);
  bool scans();

  // verify_nodes.cpp
  bool nodes();
  bool sets();
  std::span<const NodeId> operandsOf(const Node& node) const;
  bool operands(NodeId id, const Node& node);
  bool payload(NodeId id, const Node& node);
  bool loads(NodeId id, const Node& node);
  /// The rows of the list that a node is over: its first operand, which can only be a load.
  Row rowOf(const Node& node) const;
  bool sums(NodeId id, const Node& node, Rep rep);
  bool holds(NodeId id, const Node& node);

  // verify_bodies.cpp
  bool quantifies(NodeId id, const Node& node);
  bool bodies();
  /// Hits have the values of all matchers up to the longest; where types differ there is none.
  Row rowOfHits(const std::vector<MatcherId>& matchers) const;
  bool body(NodeId root, const Row& row, const std::string& owner);
  bool itReads(const Node& node, const Row& row) const;
  /// Rows of lists that end in a text and a number would do as well: the columns are there.
  static bool hasHits(const Row& row);
  /// A slot over hits may stand on others before it, so that they can be filled in their order.
  bool hitSlots();

  // verify_memory.cpp
  bool memory();
  bool operatorShape(std::uint32_t index, const Operator& op);
  bool operatorWindow(std::uint32_t index, const Operator& op);
  bool operatorInputs(std::uint32_t index, const Operator& op);
  /// Whether `kJoined` is about texts of the person, and says so as its matcher does.
  bool joins(const Operator& op) const;
  /// By node: one more than the latest operator that it stands on, 0 for none.
  std::vector<std::uint32_t> memoryDepths() const;

  // verify.cpp
  bool fairness();
  bool isGuard(NodeId node) const;
  bool conditions();
  bool source(SourceId source);
  bool messages();
  bool rules();
  bool guard(const Rule& rule);
  bool allMessages(const Rule& rule);
  bool finds(const Rule& rule);

  const Plan& plan_;
  std::string reason_;
  std::vector<const FieldShape*> shapes_;  ///< by slot, of those filled through fields
  std::vector<bool> filled_;               ///< by slot
  std::vector<std::uint32_t> visited_;     ///< by node: the latest visit
  std::uint32_t visit_ = 0;
  std::size_t body_visits_ = 0;
  std::vector<bool> has_parent_;  ///< by condition
};

}  // namespace decorum::plan
