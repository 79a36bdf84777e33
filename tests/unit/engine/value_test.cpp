#include "decorum/value.h"

#include <catch2/catch.hpp>

namespace decorum {
namespace {

std::string again(std::string_view json) {
  const auto value = Value::parse(json);
  return value ? value->toJson() : "error: " + value.error();
}

TEST_CASE("values read and write as JSON") {
  CHECK(again(R"({"b": [1, -2.5, true, null], "a": "x"})") ==
        R"({"b":[1,-2.5,true,null],"a":"x"})");
  CHECK(again("9223372036854775807") == "9223372036854775807");
  CHECK(again("-9223372036854775808") == "-9223372036854775808");
  CHECK(again("9223372036854775808") == "9223372036854775808.0");
  CHECK(again("1.0") == "1.0");
  CHECK(again("1e2") == "100.0");
  CHECK(again(R"("\u00e9\n\"\\\u0001\ud83d\ude00")") == "\"\u00e9\\n\\\"\\\\\\u0001\U0001F600\"");
  CHECK(Value(0.0 / 0.0).toJson() == "null");
  CHECK(Value("a\xFFz").toJson() == "\"a\uFFFDz\"");
}

TEST_CASE("of equal names the last counts") {
  const auto value = Value::parse(R"({"a": 1, "a": 2})");
  REQUIRE(value.ok());
  CHECK(*value->find("a") == Value(2));
  CHECK(value->find("b") == nullptr);
  CHECK(Value(1).find("a") == nullptr);
}

TEST_CASE("what is no JSON is an error that says where") {
  const char* json = GENERATE("", "{", "[1,]", "{\"a\":1,}", "nul", "\"\xFF\"", "1 2", "'a'",
                              "\"\\ud800\"", "1e999");
  CAPTURE(json);
  const auto value = Value::parse(json);
  REQUIRE_FALSE(value.ok());
  CHECK(value.error().find("at byte") != std::string::npos);
}

TEST_CASE("values nest 64 deep, no deeper") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(Value::parse(nested(64)).ok());
  CHECK_FALSE(Value::parse(nested(65)).ok());
  CHECK_FALSE(Value::parse(std::string(1'000'000, '[')).ok());
}

}  // namespace
}  // namespace decorum
