#include "tools/cli/witness_search.h"

#include <algorithm>
#include <limits>
#include <random>

#include "compiler/driver/test_keys.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/engine/seen.h"
#include "tools/cli/witness_text.h"

namespace decorum::cli {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::size_t kMostMoves = 24;
constexpr std::size_t kMostTimers = 200;
constexpr std::uint64_t kTriesOfOneStart = 1'500;

struct Outcome {
  bool fires = false;
  std::size_t moves = 0;  ///< until it fired
  bool in_pause = false;  ///< before that move, or after all
  /// What is wanted still: conditions that would have to be otherwise, and faults.
  std::size_t cost = std::numeric_limits<std::size_t>::max();
  std::vector<std::string> wanted;  ///< those conditions, as "… were true"
};

void setField(Value::Object& object, const std::string& name, const Value& value) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) {
    object.emplace_back(name, value);
    return;
  }
  const std::string outer = name.substr(0, dot);
  auto at = std::find_if(object.begin(), object.end(),
                         [&](const auto& member) { return member.first == outer; });
  Value::Object inner;
  if (at != object.end()) {
    inner = *at->second.object();
    object.erase(at);
  }
  setField(inner, name.substr(dot + 1), value);
  object.emplace_back(outer, Value(std::move(inner)));
}

std::vector<std::pair<std::string, Value>> factsOf(const Played& played) {
  std::map<std::string, Value::Object> records;
  for (const auto& [name, value] : played.facts) setField(records[name.first], name.second, value);
  std::vector<std::pair<std::string, Value>> facts;
  for (auto& [record, fields] : records) facts.emplace_back(record, Value(std::move(fields)));
  return facts;
}

/// Plays a conversation and says how near the rule came.
class Stage {
 public:
  Stage(const Policy& policy, std::uint32_t rule)
      : policy_(policy), plan_(policy.impl().plan), rule_(plan_.rules[rule]) {
    options_.seen = true;
    options_.evidence = false;
    options_.counterfactuals = false;
    options_.vault = keysOfTests();
  }

  Outcome play(const Played& played, const std::string& title) {
    Conversation conversation(policy_, title, options_);
    const auto facts = factsOf(played);
    Outcome outcome;
    std::int64_t now = played.start_ms;
    std::optional<std::int64_t> wake_at;
    std::optional<Verdict>
        asked;  // the latest at which the rule was asked, at the latest move or since
    const auto give = [&](Event event) {
      event.time_ms = now;
      event.facts = facts;
      Verdict verdict = conversation.give(event);
      wake_at = verdict.wake_at_ms;
      if (fires(verdict)) outcome.fires = true;
      if (asks(verdict.event)) asked = std::move(verdict);
    };
    const auto pass = [&](std::int64_t pause) {
      const std::int64_t until = now + pause;
      for (std::size_t i = 0; i < kMostTimers && wake_at && *wake_at <= until; ++i) {
        now = std::max(now, *wake_at);
        Event timer;
        timer.kind = EventKind::kTimer;
        give(std::move(timer));
        if (outcome.fires) return;
      }
      now = until;
    };
    for (std::size_t i = 0; i < played.moves.size(); ++i) {
      outcome.moves = i;
      outcome.in_pause = true;
      if (i > 0) pass(played.moves[i].pause_ms);
      if (outcome.fires) return outcome;
      outcome.in_pause = false;
      outcome.moves = i + 1;
      asked.reset();
      give(eventOf(plan_, played.moves[i]));
      if (outcome.fires) return outcome;
    }
    outcome.in_pause = true;
    pass(played.rest_ms);
    if (!outcome.fires && asked) weigh(*asked, outcome);
    return outcome;
  }

 private:
  bool fires(const Verdict& verdict) const {
    for (const auto* const list : {&verdict.fired, &verdict.shadow})
      for (const FiredRule& fired : *list)
        if (fired.rule == rule_.name && !fired.by_fault) return true;
    return false;
  }

