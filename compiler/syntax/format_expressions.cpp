/// Expressions and types as they are written.
#include <fmt/format.h>

#include "compiler/syntax/format_parts.h"
#include "compiler/syntax/words.h"

namespace decorum::syntax {
namespace {

using namespace ast;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

std::string clockText(std::int64_t ms) {
  return fmt::format("{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60);
}

bool isChain(const Expr& expression) {
  const auto* binary = std::get_if<Binary>(&expression.kind);
  return binary != nullptr && (binary->op == BinaryOp::kAnd || binary->op == BinaryOp::kOr);
}

}  // namespace

Layout PartFormatter::expression(const Expr& given) const {
  if (!given.parenthesized) return kind(given);
  return Layout::sequence({"(", Layout::indented(1, kind(given)), ")"});
}

/// `a and b and c`: on one line, or an operand a line with its operator before it.
Layout PartFormatter::chain(const Expr& given) const {
  const BinaryOp op = std::get<Binary>(given.kind).op;
  std::vector<const Expr*> operands;  // from the last to the first
  const Expr* left = &given;
  while (true) {
    const auto* binary = std::get_if<Binary>(&left->kind);
    const bool goes_on =
        binary != nullptr && binary->op == op && (left == &given || !left->parenthesized);
    if (!goes_on) break;
    operands.push_back(binary->right.get());
    left = binary->left.get();
  }
  operands.push_back(left);
  std::vector<Layout> parts;
  for (auto operand = operands.rbegin(); operand != operands.rend(); ++operand) {
    if (operand != operands.rbegin()) {
      parts.push_back(Layout::line());
      parts.push_back(fmt::format("{} ", word(op)));
    }
    parts.push_back(expression(**operand));
  }
  return Layout::group(std::move(parts));
}

Layout PartFormatter::list(const std::vector<ExprPtr>& elements) const {
  std::vector<Layout> parts;
  for (const ExprPtr& element : elements) parts.push_back(expression(*element));
  return Layout::indented(1, Layout::filled(parts, ","));
}

Layout PartFormatter::target(const Target& given) const {
  std::vector<Layout> parts{verbatim(std::holds_alternative<Text>(given.what)
                                         ? std::get<Text>(given.what).span
                                         : std::get<Path>(given.what).span)};
  if (given.decoded) parts.emplace_back(" decoded");
  if (given.at_least) {
    parts.emplace_back(fmt::format(" at least {}", source_.at(given.at_least->span)));
  }
  if (given.where) {
    parts.emplace_back(" where ");
    parts.push_back(expression(*given.where));
  }
  return Layout::sequence(std::move(parts));
}

Layout PartFormatter::targets(const std::vector<Target>& given) const {
  std::vector<Layout> parts;
  for (const Target& one : given) parts.push_back(target(one));
  return Layout::indented(4, Layout::filled(parts, ","));
}

Layout PartFormatter::mentions(const Mentions& given) const {
  std::string head = fmt::format("{} mentions ", word(given.subject.subject));
  if (given.mode == MentionMode::kAll) head += "all of ";
  if (given.mode == MentionMode::kAtLeast) head += fmt::format("at least {} of ", given.at_least);
  return Layout::sequence({head, targets(given.targets)});
}

Layout PartFormatter::quantifier(const Quantifier& given) const {
  std::vector<Layout> parts;
  if (given.kind == QuantifierKind::kHowMany) {
    parts.emplace_back("how many");
  } else {
    parts.emplace_back(given.kind == QuantifierKind::kAny ? "any" : "every");
  }
  if (given.list) {
    parts.emplace_back(" of ");
    parts.push_back(expression(*given.list));
  } else {
    parts.emplace_back(" ");
    parts.push_back(target(*given.target));
    parts.emplace_back(fmt::format(" in {}", word(given.subject->subject)));
  }
  parts.emplace_back(" where ");
  parts.push_back(expression(*given.where));
  return Layout::sequence(std::move(parts));
}

Layout PartFormatter::record(const RecordLit& given) const {
  if (given.names.empty()) return "{}";
  std::vector<Layout> parts;
  for (std::size_t i = 0; i < given.names.size(); ++i) {
    parts.push_back(
        Layout::sequence({verbatim(given.names[i].span), ": ", expression(*given.values[i])}));
  }
  return Layout::sequence({"{ ", Layout::indented(2, Layout::filled(parts, "")), " }"});
}

Layout PartFormatter::kind(const Expr& given) const {
  const auto literal = [&](const auto&) { return Layout(source_.words(given.span)); };
  return std::visit(
      Overloaded{
          [](const ErrorExpr&) { return Layout("?"); },
          [](const BoolLit& e) { return Layout(e.value ? "true" : "false"); },
          [&](const IntLit& e) { return literal(e); },
          [&](const NumberLit& e) { return literal(e); },
          [&](const TextLit&) { return Layout(verbatim(given.span)); },
          [&](const TimeLit& e) { return literal(e); },
          [](const ClockLit& e) { return Layout(clockText(e.ms)); },
          [&](const DurationLit& e) { return literal(e); },
          [&](const SetLit& e) { return Layout::sequence({"{", list(e.elements), "}"}); },
          [&](const ListLit& e) { return Layout::sequence({"[", list(e.elements), "]"}); },
          [&](const RecordLit& e) { return record(e); },
          [](const Ref& e) { return Layout(spelled(e.path)); },
          [&](const KeyedRef& e) {
            return Layout::sequence({spelled(e.tool), "[", expression(*e.key), "].", e.field.text});
          },
          [](const BuiltinRef& e) { return Layout(word(e.which)); },
          [&](const Unary& e) {
            return Layout::sequence({e.op == UnaryOp::kNot ? "not " : "-", expression(*e.operand)});
          },
          [&](const Binary& e) {
            if (isChain(given)) return chain(given);
            return Layout::sequence(
                {expression(*e.left), fmt::format(" {} ", word(e.op)), expression(*e.right)});
          },
          [&](const Between& e) {
            return Layout::sequence({expression(*e.value), " between ", expression(*e.low), " and ",
                                     expression(*e.high)});
          },
          [&](const In& e) {
            return Layout::sequence({expression(*e.value), " in ", expression(*e.set)});
          },
          [&](const IsKnown& e) {
            return Layout::sequence(
                {expression(*e.value), e.negated ? " is not known" : " is known"});
          },
          [](const IsTruncated& e) {
            return Layout(fmt::format("{} is truncated", word(e.subject.subject)));
          },
          [](const IsTool& e) {
            return Layout(fmt::format("{} is {}", word(e.subject.subject),
                                      e.unknown ? "unknown" : spelled(e.tool)));
          },
          [&](const Within& e) {
            return Layout::sequence({expression(*e.value), " within ", spelled(e.hours)});
          },
          [&](const Mentions& e) { return mentions(e); },
          [&](const Matches& e) {
            return Layout(
                fmt::format("{} matches {}", word(e.subject.subject), source_.at(e.pattern_span)));
          },
          [&](const Call& e) {
            return Layout::sequence({spelled(e.callee), "(", list(e.arguments), ")"});
          },
          [&](const Quantifier& e) { return quantifier(e); },
          [&](const InLast& e) {
            std::string how_many = fmt::format("{}", e.at_least);
            if (e.mode == InLastMode::kAny) how_many = "any";
            if (e.mode == InLastMode::kEvery) how_many = "every";
            return Layout::sequence({expression(*e.operand),
                                     fmt::format(" in {} of last {}", how_many, window(e.window))});
          },
          [&](const Ever& e) {
            static constexpr std::string_view kWords[] = {"ever ", "never ", "previously "};
            return Layout::sequence(
                {kWords[static_cast<std::size_t>(e.kind)], expression(*e.operand)});
          },
          [&](const Since& e) {
            return Layout::sequence({expression(*e.operand), " since ", expression(*e.since)});
          },
          [&](const Then& e) {
            return Layout::sequence({expression(*e.first), " then ", expression(*e.then),
                                     " within ", window(e.window)});
          },
          [&](const For& e) {
            return Layout::sequence({expression(*e.operand), " for ", window(e.window)});
          },
          [&](const Aggregated& e) {
            std::vector<Layout> parts{expression(*e.operand)};
            if (e.window) parts.emplace_back(fmt::format("last {}", window(*e.window)));
            if (e.per) parts.push_back(Layout::sequence({"per ", expression(*e.per)}));
            return Layout::sequence(
                {word(e.function), "(", Layout::indented(2, Layout::filled(parts, ",")), ")"});
          },
          [&](const HowLongSince& e) {
            return Layout::sequence({e.unit == SinceUnit::kTime ? "time since " : "turns since ",
                                     expression(*e.operand)});
          },
          [&](const Repeats& e) {
            return Layout(fmt::format("{} {}repeats within {}", word(e.subject.subject),
                                      e.nearly ? "nearly " : "", window(e.window)));
          },
          [](const PreviouslyFlagged& e) {
            return Layout(fmt::format("previously flagged {}", spelled(e.flag)));
          },
          [&](const Per& e) {
            return Layout::sequence({expression(*e.operand), " per ", expression(*e.key)});
          },
      },
      given.kind);
}

std::string PartFormatter::labels(const std::vector<Label>& given) const {
  std::string joined;
  for (const Label& label : given) {
    if (!joined.empty()) joined += ' ';
    joined += word(label.kind);
    if (label.kind == LabelKind::kProxyFor) joined += ' ' + spelled(label.proxy_for);
  }
  return joined;
}

std::string PartFormatter::type(const TypeExpr& given) const {
  std::string text(word(given.kind));
  switch (given.kind) {
    case TypeKind::kRange: {
      text.clear();
      const std::string words = source_.words(given.span);
      for (const char c : words) {
        if (c != ' ' && c != '?') text += c;
      }
      break;
    }
    case TypeKind::kEnum:
      for (const Name& member : given.members) {
        text += (&member == &given.members.front() ? " " : ", ") + member.text;
      }
      break;
    case TypeKind::kSet:
    case TypeKind::kList:
      text += " of " + type(*given.element);
      break;
    case TypeKind::kRecord:
      text = fieldsOnOneLine(given.fields);
      break;
    default:
      break;
  }
  return given.optional ? text + '?' : text;
}

std::string PartFormatter::field(const TypeField& given) const {
  if (!given.nested.empty()) return given.name.text + ": " + fieldsOnOneLine(given.nested);
  const std::string all_labels = labels(given.labels);
  return fmt::format("{}: {}{}{}", given.name.text, type(given.type), all_labels.empty() ? "" : " ",
                     all_labels);
}

std::string PartFormatter::fieldsOnOneLine(const std::vector<TypeField>& fields) const {
  if (fields.empty()) return "{}";
  std::string text = "{ ";
  for (const TypeField& one : fields) {
    if (text.size() > 2) text += "  ";
    text += field(one);
  }
  return text + " }";
}

}  // namespace decorum::syntax
