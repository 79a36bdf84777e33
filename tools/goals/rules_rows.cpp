// Deciding the guards of all rules of an event: native code, and what decides without it, beside
// C++ that was written by hand; and how long native code takes to be ready.
#include <algorithm>
#include <future>
#include <stdexcept>

#include "tools/goals/compiled.h"
#include "tools/goals/folder.h"
#include "tools/goals/native_twin.h"
#include "tools/goals/row.h"
#include "tools/goals/rule_set.h"
#if DECORUM_JIT
#include "compiler/codegen/jit.h"
#endif

namespace decorum::goals {
namespace {

/// Something that decides.
struct Decider {
  std::string of;
  std::function<void(std::size_t i)> decide;  ///< which rules fire at event `i`
  std::function<eval::RuleBits()> fired;      ///< those that it found
};

struct Native {
  std::unique_ptr<eval::Evaluator> evaluator;
  std::vector<NativeTwin> by_hand;
  std::string why_no_hand;
};

Decider deciderOf(std::string of, const eval::Evaluator& evaluator,
                  const std::vector<Record>& records) {
  struct Room {
    eval::Scratch scratch;
    eval::RuleBits fired, undecided;
  };
  const auto room = std::make_shared<Room>();
  return {std::move(of),
          [&evaluator, &records, room](std::size_t i) {
            evaluator.evaluate(EventKind::kUser, records[i].view(), room->scratch, room->fired,
                               room->undecided);
            keep(room->fired);
          },
          [room] { return room->fired; }};
}

Decider deciderOf(const NativeTwin& twin, const FlatRecords& records, std::size_t rules) {
  const auto bits = std::make_shared<std::vector<std::uint64_t>>((rules + 63) / 64);
  return {twin.of(),
          [&twin, &records, bits](std::size_t i) {
            twin.decide(records.at(i), bits->data());
            keep(*bits);
          },
          [bits] {
            eval::RuleBits fired(bits->size());
            for (std::size_t word = 0; word < bits->size(); ++word)
              fired.addWord(word, (*bits)[word]);
            return fired;
          }};
}

Work workOf(const Decider& decider, std::size_t events) {
  return {decider.of, [&decider, events](std::size_t repeats) {
            for (std::size_t i = 0; i < repeats; ++i) decider.decide(i % events);
          }};
}

/// All must answer as the interpreter does, at every event.
void checkAnswers(const std::vector<Decider>& deciders, const eval::Interpreter& interpreter,
                  const std::vector<Record>& records) {
  const Decider judge = deciderOf("interpreter", interpreter, records);
  for (std::size_t i = 0; i < records.size(); ++i) {
    judge.decide(i);
    const eval::RuleBits wanted = judge.fired();
    for (const Decider& decider : deciders) {
      decider.decide(i);
      if (decider.fired() != wanted) throw std::runtime_error(decider.of + " answers otherwise");
    }
  }
}

/// By round, the better of two.
Sample better(const std::vector<Sample>& forms) {
  Sample best{"by hand, the better form", "ns", {}};
  for (const Sample& form : forms) {
    for (std::size_t i = 0; i < form.rounds.size(); ++i) {
      if (i == best.rounds.size()) best.rounds.push_back(form.rounds[i]);
      best.rounds[i] = std::min(best.rounds[i], form.rounds[i]);
    }
  }
  return best;
}

void measureEvents(const std::string& of, const Options& options, const Policy& policy,
                   const RuleSet& set, bool dense, const Native& native, Findings& findings) {
  const plan::Plan& plan = policy.impl().plan;
  const std::vector<Inputs> events = set.events(dense);
  const std::vector<Record> records = recordsOf(plan, events);
  const FlatRecords flat(events);
  std::vector<Decider> deciders;
  deciders.push_back(deciderOf("branches", policy.impl().branches, records));
  for (const NativeTwin& twin : native.by_hand) {
    deciders.push_back(deciderOf(twin, flat, set.size()));
  }
  if (native.evaluator) {
    deciders.push_back(deciderOf("native code", *native.evaluator, records));
  }
  checkAnswers(deciders, policy.impl().interpreter, records);

  std::vector<Work> works;
  for (const Decider& decider : deciders) works.push_back(workOf(decider, records.size()));
  std::vector<Sample> samples = takeTurns(works, options.timing());
  Row& first = rowOf(findings, 1);
  for (Sample sample : samples) {
    sample.of = of + ": " + sample.of;
    first.samples.push_back(std::move(sample));
  }
  if (native.by_hand.empty()) return;
  const auto forms = static_cast<std::ptrdiff_t>(native.by_hand.size());
  const Sample by_hand =
      better(std::vector<Sample>(samples.begin() + 1, samples.begin() + 1 + forms));
  if (native.evaluator) {
    first.ratio(of, samples.back(), by_hand, atMost(set.size() <= 10 ? 1.25 : 1.1));
  }
  rowOf(findings, 2).ratio(of, samples.front(), by_hand, atMost(dense ? 6 : 4));
}

/// Both forms at once, each by a compiler of its own.
void writeByHand(const RuleSet& set, Native& native) {
  using Form = RuleSet::Form;
  std::vector<std::future<Result<NativeTwin, std::string>>> made;
  for (const auto& [form, name] : {std::pair(Form::kShortCircuit, "by hand, short-circuit"),
                                   std::pair(Form::kBranchFree, "by hand, branch-free")}) {
    made.push_back(std::async(std::launch::async, &NativeTwin::make, set.cppText(form), name));
  }
  for (auto& one : made) {
    auto twin = one.get();
    if (twin) {
      native.by_hand.push_back(*std::move(twin));
    } else {
      native.why_no_hand = twin.error();
    }
  }
}

#if DECORUM_JIT
void makeNative(const std::string& of, const Policy& policy, Native& native, Findings& findings) {
  const plan::Plan& plan = policy.impl().plan;
  const double before = threadSeconds();
  auto made = codegen::compileNative(policy.impl().branches);
  const double seconds = threadSeconds() - before;
  if (!made) throw std::runtime_error(made.error());
  native.evaluator = std::move(made->evaluator);
  Row& row = rowOf(findings, 7);
  const auto rules = static_cast<double>(plan.rules.size());
  row.samples.push_back({of + ": native code, a rule", "µs", {seconds * 1e6 / rules}});
  row.figure(of + ", a rule", row.samples.back(), "µs", atMost(1'200));
}

/// From the branches of a policy to code that can be called, where it was made before.
void takeKept(const Options& options, const std::string& of, const Policy& policy,
              Findings& findings) {
  const Folder folder;
  const eval::BranchEvaluator& branches = policy.impl().branches;
  const auto made = codegen::compileNative(branches, folder.path());
  if (!made || !made->problem.empty()) throw std::runtime_error("native code is not kept");
  std::vector<Sample> samples =
      takeTurns({{of + ": native code kept on disk",
                  [&](std::size_t repeats) {
                    while (repeats-- > 0) keep(codegen::compileNative(branches, folder.path()));
                  }}},
                options.timing());
  Row& row = rowOf(findings, 7);
  const auto rules = static_cast<double>(policy.ruleCount());
  row.figure(of + ", kept on disk, a rule", samples[0], "µs", atMost(1), 1e-3 / rules);
  row.samples.push_back(std::move(samples[0]));
}
#endif

}  // namespace

void measureRules(const Options& options, Findings& findings) {
  std::string why_no_hand;
  for (const std::size_t rules : {10, 100, 1'000, 10'000}) {
    if (rules > options.rules) continue;
    const RuleSet set({.rules = rules});
    const std::string text = set.policyText();
    const Policy policy = compiled(text);
    const std::string of = shown(rules) + " rules";
    findings.policies.push_back(sizeOf("made-up conditions", text, policy));
    Native native;
#if DECORUM_JIT
    makeNative(of, policy, native, findings);
    if (rules == 1'000) takeKept(options, of, policy, findings);
#endif
    writeByHand(set, native);
    for (const bool dense : {false, true}) {
      measureEvents(of + (dense ? ", dense" : ", sparse"), options, policy, set, dense, native,
                    findings);
    }
    if (!native.why_no_hand.empty()) why_no_hand = native.why_no_hand;
  }
  for (const int number : {1, 2}) {
    if (options.rules < 10) rowOf(findings, number).not_measured.emplace_back("needs 10 rules");
    if (!why_no_hand.empty()) {
      rowOf(findings, number).not_measured.push_back("C++ by hand: " + why_no_hand);
    }
  }
  if (!DECORUM_JIT) {
    for (const int number : {1, 7}) {
      rowOf(findings, number).not_measured.emplace_back("this build makes no native code");
    }
  }
  if (DECORUM_JIT && options.rules < 1'000)
    rowOf(findings, 7).not_measured.emplace_back("native code kept on disk: needs 1,000 rules");
}

}  // namespace decorum::goals
