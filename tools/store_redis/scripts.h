/// What is done at once, in the language of the server. A work item is kept as its version, a line
/// end, and its JSON.
#pragma once

namespace decorum::redis {

/// Adds an item of the arguments i to i + 3 (id, value, next change, next delivery) unless it is
/// there.
#define DECORUM_ADD_ITEM                                                            \
  "local function add(i)\n"                                                         \
  "  if redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i+1]) == 0 then return end\n"   \
  "  redis.call('ZADD', KEYS[2], 0, ARGV[i])\n"                                     \
  "  if ARGV[i+2] ~= '' then redis.call('ZADD', KEYS[3], ARGV[i+2], ARGV[i]) end\n" \
  "  if ARGV[i+3] ~= '' then redis.call('ZADD', KEYS[4], ARGV[i+3], ARGV[i]) end\n" \
  "end\n"

/// KEYS: work, ids, changes, deliveries, conversation, log, count. ARGV: the version expected, the
/// next one, the record, the entry or '', the vault or '', items.
inline constexpr const char* kCommit = DECORUM_ADD_ITEM R"(
local version = redis.call('HGET', KEYS[5], 'v') or '0'
if version ~= ARGV[1] then return 0 end
if version == '0' then redis.call('INCR', KEYS[7]) end
redis.call('HSET', KEYS[5], 'v', ARGV[2], 'r', ARGV[3])
if ARGV[5] ~= '' then redis.call('HSET', KEYS[5], 's', ARGV[5])
else redis.call('HDEL', KEYS[5], 's') end
for i = 6, #ARGV, 4 do add(i) end
if ARGV[4] ~= '' then redis.call('XADD', KEYS[6], '*', 'e', ARGV[4]) end
return 1
)";

/// KEYS: work, ids, changes, deliveries, finished. ARGV: id, the version expected, the new value,
/// next change, next delivery, when it was finished ('' for none, each), an item that it opens.
inline constexpr const char* kChange = DECORUM_ADD_ITEM R"(
local value = redis.call('HGET', KEYS[1], ARGV[1])
if not value then return 0 end
if string.sub(value, 1, string.find(value, '\n', 1, true) - 1) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
for k = 3, 5 do
  if ARGV[k+1] == '' then redis.call('ZREM', KEYS[k], ARGV[1])
  else redis.call('ZADD', KEYS[k], ARGV[k+1], ARGV[1]) end
end
if #ARGV > 6 then add(7) end
return 1
)";

/// KEYS: work, ids, changes, deliveries, finished. ARGV: the instant before which items were
/// finished.
inline constexpr const char* kPrune = R"(
local removed = 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', '(' .. ARGV[1])) do
  if not redis.call('ZSCORE', KEYS[4], id) then
    redis.call('HDEL', KEYS[1], id)
    for k = 2, 5 do redis.call('ZREM', KEYS[k], id) end
    removed = removed + 1
  end
end
return removed
)";

/// KEYS: conversation, count.
inline constexpr const char* kForget = R"(
local gone = redis.call('DEL', KEYS[1])
if gone == 1 then redis.call('DECR', KEYS[2]) end
return gone
)";

#undef DECORUM_ADD_ITEM

}  // namespace decorum::redis
