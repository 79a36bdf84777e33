// Rules of cards and accounts.
#include <string>

#include "runtime/text/validate/check_digits.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::validate {
namespace {

/// Ranges of issuer numbers (ISO/IEC 7812), of the networks' own rules.
struct CardRange {
  std::uint32_t first;  ///< lowest and highest first six digits
  std::uint32_t last;
  std::uint32_t lengths;  ///< bit n: n digits are possible
  bool luhn;
};
constexpr std::uint32_t bits(std::initializer_list<int> lengths) {
  std::uint32_t result = 0;
  for (const int length : lengths) result |= 1u << length;
  return result;
}
constexpr std::uint32_t kTwelveToNineteen = bits({12, 13, 14, 15, 16, 17, 18, 19});
constexpr std::array kCardRanges = std::to_array<CardRange>({
    {400000, 499999, bits({13, 16, 18, 19}), true},  // Visa
    {510000, 559999, bits({16}), true},              // Mastercard
    {222100, 272099, bits({16}), true},              // Mastercard, since 2017
    {340000, 349999, bits({15}), true},              // American Express
    {370000, 379999, bits({15}), true},
    {601100, 601199, bits({16, 17, 18, 19}), true},  // Discover
    {644000, 659999, bits({16, 17, 18, 19}), true},
    {300000, 305999, bits({14, 15, 16, 17, 18, 19}), true},  // Diners Club
    {309500, 309599, bits({14, 15, 16, 17, 18, 19}), true},
    {360000, 369999, bits({14, 15, 16, 17, 18, 19}), true},
    {380000, 399999, bits({14, 15, 16, 17, 18, 19}), true},
    {350000, 359999, bits({16, 17, 18, 19}), true},  // JCB; 3528 to 3589 today
    {213100, 213199, bits({15}), true},
    {180000, 180099, bits({15}), true},
    {100000, 199999, bits({15}), true},               // UATP
    {620000, 629999, bits({16, 17, 18, 19}), false},  // UnionPay: partly without Luhn
    {810000, 817199, bits({16, 17, 18, 19}), false},
    {500000, 509999, kTwelveToNineteen, true},  // Maestro
    {560000, 589999, kTwelveToNineteen, true},
    {600000, 601099, kTwelveToNineteen, true},
    {601200, 619999, kTwelveToNineteen, true},
    {630000, 639999, kTwelveToNineteen, true},
    {660000, 699999, kTwelveToNineteen, true},
    {220000, 220499, bits({16, 17, 18, 19}), true},  // Mir
    {979200, 979289, bits({16}), true},              // Troy
});

/// Countries of the IBAN registry, and what stands behind the check digits: so many digits (n),
/// letters (a) or either (c), and so on.
struct IbanForm {
  std::string_view country;
  std::string_view account;
};
constexpr std::array kIbanForms = std::to_array<IbanForm>({
    {"ad", "8n12c"},    {"ae", "19n"},      {"al", "8n16c"},    {"at", "16n"},
    {"az", "4a20c"},    {"ba", "16n"},      {"be", "12n"},      {"bg", "4a6n8c"},
    {"bh", "4a14c"},    {"bi", "23n"},      {"br", "23n1a1c"},  {"by", "4c4n16c"},
    {"ch", "5n12c"},    {"cr", "18n"},      {"cy", "8n16c"},    {"cz", "20n"},
    {"de", "18n"},      {"dj", "23n"},      {"dk", "14n"},      {"do", "4c20n"},
    {"ee", "16n"},      {"eg", "25n"},      {"es", "20n"},      {"fi", "14n"},
    {"fk", "2a12n"},    {"fo", "14n"},      {"fr", "10n11c2n"}, {"gb", "4a14n"},
    {"ge", "2a16n"},    {"gi", "4a15c"},    {"gl", "14n"},      {"gr", "7n16c"},
    {"gt", "4c20c"},    {"hn", "4a20n"},    {"hr", "17n"},      {"hu", "24n"},
    {"ie", "4a14n"},    {"il", "19n"},      {"iq", "4a15n"},    {"is", "22n"},
    {"it", "1a10n12c"}, {"jo", "4a4n18c"},  {"kw", "4a22c"},    {"kz", "3n13c"},
    {"lb", "4n20c"},    {"lc", "4a24c"},    {"li", "5n12c"},    {"lt", "16n"},
    {"lu", "3n13c"},    {"lv", "4a13c"},    {"ly", "21n"},      {"mc", "10n11c2n"},
    {"md", "2c18c"},    {"me", "18n"},      {"mk", "3n10c2n"},  {"mn", "16n"},
    {"mr", "23n"},      {"mt", "4a5n18c"},  {"mu", "4a19n3a"},  {"ni", "4a20n"},
    {"nl", "4a10n"},    {"no", "11n"},      {"om", "3n16c"},    {"pk", "4a16c"},
    {"pl", "24n"},      {"ps", "4a21c"},    {"pt", "21n"},      {"qa", "4a21c"},
    {"ro", "4a16c"},    {"rs", "18n"},      {"ru", "14n15c"},   {"sa", "2n18c"},
    {"sc", "4a20n3a"},  {"sd", "14n"},      {"se", "20n"},      {"si", "15n"},
    {"sk", "20n"},      {"sm", "1a10n12c"}, {"so", "19n"},      {"st", "21n"},
    {"sv", "4a20n"},    {"tl", "19n"},      {"tn", "20n"},      {"tr", "6n16c"},
    {"ua", "6n19c"},    {"va", "18n"},      {"vg", "4a16n"},    {"xk", "16n"},
    {"ye", "4a4n18c"},
});

/// "4a14n" as "aaaannnnnnnnnnnnnn".
std::string writtenOut(std::string_view form) {
  std::string kinds;
  std::size_t count = 0;
  for (const char c : form) {
    if (isDigit(c)) {
      count = count * 10 + static_cast<std::size_t>(c - '0');
    } else {
      kinds.append(count, c);
      count = 0;
    }
  }
  return kinds;
}

/// ISO 3166-1, and Kosovo.
constexpr std::string_view kCountries =
    "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq "
    "br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm "
    "do dz ec ee eg eh er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs "
    "gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn "
    "kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq "
    "mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm "
    "pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv "
    "sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi "
    "vn vu wf ws xk ye yt za zm zw ";

}  // namespace

