/// What conversations add to the policy's monitors: each is counted once, as one of its group.
#include <algorithm>

#include "runtime/base/hash.h"
#include "runtime/engine/judging.h"

namespace decorum::engine {
namespace {

constexpr std::uint64_t kInForceKey = 0x696E2D666F726365;  // "in-force"

std::uint32_t placeOf(const std::vector<std::string>& groups, const std::string& value) {
  return static_cast<std::uint32_t>(std::find(groups.begin(), groups.end(), value) -
                                    groups.begin());
}

const plan::FieldShape* shapeOf(const plan::Plan& plan, plan::SlotId slot) {
  for (const plan::Record& record : plan.records) {
    for (const plan::Field& field : record.fields) {
      if (field.slot == slot) return &field.shape;
    }
  }
  return nullptr;
}

/// The index of the conversation's group; one more for another, two more where it is not given.
std::uint32_t groupOf(const Judging& judging, const plan::Monitor& monitor) {
  const auto other = static_cast<std::uint32_t>(monitor.groups.size());
  const eval::Value value = judging.state.record.at(monitor.slot);
  if (value.state != eval::State::kOk) return other + 1;
  const plan::Rep rep = judging.plan().slots[monitor.slot].rep;
  if (rep == plan::Rep::kText) {
    return value.cell.text == nullptr ? other + 1 : placeOf(monitor.groups, *value.cell.text);
  }
  if (rep == plan::Rep::kBool) {
    return placeOf(monitor.groups, value.cell.integer != 0 ? "true" : "false");
  }
  const plan::FieldShape* shape = shapeOf(judging.plan(), monitor.slot);
  const auto member = static_cast<std::size_t>(value.cell.integer);
  if (shape != nullptr && shape->type == plan::FieldType::kEnum) {
    return member < shape->members.size() ? placeOf(monitor.groups, shape->members[member]) : other;
  }
  return placeOf(monitor.groups, std::to_string(value.cell.integer));
}

/// Of those rules of the effect that their dates and mode let take effect now.
std::uint64_t rulesInForce(const Judging& judging, const plan::Monitor& monitor) {
  std::string bits;
  for (const std::uint32_t index : monitor.rules) {
    const plan::Rule& rule = judging.plan().rules[index];
    const std::int64_t now_ms = judging.state.time_ms;
    const bool is_over = rule.until_ms && now_ms >= *rule.until_ms;
    const bool is_before = rule.effective_ms && now_ms < *rule.effective_ms;
    bits += is_over || is_before || rule.shadow ? '0' : '1';
  }
  return hash64(bits, kInForceKey);
}

std::int64_t windowOf(std::int64_t time_ms, std::int64_t over_ms) {
  const std::int64_t into = time_ms % over_ms;
  return time_ms - (into < 0 ? into + over_ms : into);
}

}  // namespace

void countForMonitors(Judging& judging, std::vector<MonitorCount>& counts) {
  for (std::size_t i = 0; i < judging.plan().monitors.size(); ++i) {
    const plan::Monitor& monitor = judging.plan().monitors[i];
    MonitorState& state = judging.state.monitors[i];
    const auto count = [&](std::int32_t conversations, std::int32_t affected) {
      counts.push_back({monitor.name, state.from_ms, state.rules_in_force, state.group,
                        conversations, affected});
    };
    const auto not_given = static_cast<std::uint32_t>(monitor.groups.size()) + 1;
    if (state.is_affected && state.group != not_given) continue;  // nothing can change any more
    const bool is_open = !state.is_counted || state.group == not_given;
    const std::uint32_t group = is_open ? groupOf(judging, monitor) : state.group;
    if (!state.is_counted) {
      state = {true, false, group, windowOf(judging.state.time_ms, monitor.over_ms),
               rulesInForce(judging, monitor)};
      count(1, 0);
    } else if (state.group == not_given && group != not_given) {
      count(-1, state.is_affected ? -1 : 0);  // it is known only now
      state.group = group;
      count(1, state.is_affected ? 1 : 0);
    }
    const bool is_hit = std::any_of(
        judging.work.firings.begin(), judging.work.firings.end(), [&](const Firing& firing) {
          return std::binary_search(monitor.rules.begin(), monitor.rules.end(), firing.rule);
        });
    if (!is_hit || state.is_affected) continue;
    state.is_affected = true;
    count(0, 1);
  }
}

}  // namespace decorum::engine
