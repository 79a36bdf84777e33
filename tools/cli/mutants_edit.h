/// Changes of a tree that can be unmade, and how they read in the source.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "compiler/syntax/ast.h"

namespace decorum::cli {

/// Puts `other` in the place of `place`, and the other way round.
template <class T>
std::function<void()> exchange(T& place, T other) {
  auto kept = std::make_shared<T>(std::move(other));
  return [&place, kept] { std::swap(place, *kept); };
}

/// Takes element `at` out of a list, and puts it back.
template <class T>
std::function<void()> takeOut(std::vector<T>& list, std::size_t at) {
  auto kept = std::make_shared<std::optional<T>>();
  return [&list, at, kept] {
    const auto place = list.begin() + static_cast<std::ptrdiff_t>(at);
    if (*kept) {
      list.insert(place, *std::move(*kept));
      kept->reset();
    } else {
      *kept = std::move(*place);
      list.erase(place);
    }
  };
}

/// Makes an expression what one of its operands is.
std::function<void()> hoist(ast::Expr& expr, ast::Expr& operand);

/// A number as an author wrote it: how many digits come after its point, where it stands.
struct WrittenNumber {
  Span span;               ///< the digits and the point
  std::int64_t units = 0;  ///< the number without its point: 75 of `0.75`
  std::uint32_t decimals = 0;
};
/// The first number in `within`.
std::optional<WrittenNumber> firstNumber(const SourceSet& sources, Span within);
std::string writtenAs(std::int64_t units, std::uint32_t decimals);

/// The span of an element of a list together with the comma that goes with it.
Span withComma(const SourceSet& sources, Span element);

}  // namespace decorum::cli
