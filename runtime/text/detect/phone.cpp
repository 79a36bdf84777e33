// Telephone numbers: how they are written, what numbering plans say of them, and what stands
// beside.
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <string>

#include "runtime/text/characters.h"
#include "runtime/text/detect/common.h"
#include "runtime/text/detect/surroundings.h"
#include "runtime/text/utf8.h"
#include "runtime/text/validators.h"

namespace decorum::text::detect {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

/// A telephone number taken apart: what its writing tells.
struct PhoneForm {
  std::string_view main;  ///< without extension
  std::string digits;
  bool plus = false;
  bool zeros = false;               ///< 00 or 011 in front instead
  std::vector<std::size_t> groups;  ///< sizes
  bool parenthesis = false;
  bool other_marks = false;  ///< separators beside spaces
};

PhoneForm readForm(std::string_view main) {
  PhoneForm form;
  form.main = main;
  form.plus = main.find('+') != std::string_view::npos;
  form.parenthesis = main.find('(') != std::string_view::npos;
  form.other_marks = main.find_first_of("-./()") != std::string_view::npos;
  form.digits = digitsOf(main);
  for (const DigitGroup& group : groupsOf(main)) form.groups.push_back(group.end - group.begin);
  form.zeros = !form.plus && form.digits.size() >= 10 &&
               (form.digits.starts_with("00") || form.digits.starts_with("011"));
  return form;
}

/// What libphonenumber says of a number.
enum class Plan : std::uint8_t { kNone, kPossible, kValid, kMobile };

Plan planOf(const std::string& number, const std::string& region) {
  // The one object of the library: made at the first use, safe to share.
  const PhoneNumberUtil& plans = *PhoneNumberUtil::GetInstance();
  PhoneNumber parsed;
  if (plans.Parse(number, region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return Plan::kNone;
  const bool anywhere = region == "ZZ";
  if (anywhere ? plans.IsValidNumber(parsed) : plans.IsValidNumberForRegion(parsed, region)) {
    // Mobile alone, not "fixed or mobile": these ranges have no other numbers.
    const bool mobile = !anywhere && plans.GetNumberType(parsed) == PhoneNumberUtil::MOBILE;
    return mobile ? Plan::kMobile : Plan::kValid;
  }
  return plans.IsPossibleNumber(parsed) ? Plan::kPossible : Plan::kNone;
}

/// "DE" of "de-DE", "" where the locale names no region.
std::string regionOf(std::string_view locale) {
  for (std::size_t at = 0; at < locale.size();) {
    const std::size_t end = std::min(locale.find('-', at), locale.size());
    const std::string_view part = locale.substr(at, end - at);
    const bool capitals = std::ranges::all_of(part, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (part.size() == 2 && (at > 0 || capitals)) {
      std::string region(part);
      for (char& c : region) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
      return region;
    }
    at = end + 1;
  }
  return "";
}

/// The region that a script beside the number speaks for.
std::string regionOfScript(std::string_view text) {
  struct Block {
    char32_t first;
    char32_t last;
    const char* region;
  };
  constexpr auto kBlocks = std::to_array<Block>({{0x3040, 0x30FF, "JP"},
                                                 {0xAC00, 0xD7A3, "KR"},
                                                 {0x0E00, 0x0E7F, "TH"},
                                                 {0x0900, 0x097F, "IN"},
                                                 {0x0590, 0x05FF, "IL"},
                                                 {0x0370, 0x03FF, "GR"},
                                                 {0x0400, 0x04FF, "RU"},
                                                 {0x4E00, 0x9FFF, "CN"}});
  const Block* found = nullptr;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decodeAt(text, at);
    for (const Block& block : kBlocks) {
      const bool within = next.code_point >= block.first && next.code_point <= block.last;
      if (within && (found == nullptr || &block < found)) found = &block;
    }
    at += next.bytes;
  }
  return found != nullptr ? found->region : "";
}

/// Regions tried where nothing tells which: those with most people and telephones.
bool isValidSomewhere(const PhoneForm& form) {
  constexpr auto kTrunk = std::to_array<const char*>(
      {"GB", "DE", "FR", "IT", "IN", "JP", "NL", "AU", "CH", "AT", "SE", "BE", "KR", "TR", "ZA",
       "CN", "ID", "TH", "IL", "PH", "MY", "VN", "NZ", "IE", "FI", "NG", "EG", "AE", "SA", "UA"});
  constexpr auto kOther =
      std::to_array<const char*>({"US", "ES", "BR", "MX", "IN", "CN", "PL", "PT", "RU", "CO", "DK",
                                  "NO", "SG", "GR", "CZ", "AR", "CL", "HK"});
  const std::span<const char* const> regions = form.digits[0] == '0'
                                                   ? std::span<const char* const>(kTrunk)
                                                   : std::span<const char* const>(kOther);
  return std::ranges::any_of(
      regions, [&](const char* region) { return planOf(form.digits, region) >= Plan::kValid; });
}

bool endsInThreeThreeFour(const std::vector<std::size_t>& groups) {
  const std::size_t n = groups.size();
  return n >= 3 && n <= 4 && groups[n - 3] == 3 && groups[n - 2] == 3 && groups[n - 1] == 4;
}

/// Ten digits of the North American plan, a country code before them or not, and in its groups.
/// Numbers in use for examples (555) have the form and are on no plan.
bool isNorthAmerican(const PhoneForm& form) {
  const std::string& digits = form.digits;
  if (form.groups.size() > 1 && !endsInThreeThreeFour(form.groups)) return false;
  const std::size_t at = digits.size() == 11 && digits[0] == '1' ? 1 : 0;
  return digits.size() == at + 10 && digits[at] >= '2' && digits[at + 3] >= '2' &&
         !(digits[at + 1] == '1' && digits[at + 2] == '1');
}

double internationalScore(const PhoneForm& form, bool context) {
  if (form.digits.size() < 8) return 0.2;
  std::string number = "+" + form.digits;
  if (form.zeros) number = "+" + form.digits.substr(form.digits[1] == '1' ? 3 : 2);
  // "+44 (0)20…": the library knows what the zero in parentheses means.
  const Plan plan = planOf(form.plus ? std::string(form.main) : number, "ZZ");
  if (plan == Plan::kValid) return (form.plus ? 0.9 : 0.6) + (context ? 0.1 : 0);
  if (plan == Plan::kNone) return 0.2 + (context ? 0.2 : 0);
  const bool grouped = form.groups.size() >= 3 || form.parenthesis;
  return (form.plus ? 0.5 : 0.2) + (grouped ? 0.15 : 0) + (context ? 0.3 : 0);
}

/// Whether the groups are those of a number in thousands, "1 234 567".
bool isInThousands(const PhoneForm& form) {
  return form.groups.size() >= 2 && form.groups[0] <= 3 && form.digits[0] != '0' &&
         std::all_of(form.groups.begin() + 1, form.groups.end(), [](auto n) { return n == 3; });
}

double formScore(const PhoneForm& form) {
  const std::size_t count = form.digits.size();
  const std::size_t parts = form.groups.size();
  const bool grouped = parts >= 2 && parts <= 6 && (form.groups.back() > 2 || parts >= 4);
  if (isNorthAmerican(form) && endsInThreeThreeFour(form.groups)) {
    return form.other_marks ? 0.75 : 0.6;
  }
  if (count == 10 && endsInThreeThreeFour(form.groups)) return 0.45;
  if (form.parenthesis && count >= 8) return 0.45;
  if (form.digits[0] == '0' && form.digits[1] != '0' && count >= 9 && count <= 12) {
    return grouped ? 0.45 : 0.25;
  }
  const bool short_local = count == 7 && form.groups.size() == 2 && form.groups[0] == 3;
  if (short_local) return 0.15;
  if (!grouped) return 0.2;
  return count >= 8 && form.groups.back() >= 2 && !isInThousands(form) ? 0.25 : 0.1;
}

/// A score below `bar` may be any other below it.
double nationalScore(const PhoneForm& form, const Candidate& candidate, bool context, double bar) {
  double score = formScore(form) + (context ? 0.35 : 0);
  const Surroundings beside = around(candidate, candidate.match);
  std::string region = regionOf(candidate.locale);
  const bool known = !region.empty();
  if (!known) region = regionOfScript(std::string(beside.before) + std::string(beside.after));
  if (!region.empty()) {
    const Plan plan = planOf(form.digits, region);
    const bool shaped = form.groups.size() >= 2 || form.digits[0] == '0';
    if (plan == Plan::kMobile) score += 0.1;
    if (plan >= Plan::kValid) return score + (shaped ? 0.3 : 0.2) + (known ? 0.05 : 0.1);
    return known ? score - 0.15 : score;
  }
  if (score < 0.25 || isNorthAmerican(form)) return score;
  // To ask the plans of 30 regions takes 100 µs and more.
  constexpr double kValid = 0.1;
  if (score + kValid < bar) return score;
  return score + (isValidSomewhere(form) ? kValid : -0.2);
}

/// Readings of the same characters that are likelier.
bool isOtherThanPhone(const PhoneForm& form) {
  const std::string_view main = form.main;
  if (readDate(main.substr(0, std::min<std::size_t>(main.size(), 10)), true)) return true;
  const bool singles = std::ranges::all_of(form.groups, [](auto n) { return n == 1; });
  // Korean resident numbers and their like: a date, a hyphen, seven digits.
  const bool resident = main.size() == 14 && main[6] == '-';
  const bool same = std::ranges::all_of(form.digits, [&](char c) { return c == form.digits[0]; });
  return singles || same || resident || findValidator("ipv4")(main) ||
         (main.size() == 11 && main[3] == '-' && main[6] == '-' && findValidator("ssn")(main)) ||
         (form.digits.size() >= 13 && !form.plus && findValidator("card")(main));
}

/// Names of numbers that are none of a telephone.
constexpr std::string_view kOtherNumbers =
    "nhc, nass, nss, dni, nie, nif, cif, ssn, id, ids, steuer, konto, account, acct, policy, "
    "póliza, "
    "member, license, licence, passport, pasaporte, reisepass, isbn, ean, serial, model, invoice, "
    "factura, rechnung, facture, bestellung, bestellnummer, pedido, kunden, kundennummer, "
    "colegiado, "
    "nºcol, col, npi, tin, nhs, routing, identification, registration, tax, order, tracking, "
    "confirmation, reference, case, ticket, sku, upc, 订单, 订单号, 单号, 编号, 身份证, 注文番号, "
    "주문번호, 주민등록번호, blz, siret, siren, tva, cpf, cnpj, imei, vin";

/// How much what stands beside speaks for a number of something else.
double against(const Candidate& candidate, std::string_view part) {
  const Surroundings beside = around(candidate, part);
  const DataKey key = dataKeyOf(beside);
  constexpr std::string_view kPhoneKeys[] = {"phone", "tel",     "mobil",   "cell",
                                             "fax",   "contact", "whatsapp"};
  const bool phone_key = std::ranges::any_of(kPhoneKeys, [&](std::string_view word) {
    return key.name.find(word) != std::string_view::npos;
  });
  if (phone_key) return 0;
  if (key.is_key || key.is_value) return 0.6;
  // "NHC: 2046598", "Steuer-ID lautet", "订单号": the nearest words say what it is.
  std::string_view near = trimmedEnd(beside.before);
  near = near.substr(near.size() - std::min<std::size_t>(near.size(), 32));
  near = near.substr(near.find_last_of(",;.\n0123456789") + 1);
  if (near.ends_with('#') || hasWordOf(near, kOtherNumbers)) return 0.4;
  return evidenceAgainst(candidate, part);
}

void judgePhone(const Candidate& candidate, std::string_view part, std::vector<Finding>& findings) {
  while (!part.empty() && !isWord(part.back()) && part.back() != ')') part.remove_suffix(1);
  // A parenthesis that opens before the number belongs to it only if it closes within.
  if (part.starts_with('(') && part.find(')') == std::string_view::npos) part.remove_prefix(1);
  while (part.starts_with(' ')) part.remove_prefix(1);
  const std::size_t extension = part.find_first_of("xe,;dp");
  const std::string_view main = part.substr(0, extension);
  const PhoneForm form = readForm(main);
  if (form.digits.size() < 7 || form.digits.size() > 17 || isOtherThanPhone(form)) return;
  const bool context = candidate.context || extension != std::string_view::npos;
  const double other = form.plus ? 0 : against(candidate, part);
  const double score = form.plus || form.zeros
                           ? internationalScore(form, context)
                           : nationalScore(form, candidate, context, candidate.bar + other);
  findings.push_back({part, score - other, {}});
  findings.back().values.push_back(textValue((form.plus ? "+" : "") + form.digits));
}

/// Where a second number begins in `part`, or what stands before a number ends: behind " - ", and
/// behind a postcode. The size of `part` where there is one number.
std::size_t splitAt(std::string_view part) {
  for (const std::string_view between : {" - ", " / ", "  "}) {
    const std::size_t at = part.find(between);
    if (at == std::string_view::npos) continue;
    const std::size_t behind = digitsOf(part.substr(at)).size();
    const std::size_t before = digitsOf(part.substr(0, at)).size();
    if (behind >= 7 && before >= 5) return at + between.size();
  }
  const bool postcode =
      part.size() > 6 && part[5] == ' ' && digitsOf(part.substr(0, 5)).size() == 5;
  return postcode && digitsOf(part.substr(6)).size() >= 9 ? 6 : part.size();
}

}  // namespace

void phone(const Candidate& candidate, std::vector<Finding>& findings) {
  std::string_view part = candidate.match;
  const char before = lastBefore(candidate);
  const bool joined = (isWord(before) && isAscii(before)) || before == '.';
  if ((joined && !part.starts_with('(')) || isDigit(firstAfter(candidate))) return;
  if (isTorn(candidate.text, part)) return;
  while (!part.empty()) {
    const std::size_t end = splitAt(part);
    judgePhone(candidate, part.substr(0, end), findings);
    part.remove_prefix(end);
  }
}

}  // namespace decorum::text::detect
