#include "tools/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <utility>

namespace decorum::cli {
namespace {

// Of "FORMAT:{text,json}", which is the name of a value and what is checked of it, the words.
std::vector<std::string> wordsOf(const std::string& type) {
  const std::size_t open = type.find(":{");
  const std::size_t close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 2, close - open - 2), ',');
}

OptionHelp helpOf(const CLI::Option& option) {
  OptionHelp help;
  help.name = option.get_name();
  help.what = option.get_description();
  help.required = option.get_required();
  const std::string type = option.get_type_name();
  if (option.get_items_expected_max() > 0) help.value = type.substr(0, type.find(':'));
  help.words = wordsOf(type);
  help.repeats = option.get_items_expected_max() > 1 && help.isPlace();
  return help;
}

VerbHelp helpOf(const CLI::App& app) {
  VerbHelp help{app.get_name(), app.get_description(), {}, {}};
  for (const bool places : {true, false})
    for (const CLI::Option* option : app.get_options())
      if (option->get_positional() == places && !option->get_group().empty())
        help.options.push_back(helpOf(*option));
  for (const CLI::App* verb : app.get_subcommands({}))
    if (!verb->get_group().empty()) help.verbs.push_back(helpOf(*verb));
  return help;
}

}  // namespace

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
  const std::size_t end = name.find(' ');
  CLI::Option* added = app_->add_option(name.substr(0, end), to, what);
  return Option(added->type_name(end == std::string::npos ? "" : name.substr(end + 1)));
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

void Verb::hide() const { app_->group(""); }

void Verb::requireVerb() const { app_->require_subcommand(1); }

void Verb::callback(std::function<int()> work) const {
  app_->callback([work = std::move(work), status = status_] { *status = work(); });
}

VerbHelp Verb::help() const { return helpOf(std::as_const(*app_)); }

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
