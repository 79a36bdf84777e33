/// Texts of rules, with their holes filled in.
#include "runtime/eval/messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runtime/base/rfc3339.h"
#include "runtime/base/utf8.h"

namespace decorum::eval {
namespace {

using plan::HoleForm;
using plan::HoleType;
using plan::kNone;
using plan::Message;
using plan::MessageId;
using plan::Piece;

char lowerAscii(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

/// Whether two tags are the same: case does not count, and `_` is read as `-`.
bool sameTag(std::string_view a, std::string_view b) {
  const auto same = [](char x, char y) {
    const auto plain = [](char byte) { return byte == '_' ? '-' : lowerAscii(byte); };
    return plain(x) == plain(y);
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

/// The tag with its last subtag taken off, and with it a single letter that introduced it.
std::string_view shorterTag(std::string_view tag) {
  const auto cut = tag.find_last_of("-_");
  if (cut == std::string_view::npos) return "";
  const std::string_view rest = tag.substr(0, cut);
  const bool ends_in_single =
      rest.size() >= 2 && (rest[rest.size() - 2] == '-' || rest[rest.size() - 2] == '_');
  return ends_in_single ? rest.substr(0, rest.size() - 2) : rest;
}

std::string formatNumber(double number) {
  if (std::isnan(number)) return "[unknown]";
  return fmt::format("{}", number);
}

std::string formatValue(const Piece& piece, Cell cell) {
  switch (piece.type) {
    case HoleType::kBool:
      return cell.integer != 0 ? "yes" : "no";
    case HoleType::kInt:
      return std::to_string(cell.integer);
    case HoleType::kNumber:
      return formatNumber(cell.number);
    case HoleType::kText:
      return *cell.text;
    case HoleType::kEnum:
      return piece.members[static_cast<std::size_t>(cell.integer)];
    case HoleType::kTime:
      return formatInstant(cell.integer);
    case HoleType::kDuration:
      return formatDuration(cell.integer);
  }
  return "";
}

/// `text` as the hole asks for it: whole, its ends, or nothing of it.
std::string shaped(const Piece& piece, const std::string& text, std::string_view name,
                   const HoleInputs& inputs) {
  switch (piece.form) {
    case HoleForm::kPlain:
    case HoleForm::kMatch:
      return text;
    case HoleForm::kLast:
      return keepEnds(text, 0, piece.last);
    case HoleForm::kFirst:
      return keepEnds(text, piece.first, 0);
    case HoleForm::kFirstLast:
      return keepEnds(text, piece.first, piece.last);
    case HoleForm::kMask:
      return masked(text);
    case HoleForm::kHash:
      if (inputs.replacer != nullptr) {
        if (const auto hash = inputs.replacer->hash(inputs.rule, text))
          return '[' + labelFor(name) + '#' + *hash + ']';
      }
      break;
    case HoleForm::kLabel:
      break;
  }
  return '[' + labelFor(name) + ']';
}

std::string matchText(const Piece& piece, const HoleInputs& inputs, Audience audience) {
  if (audience == Audience::kStaff) return '[' + labelFor(inputs.match_name) + ']';
  return shaped(piece, std::string(inputs.match), inputs.match_name, inputs);
}

std::string pieceText(const Piece& piece, const HoleInputs& inputs, Audience audience) {
  if (piece.value == kNone) {
    return piece.form == HoleForm::kMatch ? matchText(piece, inputs, audience) : piece.literal;
  }
  if (piece.is_private && piece.form == HoleForm::kPlain && audience == Audience::kStaff) {
    return "[PRIVATE]";
  }
  const Value value = inputs.interpreter.value(piece.value, inputs.record, {}, inputs.scratch);
  if (value.state != State::kOk) return "[unknown]";
  return shaped(piece, formatValue(piece, value.cell), "", inputs);
}

std::string counted(std::int64_t count, std::string_view unit) {
  return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

}  // namespace

std::string render(const Message& message, const HoleInputs& inputs, Audience audience) {
  std::string text;
  for (const Piece& piece : message.pieces) text += pieceText(piece, inputs, audience);
  return utf8::isWellFormed(text) ? text : utf8::repaired(text);
}

MessageId chooseLocale(const plan::Plan& plan, const std::vector<MessageId>& messages,
                       std::string_view locale) {
  for (std::string_view tag = locale;; tag = shorterTag(tag)) {
    for (const MessageId id : messages) {
      if (sameTag(plan.messages[id].locale, tag)) return id;
    }
    if (tag.empty()) return messages.front();
  }
}

std::string formatDuration(std::int64_t duration_ms) {
  struct Unit {
    std::int64_t ms;
    std::string_view name;
  };
  constexpr Unit kUnits[] = {
      {86'400'000, "day"}, {3'600'000, "hour"}, {60'000, "minute"}, {1000, "second"}};
  if (duration_ms < 0) {
    if (duration_ms == INT64_MIN) return "[unknown]";
    return '-' + formatDuration(-duration_ms);
  }
  std::string text;
  std::int64_t rest = duration_ms;
  for (const Unit& unit : kUnits) {
    if (rest < unit.ms) continue;
    text += (text.empty() ? "" : " ") + counted(rest / unit.ms, unit.name);
    rest %= unit.ms;
  }
  if (rest != 0 || text.empty()) text += fmt::format("{}{} ms", text.empty() ? "" : " ", rest);
  return text;
}

std::string formatInstant(std::int64_t time_ms) {
  const std::string exact = formatTime(time_ms);  // 2026-11-22T09:30:00Z
  const auto mark = exact.find('T');
  std::string day = exact.substr(0, mark);
  std::string clock = exact.substr(mark + 1, exact.size() - mark - 2);
  if (clock == "00:00:00") return day;
  if (clock.size() == 8 && clock.ends_with(":00")) clock.resize(5);
  return day + ' ' + clock + " UTC";
}

}  // namespace decorum::eval
