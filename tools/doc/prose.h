/// Conditions and values in words.
#pragma once

#include "tools/doc/subject.h"

namespace decorum::doc {

class Prose {
 public:
  explicit Prose(const Subject& subject) : subject_(subject) {}

  /// A sentence that says when it holds: "the reply mentions `promises`". Alternatives inside of it
  /// stand in parentheses.
  Text truth(const ast::Expr& expr) const;
  /// A noun: "the length of the reply".
  Text value(const ast::Expr& expr) const;
  /// The same as `truth`, but what is made of several conditions is a list of them.
  Item condition(const ast::Expr& expr) const;
  /// One thing that is looked for.
  Text target(const ast::Target& target) const;
  /// "within 3 turns", "last 10 user turns": a window without what stands before it.
  std::string window(const ast::Window& window) const;
  const Subject& subject() const { return subject_; }

 private:
  friend struct TruthOf;
  friend struct ValueOf;
  Text untruth(const ast::Expr& expr) const;
  Text inner(const ast::Expr& expr) const;  ///< `truth`, in parentheses where it is a choice
  Text targets(const std::vector<ast::Target>& targets, std::string_view last) const;
  Text mentions(const ast::Mentions& mentions, bool negated) const;
  Text elements(const ast::Quantifier& quantifier) const;

  const Subject& subject_;
};

}  // namespace decorum::doc
