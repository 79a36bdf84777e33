/// All phrases that are looked for in one form of a message (folded, without accents, or as it is),
/// and the strings that tell which patterns to search for. The text is read once for all of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/effort.h"
#include "runtime/text/matcher.h"
#include "runtime/text/spaced.h"
#include "runtime/text/vectorscan.h"
#include "runtime/text/word_matcher.h"

namespace decorum::text {

/// A phrase of a matcher at bytes [begin, end) of the form of the message that was searched.
struct PhraseHit {
  std::uint32_t matcher = 0;
  std::uint32_t item = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct PhraseScratch {
  std::vector<LiteralHit> literal_hits;
  std::vector<WordSpan> words;
  std::vector<WordHit> word_hits;
  WordScratch word_memory;
  Squeezed squeezed;
};

class PhraseIndex {
 public:
  /// `phrase` is in the form that the text will have; not empty.
  void add(std::uint32_t matcher, std::uint32_t item, std::string_view phrase,
           const PhraseOptions& options);

  /// `literal` is looked for wherever it stands, within a word too, under the caller's `number`.
  void addTrigger(std::uint32_t number, std::string_view literal, LiteralSet::Case how);

  /// False if there are more phrases than the engine can take. `shelf`: as in vectorscan.h.
  bool build(DatabaseShelf* shelf = nullptr);
  /// All but the automata: what `addBound` needs.
  void buildIndex();

  /// Adds the most that a scan of a text of so many bytes can take: to `shared` what all phrases
  /// take together, to `matchers` what one of them alone does.
  void addBound(std::uint64_t bytes, Effort& shared, std::span<Effort> matchers) const;

  bool empty() const { return literals_.size() == 0; }
  void prepare(VectorscanScratch& scratch) const;

  /// Appends all places of all phrases to `hits`, in no order and with overlaps, and the numbers
  /// of the triggers that stand in `text` to `triggered`, some of them more than once.
  void scan(std::string_view text, VectorscanScratch& engine, PhraseScratch& scratch,
            std::vector<PhraseHit>& hits, std::vector<std::uint32_t>& triggered,
            Effort& effort) const;

 private:
  struct Use {
    std::uint32_t literal = 0;
    std::uint32_t matcher = 0;  ///< kTrigger: `item` is its number
    std::uint32_t item = 0;
  };
  static constexpr std::uint32_t kTrigger = 0xFFFFFFFF;

  /// Uses by literal: those of literal i are uses[first[i]] to uses[first[i + 1]].
  struct Uses {
    std::vector<Use> uses;
    std::vector<std::uint32_t> first;
    void build(std::uint32_t literals);
    std::span<const Use> of(std::uint32_t literal) const;
  };

  void scanLiterals(std::string_view text, VectorscanScratch& engine, PhraseScratch& scratch,
                    std::vector<PhraseHit>& hits, std::vector<std::uint32_t>& triggered,
                    Effort& effort) const;
  void scanSpaced(std::string_view text, VectorscanScratch& engine, PhraseScratch& scratch,
                  std::vector<PhraseHit>& hits, Effort& effort) const;
  void scanWords(std::string_view text, PhraseScratch& scratch, std::vector<PhraseHit>& hits,
                 Effort& effort) const;

  LiteralSet literals_;
  Uses uses_;
  LiteralSet spaced_;
  Uses spaced_uses_;
  WordMatcher words_;
  std::vector<Use> word_phrases_;
};

}  // namespace decorum::text
