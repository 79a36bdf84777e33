// `decorum explain`: why a rule fired at an event, or did not: from a log of conversations, which
// is judged again up to there, or from the decision log, which holds what rules could see.
#include <algorithm>
#include <charconv>

#include "decorum/compile.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/engine/seen.h"
#include "runtime/memory/log_line.h"
#include "runtime/signals/score.h"
#include "tools/cli/console.h"
#include "tools/cli/explain_report.h"
#include "tools/cli/keys.h"
#include "tools/cli/verbs.h"
#include "tools/logs/line_reader.h"
#include "tools/logs/log_line.h"

namespace decorum::cli {
namespace {

struct ExplainOptions {
  std::string policy;
  std::string log;
  std::string at;
  std::string rule;
  std::vector<std::string> pack_path;
  bool json = false, all = false;
  KeyOptions keys;
};

// What is known of the event that is asked about.
struct Found {
  EventKind event = EventKind::kUser;
  Value verdict;  // as JSON
  std::string digest;
  engine::Seen seen;
  std::vector<ScoreAccount> scores;  // where the text is at hand
};

struct Asked {
  std::string conversation;
  std::uint32_t index = 0;
};

std::optional<Asked> readAt(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  Asked asked{text.substr(0, colon), 0};
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + colon + 1, end, asked.index);
  return read.ec == std::errc() && read.ptr == end ? std::optional(asked) : std::nullopt;
}

std::optional<EventKind> kindNamed(const std::string& word) {
  for (const EventKind kind :
       {EventKind::kUser, EventKind::kDocument, EventKind::kToolCall, EventKind::kToolResult,
        EventKind::kReply, EventKind::kTimer, EventKind::kClose})
    if (word == name(kind)) return kind;
  return std::nullopt;
}

std::string textOf(const Value& object, const char* member) {
  const Value* const value = object.find(member);
  return value != nullptr && value->text() != nullptr ? *value->text() : "";
}

// Looks for one event, line by line.
class Search {
 public:
  Search(const Policy& policy, Asked asked, std::shared_ptr<const VaultOptions> vault)
      : policy_(policy), asked_(std::move(asked)), vault_(std::move(vault)) {}

  std::optional<Found> line(const std::string& text) {
    if (readLogLine(text)) return ofDecision(text);
    const auto parsed = logs::parseLogLine(text);
    if (!parsed || parsed->conversation != asked_.conversation) return std::nullopt;
    if (!conversation_ || parsed->whole) {
      locale_.clear();
      ConversationOptions options;
      options.seen = true;
      options.vault = vault_;
      conversation_.emplace(policy_, asked_.conversation, options);
    }
    for (const Event& event : parsed->events) {
      const Verdict verdict = conversation_->give(event);
      noteLocale(event);
      if (verdict.index != asked_.index) continue;
      Found found = ofVerdict(verdict);
      found.scores = scoresOf(event);
      return found;
    }
    return std::nullopt;
  }

 private:
  void noteLocale(const Event& event) {
    for (const auto& [record, value] : event.facts)
      if (record == "conversation") locale_ = textOf(value, "locale");
  }

  // Of the signals that a built-in provider made a score of, or would have.
  std::vector<ScoreAccount> scoresOf(const Event& event) const {
    std::vector<ScoreAccount> scores;
    if (!engine::hasText(event.kind)) return scores;
    engine::SubjectText text;
    engine::readText(event, ConversationOptions().limits.message_bytes, text);
    if (text.cut) return scores;  // has no scores
    signals::Scratch scratch;
    for (const plan::Signal& signal : policy_.impl().plan.signals) {
      const bool is_given = std::any_of(
          event.signals.begin(), event.signals.end(),
          [&](const auto& given) { return given.first == signal.name && !given.second.isNull(); });
      const bool is_asked = signal.provider != signals::Provider::kHost &&
                            signal.slot != plan::kNone && signal.subject == event.kind;
      if (!is_asked || is_given) continue;
      scores.push_back({signal.name, std::string(signals::nameOf(signal.provider)),
                        signals::score(signal.provider, text.judged, locale_, scratch),
                        signals::accountOf(signal.provider, text.judged, locale_, scratch)});
    }
    return scores;
  }

