#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/result.h"
#include "decorum/store.h"
#include "decorum/work.h"

namespace decorum {

/// What is sent to those who take up work. Sent again after a failure or a crash, with the same id.
struct Notice {
  std::string id;  ///< the item's, and the kind: "0f3c…-opened"
  NoticeKind kind = NoticeKind::kOpened;
  WorkItem item;
};

/// Brings notices somewhere. May be called by several threads at once if several call
/// `Outbox::advance`.
class Deliverer {
 public:
  virtual ~Deliverer() = default;
  /// "" where the receiver has taken it, else why not. Comes back within a bounded time.
  virtual std::string deliver(const Notice& notice) = 0;
};

struct OutboxOptions {
  std::int64_t first_retry_ms = 1'000;  ///< after the first failure; doubled after each further one
  std::int64_t longest_retry_ms = 3'600'000;
  std::uint32_t attempts = 12;  ///< at one notice; after the last it is `kDead`
  /// How long a sender has to itself what it is sending. It must be longer than a delivery takes;
  /// after a crash it is how long the item waits for its next attempt.
  std::int64_t lease_ms = 60'000;
  /// Finished items are removed after so long.
  std::int64_t keep_finished_ms = std::int64_t{30} * 24 * 3'600'000;
};

/// Why a change was not made.
struct WorkError {
  enum class Reason : std::uint8_t {
    kUnknown,     ///< there is no such item
    kWrongState,  ///< it was accepted, resolved or expired already; `item` says how and by whom
    kBadOutcome,  ///< of a hold something else than "block" or "release"
    kUnavailable  ///< the store fails
  };
  Reason reason = Reason::kUnknown;
  std::string detail;  ///< a sentence
  std::optional<WorkItem> item;
};

/// What one call of `Outbox::advance` did.
struct Advanced {
  std::size_t warned = 0, expired = 0, opened = 0, delivered = 0, failed = 0, died = 0, removed = 0;
  /// When something is due next; nothing where nothing is known to be.
  std::optional<std::int64_t> next_ms;
};

/// The work that verdicts left in a store: who takes it up, what happens when no one does, and
/// telling those who should. Any thread at once, and any number of processes on one store: each
/// change is a compare-and-swap on the item, so that it is accepted once.
///
/// No clock is read: instants are given, ms since 1970-01-01T00:00:00Z.
class Outbox {
 public:
  /// Without a `deliverer` notices stay pending, for another process to send.
  explicit Outbox(std::shared_ptr<Store> store, std::shared_ptr<Deliverer> deliverer = nullptr,
                  OutboxOptions options = {});
  ~Outbox();
  Outbox(Outbox&&) noexcept;
  Outbox& operator=(Outbox&&) noexcept;

  Result<std::vector<WorkItem>, std::string> list(const WorkQuery& query) const;
  Result<std::optional<WorkItem>, std::string> find(std::string_view id) const;

  /// Takes an open item up. By the same person again it changes nothing and is no error.
  Result<WorkItem, WorkError> accept(std::string_view id, std::string_view by, std::int64_t now_ms);
  /// Ends an item that is open, or that `by` accepted. Of a hold `outcome` is "block" or "release".
  Result<WorkItem, WorkError> resolve(std::string_view id, std::string_view by,
                                      std::string_view outcome, std::int64_t now_ms);

  /// Does what is due by `now_ms`: expires items (and opens what `otherwise to` asks for), makes
  /// warnings due, sends notices, removes what was finished long ago.
  Result<Advanced, std::string> advance(std::int64_t now_ms);

  /// Waits until an item is finished, or accepted where `or_accepted`, at most until `until`. The
  /// item as it is then. Changes by this object are noticed at once, those by others within `poll`.
  Result<WorkItem, WorkError> wait(std::string_view id, bool or_accepted,
                                   std::chrono::steady_clock::time_point until,
                                   std::chrono::milliseconds poll = std::chrono::milliseconds(250));

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// How long after its `failures`-th failure a notice is sent again: doubled each time, with a share
/// of up to a half taken off by the notice's id, so that many that failed together do not come back
/// together. The same for the same arguments.
std::int64_t retryDelay(std::string_view notice_id, std::uint32_t failures,
                        const OutboxOptions& options);

}  // namespace decorum
