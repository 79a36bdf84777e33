// An event takes effect once, and has the same verdict ever after.
#include <catch2/catch.hpp>

#include "tests/unit/engine/failing_store.h"
#include "tests/unit/engine/service_policies.h"

namespace decorum::test {
namespace {

std::vector<WorkItem> workIn(Store& store) {
  auto items = store.work({});
  REQUIRE(items.ok());
  return std::move(*items);
}

std::string logIn(Store& store) {
  const auto entries = store.pendingLog(1'000);
  REQUIRE(entries.ok());
  std::string all;
  for (const PendingEntry& entry : *entries) all += entry.entry + '\n';
  return all;
}

std::size_t linesIn(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

const std::vector<Event>& talk() {
  static const std::vector<Event> events = {
      at(1'000, user("hello")),     at(2'000, reply("hi")),
      at(3'000, user("my lawyer")), at(4'000, reply("call a lawyer")),
      at(5'000, user("goodbye")),   at(6'000, user("and a lawyer")),
  };
  return events;
}

TEST_CASE("a service judges as one long conversation does") {
  const Policy policy = servicePolicy();
  Service service(policy, openedStore("memory:"));
  Conversation whole(policy, "c");
  for (std::size_t i = 0; i < talk().size(); ++i) {
    const auto given = service.give("c", "e" + std::to_string(i), talk()[i]);
    CHECK(outcome(given) == "judged");
    CHECK(json(given) == toJson(whole.give(talk()[i])));
  }
}

TEST_CASE("an event given again has its first verdict, and does nothing") {
  const auto store = openedStore("memory:");
  Service service(servicePolicy(), store, {.log = true});
  std::vector<std::string> first;
  for (std::size_t i = 0; i < talk().size(); ++i) {
    first.push_back(json(service.give("c", "e" + std::to_string(i), talk()[i])));
    for (std::size_t again = 0; again <= i; ++again) {
      Event later = talk()[again];
      later.time_ms = 99'000;  // the host stamps it anew; the first time counts
      const auto given = service.give("c", "e" + std::to_string(again), later);
      CHECK(outcome(given) == "repeated");
      CHECK(json(given) == first[again]);
    }
  }
  CHECK(workIn(*store).size() == 3);
  CHECK(linesIn(logIn(*store)) == talk().size());
  CHECK(store->load("c")->version == talk().size());
}

TEST_CASE("an id with other content is refused") {
  Service service(servicePolicy(), openedStore("memory:"));
  REQUIRE(service.give("c", "e", user("hello")).ok());
  for (const Event& other :
       {user("Hello"), reply("hello"), withFacts(user("hello"), "customer", R"({"tier": "plus"})"),
        withSignal(user("hello"), "mood", 0.5)}) {
    const auto given = service.give("c", "e", other);
    CHECK(outcome(given) == "event_id_reused");
    CHECK(json(given) == "the event 'e' was judged before with other content");
  }
  CHECK(outcome(service.give("d", "e", user("Hello"))) ==
        "judged");  // ids are a conversation's own
}

TEST_CASE("with its position an event is known however old it is") {
  Service service(servicePolicy(), openedStore("memory:"), {.answers = 2});
  for (std::uint64_t i = 0; i < 5; ++i)
    REQUIRE(outcome(service.give("c", std::to_string(i), user("hello"), i)) == "judged");
  CHECK(outcome(service.give("c", "4", user("hello"), 4)) == "repeated");
  CHECK(outcome(service.give("c", "3", user("hello"), 3)) == "repeated");
  CHECK(outcome(service.give("c", "2", user("hello"), 2)) == "event_forgotten");
  CHECK(outcome(service.give("c", "5", user("hello"), 5)) == "judged");
}

TEST_CASE("ids are 1 to 512 bytes of UTF-8") {
  Service service(servicePolicy(), openedStore("memory:"));
  CHECK(outcome(service.give("", "e", user(""))) == "bad_id");
  CHECK(outcome(service.give("c", "", user(""))) == "bad_id");
  CHECK(outcome(service.give("\xFF", "e", user(""))) == "bad_id");
  CHECK(outcome(service.give("c", std::string(513, 'e'), user(""))) == "bad_id");
  CHECK(outcome(service.give(std::string(512, 'c'), "Zoë", user(""))) == "judged");
}

TEST_CASE("work is made from what the verdict asks for") {
  const auto store = openedStore("memory:");
  Service service(servicePolicy(), store);
  REQUIRE(service.give("c", "e0", at(1'000, user("a lawyer"))).ok());
  REQUIRE(service.give("c", "e1", at(2'000, reply("a lawyer"))).ok());
  const auto escalations = store->work({.queue = "people"});
  REQUIRE(escalations->size() == 1);
  const WorkItem& escalation = escalations->front();
  CHECK(escalation.kind == WorkKind::kEscalation);
  CHECK(escalation.rule == "a_escalate");
  CHECK(escalation.priority == Priority::kUrgent);
  CHECK(escalation.created_ms == 1'000);
  CHECK(escalation.deadline_ms == 901'000);
  CHECK(escalation.warn_ms == 601'000);
  CHECK(escalation.otherwise_queue == "managers");
  CHECK(escalation.event_id == "e0");
  const auto holds = store->work({.queue = "approval"});
  REQUIRE(holds->size() == 1);
  CHECK(holds->front().kind == WorkKind::kHold);
  CHECK(holds->front().index == 1);
  CHECK(holds->front().deadline_ms == 62'000);
  CHECK(holds->front().otherwise == Otherwise::kBlock);
}

TEST_CASE("what is logged has no word of the conversation, unless asked for") {
  PolicyBuilder b;
  const auto card = b.phrases({"4111 1111"});
  b.scan(EventKind::kUser, card);
  b.rule("redact", RuleKind::kRedact, on(EventKind::kUser)).finds = {{card, "card", plan::kNone}};
  const Policy policy = b.build();
  for (const bool with_text : {false, true}) {
    const auto store = openedStore("memory:");
    Service service(policy, store, {.log = true, .log_redacted_text = with_text});
    Event event = at(1'500, user("pay 4111 1111 please"));
    event.malformed.push_back("'arguments' is no JSON: last read 'secret'");
    REQUIRE(service.give("c", "e", event).ok());
    const std::string text = with_text ? R"("text":"pay [CARD] please",)" : "";
    CHECK(logIn(*store) ==
          R"({"conversation":"c","index":0,"event_id":"e","event":"user","turn":1,)"
          R"("time":"1970-01-01T00:00:01.500Z","disposition":"pass",)"
          R"("fired":[{"rule":"redact","kind":"redact","evidence":[{"condition":"find card",)"
          R"("value":true,"spans":[[4,13]],"events":[0]}]}],)"
          R"("edits":[{"rule":"redact","detector":"card","span":[4,13]}],)"
          R"("faults":[{"fault":"malformed_event"}],)" +
              text + R"("policy":{"name":"test","digest":")" + policy.digest() + "\"}}\n");
  }
}

TEST_CASE("what is logged reveals nothing, even where evidence should") {
  PolicyBuilder b;
  const auto secret = b.phrases({"hunter two"});
  b.rule("flag", RuleKind::kFlag, on(EventKind::kUser), b.mentions(EventKind::kUser, secret));
  const auto store = openedStore("memory:");
  const Policy policy = b.build();
  Service without_log(policy, openedStore("memory:"), {.conversation = {.reveal = true}});
  CHECK(json(without_log.give("c", "e", user("it is hunter two"))).find("hunter") !=
        std::string::npos);
  Service service(policy, store, {.conversation = {.reveal = true}, .log = true});
  const auto given = service.give("c", "e", user("it is hunter two"));
  REQUIRE(given.ok());
  CHECK(fired(given->verdict) == "flag");
  CHECK(logIn(*store).find("hunter") == std::string::npos);
}

TEST_CASE("disclosures that were due with a reply that never came are logged") {
  PolicyBuilder b;
  b.rule("ai", RuleKind::kDisclose, on(EventKind::kReply)).say = {b.message("A machine.")};
  const Policy policy = b.build();
  const auto store = openedStore("memory:");
  Service service(policy, store, {.log = true});
  REQUIRE(service.give("c", "0", user("hello")).ok());
  REQUIRE(service.give("c", "1", event(EventKind::kClose, "")).ok());
  CHECK(logIn(*store).find(R"("event":"close","turn":1,"time":"1970-01-01T00:00:00Z",)"
                           R"("disposition":"pass","open_duties":["ai"],)") != std::string::npos);
}

TEST_CASE("after its end an id begins a new conversation") {
  Service service(servicePolicy(), openedStore("memory:"));
  REQUIRE(json(service.give("c", "0", user("hello"))).find("\"index\":0") != std::string::npos);
  const auto close = service.give("c", "1", event(EventKind::kClose, ""));
  CHECK(close->verdict.index == 1);
  CHECK(service.give("c", "2", user("hello"))->verdict.index == 0);
  CHECK(json(service.give("c", "1", event(EventKind::kClose, ""))) == json(close));
}

TEST_CASE("a new policy judges from the next event on, and the old ones answer again") {
  Service service(servicePolicy("old"), openedStore("memory:"));
  const std::string first = json(service.give("c", "0", user("hello")));
  service.use(servicePolicy("new"));
  const std::string second = json(service.give("c", "1", user("hello")));
  CHECK(first.find("flag_c_old") != std::string::npos);
  CHECK(second.find("c_old") == std::string::npos);
  CHECK(json(service.give("c", "0", user("hello"))) == first);
  CHECK(json(service.give("c", "1", user("hello"))) == second);
  CHECK(outcome(service.give("c", "0", user("hello"))) == "repeated");
}

TEST_CASE("of more policies than are kept, the oldest does not answer again") {
  Service service(servicePolicy("p0"), openedStore("memory:"), {.policies = 3});
  REQUIRE(service.give("c", "0", user("hello")).ok());
  service.use(servicePolicy("p1"));
  service.use(servicePolicy("p2"));
  CHECK(outcome(service.give("c", "0", user("hello"))) == "repeated");
  service.use(servicePolicy("p3"));
  const auto given = service.give("c", "0", user("hello"));
  CHECK(outcome(given) == "repeated_by_other");
  CHECK(given->verdict.policy_digest == service.policy().digest());
}

TEST_CASE("a store that fails for a moment is not noticed") {
  const auto store = std::make_shared<FailingStore>(openedStore("memory:"));
  Service service(servicePolicy(), store, {.log = true});
  store->loads_to_fail = 1;
  store->commits_to_fail = 1;
  CHECK(outcome(service.give("c", "0", user("a lawyer"))) == "judged");
  CHECK(service.waiting() == 0);
  CHECK(workIn(*store).size() == 1);
}

TEST_CASE("a commit that was done but not answered for is not done again") {
  const auto store = std::make_shared<FailingStore>(openedStore("memory:"));
  store->does_what_fails = true;
  Service service(servicePolicy(), store, {.log = true});
  store->commits_to_fail = 1;
  CHECK(outcome(service.give("c", "0", user("a lawyer"))) == "judged");
  CHECK(store->load("c")->version == 1);
  store->commits_to_fail = kAlways;
  CHECK(outcome(service.give("c", "1", user("a lawyer"))) == "judged");  // found by its id
  store->commits_to_fail = 0;
  CHECK(store->load("c")->version == 2);
  CHECK(linesIn(logIn(*store)) == 2);
}

TEST_CASE("events that no store takes are judged, wait, and are committed in order") {
  const auto store = std::make_shared<FailingStore>(openedStore("memory:"));
  Service service(servicePolicy(), store, {.log = true});
  REQUIRE(service.give("c", "0", at(1'000, user("hello"))).ok());
  store->loads_to_fail = kAlways;
  const auto unknown = service.give("c", "1", at(2'000, user("a lawyer")));
  CHECK(outcome(unknown) == "waiting");
  CHECK(faults(unknown->verdict).find("store_unavailable") != std::string::npos);
  CHECK(unknown->problem == "no connection");
  const auto second = service.give("c", "2", at(3'000, reply("a lawyer")));
  CHECK(outcome(second) == "waiting");
  CHECK(json(service.give("c", "1", at(2'000, user("a lawyer")))) == json(unknown));
  CHECK(outcome(service.give("c", "1", user("a liar"))) == "event_id_reused");
  CHECK(service.waiting() == 2);
  CHECK(service.settle() == 2);  // it still fails

  store->loads_to_fail = 0;
  const auto third = service.give("c", "3", at(4'000, user("hello")));
  CHECK(outcome(third) == "judged");
  CHECK(third->verdict.index == 3);
  CHECK(service.waiting() == 0);
  CHECK(json(service.give("c", "1", at(9'000, user("a lawyer")))) == json(unknown));
  CHECK(workIn(*store).size() == 2);
  const std::string log = logIn(*store);
  CHECK(linesIn(log) == 4);
  CHECK(log.find(R"("index":1,"event_id":"1")") < log.find(R"("index":2,"event_id":"2")"));
  CHECK(log.find(R"("index":2,"event_id":"2")") < log.find(R"("index":3,"event_id":"3")"));
  CHECK(log.find("store_unavailable") != std::string::npos);  // logged is what was told
}

TEST_CASE("an old event that is given again while the store fails is not judged a second time") {
  const auto store = std::make_shared<FailingStore>(openedStore("memory:"));
  Service service(servicePolicy(), store, {.log = true});
  constexpr std::uint64_t kEvents = 12;  // more than answers are kept for
  const auto give = [&](std::uint64_t i) {
    return outcome(service.give("c", "e" + std::to_string(i), user("hello"), i));
  };
  for (std::uint64_t i = 0; i < kEvents; ++i) CHECK(give(i) == "judged");
  store->loads_to_fail = kAlways;
  CHECK(give(1) == "waiting");
  CHECK(give(kEvents - 1) == "waiting");
  store->loads_to_fail = 0;
  CHECK(service.settle() == 0);
  CHECK(give(kEvents) == "judged");
  CHECK(store->load("c")->version == kEvents + 1);
  CHECK(linesIn(logIn(*store)) == kEvents + 1);
}

TEST_CASE("where only commits fail the verdict is the true one") {
  const auto store = std::make_shared<FailingStore>(openedStore("memory:"));
  const Policy policy = servicePolicy();
  Service service(policy, store);
  Conversation whole(policy, "c");
  REQUIRE(json(service.give("c", "0", talk()[0])) == toJson(whole.give(talk()[0])));
  store->commits_to_fail = kAlways;
  const auto given = service.give("c", "1", talk()[1]);
  CHECK(outcome(given) == "waiting");
  CHECK(json(given) == toJson(whole.give(talk()[1])));
  store->commits_to_fail = 0;
  CHECK(service.settle() == 0);
  CHECK(json(service.give("c", "1", talk()[1])) == json(given));
  CHECK(json(service.give("c", "2", talk()[2])) == toJson(whole.give(talk()[2])));
}

TEST_CASE("the backlog is bounded, and says so") {
  const auto store = std::make_shared<FailingStore>(openedStore("memory:"));
  Service service(servicePolicy(), store, {.backlog_events = 2});
  store->loads_to_fail = kAlways;
  CHECK(outcome(service.give("a", "0", user(""))) == "waiting");
  CHECK(outcome(service.give("b", "0", user(""))) == "waiting");
  const auto given = service.give("c", "0", user(""));
  CHECK(outcome(given) == "backlog_full");
  CHECK(json(given) == "the store fails, and 2 events wait for it already: no connection");
  store->loads_to_fail = 0;
  CHECK(service.settle() == 0);
  CHECK(outcome(service.give("a", "0", user(""))) == "repeated");
}

TEST_CASE("a damaged record is told of, replaced, and never trusted") {
  const Policy policy = servicePolicy();
  const auto store = openedStore("memory:");
  Service service(policy, store);
  REQUIRE(service.give("c", "0", user("hello")).ok());
  const auto sound = store->load("c");
  std::uint64_t version = sound->version;
  std::vector<std::vector<std::byte>> damaged = {
      {}, {std::byte{1}}, std::vector(9, std::byte{0xFF})};
  for (std::size_t i = 0; i < sound->record.size(); i += 3) {
    damaged.push_back(sound->record);
    damaged.back()[i] ^= std::byte{0x10};
  }
  for (const auto& record : damaged) {
    REQUIRE(*store->commit({"c", version, record, {}, ""}) == CommitOutcome::kDone);
    const auto given = service.give("c", "next", user("hello"));
    REQUIRE(outcome(given) == "judged");
    CHECK(faults(given->verdict).find("memory_damaged") != std::string::npos);
    CHECK(json(service.give("c", "next", user("hello"))) == json(given));
    CHECK(service.give("c", "after", user("hello"))->verdict.faults.empty());
    version += 3;
  }
}

}  // namespace
}  // namespace decorum::test
