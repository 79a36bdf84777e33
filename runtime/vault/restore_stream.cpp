/// Restoring a text that comes in chunks.
#include "decorum/restore_stream.h"

#include <utility>

#include "runtime/vault/token.h"

namespace decorum {

std::string RestoreStream::restored(std::string_view text) const {
  vault::TokenPlace token;
  return vault::nextToken(text, 0, token) ? restore_(text) : std::string(text);
}

std::string RestoreStream::give(std::string_view chunk) {
  held_ += chunk;
  const std::size_t held_from = vault::openToken(held_);
  std::string out = restored(std::string_view(held_).substr(0, held_from));
  held_.erase(0, held_from);
  return out;
}

std::string RestoreStream::finish() { return restored(std::exchange(held_, {})); }

}  // namespace decorum
