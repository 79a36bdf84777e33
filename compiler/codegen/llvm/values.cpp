#include "compiler/codegen/llvm/values.h"

#include <bit>

#include "compiler/codegen/llvm/forms.h"

namespace decorum::codegen {

using eval::Test;
using plan::NodeId;
using plan::Op;
using plan::SlotId;
using Kind = Test::Kind;

llvm::Value* Values::integer(SlotId slot) {
  return b_.CreateLoad(b_.getInt64Ty(), at(b_.getInt64Ty(), cells_, slot));
}

llvm::Value* Values::isMissing(SlotId slot) {
  static_assert(static_cast<int>(eval::State::kMissing) == 1);
  auto* const state = b_.CreateLoad(b_.getInt8Ty(), at(b_.getInt8Ty(), states_, slot));
  return b_.CreateTrunc(state, b_.getInt1Ty());
}

llvm::Value* Values::oneHot(SlotId slot) {
  auto* const cell = integer(slot);
  auto* const in_range = b_.CreateZExt(b_.CreateICmpULT(cell, b_.getInt64(64)), b_.getInt64Ty());
  return b_.CreateShl(in_range, b_.CreateAnd(cell, b_.getInt64(63)));
}

llvm::Value* Values::hasBitOf(llvm::Value* one_hot, std::uint64_t mask) {
  return b_.CreateICmpNE(b_.CreateAnd(one_hot, b_.getInt64(mask)), b_.getInt64(0));
}

llvm::Value* Values::inPlainMask(SlotId slot, std::uint64_t mask) {
  if (mask == 0) return b_.getFalse();
  const auto low = static_cast<std::uint64_t>(std::countr_zero(mask));
  const auto high = static_cast<std::uint64_t>(63 - std::countl_zero(mask));
  const auto members = static_cast<std::uint64_t>(std::popcount(mask));
  if (members == high - low + 1)  // side by side
    return b_.CreateICmpULT(b_.CreateSub(integer(slot), b_.getInt64(low)), b_.getInt64(members));
  if (members == 2 && std::has_single_bit(low ^ high)) {  // as 0 and 2, or 5 and 7
    auto* const rest = b_.CreateAnd(integer(slot), b_.getInt64(~(low ^ high)));
    return b_.CreateICmpEQ(rest, b_.getInt64(low & high));
  }
  return nullptr;
}

llvm::Value* Values::isMember(SlotId slot, llvm::Value* one_hot,
                              const std::vector<std::int64_t>& set) {
  std::uint64_t mask = 0;
  const std::vector<std::int64_t> beyond = beyondMask(set, mask);
  llvm::Value* any = mask == 0 ? b_.getFalse() : hasBitOf(one_hot, mask);
  for (const std::int64_t member : beyond) {
    auto* const one = b_.getInt64(static_cast<std::uint64_t>(member));
    any = b_.CreateOr(any, b_.CreateICmpEQ(integer(slot), one));
  }
  return any;
}

llvm::Value* Values::ofTest(const Test& test) {
  const auto constant = [&] { return b_.getInt64(test.constant); };
  switch (test.kind) {
    case Kind::kBool:
      return b_.CreateTrunc(integer(test.slot), b_.getInt1Ty());
    case Kind::kThere:
      return b_.getTrue();
    case Kind::kEqInt:
      return b_.CreateICmpEQ(integer(test.slot), constant());
    case Kind::kLtInt:
      return b_.CreateICmpSLT(integer(test.slot), constant());
    case Kind::kLeInt:
      return b_.CreateICmpSLE(integer(test.slot), constant());
    case Kind::kGtInt:
      return b_.CreateICmpSGT(integer(test.slot), constant());
    case Kind::kGeInt:
      return b_.CreateICmpSGE(integer(test.slot), constant());
    case Kind::kInMask:
      if (auto* const holds = inPlainMask(test.slot, test.constant)) return holds;
      return hasBitOf(oneHot(test.slot), test.constant);
    case Kind::kInSet:
      return isMember(test.slot, oneHot(test.slot), plan_.int_sets[test.other]);
    case Kind::kEqSlot:
      return b_.CreateICmpEQ(integer(test.slot), integer(test.other));
    case Kind::kLtSlot:
      return b_.CreateICmpSLT(integer(test.slot), integer(test.other));
    case Kind::kLeSlot:
      return b_.CreateICmpSLE(integer(test.slot), integer(test.other));
    default:
      return ofNumber(test);
  }
}

llvm::Value* Values::ofNumber(const Test& test) {
  auto* const type = b_.getDoubleTy();
  auto* const cell = b_.CreateLoad(type, at(type, cells_, test.slot));
  auto* const constant = llvm::ConstantFP::get(type, std::bit_cast<double>(test.constant));
  switch (test.kind) {
    case Kind::kEqNumber:
      return b_.CreateFCmpOEQ(cell, constant);
    case Kind::kLtNumber:
      return b_.CreateFCmpOLT(cell, constant);
    case Kind::kLeNumber:
      return b_.CreateFCmpOLE(cell, constant);
    case Kind::kGtNumber:
      return b_.CreateFCmpOGT(cell, constant);
    default:
      return b_.CreateFCmpOGE(cell, constant);
  }
}

llvm::Value* GuardValues::of(NodeId guard) {
  if (guard == plan::kNone) return b_.getTrue();
  if (const auto made = nodes_.find(guard); made != nodes_.end()) return made->second;
  const plan::Node& node = plan_.nodes[guard];
  const bool joins = node.op == Op::kAnd || node.op == Op::kOr || node.op == Op::kNot;
  llvm::Value* const value = joins                       ? join(node)
                             : node.op == Op::kConstBool ? b_.getInt1(node.payload != 0)
                                                         : ask(guard);
  nodes_[guard] = value;
  new_nodes_.push_back(guard);
  return value;
}

llvm::Value* GuardValues::firstOf(NodeId guard) {
  if (guard == plan::kNone || plan_.nodes[guard].op != Op::kAnd) return nullptr;
  return of(questions_.cheapestFirst(plan_.nodes[guard]).front());
}

llvm::Value* GuardValues::join(const plan::Node& node) {
  const auto operands = questions_.operandsOf(node);
  if (node.op == Op::kNot) return b_.CreateNot(of(operands[0]));
  llvm::Value* joined = b_.getInt1(node.op == Op::kAnd);
  for (const NodeId operand : operands) {
    llvm::Value* const value = of(operand);
    joined = node.op == Op::kAnd ? b_.CreateAnd(joined, value) : b_.CreateOr(joined, value);
  }
  return joined;
}

llvm::Value* GuardValues::ask(NodeId id) {
  const eval::Question question = questions_.of(id);
  const Test& test = question.test;
  llvm::Value* holds = nullptr;
  if (test.kind == Kind::kInMask) {
    holds = values_.inPlainMask(test.slot, test.constant);
    if (holds == nullptr) holds = values_.hasBitOf(oneHot(test.slot), test.constant);
  } else if (test.kind == Kind::kInSet) {
    holds = values_.isMember(test.slot, oneHot(test.slot), plan_.int_sets[test.other]);
  } else {
    holds = values_.ofTest(test);
  }
  if (!question.when_missing) return holds;
  llvm::Value* const missing = values_.isMissing(test.slot);
  return *question.when_missing ? b_.CreateOr(holds, missing)
                                : b_.CreateAnd(holds, b_.CreateNot(missing));
}

llvm::Value* GuardValues::oneHot(SlotId slot) {
  llvm::Value*& made = one_hots_[slot];
  if (made == nullptr) {
    made = values_.oneHot(slot);
    new_one_hots_.push_back(slot);
  }
  return made;
}

void GuardValues::enter() {
  new_nodes_.clear();
  new_one_hots_.clear();
}

void GuardValues::leave() {
  for (const NodeId node : new_nodes_) nodes_.erase(node);
  for (const SlotId slot : new_one_hots_) one_hots_.erase(slot);
}

}  // namespace decorum::codegen
