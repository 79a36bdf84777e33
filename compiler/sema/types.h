/// What the checker of types and those after it ask of types and names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/sema/module.h"
#include "runtime/signals/provider.h"
#include "runtime/text/matcher.h"

namespace decorum::sema {

/// The type as an author writes it: `int?`, `-1..1`, `one of basic, plus`, `set of text`.
std::string print(const Module& module, const Type& type);

/// `int`, `number` and ranges.
bool isNumeric(const Type& type);

/// The same but for ranges and whether it may be missing. An error equals everything.
bool same(const Module& module, const Type& a, const Type& b);

/// Whether a value of type `value` may stand where `wanted` is asked for: the same type, or `int`
/// for `number`. Ranges and missing values are not looked at.
bool fits(const Module& module, const Type& value, const Type& wanted);

/// Members of an enumeration, in order; of `kWeekdays` mon to sun.
const std::vector<std::string>& membersOf(const Module& module, EnumId enumeration);

/// `user`, `reply`, `tool_call`, …; as in `length(user)`.
std::optional<ast::Subject> subjectNamed(std::string_view word);
std::string_view nameOf(ast::Subject subject);
std::string_view nameOf(ast::RuleKind kind);

/// The provider that `from built_in.NAME` names; `kHost` where there is none of that name.
signals::Provider providerNamed(const ast::Path& path);

/// What is looked for, as the scanner takes it. `min_score` is of `at least 0.7`, else 0. A binding
/// in error gives an empty matcher.
text::Matcher makeMatcher(const Module& module, const TargetBinding& target,
                          std::string_view string, double min_score);
/// `user matches /…/`.
text::Matcher makeWholeMatcher(std::string_view pattern);

}  // namespace decorum::sema
