#include "tools/cli/memory_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace decorum::cli {
namespace {

std::string placeOf(const memory::LayoutEntry& entry) {
  return fmt::format("{}:{}:{}", entry.at.file, entry.at.line, entry.at.column);
}

/// On one line, and not longer than a table bears.
std::string shown(const std::string& text) {
  constexpr std::size_t kLongest = 60;
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  if (line.size() <= kLongest) return line;
  std::size_t end = kLongest - 3;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0u) == 0x80u) --end;
  return line.substr(0, end) + "…";
}

std::set<std::uint64_t> identitiesOf(const memory::Layout& layout) {
  std::set<std::uint64_t> all;
  for (const auto& entry : layout.operators) all.insert(entry.identity);
  return all;
}

std::string listed(const char* head, const memory::Layout& layout,
                   const std::set<std::uint64_t>& others, bool in_both) {
  std::string text;
  for (const auto& entry : layout.operators) {
    if ((others.count(entry.identity) != 0) != in_both) continue;
    text += fmt::format("  {}  ({})\n", shown(entry.what), placeOf(entry));
  }
  return text.empty() ? text : head + text;
}

}  // namespace

std::string memoryText(const memory::Layout& layout) {
  std::size_t width = 5;
  for (const auto& entry : layout.operators) width = std::max(width, placeOf(entry).size());
  std::string text =
      fmt::format("{:>6}  {:>6}  {:<{}}  {}\n", "offset", "bytes", "place", width, "operator");
  for (const auto& entry : layout.operators) {
    text += fmt::format("{:>6}  {:>6}  {:<{}}  {}\n", entry.offset, entry.bytes, placeOf(entry),
                        width, shown(entry.what));
  }
  const auto part = [&](std::uint32_t bytes, const std::string& what) {
    if (bytes > 0) text += fmt::format("{:>6}  {:>6}  {:<{}}  {}\n", "", bytes, "", width, what);
  };
  part(layout.value_bytes,
       fmt::format("{} values of facts, signals, tools and texts", layout.values));
  part(layout.rule_bytes, fmt::format("{} rules that may not fire too often", layout.rules));
  part(layout.clock_bytes, "counters and clocks");
  return text +
         fmt::format("a conversation takes at most {} bytes, no text among them\n", layout.total());
}

std::string memoryJson(const std::string& path, const memory::Layout& layout) {
  nlohmann::ordered_json json;
  json["policy"] = path;
  json["bytes"] = layout.total();
  json["operators"] = nlohmann::ordered_json::array();
  for (const auto& entry : layout.operators) {
    json["operators"].push_back({{"operator", entry.what},
                                 {"file", entry.at.file},
                                 {"line", entry.at.line},
                                 {"column", entry.at.column},
                                 {"offset", entry.offset},
                                 {"bytes", entry.bytes}});
  }
  json["values"] = {{"count", layout.values}, {"bytes", layout.value_bytes}};
  json["rules"] = {{"count", layout.rules}, {"bytes", layout.rule_bytes}};
  json["clocks"] = {{"bytes", layout.clock_bytes}};
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

std::string againstText(const memory::Layout& before, const memory::Layout& now) {
  const auto old_ones = identitiesOf(before);
  const auto new_ones = identitiesOf(now);
  std::string text = listed("goes on in running conversations:\n", now, old_ones, true) +
                     listed("starts empty:\n", now, old_ones, false) +
                     listed("is forgotten:\n", before, new_ones, false);
  return text.empty() ? "neither policy remembers anything\n" : text;
}

}  // namespace decorum::cli
