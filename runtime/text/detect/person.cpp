// Dates of birth, ages and postcodes.
#include <algorithm>
#include <string>

#include "runtime/text/characters.h"
#include "runtime/text/detect/common.h"
#include "runtime/text/detect/dates.h"
#include "runtime/text/detect/surroundings.h"
#include "runtime/text/utf8.h"

namespace decorum::text::detect {
namespace {

constexpr std::string_view kBirthWords =
    "born, birth, birthday, birthdate, birth date, date of birth, bday, b-day, dob, d.o.b, "
    "geboren, geb, geburtsdatum, geburtstag, né, née, né(e, naissance, anniversaire, nacido, "
    "nacida, "
    "nací, nació, nacimiento, nac, cumpleaños, nascido, nascida, nasci, nasceu, nascimento, "
    "aniversário, nato, nata, nascita, compleanno, geboortedatum, verjaardag, född, födelsedatum, "
    "födelsedag, født, fødselsdato, fødselsdag, fødselsdag, syntynyt, syntymäaika, urodzony, "
    "urodzona, "
    "urodzenia, urodziny, narozen, narozena, narození, született, születési, născut, născută, "
    "nașterii, родился, родилась, рождения, народився, народилася, народження, doğum, doğumlu, "
    "γεννήθηκε, γέννησης, 出生, 出生日期, 出生于, 生日, 生于, 生年月日, 誕生日, 生まれ, 출생, "
    "생년월일, 생일, "
    "ngày sinh, sinh ngày, lahir, วันเกิด, ميلاد, الميلاد, مواليد, לידה, נולד, जन्म";

/// How near the words of birth stand to a day: right before it, before it, right behind it.
double birthEvidence(const Surroundings& beside) {
  std::string_view before = beside.before;
  // Another date or sentence between belongs to other words.
  if (const std::size_t at = before.find_last_of("0123456789;\n"); at != std::string_view::npos) {
    before = before.substr(at + 1);
  }
  const std::size_t near = before.size() - std::min<std::size_t>(before.size(), 22);
  if (hasWordOf(before.substr(near), kBirthWords)) return 0.9;
  if (hasWordOf(before, kBirthWords)) return 0.7;
  const std::string_view after =
      beside.after.substr(0, std::min<std::size_t>(beside.after.size(), 18));
  const std::string_view next =
      after.substr(0, std::min(after.find_first_of("0123456789;,\n"), after.size()));
  return hasWordOf(next, kBirthWords) ? 0.7 : 0.1;
}

bool isOutward(std::string_view code) {
  return std::string_view("qvx").find(code.front()) == std::string_view::npos;
}

bool isInCapitals(std::string_view written) {
  return std::ranges::none_of(written, [](char c) { return c >= 'a' && c <= 'z'; });
}

constexpr std::string_view kPostcodeWords =
    "zip, zipcode, zip code, postcode, post code, postal, postal code, plz, postleitzahl, código "
    "postal, codigo postal, cp, c.p, code postal, cap, cep, postnummer, postinumero, kod pocztowy, "
    "psč, irányítószám, cod poștal, индекс, posta kodu, 邮编, 邮政编码, 郵便番号, 〒, 우편번호, "
    "pin code, "
    "pincode, pin, eircode";
constexpr std::string_view kStates =
    "al, ak, az, ar, ca, co, ct, de, dc, fl, ga, hi, id, il, in, ia, ks, ky, la, me, md, ma, mi, "
    "mn, ms, "
    "mo, mt, ne, nv, nh, nj, nm, ny, nc, nd, oh, ok, or, pa, pr, ri, sc, sd, tn, tx, ut, vt, va, "
    "wa, wv, "
    "wi, wy";

/// Digits alone: only words or a state's letters right before make a postcode of them.
double digitsScore(const Candidate& candidate, std::string_view part) {
  const Surroundings beside = around(candidate, part);
  std::string_view near = trimmedEnd(beside.before);
  near = near.substr(near.size() - std::min<std::size_t>(near.size(), 20));
  near = near.substr(near.find_last_of("0123456789;\n") + 1);
  if (hasWordOf(near, kPostcodeWords)) return 0.75;
  const DataKey key = dataKeyOf(beside);
  if (key.name.find("zip") != std::string_view::npos ||
      key.name.find("post") != std::string_view::npos) {
    return 0.8;
  }
  const bool zip = part.size() == 5 || (part.size() == 10 && part[5] == '-');
  if (!zip || near.size() < 3) return 0.1;
  const std::string_view state = near.substr(near.size() - 2);
  const bool apart = !isWord(near[near.size() - 3]);
  return apart && hasWordOf(state, kStates) && isInCapitals(candidate.original(state)) ? 0.7 : 0.1;
}

}  // namespace

void dateOfBirth(const Candidate& candidate, std::vector<Finding>& findings) {
  const auto written = readDay(candidate);
  if (!written || written->day.year < 1890 || written->day.year > 2040) return;
  findings.push_back({written->part, birthEvidence(around(candidate, written->part)), {}});
  findings.back().values.push_back(timeValue(startOfDayMs(written->day)));
}

void age(const Candidate& candidate, std::vector<Finding>& findings) {
  constexpr double kOldest = 125;
  double score = 0.8;
  std::string_view part;
  for (std::size_t i = 0; i < 5 && part.empty(); ++i) part = candidate.groups[i];
  const double years =
      readNumber(part.substr(0, part.find_first_not_of("0123456789"))).value_or(200);
  if (years > kOldest) return;
  const Surroundings beside = around(candidate, candidate.match);
  if (part.data() == candidate.groups[3].data()) {  // "34 años", without a word for age
    score = hasWord(beside.before,
                    {"edad",  "hombre", "mujer",  "varón", "niño", "niña", "paciente", "tengo",
                     "tiene", "j'ai",   "âge",    "âgé",   "âgée", "ho",   "ha",       "tenho",
                     "tem",   "jag är", "jestem", "мне",   "ему",  "ей"})
                ? 0.65
                : 0.3;
    if (hasWord(beside.before,
                {"hace", "durante", "desde", "depuis", "seit", "últimos", "vor", "il y a"})) {
      score -= 0.4;
    }
  } else if (part.data() == candidate.groups[4].data()) {  // "I'm 34", unless minutes follow
    const std::string_view after = beside.after;
    const bool ends = after.empty() ||
                      std::string_view(".,!?;)\n").find(after.front()) != std::string_view::npos ||
                      after.starts_with(" and ") || after.starts_with(" year") ||
                      after.starts_with(" now");
    score = ends && years >= 5 ? 0.6 : 0.1;
  }
  findings.push_back({part, score, {}});
  findings.back().values.push_back(numberValue(years));
}

void postcode(const Candidate& candidate, std::vector<Finding>& findings) {
  std::string_view part;
  std::size_t kind = 0;
  for (; kind < 4; ++kind) {
    part = candidate.groups[kind];
    if (!part.empty()) break;
  }
  if (part.empty() || isTorn(candidate.text, part)) return;
  double score = 0;
  if (kind == 3) {
    score = digitsScore(candidate, part);
  } else {
    const bool capitals = isInCapitals(candidate.original(part));
    const bool spaced = part.find(' ') != std::string_view::npos;
    score = (kind == 2 ? 0.1 : 0.25) + (capitals ? 0.25 : 0) + (spaced ? 0.1 : 0);
    if (kind == 0 && !isOutward(part)) return;
    if (candidate.context) score += 0.3;
  }
  findings.push_back({part, score, {}});
  findings.back().values.push_back(textValue(candidate.original(part)));
}

}  // namespace decorum::text::detect
