// Events from JSON: facts that go straight into the record against facts as values, and the quick
// reader of JSON against the careful one, on random events and on lines that were damaged.

#include "decorum/json_event.h"

#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "decorum/compile.h"
#include "runtime/base/careful_json.h"
#include "runtime/base/json_document.h"
#include "runtime/base/rfc3339.h"
#include "tests/support/random_policy.h"
#include "tools/logs/log_line.h"

namespace decorum::test {
namespace {

std::string written(const Event& event) {
  Value::Object line{{"conversation", "c-1"}, {"event", name(event.kind)}, {"text", event.text}};
  if (event.time_ms) line.emplace_back("time", formatTime(*event.time_ms));
  if (!event.facts.empty()) line.emplace_back("facts", Value::Object(event.facts));
  if (!event.signals.empty()) line.emplace_back("signals", Value::Object(event.signals));
  if (!event.tool.empty()) line.emplace_back("tool", event.tool);
  if (!event.call.empty()) line.emplace_back("call", event.call);
  if (event.arguments) {
    const bool is_call = event.kind == EventKind::kToolCall;
    line.emplace_back(is_call ? "arguments" : "result", *event.arguments);
  }
  if (event.truncated) line.emplace_back("truncated", true);
  line.emplace_back("unknown", Value::List{Value(), Value::Object{{"deep", 1.5}}});
  return Value(std::move(line)).toJson();
}

/// Bytes that JSON is made of more often than others.
std::string damaged(std::string line, std::mt19937_64& random) {
  constexpr std::string_view kLikely = "{}[],:\"\\0123456789-+.eEtfnu \n\xFF\xC3\xA9";
  for (auto changes = 1 + random() % 3; changes > 0 && !line.empty(); --changes) {
    const std::size_t at = random() % line.size();
    const char byte = kLikely[random() % kLikely.size()];
    switch (random() % 6) {
      case 0:
        line[at] = byte;
        break;
      case 1:
        line.erase(at, 1 + random() % 4);
        break;
      case 2:
        line.insert(at, 1, byte);
        break;
      case 3: {  // members twice, values in other places
        const std::string part = line.substr(at, random() % 40);
        line.insert(random() % line.size(), part);
        break;
      }
      case 4: {
        constexpr std::array kValues = {
            "null",  "true", "[]",          "{}", "1e3", "-0", "12345678901234567890123",
            "\"x\"", "0.1",  "[1,\"a\",{}]"};
        const auto colon = line.find(':', at);
        if (colon == std::string::npos) break;
        const auto end = line.find_first_of(",}", colon);
        line.replace(colon + 1, end - colon - 1, kValues[random() % kValues.size()]);
        break;
      }
      default:
        if (random() % 4 == 0) line.resize(at);
    }
  }
  return line;
}

struct Counts {
  std::size_t verdicts = 0, refused = 0, faults = 0, fired = 0;
};

/// One conversation by each way.
class BothWays {
 public:
  explicit BothWays(const Policy& policy) : direct_(policy, "c-1"), by_values_(policy, "c-1") {}

  void give(const std::string& line, Counts& counts) {
    const auto values = logs::parseLogLine(line);
    const bool is_read = event_.read(line);
    if (!values) {
      REQUIRE_FALSE(is_read);
      ++counts.refused;
      return;
    }
    if (values->whole) return;
    REQUIRE(is_read);
    CHECK(event_.conversation() == values->conversation);
    CHECK(event_.id() == values->event_id);
    CHECK(event_.problems() == values->problems);
    direct_.give(event_, verdict_);
    const std::string direct = toJson(verdict_);
    REQUIRE(direct == toJson(by_values_.give(values->events.front())));
    REQUIRE(direct_.memory() == by_values_.memory());
    ++counts.verdicts;
    counts.faults += verdict_.faults.empty() ? 0 : 1;
    counts.fired += verdict_.fired.empty() ? 0 : 1;
  }

