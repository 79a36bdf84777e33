/// Which language a text is in, from its commonest words, endings and letters.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "runtime/signals/words.h"

namespace decorum::signals {

/// In the order of the catalogue of providers.
enum class Language : std::uint8_t {
  kEnglish,
  kSpanish,
  kGerman,
  kFrench,
  kPortuguese,
  kItalian,
  kDutch,
};
inline constexpr std::size_t kLanguages = static_cast<std::size_t>(Language::kDutch) + 1;

/// Probabilities that sum to 1: of each language, and of none of them.
struct LanguageScores {
  std::array<double, kLanguages> languages{};
  double none = 1;
  bool is_foreign = false;  ///< most letters are of another script
  std::uint32_t words = 0;

  double of(Language language) const { return languages[static_cast<std::size_t>(language)]; }
  Language best() const;
  /// Whether one of them, or none, is likelier than all others together by far.
  bool isDecided() const;
};

/// Of a text without words nothing is decided.
LanguageScores identify(const Words& words);

/// The language of a BCP 47 tag: of "es-MX" Spanish.
std::optional<Language> languageOf(std::string_view locale);

/// Whether a text is in the language of `locale`, 0 to 1. Nothing where the locale names none of
/// ours, or the text is too short or too odd to say.
std::optional<double> inLocale(const LanguageScores& scores, std::string_view locale);

}  // namespace decorum::signals
