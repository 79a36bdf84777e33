#include "runtime/plan/cbor.h"

#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

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
