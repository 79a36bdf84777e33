// Numbers of states and authorities of Western and Southern Europe.
#include <string>

#include "runtime/text/validate/check_digits.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::validate {
namespace {

/// Digits of `n` added up: 17 is 8.
int digitSum(int n) { return n / 10 + n % 10; }

/// Characters from `from` on times 7, 3, 1, 7, …, letters from a = 10 (ICAO 9303).
int passportSum(const Compact& number, std::size_t count) {
  int sum = 0;
  for (std::size_t i = 0; i < count; ++i)
    sum += number.value(i) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
  return sum % 10;
}

}  // namespace

bool nhs(std::string_view value) {
  const Compact number(value);
  return number.digits(10) && !number.allSame() &&
         weighted<10>(number, {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

bool nino(std::string_view value) {
  const Compact number(value);
  const std::string_view chars = number.view();
  if (chars.size() != 9 || !isLetter(chars[0]) || !isLetter(chars[1]) || !isLetter(chars[8])) {
    return false;
  }
  if (!std::ranges::all_of(chars.substr(2, 6), isDigit)) return false;
  const auto among = [](char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
  };
  if (among(chars[0], "dfiquv") || among(chars[1], "dfiquvo")) return false;
  for (const std::string_view prefix : {"bg", "gb", "kn", "nk", "nt", "tn", "zz"}) {
    if (chars.substr(0, 2) == prefix) return false;
  }
  return chars[8] <= 'd';
}

bool utr(std::string_view value) {
  const Compact number(value);
  if (!number.digits(10) || number.allSame()) return false;
  const int rest = weighted<9>(number, {6, 7, 8, 9, 10, 5, 4, 3, 2}, 1) % 11;
  return std::string_view("21987654321")[static_cast<std::size_t>(rest)] == number.chars[0];
}

/// Surname, decade, month (and 50 for women), day, year, initials: they have no check digit that
/// the authority has published.
bool drivingUk(std::string_view value) {
  const Compact number(value);
  if (number.size != 16 && number.size != 18) return false;
  const std::string_view chars = number.view();
  const std::size_t name = std::min<std::size_t>(chars.find_first_of("0123456789"), 5);
  if (name == 0 || chars.substr(name, 5 - name).find_first_not_of('9') != std::string_view::npos) {
    return false;
  }
  if (number.number(5, 6) < 0) return false;
  const int month = number.number(6, 2) % 50;
  const int day = number.number(8, 2);
  const auto initial = [&](std::size_t i) { return isLetter(chars[i]) || chars[i] == '9'; };
  return month >= 1 && month <= 12 && number.number(6, 2) < 63 && day >= 1 && day <= 31 &&
         initial(11) && initial(12);
}

/// DNI of eight digits, of which people leave zeros at the front away; NIE that begin with x, y or
/// z for 0, 1, 2; and numbers of children and of people abroad, that begin with k, l or m.
bool nifEs(std::string_view value) {
  const Compact number(value);
  if (number.size < 8 || number.size > 9 || !isLetter(number.chars[number.size - 1])) return false;
  std::string digits(number.view().substr(0, number.size - 1));
  if (isLetter(digits[0])) {
    if (digits.size() != 8 || !isAmong(digits[0], "xyzklm")) return false;
    digits[0] = digits[0] >= 'x' ? static_cast<char>('0' + (digits[0] - 'x')) : '0';
  }
  if (!std::ranges::all_of(digits, isDigit)) return false;
  return std::string_view(
             "trwagmyfpdxbnjzsqvhlcke")[static_cast<std::size_t>(moduloOf(digits, 23))] ==
         number.chars[number.size - 1];
}

bool cif(std::string_view value) {
  const Compact number(value);
  if (!number.hasForm("annnnnnnc") || !isAmong(number.chars[0], "abcdefghjnpqrsuvw")) return false;
  int sum = 0;
  for (std::size_t i = 1; i < 8; ++i) {
    sum += i % 2 == 1 ? digitSum(2 * number.digit(i)) : number.digit(i);
  }
  const int check = (10 - sum % 10) % 10;
  return number.chars[8] == static_cast<char>('0' + check) ||
         number.chars[8] == std::string_view("jabcdefghi")[static_cast<std::size_t>(check)];
}

bool codiceFiscale(std::string_view value) {
  const Compact code(value);
  if (!code.hasForm("aaaaaaccaccaccca") || !isAmong(code.chars[8], "abcdehlmprst")) return false;
  // Where two persons would have the same code, digits become letters.
  std::array<int, 7> digits{};
  constexpr std::array<std::size_t, 7> kDigitPlaces = {6, 7, 9, 10, 12, 13, 14};
  for (std::size_t i = 0; i < kDigitPlaces.size(); ++i) {
    const char c = code.chars[kDigitPlaces[i]];
    const std::size_t replaced = std::string_view("lmnpqrstuv").find(c);
    if (!isDigit(c) && replaced == std::string_view::npos) return false;
    digits[i] = isDigit(c) ? c - '0' : static_cast<int>(replaced);
  }
  const int day = (digits[2] * 10 + digits[3]) % 40;  // and 40 for women
  if (day < 1 || day > 31) return false;
  constexpr std::array kOdd = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                               20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  int sum = 0;
  for (std::size_t i = 0; i < 15; ++i) {
    const int letter = isDigit(code.chars[i]) ? code.digit(i) : code.chars[i] - 'a';
    sum += i % 2 == 0 ? kOdd[static_cast<std::size_t>(letter)] : letter;
  }
  return code.chars[15] == 'a' + sum % 26;
}

bool partitaIva(std::string_view value) {
  const Compact whole(value);
  const Compact number(whole.view().substr(whole.view().starts_with("it") ? 2 : 0));
  return number.digits(11) && !number.allSame() && number.number(0, 7) > 0 &&
         luhnDigits(number.view());
}

bool nir(std::string_view value) {
  const Compact number(value);
  if (number.size != 15 || !isAmong(number.chars[0], "123478")) return false;
  std::string digits(number.view());
  // Corsica's departments 2A and 2B count as 19 and 18.
  if (digits.substr(5, 2) == "2a") digits.replace(5, 2, "19");
  if (digits.substr(5, 2) == "2b") digits.replace(5, 2, "18");
  if (!std::ranges::all_of(digits, isDigit)) return false;
  const int month = number.number(3, 2);  // from 20 on: not known
  if (month < 1 || (month > 12 && month < 20) || (month > 42 && month < 50)) return false;
  return number.number(13, 2) == 97 - moduloOf(digits.substr(0, 13), 97);
}

bool spi(std::string_view value) {
  const Compact number(value);
  return number.digits(13) && number.digit(0) <= 3 && number.number(0, 9) > 0 &&
         moduloOf(number.view().substr(0, 10), 511) == number.number(10, 3);
}

/// Of the first ten digits one occurs twice or three times, and no other does.
bool deTax(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11) || number.digit(0) == 0 || !mod11And10Digits(number)) return false;
  std::array<int, 10> counts{};
  for (std::size_t i = 0; i < 10; ++i) ++counts[static_cast<std::size_t>(number.digit(i))];
  return std::ranges::count_if(counts, [](int n) { return n == 2 || n == 3; }) == 1 &&
         std::ranges::none_of(counts, [](int n) { return n > 3; });
}

/// Nine characters, often a tenth that checks them, and in the machine's lines the nationality.
bool deCard(std::string_view value) {
  const bool has_nationality = value.size() == 11 && (value.back() == 'd' || value.back() == 'D');
  const Compact number(value.substr(0, value.size() - (has_nationality ? 1 : 0)));
  if (number.size != 9 && number.size != 10) return false;
  const std::string_view serial = number.view().substr(0, 9);
  if (!isLetter(serial[0]) || serial.find_first_of("0123456789") == std::string_view::npos) {
    return false;
  }
  if (serial.find_first_not_of("cfghjklmnprtvwxyz0123456789") != std::string_view::npos) {
    return false;
  }
  return number.size == 9 ||
         (isDigit(number.chars[9]) && passportSum(number, 9) == number.digit(9));
}

bool rvnr(std::string_view value) {
  const Compact number(value);
  if (!number.hasForm("nnnnnnnnannn")) return false;
  const int day = number.number(2, 2);
  const int month = number.number(4, 2);
  if (day < 1 || day > 31 || month < 1 || month > 12) return false;
  const int letter = number.chars[8] - 'a' + 1;
  const std::array<int, 12> digits = {number.digit(0), number.digit(1), number.digit(2),
                                      number.digit(3), number.digit(4), number.digit(5),
                                      number.digit(6), number.digit(7), letter / 10,
                                      letter % 10,     number.digit(9), number.digit(10)};
  constexpr std::array kWeights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) sum += digitSum(digits[i] * kWeights[i]);
  return sum % 10 == number.digit(11);
}

