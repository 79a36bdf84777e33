// Numbers and names as a person reads them.
#include <fmt/format.h>

#include <cmath>

#include "runtime/base/rfc3339.h"
#include "tools/cli/audit_html.h"

namespace decorum::cli::html {
namespace {

constexpr const char* kMinus = "\u2212";
constexpr const char* kEmpty = "(empty)";

std::string signedPoints(double difference) {
  const std::string size = fmt::format("{:.1f}", std::abs(difference) * 100);
  return (difference < 0 && size != "0.0" ? kMinus : "") + size;
}

}  // namespace

std::string coded(std::string_view name) {
  return "<code>" + escaped(name.empty() ? kEmpty : name) + "</code>";
}

std::string percentWhole(double share) {
  return fmt::format("{:g}%", std::round(share * 1e6) / 1e4);
}

std::string percentRange(double low, double high) {
  return fmt::format("{:.1f} to {:.1f}%", low * 100, high * 100);
}

std::string ratioRange(double low, double high) {
  if (std::isinf(high)) return fmt::format("{:.2f} and over", low);
  return fmt::format("{:.2f} to {:.2f}", low, high);
}

std::string points(double difference) { return signedPoints(difference); }

std::string pointsRange(double low, double high) {
  return signedPoints(low) + " to " + signedPoints(high);
}

std::string pValue(double p) {
  if (p < 0.001) return "&lt;\u00a00.001";
  return p >= 0.9995 ? "1" : fmt::format("{:.3f}", p);
}

std::string duration(std::int64_t ms) {
  if (ms < 1000) return fmt::format("{} ms", ms);
  const std::int64_t seconds = (ms + 500) / 1000;
  struct Unit {
    std::int64_t seconds;
    const char* name;
  };
  // The greatest unit and the one below it: nobody needs the seconds of a day.
  constexpr Unit kUnits[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
  std::size_t at = 0;
  while (seconds < kUnits[at].seconds) ++at;
  std::string text = fmt::format("{} {}", seconds / kUnits[at].seconds, kUnits[at].name);
  if (at + 1 == std::size(kUnits)) return text;
  const std::int64_t rest = seconds % kUnits[at].seconds / kUnits[at + 1].seconds;
  if (rest > 0) text += fmt::format(" {} {}", rest, kUnits[at + 1].name);
  return text;
}

std::string instant(std::int64_t time_ms) {
  const std::string exact = formatTime(time_ms);
  const std::size_t t = exact.find('T');
  const std::string minute = exact.substr(t + 1, 5);
  return fmt::format("<time datetime=\"{}\">{}{}</time>", exact, exact.substr(0, t),
                     minute == "00:00" ? "" : " " + minute);
}

std::string joined(const std::vector<std::string>& elements) {
  return fmt::format("{}", fmt::join(elements, ", "));
}

}  // namespace decorum::cli::html
