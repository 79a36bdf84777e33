#include "tools/cli/keeping.h"

#include <fmt/format.h>

#include "tools/cli/console.h"
#include "tools/store_redis/store_redis.h"

namespace decorum::cli {
namespace {

// A log that is judged a second time is answered for as far back as this.
constexpr std::size_t kAnswers = 64;

}  // namespace

bool Keeping::writeLog() const {
  if (log == nullptr) return true;
  const auto written = log->drain();
  if (!written) complain(written.error());
  return written.ok();
}

bool Keeping::finish(std::uint64_t forgotten) const {
  const std::size_t waiting = service->settle();
  if (waiting > 0)
    complain(fmt::format("the store fails: {} events were judged and could not be kept", waiting));
  if (forgotten > 0)
    printError(fmt::format("{} events had been judged before, too long ago for their verdicts\n",
                           forgotten));
  return writeLog() && waiting == 0;
}

std::shared_ptr<Store> openStoreFor(const std::string& url) {
  StoreOptions options;
  options.openers.push_back(redis::redisOpener());
  auto store = openStore(url, options);
  if (store) return std::move(*store);
  complain(store.error());
  return nullptr;
}

std::optional<Keeping> openKeeping(const Policy& policy, const std::string& url,
                                   const std::string& log_folder, ServiceOptions options) {
  Keeping keeping;
  keeping.store = openStoreFor(url);
  if (keeping.store == nullptr) return std::nullopt;
  if (!log_folder.empty()) {
    auto log = DecisionLog::open(log_folder, keeping.store);
    if (!log) {
      complain(log.error());
      return std::nullopt;
    }
    keeping.log = std::make_shared<DecisionLog>(std::move(*log));
  }
  options.answers = kAnswers;
  options.log = keeping.log != nullptr;
  keeping.service = std::make_shared<Service>(policy, keeping.store, options);
  return keeping;
}

}  // namespace decorum::cli
