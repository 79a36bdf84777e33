/// The text of an event as rules see it, with the way back to the bytes that the host gave.
///
///   bytes of the host ─ cut at the limit ─ repair UTF-8, or decode escapes of JSON ─► judged text
///                                            origin[i]: where byte i of it came from
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/event.h"
#include "decorum/verdict.h"
#include "runtime/engine/faults.h"

namespace decorum::engine {

/// The kinds of events with a text come first.
inline constexpr std::size_t kTextSubjects = static_cast<std::size_t>(EventKind::kReply) + 1;
inline bool hasText(EventKind kind) { return static_cast<std::size_t>(kind) < kTextSubjects; }

/// Borrows from the event and from its own buffers until the next `readText`. Spans of verdicts are
/// offsets into `given`.
struct SubjectText {
  std::string_view given;   ///< the event's text; of a tool call its arguments as compact JSON
  std::string_view judged;  ///< well-formed UTF-8
  bool is_json = false;     ///< `given` is a whole JSON object or list, and stays JSON when edited
  bool bad_utf8 = false;
  std::optional<FaultKind> cut;  ///< not the whole text, and why

  TextSpan inGiven(std::uint32_t begin, std::uint32_t end) const;
  /// What rules see of a span of `given` that begins and ends where `inGiven` may.
  std::string_view judgedPart(TextSpan span) const;

  std::string json;                   ///< owns `given` of tool calls
  std::string rewritten;              ///< owns `judged` where it is not `given`
  std::vector<std::uint32_t> origin;  ///< empty where `judged` is `given`
};

/// Overwrites `text`, reusing its memory.
void readText(const Event& event, std::size_t most_bytes, SubjectText& text);

/// JSON with the escapes of its strings decoded, for looking at only: what people would call the
/// text of a tool call. `origin` as in `utf8::repair`.
void decodeEscapes(std::string_view json, std::string& out, std::vector<std::uint32_t>& origin);

}  // namespace decorum::engine
