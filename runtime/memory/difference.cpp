/// Differences: `count · 2` and as many new bytes, or `count · 2 + 1` and from where in the base
/// they are copied, told as the distance from where the copy before ended.
#include "runtime/memory/difference.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>

namespace decorum {
namespace {

constexpr std::size_t kKeyBytes = 8;   // a place elsewhere in the base is found by so many
constexpr std::size_t kLeastCopy = 4;  // a shorter copy would cost more than its bytes
constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

std::uint64_t keyAt(std::span<const std::byte> bytes, std::size_t at) {
  std::uint64_t key;
  std::memcpy(&key, bytes.data() + at, sizeof key);
  return key;
}

/// Where in the base eight bytes stand.
class Places {
 public:
  explicit Places(std::span<const std::byte> base) : base_(base) {}

  std::uint32_t find(std::uint64_t key) {
    if (table_.empty()) build();
    const std::uint32_t place = table_[slot(key)];
    return place != kNowhere && keyAt(base_, place) == key ? place : kNowhere;
  }

 private:
  void build() {
    const std::size_t keys = base_.size() < kKeyBytes ? 0 : base_.size() - kKeyBytes + 1;
    table_.assign(std::bit_ceil(std::max<std::size_t>(16, 2 * keys)), kNowhere);
    for (std::size_t at = 0; at < keys; ++at)
      table_[slot(keyAt(base_, at))] = static_cast<std::uint32_t>(at);
  }
  std::size_t slot(std::uint64_t key) const {
    return (key * 0x9E3779B97F4A7C15u >> 32) & (table_.size() - 1);
  }

  std::span<const std::byte> base_;
  std::vector<std::uint32_t> table_;
};

std::size_t equalBytes(std::span<const std::byte> a, std::span<const std::byte> b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t count = 0;
  while (count < most && a[count] == b[count]) ++count;
  return count;
}

void append(std::vector<std::byte>& out, std::span<const std::byte> bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

}  // namespace

std::vector<std::byte> difference(std::span<const std::byte> base,
                                  std::span<const std::byte> target) {
  std::vector<std::byte> out;
  Places places(base);
  std::size_t at = 0;       // in the target
  std::size_t written = 0;  // of the target
  std::size_t from = 0;     // in the base, beside `at` as long as nothing was put in or left out
  std::size_t copied = 0;   // where the copy before ended in the base
  while (at < target.size()) {
    std::size_t place = from;
    std::size_t count =
        place < base.size() ? equalBytes(base.subspan(place), target.subspan(at)) : 0;
    if (count < kLeastCopy && target.size() - at >= kKeyBytes) {
      const std::uint32_t elsewhere = places.find(keyAt(target, at));
      if (elsewhere != kNowhere) {
        place = elsewhere;
        count = equalBytes(base.subspan(place), target.subspan(at));
      }
    }
    if (count < kLeastCopy) {
      ++at;
      ++from;
      continue;
    }
    if (at > written) {
      putVarint(out, (at - written) * 2);
      append(out, target.subspan(written, at - written));
    }
    putVarint(out, count * 2 + 1);
    putSigned(out, static_cast<std::int64_t>(place) - static_cast<std::int64_t>(copied));
    at += count;
    from = copied = place + count;
    written = at;
  }
  if (target.size() > written) {
    putVarint(out, (target.size() - written) * 2);
    append(out, target.subspan(written));
  }
  return out;
}

std::optional<std::vector<std::byte>> applyDifference(std::span<const std::byte> base,
                                                      std::span<const std::byte> difference) {
  std::vector<std::byte> target;
  ByteReader reader(difference);
  std::int64_t copied = 0;
  while (!reader.atEnd()) {
    const std::uint64_t head = reader.varint();
    const std::uint64_t count = head / 2;
    if (head % 2 == 0) {
      append(target, reader.take(count));
    } else {
      const std::int64_t place = copied + reader.signedVarint();
      const auto size = static_cast<std::int64_t>(base.size());
      if (place < 0 || place > size || count > static_cast<std::uint64_t>(size - place))
        return std::nullopt;
      append(target, base.subspan(static_cast<std::size_t>(place), count));
      copied = place + static_cast<std::int64_t>(count);
    }
    if (!reader.ok()) return std::nullopt;
  }
  return target;
}

void putVarint(std::vector<std::byte>& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out.push_back(static_cast<std::byte>(number | 0x80));
  out.push_back(static_cast<std::byte>(number));
}

void putSigned(std::vector<std::byte>& out, std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  putVarint(out, (bits << 1) ^ (number < 0 ? ~std::uint64_t{0} : 0));
}

std::uint64_t ByteReader::varint() {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t part = byte();
    number |= std::uint64_t{part & 0x7Fu} << shift;
    if (part < 0x80) return number;
  }
  ok_ = false;
  return 0;
}

std::int64_t ByteReader::signedVarint() {
  const std::uint64_t bits = varint();
  return static_cast<std::int64_t>((bits >> 1) ^ (bits & 1 ? ~std::uint64_t{0} : 0));
}

std::uint64_t ByteReader::fixed64() {
  const auto bytes = take(8);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    number |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  return number;
}

std::span<const std::byte> ByteReader::take(std::uint64_t count) {
  if (count > rest_.size()) {
    ok_ = false;
    rest_ = {};
    return {};
  }
  const auto taken = rest_.first(static_cast<std::size_t>(count));
  rest_ = rest_.subspan(static_cast<std::size_t>(count));
  return taken;
}

std::uint8_t ByteReader::byte() {
  const auto taken = take(1);
  return taken.empty() ? 0 : static_cast<std::uint8_t>(taken[0]);
}

}  // namespace decorum
