/// What `check --streaming` prints: how each rule on replies bears on a reply that comes in chunks.
#pragma once

#include <string>

#include "runtime/engine/stream_plan.h"
#include "runtime/plan/plan.h"

namespace decorum::cli {

/// A table for people.
std::string streamingText(const plan::Plan& plan);
/// The same as one line of JSON.
std::string streamingJson(const std::string& path, const plan::Plan& plan);

}  // namespace decorum::cli
