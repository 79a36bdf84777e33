/// What is behind a `JsonEvent`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "decorum/json_event.h"
#include "runtime/engine/event_shape.h"

namespace decorum {

struct JsonEvent::Impl {
  JsonDocument document;
  engine::EventRead read;
  /// An object, borrowed from `document`. Nothing where there are none, or `read.event` has them:
  /// a text that only `Value::parse` reads.
  std::optional<JsonNode> facts;
  std::string error;
  mutable std::vector<std::optional<JsonNode>> members;  ///< memory of who takes the facts over
};

}  // namespace decorum
