#include "runtime/base/rfc3339.h"

#include <catch2/catch.hpp>
#include <random>

namespace decorum {
namespace {

TEST_CASE("times are read as RFC 3339 has them") {
  CHECK(parseTime("1970-01-01T00:00:00Z") == 0);
  CHECK(parseTime("1970-01-02") == 86'400'000);
  CHECK(parseTime("2026-11-22T09:30:00Z") == 1'795'339'800'000);
  CHECK(parseTime("2026-11-22 09:30:00z") == 1'795'339'800'000);
  CHECK(parseTime("2026-11-22T10:30:00+01:00") == 1'795'339'800'000);
  CHECK(parseTime("2026-11-22T04:00:00-05:30") == 1'795'339'800'000);
  CHECK(parseTime("2026-11-22T09:30:00.25Z") == 1'795'339'800'250);
  CHECK(parseTime("2026-11-22T09:30:00.2509999999999999999999Z") == 1'795'339'800'250);
  CHECK(parseTime("1969-12-31T23:59:59.999Z") == -1);
  CHECK(parseTime("2016-12-31T23:59:60Z") == parseTime("2017-01-01T00:00:00Z"));
}

TEST_CASE("what is no time is refused") {
  const char* text =
      GENERATE("", "2026", "2026-13-01", "2026-02-29", "2026-11-22T", "2026-11-22T09:30:00",
               "2026-11-22T24:00:00Z", "2026-11-22T09:60:00Z", "2026-11-22T09:30:00+24:00",
               "2026-11-22T09:30:00Zx", "26-11-22", "2026-11-22T09:30:00.Z", "2026-11-2x");
  CAPTURE(text);
  CHECK_FALSE(parseTime(text).has_value());
}

TEST_CASE("times are written as they are read") {
  CHECK(formatTime(0) == "1970-01-01T00:00:00Z");
  CHECK(formatTime(-1) == "1969-12-31T23:59:59.999Z");
  const unsigned seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 1000; ++i) {
    const auto time_ms =
        static_cast<std::int64_t>(random() % 200'000'000'000'000) - 60'000'000'000'000;
    REQUIRE(parseTime(formatTime(time_ms)) == time_ms);
  }
}

}  // namespace
}  // namespace decorum
