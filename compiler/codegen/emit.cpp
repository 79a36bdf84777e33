#include "compiler/codegen/emit.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "compiler/codegen/native_helpers.h"
#include "runtime/plan/operations.h"

namespace decorum::codegen {
namespace {

using plan::kNone;
using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::Plan;
using plan::Rep;

std::span<const NodeId> operandsOf(const Plan& plan, const Node& node) {
  return {plan.operands.data() + node.first_operand, node.operand_count};
}

/// A node's value while code is made. All flags are i1.
struct Emitted {
  llvm::Value* payload = nullptr;  ///< i64, double or ptr; null of a bool
  llvm::Value* is_true = nullptr;  ///< of a bool
  llvm::Value* is_false = nullptr;
  llvm::Value* ok = nullptr;
  llvm::Value* missing = nullptr;
};

/// What a quantifier's function needs besides its row, in the order of its captures.
struct Body {
  llvm::Function* function = nullptr;
  std::vector<NodeId> captures;
};

class ModuleEmitter;

/// Fills one function.
class FunctionEmitter {
 public:
  FunctionEmitter(ModuleEmitter& module, llvm::Function* function);

  void chunk(const Chunk& chunk);
  void body(NodeId root, const std::vector<NodeId>& captures);
  void root(NodeId node);

 private:
  struct Arguments {
    llvm::Value* it_cells = nullptr;
    llvm::Value* it_states = nullptr;
    llvm::Value* cells = nullptr;
    llvm::Value* states = nullptr;
    llvm::Value* frame = nullptr;
  };

  llvm::IntegerType* i64() { return b_.getInt64Ty(); }
  llvm::Type* typeOf(Rep rep);
  Emitted boolean(llvm::Value* is_true, llvm::Value* is_false);
  Emitted value(llvm::Value* payload, llvm::Value* ok);
  Emitted condition(llvm::Value* holds, llvm::Value* ok);
  Emitted packed(llvm::Value* answer);

  Emitted emit(const Node& node);
  Emitted constant(const Node& node);
  Emitted input(llvm::Value* cells, llvm::Value* states, const Node& node);
  Emitted fromCell(Rep rep, llvm::Value* cell, llvm::Value* state);
  Emitted defaulted(const Emitted& first, const Emitted& second);
  Emitted junction(const Node& node, bool is_and);
  Emitted count(const Node& node);
  Emitted strict(const Node& node);
  Emitted compare(Op op, const Emitted& a, const Emitted& b, llvm::Value* ok);
  Emitted calculate(Op op, const Emitted& a, const Emitted& b, llvm::Value* ok);
  Emitted checked(llvm::Intrinsic::ID id, llvm::Value* a, llvm::Value* b, llvm::Value* ok);
  Emitted viaHelper(const Node& node, const Emitted& a, const Emitted& b, llvm::Value* ok);
  Emitted memberInt(const Node& node, const Emitted& a, llvm::Value* ok);
  Emitted quantifier(const Node& node, const Emitted& list, llvm::Value* ok);
  llvm::Value* captured(const std::vector<NodeId>& captures);
  Emitted capture(llvm::Value* captures, std::size_t i, Rep rep);

  llvm::Value* room(llvm::Type* type, unsigned count);
  llvm::Value* call(const char* helper, llvm::ArrayRef<llvm::Value*> arguments);
  llvm::Value* at(llvm::Type* type, llvm::Value* base, std::uint64_t index) {
    return b_.CreateConstInBoundsGEP1_64(type, base, index);
  }
  llvm::Value* flag(llvm::Value* bit) { return b_.CreateZExt(bit, b_.getInt32Ty()); }
  /// The bits of a bool as the 0 or 1 that a cell holds.
  llvm::Value* cellOf(const Emitted& value);
  /// Its state as a cell: 0 ok, 1 missing, 2 fault.
  llvm::Value* stateOf(const Emitted& value);
  const Emitted& operand(const Node& node, std::size_t i);

  ModuleEmitter& module_;
  const Plan& plan_;
  llvm::Function* function_;
  llvm::IRBuilder<> b_;
  Arguments arguments_;
  std::map<NodeId, Emitted> values_;
};

/// Makes one module: declares helpers once, and each body once.
class ModuleEmitter {
 public:
  ModuleEmitter(const Plan& plan, llvm::LLVMContext& context)
      : plan_(plan), module_(std::make_unique<llvm::Module>("guards", context)) {}

