// Values in a text that rules compare: amounts, dates, numbers.
#include <algorithm>
#include <array>
#include <string>

#include "runtime/text/characters.h"
#include "runtime/text/detect/common.h"
#include "runtime/text/utf8.h"
#include "runtime/text/validators.h"

namespace decorum::text::detect {
namespace {

/// Whether a number is torn from a longer token: a letter or digit touches it, or a point, comma,
/// slash or hyphen with a digit behind it.
bool isTornNumber(const Candidate& candidate, std::string_view part) {
  const std::string_view text = candidate.text;
  const std::size_t begin = candidate.place(part);
  const std::size_t end = begin + part.size();
  const std::string_view joins = ".,:/-_";
  if (begin > 0) {
    const Decoded before = decodeBefore(text, begin);
    if (isWordCharacter(before.code_point) && !isUnspaced(before.code_point)) return true;
    const bool joined = joins.find(text[begin - 1]) != std::string_view::npos;
    if (joined && begin > 1 && isWordCharacter(decodeBefore(text, begin - 1).code_point))
      return true;
  }
  if (end >= text.size()) return false;
  const Decoded after = decodeAt(text, end);
  if (isWordCharacter(after.code_point) && !isUnspaced(after.code_point)) return true;
  return joins.find(text[end]) != std::string_view::npos && end + 1 < text.size() &&
         isDigit(text[end + 1]);
}

struct Currency {
  std::string_view written;
  std::string_view code;
  double unit = 1;
};
constexpr std::array kCurrencies = std::to_array<Currency>({
    {"$", "USD"},      {"us$", "USD"},     {"ca$", "CAD"},      {"a$", "AUD"},
    {"€", "EUR"},      {"£", "GBP"},       {"¥", "JPY"},        {"円", "JPY"},
    {"₹", "INR"},      {"₩", "KRW"},       {"₽", "RUB"},        {"₺", "TRY"},
    {"₪", "ILS"},      {"dollar", "USD"},  {"dollars", "USD"},  {"bucks", "USD"},
    {"euro", "EUR"},   {"euros", "EUR"},   {"pound", "GBP"},    {"pounds", "GBP"},
    {"yen", "JPY"},    {"rupee", "INR"},   {"rupees", "INR"},   {"franc", "CHF"},
    {"francs", "CHF"}, {"cent", "", 0.01}, {"cents", "", 0.01},
});

Currency readCurrency(std::string_view written) {
  const auto found = std::ranges::find(kCurrencies, written, &Currency::written);
  return found != kCurrencies.end() ? *found : Currency{written, written};
}

double readScale(std::string_view scale) {
  if (scale == "k" || scale == "thousand") return 1e3;
  if (scale == "m" || scale == "million") return 1e6;
  return scale == "bn" || scale == "billion" ? 1e9 : 1;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
  return result;
}

int monthCalled(std::string_view name) {
  static constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  const std::size_t at = kMonths.find(name.substr(0, 3));
  return at == std::string_view::npos ? 0 : static_cast<int>(at / 3) + 1;
}

int integer(std::string_view digits) {
  int result = 0;
  for (const char c : digits) result = result * 10 + (c - '0');
  return result;
}

std::optional<CalendarDay> numericDay(std::string_view text) {
  // 3/4/2026 is read as in the US, 3.4.2026 and 3-4-2026 as elsewhere.
  return readDate(text, text.find('/') == std::string_view::npos);
}

std::optional<CalendarDay> eastAsianDay(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (isDigit(c)) plain.push_back(c);
    if (!isAscii(c) && !plain.empty() && plain.back() != '-') plain.push_back('-');
  }
  plain.pop_back();  // after the day
  return readDate(plain, true);
}

}  // namespace

void money(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view sign = candidate.groups[0];
  const std::string_view before = candidate.groups[1];
  const std::string_view amount = candidate.groups[2];
  const std::string_view scale = candidate.groups[3];
  const std::string_view after = candidate.groups[4];
  if (before.empty() && after.empty()) return;
  if (before.empty() ? isTornNumber(candidate, amount) && scale.empty() && !after.empty() &&
                           wordBefore(candidate.text.substr(0, candidate.place(amount)))
                     : wordBefore(candidate.text.substr(0, candidate.place(before)))) {
    return;
  }
  const std::optional<double> number = readNumber(amount, NumberStyle::kMoney);
  if (!number) return;
  // "$5 usd": the code says more than the sign.
  const Currency currency = readCurrency(after.empty() || !before.empty() ? before : after);
  const char* begin = !before.empty() ? before.data() : amount.data();
  const bool minus = sign == "-";
  if (minus) begin = sign.data();
  const std::string_view part(
      begin, static_cast<std::size_t>(candidate.match.data() + candidate.match.size() - begin));
  findings.push_back({part, 0.9, {}});
  findings.back().values = {
      numberValue((minus ? -1 : 1) * *number * readScale(scale) * currency.unit),
      textValue(upper(currency.code))};
  if (currency.code.empty()) findings.back().values[1].present = false;
}

void date(const Candidate& candidate, std::vector<Finding>& findings) {
  const auto group = [&](std::size_t i) { return candidate.groups[i]; };
  std::optional<CalendarDay> day;
  if (!group(0).empty()) {
    day = isTornNumber(candidate, group(0)) ? std::nullopt : numericDay(group(0));
  } else if (!group(1).empty()) {
    day = CalendarDay{integer(group(3)), monthCalled(group(2)), integer(group(1))};
  } else if (!group(4).empty()) {
    day = CalendarDay{integer(group(6)), monthCalled(group(4)), integer(group(5))};
  } else {
    day = eastAsianDay(group(7));
  }
  if (!day || !isCalendarDay(*day)) return;
  const bool short_year = !group(0).empty() && group(0).size() <= 8 && !isDigit(group(0)[3]);
  findings.push_back({candidate.match, short_year ? 0.6 : 0.9, {}});
  findings.back().values.push_back(timeValue(startOfDayMs(*day)));
}

void number(const Candidate& candidate, std::vector<Finding>& findings) {
  std::string_view part = candidate.match;
  const std::string_view before = candidate.before();
  const bool sign = part[0] == '-' || part[0] == '+';
  if (sign && wordBefore(before)) part.remove_prefix(1);
  if (isTornNumber(candidate, part)) return;
  const std::optional<double> value = readNumber(part);
  if (!value) return;
  findings.push_back({part, 0.9, {}});
  findings.back().values.push_back(numberValue(*value));
}

void percent(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::optional<double> value = readNumber(candidate.groups[0]);
  if (!value || wordBefore(candidate.before())) return;
  findings.push_back({candidate.match, 0.95, {}});
  findings.back().values.push_back(numberValue(*value / 100));
}

}  // namespace decorum::text::detect
