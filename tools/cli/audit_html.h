/// The parts of the page that `audit_html.cpp` puts together. Each gives HTML; whatever comes from
/// a policy, a log or a path has gone through `escaped` in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/cli/audit_report.h"
#include "tools/cli/html.h"

namespace decorum::cli::html {

// ------------------------------------------------------------------------------ words

using page::counted;
using page::escaped;
using page::named;
using page::number;
using page::percent;

/// A name of the policy.
std::string coded(std::string_view name);

std::string percentWhole(double share);             ///< 80%, 97.5%
std::string percentRange(double low, double high);  ///< 9.7 to 16.2%
std::string ratioRange(double low, double high);    ///< 0.44 to 0.73, 0.44 and over
std::string points(double difference);              ///< −9.4
std::string pointsRange(double low, double high);   ///< −13.5 to −5.3
std::string pValue(double p);                       ///< 0.012, < 0.001 (escaped)
std::string duration(std::int64_t ms);              ///< 3 min 20 s
std::string instant(
    std::int64_t time_ms);  ///< a `time` element: the day, and the minute if not midnight
std::string joined(const std::vector<std::string>& elements);  ///< with commas

// ------------------------------------------------------------------------------ tables

// Kinds of column: "t" for text, "n" for numbers, "r" for the range that stands after a number.
std::string head(const std::string& text, const char* kind);
std::string textCell(const std::string& text);
std::string numberCell(const std::string& text);
std::string rangeCell(const std::string& text);

/// Scrolls where the window is narrow; `columns` are heads.
std::string table(const std::string& caption, const std::string& columns, const std::string& rows);

// ------------------------------------------------------------------------------ groups

/// In which order groups are shown: as the policy names them; where they are many, by rate.
std::vector<std::size_t> groupOrder(const MonitorReport& report);

/// Rates with their intervals, as inline SVG. `id` is unique on the page, `label` says what of.
std::string ratePlot(const MonitorReport& report, const std::string& id, const std::string& label);

/// The plot and, below it, the table of its numbers.
std::string comparison(const MonitorReport& report, const std::string& id,
                       const std::string& label);

bool isAnybodyAffected(const MonitorReport& report);

/// Whether an effect has a plot: somebody was affected, and no other says the same.
bool isShown(const EffectByGroup& effect);

// ------------------------------------------------------------------------------ sections

/// A part of the page, and its line in the table of contents.
struct Section {
  std::string id;
  std::string heading;                                     ///< HTML
  std::string body;                                        ///< HTML; "" leaves the section out
  std::vector<std::pair<std::string, std::string>> parts;  ///< id and HTML, for the contents
};

// Ids of parts that the summary points to; by index in the report.
std::string effectId(std::size_t index);
std::string windowId(std::size_t index);
std::string swapId(std::size_t index);

/// What needs a look, in words.
Section summarySection(const AuditReport& report);
Section effectsSection(const AuditReport& report, std::size_t fact);
Section windowsSection(const AuditReport& report);
Section swapsSection(const AuditReport& report);
Section redactionsSection(const AuditReport& report);
Section waitsSection(const AuditReport& report);
Section disclosuresSection(const AuditReport& report);

extern const char* const kStyle;

}  // namespace decorum::cli::html
