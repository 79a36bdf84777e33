/// What an operator of memory keeps, and how it moves on: the meaning of docs/language/memory.md as
/// a small state of numbers. Knows neither expressions nor events: the caller says what an operand
/// was at a tick.
///
/// The state of an operator, little end first, all zero before its first tick:
///
///     doubts 1 · fault kinds 2 · keys 1 │ state                                   without keys
///                                       │ forgotten 4 · keys in doubt 16 · rows   with keys
///     row: key 8 · touched 4 · ticks 4 · state
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runtime/plan/plan.h"
#include "runtime/text/joined.h"

namespace decorum::memory {

struct Seen;  // state.h

/// Where and when something happened. `number` counts the ticks of one clock, from 1.
struct Tick {
  std::uint32_t number = 0;
  std::uint32_t event = 0;
  std::uint32_t turn = 0;
  std::int64_t time_ms = 0;
};

/// The latest ticks of all clocks, and the event at hand. `before`: those before this event.
struct Clocks {
  Tick now;  ///< `number` counts events
  std::array<Tick, plan::kClocks> latest;
  std::array<Tick, plan::kClocks> before;
};

/// What an operand was at a tick.
struct Sighting {
  enum class Kind : std::uint8_t { kFalse, kTrue, kMissing, kUnknown } kind = Kind::kFalse;
  std::uint64_t bits = 0;  ///< of a value (then the kind is kTrue): an int, or a double
};

/// The value of a key: nothing where it is missing.
struct Key {
  enum class Kind : std::uint8_t { kNone, kMissing, kUnknown, kKnown } kind = Kind::kNone;
  std::uint64_t hash = 0;
};

/// What an operator says now.
struct Reading {
  enum class Kind : std::uint8_t {
    kKnown,
    kMissing,
    kEmpty,      ///< of an aggregate: there is nothing to take it over
    kDoubt,      ///< depends on a tick that could not be known
    kForgotten,  ///< of a key that may have been forgotten
    kUnknownKey,
    kOverflow,
  } kind = Kind::kKnown;
  std::uint64_t bits = 0;  ///< a bool as 0 or 1
  std::uint8_t fault = 0;  ///< of `kDoubt`: what was kept of the sighting in doubt
};

/// Bytes of the whole state of an operator; a multiple of 4.
std::size_t stateBytes(const plan::Operator& op);

/// What an operator says before anything was kept.
Reading readNothing(const plan::Operator& op);

/// One operator of one conversation. Borrows both.
class OperatorState {
 public:
  OperatorState(const plan::Operator& op, bool is_number, std::span<std::byte> bytes)
      : op_(&op), is_number_(is_number), bytes_(bytes) {}

  /// Whether it has kept nothing: then it says what it says before the first tick.
  bool isEmpty() const;

  /// Whether a state that was saved holds no more than it can.
  bool isSound() const;

  /// An operand is about to tick: what was in doubt at its tick before is over. Where both tick at
  /// an event, both doubts are over before either is looked at.
  void settle(bool second, const Clocks& clocks);

  /// The first or second operand ticked. `fault` is kept with a sighting that is unknown, to be
  /// told by. Returns whether a key was forgotten for this one.
  bool tickFirst(const Sighting& seen, const Key& key, const Clocks& clocks, std::uint8_t fault);
  bool tickSecond(const Sighting& seen, const Key& key, const Clocks& clocks, std::uint8_t fault);

  /// `key` is that of now.
  Reading read(const Key& key, const Clocks& clocks) const;
  /// The earliest instant after now at which the reading changes by time alone.
  std::optional<std::int64_t> nextChange(const Key& key, const Clocks& clocks) const;

  /// The events that what it says now rests on, ascending.
  void events(const Key& key, const Clocks& clocks, std::vector<std::uint32_t>& out) const;

  /// `kFlagged`: the flag was set at this event.
  void setFlag(const Clocks& clocks);

  /// `kCallKey`: a call with this id (hashed, 0 for none) and key; and the result that answers one:
  /// the key of its call.
  void noteCall(std::uint64_t id, const Key& key);
  Key takeCall(std::uint64_t id);

  /// `kJoined`: the digits that end the text at `tick`; and those of the texts before it that
  /// count, from the oldest on. Returns how many: at most `Operator::keep`.
  void noteRun(std::uint32_t tick, const text::RunDigest& run);
  std::size_t runsWithin(std::uint32_t tick, std::span<text::RunDigest> runs) const;

 private:
  bool isKeyed() const;
  std::span<std::byte> row(std::uint64_t key) const;
  std::span<std::byte> makeRow(std::uint64_t key, bool& forgot);
  bool apply(bool second, const Seen& seen, const Key& key, Tick tick);
  bool tick(bool second, const Sighting& seen, const Key& key, const Clocks& clocks,
            std::uint8_t fault);
  void doubt(bool second, const Key& key, std::uint8_t fault);
  bool isInDoubt(const Key& key) const;
  bool isRemembered(const Key& key) const;
  template <class Visit>
  void forEachWay(const Key& key, const Clocks& clocks, Visit visit) const;

  const plan::Operator* op_;
  bool is_number_;
  std::span<std::byte> bytes_;
};

}  // namespace decorum::memory
