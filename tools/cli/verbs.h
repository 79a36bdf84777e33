/// The verbs of `decorum`, one file each. Each function adds its verb to the command; when the verb
/// was asked for, its work is done while the command line is parsed.
#pragma once

#include "tools/cli/command_line.h"

namespace decorum::cli {

/// What the process tells its caller.
enum ExitStatus : int {
  kClean = 0,
  kFindings = 1,      ///< errors in a policy, failing tests, unformatted files
  kUnusable = 2,      ///< wrong usage, or a file that cannot be read
  kSomeMalformed = 3  ///< done, but some input was malformed
};

void addBench(const Verb& command);
void addBuild(const Verb& command);
void addCheck(const Verb& command);
void addCompletion(const Verb& command);
void addDoc(const Verb& command);
void addLsp(const Verb& command);
void addLog(const Verb& command);
void addWork(const Verb& command);
void addFmt(const Verb& command);
void addExplain(const Verb& command);
void addExplainError(const Verb& command);
void addKeys(const Verb& command);
void addMan(const Verb& command);
void addNew(const Verb& command);
void addAudit(const Verb& command);
void addRedact(const Verb& command);
void addReplay(const Verb& command);
void addRun(const Verb& command);
void addMutate(const Verb& command);
void addTest(const Verb& command);
void addTry(const Verb& command);
void addWitness(const Verb& command);

}  // namespace decorum::cli
