/// One notice over HTTP. Plain structures alone, so that what does it can be a module
/// (tools/modules).
#pragma once

#include <cstdint>
#include <string>

namespace decorum::webhook {

struct Target {
  std::string host;  ///< an IPv6 address without brackets
  int port = 80;
  std::string path = "/";
};

struct Posted {
  std::string delivery;         ///< the header `Decorum-Delivery`
  std::string body;             ///< JSON
  std::int64_t timeout_ms = 0;  ///< for each of connecting, sending and receiving
};

/// Blocks until there is an answer. "" where it is a status of 200 to 299, else what went wrong.
/// Any number of threads at once.
std::string post(const Target& target, const Posted& posted);

}  // namespace decorum::webhook
