// Numbers of states and authorities of the Americas.
#include <string>

#include "runtime/text/validate/check_digits.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::validate {
namespace {

/// The check digit that makes the weighted sum a multiple of eleven; 10 where there is none.
int elevenMinus(int sum) { return (11 - sum % 11) % 11; }

}  // namespace

bool ssn(std::string_view value) {
  const Compact number(value);
  if (!number.digits(9)) return false;
  const std::string_view digits = number.view();
  const std::string_view area = digits.substr(0, 3);
  if (area == "000" || area == "666" || digits[0] == '9') return false;
  if (digits.substr(3, 2) == "00" || digits.substr(5) == "0000") return false;
  // Printed on sample cards, and never anyone's since.
  return digits != "078051120" && digits != "219099999";
}

bool itin(std::string_view value) {
  const Compact number(value);
  if (!number.digits(9) || number.digit(0) != 9) return false;
  const int group = number.number(3, 2);
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) ||
         (group >= 90 && group <= 92) || (group >= 94 && group <= 99);
}

bool ein(std::string_view value) {
  const Compact number(value);
  if (!number.digits(9) || number.allSame()) return false;
  // Prefixes that no campus of the IRS has been given.
  constexpr std::array kUnused = {0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97};
  return std::ranges::find(kUnused, number.number(0, 2)) == kUnused.end();
}

bool npi(std::string_view value) {
  const Compact number(value);
  if (!number.digits(10) || (number.digit(0) != 1 && number.digit(0) != 2)) return false;
  return !number.allSame() && luhnDigits("80840" + std::string(number.view()));
}

bool dea(std::string_view value) {
  const Compact number(value);
  if (!number.hasForm("acnnnnnnn") || !isAmong(number.chars[0], "abcdefghjklmprstux")) return false;
  if (isDigit(number.chars[1]) && number.chars[1] != '9') return false;
  const int sum = weighted<6>(number, {1, 2, 1, 2, 1, 2}, 2);
  return sum % 10 == number.digit(8);
}

bool mbi(std::string_view value) {
  const Compact number(value);
  constexpr std::string_view kLetters = "acdefghjkmnpqrtuvwxy";  // without s, l, o, i, b, z
  constexpr std::string_view kForm = "naenaenaann";              // e: a letter or a digit
  if (number.size != kForm.size() || number.chars[0] == '0') return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool may_be_digit = kForm[i] != 'a';
    const bool may_be_letter = kForm[i] != 'n';
    const char c = number.chars[i];
    if (isDigit(c) ? !may_be_digit : !may_be_letter || !isAmong(c, kLetters)) return false;
  }
  return true;
}

bool sin(std::string_view value) {
  const Compact number(value);
  return number.digits(9) && number.digit(0) != 0 && number.digit(0) != 8 &&
         luhnDigits(number.view());
}

bool cpf(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11) || number.allSame()) return false;
  const auto check = [](int sum) { return sum % 11 < 2 ? 0 : 11 - sum % 11; };
  return number.digit(9) == check(weighted<9>(number, {10, 9, 8, 7, 6, 5, 4, 3, 2})) &&
         number.digit(10) == check(weighted<10>(number, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2}));
}

bool cnpj(std::string_view value) {
  const Compact number(value);
  if (number.size != 14 || number.allSame() || number.number(12, 2) < 0) return false;
  // Since 2026 the first twelve may be letters, which count as their ASCII code less that of 0.
  const auto check = [&](std::size_t count) {
    int sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = number.chars[i];
      const int digit = isDigit(c) ? c - '0' : c - 0x20 - '0';
      sum += digit * static_cast<int>(2 + (count - 1 - i) % 8);
    }
    return sum % 11 < 2 ? 0 : 11 - sum % 11;
  };
  return number.digit(12) == check(12) && number.digit(13) == check(13);
}

bool curp(std::string_view value) {
  const Compact number(value);
  if (!number.hasForm("aaaannnnnnaaaaaacn") || !isAmong(number.chars[10], "hmx")) return false;
  constexpr std::string_view kStates =
      "as bc bs cc cl cm cs ch df dg gt gr hg jc mc mn ms nt nl oc pl qt qr sp sl sr tc ts tl vz "
      "yn zs ne ";
  const std::size_t state = kStates.find(number.view().substr(11, 2));
  if (state == std::string_view::npos || state % 3 != 0) return false;
  if (!isShortDay(number.number(4, 2), number.number(6, 2), number.number(8, 2))) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    // The alphabet has an Ñ between n and o.
    const int digit = number.value(i) + (number.chars[i] >= 'o' ? 1 : 0);
    sum += digit * static_cast<int>(18 - i);
  }
  return (10 - sum % 10) % 10 == number.digit(17);
}

/// Its last character is a check digit, which the tax authority itself has not always given right:
/// it is not asked for.
bool rfc(std::string_view value) {
  const Compact number(value);
  const bool person = number.hasForm("aaaannnnnnccc");
  if (!person && !number.hasForm("aaannnnnnccc")) return false;
  const std::size_t day = person ? 4 : 3;
  return isAmong(number.chars[number.size - 1], "0123456789a") &&
         isShortDay(number.number(day, 2), number.number(day + 2, 2), number.number(day + 4, 2));
}

bool rut(std::string_view value) {
  const Compact number(value);
  if (number.size < 8 || number.size > 9 || number.allSame()) return false;
  if (number.number(0, number.size - 1) < 1'000'000) return false;
  int sum = 0;
  for (std::size_t i = 0; i + 1 < number.size; ++i) {
    sum += number.digit(i) * static_cast<int>(2 + (number.size - 2 - i) % 6);
  }
  return number.chars[number.size - 1] ==
         std::string_view("0123456789k")[static_cast<std::size_t>(elevenMinus(sum))];
}

bool cuit(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11)) return false;
  constexpr std::array kKinds = {20, 23, 24, 25, 26, 27, 30, 33, 34};
  if (std::ranges::find(kKinds, number.number(0, 2)) == kKinds.end()) return false;
  // Where the check would be 10, the kind is changed and the check is 9.
  const int check = elevenMinus(weighted<10>(number, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2}));
  return std::min(check, 9) == number.digit(10);
}

}  // namespace decorum::text::validate
