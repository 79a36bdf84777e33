#include "tools/logs/time_text.h"

#include <charconv>
#include <chrono>

namespace decorum::logs {
namespace {

// Reads `text` from the front; once something does not fit, nothing more does.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (text_.empty() || text_[0] < '0' || text_[0] > '9') return fail();
      value = value * 10 + (text_[0] - '0');
      text_.remove_prefix(1);
    }
    return value;
  }
  bool accept(std::string_view any_of) {
    if (text_.empty() || any_of.find(text_[0]) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(std::string_view any_of) {
    if (!accept(any_of)) fail();
  }
  bool isDigit() const { return !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; }
  bool isDone() const { return !failed_ && text_.empty(); }

 private:
  int fail() {
    failed_ = true;
    text_ = {};
    return 0;
  }
  std::string_view text_;
  bool failed_ = false;
};

int readMilliseconds(Reader& reader) {
  if (!reader.accept(".")) return 0;
  int value = reader.digits(1) * 100;
  if (reader.isDigit()) value += reader.digits(1) * 10;
  if (reader.isDigit()) value += reader.digits(1);
  while (reader.isDigit()) reader.digits(1);
  return value;
}

struct Unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr Unit kUnits[] = {
    {"ms", 1},           {"second", 1000},    {"seconds", 1000},    {"minute", 60'000},
    {"minutes", 60'000}, {"hour", 3'600'000}, {"hours", 3'600'000}, {"day", 86'400'000},
    {"days", 86'400'000}};

}  // namespace

std::optional<std::int64_t> parseTime(std::string_view text) {
  Reader reader(text);
  const int year = reader.digits(4);
  reader.expect("-");
  const int month = reader.digits(2);
  reader.expect("-");
  const int day = reader.digits(2);
  reader.expect("Tt ");
  const int hour = reader.digits(2);
  reader.expect(":");
  const int minute = reader.digits(2);
  reader.expect(":");
  const int second = reader.digits(2);
  const int millisecond = readMilliseconds(reader);
  int offset_minutes = 0;
  if (!reader.accept("Zz")) {
    const int sign = reader.accept("-") ? -1 : 1;
    if (sign > 0) reader.expect("+");
    const int offset_hours = reader.digits(2);
    reader.expect(":");
    const int rest = reader.digits(2);
    if (offset_hours > 23 || rest > 59) return std::nullopt;
    offset_minutes = sign * (offset_hours * 60 + rest);
  }
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                            std::chrono::day(unsigned(day))};
  if (!reader.isDone() || !date.ok() || hour > 23 || minute > 59 || second > 60)
    return std::nullopt;
  const std::int64_t days = sys_days(date).time_since_epoch().count();
  const std::int64_t minutes = (days * 24 + hour) * 60 + minute - offset_minutes;
  return (minutes * 60 + std::min(second, 59)) * 1000 + millisecond;
}

std::optional<std::int64_t> parseDuration(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || count < 0) return std::nullopt;
  std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  for (const Unit& known : kUnits) {
    if (known.name != unit) continue;
    if (count > INT64_MAX / known.ms) return std::nullopt;
    return count * known.ms;
  }
  return std::nullopt;
}

}  // namespace decorum::logs
