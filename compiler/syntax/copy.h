/// Copies of trees that stand elsewhere.
#pragma once

#include "compiler/syntax/members.h"

namespace decorum::ast {

/// Copies a tree: places move by `shift` bytes and into `file`, expressions get ids of their own.
class Copier {
 public:
  Copier(FileId file, std::int64_t shift, ExprId& next_id)
      : file_(file), shift_(shift), next_id_(&next_id) {}

  template <class T>
  T operator()(const T& from) {
    T to{};
    copy(to, from);
    return to;
  }

 private:
  template <class T>
  void copy(T& to, const T& from) {
    if constexpr (std::is_same_v<T, Span>) {
      // A place that says nothing stays so.
      to = from == Span{} ? from : Span{file_, moved(from.begin), moved(from.end)};
    } else if constexpr (Node<T>) {
      auto parts = membersOf(to);
      copyEach(parts, membersOf(from),
               std::make_index_sequence<std::tuple_size_v<decltype(parts)>>());
      if constexpr (std::is_same_v<T, Expr>) to.id = (*next_id_)++;
    } else {
      to = from;
    }
  }
  template <class To, class From, std::size_t... Is>
  void copyEach(To& to, const From& from, std::index_sequence<Is...>) {
    (copy(std::get<Is>(to), std::get<Is>(from)), ...);
  }
  template <class T>
  void copy(std::vector<T>& to, const std::vector<T>& from) {
    to.resize(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) copy(to[i], from[i]);
  }
  template <class T>
  void copy(std::unique_ptr<T>& to, const std::unique_ptr<T>& from) {
    if (from) copy(*(to = std::make_unique<T>()), *from);
  }
  template <class T>
  void copy(std::optional<T>& to, const std::optional<T>& from) {
    if (from) copy(to.emplace(), *from);
  }
  template <class A, class B>
  void copy(std::pair<A, B>& to, const std::pair<A, B>& from) {
    copy(to.first, from.first);
    copy(to.second, from.second);
  }
  template <class... Ts>
  void copy(std::variant<Ts...>& to, const std::variant<Ts...>& from) {
    std::visit([&]<class T>(const T& held) { copy(to.template emplace<T>(), held); }, from);
  }

  std::uint32_t moved(std::uint32_t place) const {
    return static_cast<std::uint32_t>(place + shift_);
  }

  FileId file_;
  std::int64_t shift_;
  ExprId* next_id_;
};

}  // namespace decorum::ast
