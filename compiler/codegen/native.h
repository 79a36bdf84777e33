/// How compiled code and C++ call each other.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/eval/branch_evaluator.h"

namespace decorum::codegen {

/// What one call of an evaluator lends to compiled code.
struct Frame {
  eval::Asked* asked = nullptr;
  const std::vector<std::vector<std::int64_t>>* int_sets = nullptr;
};

/// Rules of one word of `RuleBits`: those that fired, and those of which an input was not known.
struct Decided {
  std::uint64_t fired = 0;
  std::uint64_t unsure = 0;
};

/// Decides the rules `due` of one word; adds to `decided`.
using WordFunction = void (*)(const eval::Cell* cells, const eval::State* states, Frame* frame,
                              std::uint64_t due, Decided* decided);

/// What compiled code leaves to the interpreter: 0 no, 1 yes, 2 not known.
inline constexpr const char* kAskNode = "decorumAskNode";
using AskNode = std::uint32_t (*)(Frame* frame, std::uint64_t node);
/// Whether a large set has a member: 0 or 1.
inline constexpr const char* kInSet = "decorumInSet";
using InSet = std::uint32_t (*)(Frame* frame, std::uint64_t set, std::int64_t value);

}  // namespace decorum::codegen
