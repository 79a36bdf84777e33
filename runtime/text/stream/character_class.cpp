#include "runtime/text/stream/character_class.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "runtime/text/utf8.h"

namespace decorum::text::stream {
namespace {

/// Beyond so many characters a class takes all that are not ASCII.
constexpr std::size_t kMostOthers = 64;

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// A class by the letter of its escape.
std::optional<CharacterClass> classCalled(char letter) {
  CharacterClass result;
  switch (letter) {
    case 'd':
    case 'D':
      result.addRange('0', '9');
      break;
    case 'w':
    case 'W':
      result.addRange('0', '9');
      result.addRange('a', 'z');
      result.addRange('A', 'Z');
      result.add('_');
      break;
    case 's':
    case 'S':
      for (const char c : std::string_view("\t\n\f\r ")) result.add(static_cast<char32_t>(c));
      break;
    default:
      return std::nullopt;
  }
  if (letter == 'D' || letter == 'W' || letter == 'S') result.negate();
  return result;
}

/// [:alpha:] and its like, by name.
std::optional<CharacterClass> namedClass(std::string_view name) {
  const bool negated = name.starts_with('^');
  if (negated) name.remove_prefix(1);
  CharacterClass result;
  const auto addWhere = [&](auto holds) {
    for (char32_t c = 0; c < 128; ++c) {
      if (holds(static_cast<int>(c))) result.add(c);
    }
  };
  const auto isAlpha = [](int c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  const auto isNumeral = [](int c) { return c >= '0' && c <= '9'; };
  if (name == "alpha") {
    addWhere(isAlpha);
  } else if (name == "digit") {
    addWhere(isNumeral);
  } else if (name == "alnum" || name == "word") {
    addWhere([&](int c) { return isAlpha(c) || isNumeral(c) || (name == "word" && c == '_'); });
  } else if (name == "upper" || name == "lower") {
    addWhere([&](int c) { return isAlpha(c) && ((c & 0x20) != 0) == (name == "lower"); });
  } else if (name == "space" || name == "blank") {
    addWhere(
        [&](int c) { return c == ' ' || c == '\t' || (name == "space" && c >= 9 && c <= 13); });
  } else if (name == "punct") {
    addWhere([&](int c) { return c > ' ' && c < 127 && !isAlpha(c) && !isNumeral(c); });
  } else if (name == "xdigit") {
    addWhere([&](int c) { return isNumeral(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); });
  } else if (name == "ascii" || name == "print" || name == "graph" || name == "cntrl") {
    addWhere([&](int c) {
      const bool printable = c >= ' ' && c < 127;
      return name == "ascii"   ? true
             : name == "print" ? printable
             : name == "graph" ? printable && c != ' '
                               : !printable;
    });
  } else {
    return std::nullopt;
  }
  if (negated) result.negate();
  return result;
}

/// \pL, \p{N}: of ASCII what has the property, of the rest everything. Nothing for other ones.
std::optional<CharacterClass> property(std::string_view expression, std::size_t& at, bool negated) {
  std::string_view name;
  if (at < expression.size() && expression[at] == '{') {
    const std::size_t close = expression.find('}', at);
    if (close == std::string_view::npos) return std::nullopt;
    name = expression.substr(at + 1, close - at - 1);
    at = close + 1;
  } else if (at < expression.size()) {
    name = expression.substr(at++, 1);
  }
  if (name.starts_with('^')) {
    negated = !negated;
    name.remove_prefix(1);
  }
  const bool letters = name == "L" || name == "Latin";
  const bool digits = name == "N" || name == "Nd";
  if (!letters && !digits && name != "M") return std::nullopt;
  CharacterClass result;
  result.addOthers();
  if (digits) result.addRange('0', '9');
  if (letters) result.addRange('a', 'z');
  if (letters) result.addRange('A', 'Z');
  if (negated) result.negate();
  return result;
}

std::optional<char32_t> hexadecimal(std::string_view digits) {
  char32_t value = 0;
  if (digits.empty() || digits.size() > 6) return std::nullopt;
  for (const char c : digits) {
    const char small = static_cast<char>(c | 0x20);
    if (!isDigit(c) && (small < 'a' || small > 'f')) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(isDigit(c) ? c - '0' : small - 'a' + 10);
  }
  return value;
}

/// \x41 and \x{1F600}; `at` stands behind the x.
std::optional<char32_t> hexEscape(std::string_view expression, std::size_t& at) {
  if (at < expression.size() && expression[at] == '{') {
    const std::size_t close = expression.find('}', at);
    if (close == std::string_view::npos) return std::nullopt;
    const auto value = hexadecimal(expression.substr(at + 1, close - at - 1));
    at = close + 1;
    return value;
  }
  const auto value = hexadecimal(expression.substr(at, 2));
  at = std::min(at + 2, expression.size());
  return value;
}

/// One character within brackets, or an escape for one.
std::optional<char32_t> bracketCharacter(std::string_view expression, std::size_t& at) {
  if (at >= expression.size()) return std::nullopt;
  if (expression[at] != '\\') {
    const Decoded decoded = decodeAt(expression, at);
    at += decoded.bytes;
    return decoded.code_point;
  }
  ++at;
  if (at >= expression.size()) return std::nullopt;
  const char letter = expression[at++];
  switch (letter) {
    case 'x':
      return hexEscape(expression, at);
    case 'n':
      return U'\n';
    case 't':
      return U'\t';
    case 'r':
      return U'\r';
    case 'f':
      return U'\f';
    case 'v':
      return U'\v';
    case 'a':
      return U'\a';
    default:
      break;
  }
  const bool is_word = isDigit(letter) || ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z');
  if (is_word) return std::nullopt;
  if (isAscii(letter)) return static_cast<char32_t>(letter);
  const Decoded decoded = decodeAt(expression, --at);
  at += decoded.bytes;
  return decoded.code_point;
}

/// What a class in brackets has beside single characters and ranges; nothing where there is none.
std::optional<CharacterClass> classWithin(std::string_view expression, std::size_t& at) {
  if (expression.substr(at).starts_with("[:")) {
    const std::size_t close = expression.find(":]", at);
    if (close == std::string_view::npos) return std::nullopt;
    const auto named = namedClass(expression.substr(at + 2, close - at - 2));
    if (named) at = close + 2;
    return named;
  }
  if (expression[at] != '\\' || at + 1 >= expression.size()) return std::nullopt;
  const char letter = expression[at + 1];
  if (letter == 'p' || letter == 'P') {
    at += 2;
    return property(expression, at, letter == 'P');
  }
  auto known = classCalled(letter);
  if (known) at += 2;
  return known;
}

}  // namespace

CharacterClass CharacterClass::one(char32_t code_point) {
  CharacterClass result;
  result.add(code_point);
  return result;
}

CharacterClass CharacterClass::all(bool with_line_end) {
  CharacterClass result;
  for (std::size_t c = 0; c < 128; ++c) result.ascii_.set(c);
  if (!with_line_end) result.ascii_.reset('\n');
  result.all_others_ = true;
  return result;
}

void CharacterClass::add(char32_t code_point) {
  if (code_point < 128) {
    ascii_.set(code_point);
  } else if (others_.size() >= kMostOthers) {
    all_others_ = true;
  } else {
    others_.push_back(code_point);
  }
}

void CharacterClass::addRange(char32_t low, char32_t high) {
  for (char32_t c = low; c <= high && c < 128; ++c) ascii_.set(c);
  if (high < 128) return;
  const char32_t first = std::max<char32_t>(low, 128);
  if (high - first >= kMostOthers) {
    all_others_ = true;
    return;
  }
  for (char32_t c = first; c <= high; ++c) add(c);
}

void CharacterClass::add(const CharacterClass& other) {
  ascii_ |= other.ascii_;
  all_others_ = all_others_ || other.all_others_;
  for (const char32_t c : other.others_) add(c);
}

void CharacterClass::negate() {
  for (std::size_t c = 0; c < 128; ++c) ascii_.flip(c);
  all_others_ = true;
  others_.clear();
}

void CharacterClass::addOtherCases(bool folded) {
  for (char32_t c = 'a'; c <= 'z'; ++c) {
    const bool any = ascii_[c] || ascii_[c - 32];
    if (!any) continue;
    ascii_.set(c);
    ascii_.set(c - 32);
    if (!folded && (c == 'k' || c == 's')) all_others_ = true;  // the Kelvin sign, the long s
  }
  if (!folded && !others_.empty()) all_others_ = true;
  const std::vector<char32_t> written = others_;
  for (const char32_t c : written) {
    const auto small =
        static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
    if (small != c) add(small);
  }
}

std::optional<CharacterClass> readBracketed(std::string_view expression, std::size_t& at) {
  CharacterClass result;
  ++at;  // [
  const bool negated = at < expression.size() && expression[at] == '^';
  if (negated) ++at;
  for (bool first = true; at < expression.size() && (expression[at] != ']' || first);
       first = false) {
    if (auto within = classWithin(expression, at)) {
      result.add(*within);
      continue;
    }
    const auto low = bracketCharacter(expression, at);
    if (!low) return std::nullopt;
    const bool is_range =
        at + 1 < expression.size() && expression[at] == '-' && expression[at + 1] != ']';
    if (!is_range) {
      result.add(*low);
      continue;
    }
    ++at;
    const auto high = bracketCharacter(expression, at);
    if (!high || *high < *low) return std::nullopt;
    result.addRange(*low, *high);
  }
  if (at >= expression.size()) return std::nullopt;
  ++at;  // ]
  if (negated) result.negate();
  return result;
}

std::optional<CharacterClass> readEscape(std::string_view expression, std::size_t& at) {
  if (auto within = classWithin(expression, at)) return within;
  const auto c = bracketCharacter(expression, at);
  return c ? std::optional(CharacterClass::one(*c)) : std::nullopt;
}

}  // namespace decorum::text::stream
