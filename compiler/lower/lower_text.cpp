/// What conditions ask of a text: matchers, and the slots that the scan fills.
#include <algorithm>

#include "compiler/lower/lowering.h"
#include "runtime/base/assert.h"

namespace decorum::lower {

using plan::NodeId;
using plan::Op;
using plan::Rep;
using plan::SlotKind;

namespace {

text::PhraseOptions phraseOptions(const std::vector<ast::PhraseOption>& written) {
  text::PhraseOptions options;
  for (const auto& option : written) {
    if (option.word == "exact") options.exact = true;
    if (option.word == "any accent") options.any_accent = true;
    if (option.word == "spaced") options.spaced = true;
    if (option.word == "typos") options.typos = static_cast<std::uint8_t>(option.number);
    if (option.word == "stem") options.stem = option.language;
  }
  return options;
}

text::Near nearOf(const ast::NearOption& written) {
  text::Near near;
  for (const auto& word : written.words) near.words.push_back(word.value);
  near.characters = static_cast<std::uint32_t>(written.characters.value);
  near.required = written.required;
  return near;
}

text::Matcher patternMatcher(const sema::Pattern& pattern) {
  text::Matcher matcher;
  matcher.kind = text::MatcherKind::kPattern;
  matcher.pattern = pattern.decl->pattern;
  matcher.exact = pattern.decl->exact;
  if (pattern.decl->checked_by) matcher.validator = pattern.decl->checked_by->text;
  for (std::size_t i = 0; i < pattern.groups.size(); ++i) {
    const auto kind = pattern.groups[i].kind;
    const auto type = kind == sema::Type::Kind::kInt      ? text::GroupType::kInt
                      : kind == sema::Type::Kind::kNumber ? text::GroupType::kNumber
                                                          : text::GroupType::kText;
    matcher.groups.push_back({pattern.decl->groups[i].name.text, type});
  }
  for (const auto& near : pattern.decl->near) matcher.near.push_back(nearOf(near));
  return matcher;
}

text::Matcher phraseMatcher(std::string phrase) {
  text::Matcher matcher;
  matcher.phrases.push_back(std::move(phrase));
  return matcher;
}

const ast::Text* stringOf(const ast::Target& target) {
  return std::get_if<ast::Text>(&target.what);
}

}  // namespace

std::string Lowering::written(Span span) const {
  std::string out;
  bool space = false;
  for (const char c : sources_->text(span)) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      space = true;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    out += c;
  }
  return out;
}

text::Matcher Lowering::matcherOf(const sema::TargetBinding& binding,
                                  const std::string& string) const {
  using Kind = sema::TargetBinding::Kind;
  text::Matcher matcher;
  switch (binding.kind) {
    case Kind::kString:
      return phraseMatcher(string);
    case Kind::kPhrases: {
      const auto& phrases = module_->phrases[binding.index];
      matcher.phrases = phrases.phrases;
      matcher.options = phraseOptions(phrases.decl->options);
      return matcher;
    }
    case Kind::kPattern:
      return patternMatcher(module_->patterns[binding.index]);
    case Kind::kDetector:
      matcher.kind = text::MatcherKind::kDetector;
      matcher.detector = binding.detector;
      return matcher;
    case Kind::kError:
      break;
  }
  DECORUM_ASSERT(false, "a target in a checked expression names something to look for");
  return matcher;
}

text::Matcher Lowering::matcherOf(const ast::Target& target) const {
  const ast::Text* string = stringOf(target);
  text::Matcher matcher = matcherOf(typed_->targets.at(&target), string ? string->value : "");
  if (target.at_least) matcher.min_score = target.at_least->value;
  return matcher;
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
  text::Matcher matcher;
  matcher.kind = text::MatcherKind::kPattern;
  matcher.pattern = matches.pattern;
  matcher.whole = true;
  return matchSlot(SlotKind::kFound, subject, matcher,
                   std::string(decorum::name(subject)) + " matches /" + matches.pattern + "/");
}

namespace {

/// The subject that the first argument of `length(user)` names; checked before.
EventKind subjectNamed(const ast::Expr& argument) {
  const auto& name = std::get<ast::Ref>(argument.kind).path.parts.front().text;
  for (int kind = 0; kind <= static_cast<int>(EventKind::kClose); ++kind) {
    if (name == decorum::name(static_cast<EventKind>(kind))) return static_cast<EventKind>(kind);
  }
  DECORUM_ASSERT(false, "a subject was checked to be one");
  return EventKind::kUser;
}

}  // namespace

NodeId Lowering::textMeasure(SlotKind kind, const ast::Call& call, const char* name) {
  plan::Slot slot;
  slot.kind = kind;
  slot.rep = Rep::kInt;
  slot.subject = subjectNamed(*call.arguments[0]);
  slot.name = std::string(name) + "(" + decorum::name(slot.subject) + ")";
  return graph_.load(graph_.slot(slot));
}

NodeId Lowering::occurrences(const ast::Call& call) {
  const EventKind subject = subjectNamed(*call.arguments[0]);
  NodeId sum = plan::kNone;
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    const ast::Expr& what = *call.arguments[i];
    text::Matcher matcher;
    if (const auto* string = std::get_if<ast::TextLit>(&what.kind)) {
      matcher = phraseMatcher(string->value);
    } else {
      const auto& path = std::get<ast::Ref>(what.kind).path;
      sema::TargetBinding binding;
      if (const auto found = module_->find(fileOf(what.span), path)) {
        const auto& symbol = module_->symbols[found->symbol];
        binding.kind = symbol.kind == sema::SymbolKind::kPhrases
                           ? sema::TargetBinding::Kind::kPhrases
                           : sema::TargetBinding::Kind::kPattern;
        binding.index = symbol.index;
      } else {
        binding.kind = sema::TargetBinding::Kind::kDetector;
        binding.detector = written(path.span);
      }
      matcher = matcherOf(binding, "");
    }
    const NodeId count = matchSlot(
        SlotKind::kOccurrences, subject, matcher,
        std::string("occurrences(") + decorum::name(subject) + ", " + written(what.span) + ")");
    sum = sum == plan::kNone ? count : graph_.make(Op::kAddInt, {sum, count});
  }
  return sum;
}

NodeId Lowering::quantifier(const ast::Quantifier& quantifier) {
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

}  // namespace decorum::lower
