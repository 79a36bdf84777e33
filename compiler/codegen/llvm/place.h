/// Object files put together to code that runs wherever it lies.
#pragma once

#include <string>
#include <vector>

#include "decorum/result.h"
#include "runtime/eval/machine_code.h"

namespace decorum::codegen {

/// The code of objects with a function for each of the words 0 to `words`
/// - 1 that refer to nothing but themselves. Equal objects give equal code.
///
/// Error: what does not fit together.
Result<eval::CodeParts, std::string> placeObjects(const std::vector<std::string>& objects,
                                                  std::uint32_t words);

}  // namespace decorum::codegen