  bool asks(EventKind kind) const { return (rule_.on >> static_cast<unsigned>(kind) & 1) != 0; }

  void weigh(const Verdict& verdict, Outcome& outcome) const {
    const auto answers = engine::answer(policy_, verdict.event, verdict.seen, rule_.name);
    if (answers.empty()) return;
    for (const auto& [index, to] : answers.front().flips)
      outcome.wanted.push_back(answers.front().conditions[index].condition +
                               (to ? " were true" : " were false"));
    outcome.cost = 1 + 2 * answers.front().flips.size() + (verdict.faults.empty() ? 0 : 1);
  }

  const Policy& policy_;
  const plan::Plan& plan_;
  const plan::Rule& rule_;
  ConversationOptions options_;
};

/// Makes conversations and changes them by chance.
class Chance {
 public:
  Chance(const plan::Plan& plan, std::uint32_t rule, std::uint64_t seed)
      : plan_(plan), rule_(plan.rules[rule]), inputs_(inputsOf(plan, rule)), random_(seed) {}

  const Inputs& inputs() const { return inputs_; }

  Played start() {
    Played played;
    played.start_ms = startTime();
    for (const FieldInput& fact : inputs_.facts)
      if (!fact.field->optional && !fact.values.empty())
        played.facts[{fact.owner, fact.field->name}] = of(fact.values);
    if (percent(30)) {
      const std::size_t before = 1 + below(3);
      for (std::size_t i = 0; i < before; ++i) played.moves.push_back(move(anyKind()));
    }
    played.moves.push_back(move(ownKind()));
    if (isAsked(EventKind::kTimer)) played.rest_ms = of(inputs_.pauses_ms);
    return played;
  }

