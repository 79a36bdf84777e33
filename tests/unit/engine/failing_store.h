/// A store that fails when it is told to, as one does whose server goes away.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "decorum/store.h"

namespace decorum::test {

class FailingStore : public Store {
 public:
  explicit FailingStore(std::shared_ptr<Store> under) : under_(std::move(under)) {}

  std::atomic<int> loads_to_fail = 0;
  std::atomic<int> commits_to_fail = 0;
  /// The commits that fail are done all the same: the connection broke before the answer.
  bool does_what_fails = false;

  Result<StoredConversation, std::string> load(std::string_view conversation) override {
    if (fails(loads_to_fail)) return std::string("no connection");
    return under_->load(conversation);
  }
  Result<CommitOutcome, std::string> commit(const Commit& commit) override {
    if (fails(commits_to_fail)) {
      if (does_what_fails) (void)under_->commit(commit);
      return std::string("connection lost");
    }
    return under_->commit(commit);
  }
  Result<bool, std::string> forget(std::string_view conversation) override {
    return under_->forget(conversation);
  }
  Result<std::optional<WorkItem>, std::string> workItem(std::string_view id) override {
    return under_->workItem(id);
  }
  Result<std::vector<WorkItem>, std::string> work(const WorkQuery& query) override {
    return under_->work(query);
  }
  Result<std::vector<WorkItem>, std::string> dueChanges(std::int64_t until_ms,
                                                        std::size_t limit) override {
    return under_->dueChanges(until_ms, limit);
  }
  Result<std::vector<WorkItem>, std::string> dueDeliveries(std::int64_t until_ms,
                                                           std::size_t limit) override {
    return under_->dueDeliveries(until_ms, limit);
  }
  Result<CommitOutcome, std::string> change(const WorkChange& change) override {
    return under_->change(change);
  }
  Result<std::size_t, std::string> pruneWork(std::int64_t finished_before_ms) override {
    return under_->pruneWork(finished_before_ms);
  }
  Result<std::vector<PendingEntry>, std::string> pendingLog(std::size_t limit) override {
    return under_->pendingLog(limit);
  }
  Result<bool, std::string> dropLog(std::span<const PendingEntry> entries) override {
    return under_->dropLog(entries);
  }
  Result<StoreFigures, std::string> figures() override { return under_->figures(); }

 private:
  static bool fails(std::atomic<int>& left) {
    if (left <= 0) return false;
    --left;
    return true;
  }

  std::shared_ptr<Store> under_;
};

}  // namespace decorum::test
