/// Tokens back to the values they stand for.
#include "runtime/vault/restore.h"

#include <utility>

namespace decorum::vault {

std::string restored(const ConversationVault& vault, const VaultOptions& options,
                     std::string_view text, std::int64_t now_ms) {
  std::string out;
  std::size_t done = 0;
  TokenPlace token;
  for (std::size_t at = 0; vault.size() > 0 && nextToken(text, at, token); at = token.end) {
    const auto value = vault.valueOf(options, token, now_ms);
    if (!value) continue;
    out.append(text.substr(done, token.begin - done)).append(*value);
    done = token.end;
  }
  return out.append(text.substr(done));
}

Value restoredValue(const ConversationVault& vault, const VaultOptions& options, const Value& value,
                    std::int64_t now_ms) {
  const auto inner = [&](const Value& each) { return restoredValue(vault, options, each, now_ms); };
  if (value.text() != nullptr) return restored(vault, options, *value.text(), now_ms);
  if (value.list() != nullptr) {
    Value::List list;
    for (const Value& each : *value.list()) list.push_back(inner(each));
    return list;
  }
  if (value.object() != nullptr) {
    Value::Object object;
    for (const auto& [name, each] : *value.object()) object.emplace_back(name, inner(each));
    return object;
  }
  return value;
}

}  // namespace decorum::vault
