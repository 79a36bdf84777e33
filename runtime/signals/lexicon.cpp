#include "runtime/signals/lexicon.h"

#include <algorithm>

#include "runtime/signals/stems.h"

namespace decorum::signals {

void Lexicon::add(Role role, double strength, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    std::string word(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (word.empty()) continue;
    const Entry entry{role, static_cast<float>(strength)};
    const std::size_t blank = word.find('_');
    if (blank == std::string::npos) {
      words_.emplace(std::move(word), entry);  // the first list that has it decides
      continue;
    }
    first_words_[word.substr(0, blank)] = true;
    std::replace(word.begin(), word.end(), '_', ' ');
    phrases_.emplace(std::move(word), entry);
  }
}

const Entry* Lexicon::find(std::string_view key) const {
  if (const auto found = words_.find(key); found != words_.end()) return &found->second;
  Forms forms;
  forEachStem(key, language_, forms);
  return findAny({forms.words.data(), forms.count});
}

const Entry* Lexicon::findAny(std::span<const std::string_view> forms) const {
  for (const std::string_view form : forms) {
    const auto found = words_.find(form);
    if (found == words_.end()) continue;
    const Role role = found->second.role;
    if (role == Role::kFeeling || role == Role::kFeelingIfNot) return &found->second;
  }
  return nullptr;
}

const Entry* Lexicon::findPhrase(std::string_view key) const {
  const auto found = phrases_.find(key);
  return found == phrases_.end() ? nullptr : &found->second;
}

bool Lexicon::beginsPhrase(std::string_view word) const {
  return first_words_.find(word) != first_words_.end();
}

// One list of a language, as `add` takes it.
#define FEELING(STRENGTH, LIST) made.add(Role::kFeeling, STRENGTH, LIST);
#define IF_NOT(STRENGTH, LIST) made.add(Role::kFeelingIfNot, STRENGTH, LIST);
#define NEGATOR(LIST) made.add(Role::kNegator, 0, LIST);
#define BOOSTER(LIST) made.add(Role::kBooster, 0, LIST);
#define DAMPENER(LIST) made.add(Role::kDampener, 0, LIST);
#define TURN(LIST) made.add(Role::kTurn, 0, LIST);

namespace {

Lexicon english() {
  Lexicon made(Language::kEnglish);
#include "runtime/signals/lists/sentiment_en.def"
  return made;
}

Lexicon spanish() {
  Lexicon made(Language::kSpanish);
#include "runtime/signals/lists/sentiment_es.def"
  return made;
}

Lexicon german() {
  Lexicon made(Language::kGerman);
#include "runtime/signals/lists/sentiment_de.def"
  return made;
}

Lexicon french() {
  Lexicon made(Language::kFrench);
#include "runtime/signals/lists/sentiment_fr.def"
  return made;
}

Lexicon ofSymbols() {
  Lexicon made(Language::kEnglish);
#include "runtime/signals/lists/sentiment_symbols.def"
  return made;
}

}  // namespace

const Lexicon* lexiconOf(Language language) {
  static const Lexicon kEnglish = english(), kSpanish = spanish(), kGerman = german(),
                       kFrench = french();
  switch (language) {
    case Language::kEnglish:
      return &kEnglish;
    case Language::kSpanish:
      return &kSpanish;
    case Language::kGerman:
      return &kGerman;
    case Language::kFrench:
      return &kFrench;
    default:
      return nullptr;
  }
}

const Lexicon& symbols() {
  static const Lexicon kSymbols = ofSymbols();
  return kSymbols;
}

}  // namespace decorum::signals
