// Declared patterns and phrases lists, as far as the scanner can take them.
#include <algorithm>

#include "compiler/sema/checker.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

// Names of the groups `(?<name>…)` and `(?P<name>…)`, with their places in the pattern.
struct NamedGroup {
  std::string name;
  std::uint32_t begin = 0;
};
std::vector<NamedGroup> namedGroups(std::string_view pattern) {
  std::vector<NamedGroup> groups;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
      continue;
    }
    if (pattern[i] == '[') in_class = true;
    if (pattern[i] == ']') in_class = false;
    if (in_class || pattern[i] != '(') continue;
    std::string_view rest = pattern.substr(i + 1);
    std::size_t begin = i + 1;
    if (rest.starts_with("?P<"))
      begin += 3;
    else if (rest.starts_with("?<") && !rest.starts_with("?<=") && !rest.starts_with("?<!"))
      begin += 2;
    else
      continue;
    const std::size_t end = pattern.find('>', begin);
    if (end == std::string_view::npos) break;
    groups.push_back(
        {std::string(pattern.substr(begin, end - begin)), static_cast<std::uint32_t>(begin)});
  }
  return groups;
}

}  // namespace

// `span` is of the pattern as written, slashes included; where an error knows its place within,
// that place alone is marked. A slash in a pattern is written `\/` and stands as such in it.
void Checker::reportMatcher(const std::vector<text::MatcherError>& errors, Span span,
                            std::uint32_t opening) {
  for (const text::MatcherError& error : errors) {
    Span place = span;
    if (error.end > error.begin && span.begin + opening + error.end <= span.end)
      place = {span.file, span.begin + opening + error.begin, span.begin + opening + error.end};
    auto finding = diagnostics_.report<diag::BadPattern>(place, error.message);
    if (!error.help.empty()) finding.help(error.help);
  }
}

void Checker::checkPattern(const Pattern& pattern) {
  const ast::PatternDecl& declaration = *pattern.decl;
  const auto validators = text::validatorNames();
  bool is_fine = true;
  if (declaration.checked_by && std::find(validators.begin(), validators.end(),
                                          declaration.checked_by->text) == validators.end()) {
    is_fine = false;
    auto finding = diagnostics_.report<diag::UnknownValidator>(declaration.checked_by->span,
                                                               declaration.checked_by->text);
    const auto near = nearest(declaration.checked_by->text, validators);
    if (!near.empty()) finding.help(near);
  }
  for (std::size_t i = 0; i < declaration.groups.size(); ++i) {
    const Type type = i < pattern.groups.size() ? pattern.groups[i] : Type{};
    if (type.isError() || type.is(Kind::kText) || (isNumeric(type) && !type.optional)) continue;
    is_fine = false;
    diagnostics_.report<diag::GroupType>(declaration.groups[i].type.span, typeName(type));
  }
  for (const ast::NearOption& near : declaration.near) {
    for (const ast::Text& word : near.words) checkPhrase(word.value, word.span);
    is_fine = is_fine && near.characters.value >= 1;
    atLeast(near.characters.span, near.characters.value, "1 character");
  }
  if (checkGroups(declaration) && is_fine) {
    const auto index = static_cast<std::uint32_t>(&pattern - module_.patterns.data());
    const TargetBinding bound{TargetBinding::Kind::kPattern, index, ""};
    reportMatcher(known_.errors(makeMatcher(module_, bound, "", 0)), declaration.pattern_span, 1);
  }
}

// Whether the groups of the pattern are those that have types.
bool Checker::checkGroups(const ast::PatternDecl& declaration) {
  const std::vector<NamedGroup> groups = namedGroups(declaration.pattern);
  bool is_fine = true;
  for (const ast::GroupOption& typed : declaration.groups) {
    const bool is_there = std::any_of(groups.begin(), groups.end(), [&](const NamedGroup& group) {
      return group.name == typed.name.text;
    });
    if (is_there || typed.name.text.empty()) continue;
    is_fine = false;
    std::vector<std::string_view> names;
    for (const NamedGroup& group : groups) names.push_back(group.name);
    const auto near = nearest(typed.name.text, names);
    diagnostics_.report<diag::NoSuchGroup>(typed.name.span, typed.name.text)
        .help(near.empty() ? fmt::format("write '(?<{}>…)' in the pattern", typed.name.text)
                           : fmt::format("did you mean '{}'?", near));
  }
  if (!is_fine) return false;  // a group without type is likely what the other one meant
  for (const NamedGroup& group : groups) {
    const bool is_typed =
        std::any_of(declaration.groups.begin(), declaration.groups.end(),
                    [&](const ast::GroupOption& typed) { return typed.name.text == group.name; });
    if (is_typed) continue;
    const std::uint32_t begin = declaration.pattern_span.begin + 1 + group.begin;
    const Span span{declaration.pattern_span.file, begin,
                    begin + static_cast<std::uint32_t>(group.name.size())};
    diagnostics_.report<diag::GroupWithoutType>(span, group.name).help(group.name);
  }
  return is_fine;
}

void Checker::checkPhrases(const Phrases& phrases) {
  const auto index = static_cast<std::uint32_t>(&phrases - module_.phrases.data());
  const TargetBinding bound{TargetBinding::Kind::kPhrases, index, ""};
  const text::Matcher matcher = makeMatcher(module_, bound, "", 0);
  if (matcher.phrases.empty()) return;  // reported where its phrases are read
  // Options that clash or are out of range were reported where they are resolved.
  const text::PhraseOptions& options = matcher.options;
  const bool folds = options.any_accent || options.spaced || options.typos || !options.stem.empty();
  if (options.typos > 2 || (options.exact && folds)) return;
  const auto errors = text::checkMatcher(matcher);
  if (errors.empty()) return;
  auto finding =
      diagnostics_.report<diag::BadPhrases>(phrases.decl->name.span, errors.front().message);
  if (!errors.front().help.empty()) finding.help(errors.front().help);
}

}  // namespace decorum::sema
