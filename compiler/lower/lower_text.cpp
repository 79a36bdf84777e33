/// What conditions ask of a text: matchers, and the slots that the scan fills.
#include <algorithm>

#include "compiler/lower/lowering.h"
#include "compiler/sema/types.h"
#include "compiler/syntax/written.h"

namespace decorum::lowering {

using plan::NodeId;
using plan::Op;
using plan::Rep;
using plan::SlotKind;

namespace {

const ast::Text* stringOf(const ast::Target& target) {
  return std::get_if<ast::Text>(&target.what);
}

}  // namespace

std::string Lowering::written(Span span) const {
  return syntax::written(*sources_, module_->program->files[fileOf(span)].tree, span);
}

text::Matcher Lowering::matcherOf(const ast::Target& target) const {
  const ast::Text* string = stringOf(target);
  text::Matcher matcher =
      sema::makeMatcher(*module_, typed_->targets.at(&target), string ? string->value : "",
                        target.at_least ? target.at_least->value : 0);
  matcher.decoded = target.decoded;
  return matcher;
}

void Lowering::notPersonal() {
  const auto isPersonal = [&](plan::MatcherId matcher) {
    return plan_.matchers[matcher].detector.starts_with("pii.");
  };
  std::vector<EventKind> subjects;
  for (std::size_t kind = 0; kind < plan_.scans.size(); ++kind) {
    const auto& scanned = plan_.scans[kind];
    if (std::any_of(scanned.begin(), scanned.end(), isPersonal))
      subjects.push_back(static_cast<EventKind>(kind));
  }
  if (subjects.empty()) return;
  for (std::uint32_t i = 0; i < module_->patterns.size(); ++i) {
    const sema::Pattern& pattern = module_->patterns[i];
    if (!pattern.in_force || !pattern.decl->not_personal) continue;
    const sema::TargetBinding bound{sema::TargetBinding::Kind::kPattern, i, ""};
    const plan::MatcherId matcher = graph_.matcher(sema::makeMatcher(*module_, bound, "", 0));
    for (const EventKind subject : subjects) graph_.scan(subject, matcher);
  }
}

NodeId Lowering::matchSlot(SlotKind kind, EventKind subject, const text::Matcher& matcher,
                           const std::string& name) {
  plan::Slot slot;
  slot.kind = kind;
  slot.rep = kind == SlotKind::kFound ? Rep::kBool : Rep::kInt;
  slot.subject = subject;
  slot.ref = graph_.matcher(matcher);
  slot.name = name;
  graph_.scan(subject, slot.ref);
  return graph_.load(graph_.slot(slot));
}

NodeId Lowering::mentions(const ast::Mentions& mentions) {
  if (mentions.mode != ast::MentionMode::kAny) return mentionsAtLeast(mentions);
  const EventKind subject = eventOf(mentions.subject.subject);
  const std::string prefix = std::string(decorum::name(subject)) + " mentions ";
  std::vector<NodeId> tests;
  text::Matcher strings;  // the bare strings of one `mentions` are one matcher
  for (const auto& target : mentions.targets) {
    if (const ast::Text* string = stringOf(target)) {
      strings.phrases.push_back(string->value);
    } else {
      tests.push_back(
          matchSlot(SlotKind::kFound, subject, matcherOf(target), prefix + written(target.span)));
    }
  }
  if (!strings.phrases.empty()) {
    tests.push_back(matchSlot(
        SlotKind::kFound, subject, strings,
        prefix + '"' + strings.phrases.front() + '"' + (strings.phrases.size() > 1 ? ", …" : "")));
  }
  return graph_.make(Op::kOr, std::move(tests));
}

/// `all of` and `at least 2 of` count different things: each phrase of a list is one, each pattern
/// and each detector is one.
NodeId Lowering::mentionsAtLeast(const ast::Mentions& mentions) {
  const EventKind subject = eventOf(mentions.subject.subject);
  const std::string prefix = std::string(decorum::name(subject)) + " mentions ";
  std::vector<text::Matcher> lists;  // one for each way of comparing
  std::vector<NodeId> tests;
  const auto addPhrases = [&](const text::Matcher& more) {
    for (auto& list : lists) {
      if (list.options != more.options) continue;
      for (const auto& phrase : more.phrases) {
        if (std::find(list.phrases.begin(), list.phrases.end(), phrase) == list.phrases.end()) {
          list.phrases.push_back(phrase);
        }
      }
      return;
    }
    lists.push_back(more);
  };
  for (const auto& target : mentions.targets) {
    const text::Matcher matcher = matcherOf(target);
    if (matcher.kind == text::MatcherKind::kPhrases) {
      addPhrases(matcher);
    } else {
      tests.push_back(matchSlot(SlotKind::kFound, subject, matcher, prefix + written(target.span)));
    }
  }
  auto wanted = static_cast<std::int64_t>(tests.size());
  NodeId count = graph_.constant(std::int64_t{0});
  if (!tests.empty()) count = graph_.make(Op::kCountTrue, tests);
  for (const auto& list : lists) {
    wanted += static_cast<std::int64_t>(list.phrases.size());
    const NodeId distinct =
        matchSlot(SlotKind::kDistinct, subject, list, prefix + "different phrases");
    count = graph_.isConstant(count) ? distinct : graph_.make(Op::kAddInt, {count, distinct});
  }
  if (mentions.mode == ast::MentionMode::kAtLeast) wanted = mentions.at_least;
  return graph_.make(Op::kLeInt, {graph_.constant(wanted), count});
}

NodeId Lowering::matches(const ast::Matches& matches) {
  const EventKind subject = eventOf(matches.subject.subject);
  return matchSlot(SlotKind::kFound, subject, sema::makeWholeMatcher(matches.pattern),
                   std::string(decorum::name(subject)) + " matches /" + matches.pattern + "/");
}

namespace {

EventKind firstArgument(const ast::Call& call) {
  const auto& path = std::get<ast::Ref>(call.arguments[0]->kind).path;
  return eventOf(*sema::subjectNamed(path.parts.front().text));
}

}  // namespace

NodeId Lowering::textMeasure(SlotKind kind, const ast::Call& call, const char* name) {
  plan::Slot slot;
  slot.kind = kind;
  slot.rep = Rep::kInt;
  slot.subject = firstArgument(call);
  slot.name = std::string(name) + "(" + decorum::name(slot.subject) + ")";
  return graph_.load(graph_.slot(slot));
}

NodeId Lowering::occurrences(const ast::Call& call) {
  const EventKind subject = firstArgument(call);
  NodeId sum = plan::kNone;
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    const ast::Expr& what = *call.arguments[i];
    const auto* string = std::get_if<ast::TextLit>(&what.kind);
    const text::Matcher matcher = sema::makeMatcher(*module_, typed_->target_arguments.at(what.id),
                                                    string ? string->value : "", 0);
    const NodeId count = matchSlot(
        SlotKind::kOccurrences, subject, matcher,
        std::string("occurrences(") + decorum::name(subject) + ", " + written(what.span) + ")");
    sum = sum == plan::kNone ? count : graph_.make(Op::kAddInt, {sum, count});
  }
  return sum;
}

