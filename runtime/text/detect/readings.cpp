#include "runtime/text/detect/readings.h"

#include <algorithm>
#include <array>
#include <string>

#include "runtime/text/detect/common.h"
#include "runtime/text/detect/context_words.h"
#include "runtime/text/validate/validate.h"
#include "runtime/text/validators.h"

namespace decorum::text::detect {
namespace {

constexpr bool isLetter(char c) { return c >= 'a' && c <= 'z'; }

std::string_view afterPart(const Candidate& candidate, std::string_view part) {
  return candidate.text.substr(candidate.place(part) + part.size());
}

bool startsWithWord(std::string_view text, std::string_view word) {
  return text.starts_with(word) && (text.size() == word.size() || !isWord(text[word.size()]));
}

Rival asAmount(const Candidate& candidate, std::string_view part) {
  std::string_view before = candidate.text.substr(0, candidate.place(part));
  std::string_view after = afterPart(candidate, part);
  if (before.ends_with(' ')) before.remove_suffix(1);
  if (after.starts_with(' ')) after.remove_prefix(1);
  for (const std::string_view sign : {"$", "€", "£", "¥", "₹", "₩", "₽", "₺", "₪"}) {
    if (before.ends_with(sign) || after.starts_with(sign)) return {Reading::kAmount, 0.6};
  }
  if (after.starts_with('%')) return {Reading::kAmount, 0.6};
  for (const std::string_view unit :
       {"usd",  "eur",    "gbp", "chf", "jpy", "cny",   "inr",    "dollars", "euros",
        "euro", "pounds", "yen", "kg",  "km",  "miles", "ms",     "seconds", "bytes",
        "kb",   "mb",     "gb",  "kwh", "mm",  "cm",    "people", "users",   "views"}) {
    if (startsWithWord(after, unit)) return {Reading::kAmount, 0.5};
  }
  return {};
}

/// Whether the digits are one group, or three, three and four, as in North America.
bool hasPhoneGroups(std::string_view part) {
  const std::vector<DigitGroup> groups = groupsOf(part);
  const auto size = [&](std::size_t i) { return groups[i].end - groups[i].begin; };
  return groups.size() == 3 && size(0) == 3 && size(1) == 3 && size(2) == 4;
}

Rival asPhone(const Candidate& candidate, std::string_view part) {
  const std::string digits = digitsOf(part);
  if (digits.size() < 7 || digits.size() > 15 || digits.size() + 5 < part.size()) return {};
  const std::string_view before = candidate.text.substr(0, candidate.place(part));
  if (before.ends_with('+') || before.ends_with("+ ")) return {Reading::kPhone, 0.6};
  if (candidate.context) return {};
  if (before.ends_with("tel:") || before.ends_with("+(")) return {Reading::kPhone, 0.6};
  static const ContextWords kPhoneWords(
      "phone, telephone, tel, mobile, cell, cellphone, call, fax, whatsapp, sms, text, dial, ring, "
      "hotline, telefon, handy, anrufen, telefono, teléfono, móvil, celular, téléphone, portable, "
      "telefone, celular, telefoon, bel, puhelin, ring, telefonnummer, 电话, 手机, 電話, 携帯, "
      "전화, "
      "휴대폰, โทร, טלפון, هاتف, телефон");
  std::string window;
  const std::uint32_t begin = candidate.place(part);
  const auto end = begin + static_cast<std::uint32_t>(part.size());
  if (kPhoneWords.standNear(candidate.text, begin, end, window)) return {Reading::kPhone, 0.35};
  const bool american = digits.size() == 10 && digits[0] >= '2' && digits[3] >= '2';
  if (american && hasPhoneGroups(part)) return {Reading::kPhone, 0.3};
  return american && digits.size() == part.size() ? Rival{Reading::kPhone, 0.1} : Rival{};
}

Rival asMoment(const Candidate& candidate, std::string_view part) {
  const bool bare = std::ranges::all_of(part, isDigit);
  if (!bare || candidate.context) return {};
  const bool seconds = part.size() == 10 && part >= "1000000000" && part < "2100000000";
  const bool milliseconds = part.size() == 13 && part >= "1000000000000" && part < "2100000000000";
  return seconds || milliseconds ? Rival{Reading::kMoment, 0.2} : Rival{};
}

Rival asDay(const Candidate& candidate, std::string_view part) {
  if (part.size() != 8 || !std::ranges::all_of(part, isDigit) || candidate.context) return {};
  const auto number = [&](std::size_t from, std::size_t count) {
    std::int32_t n = 0;
    for (const char c : part.substr(from, count)) n = n * 10 + (c - '0');
    return n;
  };
  const auto likely = [&](std::int32_t year, std::int32_t month, std::int32_t day) {
    return year >= 1900 && year < 2100 && isCalendarDay({year, month, day});
  };
  const bool is_day = likely(number(0, 4), number(4, 2), number(6, 2)) ||
                      likely(number(4, 4), number(2, 2), number(0, 2)) ||
                      likely(number(4, 4), number(0, 2), number(2, 2));
  return is_day ? Rival{Reading::kDay, 0.3} : Rival{};
}

Rival asProductCode(const Candidate& candidate, std::string_view part) {
  const std::string digits = digitsOf(part);
  if (digits.size() != 13 || candidate.context) return {};
  int sum = 0;
  for (std::size_t i = 0; i < 13; ++i) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  if (sum % 10 != 0) return {};
  const bool book = digits.starts_with("978") || digits.starts_with("979");
  if (book) return {Reading::kProductCode, 0.5};
  return digits.size() == part.size() ? Rival{Reading::kProductCode, 0.1} : Rival{};
}

/// Whether `part` lies in an IBAN that begins before it.
Rival asIban(const Candidate& candidate, std::string_view part) {
  const std::string_view text = candidate.text;
  const std::size_t place = candidate.place(part);
  constexpr std::size_t kMostBytes = 42;  // 34 characters in fours
  for (std::size_t begin = place; begin > 0 && place - begin < kContextCharacters;) {
    const char c = text[--begin];
    if (!isWord(c) && c != ' ' && c != '.' && c != '-') break;
    const std::string_view rest = text.substr(begin, kMostBytes);
    const bool begins = rest.size() >= 15 && isLetter(rest[0]) && isLetter(rest[1]) &&
                        isDigit(rest[2]) && isDigit(rest[3]) && !wordBefore(text.substr(0, begin));
    if (!begins) continue;
    for (std::size_t size = place + part.size() - begin; size <= rest.size(); ++size) {
      if (validate::iban(rest.substr(0, size))) return {Reading::kIban, 0.9};
    }
  }
  return {};
}

}  // namespace

Rival likeliestRival(const Candidate& candidate, std::string_view part) {
  Rival likeliest{Reading::kIdentifier, evidenceAgainst(candidate, part)};
  for (const auto& reading : {asAmount, asPhone, asMoment, asDay, asProductCode, asIban}) {
    const Rival rival = reading(candidate, part);
    if (rival.likelihood > likeliest.likelihood) likeliest = rival;
  }
  return likeliest;
}

}  // namespace decorum::text::detect
