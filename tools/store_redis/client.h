/// Commands to a Redis server, or to the node of a cluster that has the key.
#pragma once

#include <hiredis/hiredis.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/result.h"
#include "tools/store_redis/store_redis.h"

namespace decorum::redis {

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;
using Arguments = std::vector<std::string>;

std::string_view textOf(const redisReply& reply);

struct Address {
  std::string host;
  int port = 6379;
  std::string password;
  int database = 0;
  std::string name() const { return host + ':' + std::to_string(port); }
};
Result<Address, std::string> parseAddress(const std::string& url);

/// Any thread at once: each command has a connection to itself, lent from a pool.
class Client {
 public:
  Client(Address home, RedisOptions options) : home_(std::move(home)), options_(options) {}

  /// Sends one command about `key`, to where a cluster has it. Not sent again after a failure of
  /// the connection: who asked finds out what became of it. Error: that of the connection or the
  /// server.
  Result<Reply, std::string> command(std::string_view key, const Arguments& arguments);
  /// Runs a script whose keys are in the slot of the first.
  Result<Reply, std::string> script(const std::string& text, const Arguments& keys,
                                    const Arguments& arguments);

 private:
  struct Disconnect {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  using Connection = std::unique_ptr<redisContext, Disconnect>;

  Result<Reply, std::string> send(const std::string& node, const Arguments& arguments, bool asking);
  Result<Connection, std::string> connection(const std::string& node);
  std::string nodeOf(unsigned slot);

  Address home_;
  RedisOptions options_;
  std::mutex mutex_;  // of what follows
  std::map<std::string, std::vector<Connection>> free_;
  std::map<unsigned, std::string> nodes_;  // by slot, as far as a cluster told
};

/// CRC16 of the part in braces, modulo 16384.
unsigned slotOf(std::string_view key);

}  // namespace decorum::redis
