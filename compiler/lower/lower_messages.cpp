/// Messages and their holes.
#include "compiler/lower/lowering.h"
#include "compiler/sema/types.h"

namespace decorum::lowering {

namespace {

plan::HoleForm formOf(ast::HoleForm form) {
  switch (form) {
    case ast::HoleForm::kPlain:
      return plan::HoleForm::kPlain;
    case ast::HoleForm::kMatch:
      return plan::HoleForm::kMatch;
    case ast::HoleForm::kLast:
      return plan::HoleForm::kLast;
    case ast::HoleForm::kFirst:
      return plan::HoleForm::kFirst;
    case ast::HoleForm::kFirstLast:
      return plan::HoleForm::kFirstLast;
    case ast::HoleForm::kMask:
      return plan::HoleForm::kMask;
    case ast::HoleForm::kLabel:
      return plan::HoleForm::kLabel;
    case ast::HoleForm::kHash:
      return plan::HoleForm::kHash;
  }
  return plan::HoleForm::kPlain;
}

plan::HoleType holeType(const sema::Type& type) {
  using Kind = sema::Type::Kind;
  switch (type.kind) {
    case Kind::kBool:
      return plan::HoleType::kBool;
    case Kind::kInt:
      return plan::HoleType::kInt;
    case Kind::kNumber:
      return plan::HoleType::kNumber;
    case Kind::kEnum:
      return plan::HoleType::kEnum;
    case Kind::kTime:
      return plan::HoleType::kTime;
    case Kind::kDuration:
    case Kind::kClock:
      return plan::HoleType::kDuration;
    default:
      return plan::HoleType::kText;
  }
}

}  // namespace

plan::Piece Lowering::piece(const ast::Hole& hole) {
  plan::Piece piece;
  piece.form = formOf(hole.form);
  piece.first = static_cast<std::uint32_t>(hole.first);
  piece.last = static_cast<std::uint32_t>(hole.last);
  if (!hole.value) return piece;
  const sema::Type& type = typed_->types[hole.value->id];
  piece.value = valueAs(*hole.value, repOf(type));
  // A signal declared as int is a number underneath; what is printed follows what is held.
  piece.type =
      graph_.rep(piece.value) == plan::Rep::kNumber ? plan::HoleType::kNumber : holeType(type);
  if (type.is(sema::Type::Kind::kEnum)) {
    piece.members = sema::membersOf(*module_, type.enumeration);
  }
  const sema::Binding& binding = typed_->bindings[hole.value->id];
  if (binding.kind == sema::Binding::Kind::kFact) {
    const auto& field = plan_.records[binding.index].fields[binding.field];
    piece.is_private = (field.labels & plan::kPrivate) != 0;
  }
  return piece;
}

plan::MessageId Lowering::message(const ast::Message& message,
                                  const std::optional<ast::Text>& locale) {
  plan::Message lowered;
  if (locale) lowered.locale = locale->value;
  for (const auto& part : message.pieces) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      plan::Piece piece;
      piece.literal = *literal;
      lowered.pieces.push_back(std::move(piece));
    } else {
      lowered.pieces.push_back(piece(std::get<ast::Hole>(part)));
    }
  }
  plan_.messages.push_back(std::move(lowered));
  return static_cast<plan::MessageId>(plan_.messages.size() - 1);
}

std::string Lowering::plainText(const ast::Message& message) const {
  std::string out;
  for (const auto& part : message.pieces) {
    if (const auto* literal = std::get_if<std::string>(&part)) out += *literal;
  }
  return out;
}

}  // namespace decorum::lowering
