#include "runtime/text/decoded.h"

#include <algorithm>
#include <optional>

#include "runtime/text/characters.h"
#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

int hexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char small = static_cast<char>(c | 0x20);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// Of base64 and of its form for addresses (RFC 4648, sections 4 and 5).
int base64Value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

/// Characters that may stand in a percent-encoded run beside escapes (RFC 3986, section 2.3), and
/// the plus sign, which forms write for a space.
bool isUnreserved(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' ||
         c == '.' || c == '_' || c == '~' || c == '+';
}

bool isText(std::string_view bytes) {
  if (bytes.empty() || !isUtf8(bytes)) return false;
  for (std::size_t at = 0; at < bytes.size();) {
    const Decoded next = decodeAt(bytes, at);
    at += next.bytes;
    const char32_t c = next.code_point;
    if (c == '\n' || c == '\r' || c == '\t') continue;
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c >= 0xFFFE) return false;
  }
  return true;
}

/// `bytes` without the piece of a character at its end.
std::string_view wholeCharacters(std::string_view bytes) {
  for (std::size_t cut = 0; cut < 4 && cut < bytes.size(); ++cut) {
    const std::string_view part = bytes.substr(0, bytes.size() - cut);
    if (isUtf8(part)) return part;
  }
  return bytes;
}

std::optional<std::string> fromBase64(std::string_view run) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : run) {
    bits = bits << 6 | static_cast<std::uint32_t>(base64Value(c));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>(bits >> count & 0xFF));
  }
  if (run.size() % 4 == 1) return std::nullopt;  // no number of bytes gives such a length
  return bytes;
}

std::optional<std::string> fromHex(std::string_view run) {
  if (run.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < run.size(); i += 2) {
    bytes.push_back(static_cast<char>(hexValue(run[i]) << 4 | hexValue(run[i + 1])));
  }
  return bytes;
}

std::string fromPercent(std::string_view run) {
  std::string bytes;
  for (std::size_t i = 0; i < run.size(); ++i) {
    if (run[i] == '%') {
      bytes.push_back(static_cast<char>(hexValue(run[i + 1]) << 4 | hexValue(run[i + 2])));
      i += 2;
    } else {
      bytes.push_back(run[i] == '+' ? ' ' : run[i]);
    }
  }
  return bytes;
}

bool isEscape(std::string_view message, std::size_t at) {
  return message[at] == '%' && at + 2 < message.size() && hexValue(message[at + 1]) >= 0 &&
         hexValue(message[at + 2]) >= 0;
}

std::size_t percentEnd(std::string_view message, std::size_t at) {
  while (at < message.size()) {
    if (isEscape(message, at)) {
      at += 3;
    } else if (isUnreserved(message[at])) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

template <class Belongs>
std::size_t runEnd(std::string_view message, std::size_t at, Belongs belongs) {
  while (at < message.size() && belongs(message[at])) ++at;
  return at;
}

void addRun(std::size_t begin, std::size_t end, std::optional<std::string> bytes,
            std::vector<DecodedRun>& runs) {
  if (!bytes) return;
  const std::string_view text = wholeCharacters(*bytes);
  if (!isText(text)) return;
  runs.push_back(
      {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), std::string(text)});
}

/// Decodes the run of `message` that begins at `at`, in the first of the three ways that gives
/// text. Returns where it ends.
std::size_t decodeRunAt(std::string_view message, std::size_t at, std::vector<DecodedRun>& runs) {
  const auto piece = [&](std::size_t end, std::size_t most) {
    return message.substr(at, std::min(end - at, most));
  };
  const std::size_t before = runs.size();
  const std::size_t percent = percentEnd(message, at);
  const std::string_view escaped = piece(percent, 3 * kMostDecodedBytes);
  if (escaped.find('%') != std::string_view::npos) {
    // Cut inside of an escape, the run is left as it is: what lies behind is another's.
    addRun(at, percent, fromPercent(escaped.substr(0, percentEnd(escaped, 0))), runs);
    return percent;
  }
  const std::size_t hex = runEnd(message, at, [](char c) { return hexValue(c) >= 0; });
  if (hex - at >= kLeastHex) addRun(at, hex, fromHex(piece(hex, 2 * kMostDecodedBytes)), runs);
  if (runs.size() > before) return hex;
  std::size_t end = runEnd(message, at, [](char c) { return base64Value(c) >= 0; });
  if (end - at < kLeastBase64) return std::max(end, percent);
  const std::string_view body = piece(end, kMostDecodedBytes / 3 * 4);
  for (int padding = 0; padding < 2 && end < message.size() && message[end] == '='; ++padding)
    ++end;
  addRun(at, end, fromBase64(body), runs);
  return std::max(end, percent);
}

}  // namespace

void decodeRuns(std::string_view message, std::vector<DecodedRun>& runs) {
  runs.clear();
  for (std::size_t at = 0; at < message.size();) {
    const bool begins =
        isUnreserved(message[at]) || base64Value(message[at]) >= 0 || isEscape(message, at);
    at = begins ? std::max(decodeRunAt(message, at, runs), at + 1) : at + 1;
  }
}

}  // namespace decorum::text
