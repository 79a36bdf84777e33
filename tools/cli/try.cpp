// `decorum try`: a conversation in the terminal, with the verdict of each message.
#include <unistd.h>

#include <cctype>
#include <iostream>
#include <map>

#include "compiler/diagnostics/excerpt.h"
#include "decorum/fairness.h"
#include "runtime/base/rfc3339.h"
#include "tools/cli/console.h"
#include "tools/cli/keys.h"
#include "tools/cli/policy_at.h"
#include "tools/cli/policy_text.h"
#include "tools/cli/verbs.h"
#include "tools/logs/duration_text.h"

namespace decorum::cli {
namespace {

constexpr const char* kHelp =
    "  TEXT                    the person says TEXT\n"
    "  ai: TEXT                the AI says TEXT\n"
    "  doc: TEXT               a document is given to the model\n"
    "  call TOOL {JSON}        the AI calls a tool\n"
    "  result TOOL {JSON}      the tool's result, or its text\n"
    "  set RECORD.FACT VALUE   from now on (JSON, or a word)\n"
    "  signal NAME NUMBER      for the next message\n"
    "  time 2026-11-22T09:00:00Z, after 10 minutes\n"
    "  timer, close            these events\n"
    "  save [TITLE]            the conversation so far as a test\n"
    "  new                     another conversation\n"
    "  help, quit\n";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
    text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
    text.remove_suffix(1);
  return text;
}

/// The first word, and the rest.
std::pair<std::string, std::string> split(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  return {std::string(text.substr(0, end)), std::string(trimmed(text.substr(end)))};
}

/// JSON, or else the text itself.
Value valueOf(const std::string& text) {
  auto value = Value::parse(text);
  return value ? std::move(*value) : Value(text);
}

/// Lines of which nothing moves the terminal.
void printLines(const std::string& text) {
  std::size_t at = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
    print(printable(text.substr(at, end - at)) + "\n");
    at = end + 1;
  }
}

class Trial {
 public:
  Trial(Policy policy, ConversationOptions options, bool prompts)
      : policy_(std::move(policy)), options_(std::move(options)), prompts_(prompts) {
    begin();
  }

  int run() {
    if (prompts_) print("Type as the person; 'ai: TEXT' as the AI; 'help' for the rest.\n");
    std::string line;
    for (;;) {
      if (prompts_) print("> ");
      flush();
      if (!std::getline(std::cin, line)) break;
      const std::string_view text = trimmed(line);
      if (text == "quit" || text == "exit") break;
      if (!text.empty()) take(text);
    }
    if (prompts_) print("\n");
    return kClean;
  }

 private:
  void begin() {
    conversation_.emplace(policy_, "try", options_);
    facts_.clear();
    steps_.clear();
    time_ms_.reset();
  }

  void take(std::string_view text) {
    const auto [word, rest] = split(text);
    if (word == "help" && rest.empty()) return print(kHelp);
    if (word == "new" && rest.empty()) return begin();
    if (word == "save") return save(rest);
    if (word == "set") return set(rest);
    if (word == "signal") return signal(rest);
    if (word == "time" || word == "after") return move(word, rest);
    if (word == "call" || word == "result") return tool(word, rest);
    if ((word == "timer" || word == "close") && rest.empty()) {
      return say(word == "timer" ? EventKind::kTimer : EventKind::kClose, "", word);
    }
    if (word == "ai:") return say(EventKind::kReply, rest, "reply " + inQuotes(rest));
    if (word == "doc:") return say(EventKind::kDocument, rest, "document " + inQuotes(rest));
    say(EventKind::kUser, std::string(text), "user " + inQuotes(text));
  }

