// Completion for fish: a line for each verb and option.
#include <fmt/format.h>

#include "tools/cli/completion_scripts.h"

namespace decorum::cli {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

// The arguments of `complete` that offer a value or a place.
std::string offered(const OptionHelp& option) {
  if (!option.words.empty()) return fmt::format(" -a '{}'", fmt::join(option.words, " "));
  switch (offerOf(option.isPlace() ? option.name : option.value)) {
    case Offer::kFile:
      return " -F";
    case Offer::kFolder:
      return " -a '(__fish_complete_directories)'";
    case Offer::kPolicy:
      return " -a '(__fish_complete_suffix .decorum)'";
    case Offer::kNothing:
      break;
  }
  return "";
}

std::string linesFor(const std::string& path, const VerbHelp& verb) {
  const std::string start = fmt::format("complete -c decorum -n '__decorum_is {}'", path);
  std::string text;
  for (const VerbHelp& part : verb.verbs)
    text += fmt::format("{} -a {} -d {}\n", start, part.name, quoted(part.what));
  for (const OptionHelp& option : verb.options) {
    if (option.isPlace()) {
      if (const std::string offer = offered(option); !offer.empty())
        text += fmt::format("{}{} -d {}\n", start, offer, quoted(option.what));
      continue;
    }
    const std::string offer = offered(option);
    const std::string value = option.value.empty() ? "" : (offer == " -F" ? " -r" : " -x") + offer;
    text +=
        fmt::format("{} -l {}{} -d {}\n", start, option.name.substr(2), value, quoted(option.what));
  }
  return text;
}

}  // namespace

std::string fishCompletion(const VerbHelp& command) {
  std::string nested;
  for (const VerbHelp& verb : command.verbs)
    if (!verb.verbs.empty()) nested += " " + verb.name;
  std::string text =
      fmt::format(R"fish(# Completion of decorum for fish: decorum completion fish | source

# Whether these words are the verb that stands there so far; none are where there is no verb yet.
function __decorum_is
    set -l words (commandline -opc)
    set -l verb $words[2]
    if contains -- "$verb"{}; and set -q words[3]
        set verb $verb $words[3]
    end
    test "$argv" = "$verb"
end

complete -c decorum -f
)fish",
                  nested);
  forEachVerb(command,
              [&](const std::string& path, const VerbHelp& verb) { text += linesFor(path, verb); });
  return text;
}

}  // namespace decorum::cli
