/// Scripts that let a shell complete the command, and its man page: all from what the help says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tools/cli/command_line.h"

namespace decorum::cli {

std::string bashCompletion(const VerbHelp& command);
std::string zshCompletion(const VerbHelp& command);
std::string fishCompletion(const VerbHelp& command);
/// decorum(1), in the `man` macros of roff. `version` is that of the command.
std::string manPage(const VerbHelp& command, std::string_view version);

/// What a shell offers where a value stands that is not one of some words.
enum class Offer : std::uint8_t { kNothing, kFile, kFolder, kPolicy };
/// By the name that the help gives a value or a place: FILE, DIR, POLICY.
Offer offerOf(std::string_view name);
/// `file`, `folder`, `policy`; "" for nothing.
std::string_view wordOf(Offer offer);

/// Calls `visit(path, verb)` for the command, whose path is "", and for every verb, as `work list`.
template <class Visit>
void forEachVerb(const VerbHelp& command, const Visit& visit, const std::string& path = "") {
  visit(path, command);
  for (const VerbHelp& verb : command.verbs)
    forEachVerb(verb, visit, path.empty() ? verb.name : path + " " + verb.name);
}

}  // namespace decorum::cli
