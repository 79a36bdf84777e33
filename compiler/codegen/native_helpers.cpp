#include "compiler/codegen/native_helpers.h"

#include <array>

#include "runtime/eval/operations.h"

// In all of these `ok` says whether the operands are there; where it is 0 pointers must not be
// followed. Conditions are returned as 0 false, 1 true, 2 not known; values through `out`, with 1
// where there is one.
namespace decorum::codegen {
namespace {

using eval::Cell;
using eval::ListValue;
using eval::State;
using eval::Value;

std::uint32_t packed(const Value& value) {
  return value.state != State::kOk ? 2 : value.cell.integer != 0 ? 1 : 0;
}

std::uint32_t stored(const Value& value, Cell* out) {
  *out = value.cell;
  return value.state == State::kOk ? 1 : 0;
}

extern "C" {

using Text = const std::string*;

std::uint32_t decorumEqText(Text a, Text b, std::uint32_t ok) { return ok ? *a == *b : 2; }
std::uint32_t decorumStartsWith(Text a, Text b, std::uint32_t ok) {
  return ok ? eval::startsWith(*a, *b) : 2;
}
std::uint32_t decorumEndsWith(Text a, Text b, std::uint32_t ok) {
  return ok ? eval::endsWith(*a, *b) : 2;
}
std::uint32_t decorumContainsText(Text a, Text b, std::uint32_t ok) {
  return ok ? eval::containsText(*a, *b) : 2;
}

std::uint32_t decorumHashText(Text a, std::int64_t salt, std::uint32_t ok, Cell* out) {
  return ok ? stored(eval::hashText(*a, salt), out) : 0;
}

std::uint32_t decorumMemberInt(const Frame* frame, std::uint64_t set, std::int64_t a,
                               std::uint32_t ok) {
  return ok ? eval::isMember(frame->constants->int_sets[set], a) : 2;
}
std::uint32_t decorumMemberNumber(const Frame* frame, std::uint64_t set, double a,
                                  std::uint32_t ok) {
  return ok ? eval::isMember(frame->constants->number_sets[set], a) : 2;
}
std::uint32_t decorumMemberText(const Frame* frame, std::uint64_t set, Text a, std::uint32_t ok) {
  return ok ? eval::isMember(frame->constants->text_sets[set], *a) : 2;
}

std::uint32_t decorumHasInt(const ListValue* list, std::int64_t b, std::uint32_t ok) {
  return ok ? packed(eval::hasInt(*list, b)) : 2;
}
std::uint32_t decorumHasNumber(const ListValue* list, double b, std::uint32_t ok) {
  return ok ? packed(eval::hasNumber(*list, b)) : 2;
}
std::uint32_t decorumHasText(const ListValue* list, Text b, std::uint32_t ok) {
  return ok ? packed(eval::hasText(*list, *b)) : 2;
}

std::uint32_t decorumSize(const ListValue* list, std::uint64_t, std::uint32_t ok, Cell* out) {
  const auto size = ok ? list->size() : 0;
  return stored(ok ? eval::ofInt(static_cast<std::int64_t>(size)) : eval::fault(), out);
}
std::uint32_t decorumSumInt(const ListValue* list, std::uint64_t field, std::uint32_t ok,
                            Cell* out) {
  return stored(ok ? eval::sumInt(*list, field) : eval::fault(), out);
}
std::uint32_t decorumSumNumber(const ListValue* list, std::uint64_t field, std::uint32_t ok,
                               Cell* out) {
  return stored(ok ? eval::sumNumber(*list, field) : eval::fault(), out);
}
}

/// The body over all rows of a list, folded.
template <class Fold>
Value overRows(BodyFunction body, const ListValue& list, const Cell* cells, const State* states,
               const Frame* frame, const Capture* captures) {
  Fold fold;
  for (std::size_t row = 0; row < list.size(); ++row) {
    const eval::Element it = eval::element(list, row);
    const std::uint32_t is = body(it.cells, it.states, cells, states, frame, captures);
    fold.add(is == 2 ? eval::fault() : eval::ofBool(is == 1));
  }
  return fold.result();
}

extern "C" {

std::uint32_t decorumAny(BodyFunction body, const ListValue* list, std::uint32_t ok,
                         const Cell* cells, const State* states, const Frame* frame,
                         const Capture* captures) {
  return ok ? packed(overRows<eval::AnyOf>(body, *list, cells, states, frame, captures)) : 2;
}
std::uint32_t decorumEvery(BodyFunction body, const ListValue* list, std::uint32_t ok,
                           const Cell* cells, const State* states, const Frame* frame,
                           const Capture* captures) {
  return ok ? packed(overRows<eval::EveryOf>(body, *list, cells, states, frame, captures)) : 2;
}
std::uint32_t decorumHowMany(BodyFunction body, const ListValue* list, std::uint32_t ok,
                             const Cell* cells, const State* states, const Frame* frame,
                             const Capture* captures, Cell* out) {
  return stored(
      ok ? overRows<eval::CountOf>(body, *list, cells, states, frame, captures) : eval::fault(),
      out);
}
}

#define HELPER(NAME) \
  Helper { #NAME, reinterpret_cast<void*>(&NAME) }
const std::array kHelpers = {
    HELPER(decorumEqText),       HELPER(decorumStartsWith), HELPER(decorumEndsWith),
    HELPER(decorumContainsText), HELPER(decorumMemberInt),  HELPER(decorumMemberNumber),
    HELPER(decorumMemberText),   HELPER(decorumHasInt),     HELPER(decorumHasNumber),
    HELPER(decorumHasText),      HELPER(decorumSize),       HELPER(decorumSumInt),
    HELPER(decorumSumNumber),    HELPER(decorumAny),        HELPER(decorumEvery),
    HELPER(decorumHowMany),      HELPER(decorumHashText)};
#undef HELPER

}  // namespace

std::span<const Helper> helpers() { return kHelpers; }

}  // namespace decorum::codegen
