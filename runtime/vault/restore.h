/// Tokens back to the values they stand for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "decorum/value.h"
#include "runtime/vault/conversation_vault.h"

namespace decorum::vault {

/// `text` with the values of all tokens that the vault holds and the ring opens; what a value
/// brings is not looked at again.
std::string restored(const ConversationVault& vault, const VaultOptions& options,
                     std::string_view text, std::int64_t now_ms);

/// The same for the texts within a value, names of members apart.
Value restoredValue(const ConversationVault& vault, const VaultOptions& options, const Value& value,
                    std::int64_t now_ms);

}  // namespace decorum::vault
