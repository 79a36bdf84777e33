/// What the editor has sent and nobody has answered yet.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <istream>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "tools/lsp/transport.h"

namespace decorum::lsp {

/// Reads messages in a thread of its own, so that who works on one knows whether more have come.
class Inbox {
 public:
  explicit Inbox(std::istream& in);
  /// Waits for the reader, which ends with its stream, or after the message being read.
  ~Inbox();
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  /// The next message, waited for. Nothing at the end.
  std::optional<Received> next();
  bool isEmpty() const;
  /// Whether nothing comes for so long; waits for that.
  bool isQuiet(std::chrono::milliseconds pause);
  /// Whether a message that has come, answered or not, takes the request `id` (its JSON) back.
  bool isCancelled(const std::string& id) const;
  /// The message that took it back was dealt with: nothing more is to be known of it.
  void forget(const std::string& id);

 private:
  void read(std::istream& in);

  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Received> messages_;
  std::set<std::string> cancelled_;
  bool ended_ = false;
  std::thread reader_;
};

}  // namespace decorum::lsp
