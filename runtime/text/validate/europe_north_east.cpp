// Numbers of states and authorities of Northern and Eastern Europe.
#include <string>

#include "runtime/text/validate/check_digits.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::validate {
namespace {

/// A check digit that is the sum modulo 11, where 10 is read as 0.
int elevenOrNone(int sum) { return sum % 11 % 10; }

/// The Baltic rule: where the first weights give 10, the second ones decide.
bool hasBalticCheck(const Compact& number) {
  const int first = weighted<10>(number, {1, 2, 3, 4, 5, 6, 7, 8, 9, 1}) % 11;
  const int second = weighted<10>(number, {3, 4, 5, 6, 7, 8, 9, 1, 2, 3}) % 11;
  return (first < 10 ? first : second % 10) == number.digit(10);
}

}  // namespace

bool pesel(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11)) return false;
  if (weighted<11>(number, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 != 0) return false;
  static constexpr int kCenturies[] = {1900, 2000, 2100, 2200, 1800};
  const int coded_month = number.digit(2) * 10 + number.digit(3);
  return isCalendarDay({kCenturies[coded_month / 20] + number.digit(0) * 10 + number.digit(1),
                        coded_month % 20, number.digit(4) * 10 + number.digit(5)});
}

bool nipPl(std::string_view value) {
  const Compact number(value);
  return number.digits(10) && !number.allSame() &&
         weighted<9>(number, {6, 5, 7, 2, 3, 4, 5, 6, 7}) % 11 == number.digit(9);
}

bool hetu(std::string_view value) {
  // The sign between day and number tells the century, so it belongs to the number.
  if (value.size() != 11 || !isAmong(value[6], "+-YXWVUABCDEFyxwvuabcdef")) return false;
  const Compact number(std::string(value.substr(0, 6)) + std::string(value.substr(7)));
  if (number.size != 10 || number.number(0, 9) < 0 || number.number(6, 3) < 2) return false;
  if (!isShortDay(number.number(4, 2), number.number(2, 2), number.number(0, 2))) return false;
  return std::string_view("0123456789abcdefhjklmnprstuvwxy")[static_cast<std::size_t>(
             number.number(0, 9) % 31)] == number.chars[9];
}

bool personnummer(std::string_view value) {
  const Compact whole(value);
  if (!whole.digits(10) && !whole.digits(12)) return false;
  if (whole.size == 12 && whole.number(0, 2) != 18 && whole.number(0, 2) != 19 &&
      whole.number(0, 2) != 20) {
    return false;
  }
  const Compact number(whole.view().substr(whole.size - 10));
  const int day = number.number(4, 2);  // and 60 for those who are not registered
  return isShortDay(number.number(0, 2), number.number(2, 2), day > 60 ? day - 60 : day) &&
         luhnDigits(number.view());
}

bool orgnr(std::string_view value) {
  const Compact number(value);
  return number.digits(10) && number.digit(0) != 0 && number.digit(2) >= 2 &&
         luhnDigits(number.view());
}

/// Numbers given since 2007 need not fulfil the old check, so the day is all there is.
bool cpr(std::string_view value) {
  const Compact number(value);
  return number.digits(10) && number.number(6, 4) > 0 &&
         isShortDay(number.number(4, 2), number.number(2, 2), number.number(0, 2));
}

bool fodselsnummer(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11)) return false;
  const int day = number.number(0, 2);  // and 40 for those who are not registered
  if (!isShortDay(number.number(4, 2), number.number(2, 2), day > 40 ? day - 40 : day))
    return false;
  const auto check = [](int sum) { return (11 - sum % 11) % 11; };
  return check(weighted<9>(number, {3, 7, 6, 1, 8, 9, 4, 5, 2})) == number.digit(9) &&
         check(weighted<10>(number, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2})) == number.digit(10);
}

bool cnp(std::string_view value) {
  const Compact number(value);
  if (!number.digits(13) || number.digit(0) == 0) return false;
  if (!isShortDay(number.number(1, 2), number.number(3, 2), number.number(5, 2))) return false;
  const int rest = weighted<12>(number, {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9}) % 11;
  return (rest == 10 ? 1 : rest) == number.digit(12);
}

bool egn(std::string_view value) {
  const Compact number(value);
  if (!number.digits(10)) return false;
  const int month = number.number(2, 2);  // and 20 for the 19th century, 40 for the 21st
  if (!isShortDay(number.number(0, 2), month % 20, number.number(4, 2)) || month > 52) return false;
  return elevenOrNone(weighted<9>(number, {2, 4, 8, 5, 10, 9, 7, 3, 6})) == number.digit(9);
}

bool oib(std::string_view value) {
  const Compact number(value);
  return number.digits(11) && !number.allSame() && mod11And10Digits(number);
}

bool isikukood(std::string_view value) {
  const Compact number(value);
  return number.digits(11) && number.digit(0) >= 1 && number.digit(0) <= 8 &&
         isShortDay(number.number(1, 2), number.number(3, 2), number.number(5, 2)) &&
         hasBalticCheck(number);
}

/// Until 1953 numbers had nine digits and no check.
bool rodneCislo(std::string_view value) {
  const Compact number(value);
  if (!number.digits(10) && !number.digits(9)) return false;
  const int month = number.number(2, 2) % 50;  // and 50 for women, 20 where a day's are used up
  if (!isShortDay(number.number(0, 2), month > 20 ? month - 20 : month, number.number(4, 2))) {
    return false;
  }
  if (number.size == 9) return number.number(0, 2) <= 53;
  // Some of before 1985 end in 0 where the check would have been 10.
  const int rest = moduloOf(number.view().substr(0, 9), 11);
  return rest % 10 == number.digit(9);
}

bool afm(std::string_view value) {
  const Compact number(value);
  return number.digits(9) && !number.allSame() &&
         elevenOrNone(weighted<8>(number, {256, 128, 64, 32, 16, 8, 4, 2})) == number.digit(8);
}

bool inn(std::string_view value) {
  const Compact number(value);
  if (!number.digits(12) || number.allSame()) return false;
  return elevenOrNone(weighted<10>(number, {7, 2, 4, 10, 3, 5, 9, 4, 6, 8})) == number.digit(10) &&
         elevenOrNone(weighted<11>(number, {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8})) == number.digit(11);
}

bool snils(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11) || number.allSame()) return false;
  const int rest = weighted<9>(number, {9, 8, 7, 6, 5, 4, 3, 2, 1}) % 101;
  return rest % 100 == number.number(9, 2);
}

bool rnokpp(std::string_view value) {
  const Compact number(value);
  if (!number.digits(10) || number.allSame()) return false;
  const int sum = weighted<9>(number, {-1, 5, 7, 9, 4, 6, 10, 5, 7});
  return (sum % 11 + 11) % 11 % 10 == number.digit(9);
}

}  // namespace decorum::text::validate
