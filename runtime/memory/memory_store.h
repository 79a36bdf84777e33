/// The store in the process. A conversation is one slot and one block of bytes, its id, then its
/// record and its vault, so that a million of them cost little more than what they remember:
///
///   buckets_[hash] ─► slot ─ next ─► slot …        one list a bucket
///   oldest_ ─ newer ─► slot ─ newer ─► … ─► newest_  touched in this order
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "decorum/store.h"

namespace decorum {

class MemoryStore : public Store {
 public:
  /// Keeps at most `most_conversations`, at least one.
  explicit MemoryStore(std::size_t most_conversations);

  Result<StoredConversation, std::string> load(std::string_view conversation) override;
  Result<CommitOutcome, std::string> commit(const Commit& commit) override;
  Result<bool, std::string> forget(std::string_view conversation) override;
  Result<std::optional<WorkItem>, std::string> workItem(std::string_view id) override;
  Result<std::vector<WorkItem>, std::string> work(const WorkQuery& query) override;
  Result<std::vector<WorkItem>, std::string> dueChanges(std::int64_t until_ms,
                                                        std::size_t limit) override;
  Result<std::vector<WorkItem>, std::string> dueDeliveries(std::int64_t until_ms,
                                                           std::size_t limit) override;
  Result<CommitOutcome, std::string> change(const WorkChange& change) override;
  Result<std::size_t, std::string> pruneWork(std::int64_t finished_before_ms) override;
  Result<std::vector<PendingEntry>, std::string> pendingLog(std::size_t limit) override;
  Result<bool, std::string> dropLog(std::span<const PendingEntry> entries) override;
  Result<StoreFigures, std::string> figures() override;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  struct Slot {
    std::unique_ptr<char[]> bytes;  // the id, the record, the vault
    std::uint64_t version = 0;
    std::uint32_t id_bytes = 0;
    std::uint32_t record_bytes = 0;
    std::uint32_t vault_bytes = 0;
    std::uint32_t hash = 0;
    std::uint32_t next = kNone;  // in its bucket, or among the free
    std::uint32_t newer = kNone;
    std::uint32_t older = kNone;
    std::string_view id() const { return {bytes.get(), id_bytes}; }
  };
  using DueIndex = std::set<std::pair<std::int64_t, std::string>>;

  std::uint32_t find(std::string_view id, std::uint32_t hash) const;
  std::uint32_t add(std::string_view id, std::uint32_t hash);
  void remove(std::uint32_t slot);
  static void fill(Slot& slot, std::string_view id, std::span<const std::byte> record,
                   std::span<const std::byte> vault);
  void link(std::uint32_t slot);
  void unlink(std::uint32_t slot);
  void growTable();
  void addWork(const WorkItem& item);
  void enter(const WorkItem& item);
  void leave(const WorkItem& item);
  std::vector<WorkItem> due(const DueIndex& index, std::int64_t until_ms, std::size_t limit) const;

  std::mutex mutex_;
  const std::size_t most_conversations_;
  std::deque<Slot> slots_;
  std::vector<std::uint32_t> buckets_;
  std::uint32_t free_ = kNone;
  std::uint32_t newest_ = kNone;
  std::uint32_t oldest_ = kNone;
  std::size_t conversations_ = 0;
  std::uint64_t evicted_ = 0;

  std::map<std::string, WorkItem, std::less<>> work_;
  DueIndex changes_;
  DueIndex deliveries_;
  std::map<std::uint64_t, std::string> log_;
  std::uint64_t next_ticket_ = 1;
};

}  // namespace decorum
