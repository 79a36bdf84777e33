/// Lines of a log with the texts in them redacted, and all else as it was, byte for byte.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decorum/policy.h"
#include "tools/cli/redact_report.h"
#include "tools/logs/log_line.h"

namespace decorum::cli {

/// Redacts lines in the order of the log. Conversations of event shape go on from line to line
/// until their `close`; those of chat shape begin anew, and where two lines have one id they share
/// its tokens.
class LineRedactor {
 public:
  LineRedactor(Policy policy, ConversationOptions options, RedactReport& report)
      : policy_(std::move(policy)), options_(std::move(options)), report_(report) {}

  /// The line as it may go on; nothing where it cannot be read, so that nothing of it can. What was
  /// malformed, or had to be withheld, is added to `problems`.
  std::optional<std::string> redacted(const std::string& place, std::string_view json,
                                      std::vector<std::string>& problems);

 private:
  Conversation begun(const std::string& id);

  Policy policy_;
  ConversationOptions options_;
  RedactReport& report_;
  std::unordered_map<std::string, Conversation> live_;              // of event shape
  std::unordered_map<std::string, std::vector<std::byte>> vaults_;  // of chat shape
};

}  // namespace decorum::cli
