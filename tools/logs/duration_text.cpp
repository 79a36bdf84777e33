#include "tools/logs/duration_text.h"

#include <charconv>

namespace decorum::logs {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr Unit kUnits[] = {
    {"ms", 1},           {"second", 1000},    {"seconds", 1000},    {"minute", 60'000},
    {"minutes", 60'000}, {"hour", 3'600'000}, {"hours", 3'600'000}, {"day", 86'400'000},
    {"days", 86'400'000}};

}  // namespace

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
