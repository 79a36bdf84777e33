// Bundles: as good as the policy they were made of, always the same, and refused where they are not
// as they were written.
#include "decorum/bundle.h"

#include <sodium.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <fstream>
#include <random>

#include "decorum/build.h"
#include "decorum/compile.h"
#include "runtime/base/processor.h"
#include "runtime/engine/bundle.h"
#include "tests/unit/codegen/folder.h"

namespace decorum::test {
namespace {

constexpr std::size_t kDigestAt = 16, kDigestEnd = 48, kProcessorBytes = 16;

const char* const kPolicy = R"(policy support
facts customer { age: int?  score: 0..1 }
phrases legal_words = "lawyer", "sue you", "court" typos 1
phrases refunds = "refund", "money back"
pattern order = /order (?<number>[0-9]{6})/ with number: int
escalate legal on user when user mentions legal_words to support
redact cards on user find pii.card
flag refund on user when user mentions refunds and customer.score > 0.5 as refund
flag young on user when (customer.age default 30) < 18 as young
flag ordered on user when user mentions order as order
)";

Policy policy(const char* text = kPolicy) {
  const Compilation compiled = compilePolicyText(text, "support.decorum");
  INFO(toText(compiled.findings));
  REQUIRE(compiled.policy.has_value());
  return *compiled.policy;
}

std::string judged(const Policy& by) {
  std::string verdicts;
  Conversation conversation(by, "c-1");
  for (const char* said : {"hello", "I want my money back", "my lawier will hear of order 123456",
                           "the card is 4111 1111 1111 1111"}) {
    Event event;
    event.text = said;
    event.facts = {{"customer", Value::Object{{"age", 17}, {"score", 0.75}}}};
    verdicts += toJson(conversation.give(event)) + '\n';
  }
  return verdicts;
}

/// Without native code where this build makes none.
std::string built(bool native = DECORUM_JIT != 0, const std::string& processor = "",
                  const char* text = kPolicy) {
  const auto bundle = buildBundle(policy(text), {processor, native});
  INFO((bundle.ok() ? "" : bundle.error()));
  REQUIRE(bundle.ok());
  return {reinterpret_cast<const char*>(bundle->data()), bundle->size()};
}

Result<Bundle, std::string> load(const std::string& bytes, const BundleOptions& options = {}) {
  return loadBundle(std::as_bytes(std::span(bytes)), options);
}

std::string refusal(const std::string& bytes, const BundleOptions& options = {}) {
  const auto loaded = load(bytes, options);
  return loaded.ok() ? "accepted" : loaded.error();
}

/// What someone does who wants changed bytes to be read all the same.
std::string signedAgain(std::string bytes) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, kDigestEnd - kDigestAt);
  auto* const all = reinterpret_cast<unsigned char*>(bytes.data());
  crypto_generichash_update(&state, all, kDigestAt);
  crypto_generichash_update(&state, all + kDigestEnd, bytes.size() - kDigestEnd);
  crypto_generichash_final(&state, all + kDigestAt, kDigestEnd - kDigestAt);
  return bytes;
}

std::string forProcessor(std::string bytes, const std::string& processor) {
  std::memset(bytes.data() + kDigestEnd, 0, kProcessorBytes);
  std::memcpy(bytes.data() + kDigestEnd, processor.data(), processor.size());
  return signedAgain(bytes);
}

TEST_CASE("a bundle decides as the policy it was made of", "[bundle]") {
  const std::string expected = judged(policy());
  CHECK(expected.find("legal") != std::string::npos);
  CHECK(expected.find("4111") == std::string::npos);
  for (const bool built_native : {false, DECORUM_JIT != 0}) {
    for (const bool used_native : {false, true}) {
      const auto bundle = load(built(built_native), {used_native});
      REQUIRE(bundle.ok());
      CHECK(bundle->warnings.empty());
      CHECK(bundle->native == (built_native && used_native));
      CHECK(nativeCode(bundle->policy).state ==
            (bundle->native ? NativeCode::State::kReady : NativeCode::State::kNone));
      CHECK(bundle->policy.digest() == policy().digest());
      CHECK(judged(bundle->policy) == expected);
    }
  }
}

TEST_CASE("the same policy gives the same bytes", "[bundle]") {
  const std::string once = built();
  CHECK(isBundle(once));
  CHECK(built() == once);
  const auto loaded = load(once);
  REQUIRE(loaded.ok());
  const auto again = buildBundle(loaded->policy, {loaded->processor, DECORUM_JIT != 0});
  REQUIRE(again.ok());
  CHECK(std::memcmp(again->data(), once.data(), once.size()) == 0);
  CHECK(built(false) != once);
}

TEST_CASE("a bundle is built for every processor of the architecture", "[bundle]") {
  const auto names = bundleProcessors();
  REQUIRE_FALSE(names.empty());
  for (const std::string& name : names) {
    const std::string bytes = built(DECORUM_JIT != 0, name);
    if (!runsHere(name)) continue;
    const auto loaded = load(bytes);
    REQUIRE(loaded.ok());
    CHECK(loaded->processor == name);
    CHECK(loaded->warnings.empty());
    CHECK(judged(loaded->policy) == judged(policy()));
  }
  CHECK(runsHere(names.front()));
  const auto refused = buildBundle(policy(), {"pentium", false});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().find("bundles are not built for 'pentium' here, but for " +
                             names.front()) == 0);
}

