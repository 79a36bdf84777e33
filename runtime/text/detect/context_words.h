/// Words near a candidate that make it likelier to be what a detector is for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::text {

class ContextWords {
 public:
  /// `list`: words and phrases, separated by commas.
  explicit ContextWords(std::string_view list);

  /// Whether one stands before byte `begin` or behind byte `end` of the folded `text`, as a whole
  /// word, within kContextCharacters code points. In the names of data, `national_id` and
  /// `national-id` are two words. `window` is memory to reuse.
  bool standNear(std::string_view text, std::uint32_t begin, std::uint32_t end,
                 std::string& window) const;

  /// Strings of which one stands wherever a word does.
  std::vector<std::string> triggers() const;

 private:
  struct Word {
    std::string text;
    std::uint64_t begins = 0;  ///< a bit for its first two characters; all bits beyond ASCII
  };
  std::vector<Word> words_;
};

}  // namespace decorum::text