/// Over a set that is written out, a quantifier is so many conditions.
NodeId Lowering::overSet(const ast::Quantifier& quantifier, const std::vector<NodeId>& members) {
  std::vector<NodeId> tests;
  for (const NodeId member : members) {
    it_ = member;
    tests.push_back(value(*quantifier.where));
  }
  it_ = plan::kNone;
  switch (quantifier.kind) {
    case ast::QuantifierKind::kAny:
      return graph_.make(Op::kOr, std::move(tests));
    case ast::QuantifierKind::kEvery:
      return graph_.make(Op::kAnd, std::move(tests));
    case ast::QuantifierKind::kHowMany:
      break;
  }
  return tests.empty() ? graph_.constant(std::int64_t{0})
                       : graph_.make(Op::kCountTrue, std::move(tests));
}

NodeId Lowering::quantifier(const ast::Quantifier& quantifier) {
  if (quantifier.list) {
    if (const auto members = setMembers(*quantifier.list)) return overSet(quantifier, *members);
  }
  using Kind = plan::Quantifier::Kind;
  plan::Quantifier lowered;
  lowered.kind = quantifier.kind == ast::QuantifierKind::kAny     ? Kind::kAny
                 : quantifier.kind == ast::QuantifierKind::kEvery ? Kind::kEvery
                                                                  : Kind::kHowMany;
  lowered.body = value(*quantifier.where);
  const auto index = static_cast<std::uint32_t>(plan_.quantifiers.size());
  if (quantifier.list) {
    const NodeId list = value(*quantifier.list);
    plan_.quantifiers.push_back(lowered);
    const Op op = lowered.kind == Kind::kAny     ? Op::kAny
                  : lowered.kind == Kind::kEvery ? Op::kEvery
                                                 : Op::kHowMany;
    return graph_.make(op, {list}, index);
  }
  if (graph_.looksBack(lowered.body)) {  // hits are looked at before anything is remembered
    diagnostics_->report<diag::LooksBackAtIt>(quantifier.where->span);
    return standIn(lowered.kind == Kind::kHowMany ? Rep::kInt : Rep::kBool);
  }
  const EventKind subject = eventOf(quantifier.subject->subject);
  lowered.matchers.push_back(graph_.matcher(matcherOf(*quantifier.target)));
  graph_.scan(subject, lowered.matchers.back());
  plan_.quantifiers.push_back(lowered);
  plan::Slot slot;
  slot.kind = SlotKind::kHitQuantifier;
  slot.rep = lowered.kind == Kind::kHowMany ? Rep::kInt : Rep::kBool;
  slot.subject = subject;
  slot.ref = index;
  slot.name = "a quantifier over " + written(quantifier.target->span);
  return graph_.load(graph_.slot(slot));
}

}  // namespace decorum::lowering
