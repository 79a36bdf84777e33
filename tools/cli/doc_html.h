/// A document as a page: one file that needs nothing else, without scripts.
#pragma once

#include <string>

#include "tools/doc/document.h"

namespace decorum::cli {

std::string docHtml(const doc::Document& document);

}  // namespace decorum::cli
