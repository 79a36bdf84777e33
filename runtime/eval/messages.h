/// Texts of rules, with their holes filled in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/eval/edits.h"
#include "runtime/eval/interpreter.h"

namespace decorum::eval {

/// What holes are filled from. Borrowed for the time of one call.
struct HoleInputs {
  const Interpreter& interpreter;
  RecordView record;
  Scratch& scratch;
  std::string_view match;       ///< the first text that the rule matched in the event, "" for none
  std::string_view match_name;  ///< of what matched: "pii.card"
  std::uint32_t rule = plan::kNone;  ///< whose message it is
  Replacer* replacer = nullptr;      ///< for `{hash …}`; without one a label stands there
};

/// The person gets what is theirs; staff and logs get no matched text and nothing private.
enum class Audience : std::uint8_t { kPerson, kStaff, kStaffRevealed };

/// Well-formed UTF-8. What could not be known stands as `[unknown]`.
std::string render(const plan::Message& message, const HoleInputs& inputs, Audience audience);

/// The message for `locale` (BCP 47): the one in just that language, else in one that its subtags
/// from the right are taken off for (`es-MX`, `es`), else the one without a locale, else the first.
/// `messages` is not empty.
plan::MessageId chooseLocale(const plan::Plan& plan, const std::vector<plan::MessageId>& messages,
                             std::string_view locale);

/// For people: "15 minutes", "1 hour 30 minutes", "500 ms".
std::string formatDuration(std::int64_t duration_ms);

/// For people, in UTC: "2026-11-22 09:30 UTC"; a midnight is its day alone.
std::string formatInstant(std::int64_t time_ms);

}  // namespace decorum::eval