bool kvnr(std::string_view value) {
  const Compact number(value);
  if (!number.hasForm("annnnnnnnn")) return false;
  const int letter = number.chars[0] - 'a' + 1;
  int sum = digitSum(letter / 10) + digitSum(letter % 10 * 2);
  for (std::size_t i = 1; i < 9; ++i) sum += digitSum(number.digit(i) * (i % 2 == 1 ? 1 : 2));
  return sum % 10 == number.digit(9);
}

bool bsn(std::string_view value) {
  const Compact number(value);
  return number.digits(9) && !number.allSame() &&
         weighted<9>(number, {9, 8, 7, 6, 5, 4, 3, 2, -1}) % 11 == 0;
}

bool beNational(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11)) return false;
  // Months are 20 or 40 higher where a number stands in for one of the register; a day that is not
  // known is 0.
  if (number.number(2, 2) % 20 > 12 || number.number(4, 2) > 31) return false;
  const std::string_view first = number.view().substr(0, 9);
  const int check = number.number(9, 2);
  const int since_2000 = moduloOf("2" + std::string(first), 97);
  return check == 97 - moduloOf(first, 97) || check == 97 - since_2000;
}

bool ahv(std::string_view value) {
  const Compact number(value);
  if (!number.digits(13) || number.number(0, 3) != 756) return false;
  return weighted<13>(number, {1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1}) % 10 == 0;
}