TEST_CASE("every flipped byte is noticed, and every missing one", "[bundle]") {
  const char* const text = "policy p\nflag seen on user when user mentions \"lawyer\" as seen\n";
  const std::string bytes = built(DECORUM_JIT != 0, "", text);
  CHECK(load(bytes).ok());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 1 << i % 8);
    if (refusal(damaged) == "accepted") FAIL("byte " << i << " was flipped");
  }
  for (std::size_t size = 0; size < bytes.size(); ++size)
    if (refusal(bytes.substr(0, size)) == "accepted") FAIL("only " << size << " bytes");
  CHECK(refusal(bytes + "x") ==
        "the bundle is damaged: its digest does not fit; copy it again, or build it again");
}

TEST_CASE("what is no bundle of ours is refused with what to do", "[bundle]") {
  CHECK(refusal("") == "this is no bundle: 'decorum build' makes one");
  CHECK(refusal(kPolicy) == "this is no bundle: 'decorum build' makes one");
  const auto plan = policy().serialize();
  CHECK(refusal({reinterpret_cast<const char*>(plan.data()), plan.size()}) ==
        "this is no bundle: 'decorum build' makes one");
  std::string newer = built();
  newer[8] = 2;
  CHECK(refusal(signedAgain(newer)) ==
        "the bundle is of form 2, this Decorum reads form 1: build it with the version that is to "
        "load it");
  CHECK(refusal(newer) == refusal(signedAgain(newer)));  // newer forms may sign otherwise
}

TEST_CASE("what is signed again, and does not hold together, is refused", "[bundle]") {
  const std::string bytes = built(false);
  CHECK(refusal(signedAgain(bytes + "12345678")) ==
        "the bundle is damaged: there is more behind its end; copy it again, or build it again");
  std::string many = bytes;
  many[12] = '\xFF';
  CHECK(refusal(signedAgain(many)).find("a part is not all there") != std::string::npos);
  std::string no_plan = bytes;
  no_plan[64] = 9;
  CHECK(refusal(signedAgain(no_plan)) == "this is no compiled policy: build the bundle again");
  std::string large = bytes;
  large[64 + 15] = '\xFF';
  CHECK(refusal(signedAgain(large)).find("a part is not all there") != std::string::npos);
}

TEST_CASE("native code for more than this processor is refused, the rest of it is not",
          "[bundle]") {
  const std::string bytes = forProcessor(built(), "z15");
  if (DECORUM_JIT != 0) {
    const std::string why = refusal(bytes);
    CHECK(why.find("the bundle's native code is for z15, which this processor is not: build it "
                   "with '--cpu ") == 0);
  }
  const auto loaded = load(bytes, {.native = false});
  REQUIRE(loaded.ok());
  CHECK(judged(loaded->policy) == judged(policy()));
}

TEST_CASE("automata of another Vectorscan are compiled again, with a warning", "[bundle]") {
  std::string bytes = built();
  const auto parts = engine::partsOf(bytes);
  REQUIRE(parts.ok());
  // The length of the version, 8 bytes, and the version.
  bytes[static_cast<std::size_t>(parts->databases.data() - bytes.data()) + 8] = '9';
  const auto loaded = load(signedAgain(bytes));
  REQUIRE(loaded.ok());
  REQUIRE(loaded->warnings.size() == 1);
  CHECK(loaded->warnings[0].find("the automata of its texts are of Vectorscan 9.") == 0);
  CHECK(loaded->warnings[0].find("were compiled again") != std::string::npos);
  CHECK(judged(loaded->policy) == judged(policy()));
}

TEST_CASE("automata that are missing or damaged are compiled again", "[bundle]") {
  const std::string bytes = built(false);
  const auto parts = engine::partsOf(bytes);
  REQUIRE(parts.ok());
  const std::string expected = judged(policy());
  std::mt19937 random(1);
  std::size_t accepted = 0;
  for (int round = 0; round < 100; ++round) {
    std::string databases(parts->databases);
    databases[random() % databases.size()] = static_cast<char>(random());
    const auto loaded = load(engine::bundleOf({parts->processor, parts->plan, databases, ""}));
    if (!loaded.ok()) continue;
    ++accepted;
    CHECK(judged(loaded->policy) == expected);
  }
  CHECK(accepted > 50);
}

TEST_CASE("a plan that is signed again is looked at as any other", "[bundle]") {
  const std::string bytes = built(false);
  const auto parts = engine::partsOf(bytes);
  REQUIRE(parts.ok());
  std::mt19937 random(2);
  std::size_t refused = 0;
  for (int round = 0; round < 300; ++round) {
    std::string plan(parts->plan);
    plan[random() % plan.size()] = static_cast<char>(random());
    const auto loaded = load(engine::bundleOf({parts->processor, plan, parts->databases, ""}));
    if (!loaded.ok()) ++refused;
  }
  CHECK(refused > 30);
}

TEST_CASE("bundles are read from files", "[bundle]") {
  const Folder folder;
  const std::string path = folder.path() + "/support.dcb";
  std::ofstream(path, std::ios::binary) << built();
  const auto loaded = loadBundleFile(path);
  REQUIRE(loaded.ok());
  CHECK(judged(loaded->policy) == judged(policy()));
  CHECK(loadBundleFile(folder.path() + "/gone").error().find("No such file") != std::string::npos);
  CHECK(loadBundleFile(folder.path()).error().find("it is no file") != std::string::npos);
  std::ofstream(path) << "";
  CHECK(loadBundleFile(path).error() ==
        "'" + path + "': this is no bundle: 'decorum build' makes one");
}

}  // namespace
}  // namespace decorum::test
