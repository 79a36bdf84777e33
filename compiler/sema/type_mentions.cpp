// What is looked for in texts: targets, `mentions`, `matches`, and what `it` is over hits.
#include <algorithm>

#include "compiler/sema/checker.h"
#include "compiler/sema/resolve_internal.h"
#include "runtime/text/joined.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

Type typeOf(text::ValueType type) {
  switch (type) {
    case text::ValueType::kInt:
      return makeType(Kind::kInt);
    case text::ValueType::kNumber:
      return makeType(Kind::kNumber);
    case text::ValueType::kText:
      return makeType(Kind::kText);
    case text::ValueType::kTime:
      return makeType(Kind::kTime);
  }
  return {};
}

Span nameSpan(const ast::Target& target) {
  return std::visit([](const auto& named) { return named.span; }, target.what);
}

const char* whatIs(const TargetBinding& bound) {
  if (bound.kind == TargetBinding::Kind::kPattern) return "a pattern";
  return bound.kind == TargetBinding::Kind::kPhrases ? "a list of phrases" : "a text";
}

}  // namespace

TargetBinding Checker::bindTarget(const ast::Path& path, const Scope& scope) {
  TargetBinding bound;
  const std::string name = pathText(path);
  if (module_.isLost(scope.file, path)) return bound;
  const auto found = module_.find(scope.file, path);
  if (found && found->parts == path.parts.size()) {
    const Symbol& symbol = module_.symbols[found->symbol];
    bound.index = symbol.index;
    if (symbol.kind == SymbolKind::kPhrases)
      bound.kind = TargetBinding::Kind::kPhrases;
    else if (symbol.kind == SymbolKind::kPattern)
      bound.kind = TargetBinding::Kind::kPattern;
    else
      diagnostics_.report<diag::OtherKindMeant>(path.span, name, describe(symbol.kind),
                                                "a phrases list, pattern or detector");
    return bound;
  }
  std::vector<std::string_view> detectors = text::detectorNames();
  if (std::find(detectors.begin(), detectors.end(), name) != detectors.end()) {
    bound.kind = TargetBinding::Kind::kDetector;
    bound.detector = name;
    return bound;
  }
  // `pii.emial` means a detector; anything else could be a list or pattern as well.
  const std::string family = path.parts.front().text + ".";
  const bool of_family = std::any_of(detectors.begin(), detectors.end(),
                                     [&](auto detector) { return detector.starts_with(family); });
  if (path.parts.size() > 1 && of_family) {
    auto finding = diagnostics_.report<diag::UnknownDetector>(path.span, name);
    if (const auto near = nearest(name, detectors); !near.empty()) finding.help(near);
    return bound;
  }
  auto finding = diagnostics_.report<diag::UndefinedName>(path.span, name);
  std::vector<std::string_view> names =
      module_.names(scope.file, {SymbolKind::kPhrases, SymbolKind::kPattern});
  names.insert(names.end(), detectors.begin(), detectors.end());
  if (const auto near = nearest(name, names); !near.empty()) finding.help(near);
  return bound;
}

TargetBinding Checker::checkTarget(const ast::Target& target, const Scope& scope) {
  TargetBinding bound;
  if (const auto* text = std::get_if<ast::Text>(&target.what)) {
    bound.kind = TargetBinding::Kind::kString;
    checkPhrase(text->value, text->span);
  } else {
    bound = bindTarget(std::get<ast::Path>(target.what), scope);
  }
  checkThreshold(target, bound);
  checkDecoded(target, bound);
  typed_.targets[&target] = bound;
  if (!target.where) return bound;
  const Element element = elementOf(target, bound);
  Scope inside = scope;
  inside.element = &element;
  if (scope.element) diagnostics_.report<diag::NestedQuantifier>(target.span, quoted(target.span));
  condition(*target.where, inside);
  return bound;
}

void Checker::checkPhrase(const std::string& phrase, Span span) {
  text::Matcher matcher;
  matcher.phrases.push_back(phrase);
  if (!text::checkMatcher(matcher).empty())
    diagnostics_.report<diag::EmptyPhrase>(span, quoted(span));
}

// Whether some of its hits are surer than others.
bool Checker::hasScore(const TargetBinding& bound) const {
  if (bound.kind == TargetBinding::Kind::kDetector) return true;
  if (bound.kind != TargetBinding::Kind::kPattern) return false;
  const auto& near = module_.patterns[bound.index].decl->near;
  return std::any_of(near.begin(), near.end(),
                     [](const ast::NearOption& option) { return !option.required; });
}

