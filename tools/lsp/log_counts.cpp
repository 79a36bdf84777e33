#include "compiler/driver/backend.h"
#include "tools/logs/line_reader.h"
#include "tools/logs/log_line.h"
#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

// An editor waits for this: as many conversations of event shape at the same time, no more.
constexpr std::size_t kLiveAtMost = 10'000;

void count(const Verdict& verdict, LogCounts& counts) {
  ++counts.events;
  for (const FiredRule& fired : verdict.fired) ++counts.fired[fired.rule];
  for (const FiredRule& fired : verdict.shadow) ++counts.fired[fired.rule];
}

}  // namespace

LogCounts countLog(const Analysis& analysis, const std::string& log, std::uint64_t max_lines) {
  LogCounts counts;
  counts.log = log;
  if (!analysis.result().plan) {
    counts.problem = "the policy has errors";
    return counts;
  }
  auto policy = makePolicy(*analysis.result().plan, Backend::kInterpreter);
  auto source = logs::openSource(log);
  if (!policy || !source) {
    counts.problem = policy ? source.error() : policy.error();
    return counts;
  }
  ConversationOptions options;
  options.evidence = false;
  options.counterfactuals = false;
  std::map<std::string, Conversation> live;
  logs::LineReader lines(std::move(*source));
  logs::Line line;
  while (line.number < max_lines && lines.next(line)) {
    const auto parsed = logs::parseLogLine(line.text);
    if (!parsed) continue;
    if (parsed->whole) {
      Conversation conversation(*policy, parsed->conversation, options);
      for (const Event& event : parsed->events) count(conversation.give(event), counts);
      continue;
    }
    if (live.size() >= kLiveAtMost) live.clear();
    const auto conversation =
        live.try_emplace(parsed->conversation, *policy, parsed->conversation, options).first;
    for (const Event& event : parsed->events) count(conversation->second.give(event), counts);
  }
  counts.problem = lines.error();
  return counts;
}

}  // namespace decorum::lsp
