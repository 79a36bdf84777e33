#include "compiler/syntax/dump.h"

#include <fmt/format.h>

#include "compiler/syntax/words.h"

namespace decorum {
namespace {

using namespace ast;
using syntax::spelled;
using syntax::weekday;
using syntax::word;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += c;
    }
  }
  return out + '"';
}

std::string name(const Name& given) { return given.text.empty() ? "?" : given.text; }
std::string path(const Path& given) { return given.parts.empty() ? "?" : spelled(given); }

/// Parts with blanks between them, the empty ones left out, in parentheses.
std::string list(std::initializer_list<std::string_view> parts) {
  std::string out = "(";
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (out.size() > 1) out += ' ';
    out += part;
  }
  return out + ')';
}

template <class Range, class Print>
std::string joined(const Range& range, Print print) {
  std::string out;
  for (const auto& element : range) {
    if (!out.empty()) out += ' ';
    out += print(element);
  }
  return out;
}

template <class T, class Print>
std::string maybe(std::string_view label, const std::optional<T>& value, Print print) {
  if (!value) return "";
  return label.empty() ? print(*value) : list({label, print(*value)});
}

std::string ms(std::int64_t value) { return fmt::format("{}ms", value); }
std::string number(const Number& given) {
  return fmt::format("{}{}", given.value, given.percent ? "%" : "");
}
std::string text(const Text& given) { return quoted(given.value); }
std::string subjects(const std::vector<SubjectRef>& given) {
  return joined(given, [](const SubjectRef& one) { return std::string(word(one.subject)); });
}

std::string window(const Window& given) {
  const std::string length = given.unit == WindowUnit::kTime
                                 ? ms(given.count)
                                 : fmt::format("{} {}", given.count, word(given.unit));
  if (!given.at_most) return list({"window", length});
  return list({"window", length, fmt::format("at most {}", given.at_most->value)});
}

std::string expr(const ExprPtr& given) { return given ? dump(*given) : ""; }

std::string target(const Target& given) {
  std::string what = std::holds_alternative<Text>(given.what) ? text(std::get<Text>(given.what))
                                                              : path(std::get<Path>(given.what));
  if (!given.decoded && !given.at_least && !given.where) return what;
  return list({"target", what, given.decoded ? "decoded" : "",
               maybe("at-least", given.at_least, number),
               given.where ? list({"where", expr(given.where)}) : ""});
}

std::string message(const Message& given) {
  const auto hole = [](const Hole& one) {
    static constexpr std::string_view kForms[] = {"hole",       "match", "last",  "first",
                                                  "first-last", "mask",  "label", "hash"};
    const std::string numbers = fmt::format("{} {}", one.first, one.last);
    const bool counts = one.form == HoleForm::kLast || one.form == HoleForm::kFirst ||
                        one.form == HoleForm::kFirstLast;
    return list(
        {kForms[static_cast<std::size_t>(one.form)], counts ? numbers : "", expr(one.value)});
  };
  const std::string pieces =
      joined(given.pieces, [&](const std::variant<std::string, Hole>& piece) {
        return std::holds_alternative<std::string>(piece) ? quoted(std::get<std::string>(piece))
                                                          : hole(std::get<Hole>(piece));
      });
  return pieces.empty() ? "\"\"" : pieces;
}

// --------------------------------------------------------------------------------------------
// expressions

std::string mentions(const Mentions& e) {
  std::string mode = "any";
  if (e.mode == MentionMode::kAll) mode = "all";
  if (e.mode == MentionMode::kAtLeast) mode = fmt::format("at-least-{}", e.at_least);
  return list({"mentions", word(e.subject.subject), mode, joined(e.targets, target)});
}

std::string quantifier(const Quantifier& e) {
  static constexpr std::string_view kKinds[] = {"any", "every", "how-many"};
  return list({kKinds[static_cast<std::size_t>(e.kind)], e.target ? target(*e.target) : "",
               e.subject ? word(e.subject->subject) : "", expr(e.list),
               list({"where", expr(e.where)})});
}

std::string inLast(const InLast& e) {
  std::string mode = fmt::format("{}", e.at_least);
  if (e.mode == InLastMode::kAny) mode = "any";
  if (e.mode == InLastMode::kEvery) mode = "every";
  return list({"in-last", mode, window(e.window), expr(e.operand)});
}

std::string ever(const Ever& e) {
  static constexpr std::string_view kKinds[] = {"ever", "never", "previously"};
  return list({kKinds[static_cast<std::size_t>(e.kind)], expr(e.operand)});
}

