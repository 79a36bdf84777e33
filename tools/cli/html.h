/// Parts that pages are made of. Each gives HTML; text is plain where it says so, and is escaped
/// here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace decorum::cli::page {

/// Plain text, for text and attribute values. Characters that steer or hide text stand as U+FFFD.
std::string escaped(std::string_view text);
/// Plain text that comes from a log or a policy: its direction of writing turns nothing around it.
std::string named(std::string_view name);

std::string number(std::uint64_t count);                    ///< 12,345
std::string counted(std::uint64_t count, const char* one);  ///< 1 event, 2 events
std::string percent(double share);                          ///< 12.5%, under 0.1%
std::string points(double difference);                      ///< +1.2, −0.4, 0.0

/// From the doctype to `<body>`; `title` is plain text. `style` comes after the looks that all
/// pages have, and has the last word.
std::string head(std::string_view title, std::string_view style);
std::string foot();

enum class Column : std::uint8_t { kText, kNumber };
std::string headCell(std::string_view html, Column column);
std::string rowHead(std::string_view html);
std::string cell(std::string_view html, Column column);
/// Scrolls where the window is narrow. `heads` are cells, `rows` are whole.
std::string table(std::string_view caption, std::string_view heads, std::string_view rows);

std::string section(std::string_view id, std::string_view heading, std::string_view body);

}  // namespace decorum::cli::page
