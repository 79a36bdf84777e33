// Random conversations that fit the random policies, and some events that do not.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tests/support/memory/memory_case.h"
#include "tests/support/memory/naive.h"

namespace decorum::test::memory {
namespace {

using Words = std::vector<std::string>;

/// Folded, two of these are equal or have nearly no word in common.
const Words kTexts = {"alpha",
                      "beta",
                      "Alpha",
                      "alpha beta",
                      "gamma please",
                      "GAMMA Please",
                      "please help me with my parcel today",
                      "Please help me with MY parcel today",
                      "where can somebody find that nearest open shop",
                      "ALPHA tell us whether tomorrow works fine",
                      "beta the invoice from march looks quite wrong",
                      "gamma alpha beta",
                      "",
                      "ok",
                      "alpha alpha beta alpha",
                      "nothing else right now so goodbye"};

class Host {
 public:
  explicit Host(Random& random)
      : random_(random),
        keys_(random.percent(15) ? 60 : 4),
        has_ids_(random.percent(50)),
        restless_(random.percent(50)) {}

  std::vector<Event> conversation() {
    std::vector<Event> events;
    for (std::size_t i = keys_ > 4 ? 220 : random_.between(6, 45); i-- > 0;) {
      events.push_back(event());
    }
    return events;
  }

 private:
  Event event() {
    Event event;
    event.kind = kind();
    event.time_ms = nextTime();
    if (event.kind != EventKind::kTimer && event.kind != EventKind::kClose) texts(event);
    const bool first = std::exchange(is_first_, false);
    if (random_.percent(first ? 70 : restless_ ? 30 : 8)) {
      event.facts.emplace_back("customer", customer());
    }
    if (random_.percent(50)) event.signals.emplace_back("mood", score());
    if (random_.percent(50)) event.signals.emplace_back("grounded", score());
    return event;
  }

  EventKind kind() {
    const std::size_t chance = random_.below(100);
    if (keys_ > 4 && chance < 65) {
      return chance < 45 ? EventKind::kToolCall : EventKind::kToolResult;
    }
    if (chance < 30) return EventKind::kUser;
    if (chance < 52) return EventKind::kReply;
    if (chance < 60) return EventKind::kDocument;
    if (chance < 73) return EventKind::kToolCall;
    if (chance < 85) return EventKind::kToolResult;
    return chance < 97 ? EventKind::kTimer : EventKind::kClose;
  }

  void texts(Event& event) {
    if (event.kind == EventKind::kToolCall) {
      call(event);
    } else {
      if (event.kind == EventKind::kToolResult) result(event);
      event.text = random_.of(kTexts);
      event.truncated = random_.percent(12);
    }
  }

  std::int64_t nextTime() {
    const std::vector<std::int64_t> kGaps = {
        0,         0,         0,          1,          500,         999,        1'000,   1'000,
        1'001,     2'000,     30'000,     59'999,     60'000,      60'000,     540'000, 600'000,
        3'600'000, 3'600'000, 43'200'000, 86'400'000, 172'800'000, 400'000'000};
    if (random_.percent(4)) return time_ms_ - random_.of(kGaps);
    time_ms_ += random_.of(kGaps);
    return time_ms_;
  }

  decorum::Value score() {
    if (random_.percent(10)) return {};
    if (random_.percent(6)) return 7;
    return static_cast<double>(random_.below(5)) / 4;
  }

  std::string key() { return fmt::format("K{}", random_.below(keys_)); }

  decorum::Value customer() {
    decorum::Value::Object object;
    const auto add = [&](const char* name, decorum::Value value) {
      if (random_.percent(9)) return;
      if (random_.percent(5)) value = "wrong";
      object.emplace_back(name, std::move(value));
    };
    add("tier", random_.of(Words{"basic", "plus", "premium"}));
    add("vip", random_.percent(50));
    add("visits", static_cast<std::int64_t>(random_.below(5)));
    add("score", static_cast<double>(random_.below(9)) / 4);
    if (random_.percent(50)) add("gold", random_.percent(50));
    if (random_.percent(50)) add("limit", static_cast<std::int64_t>(random_.below(4)));
    if (random_.percent(60)) object.emplace_back("city", key());
    if (random_.percent(60)) {
      add("since", fmt::format("2026-01-{:02}", random_.between(1, 30)));
    }
    return object;
  }

  void call(Event& event) {
    const bool of_order = random_.percent(40);
    event.tool = of_order ? "get_order" : random_.percent(90) ? "refund" : "launch";
    if (of_order && has_ids_) ids_.push_back(fmt::format("call-{}", next_id_++));
    if (of_order && has_ids_) event.call = ids_.back();
    decorum::Value::Object object;
    if (!random_.percent(6))
      object.emplace_back("order", random_.percent(4) ? decorum::Value(7) : key());
    if (!of_order && !random_.percent(6)) {
      object.emplace_back("amount", static_cast<double>(random_.below(40)) / 2);
    }
    if (!of_order && !random_.percent(10)) {
      object.emplace_back("pieces", static_cast<std::int64_t>(random_.below(5)));
    }
    event.arguments = std::move(object);
  }

  void result(Event& event) {
    const bool of_order = random_.percent(60);
    event.tool = of_order ? "get_order" : "refund";
    if (of_order && !ids_.empty()) {
      const std::size_t which = random_.below(ids_.size());
      event.call = ids_[which];
      if (random_.percent(90)) ids_.erase(ids_.begin() + static_cast<std::ptrdiff_t>(which));
    }
    decorum::Value::Object object;
    if (!of_order)
      object.emplace_back("done", random_.percent(5) ? decorum::Value(3) : random_.percent(50));
    if (of_order && !random_.percent(10)) {
      object.emplace_back("total", static_cast<double>(random_.below(40)) / 2);
    }
    if (of_order) object.emplace_back("sent", random_.percent(50));
    event.arguments = std::move(object);
  }

  Random& random_;
  std::size_t keys_;
  bool has_ids_;
  bool restless_;  ///< facts change often
  bool is_first_ = true;
  std::vector<std::string> ids_;  ///< of calls without a result
  std::size_t next_id_ = 1;
  std::int64_t time_ms_ = 1'768'000'000'000;  ///< in January 2026
};

}  // namespace

MemoryCase makeMemoryCase(std::uint64_t seed) {
  Random random(seed);
  MemoryCase sample;
  sample.rules = randomRules(random);
  sample.events = Host(random).conversation();
  return sample;
}

}  // namespace decorum::test::memory
