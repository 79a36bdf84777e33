/// Scores of built-in providers, where the policy asks for them and the event brought none.
#include "runtime/engine/judging.h"

namespace decorum::engine {

void scoreText(Judging& judging) {
  const std::vector<plan::Signal>& declared = judging.plan().signals;
  Workspace& work = judging.work;
  work.scores.is_read = false;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    const plan::Signal& signal = declared[i];
    if (signal.provider == signals::Provider::kHost || signal.slot == plan::kNone) continue;
    SignalSource& source = judging.state.signals[i];
    if (signal.subject != judging.event.kind || source == SignalSource::kEvent) continue;
    if (work.text.cut) {  // what was not seen may say the opposite
      source = SignalSource::kBuiltIn;
      judging.state.record.setUnknown(signal.slot);
      continue;
    }
    const auto score =
        signals::score(signal.provider, work.text.judged, judging.state.locale, work.scores);
    if (!score) continue;
    source = SignalSource::kBuiltIn;
    judging.state.record.set(signal.slot, {.number = *score});
  }
}

}  // namespace decorum::engine
