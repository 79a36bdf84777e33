/// The state of one operator, for one key, as bytes: what a tick makes of it, and what it says. A
/// file's reader needs docs/language/memory.md beside it, and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include "runtime/memory/operators.h"

namespace decorum::memory {

/// Numbers in bytes, at any offset; little end first in memory as on every machine we run on.
class Cells {
 public:
  explicit Cells(std::span<std::byte> bytes) : bytes_(bytes) {}
  template <class T>
  T get(std::size_t at) const {
    T value;
    std::memcpy(&value, bytes_.data() + at, sizeof value);
    return value;
  }
  template <class T>
  void set(std::size_t at, T value) {
    std::memcpy(bytes_.data() + at, &value, sizeof value);
  }
  void move(std::size_t to, std::size_t from, std::size_t bytes) {
    std::memmove(bytes_.data() + to, bytes_.data() + from, bytes);
  }

 private:
  std::span<std::byte> bytes_;
};

/// Bytes of an entry of `kJoined`.
constexpr std::size_t kRunBytes = 12;

/// Bytes of such a state; a multiple of 4.
std::size_t bytesOf(const plan::Operator& op);

/// What is known of an operand: whether it held, or its value.
struct Seen {
  bool held = false;     ///< there is a value
  bool missing = false;  ///< of `kLatest`: there is one, and it is missing
  bool unknown = false;  ///< of `kLatest`: … and it is not known; `bits` is the fault to tell
  std::uint64_t bits = 0;
};

/// The operand (the second, where `second`) ticked at `tick`.
void advance(const plan::Operator& op, bool second, const Seen& seen, const Tick& tick,
             std::span<std::byte> state);

/// What the operator says now, after `ticks` ticks of its first operand. `is_number`: values are
/// doubles.
Reading read(const plan::Operator& op, bool is_number, std::span<std::byte> state,
             std::uint32_t ticks, const Tick& now);

/// Whether a state that was saved holds no more than it can.
bool isSound(const plan::Operator& op, std::span<std::byte> state);

/// The earliest instant after now at which `read` says something else if nothing but time goes on.
std::optional<std::int64_t> nextChange(const plan::Operator& op, std::span<std::byte> state,
                                       const Tick& now);

/// Appends the events that `read` rests on.
void eventsOf(const plan::Operator& op, std::span<std::byte> state, std::uint32_t ticks,
              const Tick& now, std::vector<std::uint32_t>& out);

}  // namespace decorum::memory
