// Numbers of states and authorities of Asia, Africa and the Pacific.
#include "runtime/text/validate/check_digits.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::validate {
namespace {

/// The check digit that makes the weighted sum a multiple of ten.
int tenMinus(int sum) { return (10 - sum % 10) % 10; }

}  // namespace

bool tfn(std::string_view value) {
  const Compact number(value);
  return number.digits(9) && !number.allSame() &&
         weighted<9>(number, {1, 4, 3, 7, 5, 8, 6, 9, 10}) % 11 == 0;
}

bool abn(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11)) return false;
  return (weighted<11>(number, {10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19}) - 10) % 89 == 0;
}

bool acn(std::string_view value) {
  const Compact number(value);
  return number.digits(9) && number.number(0, 8) > 0 &&
         tenMinus(weighted<8>(number, {8, 7, 6, 5, 4, 3, 2, 1})) == number.digit(8);
}

bool medicareAu(std::string_view value) {
  const Compact number(value);
  if (!number.digits(10) && !number.digits(11)) return false;
  return number.digit(0) >= 2 && number.digit(0) <= 6 &&
         weighted<8>(number, {1, 3, 7, 9, 1, 3, 7, 9}) % 10 == number.digit(8);
}

bool aadhaar(std::string_view value) {
  const Compact number(value);
  if (!number.digits(12) || number.digit(0) < 2 || !verhoeffDigits(number)) return false;
  const std::string_view digits = number.view();
  return !std::equal(digits.begin(), digits.end(), digits.rbegin());
}

bool nin(std::string_view value) {
  const Compact number(value);
  return number.digits(11) && !number.allSame() && verhoeffDigits(number);
}

bool pan(std::string_view value) {
  const Compact number(value);
  // The fourth letter is the kind of holder.
  return number.hasForm("aaaaannnna") && isAmong(number.chars[3], "abcfghjlpt");
}

bool gstin(std::string_view value) {
  const Compact number(value);
  if (!number.hasForm("nnaaaaannnnaccc") || number.chars[13] != 'z') return false;
  const int state = number.number(0, 2);
  if ((state < 1 || state > 38) && state != 97 && state != 99) return false;
  if (number.chars[12] == '0' || !pan(number.view().substr(2, 10))) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 14; ++i) {
    const int product = number.value(i) * (i % 2 == 0 ? 1 : 2);
    sum += product / 36 + product % 36;
  }
  return (36 - sum % 36) % 36 == number.value(14);
}

bool cnResident(std::string_view value) {
  const Compact number(value);
  const std::string_view chars = number.view();
  if (chars.size() != 18 || !std::ranges::all_of(chars.substr(0, 17), isDigit)) return false;
  const auto at = [&](std::size_t from, std::size_t count) {
    int n = 0;
    for (const char c : chars.substr(from, count)) n = n * 10 + (c - '0');
    return n;
  };
  if (!isCalendarDay({at(6, 4), at(10, 2), at(12, 2)})) return false;
  const int rest = weighted<17>(number, {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}) % 11;
  return std::string_view("10x98765432")[static_cast<std::size_t>(rest)] == chars[17];
}

bool uscc(std::string_view value) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghjklmnpqrtuwxy";
  const Compact number(value);
  if (number.size != 18 || !isAmong(number.chars[0], "159ayn")) return false;
  int sum = 0;
  int weight = 1;
  for (std::size_t i = 0; i < 18; ++i) {
    const std::size_t digit = kAlphabet.find(number.chars[i]);
    if (digit == std::string_view::npos) return false;
    sum += static_cast<int>(digit) * (i == 17 ? 1 : weight);
    weight = weight * 3 % 31;
  }
  // The first characters say who registers, of what kind, and where (six digits).
  return number.number(2, 6) > 0 && sum % 31 == 0;
}

