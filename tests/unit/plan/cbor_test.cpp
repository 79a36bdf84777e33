#include "runtime/plan/cbor.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "runtime/plan/cbor_reader.h"

namespace decorum::plan {
namespace {

using Json = nlohmann::json;

template <class T>
std::vector<std::uint8_t> written(T value) {
  CborWriter writer;
  if constexpr (std::is_same_v<T, std::string>)
    writer.text(value);
  else
    writer.number(value);
  return writer.bytes();
}

TEST_CASE("values are written as another writer of CBOR does") {
  for (int shift = 0; shift < 64; ++shift) {
    for (const std::uint64_t near : {-2, -1, 0, 1}) {
      const std::uint64_t value = (std::uint64_t{1} << shift) + near;
      const auto with_sign = static_cast<std::int64_t>(value);
      CAPTURE(value);
      CHECK(written(value) == Json::to_cbor(Json(value)));
      CHECK(written(with_sign) == Json::to_cbor(Json(with_sign)));
    }
  }
  using Limits = std::numeric_limits<double>;
  for (const double value : {0.0, -0.0, 0.5, 0.1, -1e300, 3.4e38, 3.5e38, 1e-310, Limits::max(),
                             Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN()}) {
    CAPTURE(value);
    CHECK(written(value) == Json::to_cbor(Json(value)));
  }
  for (const std::size_t size : {0, 1, 23, 24, 255, 256, 65535, 65536})
    CHECK(written(std::string(size, 'x')) == Json::to_cbor(Json(std::string(size, 'x'))));
}

TEST_CASE("what was written is read back, and nothing else in its place") {
  using Signed = std::numeric_limits<std::int64_t>;
  for (const std::int64_t value :
       {Signed::min(), Signed::min() + 1, std::int64_t{-257}, std::int64_t{-1}, std::int64_t{0},
        std::int64_t{23}, std::int64_t{24}, std::int64_t{65'536}, Signed::max()}) {
    const auto bytes = written(value);
    CborReader reader(bytes);
    CHECK_FALSE(reader.floating().has_value());
    CHECK_FALSE(reader.text().has_value());
    CHECK(CborReader(bytes).unsignedNumber().has_value() == (value >= 0));
    CHECK(reader.signedNumber() == value);
    CHECK(reader.left() == 0);
  }
  const auto most = written(std::numeric_limits<std::uint64_t>::max());
  CHECK_FALSE(CborReader(most).signedNumber().has_value());
  CHECK(CborReader(most).unsignedNumber() == std::numeric_limits<std::uint64_t>::max());
  using Limits = std::numeric_limits<double>;
  for (const double value : {0.0, 0.5, 0.1, -1e300, 3.5e38, 1e-310, Limits::max(),
                             Limits::infinity(), -Limits::infinity()})
    CHECK(CborReader(written(value)).floating() == value);
  CHECK(std::signbit(*CborReader(written(-0.0)).floating()));
  CHECK(std::isnan(*CborReader(written(Limits::quiet_NaN())).floating()));
  for (unsigned bits = 0; bits < 0x10000; ++bits) {  // halves, as another reader reads them
    const std::vector<std::uint8_t> half = {0xF9, static_cast<std::uint8_t>(bits >> 8),
                                            static_cast<std::uint8_t>(bits & 0xFF)};
    const double theirs = Json::from_cbor(half).get<double>(), ours = *CborReader(half).floating();
    if (!(ours == theirs || (std::isnan(ours) && std::isnan(theirs)))) FAIL("half " << bits);
  }
}

TEST_CASE("values that are cut short are not read") {
  std::vector<std::vector<std::uint8_t>> all = {written(0.1),
                                                written(std::uint64_t{1} << 40),
                                                written(std::string(300, 'x')),
                                                {0x1C},
                                                {0x9F}};
  for (auto& bytes : all) {
    bytes.pop_back();
    CborReader reader(bytes);
    CHECK_FALSE(reader.floating().has_value());
    CHECK_FALSE(reader.unsignedNumber().has_value());
    CHECK_FALSE(reader.text().has_value());
    CHECK_FALSE(reader.array().has_value());
    CHECK(reader.left() == bytes.size());
  }
}

TEST_CASE("a structure is the array of its fields") {
  CborWriter writer;
  writer.array(4);
  writer.null();
  writer.boolean(true);
  writer.boolean(false);
  writer.array(0);
  CHECK(writer.bytes() == Json::to_cbor(Json{nullptr, true, false, Json::array()}));
}

}  // namespace
}  // namespace decorum::plan
