#include "runtime/plan/serialize.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <type_traits>

#include "runtime/plan/cbor.h"
#include "runtime/plan/cbor_reader.h"
#include "runtime/plan/fields.h"
#include "runtime/plan/verify.h"

namespace decorum::plan {
namespace {

using Json = nlohmann::ordered_json;
using Digest = std::array<std::uint8_t, crypto_hash_sha256_BYTES>;

constexpr std::array<std::uint8_t, 8> kMagic = {'D', 'E', 'C', 'O', 'R', 'U', 'M', 1};
constexpr std::size_t kHeaderBytes = kMagic.size() + 4 + sizeof(Digest);

template <class T>
constexpr bool kIsVector = false;
template <class T>
constexpr bool kIsVector<std::vector<T>> = true;
template <class T>
constexpr bool kIsOptional = false;
template <class T>
constexpr bool kIsOptional<std::optional<T>> = true;

// --------------------------------------------------------------------------------------------
// the whole size of a structure is that of its listed fields: none was forgotten

template <class T>
constexpr std::size_t sizeOfListed() {
  std::size_t size = 0;
  const auto add = [&]<class Owner, class Member>(const FieldOf<Owner, Member>&) {
    size = (size + alignof(Member) - 1) / alignof(Member) * alignof(Member) + sizeof(Member);
  };
  std::apply([&](const auto&... field) { (add(field), ...); }, Fields<T>::list);
  return (size + alignof(T) - 1) / alignof(T) * alignof(T);
}

// --------------------------------------------------------------------------------------------
// writing

template <class T>
constexpr std::size_t kFieldsOf = std::tuple_size_v<std::remove_cvref_t<decltype(Fields<T>::list)>>;

template <class T>
void write(const T& value, CborWriter& to) {
  if constexpr (std::is_enum_v<T>) {
    static_assert(enumeratorCount<T>() > 0, "the enumeration is missing in fields.h");
    to.number(static_cast<std::uint64_t>(value));
  } else if constexpr (kIsOptional<T>) {
    value ? write(*value, to) : to.null();
  } else if constexpr (kIsVector<T>) {
    to.array(value.size());
    for (const auto& element : value) write(element, to);
  } else if constexpr (Described<T>) {
    static_assert(sizeOfListed<T>() == sizeof(T), "a field is missing in fields.h");
    to.array(kFieldsOf<T>);
    forEachField(value, [&](const char*, const auto& member) { write(member, to); });
  } else if constexpr (std::is_same_v<T, bool>) {
    to.boolean(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    to.number(static_cast<double>(value));
  } else if constexpr (std::is_signed_v<T>) {
    to.number(static_cast<std::int64_t>(value));
  } else if constexpr (std::is_unsigned_v<T>) {
    to.number(static_cast<std::uint64_t>(value));
  } else {
    to.text(value);
  }
}

template <class T>
Json named(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return static_cast<unsigned>(value);
  } else if constexpr (kIsOptional<T>) {
    return value ? named(*value) : Json(nullptr);
  } else if constexpr (kIsVector<T>) {
    Json list = Json::array();
    for (const auto& element : value) list.push_back(named(element));
    return list;
  } else if constexpr (Described<T>) {
    Json made = Json::object();
    forEachField(value, [&](const char* name, const auto& member) { made[name] = named(member); });
    return made;
  } else {
    return value;
  }
}

// All but the digest, which is over what is written here.
std::vector<std::uint8_t> body(const Plan& plan) {
  CborWriter writer;
  writer.array(kFieldsOf<Plan>);
  forEachField(plan, [&](const char*, const auto& member) {
    if (static_cast<const void*>(&member) == &plan.digest) return writer.text("");
    write(member, writer);
  });
  return writer.bytes();
}

Digest digestOf(std::span<const std::uint8_t> bytes) {
  Digest digest;
  crypto_hash_sha256(digest.data(), bytes.data(), bytes.size());
  return digest;
}

std::string hex(const Digest& digest) {
  return fmt::format("{:02x}", fmt::join(digest.begin(), digest.end(), ""));
}

// --------------------------------------------------------------------------------------------
// reading

/// Bytes that a value of this type has at least: a list that says that it has more elements than
/// there are bytes for is turned away before there is memory for them.
template <class T>
constexpr std::size_t leastBytes() {
  std::size_t bytes = 1;
  if constexpr (Described<T>) {
    const auto add = [&]<class Owner, class Member>(const FieldOf<Owner, Member>&) {
      bytes += leastBytes<Member>();
    };
    std::apply([&](const auto&... field) { (add(field), ...); }, Fields<T>::list);
  }
  return bytes;
}

template <class Number, class Wide>
bool narrow(const std::optional<Wide>& wide, Number& value) {
  if (!wide || !std::in_range<Number>(*wide)) return false;
  value = static_cast<Number>(*wide);
  return true;
}

/// Plans nest less than half as deep; the stack is not for their bytes to fill.
constexpr int kMostDeep = 32;

/// False where what comes next is not a `T`, or is nested too deep.
template <class T>
bool read(CborReader& from, T& value, int depth = 0) {
  if constexpr (std::is_same_v<T, bool>) {
    const auto truth = from.boolean();
    if (truth) value = *truth;
    return truth.has_value();
  } else if constexpr (std::is_enum_v<T>) {
    const auto number = from.unsignedNumber();
    if (!number || *number >= enumeratorCount<T>()) return false;
    value = static_cast<T>(*number);
    return true;
  } else if constexpr (std::is_unsigned_v<T>) {
    return narrow(from.unsignedNumber(), value);
  } else if constexpr (std::is_integral_v<T>) {
    return narrow(from.signedNumber(), value);
  } else if constexpr (std::is_floating_point_v<T>) {
    const auto number = from.floating();
    if (number) value = static_cast<T>(*number);
    return number.has_value();
  } else if constexpr (std::is_same_v<T, std::string>) {
    const auto text = from.text();
    if (text) value = *text;
    return text.has_value();
  } else if constexpr (kIsOptional<T>) {
    return from.null() || read(from, value.emplace(), depth);
  } else if constexpr (kIsVector<T>) {
    const auto size = from.array();
    if (depth == kMostDeep || !size || *size > from.left() / leastBytes<typename T::value_type>())
      return false;
    value.resize(*size);
    return std::all_of(value.begin(), value.end(),
                       [&](auto& one) { return read(from, one, depth + 1); });
  } else {
    if (depth == kMostDeep || from.array() != kFieldsOf<T>) return false;
    bool ok = true;
    forEachField(value,
                 [&](const char*, auto& member) { ok = ok && read(from, member, depth + 1); });
    return ok;
  }
}

std::uint32_t littleEndian(std::span<const std::uint8_t> bytes) {
  return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | std::uint32_t{bytes[3]} << 24;
}

}  // namespace

std::vector<std::byte> serialize(const Plan& plan) {
  const std::vector<std::uint8_t> cbor = body(plan);
  const Digest digest = digestOf(cbor);
  std::vector<std::byte> bytes;
  bytes.reserve(kHeaderBytes + cbor.size());
  const auto append = [&](std::uint8_t byte) { bytes.push_back(std::byte{byte}); };
  std::for_each(kMagic.begin(), kMagic.end(), append);
  for (int shift = 0; shift < 32; shift += 8) append(kFormVersion >> shift & 0xFF);
  std::for_each(digest.begin(), digest.end(), append);
  std::for_each(cbor.begin(), cbor.end(), append);
  return bytes;
}

namespace {

enum class Digests : std::uint8_t { kCompared, kVouchedFor };

Result<Plan, std::string> load(std::span<const std::byte> bytes, Digests digests) {
  const std::span<const std::uint8_t> all(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                          bytes.size());
  if (all.size() < kHeaderBytes || !std::equal(kMagic.begin(), kMagic.end(), all.begin())) {
    return std::string("this is no compiled policy");
  }
  const std::uint32_t version = littleEndian(all.subspan(kMagic.size(), 4));
  if (version != kFormVersion) {
    return fmt::format("the policy was compiled for form {}; this is form {}", version,
                       kFormVersion);
  }
  const auto cbor = all.subspan(kHeaderBytes);
  Digest digest;
  std::copy_n(all.begin() + kMagic.size() + 4, digest.size(), digest.begin());
  if (digests == Digests::kCompared && digest != digestOf(cbor)) {
    return std::string("the compiled policy is damaged: its digest does not fit");
  }
  CborReader reader(cbor);
  Plan plan;
  if (!read(reader, plan) || reader.left() > 0) {
    return std::string("the compiled policy is not in the form it should have");
  }
  if (const auto reason = verify(plan)) {
    return fmt::format("the compiled policy does not hold together: {}", *reason);
  }
  plan.digest = hex(digest);
  return plan;
}

}  // namespace

Result<Plan, std::string> load(std::span<const std::byte> bytes) {
  return load(bytes, Digests::kCompared);
}

Result<Plan, std::string> loadVouchedFor(std::span<const std::byte> bytes) {
  return load(bytes, Digests::kVouchedFor);
}

namespace {

template <class T>
std::string partBytes(const T& part) {
  CborWriter writer;
  write(part, writer);
  return {writer.bytes().begin(), writer.bytes().end()};
}

}  // namespace

std::string bytesOf(const text::Matcher& matcher) { return partBytes(matcher); }
std::string bytesOf(const Hours& hours) { return partBytes(hours); }

void seal(Plan& plan) { plan.digest = hex(digestOf(body(plan))); }

std::string toJson(const Plan& plan) {
  return named(plan).dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace decorum::plan
