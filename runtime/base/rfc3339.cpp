/// Instants as text (RFC 3339), and back.
#include "runtime/base/rfc3339.h"

#include <fmt/format.h>

#include <chrono>

namespace decorum {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 86'400'000;

/// Reads from the front of a text; what does not fit makes every later step fail.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    if (rest_.size() < count) return fail();
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return fail();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  bool take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_[0]) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(std::string_view any_of) {
    if (!take(any_of)) fail();
  }
  char peek() const { return rest_.empty() ? '\0' : rest_[0]; }
  bool atEnd() const { return rest_.empty(); }
  bool good() const { return good_; }
  int fail() {
    good_ = false;
    return 0;
  }

 private:
  std::string_view rest_;
  bool good_ = true;
};

std::int64_t fractionMs(Reader& reader) {
  if (!reader.take(".,")) return 0;
  std::int64_t ms = reader.digits(1) * 100;
  for (std::int64_t unit = 10; reader.peek() >= '0' && reader.peek() <= '9'; unit /= 10) {
    ms += reader.digits(1) * unit;  // beyond the third digit the unit is 0
  }
  return ms;
}

std::int64_t offsetMs(Reader& reader) {
  if (reader.take("Zz")) return 0;
  const bool west = reader.peek() == '-';
  reader.expect("+-");
  const int hours = reader.digits(2);
  reader.expect(":");
  const int minutes = reader.digits(2);
  if (hours > 23 || minutes > 59) reader.fail();
  return (west ? -1 : 1) * (hours * 60 + minutes) * kMinuteMs;
}

std::int64_t dayMs(Reader& reader) {
  const int hour = reader.digits(2);
  reader.expect(":");
  const int minute = reader.digits(2);
  int second = 0;
  if (reader.take(":")) second = reader.digits(2);
  if (hour > 23 || minute > 59 || second > 60) reader.fail();
  return (hour * 60 + minute) * kMinuteMs + second * 1000 + fractionMs(reader);
}

}  // namespace

std::optional<std::int64_t> parseTime(std::string_view text) {
  Reader reader(text);
  const int year = reader.digits(4);
  reader.expect("-");
  const int month = reader.digits(2);
  reader.expect("-");
  const int day = reader.digits(2);
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!reader.good() || !date.ok()) return std::nullopt;
  std::int64_t time_ms = std::chrono::sys_days(date).time_since_epoch().count() * kDayMs;
  if (!reader.atEnd()) {
    reader.expect("Tt ");
    time_ms += dayMs(reader);
    time_ms -= offsetMs(reader);
  }
  if (!reader.good() || !reader.atEnd()) return std::nullopt;
  return time_ms;
}

std::string formatTime(std::int64_t time_ms) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds{time_ms}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::int64_t of_day = (time - day).count();
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  of_day / 3'600'000, of_day / kMinuteMs % 60, of_day / 1000 % 60);
  if (of_day % 1000 != 0) text += fmt::format(".{:03}", of_day % 1000);
  return text + 'Z';
}

}  // namespace decorum
