#include "runtime/text/detect/common.h"

#include "runtime/text/characters.h"
#include "runtime/text/utf8.h"

namespace decorum::text::detect {

std::string digitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (isDigit(c)) digits.push_back(c);
  }
  return digits;
}

char lastBefore(const Candidate& candidate) {
  const std::string_view before = candidate.before();
  return before.empty() ? ' ' : before.back();
}

char firstAfter(const Candidate& candidate) {
  const std::string_view after = candidate.after();
  return after.empty() ? ' ' : after.front();
}

bool isTorn(std::string_view text, std::string_view part) {
  const auto begin = static_cast<std::size_t>(part.data() - text.data());
  const std::size_t end = begin + part.size();
  const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : ' '; };
  const auto joins = [](char c) { return c == '.' || c == '-' || c == '/'; };
  if (begin > 0 && isWord(text[begin - 1]) && static_cast<unsigned char>(text[begin - 1]) < 0x80) {
    return true;
  }
  if (begin > 1 && joins(text[begin - 1]) && isDigit(text[begin - 2])) return true;
  if (isWord(at(end)) && static_cast<unsigned char>(at(end)) < 0x80) return true;
  return joins(at(end)) && isDigit(at(end + 1));
}

std::vector<DigitGroup> groupsOf(std::string_view text) {
  std::vector<DigitGroup> groups;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!isDigit(text[i])) continue;
    if (groups.empty() || groups.back().end != i) groups.push_back({i, i});
    groups.back().end = i + 1;
  }
  return groups;
}

HitValue textValue(std::string_view text) {
  HitValue value;
  value.present = true;
  value.text = text;
  return value;
}

HitValue numberValue(double number) {
  HitValue value;
  value.present = true;
  value.number = number;
  return value;
}

HitValue timeValue(std::int64_t time_ms) {
  HitValue value;
  value.present = true;
  value.integer = time_ms;
  return value;
}

bool wordBefore(std::string_view text) {
  return !text.empty() && isWordCharacter(decodeBefore(text, text.size()).code_point);
}

}  // namespace decorum::text::detect
