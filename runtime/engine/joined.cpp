/// Values that a person split over messages: the part in the message at hand becomes a hit, and of
/// the digits that end it a digest is kept.
#include "runtime/text/joined.h"

#include <algorithm>

#include "runtime/engine/judging.h"

namespace decorum::engine {
namespace {

/// Sure enough for every bar but those that ask for more than a check digit in ten can say.
constexpr double kJoinedScore = 0.75;

using Earlier = std::array<text::RunDigest, text::kMostJoined>;

bool covers(const text::Hit& hit, const text::DigitRun& run) {
  return hit.begin <= run.begin && run.end <= hit.end;
}
bool overlaps(const text::Hit& hit, const text::DigitRun& run) {
  return hit.begin < run.end && run.begin < hit.end;
}

/// Whether the run is part of something that is known already: of a whole value, or of what the
/// policy says is not personal.
bool isTaken(const Judging& judging, plan::MatcherId matcher, const text::DigitRun& run) {
  const SubjectScan& scan = judging.policy.scanOf(EventKind::kUser);
  return std::ranges::any_of(judging.work.scan.hits, [&](const text::Hit& hit) {
    const plan::MatcherId of = scan.matchers[hit.matcher];
    if (of == matcher) return overlaps(hit, run);
    return judging.plan().matchers[of].not_personal && covers(hit, run);
  });
}

/// The longest of the runs that begin the message and complete a value is found.
void find(Judging& judging, const plan::Operator& op, std::span<const text::RunDigest> earlier) {
  const text::Matcher& matcher = judging.plan().matchers[op.ref];
  const std::uint32_t local = judging.policy.scanOf(EventKind::kUser).local(op.ref);
  if (earlier.empty() || local == plan::kNone || matcher.min_score > kJoinedScore) return;
  const auto& runs = judging.work.runs.beginnings;
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (isTaken(judging, op.ref, *run) || !text::completes(earlier, run->digest)) continue;
    text::Hit hit;
    hit.matcher = local;
    hit.item = text::detectorNumber(matcher.detector);
    hit.begin = run->begin;
    hit.end = run->end;
    hit.score = kJoinedScore;
    auto& hits = judging.work.scan.hits;
    const auto after = std::ranges::find_if(hits, [&](const text::Hit& other) {
      return other.matcher > local || (other.matcher == local && other.begin > hit.begin);
    });
    hits.insert(after, std::move(hit));
    return;
  }
}

void join(Judging& judging, std::uint32_t index) {
  const plan::Operator& op = judging.plan().memory[index];
  const std::uint32_t tick = judging.state.clocks.latest[op.clock].number + 1;
  memory::OperatorState state = stateOf(judging, index);
  Earlier earlier;
  find(judging, op, std::span(earlier).first(state.runsWithin(tick, earlier)));
  const text::DigitRun& ending = judging.work.runs.ending;
  const bool is_kept = ending.digest.digits > 0 && !judging.work.text.cut;
  if (!is_kept || isTaken(judging, op.ref, ending)) return;
  state.noteRun(tick, ending.digest);
  add(judging.state.active, index);
}

}  // namespace

void joinMessages(Judging& judging) {
  const std::vector<std::uint32_t>& joins = judging.policy.memory.joins;
  const bool here = judging.event.kind == EventKind::kUser && !judging.state.memory_unknown;
  if (joins.empty() || !here) return;
  Workspace& work = judging.work;
  text::readRuns(work.text.judged, work.run_scratch, work.runs);
  if (work.runs.beginnings.empty() && work.runs.ending.digest.digits == 0) return;
  for (const std::uint32_t index : joins) join(judging, index);
}

}  // namespace decorum::engine
