// Check-digit rules, one function each. They see folded text: small letters, ASCII digits.
#include "runtime/text/validators.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>

#include "runtime/text/scanner.h"

namespace decorum::text {
namespace {

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
  std::string_view view() const { return {chars.data(), size}; }
  bool allSame() const {
    return std::all_of(chars.begin(), chars.begin() + static_cast<std::ptrdiff_t>(size),
                       [&](char c) { return c == chars[0]; });
  }
};

bool luhnDigits(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    const int digit = digits[i] - '0';
    sum += !twice ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 == 0;
}

template <std::size_t count>
int weighted(const Compact& value, const std::array<int, count>& weights) {
  int sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += weights[i] * value.digit(i);
  return sum;
}

bool luhn(std::string_view value) {
  const Compact number(value);
  return number.all_digits && number.size >= 2 && luhnDigits(number.view());
}

/// Ranges of issuer numbers (ISO/IEC 7812), of the networks' own rules.
struct CardRange {
  std::uint32_t first;  ///< lowest and highest first six digits
  std::uint32_t last;
  std::uint32_t lengths;  ///< bit n: n digits are possible
  bool luhn;
};
constexpr std::uint32_t bits(std::initializer_list<int> lengths) {
  std::uint32_t result = 0;
  for (const int length : lengths) result |= 1u << length;
  return result;
}
constexpr std::uint32_t kTwelveToNineteen = bits({12, 13, 14, 15, 16, 17, 18, 19});
constexpr std::array kCardRanges = std::to_array<CardRange>({
    {400000, 499999, bits({13, 16, 18, 19}), true},  // Visa
    {510000, 559999, bits({16}), true},              // Mastercard
    {222100, 272099, bits({16}), true},              // Mastercard, since 2017
    {340000, 349999, bits({15}), true},              // American Express
    {370000, 379999, bits({15}), true},
    {601100, 601199, bits({16, 17, 18, 19}), true},  // Discover
    {644000, 659999, bits({16, 17, 18, 19}), true},
    {300000, 305999, bits({14, 15, 16, 17, 18, 19}), true},  // Diners Club
    {309500, 309599, bits({14, 15, 16, 17, 18, 19}), true},
    {360000, 369999, bits({14, 15, 16, 17, 18, 19}), true},
    {380000, 399999, bits({14, 15, 16, 17, 18, 19}), true},
    {350000, 359999, bits({16, 17, 18, 19}), true},  // JCB; 3528 to 3589 today
    {213100, 213199, bits({15}), true},
    {180000, 180099, bits({15}), true},
    {620000, 629999, bits({16, 17, 18, 19}), false},  // UnionPay: partly without Luhn
    {810000, 817199, bits({16, 17, 18, 19}), false},
    {500000, 509999, kTwelveToNineteen, true},  // Maestro
    {560000, 589999, kTwelveToNineteen, true},
    {600000, 601099, kTwelveToNineteen, true},
    {601200, 619999, kTwelveToNineteen, true},
    {630000, 639999, kTwelveToNineteen, true},
    {660000, 699999, kTwelveToNineteen, true},
    {220000, 220499, bits({16, 17, 18, 19}), true},  // Mir
    {979200, 979289, bits({16}), true},              // Troy
});

bool card(std::string_view value) {
  const Compact number(value);
  if (!number.all_digits || number.size < 12 || number.size > 19 || number.allSame()) return false;
  std::uint32_t issuer = 0;
  for (std::size_t i = 0; i < 6; ++i)
    issuer = issuer * 10 + static_cast<std::uint32_t>(number.digit(i));
  const bool luhn_holds = luhnDigits(number.view());
  return std::ranges::any_of(kCardRanges, [&](const CardRange& range) {
    return issuer >= range.first && issuer <= range.last &&
           (range.lengths >> number.size & 1) != 0 && (luhn_holds || !range.luhn);
  });
}

int mod97Of(std::string_view chars, int start) {
  int rest = start;
  for (const char c : chars) {
    rest = isDigit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'a' + 10)) % 97;
  }
  return rest;
}

bool mod97(std::string_view value) {
  const Compact number(value);
  return number.size >= 3 && mod97Of(number.view(), 0) == 1;
}

