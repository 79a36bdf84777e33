/// Events from JSON.
#include "runtime/engine/json_event.h"

#include <utility>

namespace decorum {
namespace engine {

void EventRead::clear() {
  conversation.clear();
  id.clear();
  problems.clear();
  event.kind = EventKind::kUser;
  event.text.clear();
  event.time_ms.reset();
  event.facts.clear();
  event.signals.clear();
  event.tool.clear();
  event.call.clear();
  event.arguments.reset();
  event.truncated = false;
  event.malformed.clear();
}

namespace {

constexpr const char* kNoObject = "not a JSON object";

std::optional<std::string> readByValues(std::string_view json, EventRead& read) {
  const auto line = Value::parse(json);
  if (!line) return line.error();
  if (line->object() == nullptr) return kNoObject;
  const Value* facts = nullptr;
  auto error = readEventShape(*line, read, facts);
  if (facts != nullptr) read.event.facts = *facts->object();
  return error;
}

}  // namespace
}  // namespace engine

JsonEvent::JsonEvent() : impl_(std::make_unique<Impl>()) {}
JsonEvent::~JsonEvent() = default;
JsonEvent::JsonEvent(JsonEvent&&) noexcept = default;
JsonEvent& JsonEvent::operator=(JsonEvent&&) noexcept = default;

bool JsonEvent::read(std::string_view json) {
  Impl& impl = *impl_;
  impl.read.clear();
  impl.facts.reset();
  const auto line = impl.document.read(json);
  std::optional<std::string> error;
  if (!line) {
    error = engine::readByValues(json, impl.read);
  } else if (line->object()) {
    error = engine::readEventShape(*line, impl.read, impl.facts);
  } else {
    error = engine::kNoObject;
  }
  impl.error = error ? *std::move(error) : "";
  return impl.error.empty();
}

const std::string& JsonEvent::error() const { return impl_->error; }
const std::string& JsonEvent::conversation() const { return impl_->read.conversation; }
const std::string& JsonEvent::id() const { return impl_->read.id; }
EventKind JsonEvent::kind() const { return impl_->read.event.kind; }
std::optional<std::int64_t> JsonEvent::timeMs() const { return impl_->read.event.time_ms; }
void JsonEvent::setTimeMs(std::int64_t time_ms) { impl_->read.event.time_ms = time_ms; }
const std::vector<std::string>& JsonEvent::problems() const { return impl_->read.problems; }

Event JsonEvent::event() const {
  Event event = impl_->read.event;
  if (impl_->facts) {
    const auto records = impl_->facts->object();
    for (const auto& [name, record] : *records)
      event.facts.emplace_back(std::string(name), record.toValue());
  }
  return event;
}

}  // namespace decorum