bool svnrAt(std::string_view value) {
  const Compact number(value);
  if (!number.digits(10) || number.digit(0) == 0) return false;
  const int day = number.number(4, 2);
  const int month = number.number(6, 2);  // beyond 12 where a day's numbers are used up
  if (day < 1 || day > 31 || month < 1 || month > 15) return false;
  const int sum = weighted<10>(number, {3, 7, 9, 0, 5, 8, 4, 2, 1, 6});
  return sum % 11 == number.digit(3);
}

bool nifPt(std::string_view value) {
  const Compact number(value);
  if (!number.digits(9) || number.allSame() || !isAmong(number.chars[0], "1235689")) {
    const bool two = number.digits(9) && (number.number(0, 2) == 45 || number.digit(0) == 7);
    if (!two) return false;
  }
  const int rest = weighted<8>(number, {9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return number.digit(8) == (rest < 2 ? 0 : 11 - rest);
}

bool pps(std::string_view value) {
  const Compact number(value);
  if (!number.hasForm("nnnnnnna") && !number.hasForm("nnnnnnnaa")) return false;
  int sum = weighted<7>(number, {8, 7, 6, 5, 4, 3, 2});
  if (number.size == 9 && number.chars[8] != 'w') {
    if (number.chars[8] > 'i') return false;
    sum += 9 * (number.chars[8] - 'a' + 1);
  }
  return std::string_view("wabcdefghijklmnopqrstuv")[static_cast<std::size_t>(sum % 23)] ==
         number.chars[7];
}

}  // namespace decorum::text::validate