  void change(Played& played) {
    switch (below(10)) {
      case 0:
      case 1:
        return changeFact(played);
      case 2:
        return changeSignal(played);
      case 3:
      case 4:
        return changeText(played);
      case 5:
        return changeTool(played);
      case 6:
        return insert(played);
      case 7:
        if (played.moves.size() > 1) played.moves.erase(played.moves.begin() + at(played));
        return;
      case 8:
        return changePause(played);
      default:
        if (inputs_.clock || percent(10)) played.start_ms = startTime();
    }
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  bool percent(unsigned chance) { return below(100) < chance; }
  template <class T>
  const T& of(const std::vector<T>& all) {
    return all[below(all.size())];
  }
  std::ptrdiff_t at(const Played& played) {
    return static_cast<std::ptrdiff_t>(below(played.moves.size()));
  }
  bool isAsked(EventKind kind) const { return (rule_.on >> static_cast<unsigned>(kind) & 1) != 0; }

  std::int64_t startTime() {
    std::int64_t start = kUsualStart;
    if (inputs_.clock) {
      start += static_cast<std::int64_t>(below(14)) * 24 * kHour;
      start += static_cast<std::int64_t>(below(48)) * kHour / 2 - 10 * kHour;
    }
    if (rule_.effective_ms && start < *rule_.effective_ms) start = *rule_.effective_ms + kHour;
    if (rule_.until_ms && start >= *rule_.until_ms) start = *rule_.until_ms - 24 * kHour;
    return start;
  }

  EventKind ownKind() {
    std::vector<EventKind> kinds;
    for (const EventKind kind : inputs_.kinds)
      if (isAsked(kind) && kind != EventKind::kTimer) kinds.push_back(kind);
    return kinds.empty() ? EventKind::kUser : of(kinds);
  }
  EventKind anyKind() {
    std::vector<EventKind> kinds = {EventKind::kUser};
    for (const EventKind kind : inputs_.kinds)
      if (kind != EventKind::kTimer && kind != EventKind::kClose) kinds.push_back(kind);
    return of(kinds);
  }

  Move move(EventKind kind) {
    Move made;
    made.kind = kind;
    if (kind == EventKind::kToolCall || kind == EventKind::kToolResult) {
      if (!inputs_.tools.empty()) made.tool = of(inputs_.tools);
      fillTool(made);
    }
    for (const TextInput& text : inputs_.texts)
      if (text.subject == kind && !text.examples.empty() && percent(40))
        made.parts.push_back(of(text.examples));
    for (const SignalInput& signal : inputs_.signals)
      if (signal.signal->subject == kind && percent(50))
        made.signals[signal.signal->name] = of(signal.values);
    return made;
  }

  void fillTool(Move& move) {
    move.fields.clear();
    const bool is_result = move.kind == EventKind::kToolResult;
    for (const FieldInput& field : inputs_.tool_fields) {
      if (field.tool != move.tool || field.is_result != is_result || field.values.empty()) continue;
      if (!field.field->optional || percent(50)) move.fields[field.field->name] = of(field.values);
    }
  }

  void changeFact(Played& played) {
    if (inputs_.facts.empty()) return;
    const FieldInput& fact = of(inputs_.facts);
    const std::pair name(fact.owner, fact.field->name);
    if (fact.field->optional && percent(25)) {
      played.facts.erase(name);
    } else if (!fact.values.empty()) {
      played.facts[name] = of(fact.values);
    }
  }

  void changeSignal(Played& played) {
    if (inputs_.signals.empty()) return;
    const SignalInput& input = of(inputs_.signals);
    Move& move = played.moves[static_cast<std::size_t>(at(played))];
    if (move.kind != input.signal->subject) return;
    if (percent(20)) {
      move.signals.erase(input.signal->name);
    } else {
      move.signals[input.signal->name] = of(input.values);
    }
  }

  void changeText(Played& played) {
    if (inputs_.texts.empty()) return;
    const TextInput& input = of(inputs_.texts);
    Move& move = played.moves[static_cast<std::size_t>(at(played))];
    if (move.kind != input.subject || input.examples.empty()) return;
    if (!move.parts.empty() && percent(40))
      move.parts.erase(move.parts.begin() + static_cast<std::ptrdiff_t>(below(move.parts.size())));
    if (move.parts.size() < 6 && percent(70)) move.parts.push_back(of(input.examples));
  }

  void changeTool(Played& played) {
    Move& move = played.moves[static_cast<std::size_t>(at(played))];
    if (move.kind != EventKind::kToolCall && move.kind != EventKind::kToolResult) return;
    if (percent(30) && !inputs_.tools.empty()) move.tool = of(inputs_.tools);
    fillTool(move);
  }

  void insert(Played& played) {
    const bool copy = percent(60);
    const std::ptrdiff_t from = at(played);
    Move more = copy ? played.moves[static_cast<std::size_t>(from)] : move(anyKind());
    std::size_t times = 1;
    if (!inputs_.repetitions.empty() && percent(30)) times = of(inputs_.repetitions);
    times = std::min(times, kMostMoves - std::min(kMostMoves, played.moves.size()));
    const std::ptrdiff_t place = copy ? from : at(played);
    played.moves.insert(played.moves.begin() + place, times, more);
  }

  void changePause(Played& played) {
    const bool rest = isAsked(EventKind::kTimer) && percent(50);
    std::int64_t& pause =
        rest ? played.rest_ms : played.moves[static_cast<std::size_t>(at(played))].pause_ms;
    pause = percent(30) ? 0 : of(inputs_.pauses_ms);
  }

  const plan::Plan& plan_;
  const plan::Rule& rule_;
  Inputs inputs_;
  std::mt19937_64 random_;
};

/// Every conversation that is `played` with one thing taken away or made plain.
std::vector<Played> simpler(const Played& played) {
  std::vector<Played> all;
  const auto add = [&](auto&& edit) {
    Played other = played;
    edit(other);
    if (!(other == played)) all.push_back(std::move(other));
  };
  for (std::size_t i = 0; i < played.moves.size(); ++i) {
    if (played.moves.size() > 1)
      add([&](Played& p) { p.moves.erase(p.moves.begin() + static_cast<std::ptrdiff_t>(i)); });
    for (std::size_t part = 0; part < played.moves[i].parts.size(); ++part)
      add([&](Played& p) {
        p.moves[i].parts.erase(p.moves[i].parts.begin() + static_cast<std::ptrdiff_t>(part));
      });
    for (const auto& signal : played.moves[i].signals)
      add([&](Played& p) { p.moves[i].signals.erase(signal.first); });
    add([&](Played& p) { p.moves[i].pause_ms = 0; });
  }
  for (const auto& fact : played.facts) add([&](Played& p) { p.facts.erase(fact.first); });
  add([&](Played& p) { p.start_ms = p.start_ms == 0 ? 0 : kUsualStart; });
  add([&](Played& p) { p.start_ms = 0; });
  return all;
}

class Search {
 public:
  Search(const Policy& policy, std::uint32_t rule, std::string title, std::uint64_t seed)
      : plan_(policy.impl().plan),
        stage_(policy, rule),
        chance_(plan_, rule, seed),
        title_(std::move(title)) {}

