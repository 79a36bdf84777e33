// The pass over a message: forms of it are made where some matcher needs them, each is read once
// for all literals and once for all expressions, and what these find is looked at closely.
#include "runtime/text/scanner.h"

#include <algorithm>
#include <string>

#include "runtime/base/assert.h"
#include "runtime/text/scanner_impl.h"
#include "runtime/text/utf8.h"

namespace decorum::text {

ScanScratch::ScanScratch() : impl(std::make_unique<Impl>()) {}
ScanScratch::~ScanScratch() = default;
ScanScratch::ScanScratch(ScanScratch&&) noexcept = default;
ScanScratch& ScanScratch::operator=(ScanScratch&&) noexcept = default;

Effort ScanScratch::effort() const {
  Effort all = impl->effort;
  all += impl->fold.effort;
  all += impl->detectors.effort;
  return all;
}

// ---- building -----------------------------------------------------------------------------------

void Scanner::Impl::addPhrases(std::uint32_t index, const Matcher& matcher) {
  const Form form = matcher.options.exact ? kRaw : matcher.options.any_accent ? kPlain : kFolded;
  for (std::uint32_t item = 0; item < matcher.phrases.size(); ++item) {
    const std::string& written = matcher.phrases[item];
    if (form == kRaw) {
      phrases[form].add(index, item, written, matcher.options);
      continue;
    }
    Folded folded;
    if (form == kPlain) {
      foldAccents(written, folded);
    } else {
      fold(written, folded);
    }
    std::string_view phrase = folded.text;
    phrase.remove_prefix(phrase.find_first_not_of(' '));
    phrase.remove_suffix(phrase.size() - 1 - phrase.find_last_not_of(' '));
    phrases[form].add(index, item, phrase, matcher.options);
  }
}

std::optional<Scanner::BuildError> Scanner::Impl::add(std::uint32_t index, const Matcher& matcher) {
  if (auto errors = checkMatcher(matcher); !errors.empty()) {
    return BuildError{index, std::move(errors.front())};
  }
  personal.push_back(matcher.detector.starts_with("pii."));
  not_personal.push_back(matcher.not_personal);
  spares = spares || matcher.not_personal;
  if (matcher.kind == MatcherKind::kPhrases) {
    addPhrases(index, matcher);
    return std::nullopt;
  }
  if (matcher.kind == MatcherKind::kDetector) {
    detectors.add(index, matcher);
    if (matcher.decoded) in_runs.add(index, matcher);
    return std::nullopt;
  }
  searches.push_back({PatternMatcher(index, matcher)});
  addFilter(static_cast<std::uint32_t>(searches.size() - 1));
  return std::nullopt;
}

/// Strings that must be there are the cheapest filter, the expression itself is the next cheapest.
void Scanner::Impl::addFilter(std::uint32_t search) {
  constexpr std::uint32_t kMostStepsToFilter = 1000;  // beyond, a filter takes too long to make
  const Form form = searches[search].form();
  const Pattern& expression = searches[search].pattern->pattern();
  // Words near a match are looked for in folded text, whatever the pattern's own form is.
  for (const Context& context : searches[search].pattern->contexts()) {
    if (context.required) prefilters[kFolded].require(search, context.words);
  }
  const auto how = form == kRaw ? LiteralSet::Case::kAsWritten : LiteralSet::Case::kAsciiFolded;
  if (!expression.literals().empty()) {
    prefilters[form].add(search, expression);
  } else if (expression.steps() <= kMostStepsToFilter &&
             filters[form].add(expression.expression(), how, shelf)) {
    filtered[form].push_back(search);
  } else {
    always.push_back(search);
  }
}

/// A detector without such strings is spared by what it needs (see needs.h) instead.
void Scanner::Impl::addDetectors() {
  for (std::uint32_t expression = 0; expression < detectors.expressions(); ++expression) {
    const auto search = static_cast<std::uint32_t>(searches.size());
    searches.push_back({std::nullopt, expression});
    const std::vector<std::string> literals = detectors.literals(expression);
    prefilters[kFolded].addAny(search, literals);
    if (literals.empty()) always.push_back(search);
  }
}

void Scanner::Impl::buildPrefilter(Form form) {
  const auto how = form == kRaw ? LiteralSet::Case::kAsciiFolded : LiteralSet::Case::kAsWritten;
  const std::vector<std::string> strings = prefilters[form].build();
  for (std::uint32_t i = 0; i < strings.size(); ++i) phrases[form].addTrigger(i, strings[i], how);
  always.insert(always.end(), prefilters[form].always().begin(), prefilters[form].always().end());
}

void Scanner::Impl::buildPrefilters() {
  for (std::uint8_t form = 0; form < kForms; ++form) buildPrefilter(static_cast<Form>(form));
}

bool Scanner::Impl::buildFilters() {
  buildPrefilters();
  for (std::uint8_t form = 0; form < kForms; ++form) {
    if (!phrases[form].build(shelf)) return false;
    if (filters[form].build(shelf)) continue;
    // Too many together: RE2 looks at each then, which is slower and finds the same.
    always.insert(always.end(), filtered[form].begin(), filtered[form].end());
    filtered[form].clear();
    filters[form] = ExpressionFilter();
  }
  return true;
}

Result<Scanner, Scanner::BuildError> Scanner::build(std::span<const Matcher> matchers,
                                                    DatabaseShelf* shelf) {
  auto impl = std::make_unique<Impl>();
  impl->shelf = shelf;
  for (std::uint32_t i = 0; i < matchers.size(); ++i) {
    if (auto error = impl->add(i, matchers[i])) return std::move(*error);
  }
  impl->addDetectors();
  if (!impl->buildFilters()) {
    return BuildError{0, {"all phrases together are more than the scanner can take", ""}};
  }
  impl->shelf = nullptr;
  return Scanner(std::move(impl));
}

Scanner::Scanner(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;
Scanner::~Scanner() = default;

// ---- scanning -----------------------------------------------------------------------------------

PerScanner& Scanner::Impl::prepare(ScanScratch::Impl& scratch) const {
  const auto known = std::ranges::find(scratch.scanners, identity, &PerScanner::identity);
  if (known != scratch.scanners.end()) return *known;
  if (scratch.scanners.size() == ScanScratch::Impl::kMostScanners) {
    scratch.scanners.erase(scratch.scanners.begin());
  }
  for (std::size_t form = 0; form < kForms; ++form) {
    phrases[form].prepare(scratch.engine);
    scratch.engine.prepare(filters[form].database());
  }
  scratch.scanners.push_back({identity, {}});
  return scratch.scanners.back();
}

/// Reads one form of the message. Places of phrases go to `scratch.phrase_hits` as places in the
/// message (`map` leads there, null: the form is the message), searches to `scratch.candidates`.
void Scanner::Impl::scanForm(Form form, std::string_view text, const Folded* map, PerScanner& own,
                             ScanScratch::Impl& scratch) const {
  const std::size_t first = scratch.phrase_hits.size();
  scratch.strings.clear();
  if (!phrases[form].empty()) {
    phrases[form].scan(text, scratch.engine, own.phrases[form], scratch.phrase_hits,
                       scratch.strings, scratch.effort);
  }
  for (std::size_t i = first; map != nullptr && i < scratch.phrase_hits.size(); ++i) {
    PhraseHit& hit = scratch.phrase_hits[i];
    hit.begin = map->originalBegin(hit.begin);
    hit.end = map->originalEnd(hit.end);
  }
  prefilters[form].candidates(scratch.strings, scratch.prefilters[form], scratch.candidates);
  scratch.expressions.clear();
  filters[form].scan(text, scratch.engine, scratch.expressions);
  if (filters[form].size() > 0) scratch.effort[EffortKind::kScannedByte] += text.size();
  for (const std::uint32_t expression : scratch.expressions) {
    scratch.candidates.push_back(filtered[form][expression]);
  }
}

void Scanner::Impl::scanForms(std::string_view message, const ScanContext& context, PerScanner& own,
                              ScanScratch::Impl& scratch) const {
  scratch.phrase_hits.clear();
  scratch.candidates.assign(always.begin(), always.end());
  fold(message, scratch.fold, scratch.folded,
       context.before != nullptr ? *context.before : ScriptEvidence{});
  scanForm(kFolded, scratch.folded.text, &scratch.folded, own, scratch);
  if (!phrases[kPlain].empty()) {
    const bool ascii = isAsciiText(scratch.folded.text);
    if (!ascii) stripAccents(scratch.folded, scratch.plain);
    if (!ascii) scratch.effort[EffortKind::kUnicodeByte] += scratch.folded.text.size();
    const Folded& plain = ascii ? scratch.folded : scratch.plain;
    scanForm(kPlain, plain.text, &plain, own, scratch);
  }
  scanForm(kRaw, message, nullptr, own, scratch);
}

void Scanner::Impl::search(const MessageForms& message, const ScanContext& context,
                           ScanScratch::Impl& scratch, ScanResult& result) const {
  if (scratch.candidates.empty() && in_runs.expressions() == 0) return;
  std::ranges::sort(scratch.candidates);
  const auto rest = std::ranges::unique(scratch.candidates);
  scratch.candidates.erase(rest.begin(), rest.end());
  for (const std::uint32_t candidate : scratch.candidates) {
    const auto& pattern = searches[candidate].pattern;
    if (!prefilters[kFolded].permits(candidate, scratch.prefilters[kFolded])) continue;
    if (pattern && !pattern->find(message, scratch.groups, result.hits, scratch.effort)) {
      result.given_up.push_back(pattern->index());
    }
  }
  const std::size_t first = result.hits.size();
  bool begun = false;
  for (const std::uint32_t candidate : scratch.candidates) {
    const Search& search = searches[candidate];
    if (search.pattern) continue;
    if (!begun) detectors.begin(message, scratch.detectors);
    begun = true;
    detectors.find(search.expression, message, context.locale, scratch.detectors, result.hits);
  }
  searchRuns(message.raw, context, scratch, result.hits);
  // What is no hit takes the place of no other reading.
  if (spares) spare(scratch.not_personal, result.hits, first);
  DetectorSet::settle(result.hits, first);
}

/// What is found in an encoded run is a hit of the whole run, with the values that the run says.
void Scanner::Impl::searchRuns(std::string_view message, const ScanContext& context,
                               ScanScratch::Impl& scratch, std::vector<Hit>& hits) const {
  if (in_runs.expressions() == 0) return;
  decodeRuns(message, scratch.runs);
  scratch.effort[EffortKind::kReadByte] += 3 * message.size();
  for (const DecodedRun& run : scratch.runs) {
    const std::size_t first = hits.size();
    fold(run.text, scratch.fold, scratch.run);
    const MessageForms forms{run.text, scratch.run};
    in_runs.begin(forms, scratch.detectors);
    for (std::uint32_t expression = 0; expression < in_runs.expressions(); ++expression) {
      in_runs.find(expression, forms, context.locale, scratch.detectors, hits);
    }
    for (std::size_t i = first; i < hits.size(); ++i) {
      hits[i].begin = run.begin;
      hits[i].end = run.end;
    }
  }
}

/// Drops of the detectors' hits [first, …) personal data that lies within what is not personal.
/// Secrets stay: a policy knows how its order numbers look, not that no key ever looks so.
void Scanner::Impl::spare(std::vector<Place>& places, std::vector<Hit>& hits,
                          std::size_t first) const {
  places.clear();
  for (const Hit& hit : hits) {
    if (not_personal[hit.matcher]) places.push_back({hit.begin, hit.end});
  }
  if (places.empty()) return;
  std::ranges::sort(places, {}, &Place::begin);
  // From here on: the furthest end of all places that begin no later.
  for (std::size_t i = 1; i < places.size(); ++i) {
    places[i].end = std::max(places[i].end, places[i - 1].end);
  }
  const auto isSpared = [&](const Hit& hit) {
    if (!personal[hit.matcher]) return false;
    const auto after = std::ranges::upper_bound(places, hit.begin, {}, &Place::begin);
    return after != places.begin() && std::prev(after)->end >= hit.end;
  };
  const auto detected = hits.begin() + static_cast<std::ptrdiff_t>(first);
  hits.erase(std::remove_if(detected, hits.end(), isSpared), hits.end());
}

namespace {

/// Appends the phrases' hits: of each matcher the leftmost, the longest of those, without overlaps.
void appendPhraseHits(std::vector<PhraseHit>& found, std::vector<Hit>& hits) {
  std::ranges::sort(found, [](const PhraseHit& a, const PhraseHit& b) {
    if (a.matcher != b.matcher) return a.matcher < b.matcher;
    if (a.begin != b.begin) return a.begin < b.begin;
    return a.end != b.end ? a.end > b.end : a.item < b.item;
  });
  const PhraseHit* last = nullptr;
  for (const PhraseHit& hit : found) {
    if (last != nullptr && last->matcher == hit.matcher && hit.begin < last->end) continue;
    hits.push_back({hit.matcher, hit.item, hit.begin, hit.end, 1, {}});
    last = &hit;
  }
}

}  // namespace

void Scanner::scan(std::string_view message, ScanScratch& scratch, ScanResult& result,
                   const ScanContext& context) const {
  ScanScratch::Impl& memory = *scratch.impl;
  result.hits.clear();
  result.given_up.clear();
  PerScanner& own = impl_->prepare(memory);
  impl_->scanForms(message, context, own, memory);
  appendPhraseHits(memory.phrase_hits, result.hits);
  impl_->search({message, memory.folded}, context, memory, result);
  const auto before = [](const Hit& a, const Hit& b) {
    return a.matcher != b.matcher ? a.matcher < b.matcher : a.begin < b.begin;
  };
  // As a rule they are, and a stable sort asks for memory first.
  if (!std::ranges::is_sorted(result.hits, before)) std::ranges::stable_sort(result.hits, before);
  memory.effort[EffortKind::kHit] += result.hits.size();
}

}  // namespace decorum::text
