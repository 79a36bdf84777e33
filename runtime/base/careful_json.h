/// JSON texts read by nlohmann's reader: it says what is wrong with a text, and takes what simdjson
/// refuses (integers beyond 64 bits as doubles). Some ten times slower, so that it is asked only
/// about texts that `JsonDocument` does not read.
#pragma once

#include <string>
#include <string_view>

#include "decorum/result.h"
#include "decorum/value.h"

namespace decorum {

/// As `Value::parse`, which it is for such texts. Error: what is wrong, and where.
Result<Value, std::string> readCarefully(std::string_view json);

}  // namespace decorum
