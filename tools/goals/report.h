/// The project's table of its goals, measured in one run: what `decorum bench --report` prints.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "decorum/result.h"
#include "tools/goals/machine.h"
#include "tools/goals/row.h"

namespace decorum::goals {

struct Report {
  Machine machine;
  Options options;
  Findings findings;
};

/// Takes minutes. `progress` is told what is measured next. Error: why nothing that was measured
/// can be trusted.
Result<Report, std::string> measureGoals(const Options& options,
                                         const std::function<void(std::string_view)>& progress);

/// A table as Markdown, with the machine above it. A figure that misses its goal is **bold**.
std::string reportText(const Report& report);
/// One line of JSON: rows with their figures and goals, all samples, policies and the machine.
std::string reportJson(const Report& report);

}  // namespace decorum::goals
