#include <re2/re2.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "runtime/text/expression.h"
#include "runtime/text/fold.h"
#include "tests/unit/text/random_text.h"
#include "tests/unit/text/scanning.h"

namespace decorum::text {
namespace {

using test::found;
using test::pattern;
using Parts = std::vector<std::string>;

Matcher exact(std::string expression) {
  Matcher matcher = pattern(std::move(expression));
  matcher.exact = true;
  return matcher;
}
Matcher whole(std::string expression) {
  Matcher matcher = pattern(std::move(expression));
  matcher.whole = true;
  return matcher;
}
Matcher checkedBy(std::string expression, std::string validator) {
  Matcher matcher = pattern(std::move(expression));
  matcher.validator = std::move(validator);
  return matcher;
}
Matcher nearTo(std::string expression, std::vector<std::string> words, std::uint32_t characters) {
  Matcher matcher = pattern(std::move(expression));
  matcher.near.push_back({std::move(words), characters, true});
  return matcher;
}

struct Case {
  Matcher matcher;
  const char* message;
  Parts parts;
};

TEST_CASE("patterns are found in folded text, or in the text as it is") {
  const auto c = GENERATE(values<Case>({
      {pattern(R"(\bORD-[0-9]{8}\b)"),
       "see ord-12345678, ORD–87654321 and ORD-123456789",
       {"ord-12345678", "ORD–87654321"}},
      {pattern(R"([0-9]{3})"), "1234567 ４５６", {"123", "456", "４５６"}},
      {pattern(R"(don’t \w+)"), "Don't go", {"Don't go"}},
      {pattern(R"(a\s+b)"), "a \n b", {"a \n b"}},
      {exact(R"([A-Z]{3})"), "ABC abc DEF", {"ABC", "DEF"}},
      {exact(R"(a\nb)"), "a\nb", {"a\nb"}},
      {exact(R"((?i)ask)"), "A\u017FK", {"A\u017FK"}},  // the long s, by RE2's own folding
      {pattern(R"((?<a>x)(?<b>y))"), "xy", {"xy"}},
      {whole(R"(yes|no)"), " Yes\n", {"Yes"}},
      {whole(R"(yes|no)"), "yes no", {}},
      {whole(R"((yes)?)"), "", {""}},
      {pattern(R"(\p{Greek}+)"), "ω και", {"ω", "και"}},
      {pattern(R"([[:alpha:]]+é)"), "CAFÉ", {"CAFÉ"}},
      {pattern(R"(.{3}$)"), "日本語です", {"語です"}},
  }));
  CAPTURE(c.message, c.matcher.pattern);
  CHECK(found(c.matcher, c.message) == c.parts);
}

TEST_CASE("validators and context confirm a pattern") {
  const auto c = GENERATE(values<Case>({
      {checkedBy(R"(\b[0-9]{16}\b)", "luhn"),
       "4111111111111111 4111111111111112",
       {"4111111111111111"}},
      {nearTo(R"(\b[0-9]{3}\b)", {"cvv"}, 10), "my cvv is 123, room 456", {"123"}},
      {nearTo(R"(\b[0-9]{3}\b)", {"CVV"}, 10), "123 is the Cvv", {"123"}},
      {nearTo(R"(\b[0-9]{3}\b)", {"cvv"}, 3), "cvv is 123", {}},
      {nearTo(R"(\b[0-9]{3}\b)", {"cvv"}, 4), "cvv is 123", {"123"}},
      {nearTo(R"(\b[0-9]{3}\b)", {"cvv"}, 10), "cvvs 123", {}},
      {nearTo(R"([0-9]+ card)", {"card"}, 10), "12 card", {}},  // not the hit itself
      {nearTo(R"(\b[0-9]{3}\b)", {"カード"}, 2), "カード番号123", {"123"}},
      {nearTo(R"(\b[0-9]{3}\b)", {"カード"}, 1), "カード番号123", {}},
  }));
  CAPTURE(c.message, c.matcher.pattern);
  CHECK(found(c.matcher, c.message) == c.parts);
}

TEST_CASE("context that makes a pattern likelier raises its score") {
  Matcher matcher = pattern(R"(\b[0-9]{9}\b)");
  matcher.near.push_back({{"ssn"}, 20, false});
  const std::vector<Hit> hits =
      test::hitsOf({matcher}, "ssn 123456789 ………………………………………………… 987654321");
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].score == 1.0);
  CHECK(hits[1].score == 0.5);
}

