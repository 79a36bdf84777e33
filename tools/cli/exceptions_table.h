/// `check --exceptions`: the ways through that a policy opens for labels.
#pragma once

#include <string>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "compiler/sema/flow.h"

namespace decorum::cli {

std::string exceptionsText(const std::vector<sema::FlowException>& exceptions,
                           const SourceSet& sources);
/// An object in one line.
std::string exceptionsJson(const std::string& path,
                           const std::vector<sema::FlowException>& exceptions,
                           const SourceSet& sources);

}  // namespace decorum::cli
