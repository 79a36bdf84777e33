/// The end of a growing text: what of it is not let go of yet, and as much before as decides there.
///
///   … let go of ……│ look-behind │ held back: a match may lie across │ not settled
///                 ▲             ▲                                   ▲
///                 begin()       released()                          folded form still open
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/text/stream/hold_back.h"
#include "runtime/text/stream/settled_fold.h"

namespace decorum::text::stream {

class TextTail {
 public:
  /// Well-formed UTF-8, in whole characters.
  void append(std::string_view more) { text_ += more; }

  enum class More : std::uint8_t { kMayCome, kNone };
  struct Step {
    std::uint64_t begin = 0, end = 0;  ///< bytes of the whole text that can be let go of now
    bool may_match = false;            ///< something may match in them
    std::uint64_t last_match_end = 0;  ///< … and ends there at the latest; else `begin`
  };
  /// How much more can be let go of: to the latest place that no possible match touches or lies
  /// across. Whatever matches in between is decided by `text()`.
  Step settle(const HoldBack& hold_back, HoldBackScratch& scratch, More more);

  /// The text kept, from byte `begin()` of the whole on. Matches that begin before what `settle`
  /// gave last may be wrong, the others are those of the whole text.
  std::string_view text() const { return text_; }
  std::uint64_t begin() const { return begin_; }
  std::uint64_t released() const { return released_; }
  std::uint64_t end() const { return begin_ + text_.size(); }
  const ScriptEvidence& evidence() const { return fold_.evidence(); }

  /// Lets go of text that decides nothing any more.
  void trim(const HoldBack& hold_back);

 private:
  struct View;
  using Views = std::array<std::optional<View>, kForms>;

  Views readForms(const HoldBack& hold_back, HoldBackScratch& scratch, std::size_t settled) const;
  static std::size_t placeToRelease(const Views& views, HoldBackScratch& scratch,
                                    std::size_t release);
  Step stepTo(std::size_t release, const Views& views, const HoldBackScratch& scratch) const;
  void noteCleanPlace(std::uint64_t from, CharacterCache& characters);

  std::string text_;
  std::uint64_t begin_ = 0;
  std::uint64_t released_ = 0;
  SettledFold fold_;
  /// Places before `released_` that no possible match lies across and that folding may begin at,
  /// ascending: `text_` begins at one.
  std::deque<std::uint64_t> clean_;
};

}  // namespace decorum::text::stream
