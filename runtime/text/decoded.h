/// Text that is encoded within text: base64, hexadecimal and percent-encoded runs, read so that
/// detectors can look into them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::text {

/// One run of a message and what it says.
struct DecodedRun {
  std::uint32_t begin = 0;  ///< bytes of the message, end excluded
  std::uint32_t end = 0;
  std::string text;  ///< well-formed UTF-8, printable but for line breaks and tabs
};

constexpr std::size_t kMostDecodedBytes = 4096;  ///< a longer run is read so far and no further
constexpr std::size_t kLeastBase64 = 16;         ///< characters of the shortest run
constexpr std::size_t kLeastHex = 16;

/// The runs of `message` that decode to text, ascending and disjoint; `runs` is overwritten. A run
/// is as long as its alphabet goes; one that does not decode, or decodes to anything but text, is
/// none. Percent-encoded runs have at least one escape; what stands unescaped in them is kept.
/// @param message  any bytes
void decodeRuns(std::string_view message, std::vector<DecodedRun>& runs);

}  // namespace decorum::text
