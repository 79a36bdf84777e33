/// What the rules of many numbers are made of.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "runtime/text/validators.h"

namespace decorum::text::validate {

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isLetter(char c) { return c >= 'a' && c <= 'z'; }

/// The letters (in lower case) and digits of a candidate, at most 64; of longer ones nothing.
struct Compact {
  std::array<char, 64> chars{};
  std::size_t size = 0;
  bool all_digits = true;

  explicit Compact(std::string_view value) {
    for (const char c : value) {
      const char lowered = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
      if (!isDigit(lowered) && !isLetter(lowered)) continue;
      if (size == chars.size()) {
        size = 0;
        all_digits = false;
        return;
      }
      all_digits &= isDigit(lowered);
      chars[size++] = lowered;
    }
  }
  bool digits(std::size_t count) const { return all_digits && size == count; }
  int digit(std::size_t i) const { return chars[i] - '0'; }
  /// Of a letter 10 for a to 35 for z, of a digit itself.
  int value(std::size_t i) const { return isDigit(chars[i]) ? digit(i) : chars[i] - 'a' + 10; }
  /// The number that `count` digits from `from` on write; -1 if one of them is none.
  int number(std::size_t from, std::size_t count) const {
    int n = 0;
    for (std::size_t i = from; i < from + count; ++i) {
      if (!isDigit(chars[i])) return -1;
      n = n * 10 + digit(i);
    }
    return n;
  }
  /// Whether the characters are of the kinds that `form` names: n a digit, a a letter, c either.
  bool hasForm(std::string_view form) const {
    const auto fits = [](char c, char kind) { return kind == 'c' || (kind == 'n') == isDigit(c); };
    return size == form.size() && std::equal(form.begin(), form.end(), chars.begin(),
                                             [&](char kind, char c) { return fits(c, kind); });
  }
  std::string_view view() const { return {chars.data(), size}; }
  bool allSame() const {
    return std::all_of(chars.begin(), chars.begin() + static_cast<std::ptrdiff_t>(size),
                       [&](char c) { return c == chars[0]; });
  }
};

template <std::size_t count>
int weighted(const Compact& value, const std::array<int, count>& weights, std::size_t from = 0) {
  int sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += weights[i] * value.digit(from + i);
  return sum;
}

bool luhnDigits(std::string_view digits);
/// ISO 7064 MOD 11,10 over all digits of `number`.
bool mod11And10Digits(const Compact& number);
bool verhoeffDigits(const Compact& number);
/// `start` followed by `chars` as a number (a is 10 to z is 35), modulo 97.
int mod97Of(std::string_view chars, int start = 0);
/// The remainder of `digits` as a number.
int moduloOf(std::string_view digits, int modulus);

/// Whether the last two digits of a year, a month and a day are those of some day of 1900 to 2099.
bool isShortDay(int year, int month, int day);

constexpr bool isAmong(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

}  // namespace decorum::text::validate
