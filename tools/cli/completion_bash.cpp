// Completion for bash: tables of what there is, and one function that reads them.
#include <fmt/format.h>

#include "tools/cli/completion_scripts.h"

namespace decorum::cli {
namespace {

// Asks the tables. `$verb` is the path of the verb, `$place` how many words of its own it has so
// far. `--format=json` comes as three words.
constexpr const char* kFunction = R"bash(
# Files whose names begin with $1, all of them or those of a kind.
_decorum_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(
    case $2 in
      file) compgen -f -- "$1" ;;
      folder) compgen -d -- "$1" ;;
      policy) compgen -f -X '!*.decorum' -- "$1"; compgen -d -- "$1" ;;
    esac)
}

_decorum_offer() {
  case $2 in
    words\ *) mapfile -t COMPREPLY < <(compgen -W "${2#words }" -- "$1") ;;
    *) _decorum_files "$1" "$2" ;;
  esac
}

_decorum() {
  local word=${COMP_WORDS[COMP_CWORD]} verb='' option='' place=0 i given kind
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    given=${COMP_WORDS[i]}
    if [[ $given == = ]]; then continue; fi
    if [[ -n $option ]]; then option=''; continue; fi
    if [[ $given == -* ]]; then
      if _decorum_value "$verb" "$given" >/dev/null; then option=$given; fi
    elif [[ " $(_decorum_verbs "$verb") " == *" $given "* ]]; then
      verb="${verb:+$verb }$given"
    else
      ((place++))
    fi
  done
  if [[ $word == = ]]; then word=''; fi
  if [[ -n $option ]]; then
    kind=$(_decorum_value "$verb" "$option")
    _decorum_offer "$word" "$kind"
  elif [[ $word == -* ]]; then
    _decorum_offer "$word" "words $(_decorum_options "$verb")"
  elif [[ -n $(_decorum_verbs "$verb") ]]; then
    _decorum_offer "$word" "words $(_decorum_verbs "$verb")"
  else
    _decorum_offer "$word" "$(_decorum_place "$verb" "$place")"
  fi
}

complete -F _decorum decorum
)bash";

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::string kindOf(const OptionHelp& option) {
  if (!option.words.empty()) return "words " + joined(option.words);
  return std::string(wordOf(offerOf(option.isPlace() ? option.name : option.value)));
}

struct Tables {
  std::string verbs, options, values, places;

  void add(const std::string& path, const VerbHelp& verb) {
    if (!verb.verbs.empty()) {
      std::vector<std::string> names;
      for (const VerbHelp& part : verb.verbs) names.push_back(part.name);
      verbs += fmt::format("    '{}') echo '{}' ;;\n", path, joined(names));
    }
    std::vector<std::string> names;
    std::size_t place = 0;
    for (const OptionHelp& option : verb.options) {
      if (option.isPlace()) {
        const std::string number = option.repeats ? "*" : std::to_string(place++);
        const std::string kind = kindOf(option);
        if (!kind.empty())
          places += fmt::format("    '{}'\\ {}) echo '{}' ;;\n", path, number, kind);
        continue;
      }
      names.push_back(option.name);
      if (option.value.empty()) continue;
      values += fmt::format("    '{} {}') echo '{}' ;;\n", path, option.name, kindOf(option));
    }
    options += fmt::format("    '{}') echo '{}' ;;\n", path, joined(names));
  }
};

std::string table(const char* name, const char* what, const char* key, const std::string& rows,
                  const char* otherwise) {
  return fmt::format("\n# {}\n{}() {{\n  case \"{}\" in\n{}    {}\n  esac\n}}\n", what, name, key,
                     rows, otherwise);
}

}  // namespace

std::string bashCompletion(const VerbHelp& command) {
  Tables tables;
  forEachVerb(command,
              [&](const std::string& path, const VerbHelp& verb) { tables.add(path, verb); });
  return "# Completion of decorum for bash: eval \"$(decorum completion bash)\"\n" +
         table("_decorum_verbs", "The verbs of a verb.", "$1", tables.verbs, "*) ;;") +
         table("_decorum_options", "The options of a verb.", "$1", tables.options, "*) ;;") +
         table("_decorum_value",
               "What the value of an option of a verb is; fails where it has none.", "$1 $2",
               tables.values, "*) return 1 ;;") +
         table("_decorum_place", "What the word at a place of a verb is, counted from 0.", "$1 $2",
               tables.places, "*) ;;") +
         kFunction;
}

}  // namespace decorum::cli
