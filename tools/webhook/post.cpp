#include "tools/webhook/post.h"

#include <httplib.h>

#include <chrono>

namespace decorum::webhook {

std::string post(const Target& target, const Posted& posted) {
  httplib::Client client(target.host, target.port);
  const std::chrono::milliseconds timeout(posted.timeout_ms);
  client.set_connection_timeout(timeout);
  client.set_read_timeout(timeout);
  client.set_write_timeout(timeout);
  const httplib::Headers headers = {{"Decorum-Delivery", posted.delivery}};
  const auto answer = client.Post(target.path, headers, posted.body, "application/json");
  if (!answer) return httplib::to_string(answer.error());
  if (answer->status >= 200 && answer->status < 300) return "";
  return "the receiver answered with status " + std::to_string(answer->status);
}

}  // namespace decorum::webhook
