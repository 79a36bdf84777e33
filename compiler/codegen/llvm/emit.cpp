#include "compiler/codegen/llvm/emit.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "compiler/codegen/llvm/forms.h"
#include "compiler/codegen/llvm/values.h"
#include "runtime/eval/machine_code.h"
#include "runtime/eval/questions.h"

namespace decorum::codegen {
namespace {

using eval::Branches;
using eval::Test;
using eval::TestId;
using plan::Plan;
using Kind = Test::Kind;

/// Up to so many rules a processor remembers from event to event which way each of them went: then
/// a branch after the first test of each costs less than the tests behind it.
constexpr std::size_t kFewRules = 128;
/// Of more, those that wait for something are asked for together: more at once would be looked at
/// too often where some of it was found, fewer would be more branches that are not foreseen.
constexpr std::size_t kTogether = 4;

/// One rule of a word that is decided without branches.
struct PlainRule {
  std::uint32_t bit = 0;
  plan::NodeId guard = plan::kNone;
  std::vector<plan::SlotId> waits_for;
};

/// Fills the function of one word.
class WordEmitter {
 public:
  WordEmitter(const Plan& plan, const Branches& branches, const eval::Questions& questions,
              llvm::Function* function)
      : plan_(plan),
        branches_(branches),
        questions_(questions),
        function_(function),
        b_(llvm::BasicBlock::Create(function->getContext(), "", function)),
        values_(b_, plan, cells(), states()),
        guards_(b_, plan, questions, values_) {}

  void word(std::uint32_t word) {
    std::vector<PlainRule> plain;
    std::vector<std::uint32_t> with_branches;
    for (std::uint32_t bit = 0; bit < 64 && 64 * word + bit < plan_.rules.size(); ++bit) {
      const plan::NodeId guard = plan_.rules[64 * word + bit].guard;
      Form form = formOf(guard, plan_, questions_);
      if (form.has_branches)
        with_branches.push_back(bit);
      else
        plain.push_back({bit, guard, std::move(form.waits_for)});
    }
    if (!plain.empty()) {
      llvm::Value* const fired =
          plan_.rules.size() <= kFewRules ? oneByOne(plain) : together(std::move(plain));
      b_.CreateStore(b_.CreateAnd(fired, due()), decided());
    }
    for (const std::uint32_t bit : with_branches) rule(bit, branches_.guards[64 * word + bit]);
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

  /// The bits of the rules that fire.
  llvm::Value* oneByOne(const std::vector<PlainRule>& rules) {
    llvm::Value* fired = b_.getInt64(0);
    for (const PlainRule& rule : rules) {
      llvm::Value* const first = guards_.firstOf(rule.guard);
      fired = first == nullptr ? b_.CreateOr(fired, bitOf(rule)) : decideIf(first, {rule}, fired);
    }
    return fired;
  }

  /// The same, where rules are passed over of which nothing is there that they wait for.
  llvm::Value* together(std::vector<PlainRule> rules) {
    // What waits for nothing stands first, what waits for the same side by side.
    std::stable_sort(rules.begin(), rules.end(), [](const PlainRule& a, const PlainRule& b) {
      return a.waits_for < b.waits_for;
    });
    llvm::Value* fired = b_.getInt64(0);
    auto first = rules.begin();
    for (; first != rules.end() && first->waits_for.empty(); ++first)
      fired = b_.CreateOr(fired, bitOf(*first));
    while (first != rules.end()) {
      const auto end = first + std::min<std::ptrdiff_t>(kTogether, rules.end() - first);
      const std::vector<PlainRule> these(first, end);
      fired = decideIf(anyFound(these), these, fired);
      first = end;
    }
    return fired;
  }

  /// One `or` of cells: of several i1 LLVM would make several branches.
  llvm::Value* anyFound(const std::vector<PlainRule>& rules) {
    llvm::Value* found = b_.getInt64(0);
    plan::SlotId latest = plan::kNone;
    for (const PlainRule& rule : rules) {
      for (const plan::SlotId slot : rule.waits_for) {
        if (slot != latest) found = b_.CreateOr(found, values_.integer(slot));
        latest = slot;
      }
    }
    return b_.CreateICmpNE(found, b_.getInt64(0));
  }

  /// `fired`, and where `may_hold` the bits of `rules` that fire.
  llvm::Value* decideIf(llvm::Value* may_hold, const std::vector<PlainRule>& rules,
                        llvm::Value* fired) {
    llvm::BasicBlock* const before = b_.GetInsertBlock();
    llvm::BasicBlock* const decide = block();
    llvm::BasicBlock* const next = block();
    b_.CreateCondBr(may_hold, decide, next);
    b_.SetInsertPoint(decide);
    guards_.enter();
    llvm::Value* more = fired;
    for (const PlainRule& rule : rules) more = b_.CreateOr(more, bitOf(rule));
    guards_.leave();
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
    llvm::PHINode* const both = b_.CreatePHI(b_.getInt64Ty(), 2);
    both->addIncoming(fired, before);
    both->addIncoming(more, decide);
    return both;
  }

  llvm::Value* bitOf(const PlainRule& rule) {
    return b_.CreateShl(b_.CreateZExt(guards_.of(rule.guard), b_.getInt64Ty()), rule.bit);
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
    auto* const place = values_.at(b_.getInt64Ty(), decided(), word);
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
    if (test.if_missing != eval::kUnsure) {
      llvm::BasicBlock* const there = block();
      b_.CreateCondBr(values_.isMissing(test.slot), blockOf(test.if_missing), there);
      b_.SetInsertPoint(there);
    }
    b_.CreateCondBr(holds(test), blockOf(test.if_true), blockOf(test.if_false));
  }

  void ask(const Test& test) {
    auto* const answer = call(offsetof(eval::Frame, ask_node), {frame(), b_.getInt64(test.other)});
    auto* const way = b_.CreateSwitch(answer, unsure_, 2);
    way->addCase(b_.getInt32(1), blockOf(test.if_true));
    way->addCase(b_.getInt32(0), blockOf(test.if_false));
  }

  llvm::Value* holds(const Test& test) {
    if (test.kind != Kind::kInSet || plan_.int_sets[test.other].size() <= kFewMembers)
      return values_.ofTest(test);
    auto* const cell = values_.integer(test.slot);
    auto* const answer =
        call(offsetof(eval::Frame, in_set), {frame(), b_.getInt64(test.other), cell});
    return b_.CreateICmpNE(answer, b_.getInt32(0));
  }

  /// Calls the function whose address stands at `offset` of the frame.
  llvm::Value* call(std::uint64_t offset, llvm::ArrayRef<llvm::Value*> arguments) {
    std::vector<llvm::Type*> types;
    for (const llvm::Value* argument : arguments) types.push_back(argument->getType());
    auto* const type = llvm::FunctionType::get(b_.getInt32Ty(), types, false);
    auto* const place = values_.at(b_.getInt8Ty(), frame(), offset);
    return b_.CreateCall(type, b_.CreateLoad(b_.getPtrTy(), place), arguments);
  }

  const Plan& plan_;
  const Branches& branches_;
  const eval::Questions& questions_;
  llvm::Function* function_;
  llvm::IRBuilder<> b_;
  Values values_;
  GuardValues guards_;
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
  const eval::Questions questions(plan);
  for (std::uint32_t word = first; word < end; ++word) {
    auto* const function =
        llvm::Function::Create(type, llvm::Function::ExternalLinkage, symbolOf(word), *module);
    WordEmitter(plan, branches, questions, function).word(word);
  }
  return module;
}

}  // namespace decorum::codegen