std::string record(const RecordLit& e) {
  std::string out = "(record";
  for (std::size_t i = 0; i < e.names.size(); ++i) {
    out += ' ' + list({name(e.names[i]), expr(e.values[i])});
  }
  return out + ')';
}

std::string kind(const ExprKind& given) {
  return std::visit(
      Overloaded{
          [](const ErrorExpr&) { return std::string("(hole)"); },
          [](const BoolLit& e) { return std::string(e.value ? "true" : "false"); },
          [](const IntLit& e) { return fmt::format("{}", e.value); },
          [](const NumberLit& e) { return number({e.value, e.percent, {}}); },
          [](const TextLit& e) { return quoted(e.value); },
          [](const TimeLit& e) { return list({"time", ms(e.ms)}); },
          [](const ClockLit& e) { return list({"clock", ms(e.ms)}); },
          [](const DurationLit& e) { return list({"duration", ms(e.ms)}); },
          [](const SetLit& e) { return list({"set", joined(e.elements, expr)}); },
          [](const ListLit& e) { return list({"list", joined(e.elements, expr)}); },
          [](const RecordLit& e) { return record(e); },
          [](const Ref& e) { return path(e.path); },
          [](const KeyedRef& e) {
            return list({"keyed", path(e.tool), expr(e.key), name(e.field)});
          },
          [](const BuiltinRef& e) { return list({word(e.which)}); },
          [](const Unary& e) {
            return list({e.op == UnaryOp::kNot ? "not" : "negate", expr(e.operand)});
          },
          [](const Binary& e) { return list({word(e.op), expr(e.left), expr(e.right)}); },
          [](const Between& e) {
            return list({"between", expr(e.value), expr(e.low), expr(e.high)});
          },
          [](const In& e) { return list({"in", expr(e.value), expr(e.set)}); },
          [](const IsKnown& e) {
            return list({e.negated ? "is-not-known" : "is-known", expr(e.value)});
          },
          [](const IsTruncated& e) { return list({"is-truncated", word(e.subject.subject)}); },
          [](const IsTool& e) {
            return list({"is-tool", word(e.subject.subject), e.unknown ? "unknown" : path(e.tool)});
          },
          [](const Within& e) { return list({"within", expr(e.value), path(e.hours)}); },
          [](const Mentions& e) { return mentions(e); },
          [](const Matches& e) {
            return list({"matches", word(e.subject.subject), quoted(e.pattern)});
          },
          [](const Call& e) { return list({"call", path(e.callee), joined(e.arguments, expr)}); },
          [](const Quantifier& e) { return quantifier(e); },
          [](const InLast& e) { return inLast(e); },
          [](const Ever& e) { return ever(e); },
          [](const Since& e) { return list({"since", expr(e.operand), expr(e.since)}); },
          [](const Then& e) {
            return list({"then", expr(e.first), expr(e.then), window(e.window)});
          },
          [](const For& e) { return list({"for", expr(e.operand), window(e.window)}); },
          [](const Aggregated& e) {
            return list({word(e.function), expr(e.operand), maybe("", e.window, window),
                         e.per ? list({"per", expr(e.per)}) : ""});
          },
          [](const HowLongSince& e) {
            return list(
                {e.unit == SinceUnit::kTime ? "time-since" : "turns-since", expr(e.operand)});
          },
          [](const Repeats& e) {
            return list({e.nearly ? "nearly-repeats" : "repeats", word(e.subject.subject),
                         window(e.window)});
          },
          [](const PreviouslyFlagged& e) { return list({"previously-flagged", path(e.flag)}); },
          [](const Per& e) { return list({"per", expr(e.operand), expr(e.key)}); },
      },
      given);
}

// --------------------------------------------------------------------------------------------
// types

std::string label(const Label& given) {
  return given.kind == LabelKind::kProxyFor ? list({"proxy-for", path(given.proxy_for)})
                                            : std::string(word(given.kind));
}

std::string field(const TypeField& given);

std::string type(const TypeExpr& given) {
  std::string out(word(given.kind));
  if (given.kind == TypeKind::kRange) out = fmt::format("(range {} {})", given.low, given.high);
  if (given.kind == TypeKind::kEnum) out = list({"one-of", joined(given.members, name)});
  if (given.element) out = list({word(given.kind), type(*given.element)});
  if (given.kind == TypeKind::kRecord) out = list({"record", joined(given.fields, field)});
  return given.optional ? list({"optional", out}) : out;
}

