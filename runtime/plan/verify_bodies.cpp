// The bodies of quantifiers: what `it` may read.

#include <algorithm>

#include "runtime/plan/verifier.h"
#include "runtime/text/scanner.h"

namespace decorum::plan {
namespace {

/// Bodies are walked once for each quantifier; more than this is no policy that anyone wrote.
constexpr std::size_t kMaxBodyVisits = std::size_t{1} << 26;

Rep repOf(text::ValueType type) {
  switch (type) {
    case text::ValueType::kNumber:
      return Rep::kNumber;
    case text::ValueType::kText:
      return Rep::kText;
    default:
      return Rep::kInt;
  }
}

}  // namespace

bool Verifier::quantifies(NodeId id, const Node& node) {
  const Quantifier& quantifier = plan_.quantifiers[node.payload];
  const auto kind =
      static_cast<Op>(static_cast<unsigned>(Op::kAny) + static_cast<unsigned>(quantifier.kind));
  if (node.op != kind || !quantifier.matchers.empty()) {
    return refuse("node {} ({}): quantifier {} is another", id, info(node.op).mnemonic,
                  node.payload);
  }
  if (quantifier.body >= id) {
    return refuse("node {} ({}): stands before its body", id, info(node.op).mnemonic);
  }
  return body(quantifier.body, rowOf(node), fmt::format("node {}", id));
}

bool Verifier::bodies() {
  for (std::size_t i = 0; i < plan_.quantifiers.size(); ++i) {
    const Quantifier& quantifier = plan_.quantifiers[i];
    if (quantifier.body >= plan_.nodes.size() ||
        info(plan_.nodes[quantifier.body].op).result != Rep::kBool) {
      return refuse("quantifier {}: its body is no condition", i);
    }
    for (const MatcherId matcher : quantifier.matchers) {
      if (matcher >= plan_.matchers.size()) {
        return refuse("quantifier {}: matcher {} does not exist", i, matcher);
      }
    }
    const bool over_hits = !quantifier.matchers.empty();
    if (over_hits &&
        !body(quantifier.body, rowOfHits(quantifier.matchers), fmt::format("quantifier {}", i))) {
      return false;
    }
  }
  return true;
}

Row Verifier::rowOfHits(const std::vector<MatcherId>& matchers) const {
  Row row;
  std::vector<bool> differs;
  for (const MatcherId matcher : matchers) {
    const auto values = text::valueFields(plan_.matchers[matcher]);
    row.resize(std::max(row.size(), values.size()));
    differs.resize(row.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Rep rep = repOf(values[i].type);
      differs[i] = differs[i] || (row[i] && *row[i] != rep);
      row[i] = rep;
    }
  }
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (differs[i]) row[i] = std::nullopt;
  }
  row.push_back(Rep::kText);    // kItMatchedText
  row.push_back(Rep::kNumber);  // kItScore
  return row;
}

bool Verifier::body(NodeId root, const Row& row, const std::string& owner) {
  if (info(plan_.nodes[root].op).result != Rep::kBool) {
    return refuse("{}: its body is no condition", owner);
  }
  std::vector<NodeId> pending = {root};
  visited_.resize(plan_.nodes.size());
  ++visit_;
  while (!pending.empty()) {
    const NodeId id = pending.back();
    pending.pop_back();
    const Node& node = plan_.nodes[id];
    if (!node.in_body || std::exchange(visited_[id], visit_) == visit_) continue;
    if (++body_visits_ > kMaxBodyVisits) return refuse("the bodies of quantifiers are too large");
    if (isIt(node.op) && !itReads(node, row)) {
      return refuse("{}: node {} ({}) reads field {} of elements that have none of that kind",
                    owner, id, info(node.op).mnemonic, node.payload);
    }
    for (const NodeId operand : operandsOf(node)) pending.push_back(operand);
  }
  return true;
}

bool Verifier::itReads(const Node& node, const Row& row) const {
  const Rep rep = info(node.op).result;
  if (node.payload == kItMatchedText) return hasHits(row) && rep == Rep::kText;
  if (node.payload == kItScore) return hasHits(row) && rep == Rep::kNumber;
  return node.payload < row.size() && row[node.payload] == rep;
}

bool Verifier::hasHits(const Row& row) {
  return row.size() >= 2 && row[row.size() - 2] == Rep::kText && row.back() == Rep::kNumber;
}

bool Verifier::hitSlots() {
  for (SlotId id = 0; id < plan_.slots.size(); ++id) {
    if (plan_.slots[id].kind != SlotKind::kHitQuantifier) continue;
    std::vector<NodeId> pending = {plan_.quantifiers[plan_.slots[id].ref].body};
    ++visit_;
    visited_.resize(plan_.nodes.size());
    while (!pending.empty()) {
      const NodeId at = pending.back();
      pending.pop_back();
      if (std::exchange(visited_[at], visit_) == visit_) continue;
      if (++body_visits_ > kMaxBodyVisits) return refuse("the bodies of quantifiers are too large");
      const Node& node = plan_.nodes[at];
      const bool later = isLoad(node.op) && node.payload >= id &&
                         plan_.slots[node.payload].kind == SlotKind::kHitQuantifier;
      if (later)
        return refuse("slot {} stands on slot {}, which is filled later", id, node.payload);
      for (const NodeId operand : operandsOf(node)) pending.push_back(operand);
      if (isQuantifier(node.op)) pending.push_back(plan_.quantifiers[node.payload].body);
    }
  }
  return true;
}

}  // namespace decorum::plan
