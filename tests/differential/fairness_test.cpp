// Monitors and counterfactual checks: kept and taken up again at every event, counted by a service,
// put together from several processes, they say what one long run says.

#include <catch2/catch.hpp>
#include <string>

#include "decorum/compile.h"
#include "decorum/service.h"
#include "decorum/store.h"
#include "tests/support/random.h"

namespace decorum::test {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

Policy policyOf(const std::string& version = "1") {
  const Compilation compiled = compilePolicyText(R"(policy shop version ")" + version + R"("
facts customer { gender: one of female, male?  protected }
phrases he = "he", "him"
phrases she = "she", "her"
escalate asks on user when user mentions "agent" to support
flag angry on reply when ever user mentions "he is angry"
fairness equal
  same decision when swapping he with she for 100% of conversations
  compare escalate across customer.gender at least 80% over 30 days with 20 conversations each otherwise alert compliance
)",
                                                 "shop.decorum");
  INFO(toText(compiled.findings));
  REQUIRE(compiled.policy.has_value());
  return *compiled.policy;
}

Event eventOf(EventKind kind, std::string text, std::int64_t time_ms,
              const char* gender = nullptr) {
  Event event;
  event.kind = kind;
  event.text = std::move(text);
  event.time_ms = time_ms;
  if (gender != nullptr) event.facts = {{"customer", Value::Object{{"gender", gender}}}};
  return event;
}

struct Talk {
  std::string id;
  std::vector<Event> events;
};

