// The naive evaluator of memory against cases worked out by hand from docs/language/memory.md.
//
// A case is a condition, a conversation in short, and what the condition is at each event. An event
// is its kind (u user, d document, c tool_call, t tool_result, r reply, o timer, x close) and then
// any of: words of its text · `+500` ms later than the event before it · `*` cut short ·
// `!vip=true,visits=3` the facts from now on · `~0.5` mood at user, grounded at reply ·
// `tool:field=value` · `@id` of a call. What is expected: 1, 0, a number, `-` missing, `?` unknown.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/support/memory/naive.h"

namespace decorum::test::memory {
namespace {

decorum::Value valueOf(const std::string& text) {
  const auto value = decorum::Value::parse(text);
  return value ? *value : decorum::Value(text);
}

/// `a=1,b=true` as an object.
decorum::Value::Object objectOf(const std::string& text) {
  decorum::Value::Object object;
  std::istringstream members(text);
  for (std::string member; std::getline(members, member, ',');) {
    const auto equals = member.find('=');
    object.emplace_back(member.substr(0, equals), valueOf(member.substr(equals + 1)));
  }
  return object;
}

void readToken(const std::string& token, Event& event, std::int64_t& time_ms) {
  const std::string rest = token.substr(1);
  const auto colon = token.find(':');
  if (token[0] == '+' || token[0] == '-') {
    event.time_ms = time_ms + std::stoll(token);
  } else if (token[0] == '*') {
    event.truncated = true;
  } else if (token[0] == '!') {
    event.facts.emplace_back("customer", objectOf(rest));
  } else if (token[0] == '~') {
    event.signals.emplace_back(event.kind == EventKind::kUser ? "mood" : "grounded", valueOf(rest));
  } else if (token[0] == '@') {
    event.call = rest;
  } else if (colon != std::string::npos) {
    event.tool = token.substr(0, colon);
    event.arguments = objectOf(token.substr(colon + 1));
  } else {
    event.text += (event.text.empty() ? "" : " ") + token;
  }
}

std::vector<Event> eventsOf(const std::string& conversation) {
  const std::string kKinds = "udctrox";
  std::vector<Event> events;
  std::int64_t time_ms = 0;
  std::istringstream lines(conversation);
  for (std::string line; std::getline(lines, line, '/');) {
    std::istringstream tokens(line);
    std::string token;
    tokens >> token;
    Event event;
    event.kind = static_cast<EventKind>(kKinds.find(token));
    event.time_ms = time_ms;
    while (tokens >> token) readToken(token, event, time_ms);
    time_ms = std::max(time_ms, *event.time_ms);
    events.push_back(std::move(event));
  }
  return events;
}

std::string shown(const Value& value) {
  if (value.state == State::kMissing) return "-";
  if (value.state == State::kFault) return "?";
  if (const auto* truth = std::get_if<bool>(&value.payload)) return *truth ? "1" : "0";
  if (const auto* integer = std::get_if<std::int64_t>(&value.payload)) {
    return fmt::format("{}", *integer);
  }
  if (const auto* number = std::get_if<double>(&value.payload)) return fmt::format("{}", *number);
  return std::get<std::string>(value.payload);
}

struct Row {
  Expr expr;
  const char* conversation;
  const char* expected;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    Naive naive;
    std::string values;
    for (const Event& event : eventsOf(row.conversation)) {
      naive.add(event);
      values += (values.empty() ? "" : " ") + shown(naive.now(row.expr));
    }
    INFO(row.expr.text() << "\n" << row.conversation);
    CHECK(values == row.expected);
  }
}

// Short names for what cases are about.
const Expr kA = mentions(EventKind::kUser, "a");
const Expr kB = mentions(EventKind::kUser, "b");
const Expr kReplyB = mentions(EventKind::kReply, "b");
const Expr kVip = fact("vip", Type::kBool);
const Expr kVisits = fact("visits", Type::kInt);
const Expr kTier = fact("tier", Type::kMember);
const Expr kMood = signal("mood");

Expr of(Kind kind, Expr operand, Window window = {}) {
  return make(kind, Type::kBool, {std::move(operand)}, window);
}
Expr of(Kind kind, Expr first, Expr second, Window window = {}) {
  return make(kind, Type::kBool, {std::move(first), std::move(second)}, window);
}
Expr number(Kind kind, Expr operand, Window window = {}) {
  return make(kind, kind == Kind::kAvg ? Type::kNumber : Type::kInt, {std::move(operand)}, window);
}
Expr inLast(Mode mode, std::int64_t at_least, Expr operand, std::int64_t count) {
  Expr expr = of(Kind::kInLast, std::move(operand), ticks(count));
  expr.mode = mode;
  expr.at_least = at_least;
  return expr;
}
Expr repeats(Kind kind, EventKind subject, std::int64_t count) {
  Expr expr = leaf(kind, Type::kBool, subject);
  expr.window = ticks(count);
  return expr;
}
Expr per(Expr op, Expr key) {
  const Type type = op.type;
  return make(Kind::kPer, type, {std::move(op), std::move(key)});
}

TEST_CASE("naive memory: atoms keep their value, the event at hand passes", "[differential]") {
  const Expr is_refund = leaf(Kind::kIsTool, Type::kBool, EventKind::kToolCall, "refund");
  const Expr cut = leaf(Kind::kTruncated, Type::kBool, EventKind::kUser);
  const Expr first_reply = leaf(Kind::kFirstReply, Type::kBool);
  check({{kA, "r/u a/r/u b/u * b/r/u * a", "0 1 1 0 ? ? 1"},
         {leaf(Kind::kOccurrences, Type::kInt, EventKind::kUser, "a"), "r/u a b a/r/u * a",
          "0 2 2 ?"},
         {leaf(Kind::kLength, Type::kInt, EventKind::kUser), "r/u abc/r/u/u *", "0 3 3 0 ?"},
         {leaf(Kind::kTurn, Type::kInt), "r/u/r/u/x", "0 1 1 2 2"},
         {leaf(Kind::kNow, Type::kTime), "u/u +5/u -3/o +2", "0 5 5 7"},
         {is_refund, "u/c refund:a=1/r/c verify:a=1/c refund:a=2", "0 1 0 0 1"},
         {cut, "u/u */r/u", "0 1 0 0"},
         {first_reply, "u/r/u/r", "0 1 0 0"},
         {kMood, "r/u ~0.5/r/u/u ~7/u ~0.25", "0 0.5 0.5 0 ? 0.25"},
         {kVip, "u/u !vip=true/u/u !vip=7/u !a=1/u !vip=false", "? 1 1 ? ? 0"},
         {orElse(ofTool(Kind::kArgument, "refund", "amount", Type::kNumber), memory::number(0)),
          "u/c refund:amount=2.5/c verify:amount=9/u/c refund:a=1", "0 2.5 2.5 2.5 0"}});
}

TEST_CASE("naive memory: what is unknown decides nothing that others decide", "[differential]") {
  check(
      {{of(Kind::kAnd, kA, kVip), "u/u a/u a !vip=true/u a !vip=false", "0 ? 1 0"},
       {of(Kind::kOr, kA, kVip), "u/u a/u/u !vip=true/u !vip=false", "? 1 ? 1 0"},
       {of(Kind::kNot, kVip), "u/u !vip=true/u !vip=false", "? 0 1"},
       {compare(kVisits, Comparison::kGt, integer(2)), "u/u !visits=3/u !visits=2", "? 1 0"},
       {make(Kind::kAdd, Type::kInt, {kVisits, integer(2)}), "u/u !visits=3", "? 5"},
       {of(Kind::kKnown, fact("limit", Type::kInt, true)), "u/u !limit=1/u !limit=true", "0 1 ?"}});
}

TEST_CASE("naive memory: ever, never, previously", "[differential]") {
  const Expr ever = of(Kind::kEver, kA);
  const Expr never = of(Kind::kNever, kA);
  const Expr previously = of(Kind::kPreviously, kA);
  check({{ever, "r/u/u a/r/u/x", "0 0 1 1 1 1"},
         {ever, "u */u", "? 0"},
         {ever, "u a/u */u", "1 1 1"},
         {of(Kind::kEver, kVip), "u/r/u !vip=true/u !vip=false", "? ? 1 1"},
         {of(Kind::kEver, of(Kind::kAnd, kA, kReplyB)), "u a/r b/u/r b", "0 1 1 1"},
         {of(Kind::kEver, of(Kind::kAnd, kA, kReplyB)), "r b/u a/r/r b", "0 0 0 1"},
         {never, "r/u/u a/r/u/x", "1 1 0 0 0 0"},
         {never, "u */u", "? 1"},
         {never, "u a/u */u", "0 0 0"},
         {of(Kind::kNever, kVip), "u/u !vip=false/u !vip=true", "? 1 0"},
         {of(Kind::kNever, of(Kind::kNever, kA)), "r/u a", "1 1"},
         {of(Kind::kNever, of(Kind::kNever, kA)), "r/u/u a", "1 0 0"},
         {previously, "u a/u/u", "0 1 1"},
         {previously, "u a/r/u", "0 1 1"},
         {previously, "u/u a/u a", "0 0 1"},
         {previously, "u */r/u", "0 ? 0"},
         {previously, "u a/u */u", "0 1 1"},
         {of(Kind::kPreviously, kVip), "o !vip=true/o/o", "0 1 1"}});
}

TEST_CASE("naive memory: in K of last N", "[differential]") {
  check({{inLast(Mode::kAtLeast, 2, kA, 3), "u a/u/u a/u/u", "0 0 1 0 0"},
         {inLast(Mode::kAtLeast, 2, kA, 3), "u a/r/r/u a/r", "0 0 0 1 1"},
         {inLast(Mode::kAtLeast, 2, kA, 3), "u a/u */u a/u", "0 ? 1 0"},
         {inLast(Mode::kAtLeast, 2, kA, 3), "u a/u a/u */u/u", "0 1 1 0 0"},
         {inLast(Mode::kAny, 1, kA, 2), "r/u a/u/u", "0 1 1 0"},
         {inLast(Mode::kAny, 1, kA, 2), "u */u a/u */u", "? 1 1 0"},
         {inLast(Mode::kEvery, 1, kA, 2), "r/u a/u a/u/u a", "0 1 1 0 0"},
         {inLast(Mode::kEvery, 1, kA, 2), "u a/u */u a/u a", "1 ? 0 1"},
         {inLast(Mode::kEvery, 1, kVip, 2), "r !vip=true/u/r !vip=false/u/u !vip=true/r",
          "1 1 0 0 0 1"}});
}

TEST_CASE("naive memory: since", "[differential]") {
  const Expr since = of(Kind::kSince, kA, kReplyB);
  check({{since, "u a/r b/u a/u", "0 1 1 0"},
         {since, "r b/u/r b/u a", "1 0 1 1"},
         {since, "r b/r/u a/r", "1 1 1 1"},
         {since, "r b/u */u a", "1 ? 0"},
         {since, "r */u a/r b", "? ? 1"},
         {since, "r */u/r b", "? 0 1"},
         {since, "r b/u/r */u a", "1 0 ? ?"},
         {of(Kind::kSince, kA, kB), "u a b/u a/u b/u", "1 1 1 0"},
         {of(Kind::kSince, kVip, kA), "u a !vip=false/r/r !vip=true", "1 0 0"}});
}

TEST_CASE("naive memory: then", "[differential]") {
  const Expr by_turns = of(Kind::kThen, kA, kReplyB, turns(1));
  const Expr by_time = of(Kind::kThen, kA, kReplyB, time(1000));
  check({{by_turns, "u a/r b/r", "0 1 0"},
         {by_turns, "u a/u/r b/u/r b", "0 0 1 1 0"},
         {by_turns, "r b/u a/u/r", "0 0 0 0"},
         {by_turns, "u a/r */r b", "0 ? 1"},
         {by_turns, "u */r b/u", "0 ? 0"},
         {by_turns, "r b/u */r", "0 0 0"},
         {of(Kind::kThen, kA, kB, turns(1)), "u a b/u b/u b", "0 1 0"},
         {by_time, "u a/r b +1000", "0 1"},
         {by_time, "u a/r b +1001", "0 0"},
         {by_time, "u a/r b/u +5000", "0 1 1"},
         {by_time, "u a/u +2000/r b", "0 0 0"},
         {by_time, "u a/u +900/r b +100/r +1", "0 0 1 0"},
         {by_time, "r b/u a/r b", "0 0 1"}});
}

TEST_CASE("naive memory: for", "[differential]") {
  const Expr by_ticks = of(Kind::kFor, kA, ticks(2));
  const Expr by_time = of(Kind::kFor, kA, time(1000));
  check({{by_ticks, "r/u a/u a/u/u a", "0 0 1 0 0"},
         {by_ticks, "u a/r/r/u a/r", "0 0 0 1 1"},
         {by_ticks, "u a/u */u a/u a", "0 ? 0 1"},
         {by_ticks, "u */u a", "0 0"},
         {of(Kind::kFor, kVip, ticks(3)), "u !vip=true/r/o/o !vip=false", "0 0 1 0"},
         {of(Kind::kFor, kA, ticks(1)), "u a/u/u *", "1 0 ?"},
         {by_time, "u a/r +999/r +1", "0 0 1"},
         {by_time, "u a/u a +500/u +400/u a +700", "0 0 0 0"},
         {by_time, "u a/u a +1000/u a/u", "0 1 1 0"},
         {by_time, "u/o +5000/u a/o +999/o +1", "0 0 0 0 1"},
         {by_time, "u a/u * +1000/r +1000/u a/o +1000", "0 ? ? 0 1"},
         {of(Kind::kFor, of(Kind::kNot, kA), time(1000)), "o/u/o +1000/u a", "0 0 1 0"}});
}

TEST_CASE("naive memory: count", "[differential]") {
  const Expr all = number(Kind::kCount, kA);
  const Expr of_two = number(Kind::kCount, kA, ticks(2));
  const Expr of_a_second = number(Kind::kCount, kA, time(1000));
  check({{all, "r/u a/u/u a/r", "0 1 1 2 2"},
         {all, "u a/u */u a", "1 ? 2"},
         {compare(all, Comparison::kGe, integer(2)), "u a/u */u/u a/u *", "0 ? 0 1 1"},
         {compare(all, Comparison::kLt, integer(3)), "u a/u */u", "1 1 1"},
         {compare(integer(1), Comparison::kEq, all), "u a/u */u/u a", "1 ? 1 0"},
         {compare(all, Comparison::kGe, kVisits), "u a !visits=1/u *", "1 ?"},
         {of_two, "u a/u a/u a/u/u", "1 2 2 1 0"},
         {of_two, "u a/u */u a/u a", "1 ? 1 2"},
         {of_two, "u a/r/r/r/u", "1 1 1 1 1"},
         {compare(of_two, Comparison::kNe, integer(2)), "u a/u a/u", "1 0 1"},
         {of_a_second, "u a/u a +999/o +1/o +998/o +1", "1 2 1 1 0"},
         {of_a_second, "u */o +999/o +1", "? ? 0"},
         {of_a_second, "u a/u/u a/u a", "1 1 2 3"},
         {number(Kind::kCount, kA, time(1000, 2)), "u a/u a/u a/o +1000", "1 2 2 0"},
         {number(Kind::kCount, kVip), "u !vip=true/r/o/x !vip=false", "1 2 3 3"}});
}

TEST_CASE("naive memory: min, max, avg, sum", "[differential]") {
  const Expr hits = leaf(Kind::kOccurrences, Type::kInt, EventKind::kUser, "a");
  const Expr grounded = signal("grounded");
  check(
      {{number(Kind::kMin, hits, ticks(2)), "r/u a a/u a/u a a a/u a a", "0 2 1 1 2"},
       {number(Kind::kMax, hits, ticks(2)), "r/u a a/u a/u/r", "0 2 2 1 1"},
       {number(Kind::kAvg, hits, ticks(2)), "r/u a a/u a/u/r", "0 2 1.5 0.5 0.5"},
       {number(Kind::kSum, hits, ticks(2)), "r/u a a/u a/u/r", "0 2 3 1 1"},
       {number(Kind::kSum, hits, ticks(2)), "u a/u */u a a/u a", "1 ? 3 3"},
       {number(Kind::kMin, grounded, ticks(3)), "u/r ~0.5/r", "1 0.5 0.5"},
       {number(Kind::kAvg, kMood, ticks(3)), "u ~7/u ~0.5/u ~0.25", "? 0.5 0.375"},
       {number(Kind::kSum, kVisits, ticks(3)), "u/r !visits=2/r/r/r", "? 2 4 6 6"},
       {number(Kind::kSum, kVisits, ticks(2)), "u !visits=9223372036854775807/r",
        "9223372036854775807 ?"},
       {number(Kind::kSum, hits, time(1000, 2)), "u a/u a a +500/o +499/o +1/o +500", "1 3 3 2 0"},
       {number(Kind::kSum, hits, time(1000, 2)), "u a/u a a/u a a a", "1 3 5"},
       {number(Kind::kMax, hits, time(1000, 2)), "u a a/u */o +1000/u a", "2 ? ? 1"},
       {number(Kind::kMin, grounded, time(1000, 3)), "r ~0.25/r ~0.5 +600/o +400/o +600",
        "0.25 0.25 0.5 1"},
       {number(Kind::kAvg, grounded, time(1000, 3)), "r ~0.25/r ~0.5/o +1000", "0.25 0.375 1"}});
}

TEST_CASE("naive memory: time since, turns since", "[differential]") {
  const Expr time_since = number(Kind::kTimeSince, kA);
  const Expr turns_since = number(Kind::kTurnsSince, kA);
  check({{time_since, "r/u a +5/r +5/u +1/u a/x +3", "- 0 5 6 0 3"},
         {time_since, "u a/u */u +1", "0 0 1"},
         {time_since, "u a/u * +1/u", "0 ? 1"},
         {time_since, "u */u", "? -"},
         {number(Kind::kTimeSince, kVip), "u !vip=true/r +5/r +5 !vip=false/o +1", "0 0 5 6"},
         {orElse(time_since, duration(7)), "u/u a/u +2", "7 0 2"},
         {turns_since, "r/u a/r/u/u/u a", "- 0 0 1 2 0"},
         {turns_since, "u a/u */u", "0 ? 2"},
         {number(Kind::kTurnsSince, kReplyB), "u/r b/r */u/r *", "- 0 0 1 ?"},
         {of(Kind::kKnown, turns_since), "u/u a/u/u *", "0 1 1 ?"},
         {orElse(turns_since, integer(9)), "u/u a/u", "9 0 1"},
         {number(Kind::kTurnsSince, kVip), "o !vip=true/u/u !vip=false/u", "0 0 1 2"}});
}

TEST_CASE("naive memory: repeats", "[differential]") {
  const Expr two = repeats(Kind::kRepeats, EventKind::kUser, 2);
  const Expr replies = repeats(Kind::kRepeats, EventKind::kReply, 1);
  const Expr nearly = repeats(Kind::kNearlyRepeats, EventKind::kUser, 2);
  check({{two, "r/u a/u b/u a/r/u c", "0 0 0 1 1 0"},
         {two, "u a/u b/u c/u a", "0 0 0 0"},
         {two, "u Hello You/u HELLO you", "0 1"},
         {two, "u */u a/u */u a/u * a/u b", "? 0 ? 1 ? 0"},
         {two, "u a/u b/u * c/u * d/u a", "0 0 ? ? 1"},
         {replies, "r a/u a/r a/r b", "0 0 1 0"},
         {of(Kind::kEver, two), "u a/u a/u b", "0 1 1"},
         {nearly, "u one two three four five/u a/u One two three four five", "0 0 1"},
         {nearly, "u one two three four five/u six seven eight nine ten", "0 0"},
         {nearly, "u a/u b/u a/u c/u d/u a", "0 0 1 0 0 0"},
         {nearly, "u * a/u a/u * a", "? 0 ?"},
         {nearly, "r a/u a/r a", "0 0 0"},
         {of(Kind::kPreviously, nearly), "u a/u a/u b", "0 0 1"}});
}

TEST_CASE("naive memory: previously flagged", "[differential]") {
  const Expr flagged = leaf(Kind::kFlagged, Type::kBool, EventKind::kUser, "rude");
  Naive naive;
  std::string values;
  const auto give = [&](bool marks) {
    naive.add({});
    values += shown(naive.now(flagged));
    if (marks) naive.mark("rude");
    naive.mark("other");
  };
  for (const bool marks : {false, true, false, true}) give(marks);
  CHECK(values == "0011");
}

TEST_CASE("naive memory: per", "[differential]") {
  const Expr count = number(Kind::kCount, kA);
  const Expr count_two = number(Kind::kCount, kA, ticks(2));
  const Expr city = fact("city", Type::kText, true);
  const Expr order = ofTool(Kind::kArgument, "refund", "order", Type::kText);
  const Expr called = leaf(Kind::kIsTool, Type::kBool, EventKind::kToolCall, "refund");
  check({{per(count, kTier), "u a !tier=x/u a/u a !tier=y/r !tier=x/u !tier=y", "1 2 1 2 1"},
         {per(count, kTier), "u a/u a !tier=x/u a !a=1", "? 1 ?"},
         {per(count, city), "u a/u a !city=x/u a !a=1/u !city=x", "0 1 0 1"},
         {per(count_two, kTier), "u a !tier=x/u !tier=y/u/u/u !tier=x/u", "1 0 0 0 1 0"},
         {per(of(Kind::kEver, kA), kTier), "u a !tier=x/r !tier=y/r !tier=x", "1 0 1"},
         {per(of(Kind::kNever, kA), city), "u a !city=x/r !city=y/r !a=1", "0 1 1"},
         {per(of(Kind::kEver, kA), kTier), "u * !tier=x/r !tier=y/r !tier=x/u !tier=y/r !tier=x",
          "? 0 ? 0 0"},
         {per(of(Kind::kSince, kA, kReplyB), kTier),
          "r b !tier=x/u a !tier=y/u !tier=x/r b !tier=y", "1 0 0 1"},
         {per(number(Kind::kCount, called), order),
          "c refund:order=A/c refund:order=B/c refund:order=A/c verify:a=1/r", "1 1 2 2 2"},
         {per(number(Kind::kSum, kVisits, ticks(2)), kTier),
          "u !tier=x,visits=1/u/u !tier=y,visits=5/u !tier=x,visits=3", "1 2 5 4"},
         {per(number(Kind::kTurnsSince, kA), kTier), "u a !tier=x/u !tier=y/u/u !tier=x",
          "0 - - 3"}});
}

TEST_CASE("naive memory: a key that is not known", "[differential]") {
  const Expr count = number(Kind::kCount, kA);
  const Expr count_two = number(Kind::kCount, kA, ticks(2));
  check({{per(count, kTier), "u a/r !tier=x/u a/u", "? ? 1 1"},
         {per(count, kTier), "u/r !tier=x", "0 0"},
         {per(count_two, kTier), "u/r !tier=x/u", "0 0 0"},
         {per(count_two, kTier), "u a !tier=x/u !a=1/r !tier=x/u", "1 ? ? 1"},
         {per(count, kTier), "u a !tier=x/u !a=1/r !tier=x/u", "1 ? 1 1"},
         {per(of(Kind::kFor, kA, ticks(1)), kTier), "u a !tier=x/u !a=1/r !tier=x/u a", "1 ? ? 1"},
         {per(of(Kind::kSince, kA, kB), kTier), "u a b !tier=x/u !a=1/r !tier=x", "1 ? ?"},
         {per(number(Kind::kSum, leaf(Kind::kTurn, Type::kInt), ticks(3)), kTier),
          "u/r !tier=x/u/u !tier=y/r !tier=x", "? ? 2 3 2"}});
}

/// What a count and an `ever` by key say after calls with keys K0 to K`calls - 1`, and then
/// `more`.
std::string afterManyKeys(const Expr& op, int calls, const std::string& more) {
  std::string conversation;
  for (int i = 0; i < calls; ++i) conversation += fmt::format("c refund:order=K{}/", i);
  Naive naive;
  std::string values;
  for (const Event& event : eventsOf(conversation + more)) {
    naive.add(event);
    values = shown(naive.now(op));
  }
  return values;
}

TEST_CASE("naive memory: keys are forgotten, and never wrongly told", "[differential]") {
  const Expr order = ofTool(Kind::kArgument, "refund", "order", Type::kText);
  const Expr called = leaf(Kind::kIsTool, Type::kBool, EventKind::kToolCall, "refund");
  const Expr count = per(number(Kind::kCount, called), order);
  const Expr ever = per(of(Kind::kEver, called), order);
  const Expr before = per(of(Kind::kPreviously, called), order);
  CHECK(afterManyKeys(count, 32, "c refund:order=K0") == "2");
  CHECK(afterManyKeys(count, 33, "c refund:order=K0") == "?");
  CHECK(afterManyKeys(count, 33, "c refund:order=K1") == "2");
  CHECK(afterManyKeys(count, 33, "c refund:order=new") == "?");
  CHECK(afterManyKeys(count, 33, "c refund:order=K0/c refund:order=K0") == "?");
  CHECK(afterManyKeys(ever, 33, "c refund:order=K0") == "1");
  CHECK(afterManyKeys(before, 33, "c refund:order=K0/u") == "?");
  CHECK(afterManyKeys(count, 32, "c refund:order=K0/c refund:order=new/c refund:order=K0") == "3");
}

TEST_CASE("naive memory: results by key", "[differential]") {
  Expr state = ofTool(Kind::kKeyed, "get_order", "state", Type::kMember);
  state.parts = {orElse(fact("city", Type::kText, true), textValue("A"))};
  check({{state, "u/c get_order:order=A/t get_order:state=open/u", "- - open open"},
         {state, "c get_order:order=B/t get_order:state=open/u !city=B/u !city=C", "- - open -"},
         {state,
          "c get_order:order=A/c get_order:order=B/t get_order:state=open/t get_order:state=sent/u "
          "!city=B",
          "- - open open sent"},
         {state, "t get_order:state=open/c get_order:order=A/u", "- - -"},
         {state,
          "c get_order:order=A/t get_order:state=open/c get_order:order=A/t get_order:state=sent",
          "- open open sent"},
         {state, "c get_order:order=A/t get_order:a=1/u !city=7", "- - ?"},
         {state, "c get_order:order=A/t get_order:state=wrong", "- ?"}});
}

TEST_CASE("naive memory: results by key and call", "[differential]") {
  Expr state = ofTool(Kind::kKeyed, "get_order", "state", Type::kMember);
  state.parts = {textValue("A")};
  check({{state,
          "c get_order:order=A @1/c get_order:order=B @2/t get_order:state=open @2/t "
          "get_order:state=sent @1",
          "- - - sent"},
         {state, "c get_order:order=A @1/t get_order:state=open @7", "- -"},
         {state, "c get_order:order=A @1/t get_order:state=open @1/t get_order:state=sent @1",
          "- open open"}});
}

TEST_CASE("naive memory: operators in operators", "[differential]") {
  const Expr count = compare(number(Kind::kCount, kA, time(1000)), Comparison::kGe, integer(2));
  check({{of(Kind::kEver, count), "u a/u a/o +5000/u +1", "0 1 1 1"},
         {of(Kind::kEver, of(Kind::kNot, count)), "r/u a/u a", "0 1 1"},
         {of(Kind::kPreviously, of(Kind::kFor, kA, ticks(2))), "u a/u a/u/u", "0 0 1 1"},
         {number(Kind::kCount, of(Kind::kEver, kA)), "u/u a/u/r", "0 1 2 2"},
         {of(Kind::kFor, of(Kind::kEver, kVip), ticks(2)), "u !vip=false/u !vip=true/u !vip=false",
          "0 0 1"},
         {of(Kind::kSince, of(Kind::kNever, kA), kReplyB), "u/r b/u/u a/r b", "0 1 1 0 1"}});
}

}  // namespace
}  // namespace decorum::test::memory
