/// A server on a loopback port of its own that speaks as Redis does and answers by a script.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace decorum::test {

/// Serves one connection after another, so that a test's client has one to it at a time. Goes away
/// after the clients that it serves.
class ScriptedServer {
 public:
  /// What is sent back for a command, line ends included: "+OK\r\n".
  using Script = std::function<std::string(const std::vector<std::string>& command)>;

  explicit ScriptedServer(Script script);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  int port() const { return port_; }
  std::string node() const { return "127.0.0.1:" + std::to_string(port_); }
  /// All commands so far, their words joined by spaces.
  std::vector<std::string> heard() const;

 private:
  void serve();
  void serveConnection(int connection);

  Script script_;
  int listening_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;  // of what follows
  std::vector<std::string> heard_;
  std::thread thread_;
};

}  // namespace decorum::test
