/// Keys that begin as their provider says: one list, of which the expression of `secret.key` is
/// made.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "runtime/text/detect/needs.h"

namespace decorum::text::detect {

struct KeyForm {
  std::string_view provider;
  std::string_view begin;
  std::string_view rest;
};
inline constexpr KeyForm kKeyForms[] = {
#define KEY(provider, begin, rest) {provider, begin, rest},
#include "runtime/text/detect/lists/key_forms.def"
#undef KEY
};

// A begin, and as much as the longest key. First the few that are longer than all others; those
// whose begin says little stand at the end, whole.
inline constexpr std::string_view kKeyHead =
    "\\b(?:(?:ya29\\.|sl\\.|ops_eyj|fm1r_|fm2_|sntrys_eyj|glc_)[a-z0-9_.+/=-]{12,1000}|(?:";
inline constexpr std::string_view kKeyTail =
    ")[a-z0-9_.:/+=!%$-]{12,300}"
    "|[a-z0-9]{14}\\.atlasv1\\.[a-z0-9_=-]{60,70}"              // HashiCorp Terraform
    "|[0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{6}jsn[0-9a-f]{12}"  // RapidAPI
    "|[0-9a-f]{32}-us[0-9]{1,2}\\b"                             // Mailchimp
    "|[a-z0-9_~.-]{3}[0-9]q~[a-z0-9_~.-]{31,34}"                // Microsoft Entra
    "|[a-z0-9]{6}_[a-z0-9]{29}_mmk"                             // MaxMind
    "|[0-9]{8,10}:aa[a-z0-9_-]{33}"                             // Telegram
    "|[a-z0-9_-]{23,28}\\.[a-z0-9_-]{6}\\.[a-z0-9_-]{27,38})";  // Discord

static_assert(std::ranges::all_of(kKeyForms, [](const KeyForm& form) {
  return form.begin.size() + 12 >= kRunBytes && form.begin.find(' ') == std::string_view::npos;
}));  // as `secret.key` needs it

/// The expression of all forms over folded text, put together while this is compiled.
inline constexpr auto kKeyExpressionText = [] {
  constexpr auto kSize = [] {
    std::size_t size = kKeyHead.size() + kKeyTail.size();
    for (const KeyForm& form : kKeyForms) size += 2 * form.begin.size() + 1;
    return size;
  }();
  struct Text {
    std::array<char, kSize> bytes{};
    std::size_t size = 0;
  } text;
  const auto put = [&](char c) { text.bytes[text.size++] = c; };
  for (const char c : kKeyHead) put(c);
  for (const KeyForm& form : kKeyForms) {
    if (&form != kKeyForms) put('|');
    for (const char c : form.begin) {
      if (c == '.' || c == '$' || c == '/') put('\\');
      put(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c);
    }
  }
  for (const char c : kKeyTail) put(c);
  return text;
}();
inline constexpr std::string_view kKeyExpression(kKeyExpressionText.bytes.data(),
                                                 kKeyExpressionText.size);

/// How long a key of `form` is at the begin of `written`, a text in its own capitals; absent where
/// there is none.
std::optional<std::size_t> keySize(const KeyForm& form, std::string_view written);

}  // namespace decorum::text::detect
