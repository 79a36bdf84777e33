/// What is behind a `Scanner`: what is looked for, by the form of the message that it is looked for
/// in.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/base/effort.h"
#include "runtime/text/decoded.h"
#include "runtime/text/detect/detector_set.h"
#include "runtime/text/fold_unicode.h"
#include "runtime/text/pattern_matcher.h"
#include "runtime/text/phrase_index.h"
#include "runtime/text/prefilter.h"
#include "runtime/text/scanner.h"
#include "runtime/text/vectorscan.h"

namespace decorum::text {

/// Forms of a message that phrases and patterns are looked for in.
enum Form : std::uint8_t { kFolded, kPlain, kRaw, kForms };  // kPlain: folded, without accents

/// Whether a scratch has been prepared for a scanner is told by the address of such an object,
/// which both keep alive.
struct Identity {};

struct Place {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What a thread keeps for one scanner.
struct PerScanner {
  std::shared_ptr<const Identity> identity;
  std::array<PhraseScratch, kForms> phrases;
};

struct ScanScratch::Impl {
  static constexpr std::size_t kMostScanners = 16;

  FoldScratch fold;
  Folded folded;
  Folded plain;
  VectorscanScratch engine;
  std::vector<PerScanner> scanners;  ///< those that `engine` has been prepared for
  std::vector<PhraseHit> phrase_hits;
  std::vector<std::uint32_t> strings;  ///< of a prefilter
  std::array<PrefilterScratch, kForms> prefilters;
  std::vector<std::uint32_t> candidates;
  std::vector<std::uint32_t> expressions;
  std::vector<std::string_view> groups;
  DetectorSet::Scratch detectors;
  std::vector<DecodedRun> runs;
  Folded run;  ///< what one of them says
  std::vector<Place> not_personal;
  Effort effort;  ///< beside that of `fold` and `detectors`
};

struct Scanner::Impl {
  /// A pattern, or an expression of the detectors; its index among `searches` is what the filters
  /// tell.
  struct Search {
    std::optional<PatternMatcher> pattern;
    std::uint32_t expression = 0;  ///< of `detectors`, if it is no pattern

    Form form() const { return pattern && pattern->exact() ? kRaw : kFolded; }
  };

  std::shared_ptr<const Identity> identity = std::make_shared<const Identity>();
  std::array<PhraseIndex, kForms> phrases;
  DetectorSet detectors;
  DetectorSet in_runs;  ///< of `detectors` those that look into what is encoded, too
  std::vector<Search> searches;
  std::array<Prefilter, kForms> prefilters;
  std::array<ExpressionFilter, kForms> filters;
  std::array<std::vector<std::uint32_t>, kForms>
      filtered;                       ///< search of each of a filter's expressions
  std::vector<std::uint32_t> always;  ///< searches that no filter can spare
  std::vector<bool> personal;         ///< by matcher: a detector of personal data
  std::vector<bool> not_personal;     ///< by matcher: what it finds is none
  bool spares = false;                ///< there are such matchers
  DatabaseShelf* shelf = nullptr;     ///< until built

  std::optional<BuildError> add(std::uint32_t index, const Matcher& matcher);
  void addPhrases(std::uint32_t index, const Matcher& matcher);
  void addFilter(std::uint32_t search);
  void addDetectors();
  void buildPrefilter(Form form);
  void buildPrefilters();
  bool buildFilters();

  PerScanner& prepare(ScanScratch::Impl& scratch) const;
  void scanForm(Form form, std::string_view text, const Folded* map, PerScanner& own,
                ScanScratch::Impl& scratch) const;
  void scanForms(std::string_view message, const ScanContext& context, PerScanner& own,
                 ScanScratch::Impl& scratch) const;
  void search(const MessageForms& message, const ScanContext& context, ScanScratch::Impl& scratch,
              ScanResult& result) const;
  void searchRuns(std::string_view message, const ScanContext& context, ScanScratch::Impl& scratch,
                  std::vector<Hit>& hits) const;
  void spare(std::vector<Place>& places, std::vector<Hit>& hits, std::size_t first) const;
};

}  // namespace decorum::text
