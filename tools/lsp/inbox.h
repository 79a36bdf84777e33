/// What the editor has sent and nobody has answered yet.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <istream>
#include <mutex>
#include <optional>
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
  /// Those that wait, in their order, without taking them.
  std::deque<Received> waiting() const;

 private:
  void read(std::istream& in);

  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Received> messages_;
  bool ended_ = false;
  std::thread reader_;
};

}  // namespace decorum::lsp
