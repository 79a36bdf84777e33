/// `check --memory` and `check --against OLD`: what a policy remembers of a conversation.
#pragma once

#include <string>

#include "runtime/memory/layout.h"

namespace decorum::cli {

std::string memoryText(const memory::Layout& layout);
/// An object in one line.
std::string memoryJson(const std::string& path, const memory::Layout& layout);

/// What becomes of a running conversation's memory when `now` takes over from `before`.
std::string againstText(const memory::Layout& before, const memory::Layout& now);

}  // namespace decorum::cli
