/// Lines of the decision log.
#include "runtime/memory/log_line.h"

#include <algorithm>
#include <charconv>

#include "runtime/base/digest.h"

namespace decorum {
namespace {

constexpr std::string_view kSeq = "{\"seq\":";
constexpr std::string_view kPrev = ",\"prev\":\"";
constexpr std::string_view kHash = ",\"hash\":\"";
constexpr std::size_t kTail = kHash.size() + kDigestDigits + 2;  // …"}

bool isDigest(std::string_view text) {
  return text.size() == kDigestDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

std::string noDigest() { return std::string(kDigestDigits, '0'); }

std::string makeLogLine(std::uint64_t number, std::string_view previous, std::string_view entry,
                        std::string& hash) {
  std::string line(kSeq);
  line.append(std::to_string(number)).append(kPrev).append(previous).append("\",");
  line.append(entry.substr(1));
  hash = sha256Hex(line);
  line.pop_back();
  line.append(kHash).append(hash).append("\"}");
  return line;
}

std::optional<LogLineParts> readLogLine(std::string_view line) {
  if (line.size() < kTail || !line.ends_with("\"}")) return std::nullopt;
  LogLineParts parts;
  std::string_view tail = line.substr(line.size() - kTail);
  if (!take(tail, kHash)) return std::nullopt;
  parts.hash = tail.substr(0, kDigestDigits);
  std::string_view rest = line.substr(0, line.size() - kTail);
  if (!take(rest, kSeq)) return std::nullopt;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), parts.number);
  if (error != std::errc()) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  if (!take(rest, kPrev) || rest.size() < kDigestDigits + 2) return std::nullopt;
  parts.previous = rest.substr(0, kDigestDigits);
  rest.remove_prefix(kDigestDigits);
  if (!take(rest, "\",")) return std::nullopt;
  parts.rest = rest;
  if (!isDigest(parts.previous) || !isDigest(parts.hash) || parts.number == 0) return std::nullopt;
  return parts;
}

std::string hashOfLogLine(std::string_view line) {
  return sha256Hex(std::string(line.substr(0, line.size() - kTail)) + '}');
}

}  // namespace decorum
