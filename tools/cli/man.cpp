// decorum(1): what every manual says by hand, and verbs and options from what the help says.
#include <fmt/format.h>

#include "runtime/text/utf8.h"
#include "tools/cli/completion_scripts.h"

namespace decorum::cli {
namespace {

// Well-formed UTF-8 for roff: what would be read as a request or a sign of its own stands as
// itself, and `-` is the sign that can be typed again.
std::string roff(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const text::Decoded point = text::decodeAt(text, at);
    at += point.bytes;
    if (point.code_point > 0x7F)
      out += fmt::format("\\[u{:04X}]", static_cast<std::uint32_t>(point.code_point));
    else if (point.code_point == '\\')
      out += "\\e";
    else if (point.code_point == '-')
      out += "\\-";
    else if (point.code_point == '\'')
      out += "\\(aq";
    else if (point.code_point == '"')
      out += "\\(dq";
    else
      out += static_cast<char>(point.code_point);
  }
  return !out.empty() && out.front() == '.' ? "\\&" + out : out;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

std::string sentence(std::string_view text) {
  std::string out = roff(text);
  if (!out.empty() && out.back() != '.') out += '.';
  return out;
}

std::string usage(const std::string& path, const VerbHelp& verb) {
  std::string text = bold("decorum " + path);
  bool optional = false;
  for (const OptionHelp& option : verb.options) {
    if (option.isPlace() || !option.required) continue;
    text += " " + bold(option.name) + " " + italic(option.value);
  }
  for (const OptionHelp& option : verb.options) optional |= !option.isPlace() && !option.required;
  if (optional) text += " [" + italic("OPTION") + "...]";
  for (const OptionHelp& option : verb.options) {
    if (!option.isPlace()) continue;
    const std::string name = italic(option.name) + (option.repeats ? "..." : "");
    text += option.required ? " " + name : " [" + name + "]";
  }
  return text;
}

std::string entry(const OptionHelp& option) {
  std::string text = ".TP\n";
  if (option.isPlace())
    text += italic(option.name);
  else
    text += bold(option.name) + (option.value.empty() ? "" : " " + italic(option.value));
  text += "\n" + sentence(option.what) + "\n";
  // Many say their words already.
  if (!option.words.empty() && option.what.find(option.words.front()) == std::string::npos)
    text += fmt::format("One of {}.\n", roff(fmt::format("{}", fmt::join(option.words, ", "))));
  return text;
}

std::string chapter(const std::string& path, const VerbHelp& verb) {
  std::string text = ".SS " + bold(path) + "\n";
  if (verb.verbs.empty()) text += usage(path, verb) + "\n.PP\n";
  text += sentence(verb.what) + "\n";
  for (const OptionHelp& option : verb.options)
    if (option.name != "--help") text += entry(option);
  return text;
}

constexpr const char* kIntroduction = R"roff(.SH DESCRIPTION
Decorum is a small language for the rules of a conversation between a person and an AI:
when to escalate to people, what to redact, what must be disclosed, what to block, hold, ask again,
and where decisions must be fair.
.B decorum
checks policies written in it, tests them, judges conversations with them, and says what they did and why.
.PP
A path that is
.B \-
is standard input or output.
A folder stands for every
.I .decorum
file below it.
Results go to standard output, all that is about the run itself to standard error.
Every verb has
.BR \-\-help .
.SH VERBS
)roff";

constexpr const char* kRest = R"roff(.SH EXIT STATUS
.TP
.B 0
Done and clean; warnings are clean.
.TP
.B 1
Findings: errors in a policy, failing tests, unformatted files, a difference that must not be.
.TP
.B 2
Wrong usage, or a file that cannot be read.
.TP
.B 3
Done, but some input was malformed.
.SH ENVIRONMENT
.TP
.B DECORUM_KEYS
The keys of tokens and hashes, where
.B \-\-keys
does not name a file.
.TP
.B NO_COLOR
Where it is set, nothing is coloured; nor is anything that does not go to a terminal.
.SH FILES
.TP
.I *.decorum
Policies and packs, in UTF\-8.
.TP
.I *.jsonl
Conversations, a JSON object a line, as chat interfaces take them; may be compressed as
.I .gz
or
.IR .zst .
.SH EXAMPLES
.nf
decorum new acme_support
decorum check acme_support/policy.decorum
decorum test acme_support/policy.decorum
decorum run \-\-summary acme_support/policy.decorum acme_support/log.jsonl
decorum replay old.decorum new.decorum log.jsonl \-\-html replay.html
.fi
.SH SEE ALSO
.BR jq (1)
)roff";

}  // namespace

std::string manPage(const VerbHelp& command, std::string_view version) {
  std::string text = fmt::format(
      ".\\\" Made by the command from its own help.\n.TH DECORUM 1 \"\" \"decorum {0}\" \"User "
      "Commands\"\n.SH NAME\ndecorum \\- rules for conversations between a person and an AI\n"
      ".SH SYNOPSIS\n.B decorum\n.I VERB\n.RI [ OPTION ...]\n.RI [ WORD ...]\n{1}",
      version, kIntroduction);
  forEachVerb(command, [&](const std::string& path, const VerbHelp& verb) {
    if (!path.empty()) text += chapter(path, verb);
  });
  return text + kRest;
}

}  // namespace decorum::cli
