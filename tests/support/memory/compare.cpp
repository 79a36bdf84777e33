// One conversation, judged by the naive evaluator, the interpreter and native code.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "decorum/compile.h"
#include "decorum/policy.h"
#include "tests/support/memory/memory_case.h"
#include "tests/support/memory/naive.h"

namespace decorum::test::memory {
namespace {

constexpr const char* kDeclarations = R"(policy sample

facts customer {
  tier: one of basic, plus, premium
  vip: bool
  gold: bool?
  visits: int
  limit: int?
  score: number
  since: time?
  city: text?
}

signal mood of user: -1..1 when missing 0
signal grounded of reply: 0..1 when missing 1

tool refund { order: text  amount: number  pieces: int } returns { done: bool }
tool get_order { order: text key } returns { total: number  sent: bool }
)";

enum class Outcome : char { kNot = '-', kFired = 'F', kUndecided = '?' };

/// What became of each rule at an event, in the order of the case.
using Outcomes = std::vector<Outcome>;

bool isOn(const Rule& rule, EventKind kind) {
  return std::find(rule.on.begin(), rule.on.end(), kind) != rule.on.end();
}

Outcome outcomeOf(const Value& guard) {
  if (guard.state != State::kOk) return Outcome::kUndecided;
  return guard.isTrue() ? Outcome::kFired : Outcome::kNot;
}

bool counts(const Rule& rule, Outcome outcome) {
  return outcome == Outcome::kFired || (outcome == Outcome::kUndecided && rule.closed);
}

Outcomes naiveOutcomes(const MemoryCase& sample, Naive& naive) {
  Outcomes outcomes;
  const EventKind kind = naive.latest().event.kind;
  for (const Rule& rule : sample.rules) {
    // Every operator sees every event, whatever rule it stands in.
    const Outcome guard = outcomeOf(naive.now(rule.when));
    outcomes.push_back(isOn(rule, kind) ? guard : Outcome::kNot);
  }
  for (std::size_t i = 0; i < sample.rules.size(); ++i) {
    const Rule& rule = sample.rules[i];
    const bool marks = rule.kind == RuleKind::kFlag && counts(rule, outcomes[i]);
    if (marks) naive.mark(rule.flag());
  }
  return outcomes;
}

Outcomes outcomesOf(const MemoryCase& sample, const Verdict& verdict) {
  Outcomes outcomes;
  for (const Rule& rule : sample.rules) {
    Outcome outcome = Outcome::kNot;
    for (const FiredRule& fired : verdict.fired) {
      if (fired.rule != rule.name) continue;
      outcome = fired.by_fault ? Outcome::kUndecided : Outcome::kFired;
    }
    for (const Fault& fault : verdict.faults) {
      const auto& rules = fault.rules;
      const bool decided = std::find(rules.begin(), rules.end(), rule.name) != rules.end();
      if (decided) outcome = Outcome::kUndecided;
    }
    outcomes.push_back(outcome);
  }
  return outcomes;
}

std::string shown(const Outcomes& outcomes) {
  std::string text;
  for (const Outcome outcome : outcomes) text += static_cast<char>(outcome);
  return text;
}

std::string shownFaults(const Verdict& verdict) {
  std::string text;
  for (const Fault& fault : verdict.faults) text += ' ' + fault.fault + ' ' + fault.subject + ';';
  return text;
}

// ---- the clock

/// The guards of `on timer` rules if a timer event came then.
Outcomes ifATimerCame(const MemoryCase& sample, Naive& naive, std::int64_t time_ms) {
  Event timer;
  timer.kind = EventKind::kTimer;
  timer.time_ms = time_ms;
  naive.add(timer);
  Outcomes outcomes;
  for (const Rule& rule : sample.rules) {
    if (isOn(rule, EventKind::kTimer)) outcomes.push_back(outcomeOf(naive.now(rule.when)));
  }
  naive.takeBack();
  return outcomes;
}

/// What could not be known then does not have to wake anyone.
bool isTheSame(const Outcomes& now, const Outcomes& then) {
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (now[i] != then[i] && then[i] != Outcome::kUndecided) return false;
  }
  return true;
}

/// An instant before the verdict's `wake_at` at which a guard is not what it is now.
std::optional<std::string> sleptThrough(const MemoryCase& sample, Naive& naive,
                                        const Verdict& verdict) {
  constexpr std::int64_t kLong = std::int64_t{400} * 86'400'000;
  const std::int64_t now_ms = naive.latest().time_ms;
  const auto wake_ms = verdict.wake_at_ms;
  const std::int64_t until_ms = wake_ms.value_or(now_ms + kLong);
  if (wake_ms && *wake_ms <= now_ms) return "wakes in the past";
  const Outcomes now = ifATimerCame(sample, naive, now_ms);
  const std::int64_t span = until_ms - now_ms;
  for (const std::int64_t after_ms : {std::int64_t{1}, std::int64_t{1'000}, std::int64_t{60'000},
                                      std::int64_t{3'600'000}, span / 7, span / 2, span - 1}) {
    if (after_ms < 0 || after_ms >= span) continue;
    const Outcomes then = ifATimerCame(sample, naive, now_ms + after_ms);
    if (isTheSame(now, then)) continue;
    return fmt::format("wakes after {} ms, but {} is {} after {} ms", wake_ms ? span : -1,
                       shown(now), shown(then), after_ms);
  }
  return std::nullopt;
}

