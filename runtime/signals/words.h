/// A text cut into what providers look at: words in small letters without accents, runs of marks,
/// emoji. Nothing of it outlives the event.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::signals {

/// Letters and marks that tell languages apart, counted while a text is read.
enum class Mark : std::uint8_t {
  kNWithTilde,      ///< ñ
  kVowelWithTilde,  ///< ã õ
  kSharpS,          ///< ß
  kUmlaut,          ///< ä ö ü
  kAcuteE,          ///< é
  kAcute,           ///< á í ó ú
  kGrave,           ///< à ò ù ì
  kGraveE,          ///< è
  kCircumflex,      ///< ê î û
  kCedilla,         ///< ç
  kLigature,        ///< œ
  kInverted,        ///< ¿ ¡
  kOther,           ///< a Latin letter that none of the languages has: ł, ř, ş, …
};
inline constexpr std::size_t kMarks = static_cast<std::size_t>(Mark::kOther) + 1;

enum class TokenKind : std::uint8_t { kWord, kNumber, kSymbol, kPunctuation };

/// A word; an emoji or emoticon (a symbol); or a run of punctuation.
struct Token {
  TokenKind kind = TokenKind::kWord;
  bool is_capitals = false;  ///< two letters or more, none of them small
  bool ends_clause = false;  ///< of punctuation: `, ; :` and what ends a sentence
  bool ends_sentence = false;
  std::uint8_t exclamations = 0, questions = 0;  ///< of punctuation
  std::uint32_t begin = 0, end = 0;              ///< in `Words::folded`
  std::uint32_t from = 0, to = 0;                ///< bytes of the text
};

struct Words {
  /// Tokens with one blank between them; punctuation is a `.` there, so that no key spans it.
  std::string folded;
  std::vector<Token> tokens;
  std::array<std::uint32_t, kMarks> marks{};
  std::uint32_t latin = 0;    ///< letters of the Latin script
  std::uint32_t foreign = 0;  ///< letters of others
  std::uint32_t words = 0;
  bool all_capitals = true;  ///< no word has a small letter

  std::string_view textOf(const Token& token) const {
    return std::string_view(folded).substr(token.begin, token.end - token.begin);
  }
};

/// Overwrites `words`, reusing its memory. `text` is well-formed UTF-8.
void readWords(std::string_view text, Words& words);

}  // namespace decorum::signals
