/// Numbers as bytes, the same on every machine: what a conversation remembers is kept so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace decorum::engine {

class ByteWriter {
 public:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    byte(static_cast<std::uint8_t>(value));
  }
  void zigzag(std::int64_t value) {
    varint(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void word(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) byte(static_cast<std::uint8_t>(value >> shift));
  }
  void byte(std::uint8_t value) { bytes.push_back(std::byte{value}); }
  void raw(std::span<const std::byte> some) { bytes.insert(bytes.end(), some.begin(), some.end()); }

  std::vector<std::byte> bytes;
};

/// Reads what `ByteWriter` wrote. Past the end, and for what is too large, `failed` is set and all
/// reads give 0.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::uint8_t byte() {
    if (at_ == bytes_.size()) failed = true;
    return failed ? std::uint8_t{0} : static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= std::uint64_t{next & 0x7Fu} << shift;
      if ((next & 0x80) == 0) return value;
    }
    failed = true;
    return 0;
  }
  std::uint32_t small() {
    const std::uint64_t value = varint();
    if (value > 0xFFFFFFFF) failed = true;
    return failed ? 0 : static_cast<std::uint32_t>(value);
  }
  /// A number of entries, each of at least one byte.
  std::uint32_t count() {
    const std::uint32_t value = small();
    if (value > bytes_.size() - at_) failed = true;
    return failed ? 0 : value;
  }
  std::int64_t zigzag() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }
  std::uint64_t word() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 8) value |= std::uint64_t{byte()} << shift;
    return value;
  }
  std::span<const std::byte> raw(std::size_t size) {
    if (size > bytes_.size() - at_) failed = true;
    if (failed) return {};
    at_ += size;
    return bytes_.subspan(at_ - size, size);
  }
  bool atEnd() const { return at_ == bytes_.size(); }

  bool failed = false;

 private:
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
};

}  // namespace decorum::engine