  std::unique_ptr<llvm::Module> run(const std::vector<Chunk>& chunks,
                                    const std::vector<Root>& roots) {
    auto& context = module_->getContext();
    auto* const ptr = llvm::PointerType::getUnqual(context);
    auto* const type =
        llvm::FunctionType::get(llvm::Type::getVoidTy(context), {ptr, ptr, ptr, ptr}, false);
    for (const Chunk& chunk : chunks) {
      auto* const function =
          llvm::Function::Create(type, llvm::Function::ExternalLinkage, chunk.symbol, *module_);
      function->setDoesNotThrow();
      FunctionEmitter(*this, function).chunk(chunk);
    }
    for (const Root& root : roots) {
      auto* const function =
          llvm::Function::Create(type, llvm::Function::ExternalLinkage, root.symbol, *module_);
      function->setDoesNotThrow();
      FunctionEmitter(*this, function).root(root.node);
    }
    return std::move(module_);
  }

  const Body& bodyOf(std::uint64_t quantifier) {
    const auto [found, is_new] = bodies_.try_emplace(quantifier);
    if (!is_new) return found->second;
    auto& context = module_->getContext();
    auto* const ptr = llvm::PointerType::getUnqual(context);
    auto* const type = llvm::FunctionType::get(llvm::Type::getInt32Ty(context),
                                               {ptr, ptr, ptr, ptr, ptr, ptr}, false);
    Body& body = found->second;
    body.function = llvm::Function::Create(type, llvm::Function::InternalLinkage,
                                           "body" + std::to_string(quantifier), *module_);
    body.function->setDoesNotThrow();
    body.captures = inputsOf(plan_.quantifiers[quantifier].body);
    FunctionEmitter(*this, body.function).body(plan_.quantifiers[quantifier].body, body.captures);
    return body;
  }

  /// What the nodes of a body read that does not depend on `it`; ascending. Loads and constants
  /// are cheaper done again.
  std::vector<NodeId> inputsOf(NodeId body) const {
    std::vector<NodeId> inputs;
    for (const NodeId node : coneOf({body}, false)) {
      const Node& is = plan_.nodes[node];
      if (!is.in_body && !plan::isLoad(is.op) && !plan::isConst(is.op)) inputs.push_back(node);
    }
    return inputs;
  }

  /// Nodes that `roots` stand on, ascending. `from_outside`: all outside of bodies, with what these
  /// take in; else those that depend on `it`, and the first of the others.
  std::vector<NodeId> coneOf(const std::vector<NodeId>& roots, bool from_outside) const {
    std::set<NodeId> seen(roots.begin(), roots.end());
    std::vector<NodeId> pending = roots;
    const auto visit = [&](NodeId node) {
      if (seen.insert(node).second) pending.push_back(node);
    };
    while (!pending.empty()) {
      const Node& node = plan_.nodes[pending.back()];
      pending.pop_back();
      if (!from_outside && !node.in_body) continue;
      for (const NodeId operand : operandsOf(plan_, node)) visit(operand);
      if (from_outside && plan::isQuantifier(node.op)) {
        for (const NodeId input : inputsOf(plan_.quantifiers[node.payload].body)) visit(input);
      }
    }
    return {seen.begin(), seen.end()};
  }

  llvm::FunctionCallee helper(const char* name, llvm::FunctionType* type) {
    llvm::FunctionCallee callee = module_->getOrInsertFunction(name, type);
    llvm::cast<llvm::Function>(callee.getCallee())->setDoesNotThrow();
    return callee;
  }

  const Plan& plan() const { return plan_; }

