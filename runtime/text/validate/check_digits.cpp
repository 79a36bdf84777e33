// Check digits that many numbers share.
#include "runtime/text/validate/check_digits.h"

#include "runtime/text/validate/validate.h"

namespace decorum::text::validate {

bool luhnDigits(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    const int digit = digits[i] - '0';
    sum += !twice ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 == 0;
}

bool mod11And10Digits(const Compact& number) {
  int product = 10;
  for (std::size_t i = 0; i + 1 < number.size; ++i) {
    const int sum = (number.digit(i) + product) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return (11 - product) % 10 == number.digit(number.size - 1);
}

/// The dihedral group of ten elements, and the permutation that is applied at each place.
bool verhoeffDigits(const Compact& number) {
  static constexpr int kProduct[10][10] = {
      {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
      {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
      {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
      {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
      {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
  static constexpr int kPermutation[8][10] = {
      {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
      {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
      {9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
      {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};
  int sum = 0;
  for (std::size_t i = 0; i < number.size; ++i) {
    sum = kProduct[sum][kPermutation[i % 8][number.digit(number.size - 1 - i)]];
  }
  return sum == 0;
}

int mod97Of(std::string_view chars, int start) {
  int rest = start;
  for (const char c : chars) {
    rest = isDigit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'a' + 10)) % 97;
  }
  return rest;
}

int moduloOf(std::string_view digits, int modulus) {
  int rest = 0;
  for (const char c : digits) rest = (rest * 10 + (c - '0')) % modulus;
  return rest;
}

bool isShortDay(int year, int month, int day) {
  // 2000 was a leap year and 1900 none, so the 29th of February of "00" is a day.
  return isCalendarDay({2000 + year, month, day});
}

bool luhn(std::string_view value) {
  const Compact number(value);
  return number.all_digits && number.size >= 2 && luhnDigits(number.view());
}

bool mod97(std::string_view value) {
  const Compact number(value);
  return number.size >= 3 && mod97Of(number.view()) == 1;
}

bool mod11And10(std::string_view value) {
  const Compact number(value);
  return number.all_digits && number.size >= 2 && mod11And10Digits(number);
}

bool verhoeff(std::string_view value) {
  const Compact number(value);
  return number.all_digits && number.size >= 2 && verhoeffDigits(number);
}

}  // namespace decorum::text::validate
