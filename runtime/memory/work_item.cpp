/// Work items as JSON: what stores keep, what webhooks send, what `decorum work list` prints.
#include <algorithm>
#include <array>
#include <limits>

#include "decorum/value.h"
#include "decorum/work.h"
#include "runtime/base/json_writer.h"

namespace decorum {
namespace {

/// Reads members of an object; the first that is wrong is remembered.
class Reader {
 public:
  explicit Reader(const Value& object) : object_(object) {}

  std::string text(std::string_view key) {
    const Value* const value = object_.find(key);
    if (value == nullptr) return {};
    if (value->text() == nullptr) return wrong(key), std::string();
    return *value->text();
  }
  std::optional<std::int64_t> integer(std::string_view key) {
    const Value* const value = object_.find(key);
    if (value == nullptr) return std::nullopt;
    if (value->integer() == nullptr) return wrong(key), std::nullopt;
    return *value->integer();
  }
  std::int64_t natural(std::string_view key, std::int64_t most) {
    const auto number = integer(key).value_or(0);
    if (number < 0 || number > most) wrong(key);
    return number;
  }
  bool boolean(std::string_view key) {
    const Value* const value = object_.find(key);
    if (value == nullptr) return false;
    if (value->boolean() == nullptr) return wrong(key), false;
    return *value->boolean();
  }
  template <class E, std::size_t N>
  E member(std::string_view key, const std::array<E, N>& all) {
    const std::string word = text(key);
    for (const E each : all)
      if (word == name(each)) return each;
    wrong(key);
    return all[0];
  }
  void wrong(std::string_view key) {
    if (problem_.empty()) problem_ = "'" + std::string(key) + "' of a work item is damaged";
  }
  const std::string& problem() const { return problem_; }

 private:
  const Value& object_;
  std::string problem_;
};

constexpr std::array kKinds = {WorkKind::kEscalation, WorkKind::kAlert, WorkKind::kHold};
constexpr std::array kStates = {WorkState::kOpen, WorkState::kAccepted, WorkState::kResolved,
                                WorkState::kExpired};
constexpr std::array kDeliveries = {DeliveryState::kPending, DeliveryState::kDelivered,
                                    DeliveryState::kDead};
constexpr std::array kNotices = {NoticeKind::kOpened, NoticeKind::kWarning, NoticeKind::kExpired};
constexpr std::array kPriorities = {Priority::kLow, Priority::kNormal, Priority::kHigh,
                                    Priority::kUrgent};
constexpr std::array kOtherwise = {Otherwise::kBlock, Otherwise::kRelease};

void instantMember(JsonWriter& out, std::string_view key, std::optional<std::int64_t> time_ms) {
  if (time_ms) out.key(key).integer(*time_ms);
}

void writeDelivery(JsonWriter& out, const Delivery& delivery) {
  out.key("delivery").beginObject();
  out.key("state").text(name(delivery.state)).key("notice").text(name(delivery.notice));
  out.key("failures").integer(delivery.failures);
  if (delivery.state == DeliveryState::kPending) out.key("due_ms").integer(delivery.due_ms);
  out.endObject();
}

Delivery readDelivery(Reader& item, const Value& json) {
  const Value* const object = json.find("delivery");
  if (object == nullptr || object->object() == nullptr) return item.wrong("delivery"), Delivery();
  Reader read(*object);
  Delivery delivery;
  delivery.state = read.member("state", kDeliveries);
  delivery.notice = read.member("notice", kNotices);
  delivery.failures = static_cast<std::uint32_t>(read.natural("failures", 1'000'000));
  delivery.due_ms = read.integer("due_ms").value_or(0);
  if (!read.problem().empty()) item.wrong("delivery");
  return delivery;
}

}  // namespace

std::optional<std::int64_t> WorkItem::nextChange() const {
  if (state != WorkState::kOpen) return std::nullopt;
  if (!warn_ms || !deadline_ms) return warn_ms ? warn_ms : deadline_ms;
  return std::min(*warn_ms, *deadline_ms);
}

std::string toJson(const WorkItem& item) {
  std::string json;
  JsonWriter out(json);
  out.beginObject().key("id").text(item.id);
  out.key("version").integer(static_cast<std::int64_t>(item.version));
  out.key("kind").text(name(item.kind)).key("state").text(name(item.state));
  out.textMember("queue", item.queue).key("priority").text(name(item.priority));
  out.key("conversation").text(item.conversation).key("index").integer(item.index);
  out.textMember("event_id", item.event_id).textMember("rule", item.rule);
  out.key("created_ms").integer(item.created_ms);
  instantMember(out, "warn_ms", item.warn_ms);
  instantMember(out, "deadline_ms", item.deadline_ms);
  out.textMember("otherwise_to", item.otherwise_queue);
  if (item.kind == WorkKind::kHold) out.key("otherwise").text(name(item.otherwise));
  if (item.hand_over) out.key("hand_over").boolean(true);
  out.textMember("opened_by", item.opened_by).textMember("taken_by", item.taken_by);
  out.textMember("outcome", item.outcome);
  instantMember(out, "changed_ms", item.changed_ms);
  writeDelivery(out, item.delivery);
  out.endObject();
  return json;
}

Result<WorkItem, std::string> parseWorkItem(std::string_view json) {
  const auto value = Value::parse(json);
  if (!value) return "a work item is damaged: " + value.error();
  if (value->object() == nullptr) return std::string("a work item is damaged: not an object");
  Reader read(*value);
  WorkItem item;
  item.id = read.text("id");
  if (item.id.empty()) read.wrong("id");
  item.version =
      static_cast<std::uint64_t>(read.natural("version", std::numeric_limits<std::int64_t>::max()));
  item.kind = read.member("kind", kKinds);
  item.state = read.member("state", kStates);
  item.queue = read.text("queue");
  item.priority = read.member("priority", kPriorities);
  item.conversation = read.text("conversation");
  item.index =
      static_cast<std::uint32_t>(read.natural("index", std::numeric_limits<std::uint32_t>::max()));
  item.event_id = read.text("event_id");
  item.rule = read.text("rule");
  item.created_ms = read.integer("created_ms").value_or(0);
  item.warn_ms = read.integer("warn_ms");
  item.deadline_ms = read.integer("deadline_ms");
  item.otherwise_queue = read.text("otherwise_to");
  if (item.kind == WorkKind::kHold) item.otherwise = read.member("otherwise", kOtherwise);
  item.hand_over = read.boolean("hand_over");
  item.opened_by = read.text("opened_by");
  item.taken_by = read.text("taken_by");
  item.outcome = read.text("outcome");
  item.changed_ms = read.integer("changed_ms");
  item.delivery = readDelivery(read, *value);
  if (!read.problem().empty()) return read.problem();
  return item;
}

const char* name(WorkKind kind) {
  constexpr const char* kNames[] = {"escalation", "alert", "hold"};
  return kNames[static_cast<std::size_t>(kind)];
}
const char* name(WorkState state) {
  constexpr const char* kNames[] = {"open", "accepted", "resolved", "expired"};
  return kNames[static_cast<std::size_t>(state)];
}
const char* name(DeliveryState state) {
  constexpr const char* kNames[] = {"pending", "delivered", "dead"};
  return kNames[static_cast<std::size_t>(state)];
}
const char* name(NoticeKind kind) {
  constexpr const char* kNames[] = {"opened", "warning", "expired"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace decorum
