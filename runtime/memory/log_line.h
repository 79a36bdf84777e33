/// A line of the decision log:
///
///   {"seq":7,"prev":"<digest of entry 6>", …the entry… ,"hash":"<SHA-256 of all that without
///   hash>"}
///
/// The digest is over the bytes as they stand, so that nothing about JSON's freedom of writing has
/// to be agreed on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace decorum {

inline constexpr std::size_t kDigestDigits = 64;
/// What the first entry of a log names as the digest before it.
std::string noDigest();

struct LogLineParts {
  std::uint64_t number = 0;  ///< `seq`
  std::string_view previous;
  std::string_view hash;
  /// The entry as it came from the store, without its opening brace.
  std::string_view rest;
};

/// `entry` is an object of JSON with at least one member.
std::string makeLogLine(std::uint64_t number, std::string_view previous, std::string_view entry,
                        std::string& hash);
/// Nothing where the line is not written as `makeLogLine` does.
std::optional<LogLineParts> readLogLine(std::string_view line);
/// The digest that the line should have.
std::string hashOfLogLine(std::string_view line);

}  // namespace decorum
