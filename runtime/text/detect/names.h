/// The lists of names, and the expression of `pii.name` that is made of them.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace decorum::text::detect {

inline constexpr std::string_view kGivenNames[] = {
#define GIVEN_NAMES(language, names) names,
#define SURNAMES(language, names)
#define WORDS(names)
#include "runtime/text/detect/lists/names.def"
#undef GIVEN_NAMES
#undef SURNAMES
#undef WORDS
};

/// A word of a name: letters of any script, hyphens and apostrophes between them.
#define DECORUM_NAME_WORD R"([^\x00-@\[-`{-\x7f]{2,20}(?:['-][^\x00-@\[-`{-\x7f]{2,20})?)"

// Somebody is introduced, or a given name of the lists stands first; then at most three words more.
inline constexpr std::string_view kNameHead =
    R"((?:(?P<introduced>\b(?:my name is|my name's|name is|this is|call me|i am|i'm|sincerely|regards|dear|ich hei(?:ss|ß)e|mein name ist|me llamo|mi nombre es|je m'appelle|mon nom est|mi chiamo|il mio nome è|meu nome é|me chamo|ik heet|mijn naam is|jag heter|jeg heter|mit navn er|nimeni on|nazywam się|jmenuji se|меня зовут|мене звати|benim adım),? )|)"
    R"((?P<titled>\b(?:mr|mrs|ms|miss|mx|dr|dra|prof|sir|herr|frau|monsieur|madame|mme|señor|señora|sr|sra|don|doña|signor|signora|senhor|senhora|dhr|mevr|pan|pani)\.? )|)"
    R"((?P<labelled>\b(?:name|full name|first name|last name|nombre|apellidos|nom|prénom|vorname|nachname|nome|cognome|naam|voornaam|achternaam|navn|namn|nimi|imię|nazwisko|jméno|příjmení|patient|paciente|médico|姓名|氏名|名前|성명|이름) ?: ?)|)"
    R"((?:\b(?P<given>)";
inline constexpr std::string_view kNameMiddle = ")\\b|(?P<given_beyond>";
inline constexpr std::string_view kNameTail =
    "))(?: (?:[^\\x00-@\\[-`{-\\x7f]\\. )?(?:(?:de la|van der|van "
    "den|de|del|van|von|di|da|dos|el|al|bin|ben) "
    "?)?)?)(?P<words>(?:" DECORUM_NAME_WORD "(?: (?:[^\\x00-@\\[-`{-\\x7f]\\. )?" DECORUM_NAME_WORD
    "){0,1})?)";

/// The next of the names at `at` of a list; moves `at` behind it.
constexpr std::string_view nextName(std::string_view names, std::size_t& at) {
  const std::size_t end = names.find(' ', at) < names.size() ? names.find(' ', at) : names.size();
  const std::string_view name = names.substr(at, end - at);
  at = end + 1;
  return name;
}

/// The expression, put together while this is compiled. Names that begin and end in ASCII stand
/// between word edges, which RE2 knows of ASCII alone; of the others code looks at the edges.
inline constexpr auto kNameExpressionText = [] {
  constexpr auto kSize = [] {
    std::size_t size = kNameHead.size() + kNameMiddle.size() + kNameTail.size();
    for (const std::string_view names : kGivenNames) size += names.size() + 1;
    return size;
  }();
  struct Text {
    std::array<char, kSize> bytes{};
    std::size_t size = 0;
  } text;
  const auto put = [&](std::string_view part) {
    for (const char c : part) text.bytes[text.size++] = c;
  };
  const auto putNames = [&](bool ascii) {
    bool first = true;
    for (const std::string_view names : kGivenNames) {
      for (std::size_t at = 0; at < names.size();) {
        const std::string_view name = nextName(names, at);
        const bool edges = static_cast<unsigned char>(name.front()) < 0x80 &&
                           static_cast<unsigned char>(name.back()) < 0x80;
        if (edges != ascii) continue;
        if (!first) put("|");
        put(name);
        first = false;
      }
    }
  };
  put(kNameHead);
  putNames(true);
  put(kNameMiddle);
  putNames(false);
  put(kNameTail);
  return text;
}();
inline constexpr std::string_view kNameExpression(kNameExpressionText.bytes.data(),
                                                  kNameExpressionText.size);

bool isGivenName(std::string_view folded);
bool isSurname(std::string_view folded);
/// Whether a given name is also a word ("grace", "will").
bool isNameAndWord(std::string_view folded);

}  // namespace decorum::text::detect