/// Whether something else than a key is made of a text of an earlier call: texts are not saved.
bool readsTextsOfCalls(std::string policy) {
  constexpr std::string_view kKey = "per (refund.order)";
  for (std::size_t at = 0; (at = policy.find(kKey, at)) != std::string::npos;) {
    policy.erase(at, kKey.size());
  }
  return policy.find("refund.order)") != std::string::npos;
}

bool hasTimers(const MemoryCase& sample) {
  return std::any_of(sample.rules.begin(), sample.rules.end(),
                     [](const Rule& rule) { return isOn(rule, EventKind::kTimer); });
}

// ---- everything compared

/// What a host does that keeps conversations in a store: it gives all facts with every event.
std::vector<Event> withAllFacts(std::vector<Event> events) {
  for (std::size_t i = 1; i < events.size(); ++i) {
    if (events[i].facts.empty()) events[i].facts = events[i - 1].facts;
  }
  return events;
}

enum class Between : bool { kStays, kSaved };

/// `between`: what becomes of the conversation from one event to the next.
std::optional<std::string> differenceTo(const MemoryCase& sample, const Policy& policy,
                                        const char* who, Between between) {
  Conversation conversation(policy, "c-1");
  const bool saved = between == Between::kSaved;
  const std::vector<Event> events = saved ? withAllFacts(sample.events) : sample.events;
  Naive naive;
  const bool timers = hasTimers(sample);
  for (std::size_t i = 0; i < events.size(); ++i) {
    naive.add(events[i]);
    const Outcomes right = naiveOutcomes(sample, naive);
    if (saved) conversation = Conversation::resume(policy, "c-1", conversation.memory());
    const Verdict verdict = conversation.give(events[i]);
    const Outcomes theirs = outcomesOf(sample, verdict);
    if (theirs != right) {
      return fmt::format("event {}: naive {} {} {}{}", i, shown(right), who, shown(theirs),
                         shownFaults(verdict));
    }
    const auto slept = timers ? sleptThrough(sample, naive, verdict) : std::nullopt;
    if (slept) return fmt::format("event {}: {} {}", i, who, *slept);
  }
  return std::nullopt;
}

/// Why a policy is refused.
Judgement refusal(const Compilation& compilation) {
  Judgement judgement{Judgement::Kind::kRefused, ""};
  for (const Finding& finding : compilation.findings) {
    if (finding.severity != "error") continue;
    judgement.text +=
        fmt::format("{}:{}: {} {}\n", finding.line, finding.column, finding.code, finding.message);
  }
  return judgement;
}

std::string describe(const Event& event, std::size_t index) {
  std::string all = fmt::format("{:2} {} \"{}\"", index, name(event.kind), event.text);
  if (!event.tool.empty()) all += " tool " + event.tool;
  if (!event.call.empty()) all += " call " + event.call;
  if (event.arguments) all += " " + event.arguments->toJson();
  for (const auto& [key, value] : event.facts) all += " " + key + " " + value.toJson();
  for (const auto& [key, value] : event.signals) all += " " + key + "=" + value.toJson();
  if (event.truncated) all += " truncated";
  return all + fmt::format(" at {}\n", event.time_ms.value_or(0) - 1'768'000'000'000);
}

}  // namespace

std::string Rule::text() const {
  std::string all = fmt::format("\n{} {}\n  on ", decorum::name(kind), name);
  for (std::size_t i = 0; i < on.size(); ++i) {
    all += (i == 0 ? "" : ", ") + std::string(decorum::name(on[i]));
  }
  all += "\n  when " + when.text();
  if (kind == RuleKind::kFlag) all += "\n  as " + flag();
  return all + (closed ? "\n  on fault closed\n" : "\n  on fault open\n");
}

std::string MemoryCase::policy() const {
  std::string all = kDeclarations;
  for (const Rule& rule : rules) all += rule.text();
  return all;
}

Judgement compareEvaluators(const MemoryCase& sample) {
  const std::string text = sample.policy();
  const Compilation reference = compilePolicyText(text, "sample.decorum");
  if (!reference.policy) return refusal(reference);
  auto difference = differenceTo(sample, *reference.policy, "interpreter", Between::kStays);
  // Texts are not saved, and no one gives arguments of a call again.
  const bool asks_for_text = readsTextsOfCalls(text);
  if (!difference && !asks_for_text) {
    difference = differenceTo(sample, *reference.policy, "saved each time", Between::kSaved);
  }
#if DECORUM_JIT
  if (!difference) {
    CompileOptions options;
    options.backend = Backend::kJit;
    const Compilation native = compilePolicyText(text, "sample.decorum", options);
    if (!native.policy) return refusal(native);
    difference = differenceTo(sample, *native.policy, "native code", Between::kStays);
  }
#endif
  if (!difference) return {};
  return {Judgement::Kind::kDiffer, *difference};
}

std::string describe(const MemoryCase& sample) {
  std::string all = sample.policy();
  for (std::size_t i = 0; i < sample.events.size(); ++i) all += describe(sample.events[i], i);
  return all;
}

}  // namespace decorum::test::memory
