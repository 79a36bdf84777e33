// Results of tools, found by the key of the call that they belong to.

#include <algorithm>

#include "tests/support/memory/naive.h"

namespace decorum::test::memory {
namespace {

constexpr std::size_t kKeysRemembered = 32;

constexpr std::size_t kCallsWaiting = 8;

struct Call {
  std::string id;
  Value key;
};

/// The key of the call that a result belongs to, which waits no longer: by id where the result has
/// one, else the oldest.
Value takeCall(std::vector<Call>& waiting, const std::string& id) {
  const auto found = std::find_if(waiting.begin(), waiting.end(),
                                  [&](const Call& call) { return id.empty() || call.id == id; });
  if (found == waiting.end()) return missing();
  const Value key = found->key;
  waiting.erase(found);
  return key;
}

struct Found {
  Value key;
  const Event* result = nullptr;
};

/// Puts a result in front of those for other keys. Returns whether a key had to be forgotten.
bool remember(std::vector<Found>& found, const Found& latest) {
  std::erase_if(found, [&](const Found& entry) { return entry.key == latest.key; });
  found.insert(found.begin(), latest);
  if (found.size() <= kKeysRemembered) return false;
  found.pop_back();
  return true;
}

}  // namespace

Value Naive::keyed(const Expr& expr, std::size_t end) {
  const Value key = at(expr.parts[0], end);
  if (key.state != State::kOk) return key;
  std::vector<Call> waiting;
  std::vector<Found> found;
  bool forgot = false;
  for (std::size_t i = 0; i < end; ++i) {
    const Event& event = history_[i].event;
    if (event.tool != expr.name) continue;
    if (event.kind == EventKind::kToolCall) {
      const decorum::Value* argument = event.arguments ? event.arguments->find("order") : nullptr;
      waiting.push_back({event.call, given(argument, Type::kText)});
      if (waiting.size() > kCallsWaiting) waiting.erase(waiting.begin());
    } else if (event.kind == EventKind::kToolResult) {
      const Value of = takeCall(waiting, event.call);
      if (of.state == State::kOk) forgot |= remember(found, {of, &event});
    }
  }
  for (const Found& entry : found) {
    if (entry.key != key) continue;
    if (!entry.result->arguments) return missing();
    return given(entry.result->arguments->find(expr.field), expr.type);
  }
  return forgot ? fault() : missing();
}

}  // namespace decorum::test::memory
