#include "runtime/memory/state.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "runtime/text/similarity.h"

namespace decorum::memory {
namespace {

using plan::Operator;
using plan::OperatorKind;
using plan::Unit;

static_assert(std::endian::native == std::endian::little, "states are read as they are stored");

/// A count, then that many entries of `bytes`, from the oldest to the latest.
class Entries {
 public:
  Entries(std::span<std::byte> state, std::size_t first, std::size_t bytes)
      : cells_(state), first_(first), bytes_(bytes) {}

  std::uint32_t count() const { return cells_.get<std::uint32_t>(0); }
  std::size_t at(std::uint32_t i) const { return first_ + i * bytes_; }
  template <class T>
  T get(std::uint32_t i, std::size_t offset) const {
    return cells_.get<T>(at(i) + offset);
  }
  /// The place of a new latest one; the oldest goes where `most` are kept.
  std::size_t push(std::uint32_t most) {
    std::uint32_t kept = count();
    if (kept == most) {
      cells_.move(at(0), at(1), (most - 1) * bytes_);
      --kept;
    }
    cells_.set<std::uint32_t>(0, kept + 1);
    return at(kept);
  }

 private:
  Cells cells_;
  std::size_t first_;
  std::size_t bytes_;
};

constexpr std::size_t kHitBytes = 12;    // when 8 · event 4
constexpr std::size_t kValueBytes = 16;  // when 8 · value 8

Entries hits(std::span<std::byte> state) { return {state, 4, kHitBytes}; }
Entries values(std::span<std::byte> state) { return {state, 4, kValueBytes}; }
Entries hashes(std::span<std::byte> state) { return {state, 8, 8}; }

/// Fields of `kThen`.
enum Then : std::size_t {
  kHit = 0,     // event + 1 of E's latest hit
  kPaired = 4,  // event + 1 of E's latest hit before F's latest tick
  kHitAt = 8,   // turn or ms
  kPairedAt = 16,
  kLast = 24,  // event + 1 of F's latest tick
  kLastHeld = 28,
  kLastAt = 32,
  kThenBytes = 40,
};

bool keepsHits(const Operator& op) {
  return (op.kind == OperatorKind::kInLast || op.kind == OperatorKind::kCount) &&
         op.unit != Unit::kWhole;
}

bool isAggregate(OperatorKind kind) {
  return kind == OperatorKind::kMin || kind == OperatorKind::kMax || kind == OperatorKind::kAvg ||
         kind == OperatorKind::kSum;
}

/// Sums and differences that stop at what is largest: a state that was damaged where it was kept
/// may say any time.
std::int64_t plus(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return b < 0 ? std::numeric_limits<std::int64_t>::min()
               : std::numeric_limits<std::int64_t>::max();
}
std::int64_t minus(std::int64_t a, std::int64_t b) {
  std::int64_t difference = 0;
  if (!__builtin_sub_overflow(a, b, &difference)) return difference;
  return b > 0 ? std::numeric_limits<std::int64_t>::min()
               : std::numeric_limits<std::int64_t>::max();
}

/// What windows of `op` count by.
std::int64_t place(const Operator& op, const Tick& tick) {
  switch (op.unit) {
    case Unit::kTime:
      return tick.time_ms;
    case Unit::kTurns:
      return tick.turn;
    default:
      return tick.number;
  }
}

/// Whether what happened at `at` is within the window now. Times only go on, so none is later.
bool isWithin(const Operator& op, std::int64_t at, std::uint32_t ticks, const Tick& now) {
  const std::int64_t here = op.unit == Unit::kTime ? now.time_ms : std::int64_t{ticks};
  return minus(here, at) < op.window;
}

void advanceHits(const Operator& op, const Tick& tick, std::span<std::byte> state) {
  const std::size_t at = hits(state).push(op.keep);
  Cells cells(state);
  cells.set<std::int64_t>(at, place(op, tick));
  cells.set<std::uint32_t>(at + 8, tick.event);
}

/// F's latest hit, and E's latest tick at which it did not hold.
void advanceSince(bool second, bool held, const Tick& tick, Cells cells) {
  const bool counts = held == second;
  if (!counts) return;
  const std::size_t at = second ? 0 : 4;
  cells.set(at, std::max(cells.get<std::uint32_t>(at), tick.event + 1));
}

void advanceThen(const Operator& op, bool second, bool held, const Tick& tick, Cells cells) {
  const auto pair = [&] {
    cells.set(kPaired, cells.get<std::uint32_t>(kHit));
    cells.set(kPairedAt, cells.get<std::int64_t>(kHitAt));
  };
  if (second) {
    // A tick that is told again, in doubt before, finds the pair that it found then.
    if (cells.get<std::uint32_t>(kLast) != tick.event + 1) pair();
    cells.set<std::uint32_t>(kLast, tick.event + 1);
    cells.set<std::uint32_t>(kLastHeld, held ? 1 : 0);
    cells.set<std::int64_t>(kLastAt, place(op, tick));
    return;
  }
  if (!held) return;
  cells.set<std::uint32_t>(kHit, tick.event + 1);
  cells.set<std::int64_t>(kHitAt, place(op, tick));
  // One that was in doubt when F ticked after it.
  if (tick.event + 1 < cells.get<std::uint32_t>(kLast)) pair();
}

void advanceRun(const Operator& op, bool held, const Tick& tick, Cells cells) {
  const auto run = cells.get<std::uint32_t>(0);
  if (!held) {
    cells.set<std::uint32_t>(0, 0);
    cells.set<std::uint32_t>(4, 0);
    if (op.kind == OperatorKind::kFor) cells.set<std::int64_t>(8, 0);
    return;
  }
  if (run == 0) {
    cells.set<std::uint32_t>(4, tick.event + 1);
    if (op.kind == OperatorKind::kFor) cells.set<std::int64_t>(8, tick.time_ms);
  }
  const bool is_full = op.unit == Unit::kTicks && run >= op.window;
  if (!is_full && run < 0xFFFFFFFF) cells.set<std::uint32_t>(0, run + 1);
}

bool isNear(const Operator& op, std::uint64_t a, std::uint64_t b) {
  return op.kind == OperatorKind::kRepeats ? a == b : text::isNearlySame(a, b);
}

void advanceRepeats(const Operator& op, std::uint64_t hash, std::span<std::byte> state) {
  Entries kept = hashes(state);
  bool again = false;
  for (std::uint32_t i = 0; i < kept.count(); ++i) {
    again = again || isNear(op, kept.get<std::uint64_t>(i, 0), hash);
  }
  Cells cells(state);
  cells.set<std::uint64_t>(kept.push(op.keep), hash);
  cells.set<std::uint32_t>(4, again ? 1 : 0);
}

Reading ofBool(bool value) { return {Reading::Kind::kKnown, value ? std::uint64_t{1} : 0}; }
Reading ofInt(std::int64_t value) {
  return {Reading::Kind::kKnown, static_cast<std::uint64_t>(value)};
}
Reading ofNumber(double value) {
  return {Reading::Kind::kKnown, std::bit_cast<std::uint64_t>(value)};
}

std::uint32_t hitsWithin(const Operator& op, std::span<std::byte> state, std::uint32_t ticks,
                         const Tick& now) {
  const Entries kept = hits(state);
  std::uint32_t within = 0;
  for (std::uint32_t i = 0; i < kept.count(); ++i) {
    within += isWithin(op, kept.get<std::int64_t>(i, 0), ticks, now) ? 1 : 0;
  }
  return within;
}

std::int64_t countOf(const Operator& op, std::span<std::byte> state, std::uint32_t ticks,
                     const Tick& now) {
  if (keepsHits(op)) return hitsWithin(op, state, ticks, now);
  return Cells(state).get<std::int64_t>(0);
}

/// What an aggregate is over the values that it has taken in.
class Aggregate {
 public:
  Aggregate(OperatorKind kind, bool is_number) : kind_(kind), is_number_(is_number) {}

