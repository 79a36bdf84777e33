/// The words of feeling of one language, with their strengths, and the words that turn them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/signals/language.h"

namespace decorum::signals {

enum class Role : std::uint8_t {
  kFeeling,       ///< good or bad by itself: `strength`
  kFeelingIfNot,  ///< `strength` where it is negated ("does not work"), else nothing
  kNegator,       ///< "not"
  kBooster,       ///< "very"
  kDampener,      ///< "slightly"
  kTurn,          ///< "but": what follows counts more
};

struct Entry {
  Role role = Role::kFeeling;
  float strength = 0;  ///< -4 to 4
};

class Lexicon {
 public:
  explicit Lexicon(Language language) : language_(language) {}

  /// `list`: words and phrases between blanks, "_" for the blanks of a phrase.
  void add(Role role, double strength, std::string_view list);

  /// Of a word or a phrase with single blanks, folded. Forms that are not listed are looked up by
  /// their likely stems. Null where there is none.
  const Entry* find(std::string_view key) const;
  const Entry* findPhrase(std::string_view key) const;
  /// Whether some phrase begins with the word.
  bool beginsPhrase(std::string_view word) const;

  static constexpr std::size_t kLongestPhrase = 4;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>()(key);
    }
  };
  using Table = std::unordered_map<std::string, Entry, Hash, std::equal_to<>>;

  const Entry* findAny(std::span<const std::string_view> forms) const;

  Language language_;
  Table words_, phrases_;
  std::unordered_map<std::string, bool, Hash, std::equal_to<>> first_words_;
};

/// Made when first asked for, and kept. Null for languages without a list.
const Lexicon* lexiconOf(Language language);
/// Emoji and emoticons: of every language.
const Lexicon& symbols();

}  // namespace decorum::signals
