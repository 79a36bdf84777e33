// A conversation that is saved and resumed between every two events is judged as one that goes on:
// what is saved is all there is. Texts are not saved, so facts come with every event, and policies
// that read texts of earlier tool calls are left out.

#include <catch2/catch.hpp>

#include "decorum/compile.h"
#include "runtime/engine/memory_record.h"
#include "tests/support/memory/memory_case.h"

namespace decorum::test::memory {
namespace {

/// The same events, each with the latest of every record.
std::vector<Event> withAllFacts(std::vector<Event> events) {
  std::vector<std::pair<std::string, Value>> latest;
  for (Event& event : events) {
    for (const auto& [name, value] : event.facts) {
      std::erase_if(latest, [&](const auto& known) { return known.first == name; });
      latest.emplace_back(name, value);
    }
    event.facts = latest;
  }
  return events;
}

bool readsTextsOfCalls(std::string policy) {
  constexpr std::string_view kKey = "per (refund.order)";
  for (std::size_t at = 0; (at = policy.find(kKey, at)) != std::string::npos;) {
    policy.erase(at, kKey.size());
  }
  return policy.find("(refund.order)") != std::string::npos ||
         policy.find("(get_order.order)") != std::string::npos;
}

TEST_CASE("a conversation that is saved and resumed goes on as it was", "[differential]") {
#ifdef DECORUM_SANITIZED
  constexpr std::uint64_t kPolicies = 30;
#else
  constexpr std::uint64_t kPolicies = 300;
#endif
  std::size_t judged = 0;
  std::size_t longest = 0;
  for (std::uint64_t seed = 0; seed < kPolicies; ++seed) {
    const MemoryCase sample = makeMemoryCase(seed);
    if (readsTextsOfCalls(sample.policy())) continue;
    const auto compiled = compilePolicyText(sample.policy(), "sample.decorum");
    if (!compiled.policy) continue;
    ConversationOptions options;
    Conversation going_on(*compiled.policy, "c", options);
    std::vector<std::byte> memory;
    INFO("seed " << seed << "\n" << describe(sample));
    for (const Event& event : withAllFacts(sample.events)) {
      auto resumed = Conversation::resume(*compiled.policy, "c", memory, options);
      const std::string now = toJson(resumed.give(event));
      REQUIRE(now == toJson(going_on.give(event)));
      memory = resumed.memory();
      REQUIRE(memory == going_on.memory());
      longest = std::max(longest, memory.size());
      ++judged;
    }
  }
  CHECK(judged > 1000);
  CHECK(longest > 200);
}

TEST_CASE("memory that is damaged is told, and not trusted", "[differential]") {
  const MemoryCase sample = makeMemoryCase(3);
  const auto compiled = compilePolicyText(sample.policy(), "sample.decorum");
  REQUIRE(compiled.policy);
  Conversation conversation(*compiled.policy, "c");
  for (const Event& event : sample.events) conversation.give(event);
  const std::vector<std::byte> whole = conversation.memory();
  const auto told = [&](const std::vector<std::byte>& bytes) {
    auto resumed = Conversation::resume(*compiled.policy, "c", bytes);
    const Verdict verdict = resumed.give(Event());
    CHECK(verdict.index == (bytes == whole ? sample.events.size() : 0));
    return std::any_of(verdict.faults.begin(), verdict.faults.end(),
                       [](const Fault& fault) { return fault.fault == "memory_damaged"; });
  };
  CHECK_FALSE(told(whole));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::vector<std::byte> flipped = whole;
    flipped[at] ^= std::byte{1};
    INFO("byte " << at);
    CHECK(told(flipped));
    CHECK((at == 0 || told({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(at)})));
  }
}

/// What someone made who knows how checksums are computed: refused or read, but nothing else.
TEST_CASE("memory with a checksum of its own and nonsense in it does no harm", "[differential]") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Random random(seed);
    const MemoryCase sample = makeMemoryCase(seed);
    const auto compiled = compilePolicyText(sample.policy(), "sample.decorum");
    if (!compiled.policy) continue;
    Conversation conversation(*compiled.policy, "c");
    for (const Event& event : sample.events) conversation.give(event);
    const std::vector<std::byte> whole = conversation.memory();
    constexpr std::size_t kHead = 13;  // magic, version, checksum
    for (int round = 0; round < 50; ++round) {
      std::vector<std::byte> forged = whole;
      for (std::size_t left = random.between(1, 4); left > 0; --left) {
        forged[random.between(kHead, forged.size() - 1)] = static_cast<std::byte>(random.bits());
      }
      const std::uint64_t sum = engine::checksumOf(std::span(forged).subspan(kHead));
      for (unsigned i = 0; i < 8; ++i) forged[5 + i] = static_cast<std::byte>(sum >> 8 * i);
      auto resumed = Conversation::resume(*compiled.policy, "c", forged);
      for (const Event& event : sample.events) resumed.give(event);
      CHECK(!resumed.memory().empty());
    }
  }
}

}  // namespace
}  // namespace decorum::test::memory
