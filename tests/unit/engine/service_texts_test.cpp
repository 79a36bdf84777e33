// Tokens of services: kept with what the event caused, the same again, restored for one person.
#include <catch2/catch.hpp>

#include "tests/unit/engine/failing_store.h"
#include "tests/unit/engine/service_policies.h"
#include "tests/unit/vault/vault_keys.h"

namespace decorum::test {
namespace {

Policy cardPolicy() {
  PolicyBuilder b;
  text::Matcher matcher;
  matcher.kind = text::MatcherKind::kDetector;
  matcher.detector = "pii.card";
  b.plan.matchers.push_back(matcher);
  constexpr std::uint8_t kEvents =
      on(EventKind::kUser) | on(EventKind::kReply) | on(EventKind::kToolCall);
  for (const auto kind : {EventKind::kUser, EventKind::kReply, EventKind::kToolCall})
    b.scan(kind, 0);
  auto& rule = b.rule("a", RuleKind::kRedact, kEvents);
  rule.finds = {{0, "pii.card", plan::kNone}};
  rule.replacement = plan::Replacement::kToken;
  return b.build();
}

ServiceOptions withKeys(std::string_view letters) {
  ServiceOptions options;
  options.conversation.vault = sharedVault(letters);
  return options;
}

constexpr const char* kCard = "4111 1111 1111 1111";

std::string textOf(const Result<Given, Refusal>& given) {
  return given ? given->verdict.text.value_or("unchanged") : given.error().detail;
}

TEST_CASE("tokens are kept with the event, and the event again has them again") {
  const auto store = openedStore("memory:");
  Service service(cardPolicy(), store, withKeys("A"));
  const std::string token = textOf(service.give("c", "1", user(kCard)));
  REQUIRE(token.starts_with("[CARD_1_"));
  CHECK(textOf(service.give("c", "2", reply("5500 0000 0000 0004"))).starts_with("[CARD_2_"));
  const auto again = service.give("c", "1", user(kCard));
  CHECK(outcome(again) == "repeated");
  CHECK(textOf(again) == token);
  CHECK(service.restore("c", "paid by " + token).text == std::string("paid by ") + kCard);
  CHECK(service.restore("d", token).text == token);
  CHECK(service.restoreArguments("c", *Value::parse("{\"a\":\"" + token + "\"}"))->toJson() ==
        std::string("{\"a\":\"") + kCard + "\"}");
  // Another service, of another process, on the same store.
  Service other(cardPolicy(), store, withKeys("A"));
  CHECK(other.restore("c", token).text == kCard);
  CHECK(textOf(other.give("c", "3", user("4111-1111-1111-1111"))) == token);
  CHECK(*store->forget("c"));
  CHECK(service.restore("c", token).text == token);
}

TEST_CASE("history passes through a service with the same tokens") {
  const auto store = openedStore("memory:");
  Service service(cardPolicy(), store, withKeys("A"));
  const auto first = service.redact("c", user(kCard));
  REQUIRE(first.ok());
  CHECK(store->load("c")->version == 1);
  CHECK(service.redact("c", user(kCard))->text == first->text);
  CHECK(store->load("c")->version == 1);  // nothing new was to be kept
  CHECK(textOf(service.give("c", "1", user(kCard))) == first->text);
  CHECK(service.redact("c", user("no value"))->text == "no value");
}

TEST_CASE("after its end an id begins without the tokens of before") {
  const auto store = openedStore("memory:");
  Service service(cardPolicy(), store, withKeys("A"));
  const std::string token = textOf(service.give("c", "1", user(kCard)));
  REQUIRE(service.give("c", "2", event(EventKind::kClose, "")).ok());
  CHECK(service.restore("c", token).text == kCard);  // what was said last is still on its way
  CHECK(textOf(service.give("c", "1", user(kCard))) == token);
  REQUIRE(service.give("c", "3", user("hello")).ok());
  CHECK(service.restore("c", token).text == token);
}

TEST_CASE("keys are changed while a service runs") {
  const auto store = openedStore("memory:");
  Service service(cardPolicy(), store, withKeys("A"));
  const std::string token = textOf(service.give("c", "1", user(kCard)));
  service.use(sharedVault("BA"));
  CHECK(service.restore("c", token).text == kCard);
  CHECK(textOf(service.give("c", "2", user(kCard))) == token);
  service.use(sharedVault("B"));
  CHECK(service.restore("c", token).text == kCard);
  CHECK(service.restore("c", token).problem.empty());
  service.use(sharedVault("C"));
  CHECK(service.restore("c", token).text == token);
  CHECK_FALSE(service.restore("c", token).problem.empty());
  CHECK(faults(service.give("c", "other key", user("hello"))->verdict) == "key_gone(vault)");
  service.use(std::shared_ptr<const VaultOptions>());
  CHECK(service.restore("c", token).text == token);
  CHECK(textOf(service.give("c", "3", user(kCard))) == "[CARD]");
  service.use(sharedVault("B"));
  CHECK(service.restore("c", token).text == kCard);  // nothing was lost meanwhile
}

TEST_CASE("without the store nothing is restored, and labels stand in the place of tokens") {
  const auto store = std::make_shared<FailingStore>(openedStore("memory:"));
  Service service(cardPolicy(), store, withKeys("A"));
  const std::string token = textOf(service.give("c", "1", user(kCard)));
  store->loads_to_fail = kAlways;
  const Restored restored = service.restore("c", token);
  CHECK(restored.text == token);
  CHECK_FALSE(restored.problem.empty());
  CHECK_FALSE(service.redact("c", user(kCard)).ok());
  CHECK_FALSE(service.restoreArguments("c", Value()).ok());
  const auto waiting = service.give("c", "2", user(kCard));
  CHECK(outcome(waiting) == "waiting");
  CHECK(textOf(waiting) == "[CARD]");
  store->loads_to_fail = 0;
  CHECK(service.settle() == 0);
  CHECK(service.restore("c", token).text == kCard);
}

}  // namespace
}  // namespace decorum::test