std::string field(const TypeField& given) {
  const std::string doc = given.doc.empty() ? "" : list({"doc", quoted(given.doc)});
  if (!given.nested.empty()) {
    return list({"field", name(given.name), doc, joined(given.nested, field)});
  }
  return list({"field", name(given.name), type(given.type), joined(given.labels, label), doc});
}

// --------------------------------------------------------------------------------------------
// clauses

std::string say(const SayClause& c) {
  return list({"say", maybe("in", c.locale, text), message(c.message)});
}

std::string frequency(const FrequencyClause& c) {
  if (c.kind == FrequencyKind::kEveryTurns) return fmt::format("(every {} turns)", c.turns);
  if (c.kind == FrequencyKind::kAtMostOnceIn) return list({"at-most-once-in", ms(c.ms)});
  return "(once per conversation)";
}

std::string replace(const ReplaceClause& c) {
  static constexpr std::string_view kKinds[] = {"label",      "mask", "last",  "first",
                                                "first-last", "hash", "token", "generalize",
                                                "text",       "drop"};
  const bool counts = c.kind == ReplacementKind::kLast || c.kind == ReplacementKind::kFirst ||
                      c.kind == ReplacementKind::kFirstLast;
  return list({"replace", kKinds[static_cast<std::size_t>(c.kind)],
               counts ? fmt::format("{} {}", c.first, c.last) : "", maybe("", c.text, text)});
}

std::string otherwise(const std::optional<OtherwiseDo>& what) {
  return what ? list({"otherwise", word(*what)}) : "";
}

std::string escalation(const WithinClause& c) {
  return list({"within", ms(c.within.ms),
               maybe("warn-at", c.warn_at, [](const Duration& at) { return ms(at.ms); }),
               maybe("otherwise-to", c.otherwise_to, name)});
}

std::string clause(const Clause& given) {
  static constexpr std::string_view kPlacements[] = {"before reply", "after reply", "instead"};
  return std::visit(
      Overloaded{
          [](const OnClause& c) { return list({"on", subjects(c.subjects)}); },
          [](const WhenClause& c) { return list({"when", expr(c.condition)}); },
          [](const UnlessClause& c) { return list({"unless", expr(c.condition)}); },
          [](const SayClause& c) { return say(c); },
          [](const BecauseClause& c) { return list({"because", message(c.message)}); },
          [](const CitesClause& c) {
            return list({"cites", text(c.source), maybe("checked", c.checked_ms, ms)});
          },
          [](const PriorityClause& c) { return list({"priority", word(c.priority)}); },
          [](const EffectiveClause& c) { return list({"effective", ms(c.from_ms)}); },
          [](const UntilClause& c) { return list({"until", ms(c.until_ms)}); },
          [](const ModeClause& c) {
            return list({"mode", c.mode == Mode::kShadow ? "shadow" : "enforce"});
          },
          [](const ShareClause& c) { return list({"share", number(c.share)}); },
          [](const FrequencyClause& c) { return frequency(c); },
          [](const UsesClause& c) {
            return list({c.label == LabelKind::kPrivate ? "uses-private" : "uses", path(c.fact),
                         maybe("because", c.because, message)});
          },
          [](const OnFaultClause& c) { return list({"on-fault", c.open ? "open" : "closed"}); },
          [](const OnStreamClause& c) { return list({"on-stream", c.cut ? "cut" : "wait"}); },
          [](const ToClause& c) { return list({"to", name(c.queue)}); },
          [](const WithinClause& c) { return escalation(c); },
          [](const DuringClause& c) {
            return list({"during", path(c.hours), joined(c.otherwise_say, say)});
          },
          [](const HandOverClause& c) {
            return list({c.keep_chatting ? "keep-chatting" : "hand-over"});
          },
          [](const WithClause& c) {
            return list({"with", c.transcript ? "transcript" : "", c.facts ? "facts" : ""});
          },
          [](const FindClause& c) {
            return list({"find", joined(c.targets, target), maybe("joining", c.joining, window)});
          },
          [](const ReplaceClause& c) { return replace(c); },
          [](const PlacementClause& c) {
            return list({kPlacements[static_cast<std::size_t>(c.placement)]});
          },
          [](const VerbatimClause&) { return std::string("(verbatim)"); },
          [](const ForQueueClause& c) {
            return list({"for", name(c.queue), ms(c.within.ms), otherwise(c.otherwise)});
          },
          [](const TellingClause& c) {
            const auto times = [](const Integer& n) { return fmt::format("{}", n.value); };
            return list({"telling", message(c.message), maybe("at-most", c.at_most_times, times),
                         otherwise(c.otherwise)});
          },
          [](const AskClause& c) {
            return list({"ask", maybe("in", c.locale, text), message(c.message)});
          },
          [](const AsClause& c) { return list({"as", name(c.name)}); },
      },
      given.kind);
}

