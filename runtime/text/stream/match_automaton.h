/// Where in a text that is still growing matches may lie, told without knowing what comes.
///
/// Read forward, the automaton tells at which places some match may end. Read backward from a
/// place, it tells the earliest begin of what is still alive there: a match that may yet grow. Both
/// are deterministic automata whose states are made when a text first asks for them, so what they
/// cost follows the text and not the number of expressions.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/text/stream/nfa.h"

namespace decorum::text::stream {

/// A place at which some match may end.
struct MatchEnd {
  std::size_t at = 0;            ///< byte, end excluded
  std::uint32_t look_ahead = 0;  ///< code points behind it that decide whether it counts
  std::uint32_t which = 0;       ///< the reader's own number for the expressions that end here
};

/// The expressions of one form of a text. Immutable; any number of threads.
class MatchAutomaton {
 public:
  explicit MatchAutomaton(Nfa nfa);

  bool empty() const { return nfa_.expressions.empty(); }
  std::span<const Nfa::Expression> expressions() const { return nfa_.expressions; }

 private:
  friend class MatchReader;
  void findClasses();
  void findPredecessors();

  /// Whether a set of one direction needs to name a state: those alone decide what follows.
  bool matters(bool backward, std::uint32_t state) const;

  Nfa nfa_;
  /// Bytes of the longest match of all expressions, where each has one.
  std::optional<std::uint64_t> longest_ = 0;
  std::array<std::uint8_t, 256> class_of_{};  ///< bytes that no expression tells apart are one
  std::vector<std::uint8_t> byte_of_;         ///< by class: one of its bytes
  std::vector<bool> starts_;                  ///< by state: an expression starts there
  std::vector<bool> starts_at_edge_;          ///< … where a word begins or ends
  /// By state: states that lead to it without a byte, and those that do so by one.
  std::vector<std::uint32_t> first_go_, goes_, first_byte_, bytes_;
};

/// Reads texts with an automaton. One thread at a time; what it has learned serves the next text.
class MatchReader {
 public:
  /// Borrows the automaton.
  explicit MatchReader(const MatchAutomaton& automaton);

  /// Reads `text` from `from` on: appends to `ends`, ascending, the places at which matches may end
  /// that begin there or later.
  void read(std::string_view text, std::size_t from, std::vector<MatchEnd>& ends);

  /// Of what `read` read last: the earliest byte at which something begins that is alive at the end
  /// of the text, or that ends at one of `ends` (some of those that `read` gave, ascending); the
  /// size of the text where there is nothing.
  std::size_t earliestBegin(std::span<const MatchEnd> ends);

 private:
  using Set = std::vector<std::uint32_t>;  ///< states of the NFA, ascending
  struct State {
    Set members;
    bool accepts = false;  ///< forward
    std::uint32_t look_ahead = 0;
    bool starts = false;              ///< backward: an expression may begin here
    bool starts_at_edge = false;      ///< … where a word begins or ends
    std::uint32_t accepting = 0;      ///< forward: the number of its accepting states
    std::uint32_t alive = kUnknown;   ///< forward: the same states as met backward, …
    std::uint32_t alive_epoch = 0;    ///< … and when that was so
    std::vector<std::uint32_t> next;  ///< by class of bytes
  };
  struct SetHash {
    std::size_t operator()(const Set& set) const;
  };
  enum class Direction : std::uint8_t { kForward, kBackward };
  /// The states of one direction that are known so far.
  struct Machine {
    Direction direction = Direction::kForward;
    std::vector<State> states = {};
    std::unordered_map<Set, std::uint32_t, SetHash> index = {};
    std::size_t members = 0;
    std::uint32_t epoch = 0;  ///< raised when all is forgotten
  };
  static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;

  std::uint32_t intern(Machine& machine, Set members);
  State describe(Direction direction, Set members);
  std::uint32_t step(Machine& machine, std::uint32_t state, std::uint8_t byte_class);
  std::uint32_t withAccepts(std::uint32_t state, std::uint32_t which);
  std::uint32_t numberOf(const Set& accepting);
  std::uint32_t aliveAtEnd();
  void reach(Direction direction, std::uint32_t state, Set& set);
  Set taken(Direction direction, Set& set);

  const MatchAutomaton* automaton_;
  Machine forward_{Direction::kForward};
  Machine backward_{Direction::kBackward};
  /// By backward state and number of a set that ends there: both together.
  std::unordered_map<std::uint64_t, std::uint32_t> with_accepts_;
  Set fresh_;  ///< what reading starts with at every place
  /// Sets of expressions that end at one place, by number: as they are met backward.
  std::vector<Set> accepting_;
  std::map<Set, std::uint32_t> accepting_index_;
  std::string_view text_;  ///< read last, and from where
  std::size_t from_ = 0;
  std::uint32_t end_state_ = 0;  ///< forward, at its end
  std::vector<bool> marked_;
  Set stack_;
};

}  // namespace decorum::text::stream
