#include "tools/lsp/inbox.h"

#include <vector>

#include "tools/lsp/protocol_json.h"

namespace decorum::lsp {
namespace {

// What a message asks for as soon as it has come, whatever waits before it.
struct Urgent {
  bool is_exit = false;
  std::vector<std::string> cancelled;  // ids, as JSON
};

void look(const Json& message, Urgent& urgent) {
  if (!message.is_object()) return;
  const Json method = message.value("method", Json());
  urgent.is_exit |= method == "exit";
  const auto params = message.find("params");
  if (method != "$/cancelRequest" || params == message.end() || !params->is_object()) return;
  if (const auto id = params->find("id"); id != params->end())
    urgent.cancelled.push_back(id->dump());
}

Urgent urgentIn(const std::string& body) {
  Urgent urgent;
  if (body.find("\"exit\"") == std::string::npos &&
      body.find("$/cancelRequest") == std::string::npos)
    return urgent;
  const Json json = parseMessage(body);
  if (json.is_array())
    for (const Json& one : json) look(one, urgent);
  look(json, urgent);
  return urgent;
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
    Urgent urgent = urgentIn(received->body);
    is_last = urgent.is_exit;
    const std::lock_guard lock(mutex_);
    cancelled_.insert(urgent.cancelled.begin(), urgent.cancelled.end());
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

bool Inbox::isQuiet(std::chrono::milliseconds pause) {
  std::unique_lock lock(mutex_);
  return !arrived_.wait_for(lock, pause, [&] { return ended_ || !messages_.empty(); });
}

bool Inbox::isCancelled(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return cancelled_.contains(id);
}

void Inbox::forget(const std::string& id) {
  const std::lock_guard lock(mutex_);
  cancelled_.erase(id);
}

}  // namespace decorum::lsp
