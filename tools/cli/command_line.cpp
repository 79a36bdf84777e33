#include "tools/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <utility>

namespace decorum::cli {

Option Option::required() const { return Option(option_->required()); }

Option Option::oneOf(const std::vector<std::string>& words) const {
  return Option(option_->check(CLI::IsMember(words)));
}

Option Option::range(int least, int most) const {
  return Option(option_->check(CLI::Range(least, most)));
}

Option Option::range(std::uint64_t least, std::uint64_t most) const {
  return Option(option_->check(CLI::Range(least, most)));
}

Option Option::check(std::function<std::string(const std::string&)> why_not) const {
  return Option(option_->check(std::move(why_not)));
}

Option Option::needs(Option other) const { return Option(option_->needs(other.option_)); }

Option Option::excludes(Option other) const { return Option(option_->excludes(other.option_)); }

Option Option::oneValue() const { return Option(option_->allow_extra_args(false)); }

Option Option::values(int count) const { return Option(option_->expected(count)); }

Option Option::hidden() const { return Option(option_->group("")); }

Verb Verb::verb(const std::string& name, const std::string& what) const {
  return {app_->add_subcommand(name, what), status_};
}

template <class Value>
Option Verb::option(const std::string& name, Value& to, const std::string& what) const {
  return Option(app_->add_option(name, to, what));
}
template Option Verb::option(const std::string&, std::string&, const std::string&) const;
template Option Verb::option(const std::string&, std::vector<std::string>&,
                             const std::string&) const;
template Option Verb::option(const std::string&, int&, const std::string&) const;
template Option Verb::option(const std::string&, std::uint32_t&, const std::string&) const;
template Option Verb::option(const std::string&, std::uint64_t&, const std::string&) const;
template Option Verb::option(const std::string&, double&, const std::string&) const;

Option Verb::flag(const std::string& name, bool& to, const std::string& what) const {
  return Option(app_->add_flag(name, to, what));
}

void Verb::requireVerb() const { app_->require_subcommand(1); }

void Verb::callback(std::function<int()> work) const {
  app_->callback([work = std::move(work), status = status_] { *status = work(); });
}

CommandLine::CommandLine(const std::string& what, const std::string& name)
    : Verb(nullptr, &outcome_), owned_(std::make_unique<CLI::App>(what, name)) {
  app_ = owned_.get();
}

CommandLine::~CommandLine() = default;

void CommandLine::version(const std::string& text) { app_->set_version_flag("--version", text); }

std::vector<std::string> CommandLine::verbNames() const {
  std::vector<std::string> names;
  for (const CLI::App* verb : std::as_const(*app_).get_subcommands({}))
    names.push_back(verb->get_name());
  return names;
}

bool CommandLine::parse(int argc, const char* const* argv) {
  try {
    app_->parse(argc, argv);
    return true;
  } catch (const CLI::ParseError& error) {
    // Prints the help or the mistake.
    outcome_ = app_->exit(error) == 0 ? 0 : 2;
    return false;
  }
}

}  // namespace decorum::cli
