#include "runtime/text/detect/surroundings.h"

#include <algorithm>

#include "runtime/text/characters.h"
#include "runtime/text/detect/common.h"
#include "runtime/text/utf8.h"

namespace decorum::text::detect {
namespace {

bool standsWhole(std::string_view stretch, std::string_view word) {
  for (std::size_t at = stretch.find(word); at != std::string_view::npos;
       at = stretch.find(word, at + 1)) {
    if (mayBeginWord(stretch, at) && mayEndWord(stretch, at + word.size())) return true;
  }
  return false;
}

}  // namespace

Surroundings around(const Candidate& candidate, std::string_view part) {
  const std::string_view text = candidate.text;
  std::size_t begin = candidate.place(candidate.match);
  std::size_t end = begin + candidate.match.size();
  for (std::uint32_t i = 0; i < kContextCharacters && begin > 0; ++i) {
    begin -= decodeBefore(text, begin).bytes;
  }
  for (std::uint32_t i = 0; i < kContextCharacters && end < text.size(); ++i) {
    end += decodeAt(text, end).bytes;
  }
  const std::size_t part_begin = candidate.place(part);
  const std::size_t part_end = part_begin + part.size();
  return {text.substr(begin, part_begin - begin), text.substr(part_end, end - part_end)};
}

bool hasWord(std::string_view stretch, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words,
                             [&](std::string_view word) { return standsWhole(stretch, word); });
}

bool hasWordOf(std::string_view stretch, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(", "), list.size());
    if (standsWhole(stretch, list.substr(0, end))) return true;
    list.remove_prefix(std::min(end + 2, list.size()));
  }
  return false;
}

DataKey dataKeyOf(const Surroundings& surroundings) {
  DataKey key;
  std::string_view after = surroundings.after;
  if (after.starts_with('\\')) after.remove_prefix(1);
  key.is_key = after.starts_with("\": ") || after.starts_with("\":") || after.starts_with("':");
  std::string_view before = surroundings.before;
  const auto drop = [&](std::string_view marks) {
    const std::size_t end = before.find_last_not_of(marks);
    before = before.substr(0, end == std::string_view::npos ? 0 : end + 1);
  };
  drop(" \"'\\[");
  if (!before.ends_with(':') && !before.ends_with('=')) return key;
  const bool quoted =
      before.size() > 1 && (before[before.size() - 2] == '"' || before[before.size() - 2] == '\'');
  drop(":= \"'\\");
  std::size_t begin = before.size();
  while (begin > 0 &&
         (isWord(before[begin - 1]) || before[begin - 1] == '-' || before[begin - 1] == '.')) {
    --begin;
  }
  key.name = before.substr(begin);
  key.is_value = quoted || (key.name.size() > 3 && key.name.find('_') != std::string_view::npos);
  return key;
}

std::string_view trimmedEnd(std::string_view before) {
  const std::size_t end = before.find_last_not_of(" \"'`:=([{\t\n");
  return before.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

}  // namespace decorum::text::detect
