// Rules of addresses in networks, of devices and vehicles.
#include "runtime/text/validate/check_digits.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::validate {

bool vin(std::string_view value) {
  const Compact number(value);
  if (number.size != 17) return false;
  static constexpr std::string_view kValues = "12345678012345070923456789";  // a to z; i, o, q none
  static constexpr int kWeights[] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    const char c = number.chars[i];
    if (c == 'i' || c == 'o' || c == 'q') return false;
    sum += kWeights[i] * (isDigit(c) ? c - '0' : kValues[static_cast<std::size_t>(c - 'a')] - '0');
  }
  return number.chars[8] == std::string_view("0123456789x")[static_cast<std::size_t>(sum % 11)];
}

bool ipv4(std::string_view value) {
  int parts = 0;
  for (std::size_t i = 0; i <= value.size(); ++parts) {
    const std::size_t end = std::min(value.find('.', i), value.size());
    const std::string_view part = value.substr(i, end - i);
    if (part.empty() || part.size() > 3 || !std::ranges::all_of(part, isDigit)) return false;
    if (part.size() > 1 && part[0] == '0') return false;
    if (part.size() == 3 && part > "255") return false;
    i = end + 1;
  }
  return parts == 4;
}

bool ipv6(std::string_view value) {
  const std::size_t zone = value.find('%');
  std::string_view rest = value.substr(0, zone);
  int groups = 0;
  bool shortened = false;
  if (rest.starts_with("::")) {
    shortened = true;
    rest.remove_prefix(2);
  }
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string_view group = rest.substr(0, end);
    if (end == rest.size() && group.find('.') != std::string_view::npos) {
      if (!ipv4(group)) return false;
      groups += 2;
      break;
    }
    const auto is_hex = [](char c) {
      return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    if (group.empty() || group.size() > 4 || !std::ranges::all_of(group, is_hex)) return false;
    ++groups;
    rest.remove_prefix(end);
    if (rest.starts_with("::")) {
      if (shortened) return false;
      shortened = true;
      rest.remove_prefix(2);
    } else if (!rest.empty()) {
      rest.remove_prefix(1);
      if (rest.empty()) return false;
    }
  }
  return shortened ? groups < 8 : groups == 8;
}

bool ip(std::string_view value) { return ipv4(value) || ipv6(value); }

bool mac(std::string_view value) {
  const Compact address(value);
  const std::string_view digits = address.view();
  if (digits.size() != 12 && digits.size() != 16) return false;  // EUI-48, EUI-64
  if (!std::ranges::all_of(digits, [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); })) {
    return false;
  }
  // All zeros is no device, all ones is every device.
  return !address.allSame() || (digits[0] != '0' && digits[0] != 'f');
}

bool imei(std::string_view value) {
  const Compact number(value);
  return number.digits(15) && !number.allSame() && luhnDigits(number.view());
}

bool imsi(std::string_view value) {
  const Compact number(value);
  // Mobile country codes: 2 Europe, 3 North America, 4 Asia, 5 Oceania, 6 Africa, 7 South America.
  return number.digits(15) && number.digit(0) >= 2 && number.digit(0) <= 7;
}

}  // namespace decorum::text::validate
