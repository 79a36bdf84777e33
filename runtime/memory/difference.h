/// One run of bytes written as copies from another and what is new in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace decorum {

/// What `applyDifference` needs to make `target` from `base`.
std::vector<std::byte> difference(std::span<const std::byte> base,
                                  std::span<const std::byte> target);
/// Nothing where `difference` was not made for `base`, as far as that shows.
std::optional<std::vector<std::byte>> applyDifference(std::span<const std::byte> base,
                                                      std::span<const std::byte> difference);

/// Numbers of 7 bits a byte, the lowest first; signed ones with their sign in the lowest bit.
void putVarint(std::vector<std::byte>& out, std::uint64_t number);
void putSigned(std::vector<std::byte>& out, std::int64_t number);

/// Reads what these wrote; after the first thing that is not there `ok` is false, and stays so.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : rest_(bytes) {}
  std::uint64_t varint();
  std::int64_t signedVarint();
  std::uint64_t fixed64();
  std::span<const std::byte> take(std::uint64_t count);
  std::uint8_t byte();
  bool ok() const { return ok_; }
  bool atEnd() const { return rest_.empty(); }

 private:
  std::span<const std::byte> rest_;
  bool ok_ = true;
};

}  // namespace decorum
