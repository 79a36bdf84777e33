// Hashes that tell whether a message is said again, or nearly.

#include "runtime/text/similarity.h"

#include <bit>
#include <catch2/catch.hpp>

namespace decorum::text {
namespace {

constexpr std::uint64_t kSalt = 0x5DEECE66D;

std::uint64_t hashOf(const char* message, std::uint64_t salt = kSalt) {
  HashScratch scratch;
  return textHash(message, salt, scratch);
}
int apart(const char* one, const char* other) {
  HashScratch scratch;
  return std::popcount(similarityHash(one, kSalt, scratch) ^ similarityHash(other, kSalt, scratch));
}

TEST_CASE("messages that fold alike have one hash") {
  CHECK(hashOf("Where is my Order") == hashOf("  where is  my ORDER "));
  CHECK(hashOf("Where is my order") != hashOf("Where is our order"));
  CHECK(hashOf("ok") != hashOf("ok", kSalt + 1));
  CHECK(hashOf("") == hashOf(" "));
}

TEST_CASE("messages with nearly the same words have hashes that differ in few bits") {
  CHECK(apart("please tell me where my parcel is today",
              "Please tell me where my parcel is, today!") == 0);
  CHECK(apart("please tell me where my parcel from last week is right now",
              "please tell me where my parcel from last week is now") <= 14);
  CHECK(apart("please tell me where my parcel is today",
              "can somebody else repair that broken screen instead") > 14);
}

TEST_CASE("a short message is near to nothing but itself") {
  CHECK(apart("Alpha", "alpha") == 0);
  CHECK(apart("alpha", "alpha beta") > 14);
  CHECK(apart("alpha", "alpha alpha beta alpha") > 14);
  CHECK(apart("no", "no no no no no") > 14);
  CHECK(apart("no no no", "no no no no no") > 14);
}

}  // namespace
}  // namespace decorum::text
