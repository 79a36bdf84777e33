// Hashes that tell whether a message is said again, or nearly.

#include "runtime/text/similarity.h"

#include <bit>
#include <catch2/catch.hpp>

namespace decorum::text {
namespace {

constexpr std::uint64_t kSalt = 0x5DEECE66D;

int apart(const char* one, const char* other) {
  return std::popcount(similarityHash(one, kSalt) ^ similarityHash(other, kSalt));
}

TEST_CASE("messages that fold alike have one hash") {
  CHECK(textHash("Where is my Order", kSalt) == textHash("  where is  my ORDER ", kSalt));
  CHECK(textHash("Where is my order", kSalt) != textHash("Where is our order", kSalt));
  CHECK(textHash("ok", kSalt) != textHash("ok", kSalt + 1));
  CHECK(textHash("", kSalt) == textHash(" ", kSalt));
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
