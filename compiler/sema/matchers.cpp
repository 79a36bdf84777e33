// Declarations of texts to find, as the scanner takes them.
#include "compiler/sema/types.h"

namespace decorum::sema {
namespace {

text::PhraseOptions optionsOf(const ast::PhrasesDecl& declaration) {
  text::PhraseOptions options;
  for (const ast::PhraseOption& option : declaration.options) {
    if (option.word == "exact") options.exact = true;
    if (option.word == "any accent") options.any_accent = true;
    if (option.word == "spaced") options.spaced = true;
    if (option.word == "typos")
      options.typos =
          static_cast<std::uint8_t>(option.number < 0 || option.number > 255 ? 255 : option.number);
    if (option.word == "stem") options.stem = option.language;
  }
  return options;
}

text::GroupType groupType(const Type& type) {
  if (type.is(Type::Kind::kInt)) return text::GroupType::kInt;
  if (type.is(Type::Kind::kNumber)) return text::GroupType::kNumber;
  return text::GroupType::kText;
}

text::Matcher makePattern(const Pattern& pattern) {
  const ast::PatternDecl& declaration = *pattern.decl;
  text::Matcher matcher;
  matcher.kind = text::MatcherKind::kPattern;
  matcher.pattern = declaration.pattern;
  matcher.exact = declaration.exact;
  matcher.not_personal = declaration.not_personal;
  if (declaration.checked_by) matcher.validator = declaration.checked_by->text;
  for (std::size_t i = 0; i < declaration.groups.size(); ++i) {
    const Type type = i < pattern.groups.size() ? pattern.groups[i] : Type{};
    matcher.groups.push_back({declaration.groups[i].name.text, groupType(type)});
  }
  for (const ast::NearOption& near : declaration.near) {
    text::Near context;
    for (const ast::Text& word : near.words) context.words.push_back(word.value);
    context.characters = static_cast<std::uint32_t>(near.characters.value);
    context.required = near.required;
    matcher.near.push_back(std::move(context));
  }
  return matcher;
}

}  // namespace

text::Matcher makeMatcher(const Module& module, const TargetBinding& target,
                          std::string_view string, double min_score) {
  text::Matcher matcher;
  switch (target.kind) {
    case TargetBinding::Kind::kError:
      break;
    case TargetBinding::Kind::kString:
      matcher.phrases.emplace_back(string);
      break;
    case TargetBinding::Kind::kPhrases: {
      const Phrases& list = module.phrases[target.index];
      matcher.phrases = list.phrases;
      matcher.options = optionsOf(*list.decl);
      break;
    }
    case TargetBinding::Kind::kPattern:
      matcher = makePattern(module.patterns[target.index]);
      matcher.min_score = min_score;
      break;
    case TargetBinding::Kind::kDetector:
      matcher.kind = text::MatcherKind::kDetector;
      matcher.detector = target.detector;
      matcher.min_score = min_score;
      break;
  }
  return matcher;
}

text::Matcher makeWholeMatcher(std::string_view pattern) {
  text::Matcher matcher;
  matcher.kind = text::MatcherKind::kPattern;
  matcher.pattern = pattern;
  matcher.whole = true;
  return matcher;
}

}  // namespace decorum::sema