TEST_CASE("'at least' passes over what is not likely enough") {
  Matcher account = pattern("[0-9]{6}");
  account.near.push_back({{"account"}, 12, false});
  account.near.push_back({{"iban"}, 12, false});
  const char* message =
      "123456 stands for nothing here; my account 234567 --------- iban of the account 345678";
  const auto atLeast = [&](double score) {
    account.min_score = score;
    return found(account, message);
  };
  CHECK(atLeast(0) == Parts{"123456", "234567", "345678"});
  CHECK(atLeast(0.5) == Parts{"123456", "234567", "345678"});
  CHECK(atLeast(0.7) == Parts{"234567", "345678"});
  CHECK(atLeast(0.8).size() <= 1);
}

TEST_CASE("personal data within what is not personal is no hit") {
  Matcher order = pattern("\\bw[0-9 -]+\\b");
  order.not_personal = true;
  const std::vector<Matcher> matchers = {test::detector("pii.card"), order,
                                         test::detector("number"), test::detector("pii.phone")};
  const auto shown = [&](std::string_view message) {
    std::string all;
    for (const Hit& hit : test::hitsOf(matchers, message)) {
      all += (all.empty() ? "" : " | ") + std::to_string(hit.matcher) + ":" +
             std::string(message.substr(hit.begin, hit.end - hit.begin));
    }
    return all;
  };
  CHECK(shown("card 4111 1111 1111 1111").starts_with("0:4111 1111 1111 1111"));
  // Numbers are values, not personal data: they stay.
  CHECK_THAT(shown("card w 4111 1111 1111 1111"),
             Catch::StartsWith("1:w 4111 1111 1111 1111 | 2:"));
  // It reaches beyond the shape.
  CHECK_THAT(shown("w42, card: 4111 1111 1111 1111"), Catch::StartsWith("0:4111 1111 1111 1111"));
  // Secrets are never taken for something else.
  Matcher any = pattern("\\S+");
  any.not_personal = true;
  const std::string key = std::string("hf_") + "abcdefghij0123456789ABCDEFGHIJ012345";
  const auto hits = test::hitsOf({any, test::detector("secret.key")}, key);
  CHECK(std::ranges::count(hits, 1u, &Hit::matcher) == 1);
}

TEST_CASE("named groups are typed values") {
  Matcher matcher = pattern(R"((?<amount>[0-9]+(\.[0-9]{2})?) ?(?<unit>EUR|€)(?<note>!)?)");
  matcher.groups = {{"amount", GroupType::kNumber}};
  CHECK(valueFields(matcher) == std::vector<ValueField>{{"amount", ValueType::kNumber},
                                                        {"unit", ValueType::kText},
                                                        {"note", ValueType::kText}});
  const std::vector<Hit> hits = test::hitsOf({matcher}, "for 12.50 Eur");
  REQUIRE(hits.size() == 1);
  REQUIRE(hits[0].values.size() == 3);
  CHECK(hits[0].values[0].number == 12.5);
  CHECK(hits[0].values[1].text == "Eur");  // as it was written
  CHECK_FALSE(hits[0].values[2].present);
}

