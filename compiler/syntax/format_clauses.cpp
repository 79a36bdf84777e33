/// Clauses, fairness and the steps of tests as they are written.
#include <fmt/format.h>

#include "compiler/syntax/format_parts.h"
#include "compiler/syntax/words.h"

namespace decorum::syntax {
namespace {

using namespace ast;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

std::string joinSubjects(const std::vector<SubjectRef>& subjects) {
  std::string joined;
  for (const SubjectRef& subject : subjects) {
    if (!joined.empty()) joined += ", ";
    joined += word(subject.subject);
  }
  return joined;
}

}  // namespace

/// When it applies, what it does, what it says and why, and only then how it is run. `uses` stands
/// behind the `because` that it would otherwise take for its own.
int clauseRank(const Clause& clause) {
  return std::visit(
      Overloaded{
          [](const OnClause&) { return 0; },         [](const WhenClause&) { return 1; },
          [](const UnlessClause&) { return 2; },     [](const FindClause&) { return 3; },
          [](const ReplaceClause&) { return 4; },    [](const ToClause&) { return 5; },
          [](const PriorityClause&) { return 6; },   [](const WithinClause&) { return 7; },
          [](const HandOverClause&) { return 8; },   [](const WithClause&) { return 9; },
          [](const ForQueueClause&) { return 10; },  [](const TellingClause&) { return 11; },
          [](const AskClause&) { return 12; },       [](const AsClause&) { return 13; },
          [](const PlacementClause&) { return 14; }, [](const VerbatimClause&) { return 15; },
          [](const SayClause&) { return 16; },       [](const DuringClause&) { return 17; },
          [](const BecauseClause&) { return 18; },   [](const CitesClause&) { return 19; },
          [](const FrequencyClause&) { return 20; }, [](const EffectiveClause&) { return 21; },
          [](const UntilClause&) { return 22; },     [](const ModeClause&) { return 23; },
          [](const ShareClause&) { return 24; },     [](const UsesClause&) { return 25; },
          [](const OnFaultClause&) { return 26; },   [](const OnStreamClause&) { return 27; },
      },
      clause.kind);
}

Layout PartFormatter::say(const SayClause& given) const {
  const std::string locale =
      given.locale ? fmt::format("in {} ", source_.at(given.locale->span)) : "";
  return fmt::format("say {}{}", locale, source_.at(given.message.span));
}

std::string PartFormatter::replacement(const ReplaceClause& given) const {
  static constexpr std::string_view kWords[] = {"label", "mask",  "last",       "first", "first",
                                                "hash",  "token", "generalize", "text",  "drop"};
  std::string text = fmt::format("replace with {}", kWords[static_cast<std::size_t>(given.kind)]);
  if (given.kind == ReplacementKind::kLast) text += fmt::format(" {}", given.last);
  if (given.kind == ReplacementKind::kFirst) text += fmt::format(" {}", given.first);
  if (given.kind == ReplacementKind::kFirstLast) {
    text += fmt::format(" {} last {}", given.first, given.last);
  }
  if (given.text) text += fmt::format(" {}", source_.at(given.text->span));
  return text;
}

Layout PartFormatter::clause(const Clause& given) const {
  const auto condition = [&](std::string_view keyword, const ExprPtr& expr) {
    return Layout::sequence({keyword, Layout::indented(4, expression(*expr))});
  };
  return std::visit(
      Overloaded{
          [](const OnClause& c) { return Layout("on " + joinSubjects(c.subjects)); },
          [&](const WhenClause& c) { return condition("when ", c.condition); },
          [&](const UnlessClause& c) { return condition("unless ", c.condition); },
          [&](const SayClause& c) { return say(c); },
          [&](const BecauseClause& c) {
            return Layout(fmt::format("because {}", source_.at(c.message.span)));
          },
          [&](const CitesClause& c) {
            const std::string checked =
                c.checked_ms ? fmt::format(" checked {}", source_.at(c.checked_span)) : "";
            return Layout(fmt::format("cites {}{}", source_.at(c.source.span), checked));
          },
          [](const PriorityClause& c) {
            return Layout(fmt::format("priority {}", word(c.priority)));
          },
          [&](const EffectiveClause& c) {
            return Layout("effective " + source_.words(c.time_span));
          },
          [&](const UntilClause& c) { return Layout("until " + source_.words(c.time_span)); },
          [](const ModeClause& c) {
            return Layout(c.mode == Mode::kShadow ? "mode shadow" : "mode enforce");
          },
          [&](const ShareClause& c) {
            return Layout(fmt::format("for {} of conversations", source_.at(c.share.span)));
          },
          [&](const FrequencyClause& c) {
            const std::string amount = source_.words(c.amount_span);
            if (c.kind == FrequencyKind::kEveryTurns) {
              return Layout(fmt::format("every {} turns", amount));
            }
            if (c.kind == FrequencyKind::kAtMostOnceIn) return Layout("at most once in " + amount);
            return Layout("once per conversation");
          },
          [&](const UsesClause& c) {
            const std::string because =
                c.because ? fmt::format(" because {}", source_.at(c.because->span)) : "";
            const char* label = c.label == LabelKind::kPrivate ? "private" : "protected";
            return Layout(fmt::format("uses {} {}{}", label, spelled(c.fact), because));
          },
          [](const OnFaultClause& c) {
            return Layout(c.open ? "on fault open" : "on fault closed");
          },
          [](const OnStreamClause& c) {
            return Layout(c.cut ? "on stream cut" : "on stream wait");
          },
          [&](const auto&) { return effectClause(given); },
      },
      given.kind);
}

/// Clauses of one kind of rule.
Layout PartFormatter::effectClause(const Clause& given) const {
  const auto otherwise = [](const std::optional<OtherwiseDo>& what) {
    return what ? fmt::format(" otherwise {}", word(*what)) : std::string();
  };
  if (const auto* c = std::get_if<ToClause>(&given.kind)) return "to " + c->queue.text;
  if (const auto* c = std::get_if<WithinClause>(&given.kind)) {
    std::string text = "within " + source_.words(c->within.span);
    if (c->warn_at) text += " warn at " + source_.words(c->warn_at->span);
    if (c->otherwise_to) text += " otherwise to " + c->otherwise_to->text;
    return text;
  }
  if (const auto* c = std::get_if<DuringClause>(&given.kind)) {
    std::vector<Layout> parts{"during " + spelled(c->hours)};
    for (const SayClause& text : c->otherwise_say) {
      parts.push_back(Layout::line());
      parts.emplace_back("otherwise ");
      parts.push_back(say(text));
    }
    return Layout::indented(2, Layout::group(std::move(parts)));
  }
  if (const auto* c = std::get_if<HandOverClause>(&given.kind)) {
    return c->keep_chatting ? "keep chatting" : "hand over";
  }
  if (const auto* c = std::get_if<WithClause>(&given.kind)) {
    if (c->transcript && c->facts) return "with transcript, facts";
    return c->transcript ? "with transcript" : "with facts";
  }
  if (const auto* c = std::get_if<FindClause>(&given.kind)) {
    std::vector<Layout> parts{"find ", targets(c->targets)};
    if (c->joining) parts.emplace_back(" joining last " + window(*c->joining));
    return Layout::sequence(std::move(parts));
  }
  if (const auto* c = std::get_if<ReplaceClause>(&given.kind)) return replacement(*c);
  if (const auto* c = std::get_if<PlacementClause>(&given.kind)) {
    static constexpr std::string_view kWords[] = {"before reply", "after reply", "instead"};
    return kWords[static_cast<std::size_t>(c->placement)];
  }
  if (std::holds_alternative<VerbatimClause>(given.kind)) return "verbatim";
  if (const auto* c = std::get_if<ForQueueClause>(&given.kind)) {
    return fmt::format("for {} within {}{}", c->queue.text, source_.words(c->within.span),
                       otherwise(c->otherwise));
  }
  if (const auto* c = std::get_if<TellingClause>(&given.kind)) {
    const std::string times =
        c->at_most_times ? fmt::format(" at most {} times", c->at_most_times->value) : "";
    return fmt::format("telling {}{}{}", source_.at(c->message.span), times,
                       otherwise(c->otherwise));
  }
  if (const auto* c = std::get_if<AskClause>(&given.kind)) {
    const std::string locale = c->locale ? fmt::format("in {} ", source_.at(c->locale->span)) : "";
    return fmt::format("ask {}{}", locale, source_.at(c->message.span));
  }
  return "as " + std::get<AsClause>(given.kind).name.text;
}

std::string PartFormatter::selector(const RuleSelector& given) const {
  return std::holds_alternative<Path>(given.what)
             ? spelled(std::get<Path>(given.what))
             : std::string(word(std::get<RuleKind>(given.what)));
}

Layout PartFormatter::fairness(const FairnessClause& given) const {
  if (const auto* c = std::get_if<KeepClause>(&given.kind)) {
    std::vector<Layout> rules;
    for (const RuleSelector& rule : c->rules) rules.emplace_back(selector(rule));
    std::vector<Layout> labels;
    for (const LabelSelector& label : c->labels) {
      labels.emplace_back(std::holds_alternative<Path>(label.what)
                              ? spelled(std::get<Path>(label.what))
                              : std::string(word(std::get<LabelKind>(label.what))));
    }
    return Layout::indented(4, Layout::sequence({"keep ", Layout::filled(rules, ","), " blind to ",
                                                 Layout::filled(labels, ",")}));
  }
  if (const auto* c = std::get_if<SameDecisionClause>(&given.kind)) {
    std::vector<Layout> parts{
        fmt::format("same decision when swapping {} with {}", spelled(c->from), spelled(c->to))};
    if (!c->subjects.empty()) parts.emplace_back(" in " + joinSubjects(c->subjects));
    if (c->share) {
      parts.push_back(Layout::line());
      parts.emplace_back(fmt::format("for {} of conversations", source_.at(c->share->span)));
    }
    return Layout::group(std::move(parts));
  }
  if (const auto* c = std::get_if<CompareClause>(&given.kind)) {
    std::string head = fmt::format(
        "compare {} across {}{} at least {} over {}", selector(c->effect), spelled(c->fact),
        c->groups ? " in " + std::string(source_.at(c->groups->span)) : "",
        source_.at(c->at_least.span), source_.words(c->over.span));
    if (c->conversations_each) {
      head += fmt::format(" with {} conversations each", c->conversations_each->value);
    }
    std::vector<Layout> parts{std::move(head)};
    const auto go_on = [&](std::string text) {
      parts.push_back(Layout::line());
      parts.emplace_back(std::move(text));
    };
    if (c->confidence) go_on(fmt::format("at {} confidence", source_.at(c->confidence->span)));
    if (c->alert) go_on("otherwise alert " + c->alert->text);
    return Layout::group(std::move(parts));
  }
  Clause common;
  if (const auto* c = std::get_if<BecauseClause>(&given.kind)) {
    return fmt::format("because {}", source_.at(c->message.span));
  }
  common.kind = std::get<CitesClause>(given.kind);
  return clause(common);
}

Layout PartFormatter::assignments(const std::vector<Assignment>& given) const {
  if (given.empty()) return "{}";
  std::vector<Layout> parts;
  for (const Assignment& one : given) {
    parts.push_back(Layout::sequence({spelled(one.name), ": ", expression(*one.value)}));
  }
  return Layout::sequence({"{ ", Layout::indented(2, Layout::filled(parts, "")), " }"});
}

Layout PartFormatter::step(const TestStep& given) const {
  if (const auto* s = std::get_if<GivenStep>(&given.kind)) {
    return Layout::sequence({fmt::format("given {} ", spelled(s->record)), assignments(s->values)});
  }
  if (const auto* s = std::get_if<AtStep>(&given.kind)) return "at " + source_.words(s->time_span);
  if (const auto* s = std::get_if<AfterStep>(&given.kind)) {
    return "after " + source_.words(s->duration.span);
  }
  if (const auto* s = std::get_if<EventStep>(&given.kind)) {
    std::vector<Layout> parts{word(s->subject.subject)};
    if (!s->tool.parts.empty()) parts.emplace_back(' ' + spelled(s->tool));
    if (s->text) parts.emplace_back(' ' + verbatim(s->text->span));
    if (!s->arguments.empty()) {
      parts.emplace_back(" ");
      parts.push_back(assignments(s->arguments));
    }
    if (!s->with.empty()) {
      parts.emplace_back(" with ");
      parts.push_back(assignments(s->with));
    }
    return Layout::sequence(std::move(parts));
  }
  const auto& s = std::get<ExpectStep>(given.kind);
  std::string text = s.negated ? "expect no " : "expect ";
  switch (s.kind) {
    case ExpectKind::kNothing:
      return "expect nothing";
    case ExpectKind::kRule:
    case ExpectKind::kNoKind:
      text += word(*s.rule_kind);
      if (!s.rule.parts.empty()) text += ' ' + spelled(s.rule);
      if (s.queue) text += " to " + s.queue->text;
      return text;
    case ExpectKind::kText:
      return "expect text " + verbatim(s.text.span);
    case ExpectKind::kTextWithout:
      return "expect text without " + verbatim(s.text.span);
    case ExpectKind::kDisposition:
      return "expect disposition " + s.name.text;
    case ExpectKind::kFlag:
      return text + "flagged " + spelled(s.rule);
    case ExpectKind::kFault:
      break;
  }
  return text + (s.name.text.empty() ? "fault" : "fault " + s.name.text);
}

}  // namespace decorum::syntax
