// What is left of values when they say less.
#include "runtime/eval/generalize.h"

#include <catch2/catch.hpp>
#include <vector>

#include "runtime/base/rfc3339.h"

namespace decorum::eval {
namespace {

/// What the scanner finds in `text` by the detector, generalized; of several the last.
std::string found(const std::string& detector, const std::string& text,
                  const std::string& now = "2026-11-26") {
  text::Matcher matcher;
  matcher.kind = text::MatcherKind::kDetector;
  matcher.detector = detector;
  auto scanner = text::Scanner::build(std::vector{matcher});
  REQUIRE(scanner.ok());
  text::ScanScratch scratch;
  text::ScanResult result;
  scanner->scan(text, scratch, result);
  REQUIRE_FALSE(result.hits.empty());
  const text::Hit& hit = result.hits.back();
  const auto fields = text::valueFields(matcher);
  return generalized({detector, std::string_view(text).substr(hit.begin, hit.end - hit.begin),
                      fields, hit.values, parseTime(now).value()})
      .value_or("none");
}

/// A text alone, as of a detector that gives no values.
std::string alone(std::string_view detector, std::string_view text,
                  const std::string& now = "2026-11-26") {
  return generalized({detector, text, {}, {}, parseTime(now).value()}).value_or("none");
}

TEST_CASE("days become years") {
  CHECK(found("date", "on 12 March 1994") == "1994");
  CHECK(found("date", "on 2026-11-26") == "2026");
  CHECK(found("date", "on 3/4/2026") == "2026");
  CHECK(found("date", "1994年3月12日") == "1994");
  CHECK(alone("date", "Christmas") == "none");
}

TEST_CASE("years of birth tell no great age") {
  CHECK(alone("pii.date_of_birth", "1994-03-12") == "1994");
  CHECK(alone("pii.date_of_birth", "12.03.1936") == "90+");
  CHECK(alone("pii.date_of_birth", "12.03.1937") == "1937");
  CHECK(alone("pii.date_of_birth", "12.03.1937", "2027-01-01") == "90+");
  CHECK(alone("pii.date_of_birth", "１９９４年") == "1994");
  CHECK(alone("pii.date_of_birth", "12/3/94") == "none");
}

TEST_CASE("ages become decades, and those over 89 one") {
  CHECK(alone("pii.age", "37 years old") == "30-39");
  CHECK(alone("pii.age", "aged 9") == "0-9");
  CHECK(alone("pii.age", "89") == "80-89");
  CHECK(alone("pii.age", "90") == "90+");
  CHECK(alone("pii.age", "104-year-old") == "90+");
  CHECK(alone("pii.age", "ninety") == "none");
}

TEST_CASE("post codes become areas in which enough people live") {
  CHECK(alone("pii.postcode", "94110") == "941");
  CHECK(alone("pii.postcode", "94110-1234") == "941");
  CHECK(alone("pii.postcode", "03601") == "000");
  CHECK(alone("pii.postcode", "89301") == "000");
  CHECK(alone("pii.postcode", "36901") == "000");  // by the census of 2010
  CHECK(alone("pii.postcode", "83001") == "000");  // by that of 2000
  CHECK(alone("pii.postcode", "SW1A 1AA") == "SW");
  CHECK(alone("pii.postcode", "k1a 0b1") == "K");
  CHECK(alone("pii.postcode", "1012 AB") == "101");
  CHECK(alone("pii.postcode", "〒100-0001") == "100");
  CHECK(alone("pii.postcode", "12") == "none");
}

TEST_CASE("amounts become ranges between 1, 2, 5, 10, …") {
  CHECK(found("money", "pay $120 now") == "100-200 USD");
  CHECK(found("money", "pay 99.99 EUR") == "50-100 EUR");
  CHECK(found("money", "pay €0.50") == "0-1 EUR");
  CHECK(found("money", "pay €1") == "1-2 EUR");
  CHECK(found("money", "pay €2") == "2-5 EUR");
  CHECK(found("money", "pay €5") == "5-10 EUR");
  CHECK(found("money", "pay €10") == "10-20 EUR");
  CHECK(found("money", "£1.5m") == "1000000-2000000 GBP");
  CHECK(found("money", "-$120") == "-(100-200) USD");
  CHECK(found("money", "$99999999999999999") == "none");
}

TEST_CASE("addresses become networks, mail its domain") {
  CHECK(found("pii.ip", "from 192.0.2.77 today") == "192.0.2.0/24");
  CHECK(found("pii.ip", "from 2001:db8:1:2::3 today") == "2001:db8:1::/48");
  CHECK(alone("pii.ip", "::ffff:192.0.2.77") == "192.0.2.0/24");
  CHECK(alone("pii.ip", "nowhere") == "none");
  CHECK(found("pii.email", "to Ana@Example.org please") == "example.org");
  CHECK(alone("pii.email", "x@" + std::string(80, 'a')) == "none");
}

TEST_CASE("what has no more general form has none") {
  CHECK(alone("pii.card", "4111") == "none");
  CHECK(alone("", "2026") == "none");
}

}  // namespace
}  // namespace decorum::eval
