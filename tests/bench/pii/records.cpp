#include "tests/bench/pii/records.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tools/logs/line_reader.h"

namespace decorum::bench {
namespace {

using Json = nlohmann::json;

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& why) {
  fmt::print(stderr, "{}: {}\n", file.string(), why);
  std::exit(2);
}

void eachLine(const std::filesystem::path& file, const std::function<void(const Json&)>& see) {
  auto source = logs::openSource(file.string());
  if (!source.ok()) fail(file, source.error());
  logs::LineReader reader(std::move(*source));
  for (logs::Line line; reader.next(line);) {
    if (line.text.empty()) continue;
    const Json json = Json::parse(line.text, nullptr, false);
    if (json.is_discarded()) fail(file, fmt::format("line {} is no JSON", line.number));
    see(json);
  }
  if (!reader.error().empty()) fail(file, reader.error());
}

std::vector<Span> readSpans(const Json& json, const char* key) {
  std::vector<Span> spans;
  if (!json.contains(key)) return spans;
  for (const Json& span : json[key]) {
    spans.push_back({span.at(0).get<std::uint32_t>(), span.at(1).get<std::uint32_t>(),
                     span.at(2).get<std::string>()});
  }
  return spans;
}

std::string textField(const Json& json, const char* key) {
  const auto field = json.find(key);
  return field != json.end() && field->is_string() ? field->get<std::string>() : std::string();
}

/// "pt-PT" of "pt_PT" and of "PT", "" of what names no region.
std::string localeOf(const Json& json) {
  std::string locale = textField(json, "locale");
  std::ranges::replace(locale, '_', '-');
  return locale;
}

}  // namespace

std::vector<std::filesystem::path> dataFiles(const std::filesystem::path& folder) {
  if (std::filesystem::is_regular_file(folder)) return {folder};
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".jsonl") || name.ends_with(".jsonl.gz")) files.push_back(entry.path());
  }
  if (error) fail(folder, error.message());
  std::ranges::sort(files);
  return files;
}

void eachRecord(const std::filesystem::path& file, const std::function<void(const Record&)>& see) {
  eachLine(file, [&](const Json& json) {
    Record record;
    record.id = textField(json, "id");
    record.text = textField(json, "text");
    record.locale = localeOf(json);
    record.region = textField(json, "region");
    record.form = textField(json, "form");
    record.gold = readSpans(json, "byte_spans");
    record.optional = readSpans(json, "optional_byte_spans");
    record.scope = json.at("scope").get<std::set<std::string>>();
    record.whole_value = textField(json, "task") == "validate";
    record.rule_negative = textField(json, "neg") == "rule";
    see(record);
  });
}

void eachMessage(const std::filesystem::path& file,
                 const std::function<void(const std::string&)>& see) {
  eachLine(file, [&](const Json& json) {
    if (!json.contains("messages")) {
      see(textField(json, "text"));
      return;
    }
    for (const Json& message : json["messages"]) {
      const std::string text = textField(message, "content");
      if (!text.empty()) see(text);
    }
  });
}

}  // namespace decorum::bench