/// Lengths from the IBAN registry.
struct IbanLength {
  std::array<char, 2> country;
  std::uint8_t length;
};
constexpr std::array kIbanLengths = std::to_array<IbanLength>({
    {{'a', 'd'}, 24}, {{'a', 'e'}, 23}, {{'a', 'l'}, 28}, {{'a', 't'}, 20}, {{'a', 'z'}, 28},
    {{'b', 'a'}, 20}, {{'b', 'e'}, 16}, {{'b', 'g'}, 22}, {{'b', 'h'}, 22}, {{'b', 'i'}, 27},
    {{'b', 'r'}, 29}, {{'b', 'y'}, 28}, {{'c', 'h'}, 21}, {{'c', 'r'}, 22}, {{'c', 'y'}, 28},
    {{'c', 'z'}, 24}, {{'d', 'e'}, 22}, {{'d', 'j'}, 27}, {{'d', 'k'}, 18}, {{'d', 'o'}, 28},
    {{'e', 'e'}, 20}, {{'e', 'g'}, 29}, {{'e', 's'}, 24}, {{'f', 'i'}, 18}, {{'f', 'k'}, 18},
    {{'f', 'o'}, 18}, {{'f', 'r'}, 27}, {{'g', 'b'}, 22}, {{'g', 'e'}, 22}, {{'g', 'i'}, 23},
    {{'g', 'l'}, 18}, {{'g', 'r'}, 27}, {{'g', 't'}, 28}, {{'h', 'n'}, 28}, {{'h', 'r'}, 21},
    {{'h', 'u'}, 28}, {{'i', 'e'}, 22}, {{'i', 'l'}, 23}, {{'i', 'q'}, 23}, {{'i', 's'}, 26},
    {{'i', 't'}, 27}, {{'j', 'o'}, 30}, {{'k', 'w'}, 30}, {{'k', 'z'}, 20}, {{'l', 'b'}, 28},
    {{'l', 'c'}, 32}, {{'l', 'i'}, 21}, {{'l', 't'}, 20}, {{'l', 'u'}, 20}, {{'l', 'v'}, 21},
    {{'l', 'y'}, 25}, {{'m', 'c'}, 27}, {{'m', 'd'}, 24}, {{'m', 'e'}, 22}, {{'m', 'k'}, 19},
    {{'m', 'n'}, 20}, {{'m', 'r'}, 27}, {{'m', 't'}, 31}, {{'m', 'u'}, 30}, {{'n', 'i'}, 28},
    {{'n', 'l'}, 18}, {{'n', 'o'}, 15}, {{'o', 'm'}, 23}, {{'p', 'k'}, 24}, {{'p', 'l'}, 28},
    {{'p', 's'}, 29}, {{'p', 't'}, 25}, {{'q', 'a'}, 29}, {{'r', 'o'}, 24}, {{'r', 's'}, 22},
    {{'r', 'u'}, 33}, {{'s', 'a'}, 24}, {{'s', 'c'}, 31}, {{'s', 'd'}, 18}, {{'s', 'e'}, 24},
    {{'s', 'i'}, 19}, {{'s', 'k'}, 24}, {{'s', 'm'}, 27}, {{'s', 'o'}, 23}, {{'s', 't'}, 25},
    {{'s', 'v'}, 28}, {{'t', 'l'}, 23}, {{'t', 'n'}, 24}, {{'t', 'r'}, 26}, {{'u', 'a'}, 29},
    {{'v', 'a'}, 22}, {{'v', 'g'}, 24}, {{'x', 'k'}, 20}, {{'y', 'e'}, 30},
});

bool iban(std::string_view value) {
  const Compact number(value);
  if (number.size < 5) return false;
  const bool length_fits = std::ranges::any_of(kIbanLengths, [&](const IbanLength& entry) {
    return entry.country[0] == number.chars[0] && entry.country[1] == number.chars[1] &&
           entry.length == number.size;
  });
  if (!length_fits || !isDigit(number.chars[2]) || !isDigit(number.chars[3])) return false;
  return mod97Of(number.view().substr(0, 4), mod97Of(number.view().substr(4), 0)) == 1;
}

