// Typos by deletion neighbourhoods: two words are at most d edits apart only if they have a common
// form with at most d letters left out of each. So the forms of the phrases' first words are kept
// in a hash table, and a word of the text costs as many look-ups as it has forms, however many
// phrases there are. What the table finds is measured exactly.
#include "runtime/text/word_matcher.h"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "runtime/base/assert.h"
#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

constexpr std::uint32_t kLeastLetters = 4;
constexpr std::uint32_t kLettersForTwo = 8;
constexpr std::uint32_t kMostLetters =
    32;  // longer words take no typo, so that the cost is bounded

using Letters = std::vector<char32_t>;

void readLetters(std::string_view word, Letters& letters) {
  letters.clear();
  for (std::size_t i = 0; i < word.size();) {
    const Decoded decoded = decodeAt(word, i);
    letters.push_back(decoded.code_point);
    i += decoded.bytes;
  }
}

Letters lettersOf(std::string_view word) {
  Letters letters;
  readLetters(word, letters);
  return letters;
}

bool hasDigit(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

/// Edits that a word of a phrase allows.
int allowance(std::string_view word, int typos) {
  const std::uint32_t letters = countCodePoints(word);
  if (letters < kLeastLetters || letters > kMostLetters || hasDigit(word)) return 0;
  return std::min(typos, letters < kLettersForTwo ? 1 : 2);
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b` (optimal
/// string alignment), or `most` + 1 if they are more. Both have at most kMostLetters + 2 letters.
int distance(const Letters& a, const Letters& b, int most) {
  constexpr std::size_t kSize = kMostLetters + 3;
  std::array<std::array<int, kSize>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& last = rows[(i + 2) % 3];
    row[0] = static_cast<int>(i);
    int least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], rows[(i + 1) % 3][j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least > most + 1) return most + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], most + 1);
}

/// Edits between a word of the text and one of a phrase, -1 if they are more than it allows.
int typosBetween(std::string_view word, std::string_view phrase_word, int typos) {
  if (word == phrase_word) return 0;
  const int most = allowance(phrase_word, typos);
  if (most == 0 || hasDigit(word)) return -1;
  const Letters a = lettersOf(word);
  if (a.size() < kLeastLetters || a.size() > kMostLetters + 2) return -1;
  const int edits = distance(a, lettersOf(phrase_word), most);
  return edits <= most ? edits : -1;
}

/// Hashes of a word with letters left out, each in constant time from hashes of its beginnings.
class Forms {
 public:
  explicit Forms(const Letters& letters) : size_(std::min(letters.size(), kSize - 1)) {
    begins_[0] = 0;
    powers_[0] = 1;
    for (std::size_t i = 0; i < size_; ++i) {
      begins_[i + 1] = begins_[i] * kBase + letters[i] + 1;
      powers_[i + 1] = powers_[i] * kBase;
    }
  }

  /// Calls `see` with the hash of each form that has at most `most` letters left out.
  template <class See>
  void each(int most, See see) const {
    see(mixed(begins_[size_]));
    if (most < 1) return;
    for (std::size_t i = 0; i < size_; ++i) {
      const std::uint64_t without = begins_[i] * powers_[size_ - 1 - i] + part(i + 1, size_);
      see(mixed(without));
      if (most < 2) continue;
      for (std::size_t j = i + 1; j < size_; ++j) {
        const std::uint64_t until = begins_[i] * powers_[j - 1 - i] + part(i + 1, j);
        see(mixed(until * powers_[size_ - 1 - j] + part(j + 1, size_)));
      }
    }
  }

 private:
  static constexpr std::size_t kSize = kMostLetters + 3;
  static constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15;

  std::uint64_t part(std::size_t begin, std::size_t end) const {
    return begins_[end] - begins_[begin] * powers_[end - begin];
  }
  static std::uint64_t mixed(std::uint64_t hash) { return hash ^ hash >> 29; }

  std::size_t size_;
  std::array<std::uint64_t, kSize> begins_{};
  std::array<std::uint64_t, kSize> powers_{};
};

/// How many forms `Forms::each` sees.
std::uint64_t formsOf(std::uint64_t letters, int most) {
  return 1 + (most >= 1 ? letters : 0) + (most >= 2 ? letters * (letters - 1) / 2 : 0);
}

/// The name under which libstemmer knows a language: its ISO 639 code, without a region.
std::string stemmerName(std::string_view language) {
  std::string name(language.substr(0, language.find_first_of("-_")));
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return name;
}

std::unique_ptr<sb_stemmer, StemmerDeleter> makeStemmer(std::string_view language) {
  return std::unique_ptr<sb_stemmer, StemmerDeleter>(
      sb_stemmer_new(stemmerName(language).c_str(), "UTF_8"));
}

std::string_view stemOf(sb_stemmer* stemmer, std::string_view word) {
  const sb_symbol* stem = sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()),
                                          static_cast<int>(word.size()));
  DECORUM_ASSERT(stem != nullptr, "there is memory for a stem");
  return {reinterpret_cast<const char*>(stem),
          static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

std::string_view slice(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  return text.substr(begin, end - begin);
}

std::uint32_t hashOf(std::string_view word) {
  std::uint32_t hash = 2166136261;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
  return hash;
}

}  // namespace

void StemmerDeleter::operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }

bool isStemLanguage(std::string_view language) {
  const std::string name = stemmerName(language);
  return (name.size() == 2 || name.size() == 3) && makeStemmer(language) != nullptr;
}

bool WordMatcher::split(std::string_view text, Phrase& phrase) {
  std::vector<WordSpan> words;
  findWords(text, words);
  if (words.empty()) return false;
  for (const char32_t letter : lettersOf(text)) {
    if (isUnspaced(letter)) return false;
  }
  phrase.before = slice(text, 0, words.front().begin);
  phrase.after = text.substr(words.back().end);
  for (std::size_t i = 0; i < words.size(); ++i) {
    phrase.words.emplace_back(slice(text, words[i].begin, words[i].end));
    if (i > 0) phrase.between.emplace_back(slice(text, words[i - 1].end, words[i].begin));
  }
  return true;
}

void WordMatcher::addTypos(std::uint32_t phrase, std::string_view text, std::uint8_t typos) {
  Phrase entry;
  entry.id = phrase;
  entry.typos = typos;
  if (!split(text, entry)) return;
  // Without a word that takes a typo the phrase is found as it is written, by its literal.
  const bool takes_any = std::ranges::any_of(
      entry.words, [&](const std::string& word) { return allowance(word, typos) > 0; });
  if (takes_any) typo_phrases_.push_back(std::move(entry));
}

void WordMatcher::addStems(std::uint32_t phrase, std::string_view text, std::string_view language) {
  Phrase entry;
  entry.id = phrase;
  if (!split(text, entry)) return;
  const std::string name = stemmerName(language);
  auto known = std::ranges::find(languages_, name, &Language::name);
  if (known == languages_.end()) {
    languages_.push_back({name, {}, {}});
    known = std::prev(languages_.end());
  }
  entry.language = static_cast<std::uint32_t>(known - languages_.begin());
  const auto stemmer = makeStemmer(language);
  DECORUM_ASSERT(stemmer != nullptr, "the language has been checked");
  for (const std::string& word : entry.words) {
    const auto next = static_cast<std::uint32_t>(known->stems.size());
    const auto [stem, added] = known->stems.emplace(stemOf(stemmer.get(), word), next);
    if (added) known->phrases_of.emplace_back();
    entry.stems.push_back(stem->second);
  }
  known->phrases_of[entry.stems.front()].push_back(
      static_cast<std::uint32_t>(stem_phrases_.size()));
  stem_phrases_.push_back(std::move(entry));
}

void WordMatcher::build() {
  if (typo_phrases_.empty()) return;
  std::size_t forms = 0;
  shortest_ = kMostLetters;
  for (const Phrase& phrase : typo_phrases_) {
    const Letters letters = lettersOf(phrase.words.front());
    const int most = allowance(phrase.words.front(), phrase.typos);
    Forms(letters).each(most, [&](std::uint64_t) { ++forms; });
    most_typos_ = std::max(most_typos_, most);
    const auto size = static_cast<std::uint32_t>(letters.size());
    const auto edits = static_cast<std::uint32_t>(most);
    shortest_ = std::min(shortest_, size - std::min(size, edits));
    longest_ = std::max(longest_, size + edits);
  }
  std::size_t capacity = 16;
  while (capacity < 2 * forms) capacity *= 2;
  neighbours_.resize(capacity);
  for (std::uint32_t i = 0; i < typo_phrases_.size(); ++i) insertNeighbours(i);
}

void WordMatcher::insertNeighbours(std::uint32_t phrase) {
  const Phrase& entry = typo_phrases_[phrase];
  const std::size_t mask = neighbours_.size() - 1;
  Forms(lettersOf(entry.words.front()))
      .each(allowance(entry.words.front(), entry.typos), [&](std::uint64_t hash) {
        std::size_t slot = hash & mask;
        while (neighbours_[slot].phrase != 0) {
          // A doubled letter left out once or the other time is the same form.
          if (neighbours_[slot].hash == hash && neighbours_[slot].phrase == phrase + 1) return;
          slot = (slot + 1) & mask;
        }
        neighbours_[slot] = {hash, phrase + 1};
      });
}

template <class WordMatches>
void WordMatcher::confirm(const Phrase& phrase, std::string_view text,
                          std::span<const WordSpan> words, std::size_t first, WordMatches matches,
                          std::vector<WordHit>& hits) const {
  if (first + phrase.words.size() > words.size()) return;
  for (std::size_t i = 0; i < phrase.words.size(); ++i) {
    if (!matches(i, first + i)) return;
    if (i > 0 &&
        slice(text, words[first + i - 1].end, words[first + i].begin) != phrase.between[i - 1]) {
      return;
    }
  }
  const std::uint32_t begin = words[first].begin;
  const std::uint32_t end = words[first + phrase.words.size() - 1].end;
  if (!text.substr(0, begin).ends_with(phrase.before)) return;
  if (!text.substr(end).starts_with(phrase.after)) return;
  hits.push_back({phrase.id, begin - static_cast<std::uint32_t>(phrase.before.size()),
                  end + static_cast<std::uint32_t>(phrase.after.size())});
}

void WordMatcher::findPhrases(std::uint64_t hash, std::vector<std::uint32_t>& phrases) const {
  const std::size_t mask = neighbours_.size() - 1;
  for (std::size_t slot = hash & mask; neighbours_[slot].phrase != 0; slot = (slot + 1) & mask) {
    if (neighbours_[slot].hash == hash) phrases.push_back(neighbours_[slot].phrase - 1);
  }
}

void WordMatcher::checkTypos(const Phrase& phrase, std::string_view text,
                             std::span<const WordSpan> words, std::size_t first,
                             std::vector<WordHit>& hits, Effort& effort) const {
  int left = phrase.typos;
  confirm(
      phrase, text, words, first,
      [&](std::size_t i, std::size_t word) {
        ++effort[EffortKind::kCompared];
        const int edits = typosBetween(slice(text, words[word].begin, words[word].end),
                                       phrase.words[i], phrase.typos);
        left -= edits;
        return edits >= 0 && left >= 0;
      },
      hits);
}

void WordMatcher::scanTypos(std::string_view text, std::span<const WordSpan> words,
                            WordScratch& scratch, std::vector<WordHit>& hits,
                            Effort& effort) const {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = slice(text, words[i].begin, words[i].end);
    if (word.size() > 4 * (kMostLetters + 2)) continue;
    readLetters(word, scratch.letters);
    const std::size_t letters = scratch.letters.size();
    if (letters < shortest_ || letters > longest_) continue;
    const int most = letters < kLeastLetters ? 0 : most_typos_;
    std::vector<std::uint32_t>& phrases = scratch.phrases;
    phrases.clear();
    Forms(scratch.letters).each(most, [&](std::uint64_t hash) { findPhrases(hash, phrases); });
    effort[EffortKind::kForm] += formsOf(letters, most) + phrases.size();
    // A phrase is met by several of its forms.
    std::ranges::sort(phrases);
    const auto rest = std::ranges::unique(phrases);
    phrases.erase(rest.begin(), rest.end());
    for (const std::uint32_t phrase : phrases)
      checkTypos(typo_phrases_[phrase], text, words, i, hits, effort);
  }
}

void WordMatcher::scanStems(std::string_view text, std::span<const WordSpan> words,
                            WordScratch& scratch, std::vector<WordHit>& hits,
                            Effort& effort) const {
  constexpr std::size_t kSlots = 1024;
  effort[EffortKind::kStem] += words.size() * languages_.size();
  scratch.languages.resize(languages_.size());
  for (std::size_t l = 0; l < languages_.size(); ++l) {
    const Language& language = languages_[l];
    WordScratch::Language& memory = scratch.languages[l];
    if (memory.stemmer == nullptr) memory.stemmer = makeStemmer(language.name);
    memory.cache.resize(kSlots);
    memory.stems.clear();
    for (const WordSpan& span : words) {
      const std::string_view word = slice(text, span.begin, span.end);
      const auto look_up = [&] {
        const auto stem = language.stems.find(std::string(stemOf(memory.stemmer.get(), word)));
        return stem == language.stems.end() ? WordScratch::kUnknown : stem->second;
      };
      WordScratch::Slot& slot = memory.cache[hashOf(word) % kSlots];
      if (word.size() > sizeof slot.word) {
        memory.stems.push_back(look_up());
        continue;
      }
      if (std::string_view(slot.word, slot.bytes) != word) {
        slot.stem = look_up();
        slot.bytes = static_cast<std::uint8_t>(word.copy(slot.word, sizeof slot.word));
      }
      memory.stems.push_back(slot.stem);
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (memory.stems[i] == WordScratch::kUnknown) continue;
      for (const std::uint32_t phrase : language.phrases_of[memory.stems[i]]) {
        confirm(
            stem_phrases_[phrase], text, words, i,
            [&](std::size_t part, std::size_t word) {
              ++effort[EffortKind::kForm];
              return memory.stems[word] == stem_phrases_[phrase].stems[part];
            },
            hits);
      }
    }
  }
}

void WordMatcher::scan(std::string_view text, std::span<const WordSpan> words, WordScratch& scratch,
                       std::vector<WordHit>& hits, Effort& effort) const {
  if (!typo_phrases_.empty()) scanTypos(text, words, scratch, hits, effort);
  if (!stem_phrases_.empty()) scanStems(text, words, scratch, hits, effort);
}

// A word and what parts it from the next take one byte more than it has letters.
WordMatcher::Bound WordMatcher::bound(std::uint64_t bytes) const {
  Bound bound;
  const auto atMost = [&](double a_byte) {
    return static_cast<std::uint64_t>(std::ceil(a_byte * static_cast<double>(bytes + 1)));
  };
  std::unordered_map<std::uint64_t, std::uint64_t> of_hash;
  std::vector<std::uint64_t> of_phrase(typo_phrases_.size());
  std::uint64_t entries = 0;
  std::uint64_t most_of_hash = 0;
  for (const Neighbour& entry : neighbours_) {
    if (entry.phrase == 0) continue;
    ++entries;
    ++of_phrase[entry.phrase - 1];
    most_of_hash = std::max(most_of_hash, ++of_hash[entry.hash]);
  }
  std::uint64_t all_words = 0;
  std::uint64_t most_words = 0;
  for (const Phrase& phrase : typo_phrases_) {
    all_words += phrase.words.size();
    most_words = std::max<std::uint64_t>(most_words, phrase.words.size());
  }
  double forms = 0;
  double compared = 0;
  for (std::uint32_t letters = std::max(1u, shortest_); letters <= longest_; ++letters) {
    const std::uint64_t here = formsOf(letters, letters < kLeastLetters ? 0 : most_typos_);
    const std::uint64_t met = std::min(here * most_of_hash, entries);
    forms = std::max(forms, static_cast<double>(here + met) / (letters + 1));
    compared = std::max(compared,
                        static_cast<double>(std::min(met * most_words, all_words)) / (letters + 1));
  }
  if (!typo_phrases_.empty()) {
    bound.typos[EffortKind::kForm] = atMost(forms);
    bound.typos[EffortKind::kCompared] = atMost(compared);
    bound.typo_phrase = typo_phrases_[static_cast<std::size_t>(std::ranges::max_element(of_phrase) -
                                                               of_phrase.begin())]
                            .id;
  }
  for (const Language& language : languages_) {
    std::uint64_t most = 0;
    for (const std::vector<std::uint32_t>& phrases : language.phrases_of) {
      std::uint64_t words = 0;
      for (const std::uint32_t phrase : phrases) words += stem_phrases_[phrase].words.size();
      most = std::max(most, words);
    }
    bound.stems[EffortKind::kStem] += atMost(0.5);
    bound.stems[EffortKind::kForm] += atMost(static_cast<double>(most) / 2);
  }
  if (!stem_phrases_.empty()) bound.stem_phrase = stem_phrases_.front().id;
  return bound;
}

}  // namespace decorum::text
