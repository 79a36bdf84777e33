#include "tools/store_redis/client.h"

#include <sys/time.h>

#include <charconv>

namespace decorum::redis {
namespace {

constexpr int kRedirections = 8;

timeval timevalOf(std::int64_t ms) {
  return {static_cast<time_t>(ms / 1'000), static_cast<suseconds_t>(ms % 1'000 * 1'000)};
}

std::optional<int> numberOf(std::string_view digits, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole && number >= 0 && number <= most ? std::optional(number) : std::nullopt;
}

Reply run(redisContext& context, const Arguments& arguments) {
  std::vector<const char*> words;
  std::vector<std::size_t> sizes;
  for (const std::string& argument : arguments) {
    words.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  const int count = static_cast<int>(words.size());
  return Reply(
      static_cast<redisReply*>(redisCommandArgv(&context, count, words.data(), sizes.data())));
}

/// Where a cluster says the key is: "MOVED 3999 10.0.0.2:6379", "ASK 3999 10.0.0.2:6379".
struct Redirection {
  bool asking = false;
  unsigned slot = 0;
  std::string node;
};

std::optional<Redirection> redirectionIn(const redisReply& reply, const std::string& from) {
  if (reply.type != REDIS_REPLY_ERROR) return std::nullopt;
  std::string_view text = textOf(reply);
  Redirection to;
  to.asking = text.starts_with("ASK ");
  if (!to.asking && !text.starts_with("MOVED ")) return std::nullopt;
  text.remove_prefix(text.find(' ') + 1);
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto slot = numberOf(text.substr(0, space), 16'383);
  if (!slot) return std::nullopt;
  to.slot = static_cast<unsigned>(*slot);
  to.node = text.substr(space + 1);
  // A node that does not know its own name leaves it out: it is the one that was asked.
  if (to.node.starts_with(':')) to.node.insert(0, from.substr(0, from.rfind(':')));
  return to;
}

}  // namespace

std::string_view textOf(const redisReply& reply) {
  return reply.str == nullptr ? std::string_view() : std::string_view(reply.str, reply.len);
}

unsigned slotOf(std::string_view key) {
  const std::size_t open = key.find('{');
  if (open != std::string_view::npos) {
    const std::size_t close = key.find('}', open + 1);
    if (close != std::string_view::npos && close > open + 1)
      key = key.substr(open + 1, close - open - 1);
  }
  unsigned crc = 0;
  for (const char c : key) {
    crc ^= static_cast<unsigned>(static_cast<unsigned char>(c)) << 8;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : (crc << 1) & 0xFFFF;
  }
  return crc % 16'384;
}

Result<Address, std::string> parseAddress(const std::string& url) {
  constexpr std::string_view kScheme = "redis://";
  const auto wrong = [&](const char* what) {
    return "'" + url + "' is no URL of a Redis store: " + what;
  };
  if (!url.starts_with(kScheme)) return wrong("it begins with redis://");
  std::string_view rest = std::string_view(url).substr(kScheme.size());
  Address address;
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
    if (!rest.starts_with(':')) return wrong("a password stands between ':' and '@'");
    address.password = rest.substr(1, at - 1);
    rest.remove_prefix(at + 1);
  }
  if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
    const std::string_view digits = rest.substr(slash + 1);
    const auto database = numberOf(digits.empty() ? "0" : digits, 1'000'000);
    if (!database) return wrong("what follows '/' is no number of a database");
    address.database = *database;
    rest = rest.substr(0, slash);
  }
  if (const std::size_t colon = rest.rfind(':'); colon != std::string_view::npos) {
    const auto port = numberOf(rest.substr(colon + 1), 65'535);
    if (!port || *port == 0) return wrong("what follows ':' is no port");
    address.port = *port;
    rest = rest.substr(0, colon);
  }
  if (rest.empty()) return wrong("it names no host");
  address.host = rest;
  return address;
}

Result<Client::Connection, std::string> Client::connection(const std::string& node) {
  {
    const std::lock_guard lock(mutex_);
    auto& free = free_[node];
    if (!free.empty()) {
      Connection taken = std::move(free.back());
      free.pop_back();
      return taken;
    }
  }
  const std::size_t colon = node.rfind(':');
  const auto port = numberOf(std::string_view(node).substr(colon + 1), 65'535);
  if (!port) return "'" + node + "' is no address";
  const std::string host = node.substr(0, colon);
  Connection made(redisConnectWithTimeout(host.c_str(), *port, timevalOf(options_.connect_ms)));
  if (made == nullptr) return std::string("out of memory");
  if (made->err != 0) return std::string(made->errstr);
  redisSetTimeout(made.get(), timevalOf(options_.answer_ms));
  std::vector<Arguments> greetings;
  if (!home_.password.empty()) greetings.push_back({"AUTH", home_.password});
  if (home_.database != 0) greetings.push_back({"SELECT", std::to_string(home_.database)});
  for (const Arguments& greeting : greetings) {
    const Reply reply = run(*made, greeting);
    if (reply == nullptr) return std::string(made->errstr);
    if (reply->type == REDIS_REPLY_ERROR) return std::string(textOf(*reply));
  }
  return made;
}

Result<Reply, std::string> Client::send(const std::string& node, const Arguments& arguments,
                                        bool asking) {
  auto lent = connection(node);
  if (!lent) return lent.error();
  redisContext& context = **lent;
  if (asking && run(context, {"ASKING"}) == nullptr) return std::string(context.errstr);
  Reply reply = run(context, arguments);
  const std::lock_guard lock(mutex_);
  if (reply != nullptr) {
    free_[node].push_back(std::move(*lent));
    return reply;
  }
  // Others to the same server will have broken with it.
  free_[node].clear();
  return std::string(context.errstr);
}

std::string Client::nodeOf(unsigned slot) {
  const std::lock_guard lock(mutex_);
  const auto known = nodes_.find(slot);
  return known == nodes_.end() ? home_.name() : known->second;
}

Result<Reply, std::string> Client::command(std::string_view key, const Arguments& arguments) {
  const unsigned slot = slotOf(key);
  std::string node = nodeOf(slot);
  bool asking = false;
  for (int i = 0; i < kRedirections; ++i) {
    auto reply = send(node, arguments, asking);
    if (!reply) {
      // The node may be gone from the cluster: ask again from the beginning the next time.
      const std::lock_guard lock(mutex_);
      nodes_.erase(slot);
      return reply;
    }
    const auto to = redirectionIn(**reply, node);
    if (!to) return reply;
    node = to->node;
    asking = to->asking;
    if (asking) continue;
    const std::lock_guard lock(mutex_);
    nodes_[to->slot] = node;
  }
  return std::string("the cluster sends one node to the next");
}

Result<Reply, std::string> Client::script(const std::string& text, const Arguments& keys,
                                          const Arguments& arguments) {
  Arguments words = {"EVAL", text, std::to_string(keys.size())};
  words.insert(words.end(), keys.begin(), keys.end());
  words.insert(words.end(), arguments.begin(), arguments.end());
  return command(keys.front(), words);
}

}  // namespace decorum::redis
