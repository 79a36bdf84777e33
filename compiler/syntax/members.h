/// The members of the tree's nodes, without naming them: what goes through a whole tree (copying
/// it, looking for every name in it) cannot forget a part that is added later.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/syntax/ast.h"

namespace decorum::ast {

namespace detail {

// Stands for a value of any type while members are counted.
struct Anything {
  template <class T>
  operator T() const noexcept {  // NOLINT: meant to be implicit
    std::abort();                // never evaluated
  }
};

template <class T, std::size_t... Is>
constexpr bool takes(std::index_sequence<Is...>) {
  return requires { T{(static_cast<void>(Is), Anything{})...}; };  // NOLINT: one for each index
}

template <class T, std::size_t N = 12>
constexpr std::size_t countMembers() {
  if constexpr (N == 0) {
    return 0;
  } else if constexpr (takes<T>(std::make_index_sequence<N>{})) {
    return N;
  } else {
    return countMembers<T, N - 1>();
  }
}

}  // namespace detail

/// A struct of the tree: neither a container nor a text.
template <class T>
concept Node = std::is_aggregate_v<std::remove_const_t<T>> && std::is_class_v<T>;

/// References to the members of `node`, in the order declared.
template <Node T>
auto membersOf(T& node) {
  constexpr std::size_t kCount = detail::countMembers<std::remove_const_t<T>>();
  static_assert(kCount <= 11, "a node with more members: add a case");
  if constexpr (kCount == 1) {
    auto& [a] = node;
    return std::tie(a);
  } else if constexpr (kCount == 2) {
    auto& [a, b] = node;
    return std::tie(a, b);
  } else if constexpr (kCount == 3) {
    auto& [a, b, c] = node;
    return std::tie(a, b, c);
  } else if constexpr (kCount == 4) {
    auto& [a, b, c, d] = node;
    return std::tie(a, b, c, d);
  } else if constexpr (kCount == 5) {
    auto& [a, b, c, d, e] = node;
    return std::tie(a, b, c, d, e);
  } else if constexpr (kCount == 6) {
    auto& [a, b, c, d, e, f] = node;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (kCount == 7) {
    auto& [a, b, c, d, e, f, g] = node;
    return std::tie(a, b, c, d, e, f, g);
  } else if constexpr (kCount == 8) {
    auto& [a, b, c, d, e, f, g, h] = node;
    return std::tie(a, b, c, d, e, f, g, h);
  } else if constexpr (kCount == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = node;
    return std::tie(a, b, c, d, e, f, g, h, i);
  } else if constexpr (kCount == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = node;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
  } else if constexpr (kCount == 11) {
    auto& [a, b, c, d, e, f, g, h, i, j, k] = node;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k);
  } else {
    return std::tuple<>();
  }
}

/// Calls `visit` for each member of `node`, in the order declared.
template <Node T, class Visit>
void forEachMember(T& node, Visit&& visit) {
  std::apply([&](auto&... members) { (visit(members), ...); }, membersOf(node));
}

namespace detail {

template <class Visit>
struct Walker {
  Visit& visit;

  template <class T>
  void operator()(T& value) const {
    if constexpr (Node<T>) {
      // A visitor that returns false has dealt with what is inside.
      if constexpr (std::is_invocable_r_v<bool, Visit&, T&>) {
        if (!visit(value)) return;
      }
      forEachMember(value, *this);
    }
  }
  template <class T>
  void operator()(std::vector<T>& all) const {
    for (auto& one : all) (*this)(one);
  }
  template <class T>
  void operator()(const std::vector<T>& all) const {
    for (const auto& one : all) (*this)(one);
  }
  template <class T>
  void operator()(std::unique_ptr<T>& held) const {
    if (held) (*this)(*held);
  }
  template <class T>
  void operator()(const std::unique_ptr<T>& held) const {
    if (held) (*this)(std::as_const(*held));
  }
  template <class T>
  void operator()(std::optional<T>& held) const {
    if (held) (*this)(*held);
  }
  template <class T>
  void operator()(const std::optional<T>& held) const {
    if (held) (*this)(*held);
  }
  template <class... Ts>
  void operator()(std::variant<Ts...>& held) const {
    std::visit(*this, held);
  }
  template <class... Ts>
  void operator()(const std::variant<Ts...>& held) const {
    std::visit(*this, held);
  }
  template <class A, class B>
  void operator()(std::pair<A, B>& pair) const {
    (*this)(pair.first);
    (*this)(pair.second);
  }
  template <class A, class B>
  void operator()(const std::pair<A, B>& pair) const {
    (*this)(pair.first);
    (*this)(pair.second);
  }
};

}  // namespace detail

/// Goes through `node` and everything in it, in the order declared. `visit(part)` is called for
/// parts of the types that it takes, and returns whether to go on inside.
template <class T, class Visit>
void walk(T& node, Visit&& visit) {
  detail::Walker<std::remove_reference_t<Visit>>{visit}(node);
}

}  // namespace decorum::ast
