// Who a person is: names, dates of birth, ages, addresses, postcodes; and days and times.
#include <catch2/catch.hpp>

#include "runtime/text/detect/dates.h"
#include "runtime/text/detect/names.h"
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

TEST_CASE("persons are found by lists, forms and what stands beside") {
  const auto c = GENERATE(values<Case>({
      {"pii.name", "I talked to Maria Lopez yesterday", {"Maria Lopez"}},
      {"pii.name", "my name is Xavanti Qworth.", {"Xavanti Qworth"}},
      {"pii.name", "my name is robert", {"robert"}},
      {"pii.name", "Dr. Weber and Mr Jonathan P. Smith", {"Weber", "Jonathan P. Smith"}},
      {"pii.name",
       "Juan de la Cruz, Élodie Dubois; Иван Петров",
       {"Juan de la Cruz", "Élodie Dubois", "Иван Петров"}},
      {"pii.name", "Grace Miller", {"Grace Miller"}},
      {"pii.name", "I will mark it in may, grace is a virtue, i am sorry, dear customer", {}},
      {"pii.name", "Will you come? May I? Supermaria, annapolis", {}},
      {"pii.date_of_birth", "born on 3 May 1990, call on 4 June 2024", {"3 May 1990"}},
      {"pii.date_of_birth", "DOB: 1990-05-03", {"1990-05-03"}},
      {"pii.date_of_birth", "Geburtsdatum: 03.05.1990", {"03.05.1990"}},
      {"pii.date_of_birth", "née le 3 mai 1990", {"3 mai 1990"}},
      {"pii.date_of_birth", "fecha de nacimiento: 3 de mayo de 1990", {"3 de mayo de 1990"}},
      {"pii.date_of_birth", "出生日期:1990年5月3日", {"1990年5月3日"}},
      {"pii.date_of_birth", "05/03/1990 (DOB)", {"05/03/1990"}},
      {"pii.date_of_birth", "ordered on 2024-05-03, born 1850-01-01, stubborn on 2001-02-03", {}},
      {"pii.age",
       "she is 34 years old, aged 7, a 34-year-old",
       {"34 years old", "7", "34-year-old"}},
      {"pii.age", "I'm 42. mujer de 37 años, 34歳", {"42", "37 años", "34歳"}},
      {"pii.age", "I'm 5 minutes away, hace 20 años, aged 300", {}},
      {"pii.postcode", "SW1A 1AA, K1A 0B1", {"SW1A 1AA", "K1A 0B1"}},
      {"pii.postcode",
       "zip 94105-1234, Berlin, PLZ: 10115, Reno, NV 89501",
       {"94105-1234", "10115", "89501"}},
      {"pii.postcode", "94105 items, room 10115, size a1 2bc", {}},
      {"pii.address", "I live at 221B Baker Street, Apt 4", {"221B Baker Street, Apt 4"}},
      {"pii.address",
       "Hauptstraße 12a, Calle Mayor 5, 12 rue de la Paix",
       {"Hauptstraße 12a", "Calle Mayor 5", "12 rue de la Paix"}},
      {"pii.address", "P.O. Box 1234", {"P.O. Box 1234"}},
      {"pii.address", "it took 3 days to drive, 2 items in place, 5 minutes walk", {}},
      {"date",
       "3. März 2021, 5 de mayo de 2020, 22-Nov-1972, 1 января 2020",
       {"3. März 2021", "5 de mayo de 2020", "22-Nov-1972", "1 января 2020"}},
      {"date", "at 2024-05-15T10:20:30Z", {"2024-05-15"}},
      {"date", "30 february 2020, 12 smarch 2020, 1.2.3.4, 31-nov-2020", {}},
      {"time",
       "at 10:30, 5 pm, 14h30, 9 Uhr, 23:59:59",
       {"10:30", "5 pm", "14h30", "9 Uhr", "23:59:59"}},
      {"time", "25:10, 13 pm, 1:2, 10:75, ratio 3:1000", {}},
  }));
  CAPTURE(c.detector, c.message);
  CHECK(found(detector(c.detector), c.message) == c.parts);
}

TEST_CASE("times of the day have an hour and a minute") {
  const auto read = [](const char* message) {
    const auto hits = test::hitsOf({detector("time")}, message);
    REQUIRE(hits.size() == 1);
    return std::pair(hits[0].values[0].integer, hits[0].values[1].integer);
  };
  CHECK(read("12 am") == std::pair<std::int64_t, std::int64_t>(0, 0));
  CHECK(read("12:15 pm") == std::pair<std::int64_t, std::int64_t>(12, 15));
  CHECK(read("5 p.m.") == std::pair<std::int64_t, std::int64_t>(17, 0));
  CHECK(read("18h45") == std::pair<std::int64_t, std::int64_t>(18, 45));
}

TEST_CASE("values of persons are read") {
  const auto age = test::hitsOf({detector("pii.age")}, "34 years old");
  REQUIRE(age.size() == 1);
  CHECK(age[0].values[0].number == 34);
  const auto birth = test::hitsOf({detector("pii.date_of_birth")}, "born 1970-01-02");
  REQUIRE(birth.size() == 1);
  CHECK(birth[0].values[0].integer == 86'400'000);
  CHECK(detect::monthCalled("sept") == 9);
  CHECK(detect::monthCalled("mayıs") == 5);
  CHECK(detect::monthCalled("ma") == 0);
}

TEST_CASE("lists of names hold whole names") {
  CHECK(detect::isGivenName("maria"));
  CHECK_FALSE(detect::isGivenName("mari a"));
  CHECK(detect::isSurname("garcia"));
  CHECK_FALSE(detect::isSurname("garci"));
  CHECK(detect::isNameAndWord("will"));
  CHECK_FALSE(detect::isNameAndWord("jennifer"));
}

}  // namespace
}  // namespace decorum::text
