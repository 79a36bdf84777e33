// The graph of operations.

#include <algorithm>
#include <cmath>
#include <functional>

#include "runtime/plan/verifier.h"

namespace decorum::plan {

bool Verifier::nodes() {
  if (!sets()) return false;
  for (NodeId id = 0; id < plan_.nodes.size(); ++id) {
    const Node& node = plan_.nodes[id];
    if (static_cast<std::size_t>(node.op) >= kOpCount) return refuse("node {}: no such op", id);
    if (!operands(id, node) || !payload(id, node)) return false;
  }
  return true;
}

bool Verifier::sets() {
  const auto ascending = [](const auto& set) {
    return std::adjacent_find(set.begin(), set.end(), std::not_fn(std::less<>())) == set.end();
  };
  for (const auto& set : plan_.number_sets) {
    const bool real = std::none_of(set.begin(), set.end(), [](double n) { return std::isnan(n); });
    if (!real) return refuse("a set with NaN in it");
  }
  const bool all = std::all_of(plan_.int_sets.begin(), plan_.int_sets.end(), ascending) &&
                   std::all_of(plan_.number_sets.begin(), plan_.number_sets.end(), ascending) &&
                   std::all_of(plan_.text_sets.begin(), plan_.text_sets.end(), ascending);
  return all || refuse("a set is not in ascending order");
}

std::span<const NodeId> Verifier::operandsOf(const Node& node) const {
  return {plan_.operands.data() + node.first_operand, node.operand_count};
}

bool Verifier::operands(NodeId id, const Node& node) {
  const OpInfo& op = info(node.op);
  const bool many = op.operands.ends_with('*');
  const std::size_t least = many ? op.operands.size() - 1 : op.operands.size();
  if (node.operand_count < least || (!many && node.operand_count > least)) {
    return refuse("node {} ({}): {} operands", id, op.mnemonic, node.operand_count);
  }
  if (std::uint64_t{node.first_operand} + node.operand_count > plan_.operands.size()) {
    return refuse("node {} ({}): its operands do not exist", id, op.mnemonic);
  }
  bool in_body = isIt(node.op);
  for (std::size_t i = 0; i < node.operand_count; ++i) {
    const NodeId operand = operandsOf(node)[i];
    if (operand >= id) return refuse("node {} ({}): uses node {}", id, op.mnemonic, operand);
    const char letter = op.operands[std::min(i, least - 1)];
    const Rep rep = info(plan_.nodes[operand].op).result;
    if (letter != '?' && rep != repOfLetter(letter)) {
      return refuse("node {} ({}): operand {} is {}, not {}", id, op.mnemonic, i, name(rep),
                    name(repOfLetter(letter)));
    }
    in_body = in_body || plan_.nodes[operand].in_body;
  }
  return node.in_body == in_body ||
         refuse("node {} ({}): whether it depends on an element is wrong", id, op.mnemonic);
}

bool Verifier::payload(NodeId id, const Node& node) {
  const auto below = [&](std::size_t size) {
    return node.payload < size ||
           refuse("node {} ({}): {} does not exist", id, info(node.op).mnemonic, node.payload);
  };
  if (isLoad(node.op)) return below(plan_.slots.size()) && loads(id, node);
  if (isQuantifier(node.op)) return below(plan_.quantifiers.size()) && quantifies(id, node);
  switch (node.op) {
    case Op::kConstBool:
      return below(2);
    case Op::kConstText:
      return below(plan_.strings.size());
    case Op::kMemberInt:
      return below(plan_.int_sets.size());
    case Op::kMemberNumber:
      return below(plan_.number_sets.size());
    case Op::kMemberText:
      return below(plan_.text_sets.size());
    case Op::kSumInt:
      return sums(id, node, Rep::kInt);
    case Op::kSumNumber:
      return sums(id, node, Rep::kNumber);
    case Op::kHasBool:
    case Op::kHasInt:
    case Op::kHasNumber:
    case Op::kHasText:
      return holds(id, node);
    default:
      return true;
  }
}

bool Verifier::loads(NodeId id, const Node& node) {
  const Rep rep = plan_.slots[node.payload].rep;
  return rep == info(node.op).result ||
         refuse("node {} ({}): slot {} is {}", id, info(node.op).mnemonic, node.payload, name(rep));
}

Row Verifier::rowOf(const Node& node) const {
  const Node& load = plan_.nodes[operandsOf(node)[0]];
  Row row;
  for (const Field& field : shapes_[load.payload]->element) {
    row.push_back(repOf(field.shape.type));
  }
  return row;
}

bool Verifier::sums(NodeId id, const Node& node, Rep rep) {
  const Row row = rowOf(node);
  return (node.payload < row.size() && row[node.payload] == rep) ||
         refuse("node {} ({}): elements have no such field", id, info(node.op).mnemonic);
}

bool Verifier::holds(NodeId id, const Node& node) {
  const Row row = rowOf(node);
  return (row.size() == 1 && row[0] == repOfLetter(info(node.op).operands[1])) ||
         refuse("node {} ({}): not a list of such values", id, info(node.op).mnemonic);
}

}  // namespace decorum::plan
