/// Judges the lines of a log, a batch at a time, with any number of threads, and hands the verdicts
/// back in the order of the lines.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "decorum/policy.h"
#include "decorum/service.h"
#include "tools/cli/log_crew.h"
#include "tools/cli/tally.h"

namespace decorum::cli {

struct JudgeOptions {
  CrewOptions crew;
  bool verdicts = true;  ///< else only the tally is wanted
  bool reveal = false;
  std::shared_ptr<const VaultOptions> vault;  ///< null where no rule needs keys
  /// Where given, it judges, and keeps conversations for later runs.
  std::shared_ptr<Service> service;
};

class Judge {
 public:
  Judge(const Policy& policy, const JudgeOptions& options);

  /// Judges a batch while the caller does something else; the batch is theirs again after `wait`.
  void start(std::vector<LineJob>& batch) { crew_.start(batch); }
  void wait() { crew_.wait(); }

  /// Of all batches so far. Not while one is being judged.
  Tally tally() const;
  /// Events that the service knew to have been judged, and could not answer for again.
  std::uint64_t forgotten() const;
  /// Conversations that were given up for want of room.
  std::uint64_t givenUp() const { return crew_.givenUp(); }

 private:
  // What one thread has to itself.
  struct Shard {
    explicit Shard(Tally empty) : tally(std::move(empty)) {}
    Tally tally;
    Verdict verdict;  // of the event at hand
    // For a service, of each conversation: how many events there were, its ends included.
    std::unordered_map<std::string, std::uint64_t> positions;
    std::uint64_t forgotten = 0;
  };
  class Live;

  Policy policy_;
  JudgeOptions options_;
  std::vector<RuleName> rules_;
  std::vector<Shard> shards_;
  LogCrew crew_;  // the last member: its threads end before what they use
};

}  // namespace decorum::cli
