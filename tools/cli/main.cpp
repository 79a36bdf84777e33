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

// CLI11 would only say that a verb is missing.
bool isUnknownVerb(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return false;
  const std::string word = argv[1];
  std::vector<std::string_view> verbs;
  for (const CLI::App* verb : app.get_subcommands({})) verbs.push_back(verb->get_name());
  if (std::find(verbs.begin(), verbs.end(), word) != verbs.end()) return false;
  const std::string_view near = decorum::nearestName(word, verbs);
  complain(near.empty() ? fmt::format("'{}' is no verb; 'decorum --help' lists them", word)
                        : fmt::format("'{}' is no verb; did you mean '{}'?", word, near));
  return true;
}

int runCommand(int argc, char** argv) {
  CLI::App app(
      "A compiler and a runtime for the rules of a conversation between a person and an AI.",
      "decorum");
  int status = kClean;
  app.set_version_flag("--version", "decorum " DECORUM_VERSION " (language 1)");
  app.require_subcommand(1);
  addCheck(app, status);
  addFmt(app, status);
  addRun(app, status);
  addRedact(app, status);
  addAudit(app, status);
  addReplay(app, status);
  addTest(app, status);
  addTry(app, status);
  addNew(app, status);
  addLog(app, status);
  addWork(app, status);
  addKeys(app, status);
  addExplain(app, status);
  addExplainError(app, status);
  if (isUnknownVerb(app, argc, argv)) return kUnusable;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool is_answer = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    app.exit(error);  // prints the help or the mistake
    status = is_answer ? kClean : kUnusable;
  }
  flush();
  return status;
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
