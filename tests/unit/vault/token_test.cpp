// What reads like a token.
#include "runtime/vault/token.h"

#include <catch2/catch.hpp>

namespace decorum::vault {
namespace {

/// "begin-end:label,number,tag …"
std::string tokens(std::string_view text) {
  std::string all;
  TokenPlace token;
  for (std::size_t at = 0; nextToken(text, at, token); at = token.end) {
    all += (all.empty() ? "" : " ") + std::to_string(token.begin) + '-' +
           std::to_string(token.end) + ':' + std::string(token.label) + ',' +
           std::to_string(token.number) + ',' + std::string(token.tag);
  }
  return all;
}

TEST_CASE("tokens are found as they are written, and nothing else is") {
  CHECK(writtenToken("CARD", 12, "K7Q2X") == "[CARD_12_K7Q2X]");
  CHECK(tokens("[CARD_12_K7Q2X]") == "0-15:CARD,12,K7Q2X");
  CHECK(tokens("a [ORDER_ID_1_K7Q2X][EMAIL_2_22222]") ==
        "2-20:ORDER_ID,1,K7Q2X 20-35:EMAIL,2,22222");
  CHECK(tokens("[[CARD_1_K7Q2X]]") == "1-15:CARD,1,K7Q2X");
  CHECK(tokens("[CARD_1_K7Q2X [CARD_1_K7Q2X]") == "14-28:CARD,1,K7Q2X");
  CHECK(tokens("[A_1_2_K7Q2X]") == "0-13:A_1,2,K7Q2X");
  for (const std::string_view other : {"",
                                       "[",
                                       "[]",
                                       "[CARD]",
                                       "[CARD_1]",
                                       "[card_1_K7Q2X]",
                                       "[CARD_1_k7q2x]",
                                       "[CARD_1_K7Q2]",
                                       "[CARD_1_K7Q2XX]",
                                       "[CARD_1_K7Q2X",
                                       "CARD_1_K7Q2X]",
                                       "[CARD_01_K7Q2X]",
                                       "[CARD__K7Q2X]",
                                       "[_1_K7Q2X]",
                                       "[CARD_1_K7Q2A]",
                                       "[CARD_1_K7Q20]",
                                       "[CARD_1 _K7Q2X]",
                                       "[CARD-1-K7Q2X]",
                                       "[CARD_99999999999_K7Q2X]",
                                       "[CARD_1_K7Q2\xC3\xA9]"}) {
    INFO(other);
    CHECK(tokens(other).empty());
  }
  CHECK(tokens('[' + std::string(40, 'A') + "_4294967295_K7Q2X]") ==
        "0-59:" + std::string(40, 'A') + ",4294967295,K7Q2X");
  CHECK(tokens('[' + std::string(60, 'A') + "_1_K7Q2X]").empty());
}

TEST_CASE("tags are of an alphabet that no one misreads") {
  std::array<std::uint8_t, 32> digest{};
  CHECK(tagOf(digest) == "22222");
  digest.fill(0xFF);
  const std::string tag = tagOf(digest);
  CHECK(tag.size() == kTagCharacters);
  CHECK(tag.find_first_not_of(kTagAlphabet) == std::string::npos);
  CHECK(kTagAlphabet.find_first_of("0O1IL"
                                   "AEIOU") == std::string_view::npos);
}

}  // namespace
}  // namespace decorum::vault
