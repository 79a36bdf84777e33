#include "tools/cli/log_crew.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <utility>

#include "runtime/base/assert.h"

namespace decorum::cli {

struct LogCrew::Round {
  explicit Round(std::size_t threads) : parsed(static_cast<std::ptrdiff_t>(threads)) {}
  std::atomic<std::size_t> next = 0;  // line to be parsed
  std::barrier<> parsed;
};

LogCrew::LogCrew(const CrewOptions& options, BeginConversation begin)
    : options_(options), begin_(std::move(begin)), shards_(options.threads) {
  if (options.threads > 1) pool_ = std::make_unique<WorkerPool>(options.threads);
}

LogCrew::~LogCrew() = default;

void LogCrew::start(std::vector<LineJob>& batch) {
  for (LineJob& job : batch) job.number = lines_++;
  if (pool_ == nullptr) {
    waiting_ = &batch;
    return;
  }
  round_ = std::make_shared<Round>(pool_->size());
  pool_->start([this, &batch](std::size_t thread) { work(batch, thread); });
}

void LogCrew::wait() {
  if (pool_ != nullptr) {
    pool_->wait();
    return;
  }
  if (waiting_ == nullptr) return;
  for (LineJob& job : *waiting_) parse(job, 0);
  giveEvents(*waiting_, 0);
  waiting_ = nullptr;
}

std::uint64_t LogCrew::givenUp() const {
  std::uint64_t sum = 0;
  for (const Shard& shard : shards_) sum += shard.given_up;
  return sum;
}

void LogCrew::work(std::vector<LineJob>& batch, std::size_t thread) {
  for (;;) {
    const std::size_t line = round_->next.fetch_add(1, std::memory_order_relaxed);
    if (line >= batch.size()) break;
    parse(batch[line], thread);
  }
  round_->parsed.arrive_and_wait();
  giveEvents(batch, thread);
}

// A conversation of chat shape is gone through on the spot; an event waits for those before it, and
// is read again when it is its turn: that costs less than to keep what was read of each.
void LogCrew::parse(LineJob& job, std::size_t thread) {
  if (!job.problems.empty()) return;  // the line could not be read at all
  if (JsonEvent& event = shards_[thread].event; event.read(job.text)) {
    job.is_event = true;
    job.parsed.conversation = event.conversation();
    job.parsed.event_id = event.id();
    job.problems = event.problems();
    return;
  }
  auto line = logs::parseLogLine(job.text);
  job.text = {};
  if (!line) {
    job.problems.push_back(line.error());
    return;
  }
  job.parsed = std::move(*line);
  job.problems = std::move(job.parsed.problems);
  const std::string& id = job.parsed.conversation.empty() ? job.place : job.parsed.conversation;
  Place place{id, begin_(id, thread), {}};
  if (options_.close) job.parsed.events.emplace_back().kind = EventKind::kClose;
  for (Event& event : job.parsed.events) give(event, place, job);
  job.parsed.events = {};
}

void LogCrew::giveEvents(std::vector<LineJob>& batch, std::size_t thread) {
  Shard& shard = shards_[thread];
  for (LineJob& job : batch) {
    if (!job.is_event) continue;
    const std::string& id = job.parsed.conversation;
    if (std::hash<std::string>()(id) % shards_.size() != thread) continue;
    Place& place = placeOf(id, thread);
    const bool is_read = shard.event.read(job.text);
    DECORUM_ASSERT(is_read, "it was read once");
    job.text = {};
    give(shard.event, place, job);
    if (shard.event.kind() == EventKind::kClose) end(place, shard);
  }
}

// The conversation with this id, begun where there is none. It is the last to be given up.
LogCrew::Place& LogCrew::placeOf(const std::string& id, std::size_t thread) {
  Shard& shard = shards_[thread];
  if (const auto known = shard.by_id.find(id); known != shard.by_id.end()) {
    shard.live.splice(shard.live.begin(), shard.live, known->second);
    return shard.live.front();
  }
  const std::size_t most = std::max<std::size_t>(options_.live / shards_.size(), 1);
  if (shard.live.size() >= most) {
    end(shard.live.back(), shard);
    ++shard.given_up;
  }
  shard.live.push_front({id, begin_(id, thread), {}});
  shard.by_id.emplace(shard.live.front().id, shard.live.begin());
  return shard.live.front();
}

void LogCrew::end(Place& place, Shard& shard) {
  const auto known = shard.by_id.find(place.id);
  const auto at = known->second;
  shard.by_id.erase(known);
  shard.live.erase(at);
}

void LogCrew::give(Event& event, Place& place, LineJob& job) const {
  event.time_ms = timeOf(event.time_ms, place);
  place.conversation->give(event, job);
}

void LogCrew::give(JsonEvent& event, Place& place, LineJob& job) const {
  event.setTimeMs(timeOf(event.timeMs(), place));
  place.conversation->giveJson(event, job);
}

std::int64_t LogCrew::timeOf(std::optional<std::int64_t> time_ms, Place& place) const {
  const std::int64_t time = time_ms ? *time_ms : options_.clock.next(place.clock_ms);
  // An event out of order is its own fault, and none of those after it.
  place.clock_ms = std::max(place.clock_ms.value_or(time), time);
  return time;
}

}  // namespace decorum::cli