void Checker::checkDecoded(const ast::Target& target, const TargetBinding& bound) {
  const bool is_wrong = bound.kind != TargetBinding::Kind::kDetector &&
                        bound.kind != TargetBinding::Kind::kError && target.decoded;
  if (is_wrong)
    diagnostics_.report<diag::DecodedOfCertain>(nameSpan(target), quoted(nameSpan(target)),
                                                whatIs(bound));
}

// Of what `find … joining` looks for.
void Checker::checkJoinable(const ast::Target& target, const TargetBinding& bound) {
  const bool is_fine =
      bound.kind == TargetBinding::Kind::kError ||
      (bound.kind == TargetBinding::Kind::kDetector && text::isJoinable(bound.detector));
  if (is_fine) return;
  std::string joinable;
  for (const std::string_view name : text::joinableDetectors())
    joinable += (joinable.empty() ? "" : ", ") + std::string(name);
  diagnostics_.report<diag::NotJoinable>(nameSpan(target), quoted(nameSpan(target))).help(joinable);
}

void Checker::checkThreshold(const ast::Target& target, const TargetBinding& bound) {
  if (!target.at_least || bound.kind == TargetBinding::Kind::kError) return;
  const Span span = target.at_least->span;
  if (!hasScore(bound)) {
    diagnostics_.report<diag::ThresholdOfCertain>(span, quoted(nameSpan(target)), whatIs(bound));
  } else if (target.at_least->value < 0 || target.at_least->value > 1) {
    diagnostics_.report<diag::ThresholdOutOfRange>(span, quoted(span));
  }
}

Element Checker::elementOf(const ast::Target& target, const TargetBinding& bound) {
  Element element;
  element.is_hit = bound.kind != TargetBinding::Kind::kError;
  if (!element.is_hit) return element;
  const auto* string = std::get_if<ast::Text>(&target.what);
  const text::Matcher matcher =
      makeMatcher(module_, bound, string ? std::string_view(string->value) : "", 0);
  for (const text::ValueField& field : text::valueFields(matcher))
    element.fields.push_back({field.name, typeOf(field.type)});
  return element;
}

void Checker::checkHasText(const ast::SubjectRef& subject) {
  if (subject.subject == ast::Subject::kTimer || subject.subject == ast::Subject::kClose)
    diagnostics_.report<diag::NoText>(subject.span, nameOf(subject.subject));
}

Type Checker::checkMentions(const ast::Mentions& mentions, const Scope& scope) {
  checkHasText(mentions.subject);
  std::int64_t things = 0;
  bool is_known = true;
  std::set<std::string> seen;
  for (const ast::Target& target : mentions.targets) {
    const TargetBinding bound = checkTarget(target, scope);
    const auto* string = std::get_if<ast::Text>(&target.what);
    const std::string key =
        string ? '"' + string->value : pathText(std::get<ast::Path>(target.what));
    if (bound.kind == TargetBinding::Kind::kError) {
      is_known = false;
    } else if (!seen.insert(key).second) {
      diagnostics_.report<diag::TargetTwice>(target.span, quoted(target.span));
    } else if (bound.kind == TargetBinding::Kind::kPhrases) {
      things += static_cast<std::int64_t>(module_.phrases[bound.index].phrases.size());
    } else {
      ++things;
    }
  }
  if (mentions.mode == ast::MentionMode::kAtLeast && is_known && !mentions.targets.empty() &&
      mentions.at_least > things)
    diagnostics_.report<diag::MoreThanThereIs>(
        join(mentions.targets.front().span, mentions.targets.back().span), mentions.at_least,
        things);
  if (mentions.mode == ast::MentionMode::kAtLeast && mentions.at_least < 1)
    diagnostics_.report<diag::NothingOfIt>(mentions.targets.front().span,
                                           fmt::format("at least {}", mentions.at_least), 1);
  return makeType(Kind::kBool);
}

Type Checker::checkMatches(const ast::Matches& matches) {
  checkHasText(matches.subject);
  reportMatcher(known_.errors(makeWholeMatcher(matches.pattern)), matches.pattern_span,
                /*opening=*/1);
  return makeType(Kind::kBool);
}

}  // namespace decorum::sema
