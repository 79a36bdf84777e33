/// Numbers and texts one after another in bytes, numbers little end first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace decorum {

class Packer {
 public:
  void number32(std::uint32_t value) { number(value, 4); }
  void number64(std::uint64_t value) { number(value, 8); }
  /// Its length, 8 bytes, and the text.
  void text(std::string_view value) {
    number64(value.size());
    bytes_ += value;
  }
  void raw(std::string_view value) { bytes_ += value; }

  std::string take() { return std::move(bytes_); }

 private:
  void number(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) bytes_ += static_cast<char>(value >> (8 * i) & 0xFF);
  }
  std::string bytes_;
};

/// Reads what a `Packer` wrote. Where there is less than is asked for, `failed` from then on, and
/// everything read is empty.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  std::uint32_t number32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t number64() { return number(8); }
  std::string_view text() { return raw(number64()); }
  std::string_view raw(std::uint64_t size) {
    if (size > rest_.size()) failed_ = true;
    if (failed_) return {};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  bool failed() const { return failed_; }
  std::string_view rest() const { return rest_; }

 private:
  std::uint64_t number(std::size_t bytes) {
    const std::string_view taken = raw(bytes);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < taken.size(); ++i)
      value |= std::uint64_t{static_cast<unsigned char>(taken[i])} << (8 * i);
    return value;
  }
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace decorum
