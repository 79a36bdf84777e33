#include "tools/cli/html.h"

#include <fmt/format.h>

#include <cmath>

#include "compiler/diagnostics/excerpt.h"

namespace decorum::cli::page {
namespace {

// What pages have in common. Meaning is in words and shapes; colours are but an aid, each with a
// contrast of 4.5 or more to what lies behind it, shapes 3 or more.
const char* const kStyle = R"css(
:root { color-scheme: light dark; --paper: #fff; --ink: #1d1f21; --muted: #565b61; --rule: #d5d8dc;
  --tint: #f4f5f7; --accent: #14539a; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181b; --ink: #e8e6e3; --muted: #a9afb6; --rule: #3a4047; --tint: #1e2327;
    --accent: #8ab8f0; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --muted: #444; --rule: #bbb;
    --tint: #fff; --accent: #000; }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 100%/1.55 system-ui, -apple-system,
  "Segoe UI", Roboto, "Noto Sans", sans-serif; -webkit-text-size-adjust: 100%; }
body { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
p, li, dd { max-width: 46rem; overflow-wrap: anywhere; }
p { margin: 0.6rem 0; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.kicker, .note, figcaption, caption { color: var(--muted); font-size: 0.875rem; }
.kicker { margin: 0; }
header dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1.25rem; margin: 0; }
header dt { color: var(--muted); }
header dd { margin: 0; font-variant-numeric: tabular-nums; }
.plot { display: block; overflow: visible; font-size: 0.875rem; }
.plot .name { font-weight: 600; }
table { border-collapse: collapse; font-size: 0.875rem; line-height: 1.4;
  font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: 0.35rem; overflow-wrap: anywhere; }
th, td { padding: 0.35rem 0.6rem; vertical-align: baseline; text-align: left; }
tbody tr { border-bottom: 1px solid var(--rule); }
@media (max-width: 40rem) {
  body { padding: 1.25rem 0.9rem 3rem; }
  header dl { grid-template-columns: 1fr; gap: 0; }
  header dd { margin-bottom: 0.4rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
}
)css";

char kindOf(Column column) { return column == Column::kNumber ? 'n' : 't'; }

}  // namespace

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string named(std::string_view name) {
  return "<bdi>" + escaped(name.empty() ? "(empty)" : name) + "</bdi>";
}

std::string number(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string counted(std::uint64_t count, const char* one) {
  return fmt::format("{} {}{}", number(count), one, count == 1 ? "" : "s");
}

std::string percent(double share) {
  if (share > 0 && share < 0.0005) return "under 0.1%";
  return fmt::format("{:.1f}%", share * 100);
}

std::string points(double difference) {
  const std::string size = fmt::format("{:.1f}", std::abs(difference) * 100);
  if (size == "0.0") return difference == 0 ? size : (difference < 0 ? "\u22120.0" : "+0.0");
  return (difference < 0 ? "\u2212" : "+") + size;
}

std::string head(std::string_view title, std::string_view style) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n",
      escaped(title), kStyle, style);
}

std::string foot() { return "</body>\n</html>\n"; }

std::string headCell(std::string_view html, Column column) {
  return fmt::format("<th scope=\"col\" class=\"{}\">{}</th>", kindOf(column), html);
}

std::string rowHead(std::string_view html) {
  return fmt::format("<th scope=\"row\">{}</th>", html);
}

std::string cell(std::string_view html, Column column) {
  return fmt::format("<td class=\"{}\">{}</td>", kindOf(column), html);
}

std::string table(std::string_view caption, std::string_view heads, std::string_view rows) {
  return fmt::format(
      "<div class=\"scroll\" role=\"region\" aria-label=\"{0}\" tabindex=\"0\"><table>\n"
      "<caption><span>{0}</span></caption>\n<thead><tr>{1}</tr></thead>\n<tbody>\n{2}</tbody>\n"
      "</table></div>\n",
      escaped(caption), heads, rows);
}

std::string section(std::string_view id, std::string_view heading, std::string_view body) {
  return fmt::format(
      "<section id=\"{0}\" aria-labelledby=\"{0}-heading\">\n"
      "<h2 id=\"{0}-heading\">{1}</h2>\n{2}</section>\n",
      id, escaped(heading), body);
}

}  // namespace decorum::cli::page
