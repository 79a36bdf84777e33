/// Writes CBOR (RFC 8949): each value in its shortest form, so that equal values have equal bytes.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace decorum::plan {

class CborWriter {
 public:
  void null() { byte(0xF6); }
  void boolean(bool value) { byte(value ? 0xF5 : 0xF4); }
  void number(std::uint64_t value) { head(0, value); }
  void number(std::int64_t value) {
    // A negative number is written as how far it is below -1.
    value < 0 ? head(1, ~static_cast<std::uint64_t>(value))
              : head(0, static_cast<std::uint64_t>(value));
  }
  void number(double value) {
    if (std::isnan(value)) return half(0x7E00);
    if (std::isinf(value)) return half(value > 0 ? 0x7C00 : 0xFC00);
    const bool in_range = std::fabs(value) <= std::numeric_limits<float>::max();
    if (in_range && static_cast<double>(static_cast<float>(value)) == value) {
      byte(0xFA);
      return bigEndian(std::bit_cast<std::uint32_t>(static_cast<float>(value)), 4);
    }
    byte(0xFB);
    bigEndian(std::bit_cast<std::uint64_t>(value), 8);
  }
  void text(std::string_view value) {
    head(3, value.size());
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  /// `size` values follow.
  void array(std::uint64_t size) { head(4, size); }

  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

 private:
  void byte(std::uint8_t value) { bytes_.push_back(value); }
  void bigEndian(std::uint64_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) byte(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void half(std::uint16_t bits) {
    byte(0xF9);
    bigEndian(bits, 2);
  }
  void head(std::uint8_t major, std::uint64_t value) {
    const auto kind = static_cast<std::uint8_t>(major << 5);
    if (value < 24) return byte(static_cast<std::uint8_t>(kind | value));
    const int log = value <= 0xFF ? 0 : value <= 0xFFFF ? 1 : value <= 0xFFFF'FFFF ? 2 : 3;
    byte(static_cast<std::uint8_t>(kind | (24 + log)));
    bigEndian(value, 1 << log);
  }

  std::vector<std::uint8_t> bytes_;
};

}  // namespace decorum::plan
