#include "runtime/text/decoded.h"

#include <catch2/catch.hpp>

#include "tests/unit/text/scanning.h"

namespace decorum::text {
namespace {

std::vector<std::string> textsIn(std::string_view message) {
  std::vector<DecodedRun> runs;
  decodeRuns(message, runs);
  std::vector<std::string> texts;
  std::uint32_t end = 0;
  for (const DecodedRun& run : runs) {
    CHECK(run.begin >= end);
    CHECK(run.end <= message.size());
    end = run.end;
    texts.push_back(run.text);
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST_CASE("encoded runs are read") {
  CHECK(textsIn("x bXkgY2FyZCBpcyA0MTEx y") == Texts{"my card is 4111"});
  CHECK(textsIn("x bXkgY2FyZCBpcyA0MTExIQ== y") == Texts{"my card is 4111!"});
  CHECK(textsIn("hex 616e6e406578616d706c652e6f7267.") == Texts{"ann@example.org"});
  CHECK(textsIn("?q=ann%40example.org&x") == Texts{"ann@example.org"});
  CHECK(textsIn("%E2%82%AC+5") == Texts{"€ 5"});
  CHECK(textsIn("bXkgY2FyZCBpcyA0MTEx 6d7920636172642069732034") ==
        Texts{"my card is 4111", "my card is 4"});
}

TEST_CASE("what does not say a text is no run") {
  CHECK(textsIn("internationalization of the organizations").empty());
  CHECK(textsIn("4111111111111111, 00000000000000000000").empty());
  CHECK(textsIn("bXkgY2Fy").empty());             // too short
  CHECK(textsIn("100% of %zz and 5%2").empty());  // no escapes
  CHECK(textsIn("%FF%FE%FD").empty());            // not UTF-8
  CHECK(textsIn("%00%01").empty());               // not printable
  CHECK(textsIn("").empty());
}

TEST_CASE("a long run is read to a bound") {
  std::string hex;
  for (int i = 0; i < 10'000; ++i) hex += "61";
  std::vector<DecodedRun> runs;
  decodeRuns(hex, runs);
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].end == hex.size());
  CHECK(runs[0].text == std::string(kMostDecodedBytes, 'a'));
}

TEST_CASE("a detector looks into runs and reports the whole run") {
  const std::string run = "bXkgY2FyZCBpcyA0MTExIDExMTEgMTExMSAxMTExIG9r";
  const std::string message = "card 4111-1111-1111-1111 and " + run + ".";
  Matcher matcher = test::detector("pii.card");
  CHECK(test::found(matcher, message) == Texts{"4111-1111-1111-1111"});
  matcher.decoded = true;
  CHECK(test::found(matcher, message) == Texts{"4111-1111-1111-1111", run});
  CHECK(test::hitsOf({matcher}, message).back().values.at(0).text == "4111111111111111");
  // Nothing is there as it is looked for, not even an '@'.
  Matcher address = test::detector("pii.email");
  address.decoded = true;
  CHECK(test::found(address, "616e6e406578616d706c652e6f7267") ==
        Texts{"616e6e406578616d706c652e6f7267"});
}

}  // namespace
}  // namespace decorum::text