bool aba(std::string_view value) {
  const Compact number(value);
  if (!number.digits(9)) return false;
  const int district = number.digit(0) * 10 + number.digit(1);
  const bool known = district <= 12 || (district >= 21 && district <= 32) ||
                     (district >= 61 && district <= 72) || district == 80;
  return known && !number.allSame() && weighted<9>(number, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
}

bool ssn(std::string_view value) {
  const Compact number(value);
  if (!number.digits(9)) return false;
  const std::string_view digits = number.view();
  const std::string_view area = digits.substr(0, 3);
  if (area == "000" || area == "666" || digits[0] == '9') return false;
  if (digits.substr(3, 2) == "00" || digits.substr(5) == "0000") return false;
  // Printed on sample cards, and never anyone's since.
  return digits != "078051120" && digits != "219099999" && digits != "123456789" &&
         !number.allSame();
}

bool npi(std::string_view value) {
  const Compact number(value);
  if (!number.digits(10) || (number.digit(0) != 1 && number.digit(0) != 2)) return false;
  return !number.allSame() && luhnDigits("80840" + std::string(number.view()));
}

bool sin(std::string_view value) {
  const Compact number(value);
  return number.digits(9) && number.digit(0) != 0 && number.digit(0) != 8 &&
         luhnDigits(number.view());
}

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

bool bsn(std::string_view value) {
  const Compact number(value);
  return number.digits(9) && !number.allSame() &&
         weighted<9>(number, {9, 8, 7, 6, 5, 4, 3, 2, -1}) % 11 == 0;
}

bool pesel(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11)) return false;
  if (weighted<11>(number, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 != 0) return false;
  static constexpr int kCenturies[] = {1900, 2000, 2100, 2200, 1800};
  const int coded_month = number.digit(2) * 10 + number.digit(3);
  return isCalendarDay({kCenturies[coded_month / 20] + number.digit(0) * 10 + number.digit(1),
                        coded_month % 20, number.digit(4) * 10 + number.digit(5)});
}

bool nifEs(std::string_view value) {
  const Compact number(value);
  if (number.size != 9 || !isLetter(number.chars[8])) return false;
  int n = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const char c = number.chars[i];
    const bool foreigner = i == 0 && c >= 'x' && c <= 'z';
    if (!foreigner && !isDigit(c)) return false;
    n = n * 10 + (foreigner ? c - 'x' : c - '0');
  }
  return std::string_view("trwagmyfpdxbnjzsqvhlcke")[static_cast<std::size_t>(n % 23)] ==
         number.chars[8];
}

bool cpf(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11) || number.allSame()) return false;
  const auto check = [](int sum) { return sum % 11 < 2 ? 0 : 11 - sum % 11; };
  return number.digit(9) == check(weighted<9>(number, {10, 9, 8, 7, 6, 5, 4, 3, 2})) &&
         number.digit(10) == check(weighted<10>(number, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2}));
}

