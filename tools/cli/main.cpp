// `decorum VERB …`: sets up the verbs, and turns what goes wrong into the statuses of
// docs/formats.md.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>

#include "compiler/diagnostics/diagnostics.h"
#include "tools/cli/console.h"
#include "tools/cli/verbs.h"

namespace {

using namespace decorum::cli;

// The parser would only say that a verb is missing.
bool isUnknownVerb(const CommandLine& command, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return false;
  const std::string word = argv[1];
  const std::vector<std::string> names = command.verbNames();
  const std::vector<std::string_view> verbs(names.begin(), names.end());
  if (std::find(verbs.begin(), verbs.end(), word) != verbs.end()) return false;
  const std::string_view near = decorum::nearestName(word, verbs);
  complain(near.empty() ? fmt::format("'{}' is no verb; 'decorum --help' lists them", word)
                        : fmt::format("'{}' is no verb; did you mean '{}'?", word, near));
  return true;
}

int runCommand(int argc, char** argv) {
  CommandLine command(
      "A compiler and a runtime for the rules of a conversation between a person and an AI.",
      "decorum");
  command.version("decorum " DECORUM_VERSION " (language 1)");
  command.requireVerb();
  addCheck(command);
  addFmt(command);
  addRun(command);
  addRedact(command);
  addAudit(command);
  addReplay(command);
  addBench(command);
  addBuild(command);
  addTest(command);
  addMutate(command);
  addTry(command);
  addWitness(command);
  addNew(command);
  addLog(command);
  addLsp(command);
  addWork(command);
  addKeys(command);
  addExplain(command);
  addExplainError(command);
  addDoc(command);
  addCompletion(command);
  addMan(command);
  if (isUnknownVerb(command, argc, argv)) return kUnusable;
  command.parse(argc, argv);
  flush();
  return command.status();
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that goes away (`| head`) ends us through `print`, quietly.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return runCommand(argc, argv);
  } catch (const std::exception& error) {
    complain(std::string("ended by a failure of its own: ") + error.what());
    return kUnusable;
  }
}
