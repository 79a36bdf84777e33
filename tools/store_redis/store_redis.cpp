#include "tools/store_redis/store_redis.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "runtime/base/digest.h"
#include "tools/store_redis/client.h"
#include "tools/store_redis/scripts.h"

namespace decorum::redis {
namespace {

constexpr unsigned kBuckets = 64;  // fixed: a conversation stays in its own
constexpr const char* kSchemaKey = "decorum:schema";
constexpr const char* kSchema = "1";

template <class T>
using Or = Result<T, std::string>;

std::string optional(std::optional<std::int64_t> number) {
  return number ? std::to_string(*number) : "";
}

std::string valueOf(const WorkItem& item) {
  return std::to_string(item.version) + '\n' + toJson(item);
}

std::string nextDelivery(const WorkItem& item) {
  const bool pending = item.delivery.state == DeliveryState::kPending;
  return pending ? std::to_string(item.delivery.due_ms) : "";
}

void addItem(Arguments& arguments, const WorkItem& item) {
  arguments.insert(arguments.end(),
                   {item.id, valueOf(item), optional(item.nextChange()), nextDelivery(item)});
}

class RedisStore : public Store {
 public:
  RedisStore(std::string shown, Address address, RedisOptions options)
      : shown_(std::move(shown)), client_(std::move(address), options) {}

  /// "" or why the server cannot be used.
  std::string open() {
    auto set = ask(kSchemaKey, {"SET", kSchemaKey, kSchema, "NX"});
    if (!set) return set.error();
    auto schema = ask(kSchemaKey, {"GET", kSchemaKey});
    if (!schema) return schema.error();
    const std::string found(textOf(**schema));
    if (found == kSchema) return "";
    return "the store '" + shown_ + "' has schema " + found +
           ", and this version of Decorum knows schema " + kSchema;
  }

  Or<StoredConversation> load(std::string_view conversation) override {
    const std::string key = conversationKey(conversation);
    auto reply = ask(key, {"HMGET", key, "v", "r", "s"});
    if (!reply) return reply.error();
    if ((*reply)->elements != 3) return unexpected();
    StoredConversation found;
    const std::string version(textOf(*(*reply)->element[0]));
    found.version = std::strtoull(version.c_str(), nullptr, 10);
    const auto take = [&](std::size_t element, std::vector<std::byte>& to) {
      const auto bytes = std::as_bytes(std::span(textOf(*(*reply)->element[element])));
      to.assign(bytes.begin(), bytes.end());
    };
    take(1, found.record);
    take(2, found.vault);
    return found;
  }

  Or<CommitOutcome> commit(const Commit& commit) override {
    const std::string bucket = bucketOf(commit.conversation);
    const auto textOfBytes = [](const std::vector<std::byte>& bytes) {
      return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    };
    Arguments arguments = {std::to_string(commit.expected_version),
                           std::to_string(commit.expected_version + 1), textOfBytes(commit.record),
                           commit.log_entry, textOfBytes(commit.vault)};
    for (const WorkItem& item : commit.work) addItem(arguments, item);
    Arguments keys = workKeys(bucket);
    keys.pop_back();
    keys.insert(keys.end(),
                {conversationKey(commit.conversation), bucket + "log", bucket + "count"});
    return swapped(kCommit, keys, arguments);
  }

  Or<bool> forget(std::string_view conversation) override {
    const Arguments keys = {conversationKey(conversation), bucketOf(conversation) + "count"};
    auto gone = number(kForget, keys, {});
    if (!gone) return gone.error();
    return *gone == 1;
  }

  Or<std::optional<WorkItem>> workItem(std::string_view id) override {
    for (unsigned b = 0; b < kBuckets; ++b) {
      const std::string key = bucketNumber(b) + "work";
      auto reply = ask(key, {"HGET", key, std::string(id)});
      if (!reply) return reply.error();
      if ((*reply)->type == REDIS_REPLY_NIL) continue;
      auto item = read(**reply);
      if (!item) return item.error();
      return std::optional(std::move(*item));
    }
    return std::optional<WorkItem>();
  }

  Or<std::vector<WorkItem>> work(const WorkQuery& query) override {
    std::vector<WorkItem> found;
    for (unsigned b = 0; b < kBuckets; ++b) {
      std::string problem = workOfBucket(b, query, found);
      if (!problem.empty()) return problem;
    }
    std::sort(found.begin(), found.end(),
              [](const WorkItem& x, const WorkItem& y) { return x.id < y.id; });
    if (found.size() > query.limit) found.resize(query.limit);
    return found;
  }

  Or<std::vector<WorkItem>> dueChanges(std::int64_t until_ms, std::size_t limit) override {
    return due("changes", until_ms, limit, [](const WorkItem& item) {
      return item.nextChange().value_or(std::numeric_limits<std::int64_t>::max());
    });
  }

