#pragma once

#include <string_view>

namespace decorum::sema {

/// Whether `tag` is well-formed after BCP 47 (RFC 5646, without the grandfathered tags): "es",
/// "pt-BR", "zh-Hant-TW". That the language exists is not looked at.
bool isLanguageTag(std::string_view tag);

}  // namespace decorum::sema
