/// `file://` URIs and paths.
#pragma once

#include <string>
#include <string_view>

namespace decorum::lsp {

/// The path of a `file` URI, percent escapes decoded; "" for other schemes.
std::string pathOf(std::string_view uri);
/// The URI of an absolute path.
std::string uriOf(std::string_view path);

}  // namespace decorum::lsp
