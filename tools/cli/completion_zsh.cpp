// Completion for zsh: a function a verb, each a call of _arguments.
#include <fmt/format.h>

#include <algorithm>

#include "tools/cli/completion_scripts.h"

namespace decorum::cli {
namespace {

// Inside the single quotes of a specification, where brackets and colons mean something.
std::string spelled(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return out;
}

std::string functionOf(std::string path) {
  std::replace_if(path.begin(), path.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  return path.empty() ? "_decorum" : "_decorum_" + path;
}

std::string actionOf(const OptionHelp& option) {
  if (!option.words.empty()) return fmt::format("({})", fmt::join(option.words, " "));
  switch (offerOf(option.isPlace() ? option.name : option.value)) {
    case Offer::kFile:
      return "_files";
    case Offer::kFolder:
      return "_files -/";
    case Offer::kPolicy:
      return "_files -g \"*.decorum(-.)\"";
    case Offer::kNothing:
      break;
  }
  return " ";
}

std::string specificationOf(const OptionHelp& option) {
  const std::string what = spelled(option.what);
  if (option.isPlace())
    return fmt::format("{}:{}:{}",
                       option.repeats    ? "*"
                       : option.required ? ""
                                         : ":",
                       spelled(option.name), actionOf(option));
  if (option.value.empty()) return fmt::format("{}[{}]", option.name, what);
  return fmt::format("{}=[{}]:{}:{}", option.name, what, spelled(option.value), actionOf(option));
}

std::string functionFor(const std::string& path, const VerbHelp& verb) {
  std::string text = fmt::format("\n{}() {{\n", functionOf(path));
  if (!verb.verbs.empty()) {
    text += "  local -a verbs\n  verbs=(\n";
    for (const VerbHelp& part : verb.verbs)
      text += fmt::format("    '{}:{}'\n", part.name, spelled(part.what));
    text += "  )\n";
    text += "  local curcontext=\"$curcontext\" state line\n  _arguments -C \\\n";
  } else {
    text += "  _arguments \\\n";
  }
  for (const OptionHelp& option : verb.options)
    text += fmt::format("    '{}' \\\n", specificationOf(option));
  if (verb.verbs.empty()) {
    text.erase(text.size() - 3);
    return text + "\n}\n";
  }
  text += "    '1: :->verb' \\\n    '*:: :->rest'\n  case $state in\n";
  text += "    verb) _describe verb verbs ;;\n    rest)\n      case $words[1] in\n";
  for (const VerbHelp& part : verb.verbs)
    text += fmt::format("        {}) {} ;;\n", part.name,
                        functionOf(path.empty() ? part.name : path + " " + part.name));
  return text + "      esac ;;\n  esac\n}\n";
}

}  // namespace

std::string zshCompletion(const VerbHelp& command) {
  std::string text =
      "#compdef decorum\n# Completion of decorum for zsh: as _decorum in a folder of $fpath, or "
      "eval \"$(decorum completion zsh)\" after compinit.\n";
  forEachVerb(command, [&](const std::string& path, const VerbHelp& verb) {
    text += functionFor(path, verb);
  });
  return text +
         "\nif [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n  _decorum \"$@\"\nelse\n"
         "  compdef _decorum decorum\nfi\n";
}

}  // namespace decorum::cli
