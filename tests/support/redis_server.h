/// A Redis server on a loopback port, started by a test and ended with it. Every write is on disk
/// before it is answered for.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace decorum::test {

class RedisServer {
 public:
  /// @param cluster  a node of a cluster, which has no slots yet.
  explicit RedisServer(bool cluster = false);
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  int port() const { return port_; }
  std::string url(const std::string& rest = "") const {
    const std::string key = password_.empty() ? "" : ":" + password_ + "@";
    return "redis://" + key + "localhost:" + std::to_string(port_) + rest;
  }
  /// Without the password, as it is told to people.
  std::string shownUrl() const { return "redis://localhost:" + std::to_string(port_); }
  /// Ends it as a failing machine would.
  void kill();
  /// Starts it again with what it has on disk.
  void start();
  /// The answer to one command as text, "" where there is none.
  std::string command(const std::vector<std::string>& words) const;

 private:
  std::string folder_;
  int port_ = 0;
  /// While it is down, another test's server may have its port: that one must not answer for it.
  /// Nodes of a cluster have none.
  std::string password_;
  bool cluster_ = false;
  pid_t process_ = -1;
};

}  // namespace decorum::test
