/// Classes of characters, as far as an automaton over UTF-8 needs them.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace decorum::text::stream {

struct ByteRange {
  std::uint8_t low = 0;
  std::uint8_t high = 0;
};
/// Bytes that stand for characters: one range a byte.
struct BytePath {
  std::array<ByteRange, 4> bytes;
  std::size_t size = 0;
};

/// ASCII characters exactly; of the others a few exactly, or all of them.
class CharacterClass {
 public:
  static CharacterClass one(char32_t code_point);
  /// Every character, with or without the line feed.
  static CharacterClass all(bool with_line_end);

  void add(char32_t code_point);
  void addRange(char32_t low, char32_t high);
  void addOthers() { all_others_ = true; }  ///< everything beyond ASCII
  void add(const CharacterClass& other);
  /// All but these; of what is beyond ASCII everything, unless all of it was in the class.
  void negate();
  /// Letters in their other case too. `folded`: the text has small letters alone.
  void addOtherCases(bool folded);

  template <class Visit>
  void forEachPath(Visit visit) const {
    for (unsigned low = 0; low < 128; ++low) {
      if (!ascii_[low]) continue;
      unsigned high = low;
      while (high + 1 < 128 && ascii_[high + 1]) ++high;
      visit(BytePath{{{{static_cast<std::uint8_t>(low), static_cast<std::uint8_t>(high)}}}, 1});
      low = high;
    }
    for (const BytePath& path : otherPaths()) visit(path);
  }

 private:
  std::vector<BytePath> otherPaths() const;

  std::bitset<128> ascii_;
  bool all_others_ = false;
  std::vector<char32_t> others_;  ///< where not all: a few
};

/// The class in brackets at `at`, which moves behind it. Nothing where it is not understood.
std::optional<CharacterClass> readBracketed(std::string_view expression, std::size_t& at);
/// The character or class that an escape at `at` stands for.
std::optional<CharacterClass> readEscape(std::string_view expression, std::size_t& at);

}  // namespace decorum::text::stream