// --------------------------------------------------------------------------------------------
// fairness and tests

std::string selector(const RuleSelector& given) {
  if (std::holds_alternative<Path>(given.what)) return path(std::get<Path>(given.what));
  return list({word(std::get<RuleKind>(given.what))});
}

std::string selector(const LabelSelector& given) {
  if (std::holds_alternative<Path>(given.what)) return path(std::get<Path>(given.what));
  return list({word(std::get<LabelKind>(given.what))});
}

std::string fairness(const FairnessClause& given) {
  return std::visit(
      Overloaded{
          [](const KeepClause& c) {
            const auto rule = [](const RuleSelector& one) { return selector(one); };
            const auto blind = [](const LabelSelector& one) { return selector(one); };
            return list({"keep", joined(c.rules, rule), "blind-to", joined(c.labels, blind)});
          },
          [](const SameDecisionClause& c) {
            return list({"same", path(c.from), path(c.to), subjects(c.subjects),
                         maybe("share", c.share, number)});
          },
          [](const CompareClause& c) {
            const auto each = [](const Integer& n) { return fmt::format("{}", n.value); };
            return list({"compare", selector(c.effect), path(c.fact),
                         c.groups ? expr(c.groups) : "", number(c.at_least), ms(c.over.ms),
                         maybe("each", c.conversations_each, each),
                         maybe("confidence", c.confidence, number), maybe("alert", c.alert, name)});
          },
          [](const BecauseClause& c) { return list({"because", message(c.message)}); },
          [](const CitesClause& c) {
            return list({"cites", text(c.source), maybe("checked", c.checked_ms, ms)});
          },
      },
      given.kind);
}

std::string assignment(const Assignment& given) {
  return list({path(given.name), expr(given.value)});
}

std::string expect(const ExpectStep& s) {
  static constexpr std::string_view kKinds[] = {"rule",         "kind",        "nothing", "text",
                                                "text-without", "disposition", "flag",    "fault"};
  return list({"expect", s.negated ? "no" : "", kKinds[static_cast<std::size_t>(s.kind)],
               s.rule_kind ? word(*s.rule_kind) : "", s.rule.parts.empty() ? "" : path(s.rule),
               maybe("to", s.queue, name), s.text.span.end > 0 ? text(s.text) : "",
               s.kind != ExpectKind::kFlag ? s.name.text : ""});
}

std::string step(const TestStep& given) {
  return std::visit(
      Overloaded{
          [](const GivenStep& s) {
            return list({"given", path(s.record), joined(s.values, assignment)});
          },
          [](const AtStep& s) { return list({"at", ms(s.time_ms)}); },
          [](const AfterStep& s) { return list({"after", ms(s.duration.ms)}); },
          [](const EventStep& s) {
            return list({word(s.subject.subject), s.tool.parts.empty() ? "" : path(s.tool),
                         maybe("", s.text, text), joined(s.arguments, assignment),
                         s.with.empty() ? "" : list({"with", joined(s.with, assignment)})});
          },
          [](const ExpectStep& s) { return expect(s); },
      },
      given.kind);
}

// --------------------------------------------------------------------------------------------
// declarations

/// The head, then the parts a line each.
template <class Range, class Print>
std::string block(std::string head, const Range& parts, Print print) {
  for (const auto& part : parts) head += "\n  " + print(part);
  return head + ')';
}

std::string head(std::initializer_list<std::string_view> parts) {
  std::string out = list(parts);
  out.pop_back();
  return out;
}

std::string include(const IncludeDecl& d) {
  const std::string what = std::holds_alternative<Name>(d.what) ? name(std::get<Name>(d.what))
                                                                : text(std::get<Text>(d.what));
  return block(head({d.use_only ? "use" : "include", what}), d.settings,
               [](const SettingValue& s) { return list({name(s.name), expr(s.value)}); });
}

std::string phrases(const PhrasesDecl& d) {
  const auto option = [](const PhraseOption& o) {
    return list({o.word, o.number != 0 ? fmt::format("{}", o.number) : "",
                 o.language.empty() ? "" : quoted(o.language)});
  };
  return list({"phrases", name(d.name), joined(d.options, option), joined(d.phrases, text),
               maybe("from", d.from_file, text)});
}

