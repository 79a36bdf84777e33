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
  for (std::size_t i = 0; i < options.threads; ++i) shards_.emplace_back(Tally(rules_));
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

std::uint64_t Judge::forgotten() const {
  std::uint64_t sum = 0;
  for (const Shard& shard : shards_) sum += shard.forgotten;
  return sum;
}

std::uint64_t Judge::givenUp() const {
  std::uint64_t sum = 0;
  for (const Shard& shard : shards_) sum += shard.given_up;
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
    Live& live = liveOf(id, shard);
    for (Event& event : job.parsed.events) {
      const bool ends = event.kind == EventKind::kClose;
      give(event, live, job, shard);
      if (!ends) continue;
      end(live, shard);
      break;
    }
    job.parsed.events = {};
  }
}

// The conversation with this id, begun where there is none. It is the last to be given up.
Judge::Live& Judge::liveOf(const std::string& id, Shard& shard) const {
  if (const auto known = shard.by_id.find(id); known != shard.by_id.end()) {
    shard.live.splice(shard.live.begin(), shard.live, known->second);
    return shard.live.front();
  }
  const std::size_t most = std::max<std::size_t>(options_.live / shards_.size(), 1);
  if (shard.live.size() >= most) {
    end(shard.live.back(), shard);
    ++shard.given_up;
  }
  shard.live.push_front(begin(id, shard));
  shard.by_id.emplace(shard.live.front().id, shard.live.begin());
  return shard.live.front();
}

void Judge::end(Live& live, Shard& shard) {
  const auto known = shard.by_id.find(live.id);
  const auto place = known->second;
  shard.by_id.erase(known);
  shard.live.erase(place);
}

Judge::Live Judge::begin(const std::string& id, Shard& shard) const {
  ConversationOptions options;
  options.reveal = options_.reveal;
  options.evidence = options_.verdicts;
  options.vault = options_.vault;
  shard.tally.addConversation();
  Live live{id, {}, {}, {}, {}};
  if (options_.service == nullptr) live.conversation.emplace(policy_, id, options);
  return live;
}

void Judge::give(Event& event, Live& live, LineJob& job, Shard& shard) const {
  if (!event.time_ms)
    event.time_ms = live.clock_ms ? *live.clock_ms + options_.every_ms : options_.start_ms;
  // An event out of order is its own fault, and none of those after it.
  live.clock_ms = std::max(live.clock_ms.value_or(*event.time_ms), *event.time_ms);
  const std::optional<Verdict> verdict =
      live.conversation ? live.conversation->give(event) : serve(event, live, job, shard);
  if (!verdict) return;
  if (options_.verdicts) job.verdicts.append(toJson(*verdict)) += '\n';
  shard.tally.add(*verdict, live.seen);
}

// Without an id of its own an event is called by its conversation and its place there, so that the
// same log does nothing a second time.
std::optional<Verdict> Judge::serve(Event& event, Live& live, LineJob& job, Shard& shard) const {
  for (auto& [name, record] : event.facts) {
    const auto known = std::find_if(live.facts.begin(), live.facts.end(),
                                    [&](const auto& each) { return each.first == name; });
    if (known == live.facts.end()) {
      live.facts.emplace_back(name, std::move(record));
    } else {
      known->second = std::move(record);
    }
  }
  event.facts = live.facts;
  std::optional<std::uint64_t> position;
  // A conversation of chat shape is whole, so that it begins at 0 wherever it stands.
  std::uint64_t& count = job.parsed.whole ? job.given : shard.positions[live.id];
  std::string id = job.parsed.event_id;
  if (id.empty()) {
    position = count;
    id = live.id + ':' + std::to_string(count);
  }
  ++count;
  auto given = options_.service->give(live.id, id, event, position);
  if (given) return std::move(given->verdict);
  if (given.error().reason == Refusal::Reason::kEventForgotten) {
    ++shard.forgotten;
  } else {
    job.problems.push_back(given.error().detail);
  }
  return std::nullopt;
}

}  // namespace decorum::cli