 private:
  Conversation direct_, by_values_;
  JsonEvent event_;
  Verdict verdict_;
};

TEST_CASE("facts straight into the record decide as values do", "[differential]") {
  Counts whole, broken;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    const Compilation compilation = compilePolicyText(sample.policy(), "sample.decorum");
    REQUIRE(compilation.policy.has_value());
    std::mt19937_64 random(seed);
    BothWays as_written(*compilation.policy), with_damage(*compilation.policy);
    for (const Event& event : sample.events) {
      const std::string line = written(event);
      INFO("seed " << seed << ": " << line << "\n" << describe(sample));
      as_written.give(line, whole);
      for (int i = 0; i < 4; ++i) {
        const std::string other = damaged(line, random);
        INFO(other);
        with_damage.give(other, broken);
      }
    }
  }
  CHECK(whole.refused == 0);
  CHECK(whole.verdicts > 1'000);
  CHECK(whole.fired > 300);
  CHECK(broken.refused > 1'000);
  CHECK(broken.verdicts > 500);
  CHECK(broken.faults > 100);
}

TEST_CASE("what both readers of JSON read is the same", "[differential]") {
  std::size_t read = 0, carefully = 0, refused = 0;
  JsonDocument document;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    std::mt19937_64 random(seed);
    for (const Event& event : sample.events) {
      for (int i = 0; i < 20; ++i) {
        const std::string line = damaged(written(event), random);
        INFO(line);
        const auto careful = readCarefully(line);
        const auto node = document.read(line);
        if (!node) {
          ++(careful ? carefully : refused);
          continue;
        }
        REQUIRE(careful.ok());
        REQUIRE(node->toValue() == *careful);
        REQUIRE(node->toValue().toJson() == careful->toJson());
        ++read;
      }
    }
  }
  CHECK(read > 1'000);
  CHECK(carefully > 10);
  CHECK(refused > 1'000);
}

TEST_CASE("both readers of JSON nest as deep, and read the same numbers", "[differential]") {
  JsonDocument document;
  const auto same = [&](const std::string& json) {
    INFO(json.substr(0, 100));
    const auto careful = readCarefully(json);
    if (const auto node = document.read(json)) {
      REQUIRE(careful.ok());
      CHECK(node->toValue().toJson() == careful->toJson());
    }
    return Value::parse(json).ok() == careful.ok();
  };
  for (const std::size_t depth : {1, 31, 63, 64, 65, 66, 1'000}) {
    CHECK(same(std::string(depth, '[') + std::string(depth, ']')));
    std::string objects;
    for (std::size_t i = 0; i < depth; ++i) objects += "{\"a\":";
    CHECK(same(objects + "1" + std::string(depth, '}')));
    CHECK(same(objects + "[]" + std::string(depth, '}')));
  }
  CHECK(document.read(std::string(64, '[') + std::string(64, ']')));
  for (const char* const number : {"0",
                                   "-0",
                                   "-0.0",
                                   "0e0",
                                   "1e308",
                                   "1e309",
                                   "-1e309",
                                   "1e-400",
                                   "4.9e-324",
                                   "2.5e-324",
                                   "9223372036854775807",
                                   "9223372036854775808",
                                   "18446744073709551615",
                                   "18446744073709551616",
                                   "-9223372036854775808",
                                   "-9223372036854775809",
                                   "01",
                                   "+1",
                                   "1.",
                                   ".5",
                                   "1e",
                                   "0.1",
                                   "123456789.123456789e-5",
                                   "1E+2",
                                   "NaN",
                                   "-"}) {
    CHECK(same(number));
    CHECK(same(std::string("[") + number + "]"));
  }
  for (const char* const text :
       {"\"\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ude00\\ud83d\"", "\"\t\"",
        "\"\\x\"", "\"\xC3\xA9\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"",
        "\"a"}) {
    CHECK(same(text));
    CHECK(same(std::string("{") + text + ":1}"));
  }
  CHECK(same("\xEF\xBB\xBF{}"));
  CHECK(same(std::string("{}\0 ", 4)));
  CHECK(same(" \t\r\n{} \n"));
  CHECK(same("{}\v"));
}

}  // namespace
}  // namespace decorum::test
