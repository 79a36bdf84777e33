/// Expressions: section 6 of the language, and the memory operators of section 7.
#include <fmt/format.h>

#include "compiler/syntax/literals.h"
#include "compiler/syntax/parse_builder.h"

namespace decorum::syntax {
namespace {

/// Chains (`a or b or …`) make trees as deep as they are long.
constexpr std::size_t kMaxParts = 1000;

ast::BinaryOp comparisonOp(P::ComparisonTailContext* tail) {
  if (tail->EQUAL() != nullptr) return ast::BinaryOp::kEq;
  if (tail->NOT_EQUAL() != nullptr) return ast::BinaryOp::kNe;
  if (tail->LESS() != nullptr) return ast::BinaryOp::kLt;
  if (tail->LESS_EQUAL() != nullptr) return ast::BinaryOp::kLe;
  if (tail->GREATER() != nullptr) return ast::BinaryOp::kGt;
  return ast::BinaryOp::kGe;
}

antlr4::tree::TerminalNode* terminal(antlr4::tree::ParseTree* node) {
  return dynamic_cast<antlr4::tree::TerminalNode*>(node);
}

std::size_t typeOf(antlr4::tree::TerminalNode* node) { return node->getSymbol()->getType(); }

}  // namespace

ast::ExprPtr Builder::make(Span place, ast::ExprKind kind) {
  auto made = std::make_unique<ast::Expr>();
  made->id = (*next_id_)++;
  made->span = place;
  made->kind = std::move(kind);
  return made;
}

/// `place` is asked for, since operands do not know the parentheses around them.
ast::ExprPtr Builder::binary(ast::BinaryOp op, Span place, Span op_span, ast::ExprPtr left,
                             ast::ExprPtr right) {
  return make(place, ast::Binary{op, std::move(left), std::move(right), op_span});
}

bool Builder::tooMany(std::size_t parts, Span place) {
  if (parts <= kMaxParts) return false;
  findings_->report<diag::TooManyParts>(place, kMaxParts);
  return true;
}

ast::ExprPtr Builder::parenthesized(P::ExpressionContext* context) {
  ast::ExprPtr inside = expression(context);
  inside->parenthesized = true;
  return inside;
}

/// Shows both readings, in the author's words.
void Builder::reportMixture(P::ExpressionContext* context) {
  const auto reading = [&](std::size_t grouped) {
    std::string text;
    bool open = false;
    const auto& children = context->children;
    for (std::size_t i = 0; i < children.size(); i += 2) {
      const bool joined = i + 1 < children.size() && typeOf(terminal(children[i + 1])) == grouped;
      if (joined && !open) text += '(';
      text += source(span(dynamic_cast<antlr4::ParserRuleContext*>(children[i])));
      if (!joined && open) text += ')';
      open = joined;
      if (i + 1 < children.size()) {
        text += fmt::format(" {} ", source(span(terminal(children[i + 1]))));
      }
    }
    std::string line;  // on one line, whatever the author's layout
    for (const char c : text) {
      const char shown = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
      if (shown != ' ' || line.empty() || line.back() != ' ') line += shown;
    }
    return line.size() > 200 ? line.substr(0, line.find_last_of(' ', 200)) + " …" : line;
  };
  const Span place = span(context);
  auto* finding = findings_->report<diag::MixedAndOr>(place);
  if (finding == nullptr) return;
  finding->note(place, "one reading: " + reading(P::K_AND));
  finding->note(place, "the other: " + reading(P::K_OR));
}

ast::ExprPtr Builder::expression(P::ExpressionContext* context) {
  const auto& operands = context->negation();
  if (tooMany(operands.size(), span(context))) return make(span(context), ast::ErrorExpr{});
  if (!context->K_AND().empty() && !context->K_OR().empty()) reportMixture(context);
  // In a mixture, `and` first; it has been reported.
  ast::ExprPtr whole;
  ast::ExprPtr run = negation(operands[0]);
  std::size_t run_begin = 0;
  Span or_span;
  const auto close_run = [&](std::size_t last) {
    const Span place = span(context->start, operands[last]->stop);
    return whole ? binary(ast::BinaryOp::kOr, place, or_span, std::move(whole), std::move(run))
                 : std::move(run);
  };
  for (std::size_t i = 1; i < operands.size(); ++i) {
    auto* op = terminal(context->children[2 * i - 1]);
    if (typeOf(op) == P::K_AND) {
      const Span place = span(operands[run_begin]->start, operands[i]->stop);
      run = binary(ast::BinaryOp::kAnd, place, span(op), std::move(run), negation(operands[i]));
      continue;
    }
    whole = close_run(i - 1);
    or_span = span(op);
    run = negation(operands[i]);
    run_begin = i;
  }
  return close_run(operands.size() - 1);
}

ast::ExprPtr Builder::negation(P::NegationContext* context) {
  if (context->memory() != nullptr) return memory(context->memory());
  const Span place = span(context);
  return make(place, ast::Unary{ast::UnaryOp::kNot, negation(context->negation())});
}

ast::ExprPtr Builder::memory(P::MemoryContext* context) {
  ast::ExprPtr value = memoryOperand(context->memoryOperand());
  const auto suffixes = context->memorySuffix();
  if (tooMany(suffixes.size(), span(context))) return make(span(context), ast::ErrorExpr{});
  auto* prefix = context->memoryOperand()->memoryPrefix();
  for (auto* suffix : suffixes) {
    if (prefix != nullptr && suffix->K_PER() == nullptr) {
      const std::string_view word = source(span(prefix));
      auto* finding = findings_->report<diag::MixedMemory>(
          span(context), word, source(span(suffix->start, suffix->start)));
      if (finding != nullptr) finding->help(word);
      prefix = nullptr;
    }
    value = memorySuffix(suffix, span(context->start, suffix->stop), std::move(value));
  }
  return value;
}

ast::ExprPtr Builder::memoryOperand(P::MemoryOperandContext* context) {
  if (context->comparison() != nullptr) return comparison(context->comparison());
  const Span place = span(context);
  if (context->K_FLAGGED() != nullptr) {
    return make(place, ast::PreviouslyFlagged{path(context->path())});
  }
  auto kind = ast::EverKind::kPreviously;
  if (context->memoryPrefix()->K_EVER() != nullptr) kind = ast::EverKind::kEver;
  if (context->memoryPrefix()->K_NEVER() != nullptr) kind = ast::EverKind::kNever;
  return make(place, ast::Ever{kind, memoryOperand(context->memoryOperand())});
}

ast::ExprPtr Builder::memorySuffix(P::MemorySuffixContext* context, Span place,
                                   ast::ExprPtr operand) {
  if (context->K_SINCE() != nullptr) {
    return make(place, ast::Since{std::move(operand), memoryOperand(context->memoryOperand())});
  }
  if (context->K_THEN() != nullptr) {
    ast::ExprPtr then = memoryOperand(context->memoryOperand());
    return make(place, ast::Then{std::move(operand), std::move(then), window(context->window())});
  }
  if (context->K_FOR() != nullptr) {
    return make(place, ast::For{std::move(operand), window(context->window())});
  }
  if (context->K_PER() != nullptr) {
    return make(place, ast::Per{std::move(operand), postfix(context->postfix())});
  }
  ast::InLast in{std::move(operand), ast::InLastMode::kAtLeast, 1, window(context->window())};
  if (context->K_ANY() != nullptr) in.mode = ast::InLastMode::kAny;
  if (context->K_EVERY() != nullptr) in.mode = ast::InLastMode::kEvery;
  if (context->INTEGER() != nullptr) in.at_least = integer(context->INTEGER()).value;
  return make(place, std::move(in));
}

ast::ExprPtr Builder::comparison(P::ComparisonContext* context) {
  if (context->subjectTest() != nullptr) {
    return subjectTest(context->subject(), context->subjectTest());
  }
  if (context->sum() == nullptr) return quantifier(context);
  ast::ExprPtr left = sum(context->sum());
  if (context->comparisonTail() == nullptr) return left;
  return comparisonTail(context->comparisonTail(), span(context), std::move(left));
}

ast::ExprPtr Builder::comparisonTail(P::ComparisonTailContext* context, Span place,
                                     ast::ExprPtr left) {
  if (context->K_BETWEEN() != nullptr) {
    ast::ExprPtr low = sum(context->sum(0));
    return make(place, ast::Between{std::move(left), std::move(low), sum(context->sum(1))});
  }
  if (context->K_IN() != nullptr) {
    return make(place,
                ast::In{std::move(left), context->set() != nullptr ? set(context->set())
                                                                   : pathPrimary(context->path())});
  }
  if (context->K_KNOWN() != nullptr) {
    return make(place, ast::IsKnown{std::move(left), context->K_NOT() != nullptr});
  }
  if (context->path() != nullptr) {
    return make(place, ast::Within{std::move(left), path(context->path())});
  }
  ast::BinaryOp op = comparisonOp(context);
  Span op_span = span(context->start, context->start);
  if (context->K_WITH() != nullptr) {
    op = context->K_STARTS() != nullptr ? ast::BinaryOp::kStartsWith : ast::BinaryOp::kEndsWith;
    op_span = join(op_span, span(context->K_WITH()));
  } else if (context->K_CONTAINS() != nullptr) {
    op = ast::BinaryOp::kContains;
  }
  ast::ExprPtr right = sum(context->sum(0));
  return make(place, ast::Binary{op, std::move(left), std::move(right), op_span});
}

ast::ExprPtr Builder::subjectTest(P::SubjectContext* who, P::SubjectTestContext* context) {
  const ast::SubjectRef speaks_of = subject(who);
  const Span place = join(speaks_of.span, span(context));
  if (context->MATCHES_PATTERN() != nullptr) {
    Span pattern = span(context->MATCHES_PATTERN());
    pattern.begin += static_cast<std::uint32_t>(source(pattern).find('/'));
    const std::string_view inside = source({pattern.file, pattern.begin + 1, pattern.end - 1});
    return make(place, ast::Matches{speaks_of, std::string(inside), pattern});
  }
  if (context->K_REPEATS() != nullptr) {
    return make(place,
                ast::Repeats{speaks_of, context->K_NEARLY() != nullptr, window(context->window())});
  }
  if (context->K_TRUNCATED() != nullptr) return make(place, ast::IsTruncated{speaks_of});
  if (context->K_UNKNOWN() != nullptr) return make(place, ast::IsTool{speaks_of, {}, true});
  if (context->K_IS() != nullptr) {
    return make(place, ast::IsTool{speaks_of, path(context->path()), false});
  }
  ast::Mentions mentions;
  mentions.subject = speaks_of;
  auto* list = context->mentioned();
  if (list->K_ALL() != nullptr) mentions.mode = ast::MentionMode::kAll;
  if (list->INTEGER() != nullptr) {
    mentions.mode = ast::MentionMode::kAtLeast;
    mentions.at_least = integer(list->INTEGER()).value;
  }
  for (auto* what : list->target()) mentions.targets.push_back(target(what));
  return make(place, std::move(mentions));
}

ast::ExprPtr Builder::quantifier(P::ComparisonContext* context) {
  ast::Quantifier quantifier;
  quantifier.kind =
      context->K_ANY() != nullptr ? ast::QuantifierKind::kAny : ast::QuantifierKind::kEvery;
  if (context->target() != nullptr) {
    quantifier.target = target(context->target());
    quantifier.subject = subject(context->subject());
  } else {
    quantifier.list = pathPrimary(context->path());
  }
  quantifier.where = condition(context->condition());
  return make(span(context), std::move(quantifier));
}

ast::ExprPtr Builder::condition(P::ConditionContext* context) {
  if (context->comparison() != nullptr) return comparison(context->comparison());
  return make(span(context), ast::Unary{ast::UnaryOp::kNot, condition(context->condition())});
}

ast::ExprPtr Builder::sum(P::SumContext* context) {
  const auto terms = context->product();
  if (tooMany(terms.size(), span(context))) return make(span(context), ast::ErrorExpr{});
  ast::ExprPtr left = product(terms[0]);
  for (std::size_t i = 1; i < terms.size(); ++i) {
    auto* op = terminal(context->children[2 * i - 1]);
    left =
        binary(typeOf(op) == P::PLUS ? ast::BinaryOp::kAdd : ast::BinaryOp::kSub,
               span(context->start, terms[i]->stop), span(op), std::move(left), product(terms[i]));
  }
  return left;
}

ast::ExprPtr Builder::product(P::ProductContext* context) {
  const auto factors = context->unary();
  if (tooMany(factors.size(), span(context))) return make(span(context), ast::ErrorExpr{});
  ast::ExprPtr left = unary(factors[0]);
  for (std::size_t i = 1; i < factors.size(); ++i) {
    auto* op = terminal(context->children[2 * i - 1]);
    left = binary(typeOf(op) == P::STAR ? ast::BinaryOp::kMul : ast::BinaryOp::kDiv,
                  span(context->start, factors[i]->stop), span(op), std::move(left),
                  unary(factors[i]));
  }
  return left;
}

ast::ExprPtr Builder::unary(P::UnaryContext* context) {
  if (context->postfix() != nullptr) return postfix(context->postfix());
  return make(span(context), ast::Unary{ast::UnaryOp::kNegate, unary(context->unary())});
}

ast::ExprPtr Builder::postfix(P::PostfixContext* context) {
  const auto parts = context->primary();
  if (tooMany(parts.size(), span(context))) return make(span(context), ast::ErrorExpr{});
  ast::ExprPtr left = primary(parts[0]);
  std::size_t part = 1;
  for (std::size_t i = 1; i < context->children.size(); ++part) {
    auto* op = terminal(context->children[i++]);
    auto* minus = terminal(context->children[i]);
    ast::ExprPtr right = primary(parts[part]);
    if (minus != nullptr) {
      ++i;
      right = make(span(minus->getSymbol(), parts[part]->stop),
                   ast::Unary{ast::UnaryOp::kNegate, std::move(right)});
    }
    ++i;
    left = binary(ast::BinaryOp::kDefault, span(context->start, parts[part]->stop), span(op),
                  std::move(left), std::move(right));
  }
  return left;
}

ast::ExprPtr Builder::primary(P::PrimaryContext* context) {
  const Span place = span(context);
  if (context->path() != nullptr || context->expression() != nullptr) {
    return compoundPrimary(context);
  }
  if (context->sinceOperand() != nullptr) {
    const auto unit = context->K_TIME() != nullptr ? ast::SinceUnit::kTime : ast::SinceUnit::kTurns;
    return make(place, ast::HowLongSince{unit, sinceOperand(context->sinceOperand())});
  }
  if (context->K_TRUE() != nullptr) return make(place, ast::BoolLit{true});
  if (context->K_FALSE() != nullptr) return make(place, ast::BoolLit{false});
  if (context->duration() != nullptr) {
    return make(place, ast::DurationLit{duration(context->duration()).ms});
  }
  if (context->INTEGER() != nullptr) {
    return make(place, ast::IntLit{integer(context->INTEGER()).value});
  }
  if (context->DECIMAL() != nullptr) {
    return make(place, ast::NumberLit{number(context->DECIMAL()).value, false});
  }
  if (context->PERCENTAGE() != nullptr) {
    return make(place, ast::NumberLit{number(context->PERCENTAGE()).value, true});
  }
  if (context->text() != nullptr) return make(place, ast::TextLit{text(context->text()).value});
  if (context->CLOCK() != nullptr) return make(place, ast::ClockLit{clock(context->CLOCK())});
  if (context->DATE() != nullptr || context->DATE_TIME() != nullptr) {
    return make(place, ast::TimeLit{instant(place)});
  }
  if (context->set() != nullptr) return set(context->set());
  auto which = ast::Builtin::kNow;
  if (context->K_DAY() != nullptr) which = ast::Builtin::kTimeOfDay;
  if (context->K_WEEKDAY() != nullptr) which = ast::Builtin::kWeekday;
  if (context->K_TURN() != nullptr) which = ast::Builtin::kTurn;
  if (context->K_FIRST() != nullptr) which = ast::Builtin::kFirstReply;
  return make(place, ast::BuiltinRef{which});
}

/// What holds a path or an expression.
ast::ExprPtr Builder::compoundPrimary(P::PrimaryContext* context) {
  const Span place = span(context);
  if (context->aggregate() != nullptr) return aggregated(context);
  if (context->K_HOW() != nullptr) {
    ast::Quantifier quantifier;
    quantifier.kind = ast::QuantifierKind::kHowMany;
    quantifier.list = pathPrimary(context->path());
    quantifier.where = context->condition() != nullptr ? condition(context->condition())
                                                       : parenthesized(context->expression());
    return make(place, std::move(quantifier));
  }
  if (context->LEFT_BRACKET() != nullptr) {
    ast::Path tool = path(context->path());
    ast::ExprPtr key = expression(context->expression());
    return make(place, ast::KeyedRef{std::move(tool), std::move(key), name(context->anyName())});
  }
  if (context->path() == nullptr) return parenthesized(context->expression());
  if (context->LEFT_PAREN() != nullptr) return call(context->path(), context->argument(), place);
  return pathPrimary(context->path());
}

ast::ExprPtr Builder::pathPrimary(P::PathContext* context) {
  ast::Path named = path(context);
  const Span place = named.span;
  if (named.parts.size() == 1 && context->K_IT() != nullptr) {
    return make(place, ast::BuiltinRef{ast::Builtin::kIt});
  }
  return make(place, ast::Ref{std::move(named)});
}

ast::ExprPtr Builder::sinceOperand(P::SinceOperandContext* context) {
  if (context->subjectTest() != nullptr) {
    return subjectTest(context->subject(), context->subjectTest());
  }
  const Span place = span(context);
  if (context->K_FLAGGED() != nullptr) {
    return make(place, ast::PreviouslyFlagged{path(context->path())});
  }
  if (context->expression() != nullptr) return parenthesized(context->expression());
  if (context->LEFT_PAREN() != nullptr) return call(context->path(), context->argument(), place);
  return pathPrimary(context->path());
}

ast::ExprPtr Builder::call(P::PathContext* callee,
                           const std::vector<P::ArgumentContext*>& arguments, Span place) {
  ast::Call call;
  call.callee = path(callee);
  for (auto* argument : arguments) {
    if (argument->expression() != nullptr) {
      call.arguments.push_back(expression(argument->expression()));
      continue;
    }
    const Span word = span(argument);
    call.arguments.push_back(
        make(word, ast::Ref{ast::Path{{{std::string(source(word)), word}}, word}}));
  }
  return make(place, std::move(call));
}

/// `sum(L.amount)` alone adds the elements of a list and is a call; with a window it remembers.
ast::ExprPtr Builder::aggregated(P::PrimaryContext* context) {
  const Span place = span(context);
  auto* function = context->aggregate();
  ast::ExprPtr operand = expression(context->expression());
  if (function->K_SUM() != nullptr && context->window() == nullptr && context->K_PER() == nullptr) {
    const Span word = span(function);
    ast::Call call;
    call.callee = ast::Path{{{"sum", word}}, word};
    call.arguments.push_back(std::move(operand));
    return make(place, std::move(call));
  }
  ast::Aggregated aggregated;
  if (function->K_MIN() != nullptr) aggregated.function = ast::Aggregate::kMin;
  if (function->K_MAX() != nullptr) aggregated.function = ast::Aggregate::kMax;
  if (function->K_AVG() != nullptr) aggregated.function = ast::Aggregate::kAvg;
  if (function->K_SUM() != nullptr) aggregated.function = ast::Aggregate::kSum;
  aggregated.operand = std::move(operand);
  if (context->window() != nullptr) aggregated.window = window(context->window());
  if (context->postfix() != nullptr) aggregated.per = postfix(context->postfix());
  return make(place, std::move(aggregated));
}

ast::ExprPtr Builder::set(P::SetContext* context) {
  ast::SetLit set;
  for (auto* element : context->sum()) set.elements.push_back(sum(element));
  return make(span(context), std::move(set));
}

ast::Hole Builder::hole(P::HoleContext* context, Span braces) {
  ast::Hole hole;
  hole.span = braces;
  const auto numbers = context->INTEGER();
  if (context->K_FIRST() != nullptr) {
    hole.form = context->K_LAST() != nullptr ? ast::HoleForm::kFirstLast : ast::HoleForm::kFirst;
    hole.first = integer(numbers[0]).value;
    if (numbers.size() > 1) hole.last = integer(numbers[1]).value;
  } else if (context->K_LAST() != nullptr) {
    hole.form = ast::HoleForm::kLast;
    hole.last = integer(numbers[0]).value;
  } else if (context->K_MASK() != nullptr) {
    hole.form = ast::HoleForm::kMask;
  } else if (context->K_LABEL() != nullptr) {
    hole.form = ast::HoleForm::kLabel;
  } else if (context->K_HASH() != nullptr) {
    hole.form = ast::HoleForm::kHash;
  }
  const std::string_view inside = source(span(context->expression()));
  if (hole.form == ast::HoleForm::kPlain && inside == "match") {
    hole.form = ast::HoleForm::kMatch;
  } else {
    hole.value = expression(context->expression());
  }
  return hole;
}

}  // namespace decorum::syntax
