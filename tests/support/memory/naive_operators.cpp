// The operators of memory, each as its line in the table of docs/language/memory.md.

#include <algorithm>

#include "tests/support/memory/naive.h"

namespace decorum::test::memory {
namespace {

using Ticks = std::vector<Tick>;
__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): pedantic without

Value fromTruth(bool value) { return {State::kOk, value}; }
Value fromInt(std::int64_t value) { return {State::kOk, value}; }

bool held(const Tick& tick) { return tick.value.isTrue(); }

bool isInDoubt(const Ticks& ticks) {
  return !ticks.empty() && ticks.back().value.state != State::kOk;
}

/// The latest `count` of them, or as many as there are.
Ticks latestOf(const Ticks& ticks, std::int64_t count) {
  const auto kept = std::min(ticks.size(), static_cast<std::size_t>(count));
  return {ticks.end() - static_cast<std::ptrdiff_t>(kept), ticks.end()};
}

Ticks youngerThan(const Ticks& ticks, std::int64_t age_ms, std::int64_t now_ms) {
  Ticks young;
  for (const Tick& tick : ticks) {
    if (now_ms - tick.moment->time_ms < age_ms) young.push_back(tick);
  }
  return young;
}

std::int64_t howMany(const Ticks& ticks) { return std::count_if(ticks.begin(), ticks.end(), held); }

const Tick* latestHeld(const Ticks& ticks) {
  for (std::size_t i = ticks.size(); i-- > 0;) {
    if (held(ticks[i])) return &ticks[i];
  }
  return nullptr;
}

bool inLast(const Expr& op, const Ticks& ticks) {
  const Ticks latest = latestOf(ticks, op.window.count);
  const std::int64_t hits = howMany(latest);
  if (op.mode == Mode::kAtLeast) return hits >= op.at_least;
  if (op.mode == Mode::kAny) return hits >= 1;
  return !latest.empty() && hits == static_cast<std::int64_t>(latest.size());
}

bool since(const Ticks& first, const Ticks& second) {
  const Tick* start = latestHeld(second);
  if (start == nullptr) return false;
  return std::all_of(first.begin(), first.end(),
                     [&](const Tick& tick) { return tick.at <= start->at || held(tick); });
}

bool then(const Expr& op, const Ticks& first, const Ticks& second) {
  if (second.empty() || !held(second.back())) return false;
  const Tick& last = second.back();
  return std::any_of(first.begin(), first.end(), [&](const Tick& tick) {
    if (!held(tick) || tick.at >= last.at) return false;
    const std::int64_t apart = op.window.unit == Unit::kTime
                                   ? last.moment->time_ms - tick.moment->time_ms
                                   : last.moment->turn - tick.moment->turn;
    return apart <= op.window.count;
  });
}

bool lasts(const Expr& op, const Ticks& ticks, std::int64_t now_ms) {
  if (op.window.unit == Unit::kTicks) {
    return static_cast<std::int64_t>(ticks.size()) >= op.window.count &&
           howMany(latestOf(ticks, op.window.count)) == op.window.count;
  }
  // From some tick that is old enough on it held at every one.
  for (std::size_t start = 0; start < ticks.size(); ++start) {
    if (now_ms - ticks[start].moment->time_ms < op.window.count) continue;
    const auto from = ticks.begin() + static_cast<std::ptrdiff_t>(start);
    if (std::all_of(from, ticks.end(), held)) return true;
  }
  return false;
}

std::int64_t count(const Expr& op, const Ticks& ticks, std::int64_t now_ms) {
  Ticks looked_at = ticks;
  if (op.window.unit == Unit::kTicks) looked_at = latestOf(ticks, op.window.count);
  if (op.window.unit == Unit::kTime) looked_at = youngerThan(ticks, op.window.count, now_ms);
  const std::int64_t hits = howMany(looked_at);
  return op.window.at_most > 0 ? std::min(hits, op.window.at_most) : hits;
}

Value sumOf(const std::vector<Payload>& values) {
  if (std::holds_alternative<double>(values[0])) {
    double sum = 0;
    for (const Payload& value : values) sum += std::get<double>(value);
    return {State::kOk, sum};
  }
  Wide sum = 0;
  for (const Payload& value : values) sum += std::get<std::int64_t>(value);
  const auto small = static_cast<std::int64_t>(sum);
  return small == sum ? fromInt(small) : fault();
}

Value averageOf(const std::vector<Payload>& values) {
  double sum = 0;
  for (const Payload& value : values) {
    const auto* integer = std::get_if<std::int64_t>(&value);
    sum += integer != nullptr ? static_cast<double>(*integer) : std::get<double>(value);
  }
  return {State::kOk, sum / static_cast<double>(values.size())};
}

Value aggregate(const Expr& op, const Ticks& ticks) {
  std::vector<Payload> values;
  for (const Tick& tick : ticks) values.push_back(tick.value.payload);
  switch (op.kind) {
    case Kind::kMin:
      return {State::kOk, *std::min_element(values.begin(), values.end())};
    case Kind::kMax:
      return {State::kOk, *std::max_element(values.begin(), values.end())};
    case Kind::kAvg:
      return averageOf(values);
    default:
      return sumOf(values);
  }
}

/// The operand's ticks as if it had held, or not, at one that is in doubt.
Ticks supposing(Ticks ticks, bool latest_held) {
  if (isInDoubt(ticks)) ticks.back().value = fromTruth(latest_held);
  return ticks;
}

/// Whether ticks of this operand matter at which it did not hold, beyond being the latest.
bool countsEveryTick(const Expr& op, std::size_t part) {
  switch (op.kind) {
    case Kind::kInLast:
    case Kind::kFor:
      return true;
    case Kind::kCount:
      return op.window.unit == Unit::kTicks;
    case Kind::kSince:
      return part == 0;
    case Kind::kThen:
      return part == 1;
    default:
      return false;
  }
}

bool isOfNumbers(Kind kind) { return kind >= Kind::kMin && kind <= Kind::kSum; }

}  // namespace

