// Notices over HTTP, to a receiver on a loopback port.
#include "tools/webhook/webhook.h"

#include <catch2/catch.hpp>

#include "tests/support/loopback_receiver.h"

namespace decorum::test {
namespace {

Notice notice(const std::string& id) {
  Notice made;
  made.id = id + "-opened";
  made.item.id = id;
  made.item.conversation = "Zoë";
  made.item.queue = "people";
  return made;
}

std::shared_ptr<Deliverer> opened(const std::string& url) {
  auto webhook = webhook::openWebhook(url);
  if (!webhook) FAIL(webhook.error());
  return std::move(*webhook);
}

TEST_CASE("a notice is a POST with its id and its item") {
  LoopbackReceiver receiver;
  const auto webhook = opened(receiver.url());
  CHECK(webhook->deliver(notice("a")) == "");
  CHECK(webhook->deliver(notice("a")) == "");
  CHECK(webhook->deliver(notice("b")) == "");
  CHECK(receiver.taken() == std::map<std::string, int>{{"a-opened", 2}, {"b-opened", 1}});
  CHECK(receiver.latestBody() ==
        R"({"id":"b-opened","notice":"opened","item":)" + toJson(notice("b").item) + "}");
}

TEST_CASE("what is not answered with success was not taken") {
  LoopbackReceiver receiver([](std::uint64_t number) { return number == 0 ? 503 : 302; });
  const auto webhook = opened(receiver.url());
  CHECK(webhook->deliver(notice("a")) == "the receiver answered with status 503");
  CHECK(webhook->deliver(notice("a")) == "the receiver answered with status 302");
  CHECK(receiver.taken().empty());
}

TEST_CASE("where no one answers a notice was not taken") {
  std::string url;
  {
    const LoopbackReceiver receiver;
    url = receiver.url();
  }
  CHECK_FALSE(opened(url)->deliver(notice("a")).empty());
}

TEST_CASE("a URL that is none is told of") {
  const auto why = [](const std::string& url) {
    const auto webhook = webhook::openWebhook(url);
    return webhook ? "" : webhook.error();
  };
  CHECK(why("http://localhost") == "");
  CHECK(why("http://[::1]:80/x") == "");
  CHECK(why("https://localhost/") ==
        "'https://localhost/' is no URL of a webhook: it begins with http://");
  CHECK(why("http:///x") == "'http:///x' is no URL of a webhook: it names no host");
  CHECK(why("http://a:b/") == "'http://a:b/' is no URL of a webhook: 'b' is no port");
  CHECK(why("http://a:99999/") == "'http://a:99999/' is no URL of a webhook: '99999' is no port");
}

}  // namespace
}  // namespace decorum::test
