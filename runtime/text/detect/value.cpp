// Values in a text that rules compare: amounts, dates, numbers.
#include <algorithm>
#include <array>
#include <string>

#include "runtime/text/characters.h"
#include "runtime/text/detect/common.h"
#include "runtime/text/detect/dates.h"
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
  const auto written = readDay(candidate);
  if (!written) return;
  findings.push_back({written->part, written->short_year ? 0.6 : 0.9, {}});
  findings.back().values.push_back(timeValue(startOfDayMs(written->day)));
}

void timeOfDay(const Candidate& candidate, std::vector<Finding>& findings) {
  const auto either = [&](std::size_t i, std::size_t j) {
    return candidate.groups[i].empty() ? candidate.groups[j] : candidate.groups[i];
  };
  const auto number = [](std::string_view digits) {
    return static_cast<std::int64_t>(readNumber(digits).value_or(0));
  };
  const std::string_view half = either(2, 3);
  if (isTornNumber(candidate, candidate.match)) return;
  std::int64_t hour = number(candidate.groups[0]);
  if (!half.empty() && (hour < 1 || hour > 12)) return;
  if (half.starts_with('p') && hour < 12) hour += 12;
  if (half.starts_with('a') && hour == 12) hour = 0;
  findings.push_back({candidate.match, 0.9, {}});
  findings.back().values.resize(2);
  findings.back().values[0].present = findings.back().values[1].present = true;
  findings.back().values[0].integer = hour;
  findings.back().values[1].integer = number(either(1, 4));
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
