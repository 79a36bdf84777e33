// A plot of rates: a row for each group, its name above its interval.
//
//   female  n = 619                     21.5%, the greatest
//      |         :       |---<>---|          |
//   male  n = 643                                    12.1%
//      |   |--o--|       |        |          |
//      0%        :      15%      20%        25%
//
// Across, places are per cent of the width and never scaled, so that letters have one size in
// windows of any width.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "compiler/diagnostics/code_points.h"
#include "tools/cli/audit_html.h"

namespace decorum::cli::html {
namespace {

constexpr double kTop = 4, kRow = 44, kLabel = 15, kMark = 27, kAxis = 26;
constexpr std::size_t kNameCells = 24;

struct Axis {
  double end = 1;  ///< the greatest rate that has a place
  double step = 0.25;

  std::string at(double rate) const { return fmt::format("{:.2f}%", rate / end * 100); }
};

/// Few marks, at round numbers.
Axis axisFor(const MonitorReport& report) {
  double greatest = 0;
  for (const GroupResult& group : report.groups)
    if (group.count.conversations > 0) greatest = std::max(greatest, group.rate_high);
  Axis axis;
  if (greatest <= 0 || greatest > 0.8) return axis;
  const double rough = greatest / 4;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (const double round : {1.0, 2.0, 2.5, 5.0, 10.0}) {
    axis.step = round * power;
    if (axis.step >= rough) break;
  }
  axis.end = axis.step * std::ceil(greatest / axis.step - 1e-9);
  return axis;
}

/// A name within the width that rows have for it, and apart from the text around it.
std::string shortName(const std::string& name) {
  if (name.empty()) return "(empty)";
  std::size_t cells = 0;
  for (std::size_t i = 0; i < name.size();) {
    const CodePoint next = codePointAt(name, i);
    cells += static_cast<std::size_t>(std::max(0, displayWidth(next.value)));
    if (cells > kNameCells) return "\u2068" + escaped(name.substr(0, i)) + "\u2026\u2069";
    i += next.bytes;
  }
  return "\u2068" + escaped(name) + "\u2069";
}

std::string upright(const char* kind, const std::string& x, double top, double bottom) {
  return fmt::format("<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{:g}\" y2=\"{:g}\"/>\n", kind, x,
                     x, top, bottom);
}

std::string axisMarks(const Axis& axis, double bottom) {
  std::string svg;
  for (int i = 0; axis.step * i <= axis.end * 1.0001; ++i) {
    const double rate = axis.step * i;
    const std::string x = axis.at(rate);
    const bool is_last = axis.step * (i + 1) > axis.end * 1.0001;
    svg += upright("grid", x, kTop, bottom) +
           fmt::format("<text class=\"tick\" x=\"{}\" y=\"{:g}\" text-anchor=\"{}\">{}</text>\n", x,
                       bottom + 17, i == 0 ? "start" : (is_last ? "end" : "middle"),
                       percentWhole(rate));
  }
  return svg;
}

/// What stands at the right of a row.
std::string remark(const MonitorReport& report, std::size_t index) {
  const GroupResult& group = report.groups[index];
  if (group.count.conversations == 0) return "no conversations";
  if (!group.is_sufficient) return percent(group.rate) + ", too few";
  return percent(group.rate) + (report.reference == index ? ", the greatest" : "");
}

std::string mark(const MonitorReport& report, std::size_t index, const Axis& axis, double y) {
  const GroupResult& group = report.groups[index];
  const std::string low = axis.at(group.rate_low), high = axis.at(group.rate_high);
  const std::string kind = group.is_sufficient ? "interval" : "interval thin";
  const std::string at = axis.at(group.rate);
  std::string svg =
      fmt::format("<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{:g}\" y2=\"{:g}\"/>\n", kind, low,
                  high, y, y) +
      upright(kind.c_str(), low, y - 5, y + 5) + upright(kind.c_str(), high, y - 5, y + 5);
  if (report.reference == index)
    return svg + fmt::format(
                     "<svg class=\"place\" x=\"{}\" y=\"{:g}\"><path class=\"mark\" "
                     "d=\"M0-8L8 0 0 8-8 0z\"/></svg>\n",
                     at, y);
  return svg + fmt::format("<circle class=\"mark{}\" cx=\"{}\" cy=\"{:g}\" r=\"5\"/>\n",
                           group.is_sufficient ? "" : " hollow", at, y);
}

std::string row(const MonitorReport& report, std::size_t index, const Axis& axis, double top) {
  const GroupResult& group = report.groups[index];
  std::string svg = "<g>\n";
  if (group.count.conversations > 0) svg += mark(report, index, axis, top + kMark);
  return svg +
         fmt::format(
             "<text x=\"0\" y=\"{:g}\"><tspan class=\"name\">{}</tspan>"
             "<tspan class=\"size\" dx=\"8\">n = {}</tspan></text>\n"
             "<text class=\"size\" x=\"100%\" y=\"{:g}\" text-anchor=\"end\">{}</text>\n",
             top + kLabel, shortName(group.count.group), number(group.count.conversations),
             top + kLabel, remark(report, index)) +
         "</g>\n";
}

std::string described(const MonitorReport& report) {
  std::string text = counted(report.groups.size(), "group") + ".";
  if (!report.reference) return text;
  const GroupResult& greatest = report.groups[*report.reference];
  return text + fmt::format(" The greatest rate is that of {}: {} ({}). The table has all numbers.",
                            shortName(greatest.count.group), percent(greatest.rate),
                            percentRange(greatest.rate_low, greatest.rate_high));
}

}  // namespace

std::string ratePlot(const MonitorReport& report, const std::string& id, const std::string& label) {
  const Axis axis = axisFor(report);
  const double bottom = kTop + kRow * static_cast<double>(report.groups.size());
  std::string svg = fmt::format(
      "<svg class=\"plot\" role=\"img\" aria-labelledby=\"{0}-title {0}-desc\" width=\"100%\" "
      "height=\"{1:g}\">\n<title id=\"{0}-title\">Rates: {2}</title>\n"
      "<desc id=\"{0}-desc\">{3}</desc>\n",
      id, bottom + kAxis, escaped(label), described(report));
  svg += axisMarks(axis, bottom);
  if (report.reference) {
    const double bar = report.groups[*report.reference].rate * report.at_least;
    if (bar > 0) svg += upright("bar", axis.at(bar), kTop, bottom + 4);
  }
  double top = kTop;
  for (const std::size_t index : groupOrder(report)) {
    svg += row(report, index, axis, top);
    top += kRow;
  }
  return svg + "</svg>\n";
}

}  // namespace decorum::cli::html
