// What happens when a rule fires.
#include <fmt/format.h>

#include <array>

#include "compiler/syntax/words.h"
#include "tools/doc/rules.h"

namespace decorum::doc {
namespace {

using sema::clauseOf;
using Sentences = std::vector<Text>;

std::string_view then(ast::OtherwiseDo what) {
  return what == ast::OtherwiseDo::kBlock ? "is stopped" : "is let through";
}

std::string thing(ast::Subject subject) {
  return subject == ast::Subject::kUser ? "message" : std::string(nameOfSubject(subject).substr(4));
}

// "message or reply": what a rule that stops something stops.
std::string things(const sema::Rule& rule) {
  std::string text;
  const auto* on = clauseOf<ast::OnClause>(rule);
  if (on == nullptr) return "message";
  for (std::size_t i = 0; i < on->subjects.size(); ++i)
    text += (i == 0                         ? ""
             : i + 1 == on->subjects.size() ? " or "
                                            : ", ") +
            thing(on->subjects[i].subject);
  return text;
}

void escalate(const sema::Rule& rule, const Prose& prose, Sentences& out) {
  const auto* to = clauseOf<ast::ToClause>(rule);
  Text text = plain("The conversation is handed to people, in the queue ");
  if (to != nullptr) text = std::move(text) + strong(to->queue.text);
  if (const auto* priority = clauseOf<ast::PriorityClause>(rule))
    text = std::move(text) + fmt::format(", with {} priority", syntax::word(priority->priority));
  const auto* within = clauseOf<ast::WithinClause>(rule);
  if (within != nullptr)
    text = std::move(text) +
           fmt::format(", and has to be taken up within {}", durationOf(within->within.ms));
  out.push_back(std::move(text) + ".");
  if (within != nullptr && within->warn_at)
    out.push_back(plain(fmt::format("A warning comes after {}.", durationOf(within->warn_at->ms))));
  if (within != nullptr && within->otherwise_to)
    out.push_back(plain("If nobody has taken it up by then, it goes to the queue ") +
                  strong(within->otherwise_to->text) + ".");
  const auto* hand = clauseOf<ast::HandOverClause>(rule);
  out.push_back(plain(hand != nullptr && hand->keep_chatting ? "The AI goes on answering meanwhile."
                                                             : "From then on the AI is silent."));
  if (const auto* with = clauseOf<ast::WithClause>(rule))
    out.push_back(plain(with->transcript && with->facts ? "The transcript and the facts go along."
                        : with->transcript              ? "The transcript goes along."
                                                        : "The facts go along."));
  if (const auto* during = clauseOf<ast::DuringClause>(rule)) {
    const auto found = prose.subject().module().find(
        prose.subject().module().fileOf(during->hours.span), during->hours);
    out.push_back(
        plain("All of this only in the hours ") +
        (found ? prose.subject().named(found->symbol) : code(syntax::spelled(during->hours))) +
        (during->otherwise_say.empty()
             ? "; outside of them nobody is asked."
             : "; outside of them nobody is asked, and the person is told so."));
  }
}

std::string replacementOf(const sema::Rule& rule) {
  const auto* replace = clauseOf<ast::ReplaceClause>(rule);
  if (replace == nullptr) return "a label such as [EMAIL]";
  switch (replace->kind) {
    case ast::ReplacementKind::kLabel:
      return "a label such as [EMAIL]";
    case ast::ReplacementKind::kMask:
      return "dots, of the same length";
    case ast::ReplacementKind::kLast:
      return fmt::format("its last {} characters, dots before them", replace->last);
    case ast::ReplacementKind::kFirst:
      return fmt::format("its first {} characters, dots after them", replace->first);
    case ast::ReplacementKind::kFirstLast:
      return fmt::format("its first {} and last {} characters, dots between them", replace->first,
                         replace->last);
    case ast::ReplacementKind::kHash:
      return "a keyed hash: equal values can be told to be equal, and nothing more";
    case ast::ReplacementKind::kToken:
      return "a token, which is turned back for the same conversation's person alone";
    case ast::ReplacementKind::kGeneralize:
      return "something coarser: of a date the year, of a postcode its first digits";
    case ast::ReplacementKind::kText:
      return "“" + (replace->text ? replace->text->value : "") + "”";
    case ast::ReplacementKind::kDrop:
      return "nothing: it is left out";
  }
  return "";
}

void redact(const sema::Rule& rule, const Prose& prose, Sentences& out) {
  for (const ast::Clause* clause : rule.clauses) {
    const auto* find = std::get_if<ast::FindClause>(&clause->kind);
    if (find == nullptr) continue;
    std::vector<Text> parts;
    for (const ast::Target& target : find->targets) parts.push_back(prose.target(target));
    out.push_back(plain("Each ") + listed(parts, " and ") + " is replaced by " +
                  replacementOf(rule) + ".");
    if (find->joining)
      out.push_back(
          plain("Also what a person splits over the last " + prose.window(*find->joining) + "."));
  }
}

void disclose(const sema::Rule& rule, Sentences& out) {
  const auto* place = clauseOf<ast::PlacementClause>(rule);
  const auto where = place == nullptr ? ast::Placement::kBeforeReply : place->placement;
  out.push_back(plain(where == ast::Placement::kInstead
                          ? "The person is shown the statement below instead of the model's words."
                      : where == ast::Placement::kAfterReply
                          ? "The person is shown the statement below, after the reply."
                          : "The person is shown the statement below, before the reply."));
  if (clauseOf<ast::VerbatimClause>(rule) != nullptr)
    out.push_back(plain("It is shown word for word, as a paragraph of its own."));
}

void hold(const sema::Rule& rule, Sentences& out) {
  const auto* queue = clauseOf<ast::ForQueueClause>(rule);
  if (queue == nullptr) return;
  out.push_back(plain("The " + things(rule) + " waits for the approval of a person of the queue ") +
                strong(queue->queue.text) +
                fmt::format(", for at most {}; after that it {}.", durationOf(queue->within.ms),
                            then(queue->otherwise.value_or(ast::OtherwiseDo::kBlock))));
}

void retry(const sema::Rule& rule, const Prose& prose, Sentences& out) {
  const auto* telling = clauseOf<ast::TellingClause>(rule);
  if (telling == nullptr) return;
  out.push_back(plain("The reply is not sent. The model is asked again and is told ") +
                quote(wordsOf(telling->message, prose.subject().sources)));
  out.back() = ended(std::move(out.back()));
  out.push_back(
      plain(telling->at_most_times
                ? fmt::format("This happens at most {} for a message of the person; after that the "
                              "reply {}.",
                              telling->at_most_times->value == 1
                                  ? "once"
                                  : fmt::format("{} times", telling->at_most_times->value),
                              then(telling->otherwise.value_or(ast::OtherwiseDo::kBlock)))
                : fmt::format("If that is of no use, the reply {}.",
                              then(telling->otherwise.value_or(ast::OtherwiseDo::kBlock)))));
}

void often(const sema::Rule& rule, Sentences& out) {
  const auto* frequency = clauseOf<ast::FrequencyClause>(rule);
  if (frequency == nullptr) return;
  switch (frequency->kind) {
    case ast::FrequencyKind::kOncePerConversation:
      return out.push_back(plain("This happens once in a conversation."));
    case ast::FrequencyKind::kEveryTurns:
      return out.push_back(
          plain(fmt::format("This happens again only every {} turns.", frequency->turns)));
    case ast::FrequencyKind::kAtMostOnceIn:
      return out.push_back(
          plain(fmt::format("This happens at most once in {}.", durationOf(frequency->ms))));
  }
}

}  // namespace

std::string_view doingOf(ast::RuleKind kind, std::size_t rules) {
  struct Doing {
    std::string_view one, several;
  };
  static constexpr std::array<Doing, 8> kDoing{{{"hands over to people", "hand over to people"},
                                                {"redacts", "redact"},
                                                {"discloses", "disclose"},
                                                {"stops", "stop"},
                                                {"holds for approval", "hold for approval"},
                                                {"asks the model again", "ask the model again"},
                                                {"asks the person", "ask the person"},
                                                {"marks", "mark"}}};
  const Doing& doing = kDoing[static_cast<std::size_t>(kind)];
  return rules == 1 ? doing.one : doing.several;
}

std::vector<Text> effectsOf(const sema::Rule& rule, const Prose& prose) {
  Sentences out;
  switch (rule.decl->kind) {
    case ast::RuleKind::kEscalate:
      escalate(rule, prose, out);
      break;
    case ast::RuleKind::kRedact:
      redact(rule, prose, out);
      break;
    case ast::RuleKind::kDisclose:
      disclose(rule, out);
      break;
    case ast::RuleKind::kBlock:
      out.push_back(plain("The " + things(rule) + " is stopped."));
      break;
    case ast::RuleKind::kHold:
      hold(rule, out);
      break;
    case ast::RuleKind::kRetry:
      retry(rule, prose, out);
      break;
    case ast::RuleKind::kClarify:
      out.push_back(plain("The person is asked the question below, and the model is not called."));
      break;
    case ast::RuleKind::kFlag: {
      const auto* as = clauseOf<ast::AsClause>(rule);
      out.push_back(plain("The event is marked ") +
                    code(as != nullptr ? as->name.text : rule.decl->name.text) +
                    ", for the log and for other rules.");
    }
  }
  if (const auto* stream = clauseOf<ast::OnStreamClause>(rule); stream != nullptr && stream->cut)
    out.push_back(plain("A reply that is shown while it is written is cut where the rule fires."));
  const auto* priority = clauseOf<ast::PriorityClause>(rule);
  if (priority != nullptr && rule.decl->kind != ast::RuleKind::kEscalate)
    out.push_back(plain(fmt::format("Its priority among rules that do the same is {}.",
                                    syntax::word(priority->priority))));
  often(rule, out);
  return out;
}

}  // namespace decorum::doc
