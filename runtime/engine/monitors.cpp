/// Counters of what policies compare, by window.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "decorum/fairness.h"
#include "runtime/engine/policy_impl.h"

namespace decorum {
namespace {

using Json = nlohmann::ordered_json;

/// A window: of one monitor of one policy, from one instant on, with the same rules in force.
struct Key {
  std::string fairness;
  std::int64_t from_ms = 0;
  std::string policy;  ///< digest
  std::uint64_t rules_in_force = 0;
  auto operator<=>(const Key&) const = default;
};
struct Window {
  std::string effect, fact, queue;
  std::vector<std::string> names;  ///< of the groups
  std::vector<std::int64_t> conversations, affected;
  double at_least = 0.8, confidence = 0.95;
  std::int64_t over_ms = 0, each = 0;
  bool is_decided = false;
};

const plan::Monitor* monitorOf(const Policy& policy, const std::string& name) {
  for (const plan::Monitor& monitor : policy.impl().plan.monitors) {
    if (monitor.name == name) return &monitor;
  }
  return nullptr;
}

Window emptyWindow(const plan::Monitor& monitor) {
  Window window;
  window.effect = monitor.effect;
  window.fact = monitor.fact;
  window.queue = monitor.queue;
  window.names = monitor.groups;
  window.names.push_back("other");
  window.names.push_back("not given");
  window.conversations.resize(window.names.size());
  window.affected.resize(window.names.size());
  window.at_least = monitor.at_least;
  window.confidence = monitor.confidence;
  window.over_ms = monitor.over_ms;
  window.each = monitor.each;
  return window;
}

/// "other" and "not given" are shown where there are any.
MonitorReport reportOf(const Key& key, const Window& window) {
  MonitorReport report;
  report.fairness = key.fairness;
  report.effect = window.effect;
  report.fact = window.fact;
  report.queue = window.queue;
  report.at_least = window.at_least;
  report.each = window.each;
  report.confidence = window.confidence;
  report.policy_digest = key.policy;
  report.from_ms = key.from_ms;
  report.until_ms = key.from_ms + window.over_ms;
  for (std::size_t i = 0; i < window.names.size(); ++i) {
    const auto count =
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, window.conversations[i]));
    const auto affected = static_cast<std::uint64_t>(std::max<std::int64_t>(0, window.affected[i]));
    if (i + 2 >= window.names.size() && count == 0) continue;
    GroupResult group;
    group.count = {window.names[i], count, std::min(affected, count)};
    report.groups.push_back(std::move(group));
  }
  compareGroups(report);
  return report;
}

template <class T>
bool read(const Json& json, const char* key, T& value) {
  const auto found = json.find(key);
  if (found == json.end()) return false;
  if constexpr (std::is_same_v<T, std::string>) {
    if (!found->is_string()) return false;
  } else if constexpr (std::is_arithmetic_v<T>) {
    if (!found->is_number() && !found->is_boolean()) return false;
  }
  value = found->template get<T>();
  return true;
}

bool readWindow(const Json& json, Key& key, Window& window) {
  const bool head = json.is_object() && read(json, "fairness", key.fairness) &&
                    read(json, "from_ms", key.from_ms) && read(json, "policy", key.policy) &&
                    read(json, "rules_in_force", key.rules_in_force) &&
                    read(json, "effect", window.effect) && read(json, "fact", window.fact) &&
                    read(json, "queue", window.queue) && read(json, "at_least", window.at_least) &&
                    read(json, "confidence", window.confidence) &&
                    read(json, "over_ms", window.over_ms) && read(json, "each", window.each) &&
                    read(json, "decided", window.is_decided);
  const auto groups = json.find("groups");
  if (!head || groups == json.end() || !groups->is_array() || groups->size() < 2) return false;
  if (window.confidence <= 0 || window.confidence >= 1 || window.over_ms <= 0) return false;
  for (const Json& group : *groups) {
    std::string name;
    std::int64_t conversations = 0, affected = 0;
    if (!group.is_object() || !read(group, "group", name) ||
        !read(group, "conversations", conversations) || !read(group, "affected", affected))
      return false;
    window.names.push_back(std::move(name));
    window.conversations.push_back(conversations);
    window.affected.push_back(affected);
  }
  return true;
}

