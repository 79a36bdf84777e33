/// What rules know of time and of the place in the conversation.
#include <catch2/catch.hpp>

#include "runtime/base/rfc3339.h"
#include "tests/unit/engine/policy_builder.h"

namespace decorum::test {
namespace {

using plan::Op;
using plan::Rep;
using plan::SlotKind;

constexpr std::int64_t kHourMs = 3'600'000;

TEST_CASE("time of day, weekday and turn come from the event") {
  PolicyBuilder b;
  const auto events = static_cast<std::uint8_t>(on(EventKind::kUser) | on(EventKind::kReply));
  const auto is = [&](SlotKind kind, std::int64_t wanted) {
    const auto slot = b.slot(kind, Rep::kInt, EventKind::kUser, plan::kNone);
    return b.leaf("is", b.node(Op::kEqInt, {b.load(slot), b.integer(wanted)}), {slot});
  };
  b.rule("nine", RuleKind::kFlag, events, is(SlotKind::kTimeOfDay, 9 * kHourMs));
  b.rule("second_turn", RuleKind::kFlag, events, is(SlotKind::kTurn, 2));
  b.rule("sunday", RuleKind::kFlag, events, is(SlotKind::kWeekday, 6));
  Conversation conversation(b.build(), "c");
  const auto given = [&](const char* time, Event event) {
    return fired(conversation.give(at(parseTime(time).value(), std::move(event))));
  };
  CHECK(given("1969-12-28T09:00:00Z", user("")) == "nine sunday");
  CHECK(given("2026-11-22T09:00:00Z", reply("")) == "nine sunday");
  CHECK(given("2026-11-22T23:59:59.999Z", user("")) == "second_turn sunday");
  CHECK(given("2026-11-23T00:00:00Z", reply("")) == "second_turn");
}

/// Whether support is there at `time`, by hours in Berlin.
bool isOpen(const std::vector<plan::HoursSpan>& spans, const char* time) {
  PolicyBuilder b;
  plan::Hours hours{"support", "Europe/Berlin", spans, {}};
  hours.except_days = {parseTime("2026-12-25").value() / (24 * kHourMs)};
  b.plan.hours.push_back(hours);
  b.rule("open", RuleKind::kFlag, on(EventKind::kUser),
         b.isTrue(b.slot(SlotKind::kWithinHours, Rep::kBool, EventKind::kUser, 0)));
  return fired(Conversation(b.build(), "c").give(at(parseTime(time).value(), user("")))) == "open";
}

TEST_CASE("hours are those of the place, in summer and winter") {
  const std::vector<plan::HoursSpan> office = {{1, 5, 9 * kHourMs, 17 * kHourMs}};
  CHECK_FALSE(isOpen(office, "2026-11-23T07:59:59Z"));  // Monday, CET
  CHECK(isOpen(office, "2026-11-23T08:00:00Z"));
  CHECK(isOpen(office, "2026-11-23T15:59:59Z"));
  CHECK_FALSE(isOpen(office, "2026-11-23T16:00:00Z"));
  CHECK(isOpen(office, "2026-07-06T07:00:00Z"));        // Monday, CEST
  CHECK_FALSE(isOpen(office, "2026-11-22T10:00:00Z"));  // Sunday
  CHECK_FALSE(isOpen(office, "2026-12-25T10:00:00Z"));  // a Friday, excepted
  CHECK(isOpen(office, "2026-12-24T10:00:00Z"));
}

TEST_CASE("outside of its hours an escalation goes to no one") {
  PolicyBuilder b;
  b.plan.hours.push_back({"support", "", {{1, 7, 9 * kHourMs, 17 * kHourMs}}, {}});
  auto& rule = b.rule("help", RuleKind::kEscalate, on(EventKind::kUser));
  rule.say = {b.message("One moment.")};
  rule.otherwise_say = {b.message("We are here from nine.")};
  rule.during = b.slot(SlotKind::kWithinHours, Rep::kBool, EventKind::kUser, 0);
  Conversation conversation(b.build(), "c");
  const Verdict night = conversation.give(at(0, user("")));
  CHECK(night.escalations.empty());
  CHECK(night.disclosures.at(0).text == "We are here from nine.");
  CHECK(night.disclosures.at(0).where == Placement::kBeforeReply);
  CHECK(fired(night) == "help");
  const Verdict day = conversation.give(at(10 * kHourMs, user("")));
  CHECK(day.escalations.size() == 1);
  CHECK(day.disclosures.at(0).text == "One moment.");
  CHECK(day.disclosures.at(0).where == Placement::kInstead);
}

TEST_CASE("the first reply is the first, whatever comes before it") {
  PolicyBuilder b;
  b.rule("first", RuleKind::kFlag, on(EventKind::kReply) | on(EventKind::kUser),
         b.isTrue(b.slot(SlotKind::kFirstReply, Rep::kBool, EventKind::kReply, plan::kNone)));
  Conversation conversation(b.build(), "c");
  CHECK(fired(conversation.give(user(""))).empty());
  CHECK(fired(conversation.give(reply(""))) == "first");
  CHECK(fired(conversation.give(reply(""))).empty());
}

}  // namespace
}  // namespace decorum::test
