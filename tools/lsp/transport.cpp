#include "tools/lsp/transport.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace decorum::lsp {
namespace {

// What claims to be longer than this is no message to pass over, but a mistake in its header.
constexpr std::size_t kSkippedBytes = std::size_t{1} << 32;

// Case does not matter in names of headers.
std::optional<std::string_view> valueOf(std::string_view line, std::string_view name) {
  const std::size_t colon = line.find(':');
  if (colon != name.size()) return std::nullopt;
  const auto same = [](char ours, char theirs) {
    return ours == std::tolower(static_cast<unsigned char>(theirs));
  };
  if (!std::equal(name.begin(), name.end(), line.begin(), same)) return std::nullopt;
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
  return value;
}

}  // namespace

std::optional<Received> readMessage(std::istream& in) {
  std::optional<std::size_t> length;
  std::optional<std::string> bad_length;
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) {
      const auto value = valueOf(line, "content-length");
      if (!value) continue;
      std::size_t number = 0;
      const auto [end, error] =
          std::from_chars(value->data(), value->data() + value->size(), number);
      const bool whole = error == std::errc() && end == value->data() + value->size();
      const bool is_sane = whole && number <= kSkippedBytes;
      if (is_sane) length = number;
      if (!is_sane) bad_length = *value;
      continue;
    }
    if (bad_length) return Received{{}, "the length of a message is '" + *bad_length + "'"};
    if (!length) continue;
    if (*length > kMessageBytes) {
      in.ignore(static_cast<std::streamsize>(*length));
      return Received{{}, "a message is too long"};
    }
    Received received;
    received.body.resize(*length);
    in.read(received.body.data(), static_cast<std::streamsize>(*length));
    if (static_cast<std::size_t>(in.gcount()) < *length) return std::nullopt;
    return received;
  }
  return std::nullopt;
}

void writeMessage(std::ostream& out, std::string_view body) {
  out << "Content-Length: " << body.size() << "\r\n\r\n" << body;
  out.flush();
}

}  // namespace decorum::lsp
