/// The validators of validators.def as functions.
#pragma once

#include <string_view>

namespace decorum::text::validate {

#define VALIDATOR(name, function, what) bool function(std::string_view value);
#include "runtime/text/validators.def"
#undef VALIDATOR

}  // namespace decorum::text::validate
