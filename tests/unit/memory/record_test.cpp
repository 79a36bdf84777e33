// Records of conversations, and the differences in them.
#include <catch2/catch.hpp>

#include "runtime/memory/conversation_record.h"
#include "runtime/memory/difference.h"
#include "tests/support/random.h"
#include "tests/unit/memory/stores.h"

namespace decorum::test {
namespace {

using Bytes = std::vector<std::byte>;

Bytes randomBytes(Random& random, std::size_t size, unsigned letters) {
  Bytes bytes;
  for (std::size_t i = 0; i < size; ++i)
    bytes.push_back(static_cast<std::byte>(random.below(letters)));
  return bytes;
}

/// `bytes` with some changed, left out or put in.
Bytes edited(Random& random, Bytes bytes) {
  for (std::size_t edits = random.below(5); edits > 0; --edits) {
    const auto at = static_cast<std::ptrdiff_t>(random.below(bytes.size() + 1));
    const auto rest = bytes.size() - static_cast<std::size_t>(at);
    switch (random.below(3)) {
      case 0:
        if (rest > 0) bytes[static_cast<std::size_t>(at)] = static_cast<std::byte>(random.bits());
        break;
      case 1:
        bytes.erase(bytes.begin() + at,
                    bytes.begin() + at + static_cast<std::ptrdiff_t>(random.below(rest + 1)));
        break;
      default: {
        const Bytes more = randomBytes(random, random.below(20), 256);
        bytes.insert(bytes.begin() + at, more.begin(), more.end());
      }
    }
  }
  return bytes;
}

TEST_CASE("a difference makes the target again, whatever both are") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(0, 300)));
  INFO("seed " << seed);
  Random random(seed);
  const Bytes base = randomBytes(random, random.below(300), random.percent(50) ? 3 : 256);
  const Bytes target =
      random.percent(20) ? randomBytes(random, random.below(300), 256) : edited(random, base);
  const Bytes made = difference(base, target);
  CHECK(applyDifference(base, made) == target);
  CHECK(made.size() <= target.size() + 4 + target.size() / 4);
}

TEST_CASE("what is equal costs next to nothing, wherever it stands") {
  Random random(1);
  const Bytes base = randomBytes(random, 400, 256);
  CHECK(difference(base, base).size() <= 4);
  Bytes moved = base;
  moved[3] = ~moved[3];
  moved.insert(moved.begin() + 200, 12, std::byte{7});
  CHECK(difference(base, moved).size() <= 30);
}

TEST_CASE("bytes that are no difference are refused") {
  const Bytes base = bytesOf("0123456789");
  for (const auto& wrong : {bytesOf("\x03"), bytesOf("\x20"), bytesOf("\x31\x01"),
                            bytesOf("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")})
    CHECK(applyDifference(base, wrong) == std::nullopt);
  Random random(7);
  for (int i = 0; i < 2'000; ++i)  // no input makes it read elsewhere (the sanitizers look)
    (void)applyDifference(base, randomBytes(random, random.below(12), 256));
}

PolicyDigest policyNumber(std::uint8_t number) {
  PolicyDigest digest{};
  digest[0] = number;
  return digest;
}

TEST_CASE("a record keeps the latest answers with the memory before each") {
  Random random(3);
  ConversationRecord record;
  std::vector<Bytes> before;  // by event
  for (std::uint64_t i = 0; i < 30; ++i) {
    before.push_back(record.memory);
    Answer answer;
    answer.id_hash = i;
    answer.event_hash = i * i;
    if (i % 3 != 0) answer.time_ms = static_cast<std::int64_t>(i) * 1'000 - 5'000;
    answer.unknown_memory = i % 5 == 0;
    Bytes next = i == 0 ? randomBytes(random, 100, 256) : edited(random, record.memory);
    if (i == 20) next.clear();
    advance(record, answer, policyNumber(static_cast<std::uint8_t>(i / 7)), std::move(next), 8);
    record.time_ms = static_cast<std::int64_t>(i) * 1'000;

    const auto read = decodeRecord(encode(record));
    REQUIRE(read == record);
    const std::size_t answers = std::min<std::size_t>(8, i + 1);
    REQUIRE(record.answers.size() == answers);
    for (std::size_t a = 0; a < answers; ++a) {
      const std::uint64_t event = i + 1 - answers + a;
      REQUIRE(record.answers[a].id_hash == event);
      REQUIRE(memoryBefore(record, a) == before[event]);
      REQUIRE(record.policies[record.answers[a].policy][0] == event / 7);
    }
    REQUIRE(record.policies.size() <= 3);
  }
  CHECK(record.events == 30);
}

TEST_CASE("a record with extreme times comes back") {
  ConversationRecord record;
  record.time_ms = std::numeric_limits<std::int64_t>::max();
  Answer answer;
  answer.time_ms = std::numeric_limits<std::int64_t>::min();
  advance(record, answer, {}, bytesOf("m"), 8);
  CHECK(decodeRecord(encode(record)) == record);
}

TEST_CASE("no damage to a record goes unseen") {
  ConversationRecord record;
  for (std::uint64_t i = 0; i < 3; ++i)
    advance(record, {.id_hash = i}, policyNumber(1), bytesOf("memory " + std::to_string(i)), 8);
  const Bytes sound = encode(record);
  for (std::size_t i = 0; i < sound.size(); ++i) {
    for (const unsigned bit : {1u, 16u, 128u}) {
      Bytes damaged = sound;
      damaged[i] ^= static_cast<std::byte>(bit);
      CHECK(decodeRecord(damaged) == std::nullopt);
    }
    CHECK(decodeRecord(std::span(sound).first(i)) == std::nullopt);
  }
}

}  // namespace
}  // namespace decorum::test
