/// Messages over a pair of pipes: `Content-Length: N`, an empty line, N bytes.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace decorum::lsp {

/// A message longer than this is passed over: no editor sends one.
inline constexpr std::size_t kMessageBytes = 256u << 20;

struct Received {
  std::string body;
  std::string problem;  ///< "" unless a message came that cannot be read; the next one can
};

/// The next message; nothing at the end of the stream. Headers that say nothing of use are passed
/// over line by line until one does, so that noise between messages costs no more than itself.
std::optional<Received> readMessage(std::istream& in);

void writeMessage(std::ostream& out, std::string_view body);

}  // namespace decorum::lsp
