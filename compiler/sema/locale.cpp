#include "compiler/sema/locale.h"

#include <algorithm>
#include <vector>

namespace decorum::sema {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

enum class Shape { kLetters, kDigits, kEither };

bool is(std::string_view part, Shape shape, std::size_t least, std::size_t most) {
  if (part.size() < least || part.size() > most) return false;
  return std::all_of(part.begin(), part.end(), [&](char c) {
    return (shape != Shape::kDigits && isLetter(c)) || (shape != Shape::kLetters && isDigit(c));
  });
}

std::vector<std::string_view> split(std::string_view tag) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= tag.size();) {
    const std::size_t end = std::min(tag.find('-', begin), tag.size());
    parts.push_back(tag.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool isVariant(std::string_view part) {
  return is(part, Shape::kEither, 5, 8) || (is(part, Shape::kEither, 4, 4) && isDigit(part[0]));
}

}  // namespace

bool isLanguageTag(std::string_view tag) {
  const std::vector<std::string_view> parts = split(tag);
  std::size_t at = 0;
  const auto take = [&](Shape shape, std::size_t least, std::size_t most) {
    const bool fits = at < parts.size() && is(parts[at], shape, least, most);
    at += fits;
    return fits;
  };
  const auto takesRest = [&](std::size_t shortest) {  // of an extension or private use
    if (!take(Shape::kEither, shortest, 8)) return false;
    while (take(Shape::kEither, shortest, 8)) {
    }
    return true;
  };
  const auto isSingle = [&](char c) {
    return at < parts.size() && parts[at].size() == 1 && (parts[at][0] | 0x20) == c;
  };
  if (!isSingle('x')) {
    if (!take(Shape::kLetters, 2, 3)) {
      if (!take(Shape::kLetters, 4, 8)) return false;
    } else {
      for (int extended = 0; extended < 3 && take(Shape::kLetters, 3, 3); ++extended) {
      }
    }
    take(Shape::kLetters, 4, 4);                                   // script
    if (!take(Shape::kLetters, 2, 2)) take(Shape::kDigits, 3, 3);  // region
    while (at < parts.size() && isVariant(parts[at])) ++at;
    while (at < parts.size() && is(parts[at], Shape::kEither, 1, 1) && !isSingle('x')) {
      ++at;
      if (!takesRest(2)) return false;
    }
  }
  if (isSingle('x')) {
    ++at;
    if (!takesRest(1)) return false;
  }
  return at == parts.size();
}

}  // namespace decorum::sema
