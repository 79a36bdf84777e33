#include "runtime/text/stream/text_tail.h"

#include <algorithm>
#include <array>
#include <optional>

#include "runtime/text/fold.h"
#include "runtime/text/message_forms.h"
#include "runtime/text/utf8.h"

namespace decorum::text::stream {

/// One form of the text kept, up to where it is settled, and its way back.
struct TextTail::View {
  std::string_view text;
  const Folded* map = nullptr;  ///< null: the form is the text

  std::size_t original(std::size_t at) const {
    return map == nullptr ? at : map->originalBegin(static_cast<std::uint32_t>(at));
  }
  std::size_t originalEnd(std::size_t at) const {
    return map == nullptr ? at : map->originalEnd(static_cast<std::uint32_t>(at));
  }
  std::size_t fromOriginal(std::string_view raw, std::size_t at) const {
    if (map == nullptr) return at;
    return MessageForms{raw, *map}.foldedPosition(static_cast<std::uint32_t>(at));
  }
};

namespace {

std::size_t goBack(std::string_view text, std::size_t at, std::uint32_t characters) {
  for (; characters > 0 && at > 0; --characters) at -= decodeBefore(text, at).bytes;
  return at;
}

bool isDecided(std::string_view text, const MatchEnd& end) {
  const std::string_view behind = text.substr(end.at);
  return behind.size() >= end.look_ahead && countCodePoints(behind) >= end.look_ahead;
}

}  // namespace

/// Each form that something is looked for in, up to `settled`, with the ends of what may match.
TextTail::Views TextTail::readForms(const HoldBack& hold_back, HoldBackScratch& scratch,
                                    std::size_t settled) const {
  const bool needs_fold =
      hold_back.automaton(kFolded) != nullptr || hold_back.automaton(kPlain) != nullptr;
  if (needs_fold) fold(text_, scratch.fold, scratch.folded, fold_.evidence());
  if (hold_back.automaton(kPlain) != nullptr) stripAccents(scratch.folded, scratch.plain);
  const auto released_here = static_cast<std::size_t>(released_ - begin_);
  Views views;
  for (std::size_t form = 0; form < kForms; ++form) {
    if (hold_back.automaton(static_cast<Form>(form)) == nullptr) continue;
    View& view = views[form].emplace();
    view.map = form == kFolded ? &scratch.folded : form == kPlain ? &scratch.plain : nullptr;
    const std::string_view whole = view.map == nullptr ? text_ : view.map->text;
    view.text = whole.substr(0, view.fromOriginal(text_, settled));
    auto& [ends, included] = scratch.ends[form];
    ends.clear();
    included.clear();
    scratch.readers[form]->read(view.text, view.fromOriginal(text_, released_here), ends);
  }
  return views;
}

/// A match that is not decided yet, or that lies across the place, moves it before its begin.
std::size_t TextTail::placeToRelease(const Views& views, HoldBackScratch& scratch,
                                     std::size_t release) {
  bool first = true;
  for (bool moved = true; moved; first = false) {
    moved = false;
    for (std::size_t form = 0; form < kForms; ++form) {
      if (!views[form]) continue;
      const View& view = *views[form];
      auto& [ends, included] = scratch.ends[form];
      const std::size_t before = included.size();
      included.clear();
      for (const MatchEnd& end : ends) {
        if (!isDecided(view.text, end) || view.originalEnd(end.at) > release) {
          included.push_back(end);
        }
      }
      if (!first && included.size() == before) continue;
      const std::size_t begin = scratch.readers[form]->earliestBegin(included);
      const std::size_t original = begin >= view.text.size() ? release : view.original(begin);
      moved = moved || original < release;
      release = std::min(release, original);
    }
  }
  return release;
}

/// The step to `release`, and where the last match in it ends.
TextTail::Step TextTail::stepTo(std::size_t release, const Views& views,
                                const HoldBackScratch& scratch) const {
  Step step{released_, begin_ + release, false, released_};
  for (std::size_t form = 0; form < kForms; ++form) {
    if (!views[form]) continue;
    for (const MatchEnd& end : scratch.ends[form].ends) {
      const std::uint64_t at = begin_ + views[form]->originalEnd(end.at);
      if (at > step.end) continue;
      step.may_match = true;
      step.last_match_end = std::max(step.last_match_end, at);
    }
  }
  return step;
}

TextTail::Step TextTail::settle(const HoldBack& hold_back, HoldBackScratch& scratch, More more) {
  fold_.read(text_, begin_, scratch.characters);
  const bool at_end = more == More::kNone;
  const std::size_t settled =
      at_end ? text_.size()
             : static_cast<std::size_t>(std::max(fold_.settled(), released_) - begin_);
  const Views views = readForms(hold_back, scratch, settled);
  const std::size_t release = at_end ? settled : placeToRelease(views, scratch, settled);
  const Step step = stepTo(release, views, scratch);
  released_ = step.end;
  noteCleanPlace(step.last_match_end, scratch.characters);
  return step;
}

/// The latest place between `from`, where no match ends behind, and what is released.
void TextTail::noteCleanPlace(std::uint64_t from, CharacterCache& characters) {
  constexpr std::uint64_t kFar = 200;
  const std::uint64_t least = std::max({from, released_ > kFar ? released_ - kFar : 0, begin_});
  for (std::uint64_t at = released_ + 1; at-- > least;) {
    const auto here = static_cast<std::size_t>(at - begin_);
    if (here >= text_.size() || isContinuation(text_[here])) continue;
    if (!mayFoldFrom(text_, here, characters)) continue;
    if (clean_.empty() || clean_.back() < at) clean_.push_back(at);
    return;
  }
}

void TextTail::trim(const HoldBack& hold_back) {
  const auto released_here = static_cast<std::size_t>(released_ - begin_);
  const std::uint64_t needed = begin_ + goBack(text_, released_here, hold_back.lookBehind());
  std::uint64_t keep = begin_;
  while (!clean_.empty() && clean_.front() <= needed) {
    keep = clean_.front();
    clean_.pop_front();
  }
  if (keep == begin_) return;
  text_.erase(0, static_cast<std::size_t>(keep - begin_));
  begin_ = keep;
}

}  // namespace decorum::text::stream
