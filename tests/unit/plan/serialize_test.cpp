#include "runtime/plan/serialize.h"

#include <sodium.h>

#include <catch2/catch.hpp>
#include <random>

#include "runtime/eval/interpreter.h"
#include "runtime/plan/print.h"
#include "runtime/plan/verify.h"
#include "tests/unit/plan/sample_plan.h"

namespace decorum::plan {
namespace {

using test::samplePlan;

constexpr std::size_t kDigestAt = 12;
constexpr std::size_t kBodyAt = kDigestAt + crypto_hash_sha256_BYTES;

/// What someone does who wants damaged bytes to be read all the same.
void signAgain(std::vector<std::byte>& bytes) {
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(bytes.data()) + kDigestAt,
                     reinterpret_cast<const unsigned char*>(bytes.data()) + kBodyAt,
                     bytes.size() - kBodyAt);
}

TEST_CASE("a plan is read as it was written, and its digest names it") {
  Plan plan = samplePlan();
  seal(plan);
  CHECK(plan.digest.size() == 64);
  const auto bytes = serialize(plan);
  const auto loaded = load(bytes);
  REQUIRE(loaded.ok());
  CHECK(toJson(*loaded) == toJson(plan));
  CHECK(print(*loaded) == print(plan));
  CHECK(serialize(*loaded) == bytes);

  Plan other = plan;
  other.rules[0].shadow = true;
  seal(other);
  CHECK(other.digest != plan.digest);
  seal(plan);
  CHECK(plan.digest == loaded->digest);
}

TEST_CASE("bytes that are no plan are refused") {
  const auto bytes = serialize(samplePlan());
  const auto refused = [](std::vector<std::byte> damaged) {
    const auto loaded = load(damaged);
    return loaded.ok() ? std::string("accepted") : loaded.error();
  };
  CHECK_THAT(refused({}), Catch::Contains("no compiled policy"));
  CHECK_THAT(refused({bytes.begin(), bytes.begin() + 40}), Catch::Contains("no compiled policy"));
  CHECK_THAT(refused({bytes.begin(), bytes.end() - 1}), Catch::Contains("damaged"));
  auto newer = bytes;
  newer[8] = std::byte{99};
  CHECK_THAT(refused(newer), Catch::Contains("form 99"));
}

TEST_CASE("an array in an array, a million deep, is refused") {
  auto bytes = serialize(samplePlan());
  bytes.resize(kBodyAt);
  bytes.insert(bytes.end(), 1'000'000, std::byte{0x81});
  signAgain(bytes);
  const auto loaded = load(bytes);
  REQUIRE_FALSE(loaded.ok());
  CHECK_THAT(loaded.error(), Catch::Contains("not in the form"));
}

TEST_CASE("a list of lists, a million deep, is refused") {
  auto bytes = serialize(samplePlan());
  bytes.resize(kBodyAt);
  const auto append = [&](std::initializer_list<int> more) {
    for (const int byte : more) bytes.push_back(static_cast<std::byte>(byte));
  };
  append({0x98, 25, 0x60, 0x60, 0x81, 0x82, 0x60, 0x81});  // of the plan up to a field of a record
  for (int i = 0; i < 1'000'000; ++i)  // … that is a list, whose element is a list, …
    append({0x85, 0x60, 0x86, 0x00, 0x80, 0xF9, 0x00, 0x00, 0xF9, 0x00, 0x00, 0x81});
  signAgain(bytes);
  const auto loaded = load(bytes);
  REQUIRE_FALSE(loaded.ok());
  CHECK_THAT(loaded.error(), Catch::Contains("not in the form"));
}

TEST_CASE("every flipped byte is noticed") {
  const auto bytes = serialize(samplePlan());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto damaged = bytes;
    damaged[i] ^= std::byte{1};
    CHECK_FALSE(load(damaged).ok());
  }
}

TEST_CASE("damage with a digest that fits is refused, or is a plan that can be run") {
  const auto seed = GENERATE(range(0u, 40u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const auto bytes = serialize(samplePlan());
  std::size_t accepted = 0;
  for (int round = 0; round < 200; ++round) {
    auto damaged = bytes;
    for (int flips = 0; flips <= round % 3; ++flips) {
      damaged[kBodyAt + random() % (bytes.size() - kBodyAt)] = static_cast<std::byte>(random());
    }
    signAgain(damaged);
    const auto loaded = load(damaged);
    if (!loaded.ok()) continue;
    ++accepted;
    const eval::Interpreter interpreter(*loaded);
    test::RecordBuilder record(*loaded);
    eval::Scratch scratch;
    eval::RuleBits fired, undecided;
    interpreter.evaluate(EventKind::kUser, record.view(), scratch, fired, undecided);
    CHECK_FALSE(print(*loaded).empty());
  }
  CHECK(accepted > 0);  // names and numbers may be anything
}

TEST_CASE("the text form shows everything of a plan") {
  const std::string text = print(samplePlan());
  for (const char* line :
       {"plan test \"1.0\"", "  age: int? protected -> s1", "  tier: enum a b c -> s2",
        "  m1 pattern /(?<amount>[0-9]+) EUR/ near \"price\" within 40", "  scan user for m0 m1",
        "  s5 bool found user mentions w  user m0", "  %1* = it.int .0", "  %2* = lt.int %0 %1",
        "  %4 = any %3 q0", "  q1 how_many %2 over m1", "redact r00001 on user  #1",
        "  find price m1 where", "  t0 in \"es\" \"Hola \" {%", "  cites \"Art. 22\" checked 1 ms",
        "change r00001: priority low because \"a \\\"reason\\\"\""}) {
    CHECK_THAT(text, Catch::Contains(line));
  }
}

}  // namespace
}  // namespace decorum::plan
