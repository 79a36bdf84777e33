/// The verbs of `decorum`, one file each. Each function adds its verb to the command; when the verb
/// was asked for, the work is done while the command line is parsed, and `status` is what the
/// process ends with.
#pragma once

#include <CLI/CLI.hpp>

namespace decorum::cli {

/// What the process tells its caller.
enum ExitStatus : int {
  kClean = 0,
  kFindings = 1,      ///< errors in a policy, failing tests, unformatted files
  kUnusable = 2,      ///< wrong usage, or a file that cannot be read
  kSomeMalformed = 3  ///< done, but some input was malformed
};

void addCheck(CLI::App& app, int& status);
void addLog(CLI::App& app, int& status);
void addWork(CLI::App& app, int& status);
void addFmt(CLI::App& app, int& status);
void addExplain(CLI::App& app, int& status);
void addExplainError(CLI::App& app, int& status);
void addKeys(CLI::App& app, int& status);
void addNew(CLI::App& app, int& status);
void addAudit(CLI::App& app, int& status);
void addRedact(CLI::App& app, int& status);
void addReplay(CLI::App& app, int& status);
void addRun(CLI::App& app, int& status);
void addTest(CLI::App& app, int& status);
void addTry(CLI::App& app, int& status);

}  // namespace decorum::cli
