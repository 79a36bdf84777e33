// `decorum redact`: the redactions of a policy alone, over plain texts and over logs.
#include <algorithm>

#include "compiler/diagnostics/excerpt.h"
#include "tools/cli/console.h"
#include "tools/cli/keys.h"
#include "tools/cli/policy_at.h"
#include "tools/cli/redact_line.h"
#include "tools/cli/redact_report.h"
#include "tools/cli/verbs.h"
#include "tools/logs/line_reader.h"

namespace decorum::cli {
namespace {

// As long as a line of a log may be.
constexpr std::size_t kTextBytes = logs::LineReader::kLineBytes;

struct RedactOptions {
  std::string policy;
  std::vector<std::string> files;
  std::vector<std::string> pack_path;
  std::string as = "user";
  std::string conversation;
  KeyOptions keys;
  bool lines = false;
  bool jsonl = false;
  bool report = false;
  bool json = false;
};

EventKind kindNamed(const std::string& word) {
  for (const EventKind kind :
       {EventKind::kDocument, EventKind::kToolCall, EventKind::kToolResult, EventKind::kReply})
    if (word == name(kind)) return kind;
  return EventKind::kUser;
}

bool isLog(const std::string& path) {
  return path.ends_with(".jsonl") || path.ends_with(".jsonl.gz") || path.ends_with(".jsonl.zst");
}

// The whole of a source; nothing where it cannot be read, or is too long.
Result<std::optional<std::string>, std::string> readAll(const std::string& path) {
  auto source = logs::openSource(path);
  if (!source) return source.error();
  std::string text;
  std::string buffer(256u << 10, '\0');
  for (;;) {
    const auto count = (*source)->read(buffer.data(), buffer.size());
    if (!count) return count.error();
    if (*count == 0) return std::optional(std::move(text));
    text.append(buffer, 0, *count);
    if (text.size() > kTextBytes) return std::optional<std::string>();
  }
}

class RedactRun {
 public:
  RedactRun(const RedactOptions& options, Policy policy, ConversationOptions conversation)
      : options_(options),
        policy_(std::move(policy)),
        conversation_(std::move(conversation)),
        lines_(policy_, conversation_, report_) {}

  int run() {
    for (const std::string& path : options_.files) {
      const bool is_log = options_.jsonl || isLog(path);
      if (!(is_log ? log(path) : plain(path))) return kUnusable;
    }
    if (options_.report)
      print(options_.json ? report_.json(policy_, malformed_) : report_.table(malformed_));
    return malformed_ > 0 ? kSomeMalformed : kClean;
  }

 private:
  void emit(std::string_view text) {
    if (!options_.report) print(text);
  }
  void tell(const std::string& place, const std::vector<std::string>& problems) {
    if (!problems.empty()) ++malformed_;
    for (const std::string& problem : problems)
      printError(printable(place + ": " + problem) + "\n");
  }
  static std::string shown(const std::string& path) { return path == "-" ? "<stdin>" : path; }

  bool log(const std::string& path) {
    auto source = logs::openSource(path);
    if (!source) {
      complain("cannot read '" + path + "': " + source.error());
      return false;
    }
    logs::LineReader reader(std::move(*source));
    logs::Line line;
    while (reader.next(line)) {
      const std::string place = shown(path) + ":" + std::to_string(line.number);
      if (line.too_long) {
        tell(place, {"the line is longer than 64 MiB"});
        continue;
      }
      if (line.text.find_first_not_of(" \t") == std::string::npos) continue;
      std::vector<std::string> problems;
      const auto redacted = lines_.redacted(place, line.text, problems);
      if (redacted) emit(*redacted + '\n');
      tell(place, problems);
    }
    if (!reader.error().empty()) tell(shown(path), {reader.error()});
    return true;
  }

  bool plain(const std::string& path) {
    const auto text = readAll(path);
    if (!text) {
      complain("cannot read '" + path + "': " + text.error());
      return false;
    }
    if (!*text) {
      tell(shown(path), {"the text is longer than 64 MiB"});
      return true;
    }
    const std::string id = options_.conversation.empty() ? shown(path) : options_.conversation;
    Conversation conversation(policy_, id, conversation_);
    if (!options_.lines) {
      message(conversation, shown(path), **text, "");
      return true;
    }
    std::string_view rest = **text;
    for (std::uint64_t number = 1; !rest.empty(); ++number) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      const std::string_view line_end =
          rest.substr(line.size(), std::min(end + 1, rest.size()) - line.size());
      message(conversation, shown(path) + ":" + std::to_string(number), line, line_end);
      rest.remove_prefix(line.size() + line_end.size());
    }
    return true;
  }

  void message(Conversation& conversation, const std::string& place, std::string_view text,
               std::string_view line_end) {
    const Redacted redacted = conversation.redact(kindNamed(options_.as), text);
    report_.add(redacted);
    emit(redacted.text);
    emit(line_end);
    if (!redacted.withheld) return;
    tell(place, {"the text is withheld, since a redaction could not see all of it"});
  }

  const RedactOptions& options_;
  Policy policy_;
  ConversationOptions conversation_;
  RedactReport report_;
  LineRedactor lines_;
  std::uint64_t malformed_ = 0;
};

int redact(RedactOptions options) {
  if (options.files.empty()) options.files.push_back("-");
  if (options.json && !options.report) {
    complain("--json is how --report is written");
    return kUnusable;
  }
  int status = kClean;
  const auto policy = compilePolicyAt({options.policy, options.pack_path}, status);
  if (!policy) return status;
  const auto keys = openKeys(*policy, options.keys);
  if (!keys) return kUnusable;
  ConversationOptions conversation;
  conversation.evidence = false;
  conversation.limits.message_bytes = kTextBytes;
  conversation.vault = *keys;
  return RedactRun(options, *policy, std::move(conversation)).run();
}

}  // namespace

void addRedact(const Verb& command) {
  auto options = std::make_shared<RedactOptions>();
  const Verb verb =
      command.verb("redact", "Make the redactions of a policy in texts or conversations");
  verb.option("POLICY", options->policy, "The policy").required();
  verb.option("FILE", options->files,
              "Texts, and conversations as .jsonl (.gz and .zst too); none or - is standard "
              "input");
  verb.option("--as KIND", options->as, "Whose rules a plain text is redacted by")
      .oneOf({"user", "document", "tool_call", "tool_result", "reply"});
  verb.flag("--lines", options->lines, "Each line of a plain text is a message of its own");
  verb.flag("--jsonl", options->jsonl, "Every file is a log of conversations");
  verb.option("--conversation ID", options->conversation,
              "The conversation that plain texts belong to; else each file is one");
  verb.flag("--report", options->report, "Counts by detector and rule in the place of the texts");
  verb.flag("--json", options->json, "The report as JSON");
  addKeyOptions(verb, options->keys);
  verb.option("--pack-path DIR", options->pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.callback([options] { return redact(*options); });
}

}  // namespace decorum::cli