bool mod11And10(std::string_view value) {
  const Compact number(value);
  if (!number.all_digits || number.size < 2) return false;
  int product = 10;
  for (std::size_t i = 0; i + 1 < number.size; ++i) {
    const int sum = (number.digit(i) + product) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return (11 - product) % 10 == number.digit(number.size - 1);
}

/// Of the first ten digits one occurs twice or three times, and no other does.
bool deTax(std::string_view value) {
  const Compact number(value);
  if (!number.digits(11) || number.digit(0) == 0 || !mod11And10(number.view())) return false;
  std::array<int, 10> counts{};
  for (std::size_t i = 0; i < 10; ++i) ++counts[static_cast<std::size_t>(number.digit(i))];
  return std::ranges::count_if(counts, [](int n) { return n == 2 || n == 3; }) == 1 &&
         std::ranges::none_of(counts, [](int n) { return n > 3; });
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

bool verhoeff(std::string_view value) {
  const Compact number(value);
  return number.all_digits && number.size >= 2 && verhoeffDigits(number);
}

bool aadhaar(std::string_view value) {
  const Compact number(value);
  if (!number.digits(12) || number.digit(0) < 2 || !verhoeffDigits(number)) return false;
  const std::string_view digits = number.view();
  return !std::equal(digits.begin(), digits.end(), digits.rbegin());
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

bool date(std::string_view value) { return readDate(value, true).has_value(); }

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

struct Entry {
  std::string_view name;
  Validator validator;
};
constexpr Entry kValidators[] = {
#define VALIDATOR(name, function, what) {name, function},
#include "runtime/text/validators.def"
#undef VALIDATOR
};

}  // namespace

Validator findValidator(std::string_view name) {
  for (const Entry& entry : kValidators) {
    if (entry.name == name) return entry.validator;
  }
  return nullptr;
}

std::vector<std::string_view> validatorNames() {
  std::vector<std::string_view> names;
  for (const Entry& entry : kValidators) names.push_back(entry.name);
  return names;
}

std::uint32_t cardLengths(std::string_view digits) {
  // The issuer numbers that `digits` may be the begin of.
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    const bool known = i < digits.size();
    first = first * 10 + (known ? static_cast<std::uint32_t>(digits[i] - '0') : 0);
    last = last * 10 + (known ? static_cast<std::uint32_t>(digits[i] - '0') : 9);
  }
  std::uint32_t lengths = 0;
  for (const CardRange& range : kCardRanges) {
    if (range.first <= last && first <= range.last) lengths |= range.lengths;
  }
  return lengths;
}

bool isCalendarDay(const CalendarDay& day) {
  if (day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) return false;
  const std::chrono::year_month_day calendar{std::chrono::year(day.year),
                                             std::chrono::month(static_cast<unsigned>(day.month)),
                                             std::chrono::day(static_cast<unsigned>(day.day))};
  return calendar.ok();
}

std::int64_t startOfDayMs(const CalendarDay& day) {
  const std::chrono::sys_days days = std::chrono::year_month_day{
      std::chrono::year(day.year), std::chrono::month(static_cast<unsigned>(day.month)),
      std::chrono::day(static_cast<unsigned>(day.day))};
  return std::chrono::duration_cast<std::chrono::milliseconds>(days.time_since_epoch()).count();
}

std::optional<CalendarDay> readDate(std::string_view text, bool day_first) {
  std::array<int, 3> parts{};
  std::array<std::size_t, 3> sizes{};
  std::size_t part = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (part == 3 || !isDigit(text[i])) return std::nullopt;
    std::size_t end = i;
    for (; end < text.size() && isDigit(text[end]) && end - i < 4; ++end) {
      parts[part] = parts[part] * 10 + (text[end] - '0');
    }
    sizes[part++] = end - i;
    if (end < text.size() && std::string_view("-/. ").find(text[end]) == std::string_view::npos) {
      return std::nullopt;
    }
    i = end + 1;
  }
  if (part != 3) return std::nullopt;
  CalendarDay day;
  if (sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2) {
    day = {parts[0], parts[1], parts[2]};
  } else if (sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 4 || sizes[2] == 2)) {
    const int year = sizes[2] == 4 ? parts[2] : parts[2] < 70 ? 2000 + parts[2] : 1900 + parts[2];
    const bool first_is_day = parts[0] > 12 || (parts[1] <= 12 && day_first);
    day = first_is_day ? CalendarDay{year, parts[1], parts[0]}
                       : CalendarDay{year, parts[0], parts[1]};
  }
  if (!isCalendarDay(day)) return std::nullopt;
  return day;
}

std::optional<double> readNumber(std::string_view text, NumberStyle style) {
  std::string plain;
  std::size_t last_separator = std::string_view::npos;
  char decimal = 0;
  int separators = 0;
  bool mixed = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ',' && text[i] != '.') continue;
    mixed |= separators > 0 && text[last_separator] != text[i];
    last_separator = i;
    ++separators;
  }
  if (separators > 0) {
    const std::size_t after = text.size() - last_separator - 1;
    const bool groups = after == 3 && text[0] != '0' &&
                        (text[last_separator] == ',' || style == NumberStyle::kMoney);
    if (mixed || (separators == 1 && !groups)) decimal = text[last_separator];
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (isDigit(c) || (c == '-' && i == 0)) {
      plain.push_back(c);
    } else if (c == decimal && i == last_separator) {
      plain.push_back('.');
    } else if (c != ',' && c != '.' && c != ' ' && c != '\'' && c != '_' && !(c == '+' && i == 0)) {
      return std::nullopt;
    }
  }
  double number = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
  if (error != std::errc() || end != plain.data() + plain.size()) return std::nullopt;
  return number;
}

}  // namespace decorum::text
