#include "tools/cli/redact_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "runtime/base/json_writer.h"

namespace decorum::cli {

void RedactReport::add(const Redacted& redacted) {
  ++texts_;
  if (!redacted.edits.empty()) ++changed_;
  if (redacted.withheld) ++withheld_;
  std::set<std::pair<std::string, std::string>> here;
  for (const Edit& edit : redacted.edits) {
    const auto key = std::pair(edit.detector, edit.rule);
    Count& count = counts_[key];
    ++count.places;
    if (here.insert(key).second) ++count.texts;
  }
  for (const Fault& fault : redacted.faults) ++faults_[fault.fault];
}

std::string RedactReport::table(std::uint64_t malformed) const {
  std::size_t detector_cells = std::string_view("detector").size();
  std::size_t rule_cells = std::string_view("rule").size();
  for (const auto& [key, count] : counts_) {
    detector_cells = std::max(detector_cells, key.first.size());
    rule_cells = std::max(rule_cells, key.second.size());
  }
  const auto line = [&](std::string_view detector, std::string_view rule, auto places, auto texts) {
    return fmt::format("{:{}}  {:{}}  {:>9}  {:>9}\n", detector, detector_cells, rule, rule_cells,
                       places, texts);
  };
  std::string text = line("detector", "rule", "places", "texts");
  for (const auto& [key, count] : counts_)
    text += line(key.first, key.second, count.places, count.texts);
  text += fmt::format("\n{} texts: {} changed, {} withheld\n", texts_, changed_, withheld_);
  std::string faults;
  for (const auto& [fault, count] : faults_)
    faults += fmt::format("{}{} {}", faults.empty() ? "faults: " : ", ", count, fault);
  if (!faults.empty()) text += faults + '\n';
  if (malformed > 0) text += fmt::format("{} malformed lines or files\n", malformed);
  return text;
}

std::string RedactReport::json(const Policy& policy, std::uint64_t malformed) const {
  std::string text;
  JsonWriter out(text);
  const auto number = [&](std::string_view key, std::uint64_t value) {
    out.key(key).integer(static_cast<std::int64_t>(value));
  };
  out.beginObject();
  number("texts", texts_);
  number("changed", changed_);
  number("withheld", withheld_);
  number("malformed", malformed);
  out.key("edits").beginList();
  for (const auto& [key, count] : counts_) {
    out.beginObject().key("detector").text(key.first).key("rule").text(key.second);
    number("places", count.places);
    number("texts", count.texts);
    out.endObject();
  }
  out.endList().key("faults").beginObject();
  for (const auto& [fault, count] : faults_) number(fault, count);
  out.endObject().key("policy").beginObject().key("name").text(policy.name());
  out.textMember("version", policy.version()).key("digest").text(policy.digest());
  out.endObject().endObject();
  return text += '\n';
}

}  // namespace decorum::cli
