// Secrets whose form is their proof.
#include <algorithm>
#include <array>
#include <string>

#include "runtime/text/detect/common.h"
#include "runtime/text/detect/key_forms.h"
#include "runtime/text/detect/randomness.h"
#include "runtime/text/detect/surroundings.h"

namespace decorum::text::detect {
namespace {

constexpr auto kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t rest = i;
    for (int bit = 0; bit < 8; ++bit) rest = rest >> 1 ^ ((rest & 1) != 0 ? 0xEDB88320U : 0U);
    table[i] = rest;
  }
  return table;
}();

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes)
    crc = crc >> 8 ^ kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xFF];
  return ~crc;
}

/// Six digits of base 62, as GitHub and npm end their tokens.
std::string base62(std::uint32_t number) {
  constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string digits(6, '0');
  for (auto place = digits.rbegin(); place != digits.rend(); ++place, number /= 62) {
    *place = kDigits[number % 62];
  }
  return digits;
}

/// GitHub's and npm's tokens: 30 characters and the CRC32 of these. One made up passes in one of
/// four thousand million cases; what fails may still be a token with a letter mistyped.
double checkedScore(std::string_view provider, std::string_view key, double score) {
  const std::size_t begin = key.find('_') + 1;
  const bool checked = (provider == "GitHub" && key.size() == 40) || provider == "npm";
  if (!checked || key.size() != begin + 36) return score;
  return base62(crc32(key.substr(begin, 30))) == key.substr(begin + 30) ? 1.0 : 0.6;
}

double keyScore(const KeyForm& form, std::string_view key) {
  const std::string_view body = key.substr(form.begin.size());
  std::string folded(body);
  for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
  if (isPlaceholder(folded)) return 0.2;
  const CharacterMix mix = mixOf(body);
  if (mix.distinct < std::min<std::size_t>(6, body.size() / 3)) return 0.2;
  if (wordLikeness(body) > 0.7 && mix.digits < 3) return 0.3;  // "sk-learn-…"
  // A short begin that is a piece of many words needs a body that is none.
  if (form.begin.size() <= 4 && !looksRandom(body)) return 0.4;
  return checkedScore(form.provider, key, 0.95);
}

bool goesOn(char c) { return isWord(c); }

}  // namespace

void providerKey(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view written = candidate.original(candidate.match);
  if (written.size() != candidate.match.size()) return;  // no key has characters beyond ASCII
  for (const KeyForm& form : kKeyForms) {
    const auto size = keySize(form, written);
    if (!size) continue;
    const char next = *size < written.size() ? candidate.match[*size] : firstAfter(candidate);
    if (goesOn(next)) continue;
    findings.push_back(
        {candidate.match.substr(0, *size), keyScore(form, written.substr(0, *size)), {}});
    return;
  }
  // Those that stand whole in the expression: it said all but where they end.
  constexpr auto kInside =
      std::to_array<std::string_view>({".atlasv1.", "msh", "_mmk", ":AA", "Q~"});
  const bool telltale = std::ranges::any_of(kInside, [&](std::string_view inside) {
    const std::size_t at = written.find(inside);
    return at != std::string_view::npos && at <= 36;
  });
  const bool mailchimp = written.size() < 39 && written.find("-us") == 32;
  const bool discord = written.size() > 50 && written.find('.') >= 23 && written.find('.') <= 28 &&
                       written[written.find('.') + 7] == '.';
  if ((!telltale && !mailchimp && !discord) || goesOn(firstAfter(candidate)) ||
      !looksRandom(written))
    return;
  if (discord && std::string_view("MNO").find(written.front()) == std::string_view::npos) return;
  findings.push_back({candidate.match, 0.9, {}});
}

void webToken(const Candidate& candidate, std::vector<Finding>& findings) {
  const bool filler = isPlaceholder(candidate.match.substr(0, 40));
  findings.push_back({candidate.match, filler ? 0.2 : 0.95, {}});
}

void privateKey(const Candidate& candidate, std::vector<Finding>& findings) {
  // A header alone is a mention of one, unless it was cut.
  const std::string_view match = candidate.match;
  const std::size_t body = match.find("-----", 12);
  const std::size_t size = body == std::string_view::npos ? 0 : match.size() - body;
  findings.push_back({match, size < 40 ? 0.6 : 0.95, {}});
}

void webhookUrl(const Candidate& candidate, std::vector<Finding>& findings) {
  const bool filler = isPlaceholder(candidate.match.substr(candidate.match.find("//") + 2));
  findings.push_back({candidate.match, filler ? 0.3 : 0.95, {}});
}

void passwordHash(const Candidate& candidate, std::vector<Finding>& findings) {
  findings.push_back({candidate.match, isWord(firstAfter(candidate)) ? 0.4 : 0.95, {}});
}

void urlWithPassword(const Candidate& candidate, std::vector<Finding>& findings) {
  std::string_view part = candidate.match;
  const std::string_view password = candidate.groups[0];
  while (!part.empty() &&
         std::string_view(".,;:!?'`)]}").find(part.back()) != std::string_view::npos) {
    part.remove_suffix(1);
  }
  const bool variable =
      password.find_first_of("$<>{}*%[") == 0 || password.find("xxx") != std::string_view::npos;
  // The words of documentation: somebody may have them as a password all the same.
  const bool plain = password == "password" || password == "pass" || isPlaceholder(password);
  findings.push_back({part, variable ? 0.3 : plain ? 0.5 : 0.9, {}});
}

}  // namespace decorum::text::detect
