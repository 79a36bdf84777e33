/// Folding of text beyond ASCII, with the memory that it reuses from message to message.
///
/// What happens to a character, in this order:
///   1. invisible ones go; white space, quotes, dashes and digits of any script become ASCII;
///   2. look-alike letters are read as Latin, a word at a time (see `readLookalikes`);
///   3. NFKC with full case folding, from one normalization boundary to the next;
///   4. a run of white space becomes one space.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/base/effort.h"
#include "runtime/text/fold.h"

namespace decorum::text {

/// What a letter says about the word that it stands in.
enum class LetterClass : std::uint8_t {
  kBreak,    ///< no part of a word, as far as look-alikes go
  kNeutral,  ///< a mark or a digit
  kLatin,
  kLookalike,       ///< of another script, but of the shape of a Latin letter
  kRoughLookalike,  ///< of a similar shape: taken for a Latin letter beside others
  kForeign,         ///< of a script that has look-alikes, but none itself
};

/// What the letters of one word are, as far as look-alikes go.
struct WordLetters {
  std::uint32_t letters = 0;
  bool latin = false;
  std::uint8_t lookalikes = 0;  ///< scripts of its look-alike letters
  std::uint8_t rough = 0;       ///< of its rough ones
  std::uint8_t foreign = 0;     ///< of all others

  void add(LetterClass letter, std::uint8_t script_bit);
  /// Whether it is read as Latin if the message is otherwise Latin, and not if it is not.
  bool dependsOnMessage() const {
    return foreign == 0 && rough == 0 && lookalikes != 0 && !latin && letters >= 2;
  }
};

/// What the words of a text say about its scripts.
struct ScriptEvidence {
  bool latin = false;
  std::uint8_t foreign = 0;  ///< scripts that some word is surely of

  void add(const WordLetters& word) {
    latin = latin || word.latin;
    if (!word.latin) foreign |= word.rough | word.foreign;
  }
  /// Whether there are Latin letters, and no word that is surely of one of `scripts`.
  bool isOtherwiseLatin(std::uint8_t scripts) const { return latin && (foreign & scripts) == 0; }
};

/// What folding needs to know about one code point.
struct CharacterFacts {
  static constexpr char32_t kNone = 0xFFFFFFFF;

  char32_t code_point = kNone;
  enum class Kind : std::uint8_t { kPlain, kDropped, kOverlay, kDotAbove } kind = Kind::kPlain;
  LetterClass letter = LetterClass::kBreak;
  std::uint8_t script_bit = 0;    ///< of a look-alike or foreign letter
  char latin = 0;                 ///< of a look-alike
  bool carries_marks = false;     ///< a letter, digit or mark
  bool boundary_before = true;    ///< what stands before has no part in its normal form
  std::uint8_t mapped_count = 1;  ///< code points that step 1 makes of it
  std::uint8_t folded_bytes = 0;  ///< of its normal form alone; kLong: does not fit
  std::array<char32_t, 4> mapped{};
  std::array<char, 12> folded{};

  static constexpr std::uint8_t kLong = 0xFF;
};

/// Facts looked up once: ICU answers each of these questions in tens of nanoseconds.
class CharacterCache {
 public:
  /// Valid until the next call.
  const CharacterFacts& operator[](char32_t code_point);

 private:
  std::vector<CharacterFacts> slots_;
};

struct FoldScratch {
  struct Unit {
    char32_t code_point = 0;
    std::uint32_t origin = 0;
    LetterClass letter = LetterClass::kBreak;
    std::uint8_t script_bit = 0;
    char latin = 0;
    bool carries_marks = false;
  };
  CharacterCache characters;
  std::vector<Unit> units;
  Effort effort;  ///< of all texts folded with it
};

/// As `fold(message, out)`, without allocating once `scratch` and `out` are warm. `before` is what
/// stood before `message`, where that is a part of a longer text.
void fold(std::string_view message, FoldScratch& scratch, Folded& out,
          const ScriptEvidence& before = {});

/// Whole `message`, by ICU and a code point at a time.
void foldUnicode(std::string_view message, FoldScratch& scratch, Folded& out,
                 const ScriptEvidence& before = {});

/// `folded` without its accents: `out.origin` leads to the original message too.
void stripAccents(const Folded& folded, Folded& out);

/// The one code point that folding makes of `code_point` whatever stands around it, or
/// `CharacterFacts::kNone` where that depends or is none or several.
char32_t foldAlone(char32_t code_point);

}  // namespace decorum::text
