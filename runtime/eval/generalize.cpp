/// What is left of a value when it says less.
#include "runtime/eval/generalize.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "runtime/base/rfc3339.h"
#include "runtime/text/fold.h"

namespace decorum::eval {
namespace {

using General = std::optional<std::string>;

constexpr std::int64_t kOldestAge = 89;  // of all who are older only that is said

/// Areas of three digits in which at most 20,000 people live, by the census of 2000 (as the
/// guidance of the US Department of Health and Human Services lists them) or by that of 2010.
constexpr std::array kSmallAreas = std::to_array<std::string_view>(
    {"036", "059", "063", "102", "202", "203", "204", "205", "369", "556", "692", "753",
     "772", "790", "821", "823", "830", "831", "878", "879", "884", "890", "893"});

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

const text::HitValue* valueOf(const Generalizable& hit, std::string_view field) {
  for (std::size_t i = 0; i < hit.fields.size() && i < hit.values.size(); ++i) {
    if (hit.fields[i].name == field && hit.values[i].present) return &hit.values[i];
  }
  return nullptr;
}

/// ASCII digits for those of every script, small letters, plain dashes.
std::string foldedText(const Generalizable& hit) {
  text::Folded folded;
  text::fold(hit.text, folded);
  return std::move(folded.text);
}

/// The first run of digits of `text`, of those with exactly `digits` of them; any for 0.
std::string_view digitRun(std::string_view text, std::size_t digits) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && isDigit(text[end])) ++end;
    if (end > at && (digits == 0 || end - at == digits)) return text.substr(at, end - at);
    at = end + 1;
  }
  return "";
}

std::optional<std::int64_t> numberIn(std::string_view digits) {
  std::int64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number);
  if (digits.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

std::optional<std::int64_t> yearAt(std::int64_t time_ms) {
  return numberIn(std::string_view(formatTime(time_ms)).substr(0, 4));
}

std::optional<std::int64_t> yearIn(const Generalizable& hit) {
  if (const text::HitValue* const day = valueOf(hit, "day")) return yearAt(day->integer);
  return numberIn(digitRun(foldedText(hit), 4));
}

General yearOf(const Generalizable& hit) {
  const auto year = yearIn(hit);
  return year ? General(std::to_string(*year)) : std::nullopt;
}

/// A year of birth tells the age; without the time of the event it is not known to be great.
General birthYearOf(const Generalizable& hit) {
  const auto born = yearIn(hit);
  const auto now = yearAt(hit.now_ms);
  if (born && now && *now - *born > kOldestAge) return "90+";
  return born ? General(std::to_string(*born)) : std::nullopt;
}

General ageRange(const Generalizable& hit) {
  std::optional<std::int64_t> age;
  for (const std::string_view field : {"years", "age", "value"}) {
    const text::HitValue* const value = valueOf(hit, field);
    if (value == nullptr || age) continue;
    age = value->integer != 0 ? value->integer : static_cast<std::int64_t>(value->number);
  }
  if (!age) age = numberIn(digitRun(foldedText(hit), 0));
  if (!age || *age < 0 || *age > 200) return std::nullopt;
  if (*age > kOldestAge) return "90+";
  const std::int64_t decade = *age / 10 * 10;
  return fmt::format("{}-{}", decade, decade + 9);
}

/// The first three digits; where the code begins with letters, these, which name a larger area.
General postcodeArea(const Generalizable& hit) {
  std::string area;
  for (const char c : hit.text) {
    if (!isDigit(c) && !isLetter(c)) {
      if (area.empty()) continue;
      break;
    }
    if (!area.empty() && isLetter(c) != isLetter(area[0])) break;
    area += isLetter(c) ? static_cast<char>(c & ~0x20) : c;
  }
  if (area.empty()) return std::nullopt;
  if (isLetter(area[0])) return area.size() <= 2 ? General(area) : std::nullopt;
  if (area.size() < 3) return std::nullopt;
  area.resize(3);
  const bool small = std::find(kSmallAreas.begin(), kSmallAreas.end(), area) != kSmallAreas.end();
  return small ? "000" : area;
}

/// Between two neighbours of 0, 1, 2, 5, 10, 20, 50, …, the upper one excluded.
General amountRange(const Generalizable& hit) {
  const text::HitValue* const amount = valueOf(hit, "amount");
  if (amount == nullptr) return std::nullopt;
  const double size = std::abs(amount->number);
  if (!(size < 1e15)) return std::nullopt;
  std::int64_t low = 0;
  std::int64_t high = 1;
  for (std::int64_t unit = 1; static_cast<double>(high) <= size; unit *= 10) {
    for (const std::int64_t step : {2, 5, 10}) {
      if (static_cast<double>(high) > size) break;
      low = high;
      high = step * unit;
    }
  }
  std::string range = fmt::format("{}-{}", low, high);
  if (amount->number < 0) range = "-(" + range + ")";
  const text::HitValue* const currency = valueOf(hit, "currency");
  return currency == nullptr ? range : range + ' ' + currency->text;
}

General networkOf(const Generalizable& hit) {
  const text::HitValue* const value = valueOf(hit, "address");
  const std::string address = value != nullptr ? value->text : foldedText(hit);
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> written{};
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1)
    return fmt::format("{}.{}.{}.0/24", bytes[0], bytes[1], bytes[2]);
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return std::nullopt;
  constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin()))
    return fmt::format("{}.{}.{}.0/24", bytes[12], bytes[13], bytes[14]);
  std::fill(bytes.begin() + 6, bytes.end(), static_cast<unsigned char>(0));
  inet_ntop(AF_INET6, bytes.data(), written.data(), written.size());
  return std::string(written.data()) + "/48";
}

General domainOf(const Generalizable& hit) {
  const text::HitValue* const host = valueOf(hit, "host");
  if (host != nullptr && !host->text.empty()) return host->text;
  const std::string text = foldedText(hit);
  const std::size_t at = text.rfind('@');
  return at == std::string::npos || at + 1 == text.size() ? General() : text.substr(at + 1);
}

struct Row {
  std::string_view detector;
  General (*how)(const Generalizable& hit);
};
constexpr std::array kRows = std::to_array<Row>({
#define GENERAL(DETECTOR, HOW, EXAMPLE) {DETECTOR, HOW},
#include "runtime/eval/generalize.def"
#undef GENERAL
});

}  // namespace

General generalized(const Generalizable& hit) {
  const auto row = std::find_if(kRows.begin(), kRows.end(),
                                [&](const Row& each) { return each.detector == hit.detector; });
  if (row == kRows.end()) return std::nullopt;
  General general = row->how(hit);
  const bool fits = general && !general->empty() && general->size() <= kMostGeneralBytes;
  return fits ? general : std::nullopt;
}

}  // namespace decorum::eval
