#pragma once

#include <string>
#include <vector>

namespace decorum::goals {

/// Runs a program, looked for on the path, and waits for it. What it prints goes to the file `out`,
/// and nowhere without one. @return its exit status; 127 where there is no such program.
int spawn(const std::vector<std::string>& command, const std::string& out = "/dev/null");

}  // namespace decorum::goals
