/// How often the rules of a policy fire in a log.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "runtime/plan/plan.h"

namespace decorum::lsp {

struct LogCounts {
  std::string log;                             ///< its path
  std::map<std::string, std::uint64_t> fired;  ///< by qualified name of the rule
  std::uint64_t events = 0;
  std::string problem;       ///< "" unless the log cannot be read
  bool is_complete = false;  ///< there is no more of the log, or no more than is wanted
};

/// Judges a log a part at a time, so that an editor never waits for all of it.
class LogCounter {
 public:
  LogCounter(const plan::Plan& plan, const std::string& log);
  ~LogCounter();
  LogCounter(LogCounter&&) noexcept;
  LogCounter& operator=(LogCounter&&) noexcept;

  /// Goes on for some lines. False once the counts are complete.
  bool step();
  const LogCounts& counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace decorum::lsp
