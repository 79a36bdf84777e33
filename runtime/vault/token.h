/// Tokens as they stand in a text: `[CARD_1_K7Q2X]`, the label of what was there, a number, and
/// five characters that only the holder of the key can make.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::vault {

inline constexpr std::size_t kTagCharacters = 5;
/// Neither vowels, which make words, nor characters that are taken for others.
inline constexpr std::string_view kTagAlphabet = "23456789BCDFGHJKMNPQRSTVWXYZ";
/// No token is longer, with its brackets.
inline constexpr std::size_t kMostTokenBytes = 64;

/// What reads like a token, made by us or not. Borrows from the text.
struct TokenPlace {
  std::uint32_t begin = 0;  ///< bytes of the text, end excluded
  std::uint32_t end = 0;
  std::string_view label;
  std::uint32_t number = 0;
  std::string_view tag;
};

/// The next of them from `from` on; false where there is none.
bool nextToken(std::string_view text, std::size_t from, TokenPlace& token);

/// Where what may become a token with what comes after `text` begins; its end where nothing may.
std::size_t openToken(std::string_view text);

/// Five characters of a keyed digest.
std::string tagOf(const std::array<std::uint8_t, 32>& digest);

std::string writtenToken(std::string_view label, std::uint32_t number, std::string_view tag);

}  // namespace decorum::vault
