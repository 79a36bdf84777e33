/// Labelled texts and plain chat logs, read from JSON lines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace decorum::bench {

/// Bytes [begin, end) of a text and what they are.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string type;

  auto operator<=>(const Span&) const = default;
};

/// One labelled text.
struct Record {
  std::string id;
  std::string text;
  std::string locale;  ///< BCP 47, "" where unknown
  std::string region;  ///< ISO 3166-1, where the set says whose number it is
  std::string form;    ///< how a value is written, where the set says so
  std::vector<Span> gold;
  std::vector<Span> optional;   ///< may be found or not
  std::set<std::string> scope;  ///< types that the record labels completely
  bool whole_value = false;     ///< the text is one value: only a finding of all of it counts
  bool rule_negative = false;   ///< must not be found by one rule of another program
};

/// The files below `folder` (or `folder` itself, a file) whose names end in .jsonl or .jsonl.gz, in
/// the order of their names.
std::vector<std::filesystem::path> dataFiles(const std::filesystem::path& folder);

/// Calls `see` with each labelled text. Ends the program with a message where a file cannot be
/// read: there is nothing to measure then.
void eachRecord(const std::filesystem::path& file, const std::function<void(const Record&)>& see);

/// Calls `see` with each text of a chat log: the `content` of messages, or the `text` of a line.
void eachMessage(const std::filesystem::path& file,
                 const std::function<void(const std::string&)>& see);

}  // namespace decorum::bench
