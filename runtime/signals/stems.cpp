#include "runtime/signals/stems.h"

#include <algorithm>

namespace decorum::signals {
namespace {

void add(Forms& forms, std::string_view stem, std::string_view ending) {
  if (forms.count == Forms::kMost || stem.size() < 3) return;
  if (stem.size() + ending.size() > Forms::kLongest) return;
  auto& letters = forms.letters[forms.count];
  char* end = std::copy(stem.begin(), stem.end(), letters.begin());
  end = std::copy(ending.begin(), ending.end(), end);
  forms.words[forms.count++] = {letters.data(), static_cast<std::size_t>(end - letters.data())};
}

struct Ending {
  std::string_view of_form;
  std::string_view of_stem;
};

constexpr Ending kEnglish[] = {
    {"'s", ""},       {"s", ""},    {"es", ""},     {"ies", "y"},   {"ed", ""},   {"ed", "e"},
    {"ied", "y"},     {"ing", ""},  {"ing", "e"},   {"ly", ""},     {"ily", "y"}, {"ably", "able"},
    {"ibly", "ible"}, {"er", ""},   {"er", "e"},    {"est", ""},    {"est", "e"}, {"ier", "y"},
    {"iest", "y"},    {"ness", ""}, {"iness", "y"}, {"ally", "al"}, {"in", "ing"}};
constexpr Ending kSpanish[] = {{"a", "o"},      {"as", "o"},     {"os", "o"},     {"s", ""},
                               {"es", ""},      {"mente", ""},   {"amente", "o"}, {"isimo", "o"},
                               {"isima", "o"},  {"isimo", "e"},  {"isimo", ""},   {"isima", ""},
                               {"isimos", "o"}, {"isimas", "o"}, {"a", ""}};
constexpr Ending kGerman[] = {{"e", ""},    {"er", ""},  {"es", ""},   {"en", ""},   {"em", ""},
                              {"n", ""},    {"s", ""},   {"ste", ""},  {"sten", ""}, {"ere", ""},
                              {"eren", ""}, {"t", "en"}, {"te", "en"}, {"st", "en"}};
constexpr Ending kFrench[] = {
    {"s", ""},      {"e", ""},       {"es", ""},        {"x", ""},
    {"ment", ""},   {"ement", ""},   {"euse", "eux"},   {"euses", "eux"},
    {"elle", "el"}, {"elles", "el"}, {"lle", "l"},      {"lles", "l"},
    {"ive", "if"},  {"ives", "if"},  {"amment", "ant"}, {"emment", "ent"}};

/// "stopped" of "stop": the doubled consonant goes with its ending.
void undouble(std::string_view word, Forms& forms) {
  for (const std::string_view ending : {"ed", "ing", "er"}) {
    if (!word.ends_with(ending)) continue;
    const std::string_view stem = word.substr(0, word.size() - ending.size());
    const bool doubled = stem.size() > 3 && stem[stem.size() - 1] == stem[stem.size() - 2];
    if (doubled) add(forms, stem.substr(0, stem.size() - 1), "");
  }
}

/// Letters that stand three times or more stand twice, or once.
void unstretch(std::string_view word, Forms& forms) {
  for (const std::size_t most : {2u, 1u}) {
    std::array<char, Forms::kLongest> made;
    std::size_t size = 0;
    bool is_stretched = false;
    for (std::size_t i = 0; i < word.size();) {
      std::size_t end = i;
      while (end < word.size() && word[end] == word[i]) ++end;
      const std::size_t kept = end - i >= 3 ? most : end - i;
      is_stretched = is_stretched || end - i >= 3;
      for (std::size_t k = 0; k < kept; ++k) made[size++] = word[i];
      i = end;
    }
    if (!is_stretched) return;
    add(forms, {made.data(), size}, "");
  }
}

/// French "j'adore", "l'aide".
void elide(std::string_view word, Forms& forms) {
  const std::size_t apostrophe = word.find('\'');
  if (apostrophe == std::string_view::npos || apostrophe > 2) return;
  add(forms, word.substr(apostrophe + 1), "");
  if (word.ends_with("s") || word.ends_with("e")) {
    add(forms, word.substr(apostrophe + 1, word.size() - apostrophe - 2), "");
  }
}

template <std::size_t N>
void addAll(std::string_view word, const Ending (&endings)[N], Forms& forms) {
  for (const Ending& one : endings) {
    if (!word.ends_with(one.of_form)) continue;
    add(forms, word.substr(0, word.size() - one.of_form.size()), one.of_stem);
  }
}

}  // namespace

void forEachStem(std::string_view word, Language language, Forms& forms) {
  forms.count = 0;
  if (word.size() < 4 || word.size() > Forms::kLongest) return;
  unstretch(word, forms);
  switch (language) {
    case Language::kEnglish:
      addAll(word, kEnglish, forms);
      return undouble(word, forms);
    case Language::kSpanish:
      return addAll(word, kSpanish, forms);
    case Language::kGerman:
      return addAll(word, kGerman, forms);
    case Language::kFrench:
      elide(word, forms);
      return addAll(word, kFrench, forms);
    default:
      return;
  }
}

}  // namespace decorum::signals
