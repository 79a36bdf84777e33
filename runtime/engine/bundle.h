/// The file that `decorum build` makes.
///
///   "DECORUM" 0x02 · version of this form, 4 bytes · number of parts, 4 bytes · BLAKE2b, 32 bytes
///   · the processor it is for, 16 bytes, filled up with zeros
///   · for each part its kind, 4 bytes, 4 zeros, its size, 8 bytes
///   · the parts, each from a multiple of 8 bytes on, with zeros between them
///
/// Numbers have their little end first; the BLAKE2b (256 bits) is over all but itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "decorum/result.h"

namespace decorum::engine {

/// Raised with every change to this form. Plan, databases and code have versions of their own.
inline constexpr std::uint32_t kBundleVersion = 1;

/// What is in a bundle. Borrowed.
struct BundleParts {
  std::string_view processor;  ///< a name of `processorNames`
  std::string_view plan;       ///< of `plan::serialize`
  std::string_view databases;  ///< of `text::DatabaseShelf`
  std::string_view code;       ///< of `eval::bytesOf`; empty: none
};

/// Equal parts give equal bytes.
std::string bundleOf(const BundleParts& parts);

/// The parts of a bundle that is as it was written. Error: why it is not.
Result<BundleParts, std::string> partsOf(std::string_view bundle);

}  // namespace decorum::engine
