/// What an event causes outside of its conversation: work items, and an entry for the decision log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/event.h"
#include "decorum/fairness.h"
#include "decorum/verdict.h"
#include "decorum/work.h"

namespace decorum::engine {

/// Which event, and when: the time it was judged at.
struct EventName {
  std::string_view conversation;
  std::string_view id;
  std::uint32_t index = 0;
  std::uint32_t turn = 0;
  std::int64_t time_ms = 0;
};

/// A hash of what the host gave, its time left out.
std::uint64_t hashOfContent(std::string_view conversation, const Event& event);
std::uint64_t hashOfId(std::string_view conversation, std::string_view event_id);

std::vector<WorkItem> workOf(const std::vector<MonitorAlert>& alerts, const EventName& event);
std::vector<WorkItem> workOf(const Verdict& verdict, const EventName& event);

/// One object of JSON, to which the log adds `seq`, `prev` and `hash` (docs/formats.md). No word of
/// the conversation, unless `redacted_text` is one.
std::string logEntryOf(const Verdict& verdict, const EventName& event,
                       const std::vector<WorkItem>& work, const std::string* redacted_text);

/// The event's text, as far as it was looked at, with the verdict's edits made.
std::string redactedText(const Verdict& verdict, const Event& event, std::size_t message_bytes);

}  // namespace decorum::engine
