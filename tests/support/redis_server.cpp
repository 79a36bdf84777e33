#include "tests/support/redis_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <random>

#include "tools/store_redis/client.h"

namespace decorum::test {
namespace {

/// A port that no one listens at, below those that are given out by chance; a cluster needs that
/// 10,000 above it too.
int freePort() {
  for (int attempt = 0; attempt < 1'000; ++attempt) {
    const int port = 20'000 + (::getpid() * 7 + attempt * 13) % 10'000;
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_free =
        ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    if (is_free) return port;
  }
  return 0;
}

}  // namespace

RedisServer::RedisServer(bool cluster) : port_(freePort()), cluster_(cluster) {
  folder_ = (std::filesystem::temp_directory_path() / "decorum-redis-XXXXXX").string();
  if (::mkdtemp(folder_.data()) == nullptr) std::abort();
  std::random_device chance;
  for (int i = 0; i < 4 && !cluster; ++i) password_ += std::to_string(chance());
  start();
}

RedisServer::~RedisServer() {
  kill();
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

void RedisServer::kill() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

void RedisServer::start() {
  const std::string port = std::to_string(port_);
  std::vector<std::string> words = {"redis-server",
                                    "--port",
                                    port,
                                    "--bind",
                                    "localhost",
                                    "--dir",
                                    folder_,
                                    "--appendonly",
                                    "yes",
                                    "--appendfsync",
                                    "always",
                                    "--save",
                                    "",
                                    "--logfile",
                                    folder_ + "/log"};
  if (!password_.empty()) words.insert(words.end(), {"--requirepass", password_});
  if (cluster_) words.insert(words.end(), {"--cluster-enabled", "yes"});
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // it ends with its test, however that ends
    ::execvp("redis-server", arguments.data());
    ::execv("/usr/bin/redis-server", arguments.data());
    std::_Exit(127);
  }
  for (int waited_ms = 0; command({"PING"}) != "PONG" && waited_ms < 20'000; waited_ms += 5)
    ::usleep(5'000);
}

std::string RedisServer::command(const std::vector<std::string>& words) const {
  redis::Client client({"localhost", port_, password_, 0}, {});
  const auto reply = client.command("", words);
  return reply ? std::string(redis::textOf(**reply)) : "";
}

}  // namespace decorum::test
