/// Machine code of guards: what it is as bytes, how it is brought into a process, and how it and
/// C++ call each other. Makers of code are elsewhere; to run it takes no compiler and no linker.
///
/// As bytes, numbers of 4 bytes, little end first:
///
///   form · functions F · tables T · bytes of code · where each function begins (F)
///   · where each table for unwinding begins (T) · the code
///
/// The code refers to nothing outside itself and runs wherever a page begins: what it calls stands
/// in the `Frame` that it is given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/result.h"
#include "runtime/eval/branch_evaluator.h"

namespace decorum::eval {

struct Frame;

/// What code leaves to the interpreter: 0 no, 1 yes, 2 not known.
using AskNode = std::uint32_t (*)(Frame* frame, std::uint64_t node);
/// Whether a large set has a member: 0 or 1.
using InSet = std::uint32_t (*)(Frame* frame, std::uint64_t set, std::int64_t value);

/// What one call of an evaluator lends to code.
struct Frame {
  AskNode ask_node = nullptr;
  InSet in_set = nullptr;
  Asked* asked = nullptr;
  const std::vector<std::vector<std::int64_t>>* int_sets = nullptr;
};

/// Rules of one word of `RuleBits`: those that fired, and those of which an input was not known.
struct Decided {
  std::uint64_t fired = 0;
  std::uint64_t unsure = 0;
};

/// Decides the rules `due` of one word; adds to `decided`.
using WordFunction = void (*)(const Cell* cells, const State* states, Frame* frame,
                              std::uint64_t due, Decided* decided);

/// Of what code and C++ take for granted of each other: the structures above, and which inputs code
/// is never asked about (`UnknownInputs`). A digest of the sources that decide it, so that code of
/// another version is never run.
extern const std::uint32_t kCodeForm;
static_assert(offsetof(Frame, ask_node) == 0 && offsetof(Frame, in_set) == 8);
static_assert(offsetof(Decided, fired) == 0 && offsetof(Decided, unsure) == 8);
static_assert(sizeof(Cell) == 8 && sizeof(State) == 1);

/// The parts of code before it is bytes.
struct CodeParts {
  std::vector<std::uint32_t> functions;  ///< by word of `RuleBits`: where its function begins
  std::vector<std::uint32_t> tables;     ///< where tables for unwinding (.eh_frame) begin
  std::string code;
};
std::string bytesOf(const CodeParts& parts);

/// Code that can be called as long as this lives.
class MachineCode {
 public:
  /// Copies code into pages that can be run and no longer written to. What is in `bytes` is run:
  /// they come from somebody who is trusted, and their digest has been looked at.
  ///
  /// Error: why not; for example that it is of another form, or not of `words` functions.
  static Result<MachineCode, std::string> load(std::string_view bytes, std::size_t words);

  MachineCode(MachineCode&& other) noexcept;
  MachineCode& operator=(MachineCode&& other) noexcept;
  ~MachineCode();

  /// By word of `RuleBits`.
  std::span<const WordFunction> functions() const { return functions_; }

 private:
  MachineCode() = default;
  void* pages_ = nullptr;
  std::size_t size_ = 0;
  std::vector<const void*> tables_;  ///< those that unwinding knows of
  std::vector<WordFunction> functions_;
};

}  // namespace decorum::eval
