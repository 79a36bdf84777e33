#pragma once

#include "tools/logs/log_line.h"

namespace decorum::logs {

/// Reads a conversation of chat shape, an object with `messages`.
Result<LogLine, std::string> parseChatShape(const Value& conversation);

}  // namespace decorum::logs
