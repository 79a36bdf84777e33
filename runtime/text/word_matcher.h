/// Phrases found a word at a time: with typing errors, or in any form of their words.
///
/// A phrase is its words and what stands between them. A place in a text matches where the words in
/// order match and what stands between them is equal.
///
///   typos: a word of the text matches one of the phrase at an edit distance (insert, delete,
///     replace, swap neighbours) that the phrase word allows: 0 below four letters or with a digit
///     in it, 1 below eight letters, else 2; and the phrase as a whole allows `typos`. A word of
///     the text below four letters matches as it is only.
///   stem: both words have the same stem in the language.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/base/effort.h"
#include "runtime/text/characters.h"

struct sb_stemmer;

namespace decorum::text {

/// Whether there is a stemmer for the language ("en", "pt-BR").
bool isStemLanguage(std::string_view language);

/// A place of one phrase in the text that was searched.
struct WordHit {
  std::uint32_t phrase = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct StemmerDeleter {
  void operator()(sb_stemmer* stemmer) const;
};

/// Memory of one thread for one matcher: stemmers, and words looked up before.
struct WordScratch {
  static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
  struct Slot {
    char word[24] = {};
    std::uint8_t bytes = 0;
    std::uint32_t stem = kUnknown;
  };
  struct Language {
    std::unique_ptr<sb_stemmer, StemmerDeleter> stemmer;
    std::vector<Slot> cache;
    std::vector<std::uint32_t> stems;  ///< of the words of the text at hand
  };
  std::vector<Language> languages;
  std::vector<char32_t> letters;
  std::vector<std::uint32_t> phrases;  ///< that the word at hand may begin
};

class WordMatcher {
 public:
  /// Both take folded text. A phrase without words, or with letters of a script written without
  /// spaces, is not taken: it is found as it is written only.
  void addTypos(std::uint32_t phrase, std::string_view text, std::uint8_t typos);
  void addStems(std::uint32_t phrase, std::string_view text, std::string_view language);
  void build();

  bool empty() const { return typo_phrases_.empty() && stem_phrases_.empty(); }

  /// Appends all places in `text`, whose words are `words`.
  void scan(std::string_view text, std::span<const WordSpan> words, WordScratch& scratch,
            std::vector<WordHit>& hits, Effort& effort) const;

  /// The most that a scan of a text of so many bytes can take for each kind of phrases, and a
  /// phrase that pays for it as much as any. Once built.
  struct Bound {
    Effort typos, stems;
    std::uint32_t typo_phrase = 0, stem_phrase = 0;
  };
  Bound bound(std::uint64_t bytes) const;

 private:
  struct Phrase {
    std::uint32_t id = 0;
    std::uint8_t typos = 0;
    std::uint32_t language = 0;
    std::string before, after;         ///< around its words
    std::vector<std::string> words;    ///< as written
    std::vector<std::uint32_t> stems;  ///< of its words
    std::vector<std::string> between;  ///< one less than words
  };
  /// A way to write a first word with letters left out: the neighbourhood that typos are looked up
  /// in.
  struct Neighbour {
    std::uint64_t hash = 0;
    std::uint32_t phrase = 0;  ///< of typo_phrases_, plus one; 0: free
  };
  struct Language {
    std::string name;
    std::unordered_map<std::string, std::uint32_t> stems;
    std::vector<std::vector<std::uint32_t>> phrases_of;  ///< by stem of the first word
  };

  static bool split(std::string_view text, Phrase& phrase);
  void insertNeighbours(std::uint32_t phrase);
  void scanTypos(std::string_view text, std::span<const WordSpan> words, WordScratch& scratch,
                 std::vector<WordHit>& hits, Effort& effort) const;
  void scanStems(std::string_view text, std::span<const WordSpan> words, WordScratch& scratch,
                 std::vector<WordHit>& hits, Effort& effort) const;
  template <class WordMatches>
  void confirm(const Phrase& phrase, std::string_view text, std::span<const WordSpan> words,
               std::size_t first, WordMatches matches, std::vector<WordHit>& hits) const;
  void findPhrases(std::uint64_t hash, std::vector<std::uint32_t>& phrases) const;
  void checkTypos(const Phrase& phrase, std::string_view text, std::span<const WordSpan> words,
                  std::size_t first, std::vector<WordHit>& hits, Effort& effort) const;

  std::vector<Phrase> typo_phrases_;
  std::vector<Phrase> stem_phrases_;
  std::vector<Language> languages_;
  std::vector<Neighbour> neighbours_;         ///< a hash table, open addressing
  std::uint32_t shortest_ = 0, longest_ = 0;  ///< letters of a word worth looking up
  int most_typos_ = 0;
};

}  // namespace decorum::text
