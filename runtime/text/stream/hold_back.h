/// What a stream must hold back for a set of matchers: their expressions as automata, a form of the
/// text each, and how far around a match text decides whether it counts.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/fold_unicode.h"
#include "runtime/text/matcher.h"
#include "runtime/text/stream/match_automaton.h"

namespace decorum::text::stream {

/// Forms of a text that are searched. kPlain: folded, without accents.
enum Form : std::uint8_t { kFolded, kPlain, kRaw, kForms };

/// How long one matcher makes a stream wait.
struct Wait {
  bool whole_reply = false;  ///< until the end; `why` says what for
  std::string why;
  std::optional<std::uint64_t> match_bytes;  ///< of its longest match, folded; none: no bound
  std::uint32_t look_ahead = 0;              ///< code points behind a match that decide
};
/// That of `matcher`, judged alone.
Wait waitOf(const Matcher& matcher);

/// Immutable; any number of threads.
class HoldBack {
 public:
  /// Of matchers none of which waits for the whole reply.
  ///
  /// @param unit  an expression over the text as it is; what it matches is let go of whole or not
  ///   at all
  explicit HoldBack(const std::vector<Matcher>& matchers, std::string_view unit = "");

  const MatchAutomaton* automaton(Form form) const {
    return automata_[form] ? &*automata_[form] : nullptr;
  }
  /// Code points before a match that decide whether it counts.
  std::uint32_t lookBehind() const { return look_behind_; }

 private:
  std::array<std::optional<MatchAutomaton>, kForms> automata_;
  std::uint32_t look_behind_ = 0;
};

/// What a thread needs to read streams with one HoldBack; lent from stream to stream.
struct HoldBackScratch {
  explicit HoldBackScratch(const HoldBack& hold_back);
  std::array<std::unique_ptr<MatchReader>, kForms> readers;
  CharacterCache characters;
  FoldScratch fold;
  Folded folded;
  Folded plain;
  struct FormEnds {
    std::vector<MatchEnd> ends;
    std::vector<MatchEnd> included;
  };
  std::array<FormEnds, kForms> ends;
};

}  // namespace decorum::text::stream
