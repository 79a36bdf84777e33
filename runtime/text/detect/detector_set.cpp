#include "runtime/text/detect/detector_set.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "runtime/text/detect/detect.h"
#include "runtime/text/detect/evidence.h"

namespace decorum::text {
namespace {

/// Whether `a` is kept where both cannot be.
bool isLikelier(const Hit& a, const Hit& b) {
  const std::uint32_t a_size = a.end - a.begin;
  const std::uint32_t b_size = b.end - b.begin;
  return std::tuple(b.score, b_size, a.begin, a.item) <
         std::tuple(a.score, a_size, b.begin, b.item);
}

bool overlap(const Hit& a, const Hit& b) { return a.begin < b.end && b.begin < a.end; }

bool hasBeside(const DigitPlace& run, Needs::Beside beside) {
  switch (beside) {
    case Needs::Beside::kLetterBefore:
      return run.letter_before;
    case Needs::Beside::kLetter:
      return run.letter_before || run.letter_behind;
    case Needs::Beside::kAnything:
      break;
  }
  return true;
}

/// Keeps of a chain of overlapping hits those that no likelier one which is kept overlaps.
void settleChain(std::vector<Hit>& chain, std::vector<Hit>& kept) {
  std::ranges::sort(chain, isLikelier);
  const auto first = static_cast<std::ptrdiff_t>(kept.size());
  for (Hit& hit : chain) {
    // Those that are kept lie apart, in the order of the text.
    const auto after =
        std::ranges::upper_bound(kept.begin() + first, kept.end(), hit.begin, {}, &Hit::begin);
    const bool taken = (after != kept.begin() + first && overlap(hit, *std::prev(after))) ||
                       (after != kept.end() && overlap(hit, *after));
    if (!taken) kept.insert(after, std::move(hit));
  }
  chain.clear();
}

}  // namespace

DetectorSet::Expression& DetectorSet::expressionFor(std::uint32_t line) {
  const Detector& detector = allDetectors()[line];
  const auto same = [&](const Expression& expression) {
    return allDetectors()[expression.line].pattern == detector.pattern &&
           expression.needs == detector.needs;
  };
  const auto known = std::ranges::find_if(expressions_, same);
  if (known != expressions_.end()) return *known;
  expressions_.push_back({line, detector.needs, {}});
  return expressions_.back();
}

void DetectorSet::add(std::uint32_t index, const Matcher& matcher) {
  const double bar = matcher.min_score > 0 ? matcher.min_score : kDetectorBar;
  for (const std::uint32_t number : detectorsCalled(matcher.detector)) {
    const Detector& detector = allDetectors()[number];
    std::vector<Judge>& judges = expressionFor(number).judges;
    auto judge = std::ranges::find(judges, number, &Judge::number);
    if (judge == judges.end()) {
      judges.push_back({number, &detector, ContextWords(detector.context), {}, bar});
      judge = judges.end() - 1;
    }
    judge->users.push_back({index, bar});
    judge->least_bar = std::min(judge->least_bar, bar);
  }
}

std::vector<std::string> DetectorSet::literals(std::uint32_t expression) const {
  const Expression& sought = expressions_[expression];
  std::vector<std::string> literals;
  for (std::string_view rest = sought.needs.strings; !rest.empty();) {
    const std::size_t bar = std::min(rest.find('|'), rest.size());
    literals.emplace_back(rest.substr(0, bar));
    rest.remove_prefix(std::min(bar + 1, rest.size()));
  }
  if (!literals.empty()) return literals;
  for (const Judge& judge : sought.judges) {
    const Evidence& evidence = judge.detector->evidence;
    const double without = std::max(evidence.bare, evidence.written) + evidence.check;
    const bool needs_words = judge.detector->confirm == detect::identityNumber &&
                             without + evidence::kLocale < judge.least_bar;
    if (!needs_words) return {};
    const std::vector<std::string> words = judge.context.triggers();
    literals.insert(literals.end(), words.begin(), words.end());
  }
  std::ranges::sort(literals);
  const auto rest = std::ranges::unique(literals);
  literals.erase(rest.begin(), rest.end());
  return literals;
}

void DetectorSet::begin(const MessageForms& message, Scratch& scratch) const {
  scratch.features = featuresOf(message.folded.text);
  scratch.runs.clear();
  scratch.effort[EffortKind::kReadByte] += 2 * message.folded.text.size();
  if ((scratch.features & kDigit) != 0) findDigits(message.folded.text, scratch.runs);
}

std::uint32_t DetectorSet::judgeMatch(const Expression& expression, const MessageForms& message,
                                      std::string_view locale, Scratch& scratch,
                                      std::vector<Hit>& hits) {
  const std::string_view text = message.folded.text;
  const std::string_view match = scratch.groups[0];
  Candidate candidate{.text = text,
                      .match = match,
                      .groups = std::span(scratch.groups).subspan(1),
                      .locale = locale,
                      .message = &message};
  const std::uint32_t begin = candidate.place(match);
  const auto end = begin + static_cast<std::uint32_t>(match.size());
  std::uint32_t found_to = 0;
  scratch.effort[EffortKind::kCandidate] += expression.judges.size();
  for (const Judge& judge : expression.judges) {
    candidate.detector = judge.detector;
    candidate.bar = judge.least_bar;
    if (judge.detector->check != nullptr && !judge.detector->check(candidate.number())) continue;
    candidate.context = judge.context.standNear(text, begin, end, scratch.window);
    scratch.findings.clear();
    judge.detector->confirm(candidate, scratch.findings);
    scratch.effort[EffortKind::kCandidate] += scratch.findings.size();
    for (const Finding& finding : scratch.findings) {
      if (finding.score < judge.least_bar) continue;
      const std::uint32_t part = candidate.place(finding.part);
      const auto part_end = part + static_cast<std::uint32_t>(finding.part.size());
      found_to = std::max(found_to, part_end);
      for (const User& user : judge.users) {
        if (finding.score < user.bar) continue;
        hits.push_back({user.matcher, judge.number, message.folded.originalBegin(part),
                        message.folded.originalEnd(part_end), std::min(finding.score, 1.0),
                        finding.values});
      }
    }
  }
  return found_to > begin ? std::min(found_to, end) : end;
}

void DetectorSet::find(std::uint32_t expression, const MessageForms& message,
                       std::string_view locale, Scratch& scratch, std::vector<Hit>& hits) const {
  const Expression& sought = expressions_[expression];
  const Needs& needs = sought.needs;
  if ((needs.features & ~scratch.features) != 0 && !search_everywhere) return;
  const std::string_view text = message.folded.text;
  const auto size = static_cast<std::uint32_t>(text.size());
  std::uint32_t from = 0;
  // Looks for matches that begin in [from, last) and end at `until` or before.
  const auto search = [&](std::uint32_t last, std::uint32_t until) {
    if (from >= last) return;
    const Pattern& pattern = expressionOf(sought.line);
    const std::string_view part = text.substr(0, until);
    ++scratch.effort[EffortKind::kSearch];
    while (from < last && pattern.find(text, from, until, scratch.groups)) {
      const auto begin = static_cast<std::uint32_t>(scratch.groups[0].data() - text.data());
      ++scratch.effort[EffortKind::kSearch];
      scratch.effort[EffortKind::kPatternByte] +=
          pattern.readFor(part, from, scratch.groups[0]) + 2 * scratch.groups[0].size();
      if (begin >= last) return;
      from = judgeMatch(sought, message, locale, scratch, hits);
    }
    scratch.effort[EffortKind::kPatternByte] += until - std::min(from, until);
  };
  if (needs.digits == 0 || search_everywhere) return search(size, size);
  for (const DigitPlace& run : scratch.runs) {
    if ((run.counts & needs.digits) == 0 || !hasBeside(run, needs.beside)) continue;
    from = std::max(from, run.begin - std::min<std::uint32_t>(run.begin, needs.lead));
    search(run.end, std::min(size, run.end + needs.tail));
  }
}

void DetectorSet::addBound(std::uint64_t bytes, std::uint64_t texts, Effort& shared,
                           std::span<Effort> matchers) const {
  if (expressions_.empty()) return;
  shared[EffortKind::kReadByte] += 2 * bytes;
  for (const Expression& sought : expressions_) {
    const Needs& needs = sought.needs;
    const Pattern& pattern = expressionOf(sought.line);
    // A find may end before its match does, and the search goes on there: half of a match is less
    // than any detector's values have.
    std::uint64_t matches = bytes / std::max(1u, pattern.leastBytes() / 2);
    std::uint64_t searches = texts;
    std::uint64_t around = 0;  // of runs, which may be searched for two of them
    if (needs.digits != 0) {
      const std::uint64_t digits = static_cast<std::uint64_t>(std::countr_zero(needs.digits));
      searches = (bytes + texts) / (digits + 1);
      around = searches * (std::uint64_t{needs.lead} + needs.tail);
      matches += searches;  // found, but begun behind the run
    }
    Effort most;
    most[EffortKind::kSearch] = searches + matches;
    most[EffortKind::kPatternByte] = pattern.readAtMost(bytes, matches) + 6 * bytes + 3 * around;
    most[EffortKind::kCandidate] = 2 * matches * sought.judges.size();
    matchers[sought.judges.front().users.front().matcher] += most;
    for (const Judge& judge : sought.judges) {
      for (const User& user : judge.users) matchers[user.matcher][EffortKind::kHit] += matches;
    }
  }
}

void DetectorSet::settle(std::vector<Hit>& hits, std::size_t first) {
  const auto begin = hits.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, hits.end(), [](const Hit& a, const Hit& b) {
    return std::tuple(a.matcher, a.begin, a.end, a.item) <
           std::tuple(b.matcher, b.begin, b.end, b.item);
  });
  std::vector<Hit> kept;
  std::vector<Hit> chain;
  std::uint32_t chain_end = 0;
  for (auto hit = begin; hit != hits.end(); ++hit) {
    const bool goes_on =
        !chain.empty() && chain.front().matcher == hit->matcher && hit->begin < chain_end;
    if (!goes_on) settleChain(chain, kept);
    chain_end = goes_on ? std::max(chain_end, hit->end) : hit->end;
    chain.push_back(std::move(*hit));
  }
  settleChain(chain, kept);
  hits.resize(first);
  hits.insert(hits.end(), std::make_move_iterator(kept.begin()),
              std::make_move_iterator(kept.end()));
}

}  // namespace decorum::text