/// Conversations of which the groups ask at different rates, or at the same one.
std::vector<Talk> talks(std::size_t count, unsigned female_percent, unsigned male_percent) {
  Random random(count);
  std::vector<Talk> all;
  for (std::size_t i = 0; i < count; ++i) {
    const bool female = random.percent(50);
    const bool asks = random.percent(female ? female_percent : male_percent);
    const auto time_ms = static_cast<std::int64_t>(i) * kDayMs / 40;
    const char* gender = female ? "female" : "male";
    // Of some the group is known only later, of some never.
    const bool late = random.percent(20);
    Talk talk{"c" + std::to_string(i), {}};
    talk.events.push_back(eventOf(EventKind::kUser, asks ? "an agent please" : "hello", time_ms,
                                  late ? nullptr : gender));
    talk.events.push_back(eventOf(EventKind::kReply, "yes", time_ms + 1'000));
    if (random.percent(90))
      talk.events.push_back(eventOf(EventKind::kUser,
                                    random.percent(30) ? "She is angry" : "thanks", time_ms + 2'000,
                                    late ? gender : nullptr));
    talk.events.push_back(eventOf(EventKind::kReply, "bye", time_ms + 3'000));
    all.push_back(std::move(talk));
  }
  return all;
}

TEST_CASE("a conversation taken up again at every event is counted and checked as a whole one",
          "[differential][monitor]") {
  const Policy policy = policyOf();
  Monitors whole, in_parts;
  for (const Talk& talk : talks(300, 30, 30)) {
    Conversation conversation(policy, talk.id);
    std::vector<std::byte> memory;
    for (const Event& event : talk.events) {
      const Verdict verdict = conversation.give(event);
      Conversation again = Conversation::resume(policy, talk.id, memory);
      const Verdict resumed = again.give(event);
      CHECK(toJson(resumed) == toJson(verdict));
      whole.add(policy, verdict.counts);
      in_parts.add(policy, resumed.counts);
      memory = again.memory();
    }
  }
  CHECK(in_parts.save() == whole.save());
  CHECK(whole.report().front().groups.size() == 3);  // "not given" too
}

TEST_CASE("each conversation is counted once, as one of its group", "[monitor]") {
  const Policy policy = policyOf();
  Monitors monitors;
  Conversation late(policy, "late");
  const auto give = [&](Conversation& to, const Event& event) {
    monitors.add(policy, to.give(event).counts);
  };
  const auto groups = [&] {
    std::string all;
    for (const MonitorReport& report : monitors.report())
      for (const GroupResult& group : report.groups)
        all += group.count.group + " " + std::to_string(group.count.affected) + "/" +
               std::to_string(group.count.conversations) + " ";
    return all;
  };
  give(late, eventOf(EventKind::kUser, "an agent", 0));
  CHECK(groups() == "female 0/0 male 0/0 not given 1/1 ");
  give(late, eventOf(EventKind::kUser, "an agent", 0, "female"));
  CHECK(groups() == "female 1/1 male 0/0 ");
  give(late, eventOf(EventKind::kUser, "an agent", 0, "male"));  // the first one counts
  CHECK(groups() == "female 1/1 male 0/0 ");
}

TEST_CASE("another policy begins a window of its own and says so", "[monitor]") {
  Monitors monitors;
  for (const char* version : {"1", "2"}) {
    const Policy policy = policyOf(version);
    Conversation conversation(policy, version);
    monitors.add(policy, conversation.give(eventOf(EventKind::kUser, "hi", 0, "male")).counts);
  }
  const auto reports = monitors.report();
  REQUIRE(reports.size() == 2);
  CHECK(reports[0].began_with.empty());
  CHECK(reports[1].began_with == "policy changed");
}

TEST_CASE("counters of several processes add up, and outlive theirs", "[monitor]") {
  const Policy policy = policyOf();
  Monitors all, odd, even;
  std::size_t count = 0;
  for (const Talk& talk : talks(200, 40, 20)) {
    Conversation conversation(policy, talk.id);
    Monitors& own = ++count % 2 == 0 ? even : odd;
    for (const Event& event : talk.events) {
      const Verdict verdict = conversation.give(event);
      all.add(policy, verdict.counts);
      own.add(policy, verdict.counts);
    }
  }
  const auto loaded = Monitors::load(odd.save());
  REQUIRE(loaded.ok());
  (*loaded)->merge(even);
  CHECK((*loaded)->save() == all.save());
  for (const char* damaged : {"", "[]", "{}", R"({"windows":[{}]})", R"({"windows":[1]})",
                              R"({"windows":[{"fairness":"x","groups":[]}]})"})
    CHECK_FALSE(Monitors::load(damaged).ok());
}

TEST_CASE("a service tells the alert of a window with the next event, once", "[monitor]") {
  auto opened = openStore("memory:");
  REQUIRE(opened.ok());
  const std::shared_ptr<Store> store = std::move(*opened);
  Service service(policyOf(), store);
  std::size_t alerts = 0;
  for (const Talk& talk : talks(1'200, 60, 20)) {  // thirty days: one window, which then is over
    for (std::size_t i = 0; i < talk.events.size(); ++i) {
      const std::string id = "e" + std::to_string(i);
      const auto given = service.give(talk.id, id, talk.events[i]);
      REQUIRE(given.ok());
      alerts += given->verdict.alerts.size();
      const auto again = service.give(talk.id, id, talk.events[i]);  // counts nothing twice
      REQUIRE(again.ok());
    }
  }
  CHECK(alerts == 0);
  const auto next = service.give("next", "e", eventOf(EventKind::kUser, "hi", 31 * kDayMs));
  REQUIRE(next.ok());
  CHECK(next->verdict.alerts == std::vector<std::string>{"equal"});
  const auto after = service.give("after", "e", eventOf(EventKind::kUser, "hi", 32 * kDayMs));
  CHECK(after->verdict.alerts.empty());
  std::size_t items = 0;
  const auto work = store->work({});
  REQUIRE(work.ok());
  for (const WorkItem& item : *work) {
    if (item.kind != WorkKind::kAlert) continue;
    ++items;
    CHECK(item.queue == "compliance");
  }
  CHECK(items == 1);
  std::uint64_t counted = 0;
  const std::vector<MonitorReport> reports = service.monitors()->report();
  for (const GroupResult& group : reports.front().groups) counted += group.count.conversations;
  CHECK(counted == 1'200);
}

}  // namespace
}  // namespace decorum::test