  Or<std::vector<WorkItem>> dueDeliveries(std::int64_t until_ms, std::size_t limit) override {
    return due("deliveries", until_ms, limit,
               [](const WorkItem& item) { return item.delivery.due_ms; });
  }

  Or<CommitOutcome> change(const WorkChange& change) override {
    WorkItem item = change.item;
    ++item.version;
    Arguments arguments = {item.id,
                           std::to_string(change.item.version),
                           valueOf(item),
                           optional(item.nextChange()),
                           nextDelivery(item),
                           item.isFinished() ? optional(item.changed_ms) : ""};
    if (change.opens) addItem(arguments, *change.opens);
    return swapped(kChange, workKeys(bucketOf(item.conversation)), arguments);
  }

  Or<std::size_t> pruneWork(std::int64_t finished_before_ms) override {
    std::size_t removed = 0;
    for (unsigned b = 0; b < kBuckets; ++b) {
      auto some = number(kPrune, workKeys(bucketNumber(b)), {std::to_string(finished_before_ms)});
      if (!some) return some.error();
      removed += static_cast<std::size_t>(*some);
    }
    return removed;
  }

  Or<std::vector<PendingEntry>> pendingLog(std::size_t limit) override {
    std::vector<PendingEntry> entries;
    for (unsigned b = 0; b < kBuckets && entries.size() < limit; ++b) {
      const std::string key = bucketNumber(b) + "log";
      const std::string count = std::to_string(limit - entries.size());
      auto reply = ask(key, {"XRANGE", key, "-", "+", "COUNT", count});
      if (!reply) return reply.error();
      for (std::size_t i = 0; i < (*reply)->elements; ++i) {
        const redisReply& entry = *(*reply)->element[i];  // [id, ["e", text]]
        if (entry.elements != 2 || entry.element[1]->elements != 2) return unexpected();
        const std::string ticket = std::to_string(b) + ' ' + std::string(textOf(*entry.element[0]));
        entries.push_back({ticket, std::string(textOf(*entry.element[1]->element[1]))});
      }
    }
    return entries;
  }

  Or<bool> dropLog(std::span<const PendingEntry> entries) override {
    std::map<unsigned, Arguments> by_bucket;
    for (const PendingEntry& entry : entries) {
      const std::size_t space = entry.ticket.find(' ');
      if (space == std::string::npos) continue;
      const auto bucket = static_cast<unsigned>(std::strtoul(entry.ticket.c_str(), nullptr, 10));
      by_bucket[bucket].push_back(entry.ticket.substr(space + 1));
    }
    for (const auto& [bucket, ids] : by_bucket) {
      const std::string key = bucketNumber(bucket) + "log";
      Arguments arguments = {"XDEL", key};
      arguments.insert(arguments.end(), ids.begin(), ids.end());
      auto reply = ask(key, arguments);
      if (!reply) return reply.error();
    }
    return true;
  }

  Or<StoreFigures> figures() override {
    StoreFigures figures;
    for (unsigned b = 0; b < kBuckets; ++b) {
      const std::string bucket = bucketNumber(b);
      auto conversations = ask(bucket, {"GET", bucket + "count"});
      if (!conversations) return conversations.error();
      figures.conversations +=
          std::strtoull(std::string(textOf(**conversations)).c_str(), nullptr, 10);
      auto items = ask(bucket, {"HLEN", bucket + "work"});
      if (!items) return items.error();
      figures.work_items += static_cast<std::uint64_t>((*items)->integer);
      auto entries = ask(bucket, {"XLEN", bucket + "log"});
      if (!entries) return entries.error();
      figures.log_entries += static_cast<std::uint64_t>((*entries)->integer);
    }
    return figures;
  }

 private:
  static std::string bucketNumber(unsigned bucket) {
    return "decorum:{b" + std::to_string(bucket) + "}:";
  }
  static std::string bucketOf(std::string_view conversation) {
    return bucketNumber(
        static_cast<unsigned>(PartsDigest("bucket").add(conversation).finish64() % kBuckets));
  }
  static std::string conversationKey(std::string_view conversation) {
    return bucketOf(conversation) + "c:" + std::string(conversation);
  }
  static Arguments workKeys(const std::string& bucket) {
    return {bucket + "work", bucket + "ids", bucket + "changes", bucket + "deliveries",
            bucket + "finished"};
  }

  std::string why(std::string_view what) const {
    return "the store '" + shown_ + "' cannot be used: " + std::string(what);
  }
  std::string unexpected() const { return why("an answer is not what was asked for"); }

