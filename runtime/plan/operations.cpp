#include "runtime/plan/operations.h"

#include <array>

#include "runtime/base/assert.h"

namespace decorum::plan {
namespace {

constexpr Rep repOf(char letter) {
  switch (letter) {
    case 'I':
      return Rep::kInt;
    case 'N':
      return Rep::kNumber;
    case 'T':
      return Rep::kText;
    case 'L':
      return Rep::kList;
    default:
      return Rep::kBool;
  }
}

constexpr std::array<OpInfo, kOpCount> kOps = {{
#define OP(NAME, MNEMONIC, RESULT, OPERANDS, COST) \
  OpInfo{#NAME, MNEMONIC, repOf(#RESULT[0]), OPERANDS, COST},
#include "runtime/plan/operations.def"
#undef OP
}};

constexpr std::array<OperatorInfo, kOperatorCount> kOperators = {{
#define MEMORY(NAME, WORD, VALUE, FIRST, SECOND) \
  OperatorInfo{#NAME, WORD, #VALUE[0], FIRST, SECOND},
#include "runtime/plan/memory.def"
#undef MEMORY
}};

}  // namespace

const OperatorInfo& info(OperatorKind kind) {
  DECORUM_ASSERT(static_cast<std::size_t>(kind) < kOperatorCount, "the operator is catalogued");
  return kOperators[static_cast<std::size_t>(kind)];
}

const OpInfo& info(Op op) {
  DECORUM_ASSERT(static_cast<std::size_t>(op) < kOpCount, "the operation is one of the catalogue");
  return kOps[static_cast<std::size_t>(op)];
}

std::optional<Op> findOp(std::string_view mnemonic) {
  for (std::size_t i = 0; i < kOpCount; ++i) {
    if (kOps[i].mnemonic == mnemonic) return static_cast<Op>(i);
  }
  return std::nullopt;
}

Rep repOfLetter(char letter) { return repOf(letter); }

const char* name(Rep rep) {
  constexpr std::array<const char*, 5> kNames = {"bool", "int", "number", "text", "list"};
  return kNames[static_cast<std::size_t>(rep)];
}

const char* name(SlotKind kind) {
  constexpr std::array<const char*, 22> kNames = {
      "fact",        "signal",      "argument",   "result", "current_tool", "found",
      "occurrences", "distinct",    "length",     "words",  "truncated",    "hit_quantifier",
      "now",         "time_of_day", "weekday",    "turn",   "first_reply",  "within_hours",
      "memory",      "text_hash",   "similarity", "salt"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace decorum::plan
