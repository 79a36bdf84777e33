#include "compiler/syntax/literals.h"

#include <catch2/catch.hpp>
#include <string>

namespace decorum::syntax {
namespace {

std::string joined(std::string_view literal) {
  std::string text;
  for (const Slice slice : textSlices(literal)) {
    if (!text.empty()) text += '|';
    text += literal.substr(slice.begin, slice.end - slice.begin);
  }
  return text;
}

TEST_CASE("long texts lose the indentation that their lines share") {
  CHECK(joined("\"a\"") == "a");
  CHECK(joined("\"\"\"a\n  b\"\"\"") == "a|  b");
  CHECK(joined("\"\"\"\n    a\n      b\n    \"\"\"") == "a|  b");
  CHECK(joined("\"\"\"\n    a\n  \"\"\"") == "  a");
  CHECK(joined("\"\"\"\r\n  a\r\n  b\r\n  \"\"\"") == "a|b");
  CHECK(joined("\"\"\"\"\"\"").empty());
}

TEST_CASE("escapes") {
  CHECK(readEscape("\\n").value == "\n");
  CHECK(readEscape("\\u{1F600}x").value == "😀");
  CHECK(readEscape("\\u{1F600}x").length == 9);
  CHECK(readEscape("\\u{0}").value == std::string(1, '\0'));
  for (const char* wrong : {"\\q", "\\", "\\u", "\\u{", "\\u{}", "\\u{D800}", "\\u{110000}",
                            "\\u{1234567}", "\\u{g}", "\\é"}) {
    INFO(wrong);
    CHECK(!readEscape(wrong).value);
  }
  CHECK(readEscape("\\éx").length == 3);
}

TEST_CASE("numbers") {
  CHECK(readInteger("9_223_372_036_854_775_807") == INT64_MAX);
  CHECK(!readInteger("9223372036854775808"));
  CHECK(readNumber("1_000.25") == 1000.25);
  CHECK(readNumber("80%") == 0.8);
}

TEST_CASE("instants and times of day") {
  CHECK(readInstant("1970-01-01").ms == 0);
  CHECK(readInstant("2026-08-02").ms == 1785628800000);
  CHECK(readInstant("2026-11-22 9:00").ms == readInstant("2026-11-22T09:00:00Z").ms);
  CHECK(readInstant("2026-11-22T09:00:00.5+01:00").ms == readInstant("2026-11-22 08:00").ms + 500);
  CHECK(readInstant("0001-01-01").ms < 0);
  CHECK(readInstant("2024-02-29").problem == TimeProblem::kNone);
  for (const char* wrong : {"2025-02-29", "2026-13-01", "2026-00-10", "2026-04-31"}) {
    INFO(wrong);
    CHECK(readInstant(wrong).problem == TimeProblem::kDate);
  }
  for (const char* wrong :
       {"2026-01-01 24:00", "2026-01-01 09:60", "2026-01-01 09:00:60", "2026-01-01T09:00+24:00"}) {
    INFO(wrong);
    CHECK(readInstant(wrong).problem == TimeProblem::kClock);
  }
  CHECK(readClock("24:00") == 86'400'000);
  CHECK(!readClock("24:01"));
  CHECK(!readClock("9:60"));
}

}  // namespace
}  // namespace decorum::syntax
