/// Classes of characters, as far as an automaton over UTF-8 needs them.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace decorum::text::stream {

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

  const std::bitset<256>& ascii() const { return ascii_; }
  bool hasAllOthers() const { return all_others_; }
  /// Where it does not have all others: those it has.
  const std::vector<char32_t>& others() const { return others_; }

 private:
  std::bitset<256> ascii_;  ///< the lower half
  bool all_others_ = false;
  std::vector<char32_t> others_;  ///< where not all: a few
};

/// The class in brackets at `at`, which moves behind it. Nothing where it is not understood.
std::optional<CharacterClass> readBracketed(std::string_view expression, std::size_t& at);
/// The character or class that an escape at `at` stands for.
std::optional<CharacterClass> readEscape(std::string_view expression, std::size_t& at);

}  // namespace decorum::text::stream
