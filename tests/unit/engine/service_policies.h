/// Policies for services, and the store they are kept in.
#pragma once

#include <memory>
#include <string>

#include "decorum/service.h"
#include "tests/unit/engine/policy_builder.h"

namespace decorum::test {

inline constexpr int kAlways = 1'000'000;  // more often than a service tries

/// Escalates "lawyer" to people within 15 minutes, holds replies that mention it, and at every
/// other turn marks the message as `mark`, which takes memory.
inline Policy servicePolicy(const std::string& mark = "seen") {
  PolicyBuilder b;
  const auto lawyer = b.phrases({"lawyer"});
  auto& escalate = b.rule("a_escalate", RuleKind::kEscalate, on(EventKind::kUser),
                          b.mentions(EventKind::kUser, lawyer));
  escalate.queue = "people";
  escalate.priority = Priority::kUrgent;
  escalate.within_ms = 900'000;
  escalate.warn_ms = 600'000;
  escalate.otherwise_queue = "managers";
  escalate.because = b.message("A lawyer was mentioned.");
  auto& hold = b.rule("b_hold", RuleKind::kHold, on(EventKind::kReply),
                      b.mentions(EventKind::kReply, lawyer));
  hold.queue = "approval";
  hold.within_ms = 60'000;
  auto& flag = b.rule("c_" + mark, RuleKind::kFlag, on(EventKind::kUser));
  flag.frequency = plan::Frequency::kEveryTurns;
  flag.frequency_count = 2;
  return b.build();
}

/// Marks "lawyer" as `mark`: its verdict is a matter of the message alone.
inline Policy statelessPolicy(const std::string& mark) {
  PolicyBuilder b;
  const auto lawyer = b.phrases({"lawyer"});
  b.rule(mark, RuleKind::kFlag, on(EventKind::kUser), b.mentions(EventKind::kUser, lawyer));
  return b.build();
}

inline std::shared_ptr<Store> openedStore(const std::string& url) {
  auto store = openStore(url);
  if (!store) FAIL(store.error());
  return std::move(*store);
}

/// "judged", the reason it was refused for, ….
inline std::string outcome(const Result<Given, Refusal>& given) {
  return given ? name(given->outcome) : name(given.error().reason);
}

/// Verdicts as lines, or why there is none.
inline std::string json(const Result<Given, Refusal>& given) {
  return given ? toJson(given->verdict) : given.error().detail;
}

}  // namespace decorum::test