  void set(const std::string& what) {
    const auto [name, value] = split(what);
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos || value.empty()) return print("  set RECORD.FACT VALUE\n");
    Value::Object& record = facts_[name.substr(0, dot)];
    const std::string field = name.substr(dot + 1);
    std::erase_if(record, [&](const auto& member) { return member.first == field; });
    record.emplace_back(field, valueOf(value));
    steps_.push_back("given " + name.substr(0, dot) + " { " + field + ": " + value + " }");
  }

  void signal(const std::string& what) {
    const auto [name, value] = split(what);
    const Value number = valueOf(value);
    if (number.number() == nullptr && number.integer() == nullptr)
      return print("  signal NAME NUMBER\n");
    signals_.emplace_back(name, number);
  }

  void move(const std::string& word, const std::string& what) {
    const auto moved = word == "time" ? parseTime(what) : logs::parseDuration(what);
    if (!moved) return printLines("  '" + what + "' is not understood\n");
    time_ms_ = word == "time" ? *moved : time_ms_.value_or(0) + *moved;
    steps_.push_back(word == "time" ? "at " + what : "after " + what);
  }

  void tool(const std::string& word, const std::string& what) {
    const auto [name, rest] = split(what);
    if (name.empty()) return print("  call TOOL {\"amount\": 20}\n");
    Event event;
    event.kind = word == "call" ? EventKind::kToolCall : EventKind::kToolResult;
    event.tool = name;
    auto value = Value::parse(rest.empty() ? "{}" : rest);
    if (value && value->object() != nullptr) {
      event.arguments = std::move(*value);
    } else {
      event.text = rest;
    }
    give(std::move(event), "");
  }

  void say(EventKind kind, std::string text, const std::string& step) {
    Event event;
    event.kind = kind;
    event.text = std::move(text);
    give(std::move(event), step);
  }

  void give(Event event, const std::string& step) {
    event.time_ms = time_ms_;
    for (const auto& [record, fields] : facts_) event.facts.emplace_back(record, Value(fields));
    event.signals = std::exchange(signals_, {});
    const Verdict verdict = conversation_->give(event);
    const char* const comment = step.empty() ? "# " : "";
    steps_.push_back(step.empty() ? "# a tool was used here: write its step by hand"
                                  : step + with(event));
    for (const FiredRule& fired : verdict.fired)
      steps_.push_back(fmt::format("  {}expect {} {}", comment, name(fired.kind), fired.rule));
    if (verdict.fired.empty() && verdict.faults.empty())
      steps_.push_back(std::string("  ") + comment + "expect nothing");
    show(event, verdict);
  }

  static std::string with(const Event& event) {
    std::string all;
    for (const auto& [name, value] : event.signals)
      all += (all.empty() ? " with { " : "  ") + name + ": " + value.toJson();
    return all.empty() ? all : all + " }";
  }

  static void show(const Event& event, const Verdict& verdict) {
    std::string text = fmt::format("  {}", name(verdict.disposition));
    if (verdict.text && *verdict.text != event.text) text += ": " + *verdict.text;
    text += '\n';
    for (const Escalation& to : verdict.escalations)
      text += fmt::format("  -> {} ({}){}\n", to.queue, name(to.priority),
                          to.hand_over ? "" : ", and the AI goes on");
    for (const Disclosure& shown : verdict.disclosures)
      if (event.kind != EventKind::kReply) text += "  says: " + shown.text + '\n';
    if (verdict.retry) text += "  asks the model again: " + verdict.retry->telling + '\n';
    for (const FiredRule& rule : verdict.fired) {
      text += fmt::format("  {} {}\n", name(rule.kind), rule.rule);
      for (const Evidence& evidence : rule.evidence)
        text +=
            fmt::format("    because {}{}\n", evidence.value ? "" : "not: ", evidence.condition);
    }
    for (const FiredRule& rule : verdict.shadow)
      text += fmt::format("  (in shadow) {} {}\n", name(rule.kind), rule.rule);
    for (const Fault& fault : verdict.faults)
      text += fmt::format("  fault {} of {}{}\n", fault.fault, fault.subject,
                          fault.rules.empty()
                              ? ""
                              : fmt::format(", which decided {}", fmt::join(fault.rules, ", ")));
    if (verdict.wake_at_ms)
      text += "  time alone may matter at " + formatTime(*verdict.wake_at_ms) + '\n';
    printLines(text);
  }

  void save(const std::string& title) const {
    std::string text = "test " + inQuotes(title.empty() ? "a conversation" : title) + " {\n";
    for (const std::string& step : steps_) text += "  " + step + '\n';
    printLines(text + "}\n");
  }

  const Policy policy_;
  const ConversationOptions options_;
  const bool prompts_;
  std::optional<Conversation> conversation_;
  std::map<std::string, Value::Object> facts_;
  std::vector<std::pair<std::string, Value>> signals_;  ///< for the next event
  std::optional<std::int64_t> time_ms_;
  std::vector<std::string> steps_;  ///< of a test
};

struct TryOptions {
  PolicyAt policy;
  KeyOptions keys;
};

int tryOut(const TryOptions& options) {
  int status = kClean;
  const auto policy = compilePolicyAt(options.policy, status);
  if (!policy) return status;
  const auto keys = openKeys(*policy, options.keys);
  if (!keys) return kUnusable;
  ConversationOptions conversation;
  conversation.vault = *keys;
  return Trial(*policy, conversation, ::isatty(STDIN_FILENO) == 1).run();
}

}  // namespace

void addTry(const Verb& command) {
  auto options = std::make_shared<TryOptions>();
  const Verb verb =
      command.verb("try", "Type as the person and as the AI, and see what the policy does");
  verb.option("POLICY", options->policy.path, "The policy").required();
  addKeyOptions(verb, options->keys);
  verb.option("--pack-path DIR", options->policy.pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.callback([options] { return tryOut(*options); });
}

}  // namespace decorum::cli
