#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "runtime/text/detect/detectors.h"
#include "tests/unit/text/scanning.h"

namespace decorum::text {
namespace {

TEST_CASE("every member of a group is a detector or a group, once") {
  for (const DetectorGroup& group : detectorGroups()) {
    std::vector<std::string_view> members;
    eachItem(group.members, [&](std::string_view member) {
      CAPTURE(group.name, member);
      CHECK_FALSE(detectorsCalled(member).empty());
      CHECK(std::ranges::find(members, member) == members.end());
      members.push_back(member);
    });
    CHECK(std::ranges::is_sorted(detectorsCalled(group.name)));
  }
}

TEST_CASE("a group finds what its members find, under one matcher and the member's number") {
  const auto hits =
      test::hitsOf({test::detector("pii.any")},
                   "ann@x.org, card 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00");
  REQUIRE(hits.size() == 3);
  CHECK(detectorName(hits[0].item) == "pii.email");
  CHECK(detectorName(hits[1].item) == "pii.card");
  CHECK(detectorName(hits[2].item) == "pii.iban");
  CHECK(std::ranges::all_of(hits, [](const Hit& hit) { return hit.matcher == 0; }));
}

TEST_CASE("of overlapping findings of a group the likeliest stays") {
  // A number of the NHS, and one of the telephones of North America: the word decides.
  const auto finder = [](const char* message) {
    const auto hits = test::hitsOf({test::detector("pii.any")}, message);
    REQUIRE(hits.size() == 1);
    return detectorName(hits[0].item);
  };
  CHECK(finder("my NHS number is 401 023 2137") == "pii.uk_nhs");
  CHECK(finder("call me: phone 401 023 2137") == "pii.phone");
  CHECK(finder("IBAN DE44 5001 0517 5407 3249 31") == "pii.iban");
}

TEST_CASE("matchers that ask for the same detector each have its hits, at their own bar") {
  Matcher sure = test::detector("pii.card");
  sure.min_score = 0.99;
  const auto hits = test::hitsOf({test::detector("pii.payment"), sure, test::detector("pii.card")},
                                 "411111111111111"
                                 "1");
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].matcher == 0);
  CHECK(hits[1].matcher == 2);
}

TEST_CASE("a group has the values that all its members have alike") {
  CHECK(valueFields(test::detector("pii.crypto")).size() == 1);
  CHECK(valueFields(test::detector("pii.any")).empty());
  const auto hits = test::hitsOf({test::detector("pii.any")}, "DE89370400440532013000");
  REQUIRE(hits.size() == 1);
  CHECK(valueFields(test::detector("pii.any"), hits[0]).front().name == "number");
  CHECK(hits[0].values.front().text == "DE89370400440532013000");
}

TEST_CASE("the conversation's country speaks for its numbers") {
  const Scanner scanner = test::build({test::detector("pii.pl_pesel")});
  ScanScratch scratch;
  ScanResult result;
  scanner.scan("90021512347", scratch, result, {.locale = "pl-PL"});
  CHECK(result.hits.size() == 1);
  scanner.scan("90021512347", scratch, result, {.locale = "en-US"});
  CHECK(result.hits.empty());
}

}  // namespace
}  // namespace decorum::text
