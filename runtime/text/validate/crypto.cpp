// Addresses of crypto currencies. Their check sums are over the case as written.
#include <cstdint>
#include <string>

#include "runtime/base/digest.h"
#include "runtime/base/keccak.h"
#include "runtime/text/validate/check_digits.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::validate {
namespace {

/// Base58Check: a version byte, a hash of twenty bytes, and four of the hash of both hashed again.
bool isBase58Address(std::string_view address) {
  constexpr std::string_view kAlphabet =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  constexpr std::size_t kBytes = 25;
  if (address.size() < 26 || address.size() > 35) return false;
  std::array<std::uint8_t, kBytes> bytes{};
  for (const char c : address) {
    const std::size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return false;
    auto carry = static_cast<unsigned>(digit);
    for (std::size_t i = kBytes; i-- > 0;) {
      carry += 58u * bytes[i];
      bytes[i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    if (carry != 0) return false;
  }
  // Versions of the main network: to a key, to a script.
  if (bytes[0] != 0x00 && bytes[0] != 0x05) return false;
  const std::string_view payload(reinterpret_cast<const char*>(bytes.data()), kBytes - 4);
  const auto once = sha256(payload);
  const auto twice = sha256({reinterpret_cast<const char*>(once.data()), once.size()});
  return std::equal(bytes.end() - 4, bytes.end(), twice.begin());
}

std::uint32_t polymodStep(std::uint32_t checksum, std::uint32_t value) {
  constexpr std::array<std::uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                       0x3d4233dd, 0x2a1462b3};
  const std::uint32_t top = checksum >> 25;
  checksum = (checksum & 0x1ffffff) << 5 ^ value;
  for (std::size_t i = 0; i < kGenerator.size(); ++i) {
    if ((top >> i & 1) != 0) checksum ^= kGenerator[i];
  }
  return checksum;
}

/// BIP 173 for the first version of witnesses, BIP 350 for the later ones.
bool isSegwitAddress(std::string_view address) {
  constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  if (address.size() < 14 || address.size() > 90) return false;
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool upper = std::ranges::any_of(address, is_upper);
  if (upper && std::ranges::any_of(address, isLetter)) return false;
  std::string small(address);
  for (char& c : small) c = is_upper(c) ? static_cast<char>(c | 0x20) : c;
  const std::size_t separator = small.rfind('1');
  const std::string_view network = std::string_view(small).substr(0, separator);
  if (network != "bc" && network != "tb") return false;
  std::uint32_t checksum = 1;
  for (const char c : network) checksum = polymodStep(checksum, static_cast<unsigned>(c) >> 5);
  checksum = polymodStep(checksum, 0);
  for (const char c : network) checksum = polymodStep(checksum, static_cast<unsigned>(c) & 31);
  for (const char c : small.substr(separator + 1)) {
    const std::size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return false;
    checksum = polymodStep(checksum, static_cast<std::uint32_t>(digit));
  }
  const bool first_version = small[separator + 1] == 'q';
  return checksum == (first_version ? 1u : 0x2bc830a3u);
}

}  // namespace

bool bitcoin(std::string_view value) { return isBase58Address(value) || isSegwitAddress(value); }

bool ethereum(std::string_view value) {
  if (value.size() != 42 || value[0] != '0' || (value[1] | 0x20) != 'x') return false;
  const std::string_view written = value.substr(2);
  const Compact digits(written);
  const std::string_view small = digits.view();
  const auto is_hex = [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); };
  if (small.size() != 40 || !std::ranges::all_of(small, is_hex)) return false;
  const bool mixed = std::ranges::any_of(written, isLetter) &&
                     std::ranges::any_of(written, [](char c) { return c >= 'A' && c <= 'F'; });
  if (!mixed) return true;
  // EIP-55: a letter is a capital where the digit of the hash at its place is 8 or more.
  const auto hash = keccak256(small);
  for (std::size_t i = 0; i < 40; ++i) {
    const int digit = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
    if (!isDigit(written[i]) && isLetter(written[i]) != (digit < 8)) return false;
  }
  return true;
}

}  // namespace decorum::text::validate
