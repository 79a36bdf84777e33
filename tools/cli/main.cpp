// `decorum VERB …`: sets up the verbs, and turns what goes wrong into the statuses of
// docs/formats.md.
#include <csignal>
#include <cstdlib>
#include <exception>

#include "tools/cli/console.h"
#include "tools/cli/verbs.h"

namespace {

int runCommand(int argc, char** argv) {
  using namespace decorum::cli;
  CLI::App app(
      "A compiler and a runtime for the rules of a conversation between a person and an AI.",
      "decorum");
  int status = kClean;
  app.set_version_flag("--version", "decorum " DECORUM_VERSION " (language 1)");
  app.require_subcommand(1);
  addCheck(app, status);
  addFmt(app, status);
  addRun(app, status);
  addTest(app, status);
  addExplainError(app, status);
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
    decorum::cli::complain(std::string("ended by a failure of its own: ") + error.what());
    return decorum::cli::kUnusable;
  }
}
