// Servers for the tests of all stores: one alone, one that is a cluster by itself.
#include <map>
#include <mutex>

#include "tests/support/redis_server.h"
#include "tests/unit/memory/stores.h"
#include "tools/store_redis/store_redis.h"

namespace decorum::test {
namespace {

/// Empty for each folder, which each test has a new one of.
std::shared_ptr<Store> openedIn(RedisServer& server, std::string& used_by, const Folder& folder) {
  if (used_by != folder.path("")) server.command({"FLUSHALL"});
  used_by = folder.path("");
  StoreOptions options;
  options.openers.push_back(redis::redisOpener());
  return opened(server.url(), options);
}

}  // namespace

const std::vector<StoreKind>& storeKinds() {
  static const std::vector<StoreKind> kinds = {
      {"redis",
       [](const Folder& folder) {
         static RedisServer server;
         static std::string used_by;
         return openedIn(server, used_by, folder);
       },
       true},
      {"redis cluster",
       [](const Folder& folder) {
         static RedisServer server(true);
         static std::string used_by;
         static const std::string all = server.command({"CLUSTER", "ADDSLOTSRANGE", "0", "16383"});
         while (server.command({"CLUSTER", "INFO"}).find("cluster_state:ok") == std::string::npos) {
         }
         return openedIn(server, used_by, folder);
       },
       true},
  };
  return kinds;
}

}  // namespace decorum::test
