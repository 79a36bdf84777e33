#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/result.h"
#include "decorum/work.h"

namespace decorum {

/// What a store has of a conversation. Record and vault are `Service`'s business: to the store they
/// are bytes.
struct StoredConversation {
  std::uint64_t version = 0;  ///< 0: the store has nothing of it
  std::vector<std::byte> record;
  std::vector<std::byte> vault;  ///< values behind tokens, sealed; usually none
};

/// Everything that one event caused.
struct Commit {
  std::string conversation;
  std::uint64_t expected_version = 0;  ///< the one that `load` gave; 0 for a conversation's first
  std::vector<std::byte> record;       ///< replaces the one there was
  std::vector<WorkItem> work;          ///< added; an item whose id is there already stays as it is
  std::string log_entry;               ///< "" for none: kept until the decision log has it
  std::vector<std::byte> vault;        ///< replaces the one there was
};

enum class CommitOutcome : std::uint8_t {
  kDone,     ///< all of it, durably where the store is durable
  kConflict  ///< nothing of it: the version is not the expected one any more
};

/// Changes one work item and, in the same step, adds others.
struct WorkChange {
  WorkItem item;                  ///< `version` is that of the item it was made from
  std::optional<WorkItem> opens;  ///< of the same conversation; added as by `Commit::work`
};

/// Which work items. Members that are absent or empty ask for nothing.
struct WorkQuery {
  std::optional<WorkState> state;
  std::string queue;
  std::string conversation;
  std::string after_id;  ///< continues a list: ids greater than this one
  std::size_t limit = 1000;
};

/// An entry for the decision log that is not in it yet.
struct PendingEntry {
  std::string ticket;  ///< the store's own name for it
  std::string entry;   ///< as in `Commit::log_entry`
};

struct StoreFigures {
  std::uint64_t conversations = 0;
  std::uint64_t evicted =
      0;  ///< conversations forgotten for want of room, since the store was opened
  std::uint64_t work_items = 0;
  std::uint64_t log_entries = 0;  ///< pending
};

/// Keeps conversations, the work they caused and what is to be logged. Any number of threads may
/// use one store, and any number of processes one that is not in memory. No call throws; an error
/// is a sentence for an operator, and nothing has been changed then unless the connection broke
/// between a commit and its answer (`Service` finds out by the event's id).
class Store {
 public:
  virtual ~Store() = default;

  /// What there is of `conversation` now.
  virtual Result<StoredConversation, std::string> load(std::string_view conversation) = 0;

  /// Does all of `commit`, and raises the version by one, or does nothing.
  virtual Result<CommitOutcome, std::string> commit(const Commit& commit) = 0;

  /// Forgets a conversation, with its vault; its work items and log entries stay.
  virtual Result<bool, std::string> forget(std::string_view conversation) = 0;

  virtual Result<std::optional<WorkItem>, std::string> workItem(std::string_view id) = 0;
  /// By id, ascending.
  virtual Result<std::vector<WorkItem>, std::string> work(const WorkQuery& query) = 0;
  /// Open items whose warning or deadline is at or before `until_ms`, the earliest first.
  virtual Result<std::vector<WorkItem>, std::string> dueChanges(std::int64_t until_ms,
                                                                std::size_t limit) = 0;
  /// Items with a notice to be sent at or before `until_ms`, the earliest first.
  virtual Result<std::vector<WorkItem>, std::string> dueDeliveries(std::int64_t until_ms,
                                                                   std::size_t limit) = 0;
  /// Compare-and-swap on the item's version, which is raised by one.
  virtual Result<CommitOutcome, std::string> change(const WorkChange& change) = 0;
  /// Removes items that were finished before an instant and have nothing to deliver. Their number.
  virtual Result<std::size_t, std::string> pruneWork(std::int64_t finished_before_ms) = 0;

  /// The oldest entries, those of one conversation in the order of their commits.
  virtual Result<std::vector<PendingEntry>, std::string> pendingLog(std::size_t limit) = 0;
  /// Takes entries out, once they are safe elsewhere. Unknown tickets are passed over.
  virtual Result<bool, std::string> dropLog(std::span<const PendingEntry> entries) = 0;

  virtual Result<StoreFigures, std::string> figures() = 0;
};

/// A store that someone else brings, by the scheme of its URLs (`redis`).
struct StoreOpener {
  std::string scheme;
  std::function<Result<std::unique_ptr<Store>, std::string>(const std::string& url)> open;
};

struct StoreOptions {
  /// How many conversations a store in memory keeps; the one not touched for longest goes first.
  std::size_t memory_conversations = 1'000'000;
  /// How long SQLite waits for another process that writes.
  std::int64_t busy_ms = 5'000;
  std::vector<StoreOpener> openers;
};

/// Opens the store that `url` names: `memory:`, `sqlite:PATH`, the path of a folder (made where it
/// is not there, with `state.sqlite` in it), or a scheme among `options.openers`. Error: the URL is
/// not understood, or why the store cannot be used.
Result<std::unique_ptr<Store>, std::string> openStore(const std::string& url,
                                                      const StoreOptions& options = {});

}  // namespace decorum
