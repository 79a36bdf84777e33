// What speaks against a number of a person: the word, key or sign right beside it.
#include <algorithm>
#include <array>

#include "runtime/text/detect/common.h"

namespace decorum::text::detect {
namespace {

constexpr double kOtherThing = 0.5;
constexpr double kNumbered = 0.3;  ///< "#1234", "ABC-1234"

/// Things that have numbers, none of which is a person's.
constexpr std::array kThings = std::to_array<std::string_view>({
    "order",
    "orders",
    "item",
    "items",
    "sku",
    "tracking",
    "shipment",
    "parcel",
    "invoice",
    "booking",
    "reservation",
    "confirmation",
    "version",
    "release",
    "isbn",
    "upc",
    "ean",
    "asin",
    "flight",
    "commit",
    "build",
    "receipt",
    "voucher",
    "coupon",
    "timestamp",
    "exchange",
    "bestellung",
    "bestellnummer",
    "auftragsnummer",
    "rechnungsnummer",
    "sendungsnummer",
    "artikelnummer",
    "buchungsnummer",
    "pedido",
    "factura",
    "commande",
    "facture",
    "colis",
    "ordine",
    "fattura",
    "encomenda",
    "bestelling",
    "zamówienie",
    "orderid",
    "itemid",
    "productid",
});
/// Words that can stand in the name of a person's number too: a tax reference, a case of health
/// care. They count where no word of the detector stands near.
constexpr std::array kVagueThings = std::to_array<std::string_view>({
    "product", "package", "reference", "ref",     "ticket", "case",        "serial",
    "model",   "page",    "post",      "article", "issue",  "transaction", "txn",
    "session", "request", "trace",     "quote",   "po",     "purchase",    "row",
    "line",    "return",  "variant",   "id",      "ids",
});
/// Words between a thing and its number, and those that say that it is numbered at all.
constexpr std::array kLinks = std::to_array<std::string_view>(
    {"number", "no", "nr", "num", "is", "was", "code", "the", "my", "of"});

/// Takes the last word of `text`, and what is no letter behind it, off.
std::string_view takeLastWord(std::string_view& text) {
  constexpr std::string_view kMarks = " \"'`:=([{#._-/";
  const std::size_t end = text.find_last_not_of(kMarks);
  text = text.substr(0, end + 1);
  std::size_t begin = text.size();
  while (begin > 0 && isWord(text[begin - 1]) && text[begin - 1] != '_') --begin;
  const std::string_view word = text.substr(begin);
  text = text.substr(0, begin);
  return word;
}

template <class List>
bool isAmong(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

/// "order number is 1234", "\"item_id\": \"1234\""; "id" alone counts where nothing says whose.
double thingBefore(std::string_view before, bool context) {
  const bool is_key = before.find_last_of(":=\"") != std::string_view::npos &&
                      before.substr(before.find_last_not_of(" \"':=") + 1).find_first_of(":=") !=
                          std::string_view::npos;
  for (int words = 0; words < 4; ++words) {
    const std::string_view word = takeLastWord(before);
    if (isAmong(kThings, word)) return kOtherThing;
    const bool is_vague =
        isAmong(kVagueThings, word) || (is_key && words == 0 && word.ends_with("id"));
    if (is_vague && !context) return kOtherThing;
    if (!is_vague && !isAmong(kLinks, word)) break;
  }
  return 0;
}

/// "1234 is my order number".
double thingAfter(std::string_view after) {
  constexpr std::string_view kIs = " is ";
  if (!after.starts_with(kIs)) return 0;
  after.remove_prefix(kIs.size());
  for (int words = 0; words < 3; ++words) {
    std::size_t end = 0;
    while (end < after.size() && isWord(after[end])) ++end;
    if (isAmong(kThings, after.substr(0, end))) return kOtherThing;
    after.remove_prefix(std::min(after.size(), end + 1));
  }
  return 0;
}

/// Whether `part` is in the middle of an address: of a page, a file, a mailbox.
bool isInAddress(std::string_view before, std::string_view after) {
  before = before.substr(before.find_last_of(" \"'<(") + 1);
  return before.find("://") != std::string_view::npos || before.starts_with("www.") ||
         before.find('@') != std::string_view::npos || after.starts_with('@');
}

}  // namespace

double evidenceAgainst(const Candidate& candidate, std::string_view part) {
  const std::size_t place = candidate.place(part);
  const std::size_t reach = std::min<std::size_t>(place, kContextCharacters);
  const std::string_view before = candidate.text.substr(place - reach, reach);
  const std::string_view after = candidate.text.substr(place + part.size(), kContextCharacters);
  if (!candidate.context && isInAddress(before, after)) return kOtherThing;
  if (const double thing = std::max(thingBefore(before, candidate.context), thingAfter(after));
      thing > 0) {
    return thing;
  }
  const bool numbered = before.ends_with('#') || (before.ends_with('-') && before.size() > 1 &&
                                                  isWord(before[before.size() - 2]));
  return numbered && !candidate.context ? kNumbered : 0;
}

}  // namespace decorum::text::detect
