/// The store in Redis, or in a Redis Cluster.
///
/// Conversations are spread over 64 buckets, and every key has its bucket as hash tag:
///
///   decorum:{b17}:c:ID       a conversation: version, record
///   decorum:{b17}:work       work items by id; :ids, :changes, :deliveries, :finished order them
///   decorum:{b17}:log        a stream of entries for the decision log
///
/// So all that a commit touches is in one slot of a cluster, and a commit is one script.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "decorum/result.h"
#include "decorum/store.h"

namespace decorum::redis {

struct RedisOptions {
  std::int64_t connect_ms = 2'000;
  std::int64_t answer_ms = 5'000;
};

/// Connects to `redis://[:PASSWORD@]HOST[:PORT][/DB]`; any node of a cluster will do. How safe a
/// commit is when the server fails is the server's setting (`appendfsync always`). Error: the URL
/// is not understood, or why the server cannot be used.
Result<std::unique_ptr<Store>, std::string> openRedisStore(const std::string& url,
                                                           RedisOptions options = {});

/// For `StoreOptions::openers`.
StoreOpener redisOpener(RedisOptions options = {});

}  // namespace decorum::redis
