/// What tests and guards say of a record, as values of LLVM IR without a branch.
#pragma once

#include <llvm/IR/IRBuilder.h>

#include <cstdint>
#include <map>
#include <vector>

#include "runtime/eval/branches.h"
#include "runtime/eval/questions.h"
#include "runtime/plan/plan.h"

namespace decorum::codegen {

/// Reads slots that are known: what stands in the cell of one that is missing or at fault may come
/// out as any value, but as no failure.
class Values {
 public:
  /// `cells` and `states` are those of the record.
  Values(llvm::IRBuilder<>& builder, const plan::Plan& plan, llvm::Value* cells,
         llvm::Value* states)
      : b_(builder), plan_(plan), cells_(cells), states_(states) {}

  /// An i1: whether a test of any kind but `kNode` holds. Sets are compared with, whatever their
  /// size.
  llvm::Value* ofTest(const eval::Test& test);
  /// An i1: whether the slot holds a bit of `mask`, where one comparison says it; else null.
  llvm::Value* inPlainMask(plan::SlotId slot, std::uint64_t mask);
  /// An i64: 1 << n where the slot holds n of 0 to 63, else 0.
  llvm::Value* oneHot(plan::SlotId slot);
  /// An i1, of a slot that is not at fault.
  llvm::Value* isMissing(plan::SlotId slot);
  llvm::Value* integer(plan::SlotId slot);

  /// `type` at a distance of `index` of them from `base`.
  llvm::Value* at(llvm::Type* type, llvm::Value* base, std::uint64_t index) {
    return b_.CreateConstInBoundsGEP1_64(type, base, index);
  }

  /// Whether a slot holds one of a set, whose members of 0 to 63 are bits of `one_hot`.
  llvm::Value* isMember(plan::SlotId slot, llvm::Value* one_hot,
                        const std::vector<std::int64_t>& set);
  llvm::Value* hasBitOf(llvm::Value* one_hot, std::uint64_t mask);

 private:
  llvm::Value* ofNumber(const eval::Test& test);

  llvm::IRBuilder<>& b_;
  const plan::Plan& plan_;
  llvm::Value* cells_;
  llvm::Value* states_;
};

/// Whole guards; what several of them ask is computed once. For guards without branches (forms.h).
class GuardValues {
 public:
  GuardValues(llvm::IRBuilder<>& builder, const plan::Plan& plan, const eval::Questions& questions,
              Values& values)
      : b_(builder), plan_(plan), questions_(questions), values_(values) {}

  /// An i1; `kNone` is a guard that always holds.
  llvm::Value* of(plan::NodeId guard);
  /// The cheapest condition of a guard that holds only where all of several do; else null.
  llvm::Value* firstOf(plan::NodeId guard);

  /// What is made from now on is forgotten by `leave`: it stands in blocks that not all ways pass.
  void enter();
  void leave();

 private:
  template <class Key>
  using Made = std::map<Key, llvm::Value*>;

  llvm::Value* join(const plan::Node& node);
  llvm::Value* ask(plan::NodeId id);
  llvm::Value* oneHot(plan::SlotId slot);

  llvm::IRBuilder<>& b_;
  const plan::Plan& plan_;
  const eval::Questions& questions_;
  Values& values_;
  Made<plan::NodeId> nodes_;
  Made<plan::SlotId> one_hots_;
  std::vector<plan::NodeId> new_nodes_;  ///< since `enter`
  std::vector<plan::SlotId> new_one_hots_;
};

}  // namespace decorum::codegen