  /// An answer that is no error.
  Or<Reply> ask(std::string_view key, const Arguments& arguments) {
    return checked(client_.command(key, arguments));
  }
  Or<Reply> checked(Or<Reply> reply) const {
    if (!reply) return why(reply.error());
    if ((*reply)->type == REDIS_REPLY_ERROR) return why(textOf(**reply));
    return reply;
  }
  Or<std::int64_t> number(const char* script, const Arguments& keys, const Arguments& arguments) {
    auto reply = checked(client_.script(script, keys, arguments));
    if (!reply) return reply.error();
    if ((*reply)->type != REDIS_REPLY_INTEGER) return unexpected();
    return static_cast<std::int64_t>((*reply)->integer);
  }
  Or<CommitOutcome> swapped(const char* script, const Arguments& keys, const Arguments& arguments) {
    auto done = number(script, keys, arguments);
    if (!done) return done.error();
    return *done == 1 ? CommitOutcome::kDone : CommitOutcome::kConflict;
  }

  Or<WorkItem> read(const redisReply& value) const {
    const std::string_view text = textOf(value);
    auto item = parseWorkItem(text.substr(text.find('\n') + 1));
    if (!item) return "the store '" + shown_ + "': " + item.error();
    return item;
  }

  /// Appends the items of some ids of a bucket that are there.
  std::string readAll(const std::string& bucket, const redisReply& ids,
                      std::vector<WorkItem>& found) {
    if (ids.elements == 0) return "";
    Arguments arguments = {"HMGET", bucket + "work"};
    for (std::size_t i = 0; i < ids.elements; ++i) arguments.emplace_back(textOf(*ids.element[i]));
    auto values = ask(bucket, arguments);
    if (!values) return values.error();
    for (std::size_t i = 0; i < (*values)->elements; ++i) {
      if ((*values)->element[i]->type == REDIS_REPLY_NIL) continue;  // gone since
      auto item = read(*(*values)->element[i]);
      if (!item) return item.error();
      found.push_back(std::move(*item));
    }
    return "";
  }

  std::string workOfBucket(unsigned number, const WorkQuery& query, std::vector<WorkItem>& found) {
    const std::string bucket = bucketNumber(number);
    std::string after = query.after_id.empty() ? "-" : "(" + query.after_id;
    for (std::size_t of_bucket = 0; of_bucket < query.limit;) {
      auto ids = ask(bucket, {"ZRANGEBYLEX", bucket + "ids", after, "+", "LIMIT", "0", "1000"});
      if (!ids) return ids.error();
      if ((*ids)->elements == 0) return "";
      after = "(" + std::string(textOf(*(*ids)->element[(*ids)->elements - 1]));
      std::vector<WorkItem> items;
      std::string problem = readAll(bucket, **ids, items);
      if (!problem.empty()) return problem;
      for (WorkItem& item : items) {
        const bool asked = (!query.state || item.state == *query.state) &&
                           (query.queue.empty() || item.queue == query.queue) &&
                           (query.conversation.empty() || item.conversation == query.conversation);
        if (!asked) continue;
        found.push_back(std::move(item));
        ++of_bucket;
      }
    }
    return "";
  }

  template <class When>
  Or<std::vector<WorkItem>> due(const char* index, std::int64_t until_ms, std::size_t limit,
                                When when) {
    // Beyond what the server's numbers tell apart.
    const bool is_ever = until_ms > (std::int64_t{1} << 53);
    const std::string until = is_ever ? "+inf" : std::to_string(until_ms);
    std::vector<WorkItem> found;
    for (unsigned b = 0; b < kBuckets; ++b) {
      const std::string bucket = bucketNumber(b);
      auto ids = ask(bucket, {"ZRANGEBYSCORE", bucket + index, "-inf", until, "LIMIT", "0",
                              std::to_string(limit)});
      if (!ids) return ids.error();
      std::string problem = readAll(bucket, **ids, found);
      if (!problem.empty()) return problem;
    }
    std::sort(found.begin(), found.end(), [&](const WorkItem& x, const WorkItem& y) {
      return std::pair(when(x), std::string_view(x.id)) <
             std::pair(when(y), std::string_view(y.id));
    });
    if (found.size() > limit) found.resize(limit);
    return found;
  }

  const std::string shown_;  // the URL without its password
  Client client_;
};

}  // namespace

Result<std::unique_ptr<Store>, std::string> openRedisStore(const std::string& url,
                                                           RedisOptions options) {
  auto address = parseAddress(url);
  if (!address) return address.error();
  std::string shown = "redis://" + address->name();
  if (address->database != 0) shown += '/' + std::to_string(address->database);
  auto store = std::make_unique<RedisStore>(std::move(shown), std::move(*address), options);
  std::string problem = store->open();
  if (!problem.empty()) return problem;
  return std::unique_ptr<Store>(std::move(store));
}

StoreOpener redisOpener(RedisOptions options) {
  return {"redis", [options](const std::string& url) { return openRedisStore(url, options); }};
}

}  // namespace decorum::redis
