/// Which characters words are made of, and where words end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace decorum::text {

/// Letters, digits and marks of any script. The underscore is none: "_lawyer_" is emphasis.
bool isWordCharacter(char32_t code_point);

/// Whether `code_point` is a letter of a script written without spaces between words (Han, Kana,
/// Thai, Lao, Khmer, Burmese, …).
bool isUnspaced(char32_t code_point);

/// Whether a word may begin at byte `position` of `text`: at its begin, and wherever the characters
/// on both sides are not both part of one word. Letters of scripts without spaces part words, and
/// so does a change between Hangul and another script.
bool mayBeginWord(std::string_view text, std::size_t position);

/// Whether a word may end at `position`. As above; besides, Hangul may follow, since Korean
/// attaches its particles to the word.
bool mayEndWord(std::string_view text, std::size_t position);

/// A maximal run of word characters.
struct WordSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// All of `text`'s; `words` is overwritten.
void findWords(std::string_view text, std::vector<WordSpan>& words);

}  // namespace decorum::text
