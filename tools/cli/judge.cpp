#include "tools/cli/judge.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <functional>

namespace decorum::cli {

struct Judge::Round {
  explicit Round(std::size_t threads) : parsed(static_cast<std::ptrdiff_t>(threads)) {}
  std::atomic<std::size_t> next = 0;  // line to be parsed
  std::barrier<> parsed;
};

Judge::Judge(const Policy& policy, const JudgeOptions& options)
    : policy_(policy), options_(options), rules_(rulesOf(policy)) {
  for (std::size_t i = 0; i < options.threads; ++i) shards_.push_back({{}, Tally(rules_)});
  if (options.threads > 1) pool_ = std::make_unique<WorkerPool>(options.threads);
}

void Judge::start(std::vector<LineJob>& batch) {
  if (pool_ == nullptr) {
    waiting_ = &batch;
    return;
  }
  round_ = std::make_shared<Round>(pool_->size());
  pool_->start([this, &batch](std::size_t worker) { work(batch, worker); });
}

void Judge::wait() {
  if (pool_ != nullptr) {
    pool_->wait();
    return;
  }
  if (waiting_ == nullptr) return;
  for (LineJob& job : *waiting_) parse(job, shards_[0]);
  judgeEvents(*waiting_, 0);
  waiting_ = nullptr;
}

Tally Judge::tally() const {
  Tally sum(rules_);
  for (const Shard& shard : shards_) sum.add(shard.tally);
  return sum;
}

void Judge::work(std::vector<LineJob>& batch, std::size_t worker) {
  for (;;) {
    const std::size_t line = round_->next.fetch_add(1, std::memory_order_relaxed);
    if (line >= batch.size()) break;
    parse(batch[line], shards_[worker]);
  }
  round_->parsed.arrive_and_wait();
  judgeEvents(batch, worker);
}

// A conversation of chat shape is judged on the spot; an event waits for those before it.
void Judge::parse(LineJob& job, Shard& shard) const {
  if (!job.problems.empty()) return;  // the line could not be read at all
  auto line = logs::parseLogLine(job.text);
  job.text = {};
  if (!line) {
    job.problems.push_back(line.error());
    return;
  }
  job.parsed = std::move(*line);
  job.problems = std::move(job.parsed.problems);
  if (!job.parsed.whole) return;
  const std::string& id = job.parsed.conversation;
  Live live = begin(id.empty() ? job.place : id, shard);
  if (options_.close) job.parsed.events.emplace_back().kind = EventKind::kClose;
  for (Event& event : job.parsed.events) give(event, live, job, shard);
  job.parsed.events = {};
}

void Judge::judgeEvents(std::vector<LineJob>& batch, std::size_t worker) {
  Shard& shard = shards_[worker];
  for (LineJob& job : batch) {
    if (job.parsed.events.empty()) continue;
    const std::string& id = job.parsed.conversation;
    if (std::hash<std::string>()(id) % shards_.size() != worker) continue;
    auto found = shard.live.find(id);
    if (found == shard.live.end()) found = shard.live.emplace(id, begin(id, shard)).first;
    for (Event& event : job.parsed.events) {
      const bool ends = event.kind == EventKind::kClose;
      give(event, found->second, job, shard);
      if (!ends) continue;
      shard.live.erase(found);
      break;
    }
    job.parsed.events = {};
  }
}

Judge::Live Judge::begin(const std::string& id, Shard& shard) const {
  ConversationOptions options;
  options.reveal = options_.reveal;
  options.evidence = options_.verdicts;
  shard.tally.addConversation();
  return {Conversation(policy_, id, options), {}, {}};
}

void Judge::give(Event& event, Live& live, LineJob& job, Shard& shard) const {
  if (!event.time_ms)
    event.time_ms = live.clock_ms ? *live.clock_ms + options_.every_ms : options_.start_ms;
  // An event out of order is its own fault, and none of those after it.
  live.clock_ms = std::max(live.clock_ms.value_or(*event.time_ms), *event.time_ms);
  const Verdict verdict = live.conversation.give(event);
  if (options_.verdicts) job.verdicts.append(toJson(verdict)) += '\n';
  shard.tally.add(verdict, live.seen);
}

}  // namespace decorum::cli
