// Whole events: against the number of rules, on two threads, and with memory.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

#include "tools/goals/compiled.h"
#include "tools/goals/row.h"

namespace decorum::goals {
namespace {

/// One conversation, and messages that it is given in turn.
class Giver {
 public:
  Giver(const Policy& policy, std::vector<Event> events, std::int64_t step_ms = 0)
      : conversation_(policy, "c-1"), events_(std::move(events)), step_ms_(step_ms) {}

  void give() {
    Event& event = events_[next_++ % events_.size()];
    if (step_ms_ > 0) event.time_ms = now_ms_ += step_ms_;
    conversation_.give(event, verdict_);
    keep(verdict_.index);
  }
  Work work(std::string of) {
    return {std::move(of), [this](std::size_t repeats) {
              for (std::size_t i = 0; i < repeats; ++i) give();
            }};
  }
  bool fires() {
    for (std::size_t i = 0; i < events_.size(); ++i) {
      give();
      if (!verdict_.fired.empty()) return true;
    }
    return false;
  }

 private:
  Conversation conversation_;
  std::vector<Event> events_;
  std::int64_t step_ms_;
  std::int64_t now_ms_ = 0;
  std::size_t next_ = 0;
  Verdict verdict_;
};

/// ns of single events by the clock: the median, and what 99 of 100 stay below, by round.
std::pair<Sample, Sample> latencies(Giver& giver, std::size_t rounds) {
  std::pair<Sample, Sample> found{{"single events, p50", "ns", {}},
                                  {"single events, p99", "ns", {}}};
  std::vector<double> all(20'000);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (double& ns : all) {
      const double before = clockSeconds();
      giver.give();
      ns = (clockSeconds() - before) * 1e9;
    }
    std::sort(all.begin(), all.end());
    found.first.rounds.push_back(all[all.size() / 2]);
    found.second.rounds.push_back(all[all.size() * 99 / 100]);
  }
  return found;
}

void measureSizes(const Options& options, Findings& findings) {
  Row& row = rowOf(findings, 4);
  if (options.rules < 10'000) {
    row.not_measured.emplace_back("needs 10,000 rules");
    return;
  }
  const std::string few_text = textPolicy(100);
  const std::string many_text = textPolicy(10'000);
  const Policy few = compiled(few_text);
  const Policy many = compiled(many_text);
  findings.policies.push_back(sizeOf("a phrase and two facts a rule", few_text, few));
  findings.policies.push_back(sizeOf("a phrase and two facts a rule", many_text, many));
  Giver few_quiet(few, textEvents(100, false));
  Giver many_quiet(many, textEvents(10'000, false));
  Giver few_found(few, textEvents(100, true));
  Giver many_found(many, textEvents(10'000, true));
  if (many_quiet.fires() || !many_found.fires()) throw std::runtime_error("the wrong rules fire");
  const std::vector<Sample> samples = takeTurns(
      {few_quiet.work("100 rules, nothing found"), many_quiet.work("10,000 rules, nothing found"),
       few_found.work("100 rules, a phrase found"),
       many_found.work("10,000 rules, a phrase found")},
      options.timing());
  row.samples = samples;
  row.ratio("nothing found", samples[1], samples[0], atMost(2));
  row.ratio("a phrase found", samples[3], samples[2], atMost(2));
  auto [p50, p99] = latencies(many_quiet, options.rounds);
  row.ratio("10,000 rules, p99 ÷ p50", p99, p50, atMost(4));
  row.samples.push_back(std::move(p50));
  row.samples.push_back(std::move(p99));
}

/// What each of so many threads did in a time: events a second of the clock, and of the processor.
struct Rate {
  double by_clock = 0, by_processor = 0;
};
Rate rateOf(std::vector<Giver>& givers, std::size_t threads, double seconds) {
  std::vector<Rate> rates(threads);
  std::atomic<std::size_t> ready = 0;
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      ++ready;
      while (ready < threads) std::this_thread::yield();
      const double processor = threadSeconds();
      const double begun = clockSeconds();
      double events = 0;
      double passed = 0;
      for (; passed < seconds; passed = clockSeconds() - begun) {
        for (int event = 0; event < 100; ++event) givers[i].give();
        events += 100;
      }
      rates[i] = {events / passed, events / std::max(threadSeconds() - processor, 1e-9)};
    });
  }
  for (std::thread& thread : running) thread.join();
  Rate mean;
  for (const Rate& rate : rates) {
    mean.by_clock += rate.by_clock / static_cast<double>(threads);
    mean.by_processor += rate.by_processor / static_cast<double>(threads);
  }
  return mean;
}

void measureThreads(const Options& options, Findings& findings) {
  Row& row = rowOf(findings, 11);
  if (std::thread::hardware_concurrency() < 2) {
    row.not_measured.emplace_back("needs two processors");
    return;
  }
  const std::size_t rules = std::min<std::size_t>(options.rules, 1'000);
  const std::string text = textPolicy(rules);
  const Policy policy = compiled(text);
  findings.policies.push_back(sizeOf("a phrase and two facts a rule", text, policy));
  std::vector<Giver> givers;
  for (int i = 0; i < 2; ++i) givers.emplace_back(policy, textEvents(rules, true));
  const char* const unit = "events/s";
  Sample one{"one thread", unit, {}}, two{"two threads, each", unit, {}};
  Sample one_cpu{"one thread, a second of the processor", unit, {}};
  Sample two_cpu{"two threads, each, a second of the processor", unit, {}};
  const double seconds = options.timing().turn_ms * 5 / 1e3;
  rateOf(givers, 2, seconds);  // warms up
  for (std::size_t round = 0; round < options.rounds; ++round) {
    const Rate alone = rateOf(givers, 1, seconds);
    const Rate together = rateOf(givers, 2, seconds);
    one.rounds.push_back(alone.by_clock);
    two.rounds.push_back(together.by_clock);
    one_cpu.rounds.push_back(alone.by_processor);
    two_cpu.rounds.push_back(together.by_processor);
  }
  row.ratio("by the clock", two, one, atLeast(0.95));
  row.ratio("by the processor's time", two_cpu, one_cpu, noGoal());
  row.samples = {one, two, one_cpu, two_cpu};
}

void measureMemory(const Options& options, Findings& findings) {
  Row& row = rowOf(findings, 12);
  if (options.rules < 1'000) {
    row.not_measured.emplace_back("needs 1,000 rules");
    return;
  }
  Event event;
  event.text = english(206);
  std::vector<Giver> givers;
  for (const std::size_t operators : {10, 1'000}) {
    const std::string text = memoryPolicy(operators);
    const Policy policy = compiled(text);
    findings.policies.push_back(sizeOf("an operator of memory a rule", text, policy));
    givers.emplace_back(policy, std::vector<Event>{event}, 1'000);
  }
  if (givers[1].fires()) throw std::runtime_error("the wrong rules fire");
  const std::vector<Sample> samples = takeTurns(
      {givers[0].work("10 operators"), givers[1].work("1,000 operators")}, options.timing());
  row.samples = samples;
  row.ratio("an event", samples[1], samples[0], atMost(1.2));
}

}  // namespace

void measureEvents(const Options& options, Findings& findings) {
  measureSizes(options, findings);
  measureThreads(options, findings);
  measureMemory(options, findings);
}

}  // namespace decorum::goals
