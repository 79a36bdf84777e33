/// Whether characters look drawn at random, as keys are, or made by people.
#pragma once

#include <string_view>

namespace decorum::text::detect {

/// Shannon's entropy of the characters of `text`: bits a character, 0 to 8.
double bitsACharacter(std::string_view text);

/// Kinds of characters in ASCII text.
struct CharacterMix {
  std::size_t small = 0;
  std::size_t capital = 0;
  std::size_t digits = 0;
  std::size_t others = 0;
  std::size_t changes = 0;   ///< from one kind to another, neighbour to neighbour
  std::size_t distinct = 0;  ///< different characters
};
CharacterMix mixOf(std::string_view text);

/// Share of neighbouring letters that are frequent pairs of English and its kin, 0 to 1: about 0.8
/// of words, 0.25 of random letters. 0 where there are fewer than six pairs.
double wordLikeness(std::string_view text);

/// Whether `text` (ASCII, as written) could be drawn at random: no words, no long runs of one
/// character, and as varied as its length and alphabet let expect.
bool looksRandom(std::string_view text);

/// Whether it stands for a value that is yet to be put in: "xxxx", "<token>", "your_key_here".
bool isPlaceholder(std::string_view folded);

}  // namespace decorum::text::detect
