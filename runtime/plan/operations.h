/// What the catalogue of operations says of each, for those who check, print or evaluate plans.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "runtime/plan/plan.h"

namespace decorum::plan {

struct OpInfo {
  std::string_view name;      ///< "EqInt"
  std::string_view mnemonic;  ///< "eq.int"
  Rep result = Rep::kBool;
  std::string_view operands;  ///< letters as in the catalogue
  int cost = 0;
};

inline constexpr std::size_t kOpCount = 0
#define OP(NAME, MNEMONIC, RESULT, OPERANDS, COST) +1
#include "runtime/plan/operations.def"
#undef OP
    ;

const OpInfo& info(Op op);
/// The operation that prints as `mnemonic`.
std::optional<Op> findOp(std::string_view mnemonic);

/// What the catalogue of memory says of an operator.
struct OperatorInfo {
  std::string_view name;    ///< "InLast"
  std::string_view word;    ///< "in.last"
  char value = 'B';         ///< 'B', 'I', 'N', or '=' for that of the first operand
  std::string_view first;   ///< "B", "V" or ""
  std::string_view second;  ///< "B" or ""
};

inline constexpr std::size_t kOperatorCount = 0
#define MEMORY(NAME, WORD, VALUE, FIRST, SECOND) +1
#include "runtime/plan/memory.def"
#undef MEMORY
    ;

const OperatorInfo& info(OperatorKind kind);

/// What a letter of the catalogue stands for: "B", "I", "N", "T" or "L".
Rep repOfLetter(char letter);
const char* name(Rep rep);
const char* name(SlotKind kind);

/// Operations whose payload is an index into `Plan::quantifiers`.
inline bool isQuantifier(Op op) { return op == Op::kAny || op == Op::kEvery || op == Op::kHowMany; }
inline bool isLoad(Op op) { return op >= Op::kLoadBool && op <= Op::kLoadList; }
inline bool isIt(Op op) { return op >= Op::kItBool && op <= Op::kItText; }
inline bool isConst(Op op) { return op <= Op::kConstText; }

}  // namespace decorum::plan