  static Found ofVerdict(const Verdict& verdict) {
    Found found{verdict.event, {}, verdict.policy_digest, verdict.seen, {}};
    if (auto json = Value::parse(toJson(verdict))) found.verdict = std::move(*json);
    return found;
  }

  std::optional<Found> ofDecision(const std::string& text) const {
    auto entry = Value::parse(text);
    if (!entry || textOf(*entry, "conversation") != asked_.conversation) return std::nullopt;
    const Value* const index = entry->find("index");
    const bool is_it = index != nullptr && index->integer() != nullptr &&
                       *index->integer() == std::int64_t{asked_.index};
    const auto kind = kindNamed(textOf(*entry, "event"));
    if (!is_it || !kind) return std::nullopt;
    Found found{*kind, {}, "", {}, {}};
    if (const Value* const policy = entry->find("policy")) found.digest = textOf(*policy, "digest");
    const Value* const seen = entry->find("seen");
    if (seen != nullptr && seen->object() != nullptr) found.seen = *seen->object();
    found.verdict = std::move(*entry);
    return found;
  }

  const Policy& policy_;
  Asked asked_;
  std::shared_ptr<const VaultOptions> vault_;
  std::optional<Conversation> conversation_;
  std::string locale_;  // as of the latest event
};

std::optional<Found> findIn(const std::string& path, Search& search, bool& readable) {
  auto source = logs::openSource(path);
  readable = static_cast<bool>(source);
  if (!source) {
    complain(source.error());
    return std::nullopt;
  }
  logs::LineReader reader(std::move(*source));
  logs::Line line;
  while (reader.next(line)) {
    if (auto found = search.line(line.text)) return found;
  }
  return std::nullopt;
}

int explain(const ExplainOptions& options) {
  const auto asked = readAt(options.at);
  if (!asked) {
    complain("--at: '" + options.at + "' is no CONVERSATION:INDEX, as in c-1:4");
    return kUnusable;
  }
  CompileOptions compile;
  compile.pack_path = options.pack_path;
  const Compilation compiled = compilePolicyFile(options.policy, compile);
  if (!compiled.policy) {
    printError(toText(compiled.findings));
    return kFindings;
  }
  const auto keys = openKeys(*compiled.policy, options.keys);
  if (!keys) return kUnusable;
  Search search(*compiled.policy, *asked, *keys);
  bool readable = true;
  const auto found = findIn(options.log, search, readable);
  if (!readable) return kUnusable;
  if (!found) {
    complain("'" + options.log + "' has no event " + options.at);
    return kUnusable;
  }
  if (found->digest != compiled.policy->digest())
    complain("the event was judged by another policy (digest " + found->digest.substr(0, 12) +
             "…): this is how '" + options.policy + "' sees it");
  Explanation explanation{options.at,
                          found->event,
                          found->verdict,
                          engine::answer(*compiled.policy, found->event, found->seen, options.rule),
                          !options.rule.empty(),
                          options.all,
                          found->scores};
  if (explanation.rules.empty() && !options.rule.empty()) {
    complain("the policy has no rule '" + options.rule + "'");
    return kUnusable;
  }
  print(options.json ? asJson(explanation) : asText(explanation));
  return kClean;
}

}  // namespace

void addExplain(const Verb& command) {
  auto options = std::make_shared<ExplainOptions>();
  const Verb verb = command.verb("explain", "Say why a rule fired at an event, or why it did not");
  verb.option("POLICY", options->policy, "The policy").required();
  verb.option("LOG", options->log, "Conversations, or a file of the decision log").required();
  verb.option("RULE", options->rule, "One rule, by its qualified name; else all");
  verb.option("--at EVENT", options->at, "The event, as CONVERSATION:INDEX").required();
  verb.option("--pack-path DIR", options->pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.flag("--all", options->all, "All conditions, not only those that were enough");
  verb.flag("--json", options->json, "One line of JSON, with all conditions");
  addKeyOptions(verb, options->keys);
  verb.callback([options] { return explain(*options); });
}

}  // namespace decorum::cli