/// The ticks of an operand so far; with a key those at which the key was what it is now. Only the
/// operand's very latest tick can be in doubt: before it, a tick in doubt did not hold, and of
/// numbers it was no tick.
std::vector<Tick> Naive::ticksOf(const Expr& operand, const Expr* key, std::size_t end) {
  const Ticks ticks = allTicksOf(operand, end);
  const Value key_now = key != nullptr ? at(*key, end) : Value{};
  Ticks settled;
  for (const Tick& tick : ticks) {
    if (key != nullptr && at(*key, tick.at + 1) != key_now) continue;
    const bool is_latest = &tick == &ticks.back();
    settled.push_back(tick);
    if (tick.value.state == State::kOk || is_latest) continue;
    if (operand.type == Type::kBool) {
      settled.back().value = fromTruth(false);
    } else {
      settled.pop_back();
    }
  }
  return settled;
}

std::vector<Tick> Naive::allTicksOf(const Expr& operand, std::size_t end) {
  const Subjects subjects = subjectsOf(operand);
  Ticks ticks;
  for (std::size_t i = 0; i < end; ++i) {
    if (!ticksAt(subjects, history_[i].event.kind)) continue;
    ticks.push_back({&history_[i], i, at(operand, i + 1)});
  }
  return ticks;
}

/// Whether something was kept for any key: where it held, for some operators also where it did not;
/// with `Doubts::kCount` also where it could have held at the latest tick.
bool Naive::keepsAnything(const Expr& op, const Expr& key, std::size_t end, Doubts doubts) {
  const bool keeps_misses = keepsMisses(op);
  for (const Expr& operand : op.parts) {
    const Ticks ticks = allTicksOf(operand, end);
    for (const Tick& tick : ticks) {
      const State key_state = at(key, tick.at + 1).state;
      if (key_state == State::kMissing) continue;
      const bool in_doubt = tick.value.state != State::kOk || key_state == State::kFault;
      if (in_doubt && &tick == &ticks.back()) {
        if (doubts == Doubts::kCount && !tick.value.isFalse()) return true;
        continue;
      }
      if (key_state == State::kFault) continue;
      const bool is_miss = tick.value.isFalse() || in_doubt;
      if (!is_miss || (keeps_misses && operand.type == Type::kBool)) return true;
    }
  }
  return false;
}

