/// How much of the folded form of a growing text is settled: cannot be changed by what follows.
///
/// Three things reach back. A mark joins the character before it. A word with look-alike letters is
/// read once it is whole. And a word of look-alike letters alone is read as Latin only if the whole
/// message is otherwise Latin: such a word keeps all that follows open, until a word shows that its
/// script is meant, or the text ends.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/text/fold_unicode.h"

namespace decorum::text::stream {

class SettledFold {
 public:
  /// Reads on. `tail` is the text from byte `base` to its end so far, and holds at least what was
  /// not settled before.
  void read(std::string_view tail, std::uint64_t base, CharacterCache& characters);

  /// The folded form of the text before this byte stays as it is.
  std::uint64_t settled() const { return open_.empty() ? cut_ : open_.front().begin; }

  /// What the words before the open one say.
  const ScriptEvidence& evidence() const { return evidence_; }

 private:
  struct OpenWord {
    std::uint64_t begin = 0;
    std::uint8_t scripts = 0;
  };
  void readAscii(std::string_view tail, std::uint64_t base);
  void readAny(std::string_view tail, std::uint64_t base, CharacterCache& characters);
  void endWord();

  ScriptEvidence evidence_;
  std::vector<OpenWord> open_;  ///< words that the rest of the message decides
  WordLetters word_;            ///< the one that is not at its end yet, up to `read_`
  std::uint64_t word_begin_ = 0;
  std::uint64_t read_ = 0;
  std::uint64_t cut_ = 0;
};

/// Whether folding may begin at byte `at` of `text` and gives what it gives there as a part of the
/// whole, and word edges are as they are in the whole.
bool mayFoldFrom(std::string_view text, std::size_t at, CharacterCache& characters);

}  // namespace decorum::text::stream
