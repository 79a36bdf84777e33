/// The spelling of what the tree keeps as enumerators.
#pragma once

#include <string>
#include <string_view>

#include "compiler/syntax/ast.h"

namespace decorum::syntax {

std::string_view word(ast::Subject subject);
std::string_view word(ast::RuleKind kind);
std::string_view word(ast::Priority priority);
std::string_view word(ast::Builtin builtin);
std::string_view word(ast::Aggregate aggregate);
std::string_view word(ast::LabelKind label);
std::string_view word(ast::TypeKind kind);  ///< of a kind that one word names
/// `and`, `==`, `starts with`.
std::string_view word(ast::BinaryOp op);
std::string_view word(ast::OtherwiseDo what);
std::string_view weekday(std::int32_t day);  ///< 1 `mon` to 7 `sun`
/// `user turns`, `turns`; "" for time.
std::string_view word(ast::WindowUnit unit);
/// `customer.tier`.
std::string spelled(const ast::Path& path);

}  // namespace decorum::syntax
