/// What compiled code leaves to C++: texts, large sets, lists, quantifiers. The meaning is that of
/// `runtime/eval/operations.h`; here are only the shapes in which compiled code can call it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/eval/evaluator.h"
#include "runtime/plan/plan.h"

namespace decorum::codegen {

/// What compiled code needs of its plan, copied: the plan may go or move.
struct Constants {
  std::vector<std::string> strings;
  std::vector<std::vector<std::int64_t>> int_sets;
  std::vector<std::vector<double>> number_sets;
  std::vector<std::vector<std::string>> text_sets;
  std::size_t rule_words = 0;
};

/// What compiled code is handed of it.
struct Frame {
  const Constants* constants = nullptr;
  const std::string* strings = nullptr;  ///< `constants->strings.data()`
};

/// A value from outside of a body, handed in: 16 bytes.
struct Capture {
  eval::Cell cell;
  std::uint64_t state;
};
static_assert(sizeof(Capture) == 16);

/// Decides the rules of one word of `RuleBits`: sets `words[0]` to those that fired, `words[1]` to
/// those undecided.
using ChunkFunction = void (*)(const eval::Cell* cells, const eval::State* states,
                               const Frame* frame, std::uint64_t* words);

/// The body of a quantifier for one row: 0 false, 1 true, 2 not known.
using BodyFunction = std::uint32_t (*)(const eval::Cell* it_cells, const eval::State* it_states,
                                       const eval::Cell* cells, const eval::State* states,
                                       const Frame* frame, const Capture* captures);

/// The value of one node, which memory looks at apart from the rules, into `out`.
using ValueFunction = void (*)(const eval::Cell* cells, const eval::State* states,
                               const Frame* frame, Capture* out);

struct Helper {
  const char* name;
  void* address;
};
/// All helpers by the names that compiled code calls them by.
std::span<const Helper> helpers();

}  // namespace decorum::codegen
