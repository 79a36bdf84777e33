/// A conversation's memory as bytes: its state, and beside it how monitors counted it and what its
/// counterfactual checks remember. Where there is nothing beside, it is the state alone.
#include <algorithm>
#include <array>
#include <cstring>

#include "runtime/base/hash.h"
#include "runtime/engine/conversation_impl.h"
#include "runtime/engine/counterfactual.h"
#include "runtime/engine/in_force.h"
#include "runtime/engine/memory_record.h"

namespace decorum {
namespace {

constexpr std::array<std::byte, 5> kMagic = {std::byte{'D'}, std::byte{'B'}, std::byte{'E'},
                                             std::byte{'S'}, std::byte{1}};
constexpr std::uint64_t kChecksumKey = 0x6265736964652E2E;  // "beside.."
constexpr std::uint32_t kAll = 1'000'000;

class Writer {
 public:
  template <class T>
  void number(T value) {
    const auto* const from = reinterpret_cast<const std::byte*>(&value);
    bytes.insert(bytes.end(), from, from + sizeof value);
  }
  void block(std::span<const std::byte> some) {
    number(static_cast<std::uint32_t>(some.size()));
    bytes.insert(bytes.end(), some.begin(), some.end());
  }
  std::vector<std::byte> bytes;
};

class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}
  template <class T>
  T number() {
    T value{};
    const auto from = take(sizeof value);
    if (!failed) std::memcpy(&value, from.data(), sizeof value);
    return value;
  }
  std::span<const std::byte> block() { return take(number<std::uint32_t>()); }
  bool failed = false;

 private:
  std::span<const std::byte> take(std::size_t size) {
    failed = failed || size > bytes_.size();
    if (failed) return {};
    const auto taken = bytes_.first(size);
    bytes_ = bytes_.subspan(size);
    return taken;
  }
  std::span<const std::byte> bytes_;
};

/// Monitors count anew under a new policy: a window is of one.
std::uint64_t keyOf(const Policy::Impl& policy, const plan::Monitor& monitor) {
  return hash64(monitor.name + "\n" + policy.plan.digest, kChecksumKey);
}

}  // namespace

void Conversation::Impl::startChecks() {
  const auto& swaps = policy.impl().plan.swaps;
  for (std::size_t i = 0; i < swaps.size(); ++i) {
    const bool is_drawn =
        engine::shareHash(id, "swap " + swaps[i].name) % kAll < swaps[i].share_ppm;
    if (is_drawn) checks.emplace_back(policy, i, id, options);
  }
}

std::vector<std::byte> Conversation::Impl::saveMemory() const {
  std::vector<std::byte> own = engine::saveState(policy.impl(), state);
  const bool is_counted = std::any_of(state.monitors.begin(), state.monitors.end(),
                                      [](const auto& monitor) { return monitor.is_counted; });
  if (checks.empty() && !is_counted) return own;
  Writer out;
  out.block(own);
  out.number(static_cast<std::uint32_t>(state.monitors.size()));
  for (std::size_t i = 0; i < state.monitors.size(); ++i) {
    const engine::MonitorState& monitor = state.monitors[i];
    out.number(keyOf(policy.impl(), policy.impl().plan.monitors[i]));
    out.number(static_cast<std::uint8_t>(monitor.is_counted ? monitor.is_affected ? 2 : 1 : 0));
    out.number(monitor.group);
    out.number(monitor.from_ms);
    out.number(monitor.rules_in_force);
  }
  out.number(static_cast<std::uint32_t>(checks.size()));
  for (const SwapCheck& check : checks) {
    out.number(hash64(check.name(), kChecksumKey));
    out.number(static_cast<std::uint8_t>(check.impl_->is_told ? 1 : 0));
    out.block(check.impl_->twin.memory());
  }
  Writer whole;
  whole.bytes.assign(kMagic.begin(), kMagic.end());
  whole.number(hash64(std::span<const std::byte>(out.bytes), kChecksumKey));
  whole.bytes.insert(whole.bytes.end(), out.bytes.begin(), out.bytes.end());
  return std::move(whole.bytes);
}

bool Conversation::Impl::restoreMemory(std::span<const std::byte> memory) {
  const bool has_more =
      memory.size() >= kMagic.size() && std::equal(kMagic.begin(), kMagic.end(), memory.begin());
  if (!has_more) return engine::restoreState(policy.impl(), memory, state);
  Reader head(memory.subspan(kMagic.size()));
  const auto checksum = head.number<std::uint64_t>();
  if (head.failed) return false;
  const auto body = memory.subspan(kMagic.size() + sizeof checksum);
  if (hash64(body, kChecksumKey) != checksum) return false;
  Reader in(body);
  if (!engine::restoreState(policy.impl(), in.block(), state)) return false;
  for (auto left = in.number<std::uint32_t>(); left > 0 && !in.failed; --left) {
    const auto key = in.number<std::uint64_t>();
    const auto how = in.number<std::uint8_t>();
    engine::MonitorState saved{how > 0, how == 2, in.number<std::uint32_t>(),
                               in.number<std::int64_t>(), in.number<std::uint64_t>()};
    const auto& monitors = policy.impl().plan.monitors;
    for (std::size_t i = 0; i < monitors.size(); ++i) {
      const bool fits = saved.group <= monitors[i].groups.size() + 1;
      if (fits && keyOf(policy.impl(), monitors[i]) == key) state.monitors[i] = saved;
    }
  }
  for (auto left = in.number<std::uint32_t>(); left > 0 && !in.failed; --left) {
    const auto key = in.number<std::uint64_t>();
    const bool is_told = in.number<std::uint8_t>() != 0;
    const auto twin = in.block();
    for (SwapCheck& check : checks) {
      if (hash64(check.name(), kChecksumKey) != key) continue;
      SwapCheck::Impl& behind = *check.impl_;
      behind.is_told = is_told;
      behind.twin = resume(behind.policy, behind.id, twin, SwapCheck::Impl::ofTwin(behind.options));
    }
  }
  return !in.failed;
}

}  // namespace decorum