  void add(std::uint64_t bits) {
    if (is_number_) {
      addNumber(std::bit_cast<double>(bits));
    } else {
      addInt(static_cast<std::int64_t>(bits));
    }
    ++count_;
  }
  Reading result() const {
    if (count_ == 0) return {Reading::Kind::kEmpty};
    if (kind_ == OperatorKind::kAvg) return ofNumber(number_ / static_cast<double>(count_));
    if (is_number_) return ofNumber(number_);
    return overflow_ ? Reading{Reading::Kind::kOverflow} : ofInt(integer_);
  }

 private:
  template <class T>
  bool replaces(T value, T best) const {
    return count_ == 0 || (kind_ == OperatorKind::kMin ? value < best : value > best);
  }
  void addNumber(double value) {
    const bool sums = kind_ == OperatorKind::kSum || kind_ == OperatorKind::kAvg;
    if (sums) {
      number_ += value;
    } else if (replaces(value, number_)) {
      number_ = value;
    }
  }
  void addInt(std::int64_t value) {
    if (kind_ == OperatorKind::kAvg) {
      number_ += static_cast<double>(value);
    } else if (kind_ == OperatorKind::kSum) {
      overflow_ = __builtin_add_overflow(integer_, value, &integer_) || overflow_;
    } else if (replaces(value, integer_)) {
      integer_ = value;
    }
  }

