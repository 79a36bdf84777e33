// What spares a detector a text spares it none in which it finds something.
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/unit/text/random_text.h"
#include "tests/unit/text/scanning.h"

namespace decorum::text {
namespace {

/// Values, words that name them, what stands between, and pieces of each.
const std::vector<std::string> kPieces = {" ",
                                          " ",
                                          " ",
                                          "  ",
                                          "\n",
                                          ".",
                                          ". ",
                                          ": ",
                                          "=",
                                          " is ",
                                          "://",
                                          "the page ",
                                          "at ",
                                          "flight ",
                                          "password",
                                          "Passwort ",
                                          "pass word",
                                          "passcode ",
                                          "PW",
                                          "pwd=",
                                          "contraseña ",
                                          "contrasena: ",
                                          "mot de passe est ",
                                          "senha é ",
                                          "löseord = ",
                                          "losenord = ",
                                          "hasło: ",
                                          "haslo: ",
                                          "heslo = ",
                                          "jelszó: ",
                                          "parolă = ",
                                          "şifre: ",
                                          "sifre: ",
                                          "пароль: ",
                                          "κωδικός: ",
                                          "ΚΩΔΙΚΟΣ: ",
                                          "密码：",
                                          "パスワード: ",
                                          "비밀번호: ",
                                          " -u ",
                                          " --user ",
                                          "--proxy-user=",
                                          "Authorization: Basic ",
                                          "Hunter2222",
                                          "bob:secret12",
                                          "dGVzdDp0ZXN0MTIzNA==",
                                          "x9$Kq2!fLm7Zp0Wd",
                                          "secret_token",
                                          "api key ",
                                          "API_KEY=",
                                          "Bearer ",
                                          "credentials: ",
                                          "access ",
                                          "private-key: ",
                                          "auth: ",
                                          "sk-ant-api03-AbCdEfGhIjKlMnOpQrSt",
                                          "AKIAIOSFODNN7EXAMPLE",
                                          "ghp_",
                                          "16C7e42F292c6912E7710c838347Ae178B4a",
                                          "$2b$10$",
                                          "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
                                          "$apr1$",
                                          "www.example.com",
                                          "http://localhost",
                                          "https://a.b/c?d=e",
                                          "example.org",
                                          "a.b",
                                          "ftp://x",
                                          "münchen.de",
                                          "例え.jp",
                                          "see",
                                          "e.g.",
                                          "jane",
                                          "@",
                                          "123456789:AAF1",
                                          "abcdefghijklmnopqrstuvwxyz012345"};

std::vector<std::string> partsOf(const std::vector<Hit>& hits, const std::string& text) {
  std::vector<std::string> parts;
  for (const Hit& hit : hits) parts.push_back(text.substr(hit.begin, hit.end - hit.begin));
  return parts;
}

/// Searches every text.
class Everywhere {
 public:
  explicit Everywhere(const Matcher& matcher) {
    detectors_.search_everywhere = true;
    detectors_.add(0, matcher);
  }
  std::vector<std::string> find(const std::string& text) {
    fold(text, folded_);
    const MessageForms forms{text, folded_};
    detectors_.begin(forms, scratch_);
    std::vector<Hit> hits;
    for (std::uint32_t i = 0; i < detectors_.expressions(); ++i)
      detectors_.find(i, forms, "", scratch_, hits);
    DetectorSet::settle(hits, 0);
    return partsOf(hits, text);
  }

 private:
  DetectorSet detectors_;
  DetectorSet::Scratch scratch_;
  Folded folded_;
};

}  // namespace

TEST_CASE("detectors find in a scan what a search of every text finds") {
  for (const char* name :
       {"url", "secret.key", "secret.hash", "secret.generic", "secret.password"}) {
    const Matcher matcher = test::detector(name);
    const Scanner scanner = test::build({matcher});
    Everywhere everywhere(matcher);
    ScanScratch scratch;
    ScanResult result;
    std::mt19937 random(23);
    std::size_t found = 0;
    for (int round = 0; round < 4000; ++round) {
      const std::string text = test::randomText(random, kPieces, 9);
      scanner.scan(text, scratch, result);
      const std::vector<std::string> hits = partsOf(result.hits, text);
      found += hits.size();
      if (hits != everywhere.find(text)) FAIL_CHECK(name << " in '" << text << "'");
    }
    CAPTURE(name);
    CHECK(found > 0);
  }
}

}  // namespace decorum::text
