/// Dates, shares and frequencies: whether a rule whose guard holds takes effect.
#include "runtime/engine/in_force.h"

#include <string_view>

#include "runtime/engine/judging.h"

namespace decorum::engine {

std::uint64_t shareHash(std::string_view conversation, std::string_view rule) {
  std::uint64_t hash = 0xCBF29CE484222325ull;  // FNV-1a
  const auto mix = [&](char byte) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ull;
  };
  for (const char byte : conversation) mix(byte);
  mix('\0');
  for (const char byte : rule) mix(byte);
  // FNV's high bits are weak: the finalizer of SplitMix64 spreads them.
  hash = (hash ^ hash >> 30) * 0xBF58476D1CE4E5B9ull;
  hash = (hash ^ hash >> 27) * 0x94D049BB133111EBull;
  return hash ^ hash >> 31;
}

bool isInForce(const Judging& judging, std::uint32_t index) {
  const plan::Rule& rule = judging.plan().rules[index];
  const std::int64_t now_ms = judging.state.time_ms;
  if (rule.effective_ms && now_ms < *rule.effective_ms) return false;
  if (rule.until_ms && now_ms >= *rule.until_ms) return false;
  constexpr std::uint32_t kAll = 1'000'000;
  return rule.share_ppm >= kAll ||
         shareHash(judging.conversation, rule.name) % kAll < rule.share_ppm;
}

bool mayRepeat(const Judging& judging, std::uint32_t index) {
  const plan::Rule& rule = judging.plan().rules[index];
  if (rule.frequency == plan::Frequency::kAlways) return true;
  const RuleMemory& memory = judging.state.rules[judging.policy.rule_memory[index]];
  if (!memory.has_fired) return true;
  switch (rule.frequency) {
    case plan::Frequency::kEveryTurns:
      return judging.state.turn - memory.turn >= rule.frequency_count;
    case plan::Frequency::kAtMostOnceIn:
      return judging.state.time_ms - memory.time_ms >= rule.frequency_count;
    default:
      return false;
  }
}

}  // namespace decorum::engine