TEST_CASE("what needs backtracking, matches nothing or costs too much is refused") {
  struct Refusal {
    Matcher matcher;
    const char* message;
    std::uint32_t begin;
    std::uint32_t end;
  };
  const auto c = GENERATE(values<Refusal>({
      {pattern("a(?=b)"), "'(?=' is look-ahead, which needs backtracking", 1, 4},
      {pattern("(?<!a)b"), "'(?<!' is negative look-behind, which needs backtracking", 0, 4},
      {pattern("(a)\\1"), "'\\1' is a back-reference, which needs backtracking", 3, 5},
      {pattern("xa++"), "'++' is a possessive repetition, which needs backtracking", 2, 4},
      {pattern("(?>a)"), "'(?>' is an atomic group, which needs backtracking", 0, 3},
      {pattern("a*"), "the pattern matches the empty text, so it would be found everywhere", 0, 0},
      {pattern("\\b"), "the pattern matches the empty text, so it would be found everywhere", 0, 0},
      {pattern("x|$"), "the pattern matches the empty text, so it would be found everywhere", 0, 0},
      {pattern("a{1,1001}"), "'{1,1001}' repeats too often", 1, 9},
      {pattern("(?<x>a)[b"), "'[b' has no closing ']'", 7, 9},
      {pattern("(a"), "a group has no closing ')'", 0, 0},
      {pattern("\\y"), "'\\y' is no escape sequence", 0, 2},
      {pattern("(?<x>a)(?<x>b)"), "two groups are called 'x'", 0, 0},
      {pattern(""), "the pattern is empty", 0, 0},
      {checkedBy("a", "lunh"), "there is no validator 'lunh'", 0, 0},
      {pattern("[\\pL\\pN]{1000}[\\pL\\pN]{1000}"), "the pattern is too costly", 0, 0},
  }));
  CAPTURE(c.matcher.pattern);
  const auto errors = checkMatcher(c.matcher);
  REQUIRE(errors.size() == 1);
  CHECK_THAT(errors[0].message, Catch::StartsWith(c.message));
  CHECK(errors[0].begin == c.begin);
  if (c.end != 0) CHECK(errors[0].end == c.end);
  const auto built = Scanner::build(std::vector<Matcher>{test::phrases({"a"}), c.matcher});
  REQUIRE_FALSE(built.ok());
  CHECK(built.error().matcher == 1);
}

TEST_CASE("what only looks like backtracking is taken") {
  const auto expression =
      GENERATE("a\\++", "[+]+", "[a*]+", "\\\\1", "[(?=]x", "(?:a|b)c", "(?i:a)b", "a{2}+?");
  CAPTURE(expression);
  if (std::string_view(expression) == "a{2}+?") {
    CHECK_FALSE(checkMatcher(pattern(expression)).empty());
  } else {
    CHECK(checkMatcher(pattern(expression)).empty());
  }
}

TEST_CASE("a group that the pattern does not have is refused") {
  Matcher matcher = pattern("(?<amount>a)");
  matcher.groups = {{"amonut", GroupType::kNumber}};
  const auto errors = checkMatcher(matcher);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].message == "the pattern has no group 'amonut'");
}

/// What RE2 alone finds, a match at a time.
std::vector<std::pair<std::size_t, std::size_t>> byRe2(const std::string& expression,
                                                       bool exact_case,
                                                       const std::string& message) {
  RE2::Options options;
  options.set_case_sensitive(exact_case);
  const RE2 regex(expression, options);
  Folded folded;
  fold(message, folded);
  const std::string& text = exact_case ? message : folded.text;
  std::vector<std::pair<std::size_t, std::size_t>> hits;
  re2::StringPiece match;
  for (std::size_t from = 0;
       from < text.size() && regex.Match(text, from, text.size(), RE2::UNANCHORED, &match, 1);) {
    const auto begin = static_cast<std::uint32_t>(match.data() - text.data());
    const auto end = begin + static_cast<std::uint32_t>(match.size());
    hits.emplace_back(exact_case ? begin : folded.originalBegin(begin),
                      exact_case ? end : folded.originalEnd(end));
    from = end;
  }
  return hits;
}

