#include "compiler/codegen/emit.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/Module.h>

#include <bit>
#include <cstddef>
#include <map>

#include "runtime/eval/machine_code.h"

namespace decorum::codegen {
namespace {

using eval::Branches;
using eval::Test;
using eval::TestId;
using plan::Plan;
using Kind = Test::Kind;

/// Members of a set that are compared one by one.
constexpr std::size_t kFewMembers = 8;

/// Fills the function of one word.
class WordEmitter {
 public:
  WordEmitter(const Plan& plan, const Branches& branches, llvm::Function* function)
      : plan_(plan),
        branches_(branches),
        function_(function),
        b_(llvm::BasicBlock::Create(function->getContext(), "", function)),
        mostly_(llvm::MDBuilder(function->getContext()).createBranchWeights(1'000, 1)) {}

  void word(std::uint32_t word) {
    for (std::uint32_t bit = 0; bit < 64 && 64 * word + bit < plan_.rules.size(); ++bit) {
      rule(bit, branches_.guards[64 * word + bit]);
    }
    b_.CreateRetVoid();
  }

 private:
  llvm::Value* cells() { return function_->getArg(0); }
  llvm::Value* states() { return function_->getArg(1); }
  llvm::Value* frame() { return function_->getArg(2); }
  llvm::Value* due() { return function_->getArg(3); }
  llvm::Value* decided() { return function_->getArg(4); }

  llvm::BasicBlock* block() {
    return llvm::BasicBlock::Create(function_->getContext(), "", function_);
  }
  llvm::Value* at(llvm::Type* type, llvm::Value* base, std::uint64_t index) {
    return b_.CreateConstInBoundsGEP1_64(type, base, index);
  }

  void rule(std::uint32_t bit, TestId guard) {
    if (guard == eval::kFails) return;
    const std::uint64_t mask = std::uint64_t{1} << bit;
    llvm::BasicBlock* const begin = block();
    llvm::BasicBlock* const next = block();
    auto* const is_due = b_.CreateICmpNE(b_.CreateAnd(due(), b_.getInt64(mask)), b_.getInt64(0));
    b_.CreateCondBr(is_due, begin, next);
    b_.SetInsertPoint(begin);

    ways_.clear();
    fails_ = next;
    holds_ = block();
    unsure_ = block();
    b_.CreateBr(blockOf(guard));
    // A way only leads onwards, so what is written may add to what is not yet.
    while (!ways_.empty()) {
      const auto [id, first] = *ways_.begin();
      ways_.erase(ways_.begin());
      b_.SetInsertPoint(first);
      test(branches_.tests[id]);
    }
    end(holds_, 0, mask, next);
    end(unsure_, 1, mask, next);
    b_.SetInsertPoint(next);
  }

  /// Sets the rule's bit of one word of `Decided`.
  void end(llvm::BasicBlock* block, std::uint64_t word, std::uint64_t mask,
           llvm::BasicBlock* next) {
    if (block->hasNPredecessors(0)) {
      block->eraseFromParent();
      return;
    }
    b_.SetInsertPoint(block);
    auto* const place = at(b_.getInt64Ty(), decided(), word);
    auto* const bits = b_.CreateLoad(b_.getInt64Ty(), place);
    b_.CreateStore(b_.CreateOr(bits, b_.getInt64(mask)), place);
    b_.CreateBr(next);
  }

  llvm::BasicBlock* blockOf(TestId id) {
    if (id == eval::kHolds) return holds_;
    if (id == eval::kFails) return fails_;
    llvm::BasicBlock*& way = ways_[id];
    if (way == nullptr) way = block();
    return way;
  }

  void test(const Test& test) {
    if (test.kind == Kind::kNode) return ask(test);
    requireOk(test.slot, test.if_missing);
    if (test.kind >= Kind::kEqSlot) requireOk(test.other, eval::kUnsure);
    if (test.kind == Kind::kThere) {
      b_.CreateBr(blockOf(test.if_true));
      return;
    }
    b_.CreateCondBr(holds(test), blockOf(test.if_true), blockOf(test.if_false));
  }

  /// Goes on in a new block where a slot has a value.
  void requireOk(std::uint32_t slot, TestId if_missing) {
    auto* const state = b_.CreateLoad(b_.getInt8Ty(), at(b_.getInt8Ty(), states(), slot));
    llvm::BasicBlock* const ok = block();
    if (if_missing == eval::kUnsure) {
      b_.CreateCondBr(b_.CreateICmpEQ(state, b_.getInt8(0)), ok, unsure_, mostly_);
    } else {
      auto* const way = b_.CreateSwitch(state, unsure_, 2);
      way->addCase(b_.getInt8(static_cast<std::uint8_t>(eval::State::kOk)), ok);
      way->addCase(b_.getInt8(static_cast<std::uint8_t>(eval::State::kMissing)),
                   blockOf(if_missing));
    }
    b_.SetInsertPoint(ok);
  }

  void ask(const Test& test) {
    auto* const answer = call(offsetof(eval::Frame, ask_node), {frame(), b_.getInt64(test.other)});
    auto* const way = b_.CreateSwitch(answer, unsure_, 2);
    way->addCase(b_.getInt32(1), blockOf(test.if_true));
    way->addCase(b_.getInt32(0), blockOf(test.if_false));
  }

  llvm::Value* holds(const Test& test) {
    const auto isNumber = test.kind >= Kind::kEqNumber && test.kind <= Kind::kGeNumber;
    if (isNumber) return ofNumber(test);
    auto* const cell = loadInt(test.slot);
    auto* const constant = b_.getInt64(test.constant);
    switch (test.kind) {
      case Kind::kBool:
        return b_.CreateICmpNE(cell, b_.getInt64(0));
      case Kind::kEqInt:
        return b_.CreateICmpEQ(cell, constant);
      case Kind::kLtInt:
        return b_.CreateICmpSLT(cell, constant);
      case Kind::kLeInt:
        return b_.CreateICmpSLE(cell, constant);
      case Kind::kGtInt:
        return b_.CreateICmpSGT(cell, constant);
      case Kind::kGeInt:
        return b_.CreateICmpSGE(cell, constant);
      case Kind::kInMask:
        return inMask(cell, constant);
      case Kind::kInSet:
        return inSet(test, cell);
      case Kind::kEqSlot:
        return b_.CreateICmpEQ(cell, loadInt(test.other));
      case Kind::kLtSlot:
        return b_.CreateICmpSLT(cell, loadInt(test.other));
      default:
        return b_.CreateICmpSLE(cell, loadInt(test.other));
    }
  }

  llvm::Value* loadInt(std::uint32_t slot) {
    return b_.CreateLoad(b_.getInt64Ty(), at(b_.getInt64Ty(), cells(), slot));
  }

  llvm::Value* ofNumber(const Test& test) {
    auto* const type = b_.getDoubleTy();
    auto* const cell = b_.CreateLoad(type, at(type, cells(), test.slot));
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

  llvm::Value* inMask(llvm::Value* cell, llvm::Value* mask) {
    auto* const in_range = b_.CreateICmpULT(cell, b_.getInt64(64));
    auto* const shift = b_.CreateAnd(cell, b_.getInt64(63));
    auto* const bit = b_.CreateTrunc(b_.CreateLShr(mask, shift), b_.getInt1Ty());
    return b_.CreateAnd(in_range, bit);
  }

  llvm::Value* inSet(const Test& test, llvm::Value* cell) {
    const std::vector<std::int64_t>& set = plan_.int_sets[test.other];
    if (set.size() > kFewMembers) {
      auto* const answer =
          call(offsetof(eval::Frame, in_set), {frame(), b_.getInt64(test.other), cell});
      return b_.CreateICmpNE(answer, b_.getInt32(0));
    }
    llvm::Value* any = b_.getFalse();
    for (const std::int64_t member : set) {
      auto* const one = b_.getInt64(static_cast<std::uint64_t>(member));
      any = b_.CreateOr(any, b_.CreateICmpEQ(cell, one));
    }
    return any;
  }

  /// Calls the function whose address stands at `offset` of the frame.
  llvm::Value* call(std::uint64_t offset, llvm::ArrayRef<llvm::Value*> arguments) {
    std::vector<llvm::Type*> types;
    for (const llvm::Value* argument : arguments) types.push_back(argument->getType());
    auto* const type = llvm::FunctionType::get(b_.getInt32Ty(), types, false);
    auto* const place = at(b_.getInt8Ty(), frame(), offset);
    return b_.CreateCall(type, b_.CreateLoad(b_.getPtrTy(), place), arguments);
  }

  const Plan& plan_;
  const Branches& branches_;
  llvm::Function* function_;
  llvm::IRBuilder<> b_;
  llvm::MDNode* mostly_;
  std::map<TestId, llvm::BasicBlock*>
      ways_;  ///< tests of the rule at hand that are led to, and not written yet
  llvm::BasicBlock* holds_ = nullptr;
  llvm::BasicBlock* fails_ = nullptr;
  llvm::BasicBlock* unsure_ = nullptr;
};

}  // namespace

std::string symbolOf(std::uint32_t word) { return "guards" + std::to_string(word); }

std::unique_ptr<llvm::Module> emitModule(const Plan& plan, const Branches& branches,
                                         std::uint32_t first, std::uint32_t end,
                                         llvm::LLVMContext& context) {
  auto module = std::make_unique<llvm::Module>("guards", context);
  auto* const ptr = llvm::PointerType::getUnqual(context);
  auto* const i64 = llvm::Type::getInt64Ty(context);
  auto* const type =
      llvm::FunctionType::get(llvm::Type::getVoidTy(context), {ptr, ptr, ptr, i64, ptr}, false);
  for (std::uint32_t word = first; word < end; ++word) {
    auto* const function =
        llvm::Function::Create(type, llvm::Function::ExternalLinkage, symbolOf(word), *module);
    WordEmitter(plan, branches, function).word(word);
  }
  return module;
}

}  // namespace decorum::codegen