std::string pattern(const PatternDecl& d) {
  const auto near = [](const NearOption& n) {
    return list({n.required ? "near" : "likelier-near", joined(n.words, text),
                 fmt::format("{}", n.characters.value)});
  };
  const auto group = [](const GroupOption& g) {
    return list({"group", name(g.name), type(g.type)});
  };
  return list({"pattern", name(d.name), quoted(d.pattern), d.exact ? "exact" : "",
               d.not_personal ? "not-personal" : "", maybe("checked-by", d.checked_by, name),
               joined(d.near, near), joined(d.groups, group)});
}

std::string hours(const HoursDecl& d) {
  const auto span = [](const HoursSpan& s) {
    return fmt::format("({}..{} {}..{})", weekday(s.first_day), weekday(s.last_day), ms(s.from_ms),
                       ms(s.to_ms));
  };
  const auto day = [](const std::pair<std::int64_t, Span>& one) { return ms(one.first); };
  return list({"hours", name(d.name), joined(d.spans, span), maybe("in", d.zone, text),
               d.except_days_ms.empty() ? "" : list({"except", joined(d.except_days_ms, day)})});
}

std::string tool(const ToolDecl& d) {
  std::string out = head({"tool", name(d.name), maybe("called", d.called, text)});
  for (const TypeField& argument : d.arguments) out += "\n  " + field(argument);
  for (const TypeField& result : d.results) out += "\n  " + list({"returns", field(result)});
  return out + ')';
}

std::string test(const TestDecl& d) {
  return block(
      head({d.each ? "test-each" : "test", text(d.title), maybe("from", d.from_file, text)}),
      d.steps, step);
}

std::string signal(const SignalDecl& d) {
  return list({"signal", name(d.name), word(d.subject.subject), type(d.type),
               d.when_missing ? list({"when-missing", expr(d.when_missing)}) : "",
               d.from ? list({"from", path(*d.from)}) : "", d.as_redacted ? "as-redacted" : "",
               joined(d.labels, label)});
}

std::string define(const DefineDecl& d) {
  const auto parameter = [](const Parameter& p) { return list({name(p.name), type(p.type)}); };
  return list({"define", name(d.name),
               d.parameters.empty() ? "" : "(" + joined(d.parameters, parameter) + ")",
               expr(d.value)});
}

std::string declaration(const DeclKind& given) {
  const auto integer = [](const Integer& n) { return fmt::format("{}", n.value); };
  return std::visit(
      Overloaded{
          [&](const PolicyDecl& d) {
            return list({"policy", name(d.name), maybe("version", d.version, text),
                         maybe("language", d.language, integer)});
          },
          [](const PackDecl& d) {
            return list({"pack", name(d.name), maybe("version", d.version, text)});
          },
          [](const IncludeDecl& d) { return include(d); },
          [](const SettingDecl& d) {
            return list({"setting", name(d.name), type(d.type), expr(d.value)});
          },
          [](const FactsDecl& d) { return block(head({"facts", name(d.name)}), d.fields, field); },
          [](const SignalDecl& d) { return signal(d); },
          [](const PhrasesDecl& d) { return phrases(d); },
          [](const PatternDecl& d) { return pattern(d); },
          [](const DefineDecl& d) { return define(d); },
          [](const ToolDecl& d) { return tool(d); },
          [](const HoursDecl& d) { return hours(d); },
          [](const DisableDecl& d) {
            return list({"disable", path(d.rule), maybe("because", d.because, message)});
          },
          [](const AdjustDecl& d) {
            return block(head({"adjust", path(d.rule), maybe("because", d.because, message)}),
                         d.clauses, clause);
          },
          [](const OnFaultDecl& d) { return list({"on-fault", d.open ? "open" : "closed"}); },
          [](const BudgetDecl& d) {
            return list({"budget", fmt::format("{}us", d.time_us), fmt::format("{}", d.bytes)});
          },
          [](const RuleDecl& d) {
            return block(head({word(d.kind), name(d.name)}), d.clauses, clause);
          },
          [](const FairnessDecl& d) {
            return block(head({"fairness", name(d.name)}), d.clauses, fairness);
          },
          [](const TestDecl& d) { return test(d); },
      },
      given);
}

}  // namespace

std::string dump(const Expr& expression) { return kind(expression.kind); }

std::string dump(const File& file) {
  std::string out;
  for (const Decl& decl : file.decls) {
    if (!decl.doc.empty()) out += list({"doc", quoted(decl.doc)}) + '\n';
    out += declaration(decl.kind) + '\n';
  }
  return out;
}

}  // namespace decorum
