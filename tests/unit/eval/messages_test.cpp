#include "runtime/eval/messages.h"

#include <catch2/catch.hpp>
#include <limits>

#include "tests/support/plan_builder.h"

namespace decorum::eval {
namespace {

using plan::HoleForm;
using plan::HoleType;

TEST_CASE("durations are written as people say them") {
  CHECK(formatDuration(0) == "0 ms");
  CHECK(formatDuration(500) == "500 ms");
  CHECK(formatDuration(1000) == "1 second");
  CHECK(formatDuration(15 * 60'000) == "15 minutes");
  CHECK(formatDuration(90 * 60'000) == "1 hour 30 minutes");
  CHECK(formatDuration(86'400'000 + 1) == "1 day 1 ms");
  CHECK(formatDuration(-120'000) == "-2 minutes");
  CHECK(formatDuration(std::numeric_limits<std::int64_t>::min()) == "[unknown]");
}

TEST_CASE("instants are written with no more than they have") {
  CHECK(formatInstant(0) == "1970-01-01");
  CHECK(formatInstant(9 * 3'600'000) == "1970-01-01 09:00 UTC");
  CHECK(formatInstant(9 * 3'600'000 + 5000) == "1970-01-01 09:00:05 UTC");
  CHECK(formatInstant(1) == "1970-01-01 00:00:00.001 UTC");
}

/// A message that is one hole of `form` over the text "4111 1111".
std::string holed(HoleForm form, std::uint32_t first, std::uint32_t last, Audience audience,
                  bool is_private = false) {
  test::PlanBuilder b;
  plan::Piece piece;
  piece.form = form;
  piece.first = first;
  piece.last = last;
  piece.value = b.text("4111 1111");
  piece.is_private = is_private;
  const Interpreter interpreter(b.plan);
  Scratch scratch;
  return render({"", {piece}}, {interpreter, {}, scratch, "", ""}, audience);
}

TEST_CASE("holes show as much as they ask for") {
  const auto shown = [](HoleForm form, std::uint32_t first = 0, std::uint32_t last = 0) {
    return holed(form, first, last, Audience::kPerson);
  };
  CHECK(shown(HoleForm::kPlain) == "4111 1111");
  CHECK(shown(HoleForm::kLast, 0, 4) == "•••• 1111");
  CHECK(shown(HoleForm::kFirst, 2) == "41•• ••••");
  CHECK(shown(HoleForm::kFirstLast, 1, 1) == "4••• •••1");
  CHECK(shown(HoleForm::kMask) == "•••••••••");
  CHECK(shown(HoleForm::kLabel) == "[REDACTED]");
}

TEST_CASE("staff see private values only through holes that hide them") {
  CHECK(holed(HoleForm::kPlain, 0, 0, Audience::kStaff, true) == "[PRIVATE]");
  CHECK(holed(HoleForm::kPlain, 0, 0, Audience::kStaff, false) == "4111 1111");
  CHECK(holed(HoleForm::kLast, 0, 4, Audience::kStaff, true) == "•••• 1111");
  CHECK(holed(HoleForm::kPlain, 0, 0, Audience::kPerson, true) == "4111 1111");
  CHECK(holed(HoleForm::kPlain, 0, 0, Audience::kStaffRevealed, true) == "4111 1111");
}

TEST_CASE("values are written by their type") {
  test::PlanBuilder b;
  const auto shown = [&](HoleType type, plan::NodeId value) {
    plan::Piece piece;
    piece.type = type;
    piece.value = value;
    piece.members = {"basic", "plus"};
    const Interpreter interpreter(b.plan);
    Scratch scratch;
    return render({"", {piece}}, {interpreter, {}, scratch, "", ""}, Audience::kPerson);
  };
  CHECK(shown(HoleType::kBool, b.boolean(true)) == "yes");
  CHECK(shown(HoleType::kBool, b.boolean(false)) == "no");
  CHECK(shown(HoleType::kInt, b.integer(-1234567)) == "-1234567");
  CHECK(shown(HoleType::kNumber, b.number(0.1)) == "0.1");
  CHECK(shown(HoleType::kNumber, b.number(3)) == "3");
  CHECK(shown(HoleType::kNumber, b.number(0.0 / 0.0)) == "[unknown]");
  CHECK(shown(HoleType::kEnum, b.integer(1)) == "plus");
  CHECK(shown(HoleType::kTime, b.integer(86'400'000)) == "1970-01-02");
  CHECK(shown(HoleType::kDuration, b.integer(300'000)) == "5 minutes");
  CHECK(shown(HoleType::kText, b.text("a\xFF")) == "a\uFFFD");
  const auto overflow = b.node(plan::Op::kAddInt,
                               {b.integer(std::numeric_limits<std::int64_t>::max()), b.integer(1)});
  CHECK(shown(HoleType::kInt, overflow) == "[unknown]");
}

TEST_CASE("without a message for no locale the first one serves") {
  plan::Plan plan;
  plan.messages = {{"fr", {}}, {"de-CH", {}}};
  CHECK(chooseLocale(plan, {0, 1}, "de-CH-1996") == 1);
  CHECK(chooseLocale(plan, {0, 1}, "de") == 0);
  CHECK(chooseLocale(plan, {1, 0}, "") == 1);
  CHECK(chooseLocale(plan, {0, 1}, "---") == 0);
}

}  // namespace
}  // namespace decorum::eval
