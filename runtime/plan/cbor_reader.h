/// Reads CBOR (RFC 8949), as far as plans use it: no maps, no tags, no lengths left open.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace decorum::plan {

/// Each function reads one value of its kind and moves on; where another stands there, or too few
/// bytes, it gives nothing and stays.
class CborReader {
 public:
  explicit CborReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::size_t left() const { return bytes_.size() - at_; }

  bool null() { return skip(0xF6); }
  std::optional<bool> boolean() {
    if (skip(0xF5)) return true;
    return skip(0xF4) ? std::optional(false) : std::nullopt;
  }
  std::optional<std::uint64_t> unsignedNumber() { return head(0); }
  std::optional<std::int64_t> signedNumber() {
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    const std::size_t begin = at_;
    if (const auto value = head(0); value && *value <= kMost)
      return static_cast<std::int64_t>(*value);
    at_ = begin;
    if (const auto below = head(1); below && *below <= kMost)
      return -1 - static_cast<std::int64_t>(*below);
    at_ = begin;
    return std::nullopt;
  }
  std::optional<double> floating() {
    if (left() == 0) return std::nullopt;
    const std::uint8_t kind = bytes_[at_];
    const std::size_t size = kind == 0xFB ? 8 : kind == 0xFA ? 4 : kind == 0xF9 ? 2 : 0;
    if (size == 0 || left() < 1 + size) return std::nullopt;
    ++at_;
    const std::uint64_t bits = bigEndian(size);
    if (size == 8) return std::bit_cast<double>(bits);
    if (size == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    return half(static_cast<std::uint16_t>(bits));
  }
  std::optional<std::string_view> text() {
    const std::size_t begin = at_;
    const auto size = head(3);
    if (!size || *size > left()) {
      at_ = begin;
      return std::nullopt;
    }
    at_ += *size;
    return std::string_view(reinterpret_cast<const char*>(bytes_.data()) + at_ - *size, *size);
  }
  /// How many values follow.
  std::optional<std::uint64_t> array() { return head(4); }

 private:
  bool skip(std::uint8_t byte) {
    if (left() == 0 || bytes_[at_] != byte) return false;
    ++at_;
    return true;
  }
  std::uint64_t bigEndian(std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | bytes_[at_++];
    return value;
  }
  std::optional<std::uint64_t> head(std::uint8_t major) {
    if (left() == 0 || bytes_[at_] >> 5 != major) return std::nullopt;
    const std::uint8_t low = bytes_[at_] & 0x1F;
    if (low < 24) {
      ++at_;
      return low;
    }
    const std::size_t size = std::size_t{1} << (low - 24);
    if (low > 27 || left() < 1 + size) return std::nullopt;
    ++at_;
    return bigEndian(size);
  }
  static double half(std::uint16_t bits) {
    const std::uint64_t sign = std::uint64_t{bits} >> 15 << 63;
    const std::uint64_t exponent = bits >> 10 & 0x1F;
    const std::uint64_t fraction = bits & 0x3FF;
    if (exponent == 0) {
      const double small = static_cast<double>(fraction) * 0x1p-24;
      return sign != 0 ? -small : small;
    }
    const std::uint64_t wide = exponent == 31 ? 0x7FF : exponent - 15 + 1023;
    return std::bit_cast<double>(sign | wide << 52 | fraction << 42);
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

}  // namespace decorum::plan
