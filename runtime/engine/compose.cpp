/// From what the rules ask for to the verdict.
#include <algorithm>

#include "runtime/base/utf8.h"
#include "runtime/engine/judging.h"

namespace decorum::engine {
namespace {

using plan::kNone;
using plan::Rule;

void composeDispositionClauses(Judging& judging, Verdict& verdict) {
  const eval::Combined& combined = judging.work.combined;
  if (combined.speaker == kNone) return;
  const Rule& rule = judging.plan().rules[combined.speaker];
  if (verdict.disposition == Disposition::kHold) {
    verdict.hold = Hold{rule.name, rule.queue, rule.within_ms.value_or(0), rule.otherwise};
  }
  if (verdict.disposition == Disposition::kRetry) {
    Retry retry{rule.name, "", rule.at_most_times, rule.otherwise};
    if (rule.telling != kNone) retry.telling = say(judging, combined.speaker, {rule.telling});
    verdict.retry = std::move(retry);
  }
}

void composeEscalations(const Judging& judging, Verdict& verdict) {
  for (const eval::QueueEntry& entry : judging.work.combined.queues) {
    const Rule& rule = judging.plan().rules[entry.rule];
    Escalation escalation{rule.name, rule.queue, entry.priority, entry.within_ms, entry.hand_over};
    if (entry.timed_by != kNone) {
      const Rule& timed_by = judging.plan().rules[entry.timed_by];
      escalation.warn_ms = timed_by.warn_ms;
      escalation.otherwise_queue = timed_by.otherwise_queue;
    }
    verdict.escalations.push_back(std::move(escalation));
  }
}

/// Where the person sees what a rule says beside the message. At events before the reply it stands
/// in its place where people take over, and goes before it elsewhere.
Placement placementOf(const Judging& judging, const Rule& rule, bool in_hours) {
  if (rule.kind == RuleKind::kDisclose) return rule.placement;
  if (judging.event.kind == EventKind::kReply) return Placement::kAfterReply;
  const bool silent = rule.kind == RuleKind::kEscalate && rule.hand_over && in_hours;
  return silent ? Placement::kInstead : Placement::kBeforeReply;
}

/// A message that is asked for again is seen by no one, so that nothing is said beside it.
void composeStatements(Judging& judging, Verdict& verdict) {
  if (verdict.disposition == Disposition::kRetry) return;
  for (const std::uint32_t index : judging.work.combined.statements) {
    const Rule& rule = judging.plan().rules[index];
    const bool in_hours = rule.during == kNone || judging.state.record.at(rule.during).isTrue();
    std::string text = say(judging, index, in_hours ? rule.say : rule.otherwise_say);
    verdict.disclosures.push_back(
        {rule.name, std::move(text), placementOf(judging, rule, in_hours)});
  }
}

std::string repairedText(Judging& judging) {
  judging.work.effort[EffortKind::kReadByte] += judging.work.text.given.size();
  return utf8::repaired(judging.work.text.given);
}

/// The event's text where it does not go on as it was given: with redactions made, or with bytes
/// that are no UTF-8 replaced.
std::optional<std::string> goingOn(Judging& judging, Verdict& verdict) {
  auto edited = editedText(judging, verdict.edits);
  if (!edited && judging.work.text.bad_utf8) edited = repairedText(judging);
  return edited;
}

/// The words that take the message's place, or the message itself where it goes on.
std::optional<std::string> bodyOf(Judging& judging, std::optional<std::string> edited,
                                  Disposition disposition) {
  if (disposition == Disposition::kPass) return edited;
  if (disposition == Disposition::kRetry) return std::nullopt;
  const std::uint32_t words = judging.work.combined.words;
  if (words != kNone) {
    const Rule& rule = judging.plan().rules[words];
    const bool asks = rule.kind == RuleKind::kClarify && !rule.ask.empty();
    return say(judging, words, asks ? rule.ask : rule.say);
  }
  return disposition == Disposition::kHold ? edited : std::nullopt;  // what a release would send
}

void appendParagraph(std::string& text, std::string_view paragraph) {
  if (paragraph.empty()) return;
  if (!text.empty()) text += kParagraphEnd;
  text += paragraph;
}

/// A reply with the statements about it. What is said `instead` takes the place of the model's
/// words, not of those of a rule.
std::string withStatements(const Verdict& verdict, std::string_view body, bool is_models) {
  const std::string instead = statementsAt(verdict, Placement::kInstead);
  std::string text = statementsAt(verdict, Placement::kBeforeReply);
  if (instead.empty() || !is_models) appendParagraph(text, body);
  appendParagraph(text, instead);
  appendParagraph(text, statementsAt(verdict, Placement::kAfterReply));
  return text;
}

void composeText(Judging& judging, Verdict& verdict) {
  auto body = bodyOf(judging, goingOn(judging, verdict), verdict.disposition);
  const bool seen_with_reply = judging.event.kind == EventKind::kReply;
  if (!seen_with_reply || verdict.disclosures.empty()) {
    verdict.text = std::move(body);
    return;
  }
  const bool goes_on =
      verdict.disposition == Disposition::kPass ||
      (verdict.disposition == Disposition::kHold && judging.work.combined.words == kNone);
  const std::string unchanged = goes_on && !body ? repairedText(judging) : "";
  verdict.text = withStatements(verdict, body ? *body : unchanged, goes_on);
}

}  // namespace

std::string statementsAt(const Verdict& verdict, Placement where) {
  const std::vector<Disclosure>& all = verdict.disclosures;
  std::string text;
  for (auto it = all.begin(); it != all.end(); ++it) {
    const bool is_said = std::any_of(all.begin(), it, [&](const Disclosure& earlier) {
      return earlier.where == where && earlier.text == it->text;
    });
    if (it->where == where && !is_said) appendParagraph(text, it->text);
  }
  return text;
}

void composeFaults(const Judging& judging, std::vector<Fault>& faults) {
  judging.work.effort[EffortKind::kDoubt] +=
      judging.work.notes.size() + judging.work.deciders.size();
  for (const FaultNote& note : judging.work.notes) faultFor(faults, note);
  for (const auto& [note, index] : judging.work.deciders) {
    std::vector<std::string>& rules = faultFor(faults, note).rules;
    const std::string& rule = judging.plan().rules[index].name;
    if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
  }
}

void compose(Judging& judging, Verdict& verdict) {
  Workspace& work = judging.work;
  verdict.disposition = work.combined.disposition;
  composeDispositionClauses(judging, verdict);
  composeEscalations(judging, verdict);
  composeStatements(judging, verdict);
  // Before overlapping redactions become one: each rule shows what it found.
  for (const Firing& firing : work.firings) verdict.fired.push_back(explain(judging, firing));
  for (const Firing& firing : work.shadow_firings) {
    verdict.shadow.push_back(explain(judging, firing));
  }
  composeText(judging, verdict);
  for (const std::uint32_t rule : work.combined.flags) {
    verdict.flags.push_back(judging.plan().rules[rule].flag);
  }
  composeFaults(judging, verdict.faults);
}

}  // namespace decorum::engine