 private:
  const Plan& plan_;
  std::unique_ptr<llvm::Module> module_;
  std::map<std::uint64_t, Body> bodies_;
};

// --------------------------------------------------------------------------------------------
// functions

FunctionEmitter::FunctionEmitter(ModuleEmitter& module, llvm::Function* function)
    : module_(module),
      plan_(module.plan()),
      function_(function),
      b_(llvm::BasicBlock::Create(function->getContext(), "", function)) {}

void FunctionEmitter::chunk(const Chunk& chunk) {
  arguments_.cells = function_->getArg(0);
  arguments_.states = function_->getArg(1);
  arguments_.frame = function_->getArg(2);
  std::vector<NodeId> guards;
  const auto forEachRule = [&](auto visit) {
    for (unsigned bit = 0; bit < 64; ++bit) {
      if (chunk.rules >> bit & 1) visit(bit, plan_.rules[64 * chunk.word + bit].guard);
    }
  };
  forEachRule([&](unsigned, NodeId guard) {
    if (guard != kNone) guards.push_back(guard);
  });
  for (const NodeId node : module_.coneOf(guards, true)) values_[node] = emit(plan_.nodes[node]);

  llvm::Value* fired = b_.getInt64(0);
  llvm::Value* undecided = b_.getInt64(0);
  const auto add = [&](llvm::Value*& word, llvm::Value* bit, unsigned shift) {
    word = b_.CreateOr(word, b_.CreateShl(b_.CreateZExt(bit, i64()), shift));
  };
  forEachRule([&](unsigned bit, NodeId guard) {
    if (guard == kNone) return add(fired, b_.getTrue(), bit);
    const Emitted& value = values_.at(guard);
    add(fired, value.is_true, bit);
    add(undecided, b_.CreateNot(value.ok), bit);
  });
  b_.CreateStore(fired, function_->getArg(3));
  b_.CreateStore(undecided, at(i64(), function_->getArg(3), 1));
  b_.CreateRetVoid();
}

void FunctionEmitter::body(NodeId root, const std::vector<NodeId>& captures) {
  arguments_ = {function_->getArg(0), function_->getArg(1), function_->getArg(2),
                function_->getArg(3), function_->getArg(4)};
  for (std::size_t i = 0; i < captures.size(); ++i) {
    const Rep rep = plan::info(plan_.nodes[captures[i]].op).result;
    values_[captures[i]] = capture(function_->getArg(5), i, rep);
  }
  for (const NodeId node : module_.coneOf({root}, false)) {
    if (!values_.contains(node)) values_[node] = emit(plan_.nodes[node]);
  }
  const Emitted& is = values_.at(root);
  b_.CreateRet(b_.CreateSelect(is.is_true, b_.getInt32(1),
                               b_.CreateSelect(is.is_false, b_.getInt32(0), b_.getInt32(2))));
}

void FunctionEmitter::root(NodeId node) {
  arguments_.cells = function_->getArg(0);
  arguments_.states = function_->getArg(1);
  arguments_.frame = function_->getArg(2);
  for (const NodeId part : module_.coneOf({node}, true)) values_[part] = emit(plan_.nodes[part]);
  const Emitted& value = values_.at(node);
  b_.CreateStore(cellOf(value), function_->getArg(3));
  b_.CreateStore(stateOf(value), at(i64(), function_->getArg(3), 1));
  b_.CreateRetVoid();
}

// --------------------------------------------------------------------------------------------
// values

llvm::Type* FunctionEmitter::typeOf(Rep rep) {
  switch (rep) {
    case Rep::kNumber:
      return b_.getDoubleTy();
    case Rep::kText:
    case Rep::kList:
      return b_.getPtrTy();
    default:
      return b_.getInt64Ty();
  }
}

Emitted FunctionEmitter::boolean(llvm::Value* is_true, llvm::Value* is_false) {
  return {nullptr, is_true, is_false, b_.CreateOr(is_true, is_false), b_.getFalse()};
}

Emitted FunctionEmitter::value(llvm::Value* payload, llvm::Value* ok) {
  return {payload, nullptr, nullptr, ok, b_.getFalse()};
}

Emitted FunctionEmitter::condition(llvm::Value* holds, llvm::Value* ok) {
  return {nullptr, b_.CreateAnd(ok, holds), b_.CreateAnd(ok, b_.CreateNot(holds)), ok,
          b_.getFalse()};
}

Emitted FunctionEmitter::packed(llvm::Value* answer) {
  return boolean(b_.CreateICmpEQ(answer, b_.getInt32(1)), b_.CreateICmpEQ(answer, b_.getInt32(0)));
}

llvm::Value* FunctionEmitter::cellOf(const Emitted& value) {
  return value.payload ? value.payload : b_.CreateZExt(value.is_true, i64());
}

llvm::Value* FunctionEmitter::stateOf(const Emitted& value) {
  return b_.CreateSelect(value.ok, b_.getInt64(0),
                         b_.CreateSelect(value.missing, b_.getInt64(1), b_.getInt64(2)));
}

const Emitted& FunctionEmitter::operand(const Node& node, std::size_t i) {
  return values_.at(plan_.operands[node.first_operand + i]);
}

Emitted FunctionEmitter::emit(const Node& node) {
  if (plan::isConst(node.op)) return constant(node);
  if (plan::isLoad(node.op)) return input(arguments_.cells, arguments_.states, node);
  if (plan::isIt(node.op)) return input(arguments_.it_cells, arguments_.it_states, node);
  switch (node.op) {
    case Op::kKnown:
      return boolean(operand(node, 0).ok, operand(node, 0).missing);
    case Op::kDefaultBool:
    case Op::kDefaultInt:
    case Op::kDefaultNumber:
    case Op::kDefaultText:
      return defaulted(operand(node, 0), operand(node, 1));
    case Op::kNot:
      return boolean(operand(node, 0).is_false, operand(node, 0).is_true);
    case Op::kAnd:
      return junction(node, true);
    case Op::kOr:
      return junction(node, false);
    case Op::kCountTrue:
      return count(node);
    default:
      return strict(node);
  }
}

Emitted FunctionEmitter::constant(const Node& node) {
  switch (node.op) {
    case Op::kConstBool:
      return boolean(b_.getInt1(node.payload != 0), b_.getInt1(node.payload == 0));
    case Op::kConstNumber: {
      const llvm::APFloat number(llvm::APFloat::IEEEdouble(), llvm::APInt(64, node.payload));
      return value(llvm::ConstantFP::get(b_.getContext(), number), b_.getTrue());
    }
    case Op::kConstText: {
      auto* const strings = b_.CreateLoad(
          b_.getPtrTy(), at(b_.getInt8Ty(), arguments_.frame, offsetof(Frame, strings)));
      return value(at(b_.getInt8Ty(), strings, node.payload * sizeof(std::string)), b_.getTrue());
    }
    default:
      return value(b_.getInt64(node.payload), b_.getTrue());
  }
}

Emitted FunctionEmitter::input(llvm::Value* cells, llvm::Value* states, const Node& node) {
  const Rep rep = plan::info(node.op).result;
  auto* const cell = b_.CreateLoad(typeOf(rep), at(i64(), cells, node.payload));
  auto* const state = b_.CreateLoad(b_.getInt8Ty(), at(b_.getInt8Ty(), states, node.payload));
  return fromCell(rep, cell, b_.CreateZExt(state, i64()));
}

Emitted FunctionEmitter::fromCell(Rep rep, llvm::Value* cell, llvm::Value* state) {
  auto* const ok = b_.CreateICmpEQ(state, b_.getInt64(0));
  Emitted made =
      rep == Rep::kBool ? condition(b_.CreateICmpNE(cell, b_.getInt64(0)), ok) : value(cell, ok);
  made.missing = b_.CreateICmpEQ(state, b_.getInt64(1));
  return made;
}

Emitted FunctionEmitter::defaulted(const Emitted& first, const Emitted& second) {
  const auto select = [&](llvm::Value* a, llvm::Value* b) -> llvm::Value* {
    return a ? b_.CreateSelect(first.missing, b, a) : nullptr;
  };
  return {select(first.payload, second.payload), select(first.is_true, second.is_true),
          select(first.is_false, second.is_false), select(first.ok, second.ok),
          b_.CreateAnd(first.missing, second.missing)};
}

Emitted FunctionEmitter::junction(const Node& node, bool is_and) {
  llvm::Value* all = b_.getTrue();
  llvm::Value* any = b_.getFalse();
  for (std::size_t i = 0; i < node.operand_count; ++i) {
    const Emitted& part = operand(node, i);
    all = b_.CreateAnd(all, is_and ? part.is_true : part.is_false);
    any = b_.CreateOr(any, is_and ? part.is_false : part.is_true);
  }
  return is_and ? boolean(all, any) : boolean(any, all);
}

Emitted FunctionEmitter::count(const Node& node) {
  llvm::Value* sum = b_.getInt64(0);
  llvm::Value* ok = b_.getTrue();
  for (std::size_t i = 0; i < node.operand_count; ++i) {
    sum = b_.CreateAdd(sum, b_.CreateZExt(operand(node, i).is_true, i64()));
    ok = b_.CreateAnd(ok, operand(node, i).ok);
  }
  return value(sum, ok);
}

Emitted FunctionEmitter::strict(const Node& node) {
  const Emitted& a = operand(node, 0);
  const Emitted& b = operand(node, node.operand_count > 1 ? 1 : 0);
  auto* const ok = node.operand_count > 1 ? b_.CreateAnd(a.ok, b.ok) : a.ok;
  if (plan::isQuantifier(node.op)) return quantifier(node, a, ok);
  if (node.op >= Op::kEqBool && node.op <= Op::kLeNumber) return compare(node.op, a, b, ok);
  if (node.op >= Op::kToNumber && node.op <= Op::kNegNumber) return calculate(node.op, a, b, ok);
  if (node.op == Op::kMemberInt) return memberInt(node, a, ok);
  return viaHelper(node, a, b, ok);
}

Emitted FunctionEmitter::compare(Op op, const Emitted& a, const Emitted& b, llvm::Value* ok) {
  switch (op) {
    case Op::kEqBool:
      return condition(b_.CreateICmpEQ(a.is_true, b.is_true), ok);
    case Op::kEqInt:
      return condition(b_.CreateICmpEQ(a.payload, b.payload), ok);
    case Op::kLtInt:
      return condition(b_.CreateICmpSLT(a.payload, b.payload), ok);
    case Op::kLeInt:
      return condition(b_.CreateICmpSLE(a.payload, b.payload), ok);
    case Op::kEqNumber:
      return condition(b_.CreateFCmpOEQ(a.payload, b.payload), ok);
    case Op::kNeNumber:
      return condition(b_.CreateFCmpONE(a.payload, b.payload), ok);
    case Op::kLtNumber:
      return condition(b_.CreateFCmpOLT(a.payload, b.payload), ok);
    default:
      return condition(b_.CreateFCmpOLE(a.payload, b.payload), ok);
  }
}

Emitted FunctionEmitter::calculate(Op op, const Emitted& a, const Emitted& b, llvm::Value* ok) {
  switch (op) {
    case Op::kToNumber:
      return value(b_.CreateSIToFP(a.payload, b_.getDoubleTy()), ok);
    case Op::kAddInt:
      return checked(llvm::Intrinsic::sadd_with_overflow, a.payload, b.payload, ok);
    case Op::kSubInt:
      return checked(llvm::Intrinsic::ssub_with_overflow, a.payload, b.payload, ok);
    case Op::kMulInt:
      return checked(llvm::Intrinsic::smul_with_overflow, a.payload, b.payload, ok);
    case Op::kNegInt:
      return checked(llvm::Intrinsic::ssub_with_overflow, b_.getInt64(0), a.payload, ok);
    case Op::kAddNumber:
      return value(b_.CreateFAdd(a.payload, b.payload), ok);
    case Op::kSubNumber:
      return value(b_.CreateFSub(a.payload, b.payload), ok);
    case Op::kMulNumber:
      return value(b_.CreateFMul(a.payload, b.payload), ok);
    case Op::kDivNumber:
      return value(b_.CreateFDiv(a.payload, b.payload), ok);
    default:
      return value(b_.CreateFNeg(a.payload), ok);
  }
}

Emitted FunctionEmitter::checked(llvm::Intrinsic::ID id, llvm::Value* a, llvm::Value* b,
                                 llvm::Value* ok) {
  auto* const pair = b_.CreateBinaryIntrinsic(id, a, b);
  auto* const fits = b_.CreateNot(b_.CreateExtractValue(pair, 1));
  return value(b_.CreateExtractValue(pair, 0), b_.CreateAnd(ok, fits));
}

/// Members of enumerations are small: their set is a constant of 64 bits.
Emitted FunctionEmitter::memberInt(const Node& node, const Emitted& a, llvm::Value* ok) {
  const auto& set = plan_.int_sets[node.payload];
  const bool is_small = !set.empty() && set.front() >= 0 && set.back() < 64;
  if (!is_small) return viaHelper(node, a, a, ok);
  std::uint64_t bits = 0;
  for (const std::int64_t member : set) bits |= std::uint64_t{1} << member;
  auto* const in_range = b_.CreateICmpULT(a.payload, b_.getInt64(64));
  auto* const shift = b_.CreateAnd(a.payload, b_.getInt64(63));
  auto* const bit = b_.CreateTrunc(b_.CreateLShr(b_.getInt64(bits), shift), b_.getInt1Ty());
  return condition(b_.CreateAnd(in_range, bit), ok);
}

Emitted FunctionEmitter::viaHelper(const Node& node, const Emitted& a, const Emitted& b,
                                   llvm::Value* ok) {
  auto* const known = flag(ok);
  auto* const index = b_.getInt64(node.payload);
  const auto texts = [&](const char* helper) {
    return packed(call(helper, {a.payload, b.payload, known}));
  };
  const auto member = [&](const char* helper) {
    return packed(call(helper, {arguments_.frame, index, a.payload, known}));
  };
  const auto has = [&](const char* helper) {
    return packed(call(helper, {a.payload, cellOf(b), known}));
  };
  const auto stored = [&](const char* helper) {
    llvm::Type* const type = typeOf(plan::info(node.op).result);
    auto* const out = room(type, 1);
    auto* const is = call(helper, {a.payload, index, known, out});
    return value(b_.CreateLoad(type, out), b_.CreateICmpEQ(is, b_.getInt32(1)));
  };
  switch (node.op) {
    case Op::kEqText:
      return texts("decorumEqText");
    case Op::kStartsWith:
      return texts("decorumStartsWith");
    case Op::kEndsWith:
      return texts("decorumEndsWith");
    case Op::kContainsText:
      return texts("decorumContainsText");
    case Op::kMemberInt:
      return member("decorumMemberInt");
    case Op::kMemberNumber:
      return member("decorumMemberNumber");
    case Op::kMemberText:
      return member("decorumMemberText");
    case Op::kHasBool:
    case Op::kHasInt:
      return has("decorumHasInt");
    case Op::kHasNumber:
      return has("decorumHasNumber");
    case Op::kHasText:
      return has("decorumHasText");
    case Op::kHashText: {
      auto* const out = room(i64(), 1);
      auto* const is = call("decorumHashText", {a.payload, b.payload, known, out});
      Emitted hash = value(b_.CreateLoad(i64(), out), b_.CreateICmpEQ(is, b_.getInt32(1)));
      hash.missing = a.missing;
      return hash;
    }
    case Op::kSize:
      return stored("decorumSize");
    case Op::kSumInt:
      return stored("decorumSumInt");
    default:
      return stored("decorumSumNumber");
  }
}

// --------------------------------------------------------------------------------------------
// quantifiers

Emitted FunctionEmitter::quantifier(const Node& node, const Emitted& list, llvm::Value* ok) {
  const Body& body = module_.bodyOf(node.payload);
  std::vector<llvm::Value*> arguments = {
      body.function,    list.payload,           flag(ok), arguments_.cells, arguments_.states,
      arguments_.frame, captured(body.captures)};
  if (node.op == Op::kAny) return packed(call("decorumAny", arguments));
  if (node.op == Op::kEvery) return packed(call("decorumEvery", arguments));
  auto* const out = room(i64(), 1);
  arguments.push_back(out);
  auto* const is = call("decorumHowMany", arguments);
  return value(b_.CreateLoad(i64(), out), b_.CreateICmpEQ(is, b_.getInt32(1)));
}

/// Values of this function, laid out as `Capture`s.
llvm::Value* FunctionEmitter::captured(const std::vector<NodeId>& captures) {
  auto* const memory = room(i64(), static_cast<unsigned>(2 * captures.size()));
  for (std::size_t i = 0; i < captures.size(); ++i) {
    const Emitted& value = values_.at(captures[i]);
    b_.CreateStore(cellOf(value), at(i64(), memory, 2 * i));
    b_.CreateStore(stateOf(value), at(i64(), memory, 2 * i + 1));
  }
  return memory;
}

Emitted FunctionEmitter::capture(llvm::Value* captures, std::size_t i, Rep rep) {
  return fromCell(rep, b_.CreateLoad(typeOf(rep), at(i64(), captures, 2 * i)),
                  b_.CreateLoad(i64(), at(i64(), captures, 2 * i + 1)));
}

/// Stack, in the entry block: each call has its own.
llvm::Value* FunctionEmitter::room(llvm::Type* type, unsigned count) {
  return b_.CreateAlloca(type, b_.getInt32(count));
}

llvm::Value* FunctionEmitter::call(const char* helper, llvm::ArrayRef<llvm::Value*> arguments) {
  std::vector<llvm::Type*> types;
  for (const llvm::Value* argument : arguments) types.push_back(argument->getType());
  auto* const type = llvm::FunctionType::get(b_.getInt32Ty(), types, false);
  return b_.CreateCall(module_.helper(helper, type), arguments);
}

}  // namespace

std::unique_ptr<llvm::Module> emitModule(const Plan& plan, const std::vector<Chunk>& chunks,
                                         const std::vector<Root>& roots,
                                         llvm::LLVMContext& context) {
  return ModuleEmitter(plan, context).run(chunks, roots);
}

}  // namespace decorum::codegen
