#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/event.h"

namespace decorum {

/// An event as services write it down, a JSON object (docs/formats.md, event shape), for
/// `Conversation::give`: its facts go from the text into the record of the conversation, and
/// nothing is made of members that no rule reads.
///
/// Read one event after the other into the same object, which keeps its memory: some ten times the
/// longest text. One thread at a time.
class JsonEvent {
 public:
  JsonEvent();
  ~JsonEvent();
  JsonEvent(JsonEvent&&) noexcept;
  JsonEvent& operator=(JsonEvent&&) noexcept;

  /// Reads an event in the place of the one before. `json` is not needed any more after that.
  ///
  /// False where nothing of it can be used, and `error` says why; nothing may then be asked or
  /// given. What is there and malformed (arguments that are no JSON, …) is a fault of the event.
  bool read(std::string_view json);
  const std::string& error() const;

  const std::string& conversation() const;
  const std::string& id() const;  ///< "" where it has none
  EventKind kind() const;
  std::optional<std::int64_t> timeMs() const;
  /// For an event that has no time of its own, or in the place of it.
  void setTimeMs(std::int64_t time_ms);
  /// What was malformed, for a person.
  const std::vector<std::string>& problems() const;

  /// All of it as plain data: for who changes the event or keeps it.
  Event event() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace decorum
