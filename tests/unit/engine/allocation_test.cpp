/// Judging an event at which nothing fires allocates nothing, once its memory is warm.
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>

#include "decorum/json_event.h"
#include "tests/unit/engine/policy_builder.h"

namespace {
std::atomic<long> allocations = 0;

[[maybe_unused]] void* counted(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
}  // namespace

// Replaced for the whole test program; sanitizers bring their own and count nothing.
#ifndef DECORUM_SANITIZED
#define DECORUM_COUNTS_ALLOCATIONS 1
void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
#endif

namespace decorum::test {
namespace {

using plan::FieldType;
using plan::Op;
using plan::Rep;
using plan::SlotKind;

[[maybe_unused]] Policy quietPolicy() {
  PolicyBuilder b;
  const auto events = static_cast<std::uint8_t>(on(EventKind::kUser) | on(EventKind::kReply));
  const auto mood = b.signal("mood", EventKind::kUser, 0);
  const auto age = b.fact("age", FieldType::kInt, true);
  b.rule("a", RuleKind::kBlock, events,
         b.both(b.mentions(EventKind::kUser, b.phrases({"lawyer", "small claims court"})),
                b.leaf("mood < 0", b.node(Op::kLtNumber, {b.load(mood), b.number(0)}), {mood})));
  b.rule("b", RuleKind::kHold, events,
         b.leaf("age default 99 < 18",
                b.node(Op::kLtInt,
                       {b.node(Op::kDefaultInt, {b.load(age), b.integer(99)}), b.integer(18)}),
                {age}));
  const auto length =
      b.slot(SlotKind::kLength, Rep::kInt, EventKind::kReply, plan::kNone, "length(reply)");
  b.rule("c", RuleKind::kFlag, events,
         b.leaf("long", b.node(Op::kLtInt, {b.integer(1000), b.load(length)}), {length}));
  const auto order = b.pattern("ORD-[0-9]{8}");
  b.scan(EventKind::kUser, order);
  b.scan(EventKind::kReply, order);
  b.rule("d", RuleKind::kRedact, events).finds = {{order, "order", plan::kNone}};
  return b.build();
}

TEST_CASE("an event at which nothing fires allocates nothing") {
#if !defined(DECORUM_COUNTS_ALLOCATIONS)
  WARN("allocations are not counted under a sanitizer");
#else
  Conversation conversation(quietPolicy(), "a conversation with a rather long name");
  const Event events[] = {user("Where is my parcel? It was to be here on Monday, I think."),
                          reply("Let me look that up for you, one moment please."),
                          withSignal(user("Thanks! No hurry."), "mood", 0.5)};
  Verdict verdict;
  for (const Event& event : events) conversation.give(event, verdict);  // warms up
  const long before = allocations;
  for (int i = 0; i < 100; ++i) {
    for (const Event& event : events) conversation.give(event, verdict);
  }
  const long after = allocations;
  CHECK(after - before == 0);
  CHECK(verdict.index == 302);
  CHECK(verdict.fired.empty());
  CHECK(verdict.faults.empty());
#endif
}

Event withFacts(std::int64_t age) {
  Event event = user("Where is my parcel? It was to be here on Monday, I think.");
  event.facts = {
      {"fact", Value::Object{{"age", age}, {"unknown", "a text that is longer than a short one"}}}};
  return event;
}

TEST_CASE("facts that come with every event allocate nothing, as values and as JSON") {
#if !defined(DECORUM_COUNTS_ALLOCATIONS)
  WARN("allocations are not counted under a sanitizer");
#else
  const Policy policy = quietPolicy();
  const Event events[] = {withFacts(44), withFacts(45)};
  std::vector<std::string> lines;
  for (const Event& event : events) {
    lines.push_back(Value(Value::Object{{"conversation", "a conversation with a rather long name"},
                                        {"event", "user"},
                                        {"text", event.text},
                                        {"signals", Value::Object{{"mood", 0.5}}},
                                        {"facts", Value::Object(event.facts)}})
                        .toJson());
  }
  Conversation by_values(policy, "c-1"), by_json(policy, "c-1");
  Verdict verdict;
  JsonEvent read;
  const auto giveAll = [&] {
    for (const Event& event : events) by_values.give(event, verdict);
    for (const std::string& line : lines) {
      read.read(line);
      by_json.give(read, verdict);
    }
  };
  giveAll();  // warms up
  const long before = allocations;
  for (int i = 0; i < 100; ++i) giveAll();
  const long after = allocations;
  CHECK(after - before == 0);
  CHECK(verdict.index == 201);
  CHECK(verdict.fired.empty());
  CHECK(verdict.faults.empty());
#endif
}

}  // namespace
}  // namespace decorum::test
