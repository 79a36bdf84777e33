// Keys, tokens and passwords. They are put together here, so that no scanner of repositories takes
// a test for a leak.
#include <catch2/catch.hpp>

#include "runtime/text/detect/key_forms.h"
#include "runtime/text/detect/randomness.h"
#include "tests/unit/text/scanning.h"

namespace decorum::text {
namespace {

using test::detector;
using test::found;
using Parts = std::vector<std::string>;

// Drawn at random: 30 characters, and six that are the base 62 digits of their CRC32.
const std::string kBody = "k3Jx9QmT7vWzR2bLfY8nHs4DcPgA6E";
const std::string kChecked = kBody + "3FPNjm";
const std::string kHex = "9f86d081884c7d659a2feaa0c55ad015";

double scoreOf(const char* name, const std::string& message) {
  Matcher matcher = detector(name);
  matcher.min_score = 0.01;
  const auto hits = test::hitsOf({matcher}, message);
  return hits.empty() ? 0 : hits[0].score;
}

TEST_CASE("keys are found by their providers' forms, capitals included") {
  const auto key = GENERATE_COPY(values<std::string>(
      {"AKIA" + std::string("Q3EGRJ5XVDLTYB7M"), "ghp_" + kChecked, "glpat-" + kBody.substr(0, 20),
       "sk-ant-" + kBody + kBody, "SG." + kBody.substr(0, 22) + "." + kBody + kBody.substr(0, 13),
       "dop_v1_" + kHex + kHex, "xoxb-2048172635-" + kBody, "AIza" + kBody + "x9Qz7",
       "shpat_" + kHex, "123456789:AA" + kBody + "Q3e", kHex + "-us12", "hvs." + kBody}));
  CAPTURE(key);
  CHECK(found(detector("secret.key"), "use " + key + " now") == Parts{key});
  CHECK(found(detector("secret.key"), "\"" + key + "\"") == Parts{key});
}

TEST_CASE("what only begins like a key is none") {
  const auto text = GENERATE_COPY(values<std::string>(
      {"akia" + std::string("q3egrj5xvdltyb7m"),       // in small letters
       "AKIA" + std::string("IOSFODNN7EXAMPLE"),       // of the documentation
       "ghp_" + std::string(36, 'x'), "ghp_" + kBody,  // a placeholder; too short
       "ghp_" + kChecked + "abc", "sk-learn-is-a-library-of-python-for-machine-learning",
       "task-force-of-the-department-of-defence-and-others", "api-documentation-of-the-service"}));
  CAPTURE(text);
  CHECK(found(detector("secret.key"), text).empty());
}

TEST_CASE("GitHub's check digits tell a token from what has its form") {
  CHECK(scoreOf("secret.key", "ghp_" + kChecked) == 1.0);
  std::string mistyped = kChecked;
  mistyped[3] = 'q';
  CHECK(scoreOf("secret.key", "ghp_" + mistyped) == 0.6);
}

TEST_CASE("every key form finds a key made of it") {
  // Digits and letters in turn, so that it looks drawn at random and is of all classes.
  const auto make = [](std::string_view rest) {
    constexpr std::string_view kHexCapitals = "A7D3F2B5E4C6";
    constexpr std::string_view kHexSmall = "a7d39f0c2b8e51";
    std::string key;
    std::size_t drawn = 0;
    for (std::size_t at = 0; at < rest.size();) {
      const std::size_t end = std::min(rest.find(' ', at), rest.size());
      const std::string item(rest.substr(at, end - at));
      at = end + 1;
      if (item[0] == '\'') {
        key.push_back(item[1]);
        continue;
      }
      const std::size_t count = std::stoul(item.substr(1));
      for (std::size_t i = 0; i < count; ++i, ++drawn) {
        const char c = item[0];
        if (c == 'd') {
          key.push_back(static_cast<char>('0' + (drawn * 7 + 3) % 10));
        } else if (c == 'z') {
          key.push_back("qxzkvjw"[drawn % 7]);
        } else if (c == 'u' || c == 'b' || c == 'a') {
          key.push_back(c == 'a' ? "Q7Z3X2W5"[drawn % 8] : kHexCapitals[drawn * 5 % 12]);
        } else {
          key.push_back(c == 'x' || drawn % 3 != 0 ? kHexSmall[drawn * 5 % 14]
                                                   : "QXZKVJ"[drawn % 6]);
        }
      }
    }
    return key;
  };
  const Scanner scanner = test::build({detector("secret.key")});
  ScanScratch scratch;
  ScanResult result;
  for (const detect::KeyForm& form : detect::kKeyForms) {
    const std::string key = std::string(form.begin) + make(form.rest);
    CAPTURE(form.provider, key);
    CHECK(detect::keySize(form, key) == key.size());
    scanner.scan(key, scratch, result);
    CHECK(result.hits.size() == 1);
  }
}

TEST_CASE("secrets are found by what stands beside") {
  struct Case {
    const char* detector;
    std::string message;
    Parts parts;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"secret.generic", "API_KEY = \"" + kBody + "\"", {kBody}},
      {"secret.generic", "{\"client_secret\": \"" + kHex + "\"}", {kHex}},
      {"secret.generic", "algolia_admin_key: " + kHex, {kHex}},
      {"secret.generic", "Authorization: Bearer " + kBody, {kBody}},
      {"secret.generic", "api_key = your_api_key_here, token = ${TOKEN}, key: <secret>", {}},
      {"secret.generic", "token = os.environ[\"TOKEN\"], secret: getSecret(name)", {}},
      {"secret.generic", "commit_sha: " + kHex + ", checksum = " + kHex, {}},
      {"secret.generic", "public_token_url = https://example.org/" + kBody, {}},
      {"secret.generic", "api_key = aaaaaaaaaaaaaaaaaaaaaaaa, the secret is out of the bag", {}},
      {"secret.password", "my password is Tr0ub4dor&3.", {"Tr0ub4dor&3"}},
      {"secret.password", "Passwort: hunter22", {"hunter22"}},
      {"secret.password", "密码是abc12345", {"abc12345"}},
      {"secret.password", "DB_PASSWORD=whitehorse", {"whitehorse"}},
      {"secret.password", "curl -u ann:s3cretPw https://example.org", {"s3cretPw"}},
      {"secret.password", "my password is wrong, the password is required, password: <none>", {}},
      {"secret.otp", "Your verification code is 493-022.", {"493-022"}},
      {"secret.otp", "OTP: 55127, 验证码:482913", {"55127", "482913"}},
      {"secret.otp", "code 1234, verification of 123456 items, otp 111111", {}},
      {"secret.url",
       "db: postgres://ann:s3cret@db.example.org:5432/shop.",
       {"postgres://ann:s3cret@db.example.org:5432/shop"}},
      {"secret.url", "https://example.org/a:b@c, https://${USER}:${PASSWORD}@example.org", {}},
      {"secret.webhook",
       "https://hooks.slack.com/services/T024BE7LD/B0" + kBody.substr(0, 8) + "/" +
           kBody.substr(0, 24),
       {"https://hooks.slack.com/services/T024BE7LD/B0" + kBody.substr(0, 8) + "/" +
        kBody.substr(0, 24)}},
      {"secret.hash",
       "$2b$12$" + kBody + kBody.substr(0, 23) + " x",
       {"$2b$12$" + kBody + kBody.substr(0, 23)}},
      {"secret.hash", "costs $2 and $10", {}},
      {"secret.jwt", "eyj.eyj.abc, eyJhbGciOiJIUzI1NiJ9 alone", {}},
  }));
  CAPTURE(c.detector, c.message);
  CHECK(found(detector(c.detector), c.message) == c.parts);
}

TEST_CASE("randomness is told from words") {
  using namespace detect;
  CHECK(bitsACharacter("aaaa") == 0);
  CHECK(bitsACharacter("abcd") == 2);
  CHECK(wordLikeness("theinternationalstandard") > 0.6);
  CHECK(wordLikeness("xqzjkvwpxgqhzr") < 0.3);
  CHECK(looksRandom(kBody));
  CHECK(looksRandom(kHex));
  CHECK_FALSE(looksRandom("the_quick_brown_fox_2024"));
  CHECK_FALSE(looksRandom("someLongIdentifierName"));
  CHECK_FALSE(looksRandom("aaaaaaaaaaaaaaaaaa1b"));
  CHECK(isPlaceholder("your-token"));
  CHECK(isPlaceholder("none"));
  CHECK_FALSE(isPlaceholder(kHex));
  const CharacterMix mix = mixOf("ab12C-");
  CHECK((mix.small == 2 && mix.digits == 2 && mix.capital == 1 && mix.others == 1));
  CHECK((mix.changes == 3 && mix.distinct == 6));
}

}  // namespace
}  // namespace decorum::text
