/// Scores of a text by built-in providers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/signals/language.h"
#include "runtime/signals/provider.h"
#include "runtime/signals/words.h"

namespace decorum::signals {

/// What several providers ask about one text, found out once. Keeps its memory between texts.
struct Scratch {
  bool is_read = false;  ///< `words` and `languages` are of the text at hand
  Words words;
  LanguageScores languages;
  std::uint64_t texts = 0;  ///< that were read so far
};

/// The score of `text`, which is well-formed UTF-8, within `rangeOf(provider)`; nothing where the
/// provider cannot tell (no words, a language that it does not know). `locale` is a BCP 47 tag or
/// "". Sets `is_read`: the caller clears it before the next text. The same text and locale always
/// give the same score.
std::optional<double> score(Provider provider, std::string_view text, std::string_view locale,
                            Scratch& scratch);

/// For people: what the score is made of, in places and numbers, without a word of the text:
/// "bytes 10 to 18 -2.9, bytes 30 to 35 -1.4". Takes `scratch` as `score` does.
std::string accountOf(Provider provider, std::string_view text, std::string_view locale,
                      Scratch& scratch);

}  // namespace decorum::signals
