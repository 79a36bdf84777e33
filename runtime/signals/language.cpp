#include "runtime/signals/language.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace decorum::signals {
namespace {

using Logs = std::array<double, kLanguages>;
using Set = std::uint8_t;  ///< of languages, a bit each

constexpr Set bit(Language language) {
  return static_cast<Set>(1u << static_cast<unsigned>(language));
}

constexpr Set setOf(std::string_view letters) {
  constexpr std::string_view kLetters = "ESGFPID";
  Set set = 0;
  for (const char letter : letters) set |= static_cast<Set>(1u << kLetters.find(letter));
  return set;
}

struct Piece {
  std::string_view letters;
  Set languages;
};

constexpr Piece kEndings[] = {
#define COMMON(LANGUAGE, WORDS)
#define ENDING(LETTERS, LANGUAGES) {LETTERS, setOf(LANGUAGES)},
#define PIECE(LETTERS, LANGUAGES)
#include "runtime/signals/lists/languages.def"
#undef ENDING
#undef PIECE
};

constexpr Piece kPieces[] = {
#define ENDING(LETTERS, LANGUAGES)
#define PIECE(LETTERS, LANGUAGES) {LETTERS, setOf(LANGUAGES)},
#include "runtime/signals/lists/languages.def"
#undef COMMON
#undef ENDING
#undef PIECE
};

using CommonWords = std::unordered_map<std::string_view, Set>;

void addWords(CommonWords& all, Language language, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    all[list.substr(0, end)] |= bit(language);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

const CommonWords& commonWords() {
  static const CommonWords all = [] {
    CommonWords made;
#define COMMON(LANGUAGE, WORDS) addWords(made, Language::LANGUAGE, WORDS);
#define ENDING(LETTERS, LANGUAGES)
#define PIECE(LETTERS, LANGUAGES)
#include "runtime/signals/lists/languages.def"
#undef COMMON
#undef ENDING
#undef PIECE
    return made;
  }();
  return all;
}

// How much likelier something is in a language that has it than in one that does not, as a
// logarithm. A common word makes up 1 in 200 words of its language and 1 in 3000 of another.
constexpr double kCommon = 2.7;
constexpr double kEnding = 0.9;
constexpr double kPiece = 0.45;
/// A word that is in no list says a little that the text is in none of the languages.
constexpr double kStrange = 0.3;
constexpr std::uint32_t kMostOfAMark = 3;  ///< more of the same say nothing new

struct MarkWeight {
  Set languages;
  double weight;
};
constexpr MarkWeight kMarkWeights[kMarks] = {
    {setOf("S"), 4},     // ñ
    {setOf("P"), 4},     // ã õ
    {setOf("G"), 5},     // ß
    {setOf("G"), 2.5},   // ä ö ü
    {setOf("FSPI"), 1},  // é
    {setOf("SP"), 1.5},  // á í ó ú
    {setOf("FI"), 1.5},  // à ò ù ì
    {setOf("FI"), 1.5},  // è
    {setOf("FP"), 2},    // ê â î ô û
    {setOf("FP"), 2},    // ç
    {setOf("F"), 4},     // œ
    {setOf("S"), 4},     // ¿ ¡
    {0, 0},              // any other speaks for none, see below
};

void add(Logs& logs, Set languages, double weight) {
  for (std::size_t i = 0; i < kLanguages; ++i) {
    if ((languages >> i & 1) != 0) logs[i] += weight;
  }
}

/// What the letters of a long word say; not the same thing twice.
bool addLetters(Logs& logs, std::string_view word) {
  if (word.size() < 5) return false;
  const Piece* ending = nullptr;
  for (const Piece& one : kEndings) {
    const bool longer = ending == nullptr || one.letters.size() > ending->letters.size();
    if (longer && word.ends_with(one.letters)) ending = &one;
  }
  if (ending != nullptr) add(logs, ending->languages, kEnding);
  bool has_piece = false;
  for (const Piece& one : kPieces) {
    if (word.find(one.letters) == std::string_view::npos) continue;
    add(logs, one.languages, kPiece);
    has_piece = true;
  }
  return ending != nullptr || has_piece;
}

LanguageScores normalized(const Logs& logs, double none) {
  const double most = std::max(none, *std::max_element(logs.begin(), logs.end()));
  LanguageScores scores;
  double sum = std::exp(none - most);
  for (const double log : logs) sum += std::exp(log - most);
  scores.none = std::exp(none - most) / sum;
  for (std::size_t i = 0; i < kLanguages; ++i) scores.languages[i] = std::exp(logs[i] - most) / sum;
  return scores;
}

}  // namespace

Language LanguageScores::best() const {
  const auto most = std::max_element(languages.begin(), languages.end());
  return static_cast<Language>(most - languages.begin());
}

bool LanguageScores::isDecided() const {
  constexpr double kSure = 0.7;
  return words > 0 && std::max(none, of(best())) >= kSure;
}

LanguageScores identify(const Words& words) {
  LanguageScores scores;
  scores.words = words.words;
  if (words.words == 0) return scores;
  if (words.foreign > words.latin) {
    scores.is_foreign = true;
    return scores;
  }
  Logs logs{};
  double none = 0;
  const CommonWords& common = commonWords();
  for (const Token& token : words.tokens) {
    if (token.kind != TokenKind::kWord) continue;
    const std::string_view word = words.textOf(token);
    const auto found = common.find(word);
    if (found != common.end()) {
      add(logs, found->second, kCommon);
    } else if (!addLetters(logs, word)) {
      none += kStrange;
    }
  }
  for (std::size_t i = 0; i < kMarks; ++i) {
    const std::uint32_t count = std::min(words.marks[i], kMostOfAMark);
    add(logs, kMarkWeights[i].languages, kMarkWeights[i].weight * count);
  }
  none += 3.0 * std::min(words.marks[static_cast<std::size_t>(Mark::kOther)], kMostOfAMark);
  scores = normalized(logs, none);
  scores.words = words.words;
  return scores;
}

std::optional<Language> languageOf(std::string_view locale) {
  constexpr std::string_view kTags[kLanguages] = {"en", "es", "de", "fr", "pt", "it", "nl"};
  const std::string_view tag = locale.substr(0, locale.find_first_of("-_"));
  for (std::size_t i = 0; i < kLanguages; ++i) {
    if (tag == kTags[i]) return static_cast<Language>(i);
  }
  return std::nullopt;
}

std::optional<double> inLocale(const LanguageScores& scores, std::string_view locale) {
  const auto language = languageOf(locale);
  if (!language || !scores.isDecided()) return std::nullopt;
  if (scores.is_foreign) return 0;
  // Names and codes are in no language, and no reason to answer again.
  if (scores.none >= scores.of(scores.best())) return std::nullopt;
  return scores.of(*language) / (1 - scores.none);
}

}  // namespace decorum::signals
