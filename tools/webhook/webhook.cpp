#include "tools/webhook/webhook.h"

#include <charconv>

#include "runtime/base/json_writer.h"
#include "tools/webhook/post.h"

namespace decorum::webhook {
namespace {

Result<Target, std::string> parseTarget(const std::string& url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme))
    return "'" + url + "' is no URL of a webhook: it begins with http://";
  Target target;
  std::string_view rest = std::string_view(url).substr(kScheme.size());
  const std::size_t slash = rest.find('/');
  if (slash != std::string_view::npos) target.path = rest.substr(slash);
  std::string_view host = rest.substr(0, slash);
  // An IPv6 address stands in brackets, which hold the colons that are not the port's.
  const std::size_t colon = host.find(':', host.starts_with('[') ? host.find(']') : 0);
  if (colon != std::string_view::npos) {
    const std::string_view digits = host.substr(colon + 1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), target.port);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (!whole || target.port < 1 || target.port > 65535)
      return "'" + url + "' is no URL of a webhook: '" + std::string(digits) + "' is no port";
    host = host.substr(0, colon);
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.empty()) return "'" + url + "' is no URL of a webhook: it names no host";
  target.host = host;
  return target;
}

std::string bodyOf(const Notice& notice) {
  std::string json = "{\"id\":";
  appendJsonString(json, notice.id);
  json += ",\"notice\":";
  appendJsonString(json, name(notice.kind));
  return json + ",\"item\":" + toJson(notice.item) + "}";
}

class Webhook : public Deliverer {
 public:
  Webhook(Target target, WebhookOptions options) : target_(std::move(target)), options_(options) {}

  std::string deliver(const Notice& notice) override {
    return post(target_, {notice.id, bodyOf(notice), options_.timeout_ms});
  }

 private:
  Target target_;
  WebhookOptions options_;
};

}  // namespace

Result<std::shared_ptr<Deliverer>, std::string> openWebhook(const std::string& url,
                                                            WebhookOptions options) {
  auto target = parseTarget(url);
  if (!target) return target.error();
  return std::shared_ptr<Deliverer>(std::make_shared<Webhook>(std::move(*target), options));
}

}  // namespace decorum::webhook
