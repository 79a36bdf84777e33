/// Judges the lines of a log by two policies side by side, with any number of threads, and counts
/// where they differ.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decorum/policy.h"
#include "tools/cli/log_crew.h"
#include "tools/cli/replay_difference.h"
#include "tools/cli/replay_report.h"

namespace decorum::cli {

struct ReplayOptions {
  CrewOptions crew;
  std::shared_ptr<const VaultOptions> vault;  ///< null where no rule needs keys
};

class ReplayBook {
 public:
  ReplayBook(const Policy& before, const Policy& after, const ReplayOptions& options);

  /// Judges a batch while the caller does something else; the batch is theirs again after `wait`.
  void start(std::vector<LineJob>& batch) { crew_.start(batch); }
  void wait() { crew_.wait(); }

  /// Of all batches so far, the same whatever the number of threads. Not while one is judged.
  ReplayReport report() const;

 private:
  // What one thread has to itself.
  struct Shard {
    explicit Shard(ReplayReport empty) : report(std::move(empty)) {}
    ReplayReport report;
    Verdict before, after;  // of the latest event; kept for their memory
    EventDifference difference;
  };
  class Live;
  ReplayReport emptyReport() const;

  const Policy before_, after_;
  const RulePairs rules_;
  ConversationOptions conversation_;
  std::vector<Shard> shards_;
  LogCrew crew_;  // the last member: its threads end before what they use
};

}  // namespace decorum::cli
