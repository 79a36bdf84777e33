// How to reach a person: addresses, numbers, names on platforms, and pages.
#include <catch2/catch.hpp>

#include "runtime/text/detect/hosts.h"
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

TEST_CASE("addresses and numbers are found as people write them") {
  const auto c = GENERATE(values<Case>({
      {"pii.email", "我的邮箱是ann@x.org请回复", {"ann@x.org"}},
      {"pii.email", "mail ann@x.org.Thanks", {"ann@x.org"}},
      {"pii.email", "ann@x.org555-0100", {"ann@x.org"}},
      {"pii.email", "root@build.internal", {"root@build.internal"}},
      {"pii.email", "a@xn--d1acufc.xn--p1ai", {"a@xn--d1acufc.xn--p1ai"}},
      {"pii.email", "a@-x.org, @x.org, a@x..org, a@b", {}},
      {"pii.email_spelled",
       "ann.lee [at] example [dot] org, bob (at) x.org",
       {"ann.lee [at] example [dot] org", "bob (at) x.org"}},
      {"pii.email_spelled", "my email is ann at example dot com", {"ann at example dot com"}},
      {"pii.email_spelled", "meet me at example.com, look at this dot matrix", {}},
      {"pii.phone", "+49 30 901820", {"+49 30 901820"}},
      {"pii.phone", "+44 (0)20 7946 0958", {"+44 (0)20 7946 0958"}},
      {"pii.phone", "ring 0033 1 42 68 53 00", {"0033 1 42 68 53 00"}},
      {"pii.phone", "tel:+1-201-555-0123;ext=34", {"+1-201-555-0123;ext=34"}},
      {"pii.phone", "电话13812345678", {"13812345678"}},
      {"pii.phone", "Tel. 91 727 73 36 - 606 409 021", {"91 727 73 36", "606 409 021"}},
      {"pii.phone", "90210 (310) 555-0199 fax", {"(310) 555-0199"}},
      {"pii.phone", "{\"phone\": \"2125550187\"}", {"2125550187"}},
      {"pii.phone", "{\"order_id\": \"212-555-0187\", \"2125550187\": 3}", {}},
      {"pii.phone", "policy number 2125550187, 1 234 567 890, 1 2 3 4 5 6 7 8", {}},
      {"pii.phone", "订单号13812345678", {}},
      {"pii.phone", "900101-1234567", {}},
      {"pii.social_handle", "follow @ann_lee on instagram", {"@ann_lee"}},
      {"pii.social_handle", "Twitter: ann_lee9", {"ann_lee9"}},
      {"pii.social_handle", "微信号:ann_1234", {"ann_1234"}},
      {"pii.social_handle", "instagram is down, twitter was great", {}},
      {"url",
       "ftp://files.example.org/a, http://[2001:db8::1]/x and (see https://e.org/a_(b))",
       {"ftp://files.example.org/a", "http://[2001:db8::1]/x", "https://e.org/a_(b)"}},
      {"url", "[text](https://example.org/x)^^more", {"https://example.org/x"}},
      {"url", "visit пример.рф or bücher.de.", {"пример.рф", "bücher.de"}},
      {"url", "go to sub.shop.example.it/sale", {"sub.shop.example.it/sale"}},
      {"url",
       "it ended.So we left. ok.no problem, main.py, report.doc, node.js, 3.14, e.g. a.m. "
       "list.map(x)",
       {}},
      {"url", "https://example.com:99999999/, http://-x.org", {}},
  }));
  CAPTURE(c.detector, c.message);
  CHECK(found(detector(c.detector), c.message) == c.parts);
}

TEST_CASE("the conversation's locale says which numbers are telephones") {
  const Scanner scanner = test::build({detector("pii.phone")});
  ScanScratch scratch;
  ScanResult result;
  const auto finds = [&](std::string_view message, std::string_view locale) {
    scanner.scan(message, scratch, result, {locale});
    return !result.hits.empty();
  };
  CHECK(finds("637909232", "es-ES"));        // a mobile number there
  CHECK_FALSE(finds("637909232", "de-DE"));  // nothing there
  CHECK_FALSE(finds("637909232", ""));
  CHECK_FALSE(finds("2125550187", "en-US"));  // ten digits are many things
}

TEST_CASE("a spelled-out address is read") {
  const auto hits = test::hitsOf({detector("pii.email_spelled")}, "ann [at] example [dot] org");
  REQUIRE(hits.size() == 1);
  CHECK(hits[0].values[0].text == "ann@example.org");
  CHECK(hits[0].values[1].text == "example.org");
}

TEST_CASE("hosts end where their last label ends") {
  CHECK(detect::hostAt("example.org") == "example.org");
  CHECK(detect::hostAt("example.org.thanks") == "example.org");
  CHECK(detect::hostAt("example.org请") == "example.org");
  CHECK(detect::hostAt("example.unknown").empty());
  CHECK(detect::labelsAt("build.internal/x") == "build.internal");
  CHECK(detect::labelsAt("3.14").empty());
  CHECK_FALSE(detect::hasGoodLabels("a..b"));
  CHECK(detect::topLevelOf("org") == detect::TopLevel::kPlain);
  CHECK(detect::topLevelOf("no") == detect::TopLevel::kWord);
  CHECK(detect::topLevelOf("py") == detect::TopLevel::kFile);
}

}  // namespace
}  // namespace decorum::text