/// Whether an operand's latest tick was one of which it is not known what key it was of, though it
/// matters: as long as it is the latest it may be of any.
bool Naive::isOfUnknownKey(const Expr& op, std::size_t part, const Expr& key, std::size_t end) {
  const Ticks ticks = allTicksOf(op.parts[part], end);
  if (ticks.empty() || at(key, ticks.back().at + 1).state != State::kFault) return false;
  if (!ticks.back().value.isFalse()) return true;
  // Where nothing was kept before, a tick at which it did not hold changes nothing.
  return countsEveryTick(op, part) && keepsAnything(op, key, ticks.back().at + 1, Doubts::kPass);
}

std::vector<Value> Naive::ways(const Expr& op, const Expr* key, std::size_t end) {
  const State key_state = key != nullptr ? at(*key, end).state : State::kOk;
  if (key_state == State::kFault && keepsAnything(op, *key, end, Doubts::kCount)) return {fault()};
  const bool has_ticks = key_state == State::kOk;
  for (std::size_t part = 0; part < op.parts.size() && key != nullptr && has_ticks; ++part) {
    if (isOfUnknownKey(op, part, *key, end)) return {fault()};
  }
  if (key != nullptr && has_ticks && isForgotten(op, *key, end)) return {fault()};
  const auto ticksOfPart = [&](std::size_t part) {
    return has_ticks && part < op.parts.size() ? ticksOf(op.parts[part], key, end) : Ticks{};
  };
  const Ticks first = ticksOfPart(0);
  if (isOfNumbers(op.kind)) return {ofNumbers(op, first, end)};
  const Ticks second = ticksOfPart(1);
  std::vector<Value> all;
  for (const bool first_held : {false, true}) {
    if (first_held && !isInDoubt(first)) continue;
    for (const bool second_held : {false, true}) {
      if (second_held && !isInDoubt(second)) continue;
      all.push_back(decide(op, supposing(first, first_held), supposing(second, second_held), end));
    }
  }
  return all;
}

/// There is no end of what a number in doubt could have been.
Value Naive::ofNumbers(const Expr& op, const Ticks& ticks, std::size_t end) {
  if (isInDoubt(ticks)) return fault();
  const bool by_time = op.window.unit == Unit::kTime;
  Ticks looked_at = latestOf(ticks, by_time ? op.window.at_most : op.window.count);
  if (by_time) looked_at = youngerThan(looked_at, op.window.count, nowMs(end));
  if (!looked_at.empty()) return aggregate(op, looked_at);
  const Value at_first = at(op.parts[0], 0);
  if (op.kind != Kind::kAvg || at_first.state != State::kOk) return at_first;
  return averageOf({at_first.payload});
}

Value Naive::decide(const Expr& op, const Ticks& first, const Ticks& second,
                    std::size_t end) const {
  const std::int64_t now_ms = nowMs(end);
  const std::int64_t turn = end > 0 ? history_[end - 1].turn : 0;
  switch (op.kind) {
    case Kind::kEver:
      return fromTruth(latestHeld(first) != nullptr);
    case Kind::kNever:
      return fromTruth(latestHeld(first) == nullptr);
    case Kind::kPreviously:
      return fromTruth(std::any_of(first.begin(), first.end(), [&](const Tick& tick) {
        return held(tick) && tick.at + 1 < end;
      }));
    case Kind::kInLast:
      return fromTruth(inLast(op, first));
    case Kind::kSince:
      return fromTruth(since(first, second));
    case Kind::kThen:
      return fromTruth(then(op, first, second));
    case Kind::kFor:
      return fromTruth(lasts(op, first, now_ms));
    case Kind::kCount:
      return fromInt(count(op, first, now_ms));
    case Kind::kTimeSince:
    case Kind::kTurnsSince: {
      const Tick* tick = latestHeld(first);
      if (tick == nullptr) return missing();
      return fromInt(op.kind == Kind::kTimeSince ? now_ms - tick->moment->time_ms
                                                 : turn - tick->moment->turn);
    }
    default:
      return fault();
  }
}

}  // namespace decorum::test::memory