  OperatorKind kind_;
  bool is_number_;
  std::uint32_t count_ = 0;
  std::int64_t integer_ = 0;
  double number_ = 0;
  bool overflow_ = false;
};

/// From the oldest value on: the order in which doubles are added is part of the meaning. Ticks at
/// which the value was not known are none: the latest `keep` are those that are kept.
Reading readAggregate(const Operator& op, bool is_number, std::span<std::byte> state,
                      std::uint32_t ticks, const Tick& now) {
  const Entries kept = values(state);
  Aggregate aggregate(op.kind, is_number);
  for (std::uint32_t i = 0; i < kept.count(); ++i) {
    const bool counts =
        op.unit != Unit::kTime || isWithin(op, kept.get<std::int64_t>(i, 0), ticks, now);
    if (counts) aggregate.add(kept.get<std::uint64_t>(i, 8));
  }
  return aggregate.result();
}

bool readThen(const Operator& op, const Cells& cells) {
  if (cells.get<std::uint32_t>(kLastHeld) == 0 || cells.get<std::uint32_t>(kPaired) == 0) {
    return false;
  }
  return minus(cells.get<std::int64_t>(kLastAt), cells.get<std::int64_t>(kPairedAt)) <= op.window;
}

Reading readFor(const Operator& op, const Cells& cells, const Tick& now) {
  const auto run = cells.get<std::uint32_t>(0);
  if (op.unit == Unit::kTicks) return ofBool(run >= op.window);
  return ofBool(run > 0 && minus(now.time_ms, cells.get<std::int64_t>(8)) >= op.window);
}

Reading readLatest(const Cells& cells) {
  switch (cells.get<std::uint32_t>(4)) {
    case 1:
      return {Reading::Kind::kKnown, cells.get<std::uint64_t>(8)};
    case 3:
      return {Reading::Kind::kDoubt, 0, static_cast<std::uint8_t>(cells.get<std::uint64_t>(8))};
    default:
      return {Reading::Kind::kMissing};
  }
}

}  // namespace

std::size_t bytesOf(const Operator& op) {
  switch (op.kind) {
    case OperatorKind::kEver:
    case OperatorKind::kPreviously:
    case OperatorKind::kFlagged:
      return 4;
    case OperatorKind::kInLast:
    case OperatorKind::kCount:
      return keepsHits(op) ? 4 + kHitBytes * op.keep : 12;
    case OperatorKind::kEveryOf:
    case OperatorKind::kSince:
    case OperatorKind::kTurnsSince:
      return 8;
    case OperatorKind::kThen:
      return kThenBytes;
    case OperatorKind::kFor:
    case OperatorKind::kLatest:
      return 16;
    case OperatorKind::kMin:
    case OperatorKind::kMax:
    case OperatorKind::kAvg:
    case OperatorKind::kSum:
      return 4 + kValueBytes * op.keep;
    case OperatorKind::kTimeSince:
      return 12;
    case OperatorKind::kRepeats:
    case OperatorKind::kNearlyRepeats:
      return 8 + 8 * std::size_t{op.keep};
    case OperatorKind::kCallKey:
      return 4 + 20 * std::size_t{op.keep};
    case OperatorKind::kJoined:
      return 4 + kRunBytes * std::size_t{op.keep};
  }
  return 0;
}

void advance(const Operator& op, bool second, const Seen& seen, const Tick& tick,
             std::span<std::byte> state) {
  Cells cells(state);
  switch (op.kind) {
    case OperatorKind::kEver:
    case OperatorKind::kPreviously:
    case OperatorKind::kFlagged:
      if (seen.held && cells.get<std::uint32_t>(0) == 0) {
        cells.set<std::uint32_t>(0, tick.event + 1);
      }
      return;
    case OperatorKind::kInLast:
    case OperatorKind::kCount:
      if (!seen.held || (keepsHits(op) && op.keep == 0)) return;
      if (keepsHits(op)) return advanceHits(op, tick, state);
      cells.set<std::int64_t>(0, plus(cells.get<std::int64_t>(0), 1));
      cells.set<std::uint32_t>(8, tick.event + 1);
      return;
    case OperatorKind::kEveryOf:
    case OperatorKind::kFor:
      return advanceRun(op, seen.held, tick, cells);
    case OperatorKind::kSince:
      return advanceSince(second, seen.held, tick, cells);
    case OperatorKind::kThen:
      return advanceThen(op, second, seen.held, tick, cells);
    case OperatorKind::kMin:
    case OperatorKind::kMax:
    case OperatorKind::kAvg:
    case OperatorKind::kSum: {
      if (!seen.held) return;
      const std::size_t at = values(state).push(op.keep);
      cells.set<std::int64_t>(at, place(op, tick));
      cells.set<std::uint64_t>(at + 8, seen.bits);
      return;
    }
    case OperatorKind::kTimeSince:
      if (!seen.held) return;
      cells.set<std::uint32_t>(0, tick.event + 1);
      cells.set<std::int64_t>(4, tick.time_ms);
      return;
    case OperatorKind::kTurnsSince:
      if (!seen.held) return;
      cells.set<std::uint32_t>(0, tick.event + 1);
      cells.set<std::uint32_t>(4, tick.turn);
      return;
    case OperatorKind::kRepeats:
    case OperatorKind::kNearlyRepeats:
      if (seen.held) advanceRepeats(op, seen.bits, state);
      return;
    case OperatorKind::kLatest:
      if (!seen.held) return;
      cells.set<std::uint32_t>(0, tick.event + 1);
      cells.set<std::uint32_t>(4, seen.missing ? 2 : seen.unknown ? 3 : 1);
      cells.set<std::uint64_t>(8, seen.missing ? 0 : seen.bits);
      return;
    case OperatorKind::kCallKey:
    case OperatorKind::kJoined:
      return;
  }
}

Reading read(const Operator& op, bool is_number, std::span<std::byte> state, std::uint32_t ticks,
             const Tick& now) {
  const Cells cells(state);
  const auto first = cells.get<std::uint32_t>(0);
  switch (op.kind) {
    case OperatorKind::kEver:
      return ofBool(first != 0);
    case OperatorKind::kPreviously:
    case OperatorKind::kFlagged:
      return ofBool(first != 0 && first < now.event + 1);
    case OperatorKind::kInLast:
      return ofBool(countOf(op, state, ticks, now) >= op.keep);
    case OperatorKind::kCount:
      return ofInt(countOf(op, state, ticks, now));
    case OperatorKind::kEveryOf:
      return ofBool(first > 0 && first >= std::min<std::int64_t>(op.window, ticks));
    case OperatorKind::kSince:
      return ofBool(first != 0 && cells.get<std::uint32_t>(4) <= first);
    case OperatorKind::kThen:
      return ofBool(readThen(op, cells));
    case OperatorKind::kFor:
      return readFor(op, cells, now);
    case OperatorKind::kMin:
    case OperatorKind::kMax:
    case OperatorKind::kAvg:
    case OperatorKind::kSum:
      return readAggregate(op, is_number, state, ticks, now);
    case OperatorKind::kTimeSince:
      if (first == 0) return {Reading::Kind::kMissing};
      return ofInt(minus(now.time_ms, cells.get<std::int64_t>(4)));
    case OperatorKind::kTurnsSince:
      if (first == 0) return {Reading::Kind::kMissing};
      return ofInt(std::int64_t{now.turn} - cells.get<std::uint32_t>(4));
    case OperatorKind::kRepeats:
    case OperatorKind::kNearlyRepeats:
      return ofBool(cells.get<std::uint32_t>(4) != 0);
    case OperatorKind::kLatest:
      return readLatest(cells);
    case OperatorKind::kJoined:
      return ofBool(false);
    case OperatorKind::kCallKey:
      break;
  }
  return {Reading::Kind::kMissing};
}

Reading readNothing(const Operator& op) {
  if (isAggregate(op.kind)) return {Reading::Kind::kEmpty};
  switch (op.kind) {
    case OperatorKind::kTimeSince:
    case OperatorKind::kTurnsSince:
    case OperatorKind::kLatest:
    case OperatorKind::kCallKey:
      return {Reading::Kind::kMissing};
    case OperatorKind::kInLast:
      return ofBool(op.keep == 0);
    default:
      return ofBool(false);
  }
}

bool isSound(const Operator& op, std::span<std::byte> state) {
  const bool counts = keepsHits(op) || isAggregate(op.kind) || op.kind == OperatorKind::kRepeats ||
                      op.kind == OperatorKind::kNearlyRepeats ||
                      op.kind == OperatorKind::kCallKey || op.kind == OperatorKind::kJoined;
  return !counts || Cells(state).get<std::uint32_t>(0) <= op.keep;
}

std::optional<std::int64_t> nextChange(const Operator& op, std::span<std::byte> state,
                                       const Tick& now) {
  if (op.unit != Unit::kTime) return std::nullopt;
  const Cells cells(state);
  const auto later = [&](std::int64_t from) -> std::optional<std::int64_t> {
    if (minus(now.time_ms, from) >= op.window) return std::nullopt;
    return plus(from, op.window);
  };
  if (op.kind == OperatorKind::kFor) {
    return cells.get<std::uint32_t>(0) == 0 ? std::nullopt : later(cells.get<std::int64_t>(8));
  }
  if (op.kind == OperatorKind::kThen) {  // a tick of F is in time until then
    if (cells.get<std::uint32_t>(kHit) == 0) return std::nullopt;
    const std::int64_t too_late = plus(cells.get<std::int64_t>(kHitAt), op.window + 1);
    return too_late > now.time_ms ? std::optional(too_late) : std::nullopt;
  }
  const bool keeps = keepsHits(op) || isAggregate(op.kind);
  if (!keeps) return std::nullopt;
  const Entries kept = isAggregate(op.kind) ? values(state) : hits(state);
  for (std::uint32_t i = 0; i < kept.count(); ++i) {
    if (const auto at = later(kept.get<std::int64_t>(i, 0))) return at;
  }
  return std::nullopt;
}

void eventsOf(const Operator& op, std::span<std::byte> state, std::uint32_t ticks, const Tick& now,
              std::vector<std::uint32_t>& out) {
  const Cells cells(state);
  const auto add = [&](std::size_t at) {
    const auto event = cells.get<std::uint32_t>(at);
    if (event != 0) out.push_back(event - 1);
  };
  if (keepsHits(op)) {
    const Entries kept = hits(state);
    for (std::uint32_t i = 0; i < kept.count(); ++i) {
      const bool counts = isWithin(op, kept.get<std::int64_t>(i, 0), ticks, now);
      if (counts) out.push_back(kept.get<std::uint32_t>(i, 8));
    }
    return;
  }
  switch (op.kind) {
    case OperatorKind::kEveryOf:
    case OperatorKind::kFor:
      return add(4);
    case OperatorKind::kThen:
      add(kPaired);
      return add(kLast);
    case OperatorKind::kInLast:
    case OperatorKind::kCount:
      return add(8);
    case OperatorKind::kEver:
    case OperatorKind::kPreviously:
    case OperatorKind::kFlagged:
    case OperatorKind::kSince:
    case OperatorKind::kTimeSince:
    case OperatorKind::kTurnsSince:
    case OperatorKind::kLatest:
      return add(0);
    default:
      return;
  }
}

}  // namespace decorum::memory
