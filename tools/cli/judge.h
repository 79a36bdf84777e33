/// Judges the lines of a log, a batch at a time, with any number of threads, and hands the verdicts
/// back in the order of the lines.
///
///   batch of lines ─ parse ─┬─ chat shape: the whole conversation at once, by whichever thread
///                           └─ event shape: by the thread that has the conversation
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decorum/policy.h"
#include "decorum/service.h"
#include "tools/cli/tally.h"
#include "tools/cli/worker_pool.h"
#include "tools/logs/log_line.h"

namespace decorum::cli {

struct JudgeOptions {
  std::size_t threads = 1;
  bool verdicts = true;  ///< else only the tally is wanted
  bool reveal = false;
  std::shared_ptr<const VaultOptions> vault;  ///< null where no rule needs keys
  bool close = false;                         ///< ends each conversation of chat shape with `close`
  std::int64_t start_ms = 0;  ///< the clock of a conversation whose events have no time
  std::int64_t every_ms = 0;  ///< how far each event without a time moves it
  /// Conversations of event shape that go on at the same time. One more, and the one that has
  /// waited longest for an event is given up: what comes for it begins anew.
  std::size_t live = 100'000;
  /// Where given, it judges, and keeps conversations for later runs.
  std::shared_ptr<Service> service;
};

/// One line on its way through.
struct LineJob {
  std::string place;  ///< "log.jsonl:12"
  std::string text;
  std::vector<std::string> problems;  ///< what was malformed
  std::string verdicts;               ///< a line of JSON for each event
  logs::LogLine parsed;
  std::uint64_t given = 0;  ///< of a whole conversation: events that were judged
};

class Judge {
 public:
  Judge(const Policy& policy, const JudgeOptions& options);

  /// Judges a batch while the caller does something else; the batch is theirs again after `wait`.
  void start(std::vector<LineJob>& batch);
  void wait();

  /// Of all batches so far. Not while one is being judged.
  Tally tally() const;
  /// Events that the service knew to have been judged, and could not answer for again.
  std::uint64_t forgotten() const;
  /// Conversations that were given up for want of room.
  std::uint64_t givenUp() const;

 private:
  // A conversation that is going on.
  struct Live {
    std::string id;
    std::optional<Conversation> conversation;  // none where a service judges
    std::vector<std::uint32_t> seen;           // rules that fired
    std::optional<std::int64_t> clock_ms;
    std::vector<std::pair<std::string, Value>> facts;  // for a service, which keeps none
  };
  // What one thread has to itself. Conversations of event shape stay until their `close`, or until
  // there are too many.
  struct Shard {
    explicit Shard(Tally empty) : tally(std::move(empty)) {}
    std::list<Live> live;  // the one with the latest event in front
    std::unordered_map<std::string_view, std::list<Live>::iterator> by_id;  // keys: their ids
    std::uint64_t given_up = 0;
    Tally tally;
    // For a service, of each conversation: how many events there were, its ends included.
    std::unordered_map<std::string, std::uint64_t> positions;
    std::uint64_t forgotten = 0;
  };

  void parse(LineJob& job, Shard& shard) const;
  void judgeEvents(std::vector<LineJob>& batch, std::size_t worker);
  Live& liveOf(const std::string& id, Shard& shard) const;
  static void end(Live& live, Shard& shard);
  Live begin(const std::string& id, Shard& shard) const;
  void give(Event& event, Live& live, LineJob& job, Shard& shard) const;
  std::optional<Verdict> serve(Event& event, Live& live, LineJob& job, Shard& shard) const;
  void work(std::vector<LineJob>& batch, std::size_t worker);

  Policy policy_;
  JudgeOptions options_;
  std::vector<RuleName> rules_;
  std::vector<Shard> shards_;
  struct Round;  // what the threads share while they judge a batch
  std::shared_ptr<Round> round_;
  std::vector<LineJob>* waiting_ = nullptr;  // with one thread: judged by `wait`
  std::unique_ptr<WorkerPool> pool_;  // the last member: its threads end before what they use
};

}  // namespace decorum::cli
