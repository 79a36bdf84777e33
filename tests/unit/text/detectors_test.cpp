#include "runtime/text/detect/detectors.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "runtime/text/detect/detectors.h"
#include "runtime/text/validators.h"
#include "tests/unit/text/scanning.h"

namespace decorum::text {
namespace {

using test::detector;
using test::found;
using Parts = std::vector<std::string>;

struct Case {
  const char* detector;
  const char* message;
  Parts parts;
};

TEST_CASE("detectors find what they are for, and nothing that only looks like it") {
  const auto c = GENERATE(values<Case>({
      {"pii.email",
       "Mail Ann.Lee+x@Example.co.uk, or (bob@b.io).",
       {"Ann.Lee+x@Example.co.uk", "bob@b.io"}},
      {"pii.email", "müller@köln.de 'ann@x.org'", {"müller@köln.de", "ann@x.org"}},
      {"pii.email", "a@b, @handle, ann@localhost, a..b@x.org, ann@x@y.org", {}},
      {"pii.email",
       "ａｎｎ＠ｘ．ｏｒｇ ann@\u200Bx.org",
       {"ａｎｎ＠ｘ．ｏｒｇ", "ann@\u200Bx.org"}},
      {"pii.card",
       "4111 1111 1111 1111, 4111-1111-1111-1111 and 378282246310005",
       {"4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005"}},
      {"pii.card", "4111 1111 1111 1112", {}},
      {"pii.card", "card 4111111111111111 12/27", {"4111111111111111"}},
      {"pii.card", "my number 42 4111 1111 1111 1111 123", {"4111 1111 1111 1111"}},
      {"pii.card",
       "4111–1111–1111–1111 ４１１１１１１１１１１１１１１１",
       {"4111–1111–1111–1111", "４１１１１１１１１１１１１１１１"}},
      {"pii.card",
       "2223003122003222 and 3530111333300000",
       {"2223003122003222", "3530111333300000"}},
      {"pii.card", "\"order_id\": \"4111111111111111\"", {}},
      {"pii.card", "x4111111111111111, 1.4111111111111111, 0000 0000 0000 0000", {}},
      {"pii.card_cvv", "the CVV is 123 and room 456", {"123"}},
      {"pii.card_cvv", "in 2024, 1234", {}},
      {"pii.phone",
       "call +49 30 1234567 or (212) 555-0187 x12",
       {"+49 30 1234567", "(212) 555-0187 x12"}},
      {"pii.phone",
       "212-555-0187, 212.555.0187, 1-212-555-0187",
       {"212-555-0187", "212.555.0187", "1-212-555-0187"}},
      {"pii.phone", "020 7946 0958", {"020 7946 0958"}},
      {"pii.phone", "my phone number is 2125550187", {"2125550187"}},
      {"pii.phone", "order 2125550187, #2125550187, \"item_id\": \"6777246137\", 6777246137", {}},
      {"pii.phone",
       "2024-11-22, 192.168.100.200, 123-45-6789, 4111 1111 1111 1111, 1,000,000,000",
       {}},
      {"pii.iban", "DE89 3704 0044 0532 0130 00 please", {"DE89 3704 0044 0532 0130 00"}},
      {"pii.iban", "GB82WEST12345698765432", {"GB82WEST12345698765432"}},
      {"pii.iban", "DE89 3704 0044 0532 0130 01", {}},
      {"pii.ssn", "536-22-8765", {"536-22-8765"}},
      {"pii.ssn", "my SSN is 536228765", {"536228765"}},
      {"pii.ssn", "536228765, 000-12-3456, 666-12-3456, 912-12-3456, 536-00-8765, 078-05-1120", {}},
      {"pii.ip",
       "from 192.168.0.1 and 2001:db8::ff00:42:8329.",
       {"192.168.0.1", "2001:db8::ff00:42:8329"}},
      {"pii.ip", "version 1.2.3.4, 1.2.3, 256.1.1.1, 1.2.3.4.5, at 12:30:45, a::b.", {}},
      {"url",
       "see https://Acme.com/a?b=1, www.x.org. or (acme.co.uk/x)!",
       {"https://Acme.com/a?b=1", "www.x.org", "acme.co.uk/x"}},
      {"url", "ann@acme.com, e.g. this.That, file.txt", {}},
      {"money",
       "$1,234.50, 20 EUR, €5k, 3 dollars, £1.5 million",
       {"$1,234.50", "20 EUR", "€5k", "3 dollars", "£1.5 million"}},
      {"money", "20 apples, room 5, 2024", {}},
      {"date",
       "2026-11-22, 22.11.2026, Nov 22nd, 2026 and 22 November 2026",
       {"2026-11-22", "22.11.2026", "Nov 22nd, 2026", "22 November 2026"}},
      {"date", "2026-13-01, 31.02.2026, 1.2.3", {}},
      {"date", "2026年11月22日", {"2026年11月22日"}},
      {"number", "-3.5, 1,000 and x5 5x 7", {"-3.5", "1,000", "7"}},
      {"percent", "80% or 12.5 percent", {"80%", "12.5 percent"}},
      {"secret.jwt",
       "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlaGVyZQ",
       {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlaGVyZQ"}},
      {"secret.pem",
       "-----BEGIN RSA PRIVATE KEY-----\nMIIB\nAAA=\n-----END RSA PRIVATE KEY----- x",
       {"-----BEGIN RSA PRIVATE KEY-----\nMIIB\nAAA=\n-----END RSA PRIVATE KEY-----"}},
      {"secret.pem", "-----BEGIN PUBLIC KEY-----", {}},
  }));
  CAPTURE(c.detector, c.message);
  CHECK(found(detector(c.detector), c.message) == c.parts);
}

TEST_CASE("provider keys are found") {
  // Put together here, so that no scanner of repositories takes the test for a leak.
  const std::string body = "abcdefghij0123456789ABCDEFGHIJ012345";
  const auto prefix = GENERATE("ghp_", "npm_", "sk_live_", "xoxb-", "hf_");
  const std::string key = prefix + body;
  CHECK(found(detector("secret.key"), "use " + key + " now") == Parts{key});
}

TEST_CASE("detectors give typed values") {
  const auto values = [](const char* name, const char* message) {
    const std::vector<Hit> hits = test::hitsOf({detector(name)}, message);
    REQUIRE(hits.size() == 1);
    REQUIRE(hits[0].values.size() == valueFields(detector(name)).size());
    return hits[0].values;
  };
  const auto money = values("money", "refund of €1.234,50");
  CHECK(money[0].number == 1234.5);
  CHECK(money[1].text == "EUR");
  CHECK(std::abs(values("money", "50 cents")[0].number - 0.5) < 1e-9);
  CHECK_FALSE(values("money", "50 cents")[1].present);
  CHECK(values("money", "$2.5 million")[0].number == 2.5e6);
  CHECK(values("money", "-$5")[0].number == -5);
  const auto url = values("url", "https://user@Shop.example.com:8080/a/B?c");
  CHECK(url[0].text == "shop.example.com");
  CHECK(url[1].text == "/a/b?c");
  CHECK(values("date", "on 1970-01-02")[0].integer == 86'400'000);
  CHECK(values("date", "on 1/2/1970")[0].integer == 86'400'000);  // as in the US
  CHECK(values("date", "on 2.1.1970")[0].integer == 86'400'000);
  CHECK(values("number", "about -1,234.5")[0].number == -1234.5);
  CHECK(values("percent", "80%")[0].number == 0.8);
  CHECK(values("pii.card", "4111-1111 1111-1111")[0].text == "4111111111111111");
}

TEST_CASE("'at least' moves the bar") {
  Matcher matcher = detector("pii.phone");
  CHECK(found(matcher, "2125550187").empty());
  matcher.min_score = 0.2;
  CHECK(found(matcher, "2125550187").size() == 1);
  matcher.min_score = 0.99;
  CHECK(found(matcher, "(212) 555-0187").empty());
}

TEST_CASE("every line of the catalogue can be used") {
  const auto name = GENERATE(from_range(detectorNames()));
  CAPTURE(name);
  Matcher matcher = detector(std::string(name));
  CHECK(checkMatcher(matcher).empty());
  for (const std::uint32_t number : detectorsCalled(name)) {
    CHECK(checkMatcher(test::pattern(std::string(allDetectors()[number].pattern))).empty());
  }
  CHECK(test::hitsOf({matcher}, "nothing to see here").empty());
}

TEST_CASE("an unknown detector is refused") {
  const auto errors = checkMatcher(detector("pii.emial"));
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].message == "there is no detector 'pii.emial'");
}

TEST_CASE("numbers are read as people write them") {
  struct Number {
    const char* text;
    double value;
    double money;
  };
  const auto c = GENERATE(values<Number>({
      {"12", 12, 12},
      {"1,234", 1234, 1234},
      {"1.234", 1.234, 1234},
      {"1,234.50", 1234.5, 1234.5},
      {"1.234,50", 1234.5, 1234.5},
      {"12,5", 12.5, 12.5},
      {"0.125", 0.125, 0.125},
      {"1 234 567", 1234567, 1234567},
      {"1,234,567", 1234567, 1234567},
      {"-3", -3, -3},
  }));
  CAPTURE(c.text);
  CHECK(readNumber(c.text) == c.value);
  CHECK(readNumber(c.text, NumberStyle::kMoney) == c.money);
  CHECK_FALSE(readNumber("12a"));
  CHECK_FALSE(readNumber(""));
}

TEST_CASE("the catalogue has the strings that RE2 derives of each expression") {
  std::map<std::string_view, int> next;
  for (std::uint32_t line = 0; line < allDetectors().size(); ++line) {
    const Detector& detector = allDetectors()[line];
    const int which = next[detector.name]++;
    std::string derived;
    for (const std::string& string : expressionOf(line).literals()) {
      CHECK(string.find('|') == std::string::npos);
      derived += (derived.empty() ? "" : "|") + string;
    }
    // Where RE2 derives none some are named in the catalogue itself.
    if (derived.empty() || derived == detector.needs.strings) continue;
    FAIL_CHECK("lists/strings.def: STRINGS(\"" << detector.name << "\", " << which << ", \""
                                               << derived << "\")");
  }
}

}  // namespace
}  // namespace decorum::text