Json written(const Key& key, const Window& window) {
  Json groups = Json::array();
  for (std::size_t i = 0; i < window.names.size(); ++i) {
    groups.push_back({{"group", window.names[i]},
                      {"conversations", window.conversations[i]},
                      {"affected", window.affected[i]}});
  }
  return {{"fairness", key.fairness},
          {"from_ms", key.from_ms},
          {"policy", key.policy},
          {"rules_in_force", key.rules_in_force},
          {"effect", window.effect},
          {"fact", window.fact},
          {"queue", window.queue},
          {"at_least", window.at_least},
          {"confidence", window.confidence},
          {"over_ms", window.over_ms},
          {"each", window.each},
          {"decided", window.is_decided},
          {"groups", std::move(groups)}};
}

}  // namespace

struct Monitors::Impl {
  mutable std::mutex mutex;
  std::map<Key, Window> windows;
};

Monitors::Monitors() : impl_(std::make_unique<Impl>()) {}
Monitors::~Monitors() = default;

void Monitors::add(const Policy& policy, const std::vector<MonitorCount>& counts) {
  if (counts.empty()) return;
  const std::lock_guard lock(impl_->mutex);
  for (const MonitorCount& count : counts) {
    const plan::Monitor* const monitor = monitorOf(policy, count.fairness);
    if (monitor == nullptr) continue;
    const Key key{count.fairness, count.from_ms, policy.digest(), count.rules_in_force};
    auto found = impl_->windows.find(key);
    if (found == impl_->windows.end()) {
      found = impl_->windows.emplace(key, emptyWindow(*monitor)).first;
    }
    Window& window = found->second;
    if (count.group >= window.names.size()) continue;
    window.conversations[count.group] += count.conversations;
    window.affected[count.group] += count.affected;
  }
}

void Monitors::merge(const Monitors& other) {
  if (&other == this) return;
  const std::scoped_lock lock(impl_->mutex, other.impl_->mutex);
  for (const auto& [key, theirs] : other.impl_->windows) {
    const auto [found, is_new] = impl_->windows.try_emplace(key, theirs);
    Window& ours = found->second;
    if (is_new || ours.names != theirs.names) continue;
    for (std::size_t i = 0; i < ours.names.size(); ++i) {
      ours.conversations[i] += theirs.conversations[i];
      ours.affected[i] += theirs.affected[i];
    }
    ours.is_decided = ours.is_decided || theirs.is_decided;
  }
}

std::vector<MonitorAlert> Monitors::close(std::int64_t now_ms) {
  std::vector<MonitorAlert> alerts;
  const std::lock_guard lock(impl_->mutex);
  for (auto& [key, window] : impl_->windows) {
    if (window.is_decided || now_ms < key.from_ms + window.over_ms) continue;
    window.is_decided = true;
    if (reportOf(key, window).outcome == MonitorOutcome::kAlert) {
      alerts.push_back({key.fairness, window.queue, key.from_ms});
    }
  }
  return alerts;
}

std::vector<MonitorReport> Monitors::report() const {
  std::vector<MonitorReport> reports;
  const std::lock_guard lock(impl_->mutex);
  const Key* before = nullptr;
  for (const auto& [key, window] : impl_->windows) {
    MonitorReport report = reportOf(key, window);
    if (before != nullptr && before->fairness == key.fairness) {
      if (before->policy != key.policy) {
        report.began_with = "policy changed";
      } else if (before->rules_in_force != key.rules_in_force) {
        report.began_with = "rules in force changed";
      }
    }
    reports.push_back(std::move(report));
    before = &key;
  }
  return reports;
}

std::string Monitors::save() const {
  Json windows = Json::array();
  const std::lock_guard lock(impl_->mutex);
  for (const auto& [key, window] : impl_->windows) windows.push_back(written(key, window));
  return Json{{"windows", std::move(windows)}}.dump();
}

Result<std::shared_ptr<Monitors>, std::string> Monitors::load(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  const auto windows = json.is_object() ? json.find("windows") : json.end();
  if (!json.is_object() || windows == json.end() || !windows->is_array()) {
    return std::string("these are no counters of monitors");
  }
  auto monitors = std::make_shared<Monitors>();
  for (std::size_t i = 0; i < windows->size(); ++i) {
    Key key;
    Window window;
    if (!readWindow((*windows)[i], key, window)) {
      return fmt::format("window {} is not in the form it should have", i);
    }
    monitors->impl_->windows.emplace(std::move(key), std::move(window));
  }
  return monitors;
}

const char* name(MonitorOutcome outcome) {
  constexpr const char* kNames[] = {"holds", "insufficient data", "alert"};
  return kNames[static_cast<std::size_t>(outcome)];
}

}  // namespace decorum
