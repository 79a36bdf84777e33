/// Scores of built-in providers, where the policy asks for them and the event brought none.
#include <algorithm>

#include "runtime/engine/judging.h"

namespace decorum::engine {
namespace {

const std::vector<AskedScore>& askedOf(const Judging& judging) {
  return judging.policy.scores.asked[static_cast<std::size_t>(judging.event.kind)];
}

bool isGiven(const Judging& judging, const AskedScore& asked) {
  return judging.state.signals[asked.signal] == SignalSource::kEvent;
}

/// Whether all that a score could be is looked at, not just what rules make of it.
bool isWatched(const Judging& judging) {
  return judging.options.seen || judging.evaluator.looksOn();
}

void scoreNow(Judging& judging, const AskedScore& asked) {
  Workspace& work = judging.work;
  SignalSource& source = judging.state.signals[asked.signal];
  if (work.text.cut) {  // what was not seen may say the opposite
    source = SignalSource::kBuiltIn;
    return judging.state.record.setUnknown(asked.slot);
  }
  work.effort[EffortKind::kScoredByte] += work.text.judged.size();
  const auto score = signals::score(judging.plan().signals[asked.signal].provider, work.text.judged,
                                    judging.state.locale, work.scores);
  if (!score) return;
  source = SignalSource::kBuiltIn;
  judging.state.record.set(asked.slot, {.number = *score});
}

/// What `admit` had put there.
void leaveMissing(Judging& judging, const AskedScore& asked) {
  const auto& when_missing = judging.plan().signals[asked.signal].when_missing;
  if (!when_missing) return judging.state.record.setMissing(asked.slot);
  judging.state.record.set(asked.slot, {.number = *when_missing});
}

/// Whether some rule is not known to be false whatever the score is. Its slot, and those of scores
/// still to be made, are unknown meanwhile. `due`: null where all rules are.
bool mayDecide(Judging& judging, const AskedScore& asked, const eval::RuleBits* due) {
  Workspace& work = judging.work;
  eval::RuleBits& open = work.asking;
  open.clear(asked.readers.words());
  asked.readers.eachWord([&](std::size_t word, std::uint64_t bits) {
    open.addWord(word, due == nullptr ? bits : bits & due->word(word));
  });
  if (!open.any()) return false;
  judging.evaluator.evaluateDue(judging.event.kind, open, judging.record(), work.scratch,
                                work.fired, work.undecided);
  return work.fired.any() || work.undecided.any();
}

}  // namespace

void scoreText(Judging& judging) {
  const std::vector<AskedScore>& all = askedOf(judging);
  if (all.empty()) return;
  judging.work.scores.is_read = false;
  const bool is_watched = isWatched(judging);
  for (const AskedScore& asked : all) {
    if (!isGiven(judging, asked) && (asked.at_once || is_watched)) scoreNow(judging, asked);
  }
}

void scoreForRules(Judging& judging, const eval::RuleBits* due) {
  if (!hasText(judging.event.kind) || askedOf(judging).empty() || isWatched(judging)) return;
  const auto isOpen = [&](const AskedScore& asked) {
    return !asked.at_once && !isGiven(judging, asked);
  };
  for (const AskedScore& asked : askedOf(judging)) {
    if (isOpen(asked)) judging.state.record.setUnknown(asked.slot);
  }
  for (const AskedScore& asked : askedOf(judging)) {
    if (!isOpen(asked)) continue;
    const bool is_needed = mayDecide(judging, asked, due);
    leaveMissing(judging, asked);
    if (is_needed) scoreNow(judging, asked);
  }
}

}  // namespace decorum::engine
