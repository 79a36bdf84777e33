#include "tools/lsp/log_counts.h"

#include <filesystem>
#include <optional>
#include <utility>

#include "compiler/driver/backend.h"
#include "tools/logs/line_reader.h"
#include "tools/logs/log_line.h"

namespace decorum::lsp {
namespace {

constexpr std::uint64_t kLines = 100'000;  // of a log that are judged
constexpr int kLinesOfStep = 50;
// As many conversations of event shape at the same time, no more.
constexpr std::size_t kLiveAtMost = 10'000;

ConversationOptions lean() {
  ConversationOptions options;
  options.evidence = false;
  options.counterfactuals = false;
  return options;
}

}  // namespace

struct LogCounter::State {
  LogCounts counts;
  std::optional<plan::Plan> plan;  // until the first step, since a policy takes long to make
  std::optional<Policy> policy;
  std::optional<logs::LineReader> lines;
  std::map<std::string, Conversation> live;
  logs::Line line;

  // "" or why nothing can be counted.
  std::string open() {
    auto made = makePolicy(*std::exchange(plan, std::nullopt), Backend::kInterpreter);
    if (!made) return made.error();
    policy = std::move(*made);
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(counts.log, ignored)) return "there is no such file";
    auto source = logs::openSource(counts.log);
    if (!source) return source.error();
    lines.emplace(std::move(*source));
    return {};
  }

  void finish(std::string problem) {
    counts.problem = std::move(problem);
    counts.is_complete = true;
    live.clear();
    lines.reset();
  }

  void count(const Verdict& verdict) {
    ++counts.events;
    for (const FiredRule& fired : verdict.fired) ++counts.fired[fired.rule];
    for (const FiredRule& fired : verdict.shadow) ++counts.fired[fired.rule];
  }

  void judge(const logs::LogLine& parsed) {
    if (parsed.whole) {
      Conversation conversation(*policy, parsed.conversation, lean());
      for (const Event& event : parsed.events) count(conversation.give(event));
      return;
    }
    if (live.size() >= kLiveAtMost) live.clear();
    const auto conversation =
        live.try_emplace(parsed.conversation, *policy, parsed.conversation, lean()).first;
    for (const Event& event : parsed.events) count(conversation->second.give(event));
  }
};

LogCounter::LogCounter(const plan::Plan& plan, const std::string& log)
    : state_(std::make_unique<State>()) {
  state_->counts.log = log;
  state_->plan = plan;
}

LogCounter::~LogCounter() = default;
LogCounter::LogCounter(LogCounter&&) noexcept = default;
LogCounter& LogCounter::operator=(LogCounter&&) noexcept = default;

bool LogCounter::step() {
  State& state = *state_;
  if (state.plan)
    if (std::string problem = state.open(); !problem.empty()) state.finish(std::move(problem));
  for (int i = 0; i < kLinesOfStep && !state.counts.is_complete; ++i) {
    if (state.line.number >= kLines || !state.lines->next(state.line)) {
      state.finish(state.lines->error());
      break;
    }
    if (const auto parsed = logs::parseLogLine(state.line.text)) state.judge(*parsed);
  }
  return !state.counts.is_complete;
}

const LogCounts& LogCounter::counts() const { return state_->counts; }

}  // namespace decorum::lsp
