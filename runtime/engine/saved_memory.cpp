/// A conversation's memory as bytes: its state, and beside it how monitors counted it and what its
/// counterfactual checks remember. Where there is nothing beside, it is the state alone.
#include <algorithm>
#include <array>

#include "runtime/base/hash.h"
#include "runtime/engine/bytes.h"
#include "runtime/engine/conversation_impl.h"
#include "runtime/engine/counterfactual.h"
#include "runtime/engine/in_force.h"
#include "runtime/engine/memory_record.h"

namespace decorum {

using engine::ByteReader;
using engine::ByteWriter;

namespace {

constexpr std::array<std::byte, 5> kMagic = {std::byte{'D'}, std::byte{'B'}, std::byte{'E'},
                                             std::byte{'S'}, std::byte{1}};
constexpr std::size_t kHeadBytes = kMagic.size() + 8;
constexpr std::uint64_t kChecksumKey = 0x6265736964652E2E;  // "beside.."
constexpr std::uint32_t kAll = 1'000'000;

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
  ByteWriter out;
  const auto block = [&](std::span<const std::byte> bytes) {
    out.varint(bytes.size());
    out.raw(bytes);
  };
  block(own);
  out.varint(state.monitors.size());
  for (std::size_t i = 0; i < state.monitors.size(); ++i) {
    const engine::MonitorState& monitor = state.monitors[i];
    out.word(keyOf(policy.impl(), policy.impl().plan.monitors[i]));
    out.byte(monitor.is_counted ? monitor.is_affected ? 2 : 1 : 0);
    out.varint(monitor.group);
    out.zigzag(monitor.from_ms);
    out.word(monitor.rules_in_force);
  }
  out.varint(checks.size());
  for (const SwapCheck& check : checks) {
    out.word(hash64(check.name(), kChecksumKey));
    out.byte(check.impl_->is_told ? 1 : 0);
    block(check.impl_->twin.memory());
  }
  ByteWriter whole;
  whole.raw(kMagic);
  whole.word(hash64(std::span<const std::byte>(out.bytes), kChecksumKey));
  whole.raw(out.bytes);
  return std::move(whole.bytes);
}

bool Conversation::Impl::restoreMemory(std::span<const std::byte> memory) {
  const bool has_more =
      memory.size() >= kHeadBytes && std::equal(kMagic.begin(), kMagic.end(), memory.begin());
  if (!has_more) return engine::restoreState(policy.impl(), memory, state);
  ByteReader head(memory.subspan(kMagic.size()));
  const std::uint64_t checksum = head.word();
  const auto body = memory.subspan(kHeadBytes);
  if (hash64(body, kChecksumKey) != checksum) return false;
  ByteReader in(body);
  if (!engine::restoreState(policy.impl(), in.raw(in.small()), state)) return false;
  for (std::uint32_t left = in.count(); left > 0 && !in.failed; --left) restoreMonitor(in);
  for (std::uint32_t left = in.count(); left > 0 && !in.failed; --left) restoreCheck(in);
  return !in.failed;
}

void Conversation::Impl::restoreMonitor(engine::ByteReader& in) {
  const std::uint64_t key = in.word();
  const std::uint8_t how = in.byte();
  const engine::MonitorState saved{how > 0, how == 2, in.small(), in.zigzag(), in.word()};
  const auto& monitors = policy.impl().plan.monitors;
  for (std::size_t i = 0; i < monitors.size(); ++i) {
    const bool fits = !in.failed && saved.group <= monitors[i].groups.size() + 1;
    if (fits && keyOf(policy.impl(), monitors[i]) == key) state.monitors[i] = saved;
  }
}

void Conversation::Impl::restoreCheck(engine::ByteReader& in) {
  const std::uint64_t key = in.word();
  const bool is_told = in.byte() != 0;
  const auto twin = in.raw(in.small());
  for (SwapCheck& check : checks) {
    if (in.failed || hash64(check.name(), kChecksumKey) != key) continue;
    SwapCheck::Impl& behind = *check.impl_;
    behind.is_told = is_told;
    behind.twin = resume(behind.policy, behind.id, twin, SwapCheck::Impl::ofTwin(behind.options));
  }
}

}  // namespace decorum
