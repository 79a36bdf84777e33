// Doubts and keys around the state of an operator.
#include "runtime/memory/operators.h"

#include <algorithm>

#include "runtime/base/assert.h"
#include "runtime/memory/state.h"

namespace decorum::memory {
namespace {

using plan::Operator;
using plan::OperatorKind;

/// Bits of the first byte.
enum Doubt : std::uint8_t {
  kFirst = 1,  ///< the first operand's latest tick could not be known
  kSecond = 2,
  kFirstKey = 4,  ///< nor could the key whose state it moves on
  kSecondKey = 8,
};

constexpr std::size_t kHeadBytes = 4;
constexpr std::size_t kKeysHeadBytes = kHeadBytes + 4 + 16;
constexpr std::size_t kRowHeadBytes = 16;
constexpr std::uint32_t kUncertain = std::uint32_t{1} << 31;  ///< of a row's ticks

std::size_t rowBytes(const Operator& op) { return kRowHeadBytes + bytesOf(op); }

/// Operators whose value is not looked at both ways: there are more than two.
bool isOfValues(OperatorKind kind) {
  switch (kind) {
    case OperatorKind::kMin:
    case OperatorKind::kMax:
    case OperatorKind::kAvg:
    case OperatorKind::kSum:
    case OperatorKind::kRepeats:
    case OperatorKind::kNearlyRepeats:
      return true;
    default:
      return false;
  }
}

/// Whether one tick at which it held settles what the operator says, whatever was before.
bool latestSettles(OperatorKind kind) {
  return kind == OperatorKind::kEver || kind == OperatorKind::kTimeSince ||
         kind == OperatorKind::kTurnsSince || kind == OperatorKind::kLatest;
}

/// Whether a tick at which the operand did not hold changes what was kept.
bool countsMisses(const Operator& op, bool second) {
  switch (op.kind) {
    case OperatorKind::kEveryOf:
    case OperatorKind::kFor:
      return true;
    case OperatorKind::kInLast:
    case OperatorKind::kCount:
      return op.unit == plan::Unit::kTicks;
    case OperatorKind::kSince:
      return !second;
    case OperatorKind::kThen:
      return second;
    default:
      return false;
  }
}

bool isZero(std::span<const std::byte> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

bool isSame(const Reading& a, const Reading& b) { return a.kind == b.kind && a.bits == b.bits; }

}  // namespace

std::size_t stateBytes(const Operator& op) {
  if (op.key == plan::kNone || op.kind == OperatorKind::kCallKey) return kHeadBytes + bytesOf(op);
  return kKeysHeadBytes + plan::kKeysKept * rowBytes(op);
}

bool OperatorState::isKeyed() const {
  return op_->key != plan::kNone && op_->kind != OperatorKind::kCallKey;
}

bool OperatorState::isEmpty() const { return isZero(bytes_); }

std::span<std::byte> OperatorState::row(std::uint64_t key) const {
  const auto rows = static_cast<std::uint32_t>(bytes_[3]);
  for (std::uint32_t i = 0; i < rows; ++i) {
    const auto at = bytes_.subspan(kKeysHeadBytes + i * rowBytes(*op_), rowBytes(*op_));
    if (Cells(at).get<std::uint64_t>(0) == key) return at;
  }
  return {};
}

/// The row of a key, made where there is none; the one touched first goes where there is no room.
std::span<std::byte> OperatorState::makeRow(std::uint64_t key, bool& forgot) {
  if (const auto found = row(key); !found.empty()) return found;
  const std::size_t bytes = rowBytes(*op_);
  auto rows = static_cast<std::uint32_t>(bytes_[3]);
  const bool has_forgotten = Cells(bytes_).get<std::uint32_t>(kHeadBytes) != 0;
  std::uint32_t place = rows;
  if (rows == plan::kKeysKept) {
    const auto touched = [&](std::uint32_t i) {
      return Cells(bytes_.subspan(kKeysHeadBytes + i * bytes, bytes)).get<std::uint32_t>(8);
    };
    place = 0;
    for (std::uint32_t i = 1; i < rows; ++i) place = touched(i) < touched(place) ? i : place;
    Cells(bytes_).set<std::uint32_t>(kHeadBytes, 1);
    forgot = true;
  } else {
    bytes_[3] = static_cast<std::byte>(++rows);
  }
  const auto made = bytes_.subspan(kKeysHeadBytes + place * bytes, bytes);
  std::fill(made.begin(), made.end(), std::byte{0});
  Cells(made).set(0, key);
  if (has_forgotten) Cells(made).set<std::uint32_t>(12, kUncertain);
  return made;
}

/// A tick that is known moves the state on: the only one, or that of its key.
bool OperatorState::apply(bool second, const Seen& seen, const Key& key, Tick tick) {
  if (!isKeyed()) {
    advance(*op_, second, seen, tick, bytes_.subspan(kHeadBytes));
    return false;
  }
  if (key.kind != Key::Kind::kKnown) return false;
  auto at = row(key.hash);
  // What did not hold leaves no trace in an empty state, but for those that count such ticks.
  const bool leaves_trace = seen.held || op_->kind == OperatorKind::kEveryOf ||
                            op_->kind == OperatorKind::kSince || op_->kind == OperatorKind::kThen;
  if (at.empty() && !leaves_trace) return false;
  bool forgot = false;
  const bool is_new = at.empty();
  if (is_new) at = makeRow(key.hash, forgot);
  Cells head(at);
  if (!second) head.set(12, head.get<std::uint32_t>(12) + 1);
  if (seen.held || is_new) head.set<std::uint32_t>(8, tick.event + 1);
  tick.number = head.get<std::uint32_t>(12) & ~kUncertain;
  advance(*op_, second, seen, tick, at.subspan(kRowHeadBytes));
  return forgot;
}

/// The tick in doubt is over: it counts as one at which the operand did not hold.
void OperatorState::settle(bool second, const Clocks& clocks) {
  const std::uint8_t mine = second ? kSecond | kSecondKey : kFirst | kFirstKey;
  const auto doubts = static_cast<std::uint8_t>(bytes_[0]);
  if ((doubts & mine) == 0) return;
  const bool key_is_known = (doubts & (second ? kSecondKey : kFirstKey)) == 0;
  const Tick& tick = clocks.before[second ? op_->second_clock : op_->clock];
  if (key_is_known && !isOfValues(op_->kind)) {
    Key key{Key::Kind::kKnown, 0};
    if (isKeyed()) key.hash = Cells(bytes_).get<std::uint64_t>(kHeadBytes + (second ? 12 : 4));
    apply(second, {}, key, tick);
  }
  bytes_[0] = static_cast<std::byte>(doubts & ~mine);
  bytes_[second ? 2 : 1] = std::byte{0};
  if (isKeyed()) Cells(bytes_).set<std::uint64_t>(kHeadBytes + (second ? 12 : 4), 0);
}

void OperatorState::doubt(bool second, const Key& key, std::uint8_t fault) {
  const bool key_is_known = !isKeyed() || key.kind == Key::Kind::kKnown;
  const Doubt mine = key_is_known ? (second ? kSecond : kFirst) : (second ? kSecondKey : kFirstKey);
  bytes_[0] |= static_cast<std::byte>(mine);
  bytes_[second ? 2 : 1] = static_cast<std::byte>(fault);
  if (isKeyed()) Cells(bytes_).set(kHeadBytes + (second ? 12 : 4), key.hash);
}

bool OperatorState::tick(bool second, const Sighting& seen, const Key& key, const Clocks& clocks,
                         std::uint8_t fault) {
  settle(second, clocks);
  if (isKeyed() && key.kind == Key::Kind::kMissing) return false;
  const Tick& now = clocks.latest[second ? op_->second_clock : op_->clock];
  const bool is_known = seen.kind != Sighting::Kind::kUnknown;
  // What did not hold changes nothing where nothing was kept, but for those that count such ticks.
  const bool misses_matter = countsMisses(*op_, second) && bytes_[3] != std::byte{0};
  const bool needs_key = isKeyed() && (seen.kind != Sighting::Kind::kFalse || misses_matter);
  const bool key_is_unknown = needs_key && key.kind == Key::Kind::kUnknown;
  if (!is_known && !key_is_unknown && op_->kind == OperatorKind::kLatest) {
    // Whatever came before, the latest is this one, of which nothing is known.
    return apply(second, {.held = true, .unknown = true, .bits = fault}, key, now);
  }
  if (!is_known || key_is_unknown) {
    doubt(second, key, fault);
    // The pair of `then` is what it is at this tick, whether or not F held.
    if (second && op_->kind == OperatorKind::kThen && !key_is_unknown) {
      apply(second, {}, key, now);
    }
    return false;
  }
  return apply(second,
               {.held = seen.kind != Sighting::Kind::kFalse,
                .missing = seen.kind == Sighting::Kind::kMissing,
                .bits = seen.bits},
               key, now);
}

bool OperatorState::tickFirst(const Sighting& seen, const Key& key, const Clocks& clocks,
                              std::uint8_t fault) {
  return tick(false, seen, key, clocks, fault);
}
bool OperatorState::tickSecond(const Sighting& seen, const Key& key, const Clocks& clocks,
                               std::uint8_t fault) {
  return tick(true, seen, key, clocks, fault);
}

/// Calls `visit(state, ticks)` for each way in which the doubts about `key` may come out: once,
/// without any. Nothing may be kept of the state.
template <class Visit>
void OperatorState::forEachWay(const Key& key, const Clocks& clocks, Visit visit) const {
  std::span<std::byte> kept = bytes_.subspan(kHeadBytes);
  std::uint32_t ticks = clocks.latest[op_->clock].number;
  auto doubts = static_cast<std::uint8_t>(bytes_[0]);
  std::vector<std::byte> empty;
  if (isKeyed()) {
    const Cells head(bytes_);
    if (head.get<std::uint64_t>(kHeadBytes + 4) != key.hash) doubts &= ~kFirst;
    if (head.get<std::uint64_t>(kHeadBytes + 12) != key.hash) doubts &= ~kSecond;
    const auto at = row(key.hash);
    if (at.empty()) {
      empty.resize(bytesOf(*op_));
      kept = empty;
      ticks = 0;
    } else {
      kept = at.subspan(kRowHeadBytes);
      ticks = Cells(at).get<std::uint32_t>(12) & ~kUncertain;
    }
    if (doubts & kFirst) ++ticks;
  }
  if ((doubts & (kFirst | kSecond)) == 0) return visit(kept, ticks);
  for (int way = 0; way < 4; ++way) {
    const bool first = way & 1;
    const bool second = way & 2;
    if ((first && !(doubts & kFirst)) || (second && !(doubts & kSecond))) continue;
    std::vector<std::byte> copy(kept.begin(), kept.end());
    Tick first_tick = clocks.latest[op_->clock];
    if (isKeyed()) first_tick.number = ticks;
    if (doubts & kFirst) advance(*op_, false, {.held = first}, first_tick, copy);
    if (doubts & kSecond) {
      advance(*op_, true, {.held = second}, clocks.latest[op_->second_clock], copy);
    }
    visit(std::span(copy), ticks);
  }
}

Reading OperatorState::read(const Key& key, const Clocks& clocks) const {
  const auto doubts = static_cast<std::uint8_t>(bytes_[0]);
  const auto first_fault = static_cast<std::uint8_t>(bytes_[1]);
  const Reading in_doubt{Reading::Kind::kDoubt, 0,
                         first_fault != 0 ? first_fault : static_cast<std::uint8_t>(bytes_[2])};
  if (isKeyed()) {
    if (key.kind == Key::Kind::kUnknown && !isEmpty()) return {Reading::Kind::kUnknownKey};
    // A tick whose key is not known may be of any key, but not of none.
    if (key.kind == Key::Kind::kMissing) return readNothing(*op_);
    if (doubts & (kFirstKey | kSecondKey)) return in_doubt;
    if (key.kind != Key::Kind::kKnown) return readNothing(*op_);
    if (!isRemembered(key)) return {Reading::Kind::kForgotten};
    if (row(key.hash).empty() && doubts == 0) return readNothing(*op_);
  }
  if (isOfValues(op_->kind) && isInDoubt(key)) return in_doubt;
  std::optional<Reading> reading;
  bool differ = false;
  forEachWay(key, clocks, [&](std::span<std::byte> state, std::uint32_t ticks) {
    const Reading way = memory::read(*op_, is_number_, state, ticks, clocks.now);
    differ = differ || (reading && !isSame(*reading, way));
    reading = way;
  });
  return differ ? in_doubt : *reading;
}

bool OperatorState::isSound() const {
  if (!isKeyed()) return memory::isSound(*op_, bytes_.subspan(kHeadBytes));
  const auto rows = static_cast<std::uint32_t>(bytes_[3]);
  if (rows > plan::kKeysKept) return false;
  for (std::uint32_t i = 0; i < rows; ++i) {
    const auto at = bytes_.subspan(kKeysHeadBytes + i * rowBytes(*op_), rowBytes(*op_));
    if (!memory::isSound(*op_, at.subspan(kRowHeadBytes))) return false;
  }
  return true;
}

bool OperatorState::isInDoubt(const Key& key) const {
  const auto doubts = static_cast<std::uint8_t>(bytes_[0]);
  if ((doubts & kFirst) == 0) return false;
  return !isKeyed() || Cells(bytes_).get<std::uint64_t>(kHeadBytes + 4) == key.hash;
}

/// Whether all that was ever kept for a key is still there, or does not matter.
bool OperatorState::isRemembered(const Key& key) const {
  const auto at = row(key.hash);
  if (at.empty()) return Cells(bytes_).get<std::uint32_t>(kHeadBytes) == 0;
  if ((Cells(at).get<std::uint32_t>(12) & kUncertain) == 0) return true;
  return latestSettles(op_->kind) && !isZero(at.subspan(kRowHeadBytes));
}

std::optional<std::int64_t> OperatorState::nextChange(const Key& key, const Clocks& clocks) const {
  if (isKeyed() && key.kind != Key::Kind::kKnown) return std::nullopt;
  std::optional<std::int64_t> next;
  forEachWay(key, clocks, [&](std::span<std::byte> state, std::uint32_t) {
    const auto at = memory::nextChange(*op_, state, clocks.now);
    if (at && (!next || *at < *next)) next = at;
  });
  return next;
}

void OperatorState::events(const Key& key, const Clocks& clocks,
                           std::vector<std::uint32_t>& out) const {
  if (isKeyed() && key.kind != Key::Kind::kKnown) return;
  forEachWay(key, clocks, [&](std::span<std::byte> state, std::uint32_t ticks) {
    eventsOf(*op_, state, ticks, clocks.now, out);
  });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

void OperatorState::setFlag(const Clocks& clocks) {
  advance(*op_, false, {.held = true}, clocks.now, bytes_.subspan(kHeadBytes));
}

// --------------------------------------------------------------------------------------------
// calls that wait for their results: a count, then id 8 · key 8 · whether the key is there 4 each

void OperatorState::noteCall(std::uint64_t id, const Key& key) {
  const auto state = bytes_.subspan(kHeadBytes);
  Cells cells(state);
  auto waiting = cells.get<std::uint32_t>(0);
  if (waiting == op_->keep) {
    cells.move(4, 24, 20 * std::size_t{--waiting});
  }
  const std::size_t at = 4 + 20 * std::size_t{waiting};
  cells.set(at, id);
  cells.set(at + 8, key.hash);
  cells.set<std::uint32_t>(at + 16, key.kind == Key::Kind::kKnown ? 1 : 0);
  cells.set<std::uint32_t>(0, waiting + 1);
}

Key OperatorState::takeCall(std::uint64_t id) {
  const auto state = bytes_.subspan(kHeadBytes);
  Cells cells(state);
  const auto waiting = cells.get<std::uint32_t>(0);
  for (std::uint32_t i = 0; i < waiting; ++i) {
    const std::size_t at = 4 + 20 * std::size_t{i};
    if (id != 0 && cells.get<std::uint64_t>(at) != id) continue;
    const bool known = cells.get<std::uint32_t>(at + 16) != 0;
    const Key key{known ? Key::Kind::kKnown : Key::Kind::kMissing,
                  cells.get<std::uint64_t>(at + 8)};
    cells.move(at, at + 20, 20 * std::size_t{waiting - i - 1});
    const std::size_t last = 4 + 20 * std::size_t{waiting - 1};
    std::fill(state.begin() + static_cast<std::ptrdiff_t>(last),
              state.begin() + static_cast<std::ptrdiff_t>(last + 20), std::byte{0});
    cells.set<std::uint32_t>(0, waiting - 1);
    return key;
  }
  return {Key::Kind::kMissing, 0};
}

// --------------------------------------------------------------------------------------------
// digits that ended texts: a count, then tick 4 · lengths 4 · digits 1 · sums 2 · whole 1 each

void OperatorState::noteRun(std::uint32_t tick, const text::RunDigest& run) {
  Cells cells(bytes_.subspan(kHeadBytes));
  auto kept = cells.get<std::uint32_t>(0);
  if (kept == op_->keep) cells.move(4, 4 + kRunBytes, kRunBytes * std::size_t{--kept});
  const std::size_t at = 4 + kRunBytes * std::size_t{kept};
  cells.set(at, tick);
  cells.set(at + 4, run.lengths);
  cells.set(at + 8, run.digits);
  cells.set(at + 9, run.sums[0]);
  cells.set(at + 10, run.sums[1]);
  cells.set(at + 11, static_cast<std::uint8_t>(run.whole ? 1 : 0));
  cells.set<std::uint32_t>(0, kept + 1);
}

std::size_t OperatorState::runsWithin(std::uint32_t tick, std::span<text::RunDigest> runs) const {
  const Cells cells(bytes_.subspan(kHeadBytes));
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < cells.get<std::uint32_t>(0); ++i) {
    const std::size_t at = 4 + kRunBytes * std::size_t{i};
    if (std::int64_t{tick} - cells.get<std::uint32_t>(at) >= op_->window) continue;
    runs[count++] = {.lengths = cells.get<std::uint32_t>(at + 4),
                     .digits = cells.get<std::uint8_t>(at + 8),
                     .sums = {cells.get<std::uint8_t>(at + 9), cells.get<std::uint8_t>(at + 10)},
                     .whole = cells.get<std::uint8_t>(at + 11) != 0};
  }
  return count;
}

}  // namespace decorum::memory
