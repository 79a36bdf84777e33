#include "tests/unit/store_redis/scripted_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>
#include <utility>

namespace decorum::test {
namespace {

/// Takes a number and its line end, after `mark`, from the begin of `bytes` at `at`.
std::optional<std::size_t> takeNumber(const std::string& bytes, char mark, std::size_t& at) {
  const std::size_t end = bytes.find("\r\n", at);
  if (end == std::string::npos || bytes[at] != mark) return std::nullopt;
  const std::size_t number = std::stoul(bytes.substr(at + 1, end - at - 1));
  at = end + 2;
  return number;
}

/// Takes a whole command from the begin of `bytes`; nothing where its end has not come yet.
std::optional<std::vector<std::string>> takeCommand(std::string& bytes) {
  std::size_t at = 0;
  const auto count = takeNumber(bytes, '*', at);
  if (!count) return std::nullopt;
  std::vector<std::string> words;
  while (words.size() < *count) {
    const auto size = takeNumber(bytes, '$', at);
    if (!size || at + *size + 2 > bytes.size()) return std::nullopt;
    words.push_back(bytes.substr(at, *size));
    at += *size + 2;
  }
  bytes.erase(0, at);
  return words;
}

}  // namespace

ScriptedServer::ScriptedServer(Script script) : script_(std::move(script)) {
  listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool ready = ::bind(listening_, generic, size) == 0 && ::listen(listening_, 8) == 0 &&
                     ::getsockname(listening_, generic, &size) == 0;
  if (!ready) throw std::runtime_error("no loopback port");
  port_ = ::ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

ScriptedServer::~ScriptedServer() {
  ::shutdown(listening_, SHUT_RDWR);
  thread_.join();
  ::close(listening_);
}

std::vector<std::string> ScriptedServer::heard() const {
  const std::lock_guard lock(mutex_);
  return heard_;
}

void ScriptedServer::serve() {
  for (int connection = 0; (connection = ::accept(listening_, nullptr, nullptr)) >= 0;) {
    serveConnection(connection);
    ::close(connection);
  }
}

void ScriptedServer::serveConnection(int connection) {
  std::string bytes;
  char some[4096];
  for (ssize_t got = 0; (got = ::recv(connection, some, sizeof some, 0)) > 0;) {
    bytes.append(some, static_cast<std::size_t>(got));
    while (const auto command = takeCommand(bytes)) {
      std::string line;
      for (const std::string& word : *command) line += (line.empty() ? "" : " ") + word;
      {
        const std::lock_guard lock(mutex_);
        heard_.push_back(line);
      }
      const std::string answer = script_(*command);
      if (::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) return;
    }
  }
}

}  // namespace decorum::test
