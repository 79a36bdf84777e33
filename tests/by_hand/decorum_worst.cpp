/// How far the bounds of `check --cost` lie above what hostile texts could be made to take.
///
///     decorum_worst [--bytes N] POLICY...
///
/// For each policy: the kind of event and the text that took longest, what that took (the median of
/// 15 times, the processor's time), and the bound by the figures of this machine.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "decorum/compile.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/engine/worst_case.h"
#include "tests/support/hostile_texts.h"
#include "tools/goals/calibration.h"

namespace decorum {
namespace {

struct Longest {
  EventKind kind = EventKind::kUser;
  std::string text;
  double ns = 0;
};

double medianNs(const Policy& policy, const Event& event) {
  constexpr std::size_t kTimes = 15;
  ConversationOptions options;
  options.counterfactuals = false;
  Conversation conversation(policy, "c-1", options);
  Verdict verdict;
  std::vector<double> times;
  for (std::size_t i = 0; i < kTimes; ++i) {
    const double before = goals::threadSeconds();
    conversation.give(event, verdict);
    times.push_back((goals::threadSeconds() - before) * 1e9);
  }
  return goals::median(std::move(times));
}

Longest longest(const Policy& policy, std::size_t bytes) {
  Longest most;
  for (const test::HostileText& hostile : test::hostileTexts(policy.impl().plan, bytes)) {
    for (const EventKind kind : {EventKind::kUser, EventKind::kReply, EventKind::kDocument}) {
      Event event;
      event.kind = kind;
      event.text = hostile.text;
      const double ns = medianNs(policy, event);
      if (ns > most.ns) most = {kind, hostile.what, ns};
    }
  }
  return most;
}

}  // namespace
}  // namespace decorum

int main(int argc, char** argv) {
  using namespace decorum;
  std::size_t bytes = 4096;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--bytes" && i + 1 < argc) {
      bytes = std::strtoull(argv[++i], nullptr, 10);
    } else {
      paths.push_back(argument);
    }
  }
  const goals::Calibration here = goals::calibrate();
  fmt::print("{:<34} {:<9} {:>12} {:>12} {:>12} {:>8}  {}\n", "policy", "event", "measured us",
             "bound here", "reference", "bound/m.", "text");
  for (const std::string& path : paths) {
    const Compilation compilation = compilePolicyFile(path);
    if (!compilation.policy) {
      fmt::print("{}: {}\n", path, toText(compilation.findings));
      return 1;
    }
    const Longest most = longest(*compilation.policy, bytes);
    const engine::WorstCase worst = engine::worstCaseOf(compilation.policy->impl().plan, bytes);
    const double bound = worst.of(most.kind).ns(here.figures);
    fmt::print("{:<34} {:<9} {:>12.1f} {:>12.1f} {:>12.1f} {:>8.1f}  {}\n", path, name(most.kind),
               most.ns / 1e3, bound / 1e3, worst.of(most.kind).ns() / 1e3, bound / most.ns,
               most.text.substr(0, 40));
  }
  return 0;
}