TEST_CASE("filters spare no pattern that RE2 would find", "[property]") {
  const unsigned seed = GENERATE(range(0u, 40u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> parts = {
      "a",  "b",     "[ab]",      "[^a]", "\\d",    "\\w",         "\\s", "\\S",        ".",  "\\b",
      "x+", "(a|b)", "(abc|bcd)", "foo",  "k",      "s",           "A",   "[0-9]{2,3}", "a?", "\\W",
      "^",  "$",     "é",         "\\pL", "(?i:k)", "[[:space:]]", "\\v", "[^\\s]",     "bar"};
  std::vector<Matcher> matchers;
  while (matchers.size() < 12) {
    std::string expression;
    for (unsigned n = 1 + random() % 4; n > 0; --n) expression += parts[random() % parts.size()];
    Matcher matcher = random() % 3 == 0 ? exact(expression) : pattern(expression);
    if (checkMatcher(matcher).empty()) matchers.push_back(matcher);
  }
  const Scanner scanner = test::build(matchers);
  ScanScratch scratch;
  ScanResult result;
  const std::vector<std::string> pieces = {
      "a",  "b", "abc",    "bcd",    "foo", "bar", "FOO", "x", "1", "23", " ",     "\n",
      "\v", "k", "\u212A", "\u017F", "é",   "É",   "漢",  "-", "A", "S",  "\u200B"};
  for (int i = 0; i < 40; ++i) {
    const std::string message = test::randomText(random, pieces, 12);
    scanner.scan(message, scratch, result);
    for (std::uint32_t m = 0; m < matchers.size(); ++m) {
      CAPTURE(message, matchers[m].pattern, matchers[m].exact);
      std::vector<std::pair<std::size_t, std::size_t>> hits;
      for (const Hit& hit : result.hits) {
        if (hit.matcher == m) hits.emplace_back(hit.begin, hit.end);
      }
      REQUIRE(hits == byRe2(matchers[m].pattern, matchers[m].exact, message));
    }
  }
}

TEST_CASE("a search that must look far ahead behind every match is given up") {
  const auto givenUp = [](const char* expression, std::size_t characters) {
    const Scanner scanner = test::build({pattern("b"), pattern(expression)});
    ScanScratch scratch;
    ScanResult result;
    scanner.scan(std::string(characters, 'a'), scratch, result);
    REQUIRE(result.hits.size() <= characters);
    const bool whole = !result.hits.empty() && result.hits.back().end == characters;
    CHECK(result.given_up.empty() == whole);
    scanner.scan("a", scratch, result);
    CHECK(result.given_up.empty());
    CHECK(result.hits.size() == 1);
    return !whole;
  };
  CHECK(givenUp("a(.*b)?", 50'000));
  CHECK(givenUp("a*b|a", 50'000));
  CHECK_FALSE(givenUp("a(.*b)?", 10'000));
  CHECK_FALSE(givenUp("a", 1'000'000));
  CHECK_FALSE(givenUp("a(a{30}b)?", 1'000'000));
}

TEST_CASE("which patterns may look far ahead is told from their loops and choices") {
  for (const char* near : {"abc",
                           "[0-9]+",
                           R"(\b[0-9]+\b)",
                           "[0-9]+ (eur|usd)",
                           ".*b",
                           "a.*b",
                           R"(\d+(?:[.,]\d+)*)",
                           R"(\b\d+(?:[.,]\d+)?\b)",
                           "(ab)+",
                           "a|b+",
                           "(a|b+)c?",
                           R"(a\(.*b\)?)",
                           "[(]a*b[)]?",
                           "(?i)a.*b",
                           "(?:a.*b)",
                           "(?P<n>a*)b",
                           "x{3,}y",
                           R"(\p{Greek}+\pL*x)",
                           "a{2}|b{3}",
                           "(a{1,20}b)?"}) {
    CAPTURE(near);
    CHECK_FALSE(looksFarAhead(near));
  }
  for (const char* far :
       {"a(.*b)?", "a*b|a", "(a*b)*", "a|b*c", "(ab)*c", "x(?:y+z)?", R"(x[x-]*\b|x)", "(a+){2}b?",
        "((a|b+)c)?", R"(a(\x{61}{2,}b)?)", R"((?:\Q(\E.*)?)", "(a*b){2}"}) {
    CAPTURE(far);
    CHECK(looksFarAhead(far));
  }
}

}  // namespace
}  // namespace decorum::text