bool myNumber(std::string_view value) {
  const Compact number(value);
  if (!number.digits(12) || number.allSame()) return false;
  const int rest = weighted<11>(number, {6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  return (rest < 2 ? 0 : 11 - rest) == number.digit(11);
}

/// The check digit is not asked for: numbers given since October 2020 have none.
bool rrn(std::string_view value) {
  const Compact number(value);
  if (!number.digits(13)) return false;
  // Century and sex, 5 to 8 for foreigners; 9 and 0 were given to those born before 1900.
  const int kind = number.digit(6);
  if (kind == 9 || kind == 0) return false;
  const bool before_2000 = kind == 1 || kind == 2 || kind == 5 || kind == 6;
  const int year = (before_2000 ? 1900 : 2000) + number.number(0, 2);
  return isCalendarDay({year, number.number(2, 2), number.number(4, 2)});
}

bool brnKr(std::string_view value) {
  const Compact number(value);
  if (!number.digits(10) || number.allSame()) return false;
  const int sum = weighted<9>(number, {1, 3, 7, 1, 3, 7, 1, 3, 5}) + number.digit(8) * 5 / 10;
  return tenMinus(sum) == number.digit(9);
}

bool nric(std::string_view value) {
  const Compact number(value);
  if (!number.hasForm("annnnnnna") || !isAmong(number.chars[0], "stfgm")) return false;
  const char kind = number.chars[0];
  const int offset = kind == 't' || kind == 'g' ? 4 : kind == 'm' ? 3 : 0;
  const int rest = (weighted<7>(number, {2, 7, 6, 5, 4, 3, 2}, 1) + offset) % 11;
  const std::string_view letters = kind == 's' || kind == 't'   ? "jzihgfedcba"
                                   : kind == 'f' || kind == 'g' ? "xwutrqpnmlk"
                                                                : "xwutrqpnjlk";
  return letters[static_cast<std::size_t>(rest)] == number.chars[8];
}

bool thaiId(std::string_view value) {
  const Compact number(value);
  if (!number.digits(13) || number.digit(0) == 0 || number.digit(0) == 9) return false;
  const int sum = weighted<12>(number, {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2});
  return (11 - sum % 11) % 10 == number.digit(12);
}

bool turkishId(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11) || number.digit(0) == 0) return false;
  const int odd = weighted<9>(number, {1, 0, 1, 0, 1, 0, 1, 0, 1});
  const int even = weighted<9>(number, {0, 1, 0, 1, 0, 1, 0, 1, 0});
  return ((7 * odd - even) % 10 + 10) % 10 == number.digit(9) &&
         (odd + even + number.digit(9)) % 10 == number.digit(10);
}

bool southAfricanId(std::string_view value) {
  const Compact number(value);
  return number.digits(13) && number.digit(10) <= 2 &&
         isShortDay(number.number(0, 2), number.number(2, 2), number.number(4, 2)) &&
         luhnDigits(number.view());
}

bool israeliId(std::string_view value) {
  const Compact number(value);
  return number.digits(9) && !number.allSame() && luhnDigits(number.view());
}

bool tinPh(std::string_view value) {
  const Compact number(value);
  if (!number.digits(9) && !number.digits(12) && !number.digits(14)) return false;
  return !number.allSame() && number.number(0, 8) > 0 &&
         weighted<8>(number, {9, 8, 7, 6, 5, 4, 3, 2}) % 11 == number.digit(8);
}

bool hkid(std::string_view value) {
  const Compact number(value);
  const bool two = number.hasForm("aannnnnnc");
  if (!two && !number.hasForm("annnnnnc")) return false;
  const std::size_t first = two ? 0 : 1;  // a single letter has a blank before it, which counts 36
  int sum = two ? 0 : 36 * 9;
  for (std::size_t i = 0; i + 1 < number.size; ++i) {
    sum += number.value(i) * static_cast<int>(9 - first - i);
  }
  const char check = number.chars[number.size - 1];
  if (isLetter(check) && check != 'a') return false;
  return (sum + (check == 'a' ? 10 : check - '0')) % 11 == 0;
}

bool taiwaneseId(std::string_view value) {
  const Compact number(value);
  if (!number.hasForm("annnnnnnnn") || !isAmong(number.chars[1], "1289")) return false;
  constexpr std::array kPlaces = {10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21,
                                  22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33};
  const int place = kPlaces[static_cast<std::size_t>(number.chars[0] - 'a')];
  const int sum = place / 10 + place % 10 * 9 + weighted<9>(number, {8, 7, 6, 5, 4, 3, 2, 1, 1}, 1);
  return sum % 10 == 0;
}

bool iranianId(std::string_view value) {
  const Compact number(value);
  if (!number.digits(10) || number.allSame() || number.number(3, 6) == 0) return false;
  const int rest = weighted<9>(number, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return (rest < 2 ? rest : 11 - rest) == number.digit(9);
}

bool myKad(std::string_view value) {
  const Compact number(value);
  // Behind the day of birth the place: of Malaysia's states, or of a country.
  return number.digits(12) && number.number(6, 2) > 0 && number.number(8, 4) > 0 &&
         isShortDay(number.number(0, 2), number.number(2, 2), number.number(4, 2));
}

}  // namespace decorum::text::validate
