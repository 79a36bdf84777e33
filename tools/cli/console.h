/// Files and the terminal, as every verb meets them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/render.h"

namespace decorum::cli {

/// Writes to standard output, whole or not at all: where nobody reads any more (a closed pipe) the
/// process ends quietly, where the disk is full it says so and ends with status 2.
void print(std::string_view text);
/// Hands on what `print` still holds. Called at the end of `main`.
void flush();
/// `decorum: MESSAGE` on standard error.
void complain(std::string_view message);
/// `text` on standard error as it is.
void printError(std::string_view text);

/// Whether standard output, or standard error, is a terminal that wants colour (not NO_COLOR).
Colour outputColour();
Colour errorColour();
bool isErrorTerminal();

struct FileText {
  std::optional<std::string> text;
  std::string error;  ///< where there is no text: why
};
/// The whole of a file; `-` is standard input.
FileText readFile(const std::string& path);
/// The same for verbs that need the text of a policy, which a bundle does not have.
FileText readPolicyText(const std::string& path);
/// Puts `text` in the place of the file at once, with the permissions it had if it was there; what
/// is no file (a pipe, a terminal) is written to. "" or why it could not.
std::string replaceFile(const std::string& path, std::string_view text);

/// The policies that `paths` mean: files as they are, folders with every `.decorum` below them, in
/// the order of their names. Complains about what is not there and about folders without policies.
struct PolicyPaths {
  std::vector<std::string> files;
  bool complete = true;
};
PolicyPaths findPolicies(const std::vector<std::string>& paths);

}  // namespace decorum::cli
