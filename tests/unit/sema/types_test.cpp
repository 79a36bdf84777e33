// What has no file form: how types are written and compared, and which language tags are
// well-formed.
#include "compiler/sema/types.h"

#include <catch2/catch.hpp>

#include "compiler/sema/locale.h"

namespace decorum::sema {
namespace {

Type listOf(Type element) {
  Type type = makeType(Type::Kind::kList);
  type.element.push_back(std::move(element));
  return type;
}

Type enumOf(EnumId id) {
  Type type = makeType(Type::Kind::kEnum);
  type.enumeration = id;
  return type;
}

Type range(double low, double high) {
  Type type = makeType(Type::Kind::kNumber);
  type.low = low;
  type.high = high;
  return type;
}

TEST_CASE("types are written as an author writes them", "[types]") {
  Module module;
  module.enumerations.push_back({{"basic", "plus"}, {}});
  CHECK(print(module, makeType(Type::Kind::kInt, true)) == "int?");
  CHECK(print(module, range(-1, 1)) == "-1..1");
  CHECK(print(module, range(0.5, 0.5)) == "number");  // a literal
  CHECK(print(module, enumOf(0)) == "one of basic, plus");
  CHECK(print(module, enumOf(kWeekdays)) == "day of the week");
  Type record = makeType(Type::Kind::kRecord);
  record.fields = {{"name", makeType(Type::Kind::kText)}, {"amount", range(0, 10)}};
  CHECK(print(module, listOf(record)) == "list of { name: text amount: 0..10 }");
}

TEST_CASE("types are the same but for ranges and missing values", "[types]") {
  Module module;
  module.enumerations.push_back({{"basic", "plus"}, {}});
  module.enumerations.push_back({{"basic", "plus"}, {}});
  module.enumerations.push_back({{"plus", "basic"}, {}});
  const Type integer = makeType(Type::Kind::kInt);
  const Type number = makeType(Type::Kind::kNumber);
  CHECK(same(module, range(0, 1), number));
  CHECK(same(module, integer, makeType(Type::Kind::kInt, true)));
  CHECK(same(module, enumOf(0), enumOf(1)));
  CHECK_FALSE(same(module, enumOf(0), enumOf(2)));
  CHECK_FALSE(same(module, enumOf(0), enumOf(kWeekdays)));
  CHECK_FALSE(same(module, listOf(integer), listOf(number)));
  CHECK(same(module, Type{}, number));  // an error is everything
  CHECK(fits(module, integer, number));
  CHECK_FALSE(fits(module, number, integer));
}

TEST_CASE("language tags are well-formed after BCP 47", "[types]") {
  for (const char* tag : {"es", "pt-BR", "zh-Hant-TW", "de-1996", "sl-rozaj", "es-419", "x-ours",
                          "en-a-bbb-x-a", "zh-cmn-Hans-CN", "EN-gb"})
    CHECK(isLanguageTag(tag));
  for (const char* tag : {"", "e", "english!", "es_MX", "es-", "-es", "es--MX", "en-a", "en-x",
                          "abcdefghi", "es-MXX2Y3Z4Q5"})
    CHECK_FALSE(isLanguageTag(tag));
}

}  // namespace
}  // namespace decorum::sema
