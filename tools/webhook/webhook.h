/// Notices about work, sent to a URL.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "decorum/outbox.h"
#include "decorum/result.h"

namespace decorum::webhook {

struct WebhookOptions {
  std::int64_t timeout_ms = 10'000;  ///< for each of connecting, sending and receiving
};

/// Sends each notice as a POST with a body of JSON, `{"id", "notice", "item"}`, and the notice's id
/// in the header `Decorum-Delivery`. Any answer of 200 to 299 is taken for a receipt. A receiver
/// sees a notice again when its answer was lost: it tells by the id.
///
/// @param url  `http://HOST[:PORT][/PATH]`; for a receiver elsewhere put a proxy in between that
///   speaks TLS. Error: what is not understood.
Result<std::shared_ptr<Deliverer>, std::string> openWebhook(const std::string& url,
                                                            WebhookOptions options = {});

}  // namespace decorum::webhook