bool card(std::string_view value) {
  const Compact number(value);
  if (!number.all_digits || number.size < 12 || number.size > 19 || number.allSame()) return false;
  std::uint32_t issuer = 0;
  for (std::size_t i = 0; i < 6; ++i)
    issuer = issuer * 10 + static_cast<std::uint32_t>(number.digit(i));
  const bool luhn_holds = luhnDigits(number.view());
  return std::ranges::any_of(kCardRanges, [&](const CardRange& range) {
    return issuer >= range.first && issuer <= range.last &&
           (range.lengths >> number.size & 1) != 0 && (luhn_holds || !range.luhn);
  });
}

bool iban(std::string_view value) {
  const Compact number(value);
  const auto* form = std::ranges::find(kIbanForms, number.view().substr(0, 2), &IbanForm::country);
  if (form == kIbanForms.end() || !number.hasForm("aann" + writtenOut(form->account))) return false;
  return mod97Of(number.view().substr(0, 4), mod97Of(number.view().substr(4))) == 1;
}

bool bic(std::string_view value) {
  const Compact code(value);
  if (!code.hasForm("ccccaacc") && !code.hasForm("ccccaaccccc")) return false;
  const std::size_t at = kCountries.find(code.view().substr(4, 2));
  return at != std::string_view::npos && at % 3 == 0;
}

bool aba(std::string_view value) {
  const Compact number(value);
  if (!number.digits(9)) return false;
  const int district = number.number(0, 2);
  const bool known = district <= 12 || (district >= 21 && district <= 32) ||
                     (district >= 61 && district <= 72) || district == 80;
  return known && !number.allSame() && weighted<9>(number, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
}

}  // namespace decorum::text::validate

namespace decorum::text {

std::uint32_t cardLengths(std::string_view digits) {
  // The issuer numbers that `digits` may be the begin of.
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    const bool known = i < digits.size();
    first = first * 10 + (known ? static_cast<std::uint32_t>(digits[i] - '0') : 0);
    last = last * 10 + (known ? static_cast<std::uint32_t>(digits[i] - '0') : 9);
  }
  std::uint32_t lengths = 0;
  for (const auto& range : validate::kCardRanges) {
    if (range.first <= last && first <= range.last) lengths |= range.lengths;
  }
  return lengths;
}

}  // namespace decorum::text
