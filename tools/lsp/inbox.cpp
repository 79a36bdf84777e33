#include "tools/lsp/inbox.h"

#include <algorithm>

#include "tools/lsp/protocol_json.h"

namespace decorum::lsp {
namespace {

bool isExit(const std::string& body) {
  if (body.find("\"exit\"") == std::string::npos) return false;
  const Json json = Json::parse(body, nullptr, false);
  const auto asks = [](const Json& one) {
    return one.is_object() && one.value("method", Json()) == "exit";
  };
  return asks(json) || (json.is_array() && std::any_of(json.begin(), json.end(), asks));
}

}  // namespace

Inbox::Inbox(std::istream& in) : reader_([this, &in] { read(in); }) {}

Inbox::~Inbox() { reader_.join(); }

void Inbox::read(std::istream& in) {
  bool is_last = false;
  while (!is_last) {
    auto received = readMessage(in);
    if (!received) break;
    // After `exit` nothing is read: an editor that keeps the pipe open does not keep us.
    is_last = isExit(received->body);
    const std::lock_guard lock(mutex_);
    messages_.push_back(std::move(*received));
    arrived_.notify_one();
  }
  const std::lock_guard lock(mutex_);
  ended_ = true;
  arrived_.notify_one();
}

std::optional<Received> Inbox::next() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return ended_ || !messages_.empty(); });
  if (messages_.empty()) return std::nullopt;
  Received first = std::move(messages_.front());
  messages_.pop_front();
  return first;
}

bool Inbox::isEmpty() const {
  const std::lock_guard lock(mutex_);
  return messages_.empty() && !ended_;
}

std::deque<Received> Inbox::waiting() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

}  // namespace decorum::lsp
