// Any bytes as a line of a log, and what comes of it under a policy that looks at everything an
// event can hold: no crash, and every verdict is JSON whose spans fit the text. Run with
//   events_fuzz CORPUS tests/fuzz/corpus/events
// What was found once lies in tests/fuzz/corpus/events and is run by the unit tests.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "decorum/compile.h"
#include "decorum/json_event.h"
#include "runtime/base/assert.h"
#include "tools/logs/log_line.h"

// NOLINTNEXTLINE(readability-identifier-naming): the name that libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::string_view kPolicy = R"(
policy fuzzed
facts customer { tier: one of basic, plus, premium  age: int?  balance: number
                 account: text private  verified: bool  since: time?
                 orders: list of { name: text  amount: number } }
signal sentiment of user: -1..1 when missing 0
tool refund { order: text  amount: number  tags: list of text } returns { done: bool }
phrases angry = "lawyer", "sue you" typos 1
pattern order_id = /\bORD-[0-9]{8}\b/
block minor on user when customer.age default 0 < 18 and user mentions angry
escalate legal on user when user mentions angry, order_id or sentiment < -0.5 to legal
hold big on tool_call when tool_call is refund and refund.amount > 100
  for supervisors within 10 minutes otherwise block
block many on user when any of customer.orders where it.amount > customer.balance
block long on reply when length(reply) > 20 or words(reply) > 4
redact codes on user, reply, tool_result, document find order_id replace with last 4
disclose bot on reply when first reply say "You are chatting with {customer.tier} AI."
clarify unclear on user when customer.tier == plus ask "What do you mean?"
flag again on user when user repeats within 3 turns or user nearly repeats within 5 turns as again
flag often on user when count(user mentions angry) >= 2 as often
flag soon on user when count(user mentions order_id, last 10 minutes) >= 2 as soon
flag sad on user when avg(sentiment, last 3 turns) < -0.5 as sad
flag twice on tool_call when count(tool_call is refund, per refund.order) >= 2 as twice
flag agreed on reply when user mentions angry then tool_call is refund within 3 turns as agreed
flag silent on timer when (time since user mentions angry default 0 minutes) > 5 minutes as silent
flag late on user, close when now > customer.since default 2026-01-01 as late
)";

const std::optional<decorum::Policy>& policy() {
  static const std::optional<decorum::Policy> compiled = [] {
    auto compilation = decorum::compilePolicyText(kPolicy, "fuzzed.decorum");
    // A policy that does not compile would make a harness that finds nothing.
    if (!compilation.policy) {
      std::fputs(decorum::toText(compilation.findings).c_str(), stderr);
      std::abort();
    }
    return compilation.policy;
  }();
  return compiled;
}

void check(const decorum::Verdict& verdict, const decorum::Event& event) {
  const std::string json = toJson(verdict);
  DECORUM_ASSERT(decorum::Value::parse(json).ok(), "a verdict is JSON");
  for (const decorum::Edit& edit : verdict.edits)
    DECORUM_ASSERT(edit.span.begin <= edit.span.end && edit.span.end <= event.text.size(),
                   "edits lie in the text");
}

/// A line of event shape gives the same verdict whether its facts are made into values or not, and
/// is refused both ways.
void checkBothWays(std::string_view text, const decorum::logs::LogLine& line,
                   const decorum::ConversationOptions& options) {
  decorum::JsonEvent event;
  const bool is_read = event.read(text);
  DECORUM_ASSERT(is_read != line.whole, "events are read, conversations are not");
  if (!is_read) return;
  decorum::Conversation direct(*policy(), line.conversation, options);
  decorum::Conversation by_values(*policy(), line.conversation, options);
  decorum::Verdict verdict;
  direct.give(event, verdict);
  DECORUM_ASSERT(toJson(verdict) == toJson(by_values.give(line.events.front())),
                 "one event, one verdict");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming)
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line = decorum::logs::parseLogLine(text);
  if (!line) {
    decorum::JsonEvent event;
    DECORUM_ASSERT(!event.read(text), "what is refused is refused both ways");
    return 0;
  }
  decorum::ConversationOptions options;
  options.reveal = size % 2 == 1;
  decorum::Conversation conversation(*policy(), line->conversation, options);
  for (const decorum::Event& event : line->events) check(conversation.give(event), event);
  checkBothWays(text, *line, options);
  return 0;
}
