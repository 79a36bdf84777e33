/// Gives the lines of a log, a batch at a time, to the conversations that they are of, with any
/// number of threads.
///
///   batch of lines ─ parse ─┬─ chat shape: the whole conversation at once, by whichever thread
///                           └─ event shape: by the thread that has the conversation
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decorum/json_event.h"
#include "tools/cli/log_clock.h"
#include "tools/cli/worker_pool.h"
#include "tools/logs/log_line.h"

namespace decorum::cli {

/// One line on its way through.
struct LineJob {
  std::string place;  ///< "log.jsonl:12"
  std::string text;
  std::vector<std::string> problems;  ///< what was malformed
  std::string verdicts;               ///< a line of JSON for each event
  logs::LogLine parsed;      ///< of event shape without its event, which is still in `text`
  std::uint64_t given = 0;   ///< of a whole conversation: events that were judged
  std::uint64_t number = 0;  ///< which line of all that the crew was given, empty ones apart
  bool is_event = false;     ///< of event shape
};

/// A conversation that is going on. One thread at a time has it, and that thread is always the
/// same.
class LiveConversation {
 public:
  virtual ~LiveConversation() = default;
  /// Its next event, whose time is set, from the line `job`.
  virtual void give(Event& event, LineJob& job) = 0;
  /// The same of one of event shape.
  virtual void giveJson(const JsonEvent& event, LineJob& job) {
    Event values = event.event();
    give(values, job);
  }
};

/// Begins the conversation `id`, for a thread.
using BeginConversation =
    std::function<std::unique_ptr<LiveConversation>(const std::string& id, std::size_t thread)>;

struct CrewOptions {
  std::size_t threads = 1;
  bool close = false;  ///< ends each conversation of chat shape with `close`
  LogClock clock;
  /// Conversations of event shape that go on at the same time. One more, and the one that has
  /// waited longest for an event is given up: what comes for it begins anew.
  std::size_t live = 100'000;
};

class LogCrew {
 public:
  /// What `begin` refers to must outlive the crew.
  LogCrew(const CrewOptions& options, BeginConversation begin);
  ~LogCrew();

  /// Works on a batch while the caller does something else; the batch is theirs again after `wait`.
  void start(std::vector<LineJob>& batch);
  void wait();

  /// Conversations that were given up for want of room. Not while a batch is worked on.
  std::uint64_t givenUp() const;

 private:
  // A conversation that is going on, with its clock.
  struct Place {
    std::string id;
    std::unique_ptr<LiveConversation> conversation;
    std::optional<std::int64_t> clock_ms;
  };
  // What one thread has to itself. Conversations of event shape stay until their `close`, or until
  // there are too many.
  struct Shard {
    std::list<Place> live;  // the one with the latest event in front
    std::unordered_map<std::string_view, std::list<Place>::iterator> by_id;  // keys: their ids
    std::uint64_t given_up = 0;
    JsonEvent event;  // the one that is read
  };

  void parse(LineJob& job, std::size_t thread);
  void giveEvents(std::vector<LineJob>& batch, std::size_t thread);
  Place& placeOf(const std::string& id, std::size_t thread);
  static void end(Place& place, Shard& shard);
  void give(Event& event, Place& place, LineJob& job) const;
  void give(JsonEvent& event, Place& place, LineJob& job) const;
  std::int64_t timeOf(std::optional<std::int64_t> time_ms, Place& place) const;
  void work(std::vector<LineJob>& batch, std::size_t thread);

  const CrewOptions options_;
  const BeginConversation begin_;
  std::uint64_t lines_ = 0;
  std::vector<Shard> shards_;
  struct Round;  // what the threads share while they work on a batch
  std::shared_ptr<Round> round_;
  std::vector<LineJob>* waiting_ = nullptr;  // with one thread: worked on by `wait`
  std::unique_ptr<WorkerPool> pool_;  // the last member: its threads end before what they use
};

}  // namespace decorum::cli