  std::optional<Played> climb(std::uint64_t most_tries) {
    while (tries_ < most_tries) {
      Played best = chance_.start();
      std::size_t cost = costOf(best);
      for (std::uint64_t i = 0; i < kTriesOfOneStart && tries_ < most_tries && cost > 0; ++i) {
        Played other = best;
        chance_.change(other);
        if (i % 3 == 0) chance_.change(other);
        const std::size_t now = costOf(other);
        if (now > cost) continue;
        best = std::move(other);
        cost = now;
      }
      if (cost == 0) return shrink(std::move(best));
    }
    return std::nullopt;
  }

  /// One change away from `fires`, and one condition away from firing.
  std::optional<Played> nearly(const Played& fires, const std::string& title) {
    if (fires.rest_ms > 1'000) {
      Played sooner = fires;
      sooner.rest_ms -= 1'000;
      ++tries_;
      lacks_ = "a second more had gone by";
      if (!stage_.play(sooner, title).fires) return sooner;
    }
    std::vector<Played> others = nearValues(fires);
    for (Played& other : simpler(fires)) others.push_back(std::move(other));
    for (const Played& other : others) {
      const Outcome outcome = stage_.play(other, title);
      ++tries_;
      const bool was_asked = outcome.cost != std::numeric_limits<std::size_t>::max();
      if (outcome.fires || !was_asked || outcome.wanted.size() > 1) continue;
      lacks_ = outcome.wanted.empty() ? "something were found in it" : outcome.wanted.front();
      return other;
    }
    return std::nullopt;
  }

  std::uint64_t tries() const { return tries_; }
  const std::string& lacks() const { return lacks_; }

 private:
  std::size_t costOf(const Played& played) {
    ++tries_;
    const Outcome outcome = stage_.play(played, title_);
    return outcome.fires ? 0 : outcome.cost;
  }

  Played shrink(Played best) {
    cut(best);
    for (bool changed = true; changed;) {
      changed = false;
      for (Played& other : simpler(best)) {
        const Outcome outcome = stage_.play(other, title_);
        ++tries_;
        if (!outcome.fires) continue;
        best = std::move(other);
        cut(best);
        changed = true;
        break;
      }
    }
    return best;
  }

  /// Leaves out what comes after the rule fired.
  void cut(Played& played) {
    const Outcome outcome = stage_.play(played, title_);
    if (outcome.in_pause && outcome.moves < played.moves.size())
      played.rest_ms = played.moves[outcome.moves].pause_ms;
    if (!outcome.in_pause) played.rest_ms = 0;
    played.moves.resize(outcome.moves);
  }

