/// The store in the process.
#include "runtime/memory/memory_store.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <functional>

namespace decorum {
namespace {

std::uint32_t hashOf(std::string_view id) {
  const std::size_t hash = std::hash<std::string_view>()(id);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

}  // namespace

MemoryStore::MemoryStore(std::size_t most_conversations)
    : most_conversations_(std::clamp<std::size_t>(most_conversations, 1, kNone - 1)),
      buckets_(64, kNone) {}

// ---------------------------------------------------------------------------------------------
// conversations

std::uint32_t MemoryStore::find(std::string_view id, std::uint32_t hash) const {
  std::uint32_t slot = buckets_[hash & (buckets_.size() - 1)];
  while (slot != kNone && (slots_[slot].hash != hash || slots_[slot].id() != id))
    slot = slots_[slot].next;
  return slot;
}

std::uint32_t MemoryStore::add(std::string_view id, std::uint32_t hash) {
  if (conversations_ >= most_conversations_) {
    remove(oldest_);
    ++evicted_;
  }
  if (conversations_ >= buckets_.size()) growTable();
  std::uint32_t slot = free_;
  if (slot != kNone) {
    free_ = slots_[slot].next;
  } else {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  }
  Slot& made = slots_[slot];
  made.hash = hash;
  fill(made, id, {}, {});
  std::uint32_t& bucket = buckets_[hash & (buckets_.size() - 1)];
  made.next = bucket;
  bucket = slot;
  link(slot);
  ++conversations_;
  return slot;
}

void MemoryStore::remove(std::uint32_t slot) {
  unlink(slot);
  std::uint32_t* place = &buckets_[slots_[slot].hash & (buckets_.size() - 1)];
  while (*place != slot) place = &slots_[*place].next;
  *place = slots_[slot].next;
  slots_[slot] = Slot();
  slots_[slot].next = free_;
  free_ = slot;
  --conversations_;
}

void MemoryStore::fill(Slot& slot, std::string_view id, std::span<const std::byte> record,
                       std::span<const std::byte> vault) {
  auto bytes = std::make_unique_for_overwrite<char[]>(id.size() + record.size() + vault.size());
  std::copy(id.begin(), id.end(), bytes.get());
  if (!record.empty()) std::memcpy(bytes.get() + id.size(), record.data(), record.size());
  if (!vault.empty())
    std::memcpy(bytes.get() + id.size() + record.size(), vault.data(), vault.size());
  slot.bytes = std::move(bytes);
  slot.id_bytes = static_cast<std::uint32_t>(id.size());
  slot.record_bytes = static_cast<std::uint32_t>(record.size());
  slot.vault_bytes = static_cast<std::uint32_t>(vault.size());
}

void MemoryStore::link(std::uint32_t slot) {
  slots_[slot].older = newest_;
  slots_[slot].newer = kNone;
  (newest_ == kNone ? oldest_ : slots_[newest_].newer) = slot;
  newest_ = slot;
}

void MemoryStore::unlink(std::uint32_t slot) {
  const Slot& gone = slots_[slot];
  (gone.older == kNone ? oldest_ : slots_[gone.older].newer) = gone.newer;
  (gone.newer == kNone ? newest_ : slots_[gone.newer].older) = gone.older;
}

void MemoryStore::growTable() {
  std::vector<std::uint32_t> grown(buckets_.size() * 2, kNone);
  for (std::uint32_t slot = oldest_; slot != kNone; slot = slots_[slot].newer) {
    std::uint32_t& bucket = grown[slots_[slot].hash & (grown.size() - 1)];
    slots_[slot].next = bucket;
    bucket = slot;
  }
  buckets_ = std::move(grown);
}

Result<StoredConversation, std::string> MemoryStore::load(std::string_view conversation) {
  const std::lock_guard lock(mutex_);
  const std::uint32_t found = find(conversation, hashOf(conversation));
  if (found == kNone) return StoredConversation();
  unlink(found);
  link(found);
  const Slot& slot = slots_[found];
  const auto* const record = reinterpret_cast<const std::byte*>(slot.bytes.get() + slot.id_bytes);
  const auto* const vault = record + slot.record_bytes;
  return StoredConversation{slot.version, {record, vault}, {vault, vault + slot.vault_bytes}};
}

Result<CommitOutcome, std::string> MemoryStore::commit(const Commit& commit) {
  const std::lock_guard lock(mutex_);
  const std::uint32_t hash = hashOf(commit.conversation);
  std::uint32_t found = find(commit.conversation, hash);
  const std::uint64_t version = found == kNone ? 0 : slots_[found].version;
  if (version != commit.expected_version) return CommitOutcome::kConflict;
  if (found == kNone) {
    found = add(commit.conversation, hash);
  } else {
    unlink(found);
    link(found);
  }
  fill(slots_[found], commit.conversation, commit.record, commit.vault);
  slots_[found].version = version + 1;
  for (const WorkItem& item : commit.work) addWork(item);
  if (!commit.log_entry.empty()) log_.emplace(next_ticket_++, commit.log_entry);
  return CommitOutcome::kDone;
}

Result<bool, std::string> MemoryStore::forget(std::string_view conversation) {
  const std::lock_guard lock(mutex_);
  const std::uint32_t found = find(conversation, hashOf(conversation));
  if (found == kNone) return false;
  remove(found);
  return true;
}

// ---------------------------------------------------------------------------------------------
// work

void MemoryStore::enter(const WorkItem& item) {
  if (const auto change = item.nextChange()) changes_.emplace(*change, item.id);
  if (item.delivery.state == DeliveryState::kPending)
    deliveries_.emplace(item.delivery.due_ms, item.id);
}

void MemoryStore::leave(const WorkItem& item) {
  if (const auto change = item.nextChange()) changes_.erase({*change, item.id});
  if (item.delivery.state == DeliveryState::kPending)
    deliveries_.erase({item.delivery.due_ms, item.id});
}

void MemoryStore::addWork(const WorkItem& item) {
  if (work_.emplace(item.id, item).second) enter(item);
}

Result<std::optional<WorkItem>, std::string> MemoryStore::workItem(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = work_.find(id);
  return found == work_.end() ? std::optional<WorkItem>() : found->second;
}

Result<std::vector<WorkItem>, std::string> MemoryStore::work(const WorkQuery& query) {
  const std::lock_guard lock(mutex_);
  std::vector<WorkItem> found;
  for (auto at = work_.upper_bound(query.after_id); at != work_.end() && found.size() < query.limit;
       ++at) {
    const WorkItem& item = at->second;
    const bool asked = (!query.state || item.state == *query.state) &&
                       (query.queue.empty() || item.queue == query.queue) &&
                       (query.conversation.empty() || item.conversation == query.conversation);
    if (asked) found.push_back(item);
  }
  return found;
}

std::vector<WorkItem> MemoryStore::due(const DueIndex& index, std::int64_t until_ms,
                                       std::size_t limit) const {
  std::vector<WorkItem> found;
  for (const auto& [time_ms, id] : index) {
    if (time_ms > until_ms || found.size() >= limit) break;
    found.push_back(work_.find(id)->second);
  }
  return found;
}

Result<std::vector<WorkItem>, std::string> MemoryStore::dueChanges(std::int64_t until_ms,
                                                                   std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return due(changes_, until_ms, limit);
}

Result<std::vector<WorkItem>, std::string> MemoryStore::dueDeliveries(std::int64_t until_ms,
                                                                      std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return due(deliveries_, until_ms, limit);
}

Result<CommitOutcome, std::string> MemoryStore::change(const WorkChange& change) {
  const std::lock_guard lock(mutex_);
  const auto found = work_.find(change.item.id);
  if (found == work_.end() || found->second.version != change.item.version)
    return CommitOutcome::kConflict;
  leave(found->second);
  found->second = change.item;
  ++found->second.version;
  enter(found->second);
  if (change.opens) addWork(*change.opens);
  return CommitOutcome::kDone;
}

Result<std::size_t, std::string> MemoryStore::pruneWork(std::int64_t finished_before_ms) {
  const std::lock_guard lock(mutex_);
  return std::erase_if(work_, [&](const auto& entry) {
    const WorkItem& item = entry.second;
    return item.isFinished() && item.changed_ms && *item.changed_ms < finished_before_ms &&
           item.delivery.state != DeliveryState::kPending;
  });
}

// ---------------------------------------------------------------------------------------------
// log

Result<std::vector<PendingEntry>, std::string> MemoryStore::pendingLog(std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<PendingEntry> entries;
  for (const auto& [ticket, entry] : log_) {
    if (entries.size() >= limit) break;
    entries.push_back({std::to_string(ticket), entry});
  }
  return entries;
}

Result<bool, std::string> MemoryStore::dropLog(std::span<const PendingEntry> entries) {
  const std::lock_guard lock(mutex_);
  for (const PendingEntry& entry : entries) {
    std::uint64_t ticket = 0;
    std::from_chars(entry.ticket.data(), entry.ticket.data() + entry.ticket.size(), ticket);
    log_.erase(ticket);
  }
  return true;
}

Result<StoreFigures, std::string> MemoryStore::figures() {
  const std::lock_guard lock(mutex_);
  return StoreFigures{conversations_, evicted_, work_.size(), log_.size()};
}

}  // namespace decorum
