// Literals find candidates; word edges, spelled-out letters, typos and stems are looked at around
// them or in the list of words, which is made only where something needs it.
#include "runtime/text/phrase_index.h"

#include <algorithm>

#include "runtime/text/characters.h"
#include "runtime/text/packing.h"

namespace decorum::text {

void PhraseIndex::Uses::build(std::uint32_t literals) {
  std::ranges::stable_sort(uses, {}, &Use::literal);
  first.assign(literals + 1, 0);
  for (const Use& use : uses) ++first[use.literal + 1];
  for (std::uint32_t i = 0; i < literals; ++i) first[i + 1] += first[i];
}

std::span<const PhraseIndex::Use> PhraseIndex::Uses::of(std::uint32_t literal) const {
  return std::span(uses).subspan(first[literal], first[literal + 1] - first[literal]);
}

void PhraseIndex::add(std::uint32_t matcher, std::uint32_t item, std::string_view phrase,
                      const PhraseOptions& options) {
  uses_.uses.push_back({literals_.add(phrase), matcher, item});
  if (options.spaced) {
    const std::string letters = squeezedPhrase(phrase);
    if (!letters.empty()) spaced_uses_.uses.push_back({spaced_.add(letters), matcher, item});
  }
  const auto word_phrase = static_cast<std::uint32_t>(word_phrases_.size());
  if (options.typos > 0) words_.addTypos(word_phrase, phrase, options.typos);
  if (!options.stem.empty()) words_.addStems(word_phrase, phrase, options.stem);
  if (options.typos > 0 || !options.stem.empty()) word_phrases_.push_back({0, matcher, item});
}

void PhraseIndex::addTrigger(std::uint32_t number, std::string_view literal, LiteralSet::Case how) {
  uses_.uses.push_back({literals_.add(literal, how), kTrigger, number});
}

void PhraseIndex::buildIndex() {
  uses_.build(literals_.size());
  spaced_uses_.build(spaced_.size());
  words_.build();
}

bool PhraseIndex::build(DatabaseShelf* shelf) {
  buildIndex();
  return literals_.build(shelf) && spaced_.build(shelf);
}

void PhraseIndex::prepare(VectorscanScratch& scratch) const {
  scratch.prepare(literals_.database());
  scratch.prepare(spaced_.database());
}

void PhraseIndex::scanLiterals(std::string_view text, VectorscanScratch& engine,
                               PhraseScratch& scratch, std::vector<PhraseHit>& hits,
                               std::vector<std::uint32_t>& triggered, Effort& effort) const {
  scratch.literal_hits.clear();
  literals_.scan(text, engine, scratch.literal_hits);
  effort[EffortKind::kScannedByte] += text.size();
  effort[EffortKind::kPlace] += scratch.literal_hits.size();
  for (const LiteralHit& hit : scratch.literal_hits) {
    effort[EffortKind::kPlace] += uses_.of(hit.literal).size();
    const std::uint32_t begin = hit.end - literals_.bytesOf(hit.literal);
    const bool whole = mayBeginWord(text, begin) && mayEndWord(text, hit.end);
    for (const Use& use : uses_.of(hit.literal)) {
      if (use.matcher == kTrigger) {
        triggered.push_back(use.item);
      } else if (whole) {
        hits.push_back({use.matcher, use.item, begin, hit.end});
      }
    }
  }
}

void PhraseIndex::scanSpaced(std::string_view text, VectorscanScratch& engine,
                             PhraseScratch& scratch, std::vector<PhraseHit>& hits,
                             Effort& effort) const {
  squeeze(text, scratch.words, scratch.squeezed);
  if (scratch.squeezed.text.empty()) return;
  scratch.literal_hits.clear();
  spaced_.scan(scratch.squeezed.text, engine, scratch.literal_hits);
  effort[EffortKind::kScannedByte] += scratch.squeezed.text.size();
  effort[EffortKind::kPlace] += scratch.literal_hits.size();
  for (const LiteralHit& hit : scratch.literal_hits) {
    effort[EffortKind::kPlace] += spaced_uses_.of(hit.literal).size();
    const std::uint32_t first = hit.end - spaced_.bytesOf(hit.literal);
    for (const Use& use : spaced_uses_.of(hit.literal)) {
      hits.push_back({use.matcher, use.item, scratch.squeezed.begin[first],
                      scratch.squeezed.end[hit.end - 1]});
    }
  }
}

void PhraseIndex::scanWords(std::string_view text, PhraseScratch& scratch,
                            std::vector<PhraseHit>& hits, Effort& effort) const {
  scratch.word_hits.clear();
  words_.scan(text, scratch.words, scratch.word_memory, scratch.word_hits, effort);
  for (const WordHit& hit : scratch.word_hits) {
    const Use& use = word_phrases_[hit.phrase];
    hits.push_back({use.matcher, use.item, hit.begin, hit.end});
  }
}

void PhraseIndex::scan(std::string_view text, VectorscanScratch& engine, PhraseScratch& scratch,
                       std::vector<PhraseHit>& hits, std::vector<std::uint32_t>& triggered,
                       Effort& effort) const {
  scanLiterals(text, engine, scratch, hits, triggered, effort);
  if (spaced_.size() == 0 && words_.empty()) return;
  findWords(text, scratch.words);
  effort[EffortKind::kReadByte] += text.size();
  if (spaced_.size() > 0) scanSpaced(text, engine, scratch, hits, effort);
  if (!words_.empty()) scanWords(text, scratch, hits, effort);
}

void PhraseIndex::addBound(std::uint64_t bytes, Effort& shared, std::span<Effort> matchers) const {
  const auto densest = [&](const LiteralSet& literals, const Uses& uses) {
    std::vector<Weighed> weighed;
    for (std::uint32_t i = 0; i < literals.size(); ++i)
      weighed.push_back({literals.textOf(i), 1 + uses.of(i).size()});
    return densestPacking(weighed, bytes);
  };
  shared[EffortKind::kScannedByte] += bytes;
  shared[EffortKind::kPlace] += densest(literals_, uses_);
  if (spaced_.size() == 0 && words_.empty()) return;
  shared[EffortKind::kReadByte] += bytes;
  if (spaced_.size() > 0) {
    // Between two letters stands another character; a run ends with one more.
    shared[EffortKind::kScannedByte] += bytes;
    shared[EffortKind::kPlace] += densest(spaced_, spaced_uses_);
  }
  if (words_.empty()) return;
  const WordMatcher::Bound words = words_.bound(bytes);
  matchers[word_phrases_[words.typo_phrase].matcher] += words.typos;
  matchers[word_phrases_[words.stem_phrase].matcher] += words.stems;
}

}  // namespace decorum::text