  /// The nearest other values of what is compared, nearest first.
  std::vector<Played> nearValues(const Played& fires) {
    std::vector<std::pair<double, Played>> found;
    const auto add = [&](double away, auto&& edit) {
      Played other = fires;
      edit(other);
      if (!(other == fires)) found.emplace_back(away, std::move(other));
    };
    const auto distance = [](const Value& a, const Value& b) {
      const auto number = [](const Value& v) {
        if (v.number() != nullptr) return *v.number();
        return v.integer() != nullptr ? static_cast<double>(*v.integer())
                                      : std::numeric_limits<double>::quiet_NaN();
      };
      const double away = number(a) - number(b);
      return away == away ? (away < 0 ? -away : away) : 1e6;  // not numbers: after those
    };
    for (const FieldInput& fact : chance_.inputs().facts) {
      const auto now = fires.facts.find({fact.owner, fact.field->name});
      if (now == fires.facts.end()) continue;
      for (const Value& value : fact.values)
        add(distance(now->second, value), [&](Played& p) { p.facts[now->first] = value; });
    }
    for (std::size_t i = 0; i < fires.moves.size(); ++i) {
      for (const SignalInput& signal : chance_.inputs().signals) {
        const auto now = fires.moves[i].signals.find(signal.signal->name);
        if (now == fires.moves[i].signals.end()) continue;
        for (const double value : signal.values)
          add(distance(now->second, value),
              [&](Played& p) { p.moves[i].signals[now->first] = value; });
      }
      for (const FieldInput& field : chance_.inputs().tool_fields) {
        const auto now = fires.moves[i].fields.find(field.field->name);
        const bool fits = field.tool == fires.moves[i].tool &&
                          field.is_result == (fires.moves[i].kind == EventKind::kToolResult);
        if (!fits || now == fires.moves[i].fields.end()) continue;
        for (const Value& value : field.values)
          add(distance(now->second, value),
              [&](Played& p) { p.moves[i].fields[now->first] = value; });
      }
      for (const std::int64_t pause : chance_.inputs().pauses_ms)
        if (i > 0) add(1e7, [&](Played& p) { p.moves[i].pause_ms = pause; });
    }
    for (const std::int64_t pause : chance_.inputs().pauses_ms)
      if (fires.rest_ms > 0) add(1e7, [&](Played& p) { p.rest_ms = pause; });
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Played> all;
    for (auto& one : found) all.push_back(std::move(one.second));
    return all;
  }

  const plan::Plan& plan_;
  Stage stage_;
  Chance chance_;
  std::string title_;
  std::uint64_t tries_ = 0;
  std::string lacks_;
};

}  // namespace

Event eventOf(const plan::Plan& plan, const Move& move) {
  Event event;
  event.kind = move.kind;
  if (move.kind == EventKind::kToolCall || move.kind == EventKind::kToolResult) {
    event.tool = move.tool == plan::kNone ? "something_else" : plan.tools[move.tool].called;
    Value::Object fields;
    for (const auto& [name, value] : move.fields) fields.emplace_back(name, value);
    event.arguments = Value(std::move(fields));
  } else if (move.kind != EventKind::kClose) {
    for (const std::string& part : move.parts)
      event.text += (event.text.empty() ? "" : ". ") + part;
    if (event.text.empty()) event.text = "Hello";
  }
  for (const auto& [name, score] : move.signals) event.signals.emplace_back(name, Value(score));
  return event;
}

std::optional<Witness> findWitness(const Policy& policy, std::uint32_t rule, std::uint64_t seed,
                                   std::uint64_t most_tries) {
  const plan::Rule& asked = policy.impl().plan.rules[rule];
  Search search(policy, rule, firesTitle(asked), seed);
  auto fires = search.climb(most_tries);
  if (!fires) return std::nullopt;
  Witness witness;
  witness.nearly = search.nearly(*fires, nearlyFiresTitle(asked));
  witness.fires = std::move(*fires);
  witness.lacks = search.lacks();
  witness.tries = search.tries();
  return witness;
}

}  // namespace decorum::cli
