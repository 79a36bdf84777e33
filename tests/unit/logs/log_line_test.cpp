// Both shapes of logs as events, and what is left of lines that are malformed.
#include "tools/logs/log_line.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "decorum/verdict.h"
#include "tools/logs/duration_text.h"

namespace decorum::logs {
namespace {

std::string shown(const std::vector<std::pair<std::string, Value>>& values) {
  std::string text;
  for (const auto& [key, value] : values) text += " " + key + "=" + value.toJson();
  return text;
}

// A line as text: its conversation, an event a line, then its problems.
std::string shown(std::string_view json) {
  const auto line = parseLogLine(json);
  if (!line) return "error: " + line.error();
  std::string text = line->conversation + (line->whole ? " whole\n" : "\n");
  for (const Event& event : line->events) {
    text += fmt::format("{} \"{}\"", name(event.kind), event.text);
    if (!event.tool.empty()) text += " tool=" + event.tool;
    if (event.arguments) text += " arguments=" + event.arguments->toJson();
    if (event.time_ms) text += fmt::format(" time={}", *event.time_ms);
    if (event.truncated) text += " truncated";
    if (!event.facts.empty()) text += " facts:" + shown(event.facts);
    if (!event.signals.empty()) text += " signals:" + shown(event.signals);
    for (const std::string& what : event.malformed) text += " malformed: " + what;
    text += '\n';
  }
  for (const std::string& problem : line->problems) text += "problem: " + problem + '\n';
  return text;
}

TEST_CASE("messages of chat shape become events") {
  CHECK(shown(R"({"id": "c-1", "messages": [
      {"role": "system", "content": "be kind"},
      {"role": "developer", "content": "be brief"},
      {"role": "user", "content": "refund me"},
      {"role": "assistant", "content": null, "tool_calls": [
        {"id": "t1", "type": "function",
         "function": {"name": "refund", "arguments": "{\"amount\": 20}"}}]},
      {"role": "tool", "tool_call_id": "t1", "content": "{\"done\": true}"},
      {"role": "assistant", "content": "done"},
      {"role": "narrator", "content": "ignored"}], "model": "m"})") ==
        "c-1 whole\n"
        "user \"refund me\"\n"
        "tool_call \"\" tool=refund arguments={\"amount\":20}\n"
        "tool_result \"{\"done\": true}\" tool=refund\n"
        "reply \"done\"\n");
}

TEST_CASE("a message with words and calls is a reply, then the calls") {
  CHECK(shown(R"({"id": 7, "messages": [{"role": "assistant", "content": "one moment",
      "time": "1970-01-01T00:00:01Z", "facts": {"a": {"x": 1}}, "signals": {"s": 0.5},
      "tool_calls": [{"function": {"name": "a", "arguments": {"x": 1}}},
                     {"function": {"name": "b", "arguments": ""}}]}]})") ==
        "7 whole\n"
        "reply \"one moment\" time=1000 facts: a={\"x\":1} signals: s=0.5\n"
        "tool_call \"\" tool=a arguments={\"x\":1} time=1000 signals: s=0.5\n"
        "tool_call \"\" tool=b arguments={} time=1000 signals: s=0.5\n");
}

TEST_CASE("content may be a text, null, or parts of which the texts count") {
  CHECK(shown(R"({"id": "c", "messages": [
      {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url"}, "b"]},
      {"role": "user", "content": null},
      {"role": "assistant", "content": null, "refusal": "I cannot"},
      {"role": "assistant", "content": null},
      {"role": "user", "content": 5},
      {"role": "user"}]})") ==
        "c whole\n"
        "user \"a\nb\"\n"
        "user \"\"\n"
        "reply \"I cannot\"\n"
        "reply \"\"\n"
        "user \"\" malformed: 'content' is neither text nor a list of parts\n"
        "user \"\" malformed: there is no 'content'\n"
        "problem: message 4: 'content' is neither text nor a list of parts\n"
        "problem: message 5: there is no 'content'\n");
}

TEST_CASE("the older shape of function calls is read too") {
  CHECK(shown(R"({"id": "c", "messages": [
      {"role": "assistant", "content": null,
       "function_call": {"name": "look", "arguments": "{}"}},
      {"role": "function", "name": "look", "content": "found"},
      {"role": "tool", "tool_call_id": "unknown", "content": {"x": 1}}]})") ==
        "c whole\n"
        "tool_call \"\" tool=look arguments={}\n"
        "tool_result \"found\" tool=look\n"
        "tool_result \"{\"x\":1}\" arguments={\"x\":1}\n");
}

TEST_CASE("malformed arguments are a fault of their event, and no more") {
  const std::string text = shown(R"({"id": "c", "messages": [
      {"role": "user", "content": "a"},
      {"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "{\"x\": "}},
                                           {"function": {"name": "g", "arguments": "[1]"}},
                                           {"function": {"arguments": "{}"}}]},
      {"role": "user", "content": "b"}]})");
  INFO(text);
  CHECK(
      text.find("user \"a\"\ntool_call \"\" tool=f malformed: the arguments of f are no JSON: ") !=
      std::string::npos);
  CHECK(text.find("tool_call \"\" tool=g malformed: the arguments of g are no JSON object\n"
                  "tool_call \"\" arguments={} malformed: a tool call has no name\n"
                  "user \"b\"\n") != std::string::npos);
  CHECK(text.find("problem: message 1: the arguments of f are no JSON") != std::string::npos);
}

TEST_CASE("facts and signals beside the messages hold for the whole conversation") {
  CHECK(shown(R"({"id": "c", "facts": {"customer": {"tier": "plus"}}, "signals": {"s": 1, "t": 2},
      "messages": [{"role": "user", "content": "a", "facts": {"order": {}}, "signals": {"s": 9}},
                   {"role": "assistant", "content": "b"}]})") ==
        "c whole\n"
        "user \"a\" facts: customer={\"tier\":\"plus\"} order={} signals: s=9 t=2\n"
        "reply \"b\" signals: s=1 t=2\n");
}

TEST_CASE("event shape: one event a line") {
  CHECK(shown(R"({"conversation": "c", "event": "user", "text": "hi", "time":
      "1970-01-01T00:00:02Z", "facts": {"a": {}}, "signals": {"s": null}, "truncated": true})") ==
        "c\nuser \"hi\" time=2000 truncated facts: a={} signals: s=null\n");
  CHECK(shown(R"({"conversation": 1, "event": "tool_call", "tool": "f", "arguments": {"x": 1}})") ==
        "1\ntool_call \"\" tool=f arguments={\"x\":1}\n");
  CHECK(
      shown(R"({"conversation": "c", "event": "tool_result", "tool": "f", "result": {"d": 1}})") ==
      "c\ntool_result \"{\"d\":1}\" tool=f arguments={\"d\":1}\n");
  for (const std::string kind : {"document", "reply"})
    CHECK(shown(R"({"conversation": "c", "event": ")" + kind + R"(", "text": "t"})") ==
          "c\n" + kind + " \"t\"\n");
  for (const std::string kind : {"timer", "close"})
    CHECK(shown(R"({"conversation": "c", "event": ")" + kind + R"("})") ==
          "c\n" + kind + " \"\"\n");
}

TEST_CASE("an event that cannot be read whole is judged with a fault") {
  CHECK(shown(R"({"conversation": "c", "event": "user"})") ==
        "c\nuser \"\" malformed: there is no 'text'\nproblem: there is no 'text'\n");
  CHECK(shown(R"({"conversation": "c", "event": "close", "time": "yesterday", "facts": 1,
      "signals": []})") ==
        "c\nclose \"\" malformed: 'time' is no RFC 3339 time: \"yesterday\" malformed: 'facts' is "
        "no object malformed: 'signals' is no object\n"
        "problem: 'time' is no RFC 3339 time: \"yesterday\"\nproblem: 'facts' is no object\n"
        "problem: 'signals' is no object\n");
  CHECK(shown(R"({"conversation": "c", "event": "tool_call"})") ==
        "c\ntool_call \"\" arguments={} malformed: a tool call has no 'tool'\n"
        "problem: a tool call has no 'tool'\n");
}

TEST_CASE("a line of which nothing can be used says why") {
  CHECK(shown("[]") == "error: not a JSON object");
  CHECK(shown("{}") == "error: neither a conversation ('messages') nor an event ('event')");
  CHECK(shown(R"({"messages": {}})") == "error: 'messages' is no list");
  CHECK(shown(R"({"event": "user", "text": "a"})") == "error: an event needs a 'conversation'");
  CHECK(shown(R"({"event": "shout", "conversation": "c"})") ==
        "error: 'shout' is no kind of event");
  CHECK(shown(R"({"event": 1, "conversation": "c"})") == "error: 'event' is no text");
  for (const std::string_view bad : {"", "{", "nul", "{\"event\": \"user\",}", "{} {}"}) {
    INFO(bad);
    CHECK_FALSE(parseLogLine(bad).ok());
  }
  CHECK(
      shown(R"({"id": "c", "messages": [1, {"content": "a"}]})") ==
      "c whole\nproblem: message 0: there is no 'role'\nproblem: message 1: there is no 'role'\n");
  CHECK(shown("\xEF\xBB\xBF{\"messages\": []}") == " whole\n");
}

TEST_CASE("durations are written as in policies") {
  CHECK(parseDuration("500 ms") == 500);
  CHECK(parseDuration("1 second") == 1000);
  CHECK(parseDuration("30 seconds") == 30'000);
  CHECK(parseDuration("15minutes") == 900'000);
  CHECK(parseDuration("2 hours") == 7'200'000);
  CHECK(parseDuration("1 day") == 86'400'000);
  CHECK(parseDuration("0 ms") == 0);
  for (const std::string_view bad :
       {"", "5", "minutes", "-5 minutes", "5 weeks", "1.5 hours", "5 minutes ",
        "9223372036854775807 days", "99999999999999999999 ms"}) {
    INFO(bad);
    CHECK_FALSE(parseDuration(bad));
  }
}

}  // namespace
}  // namespace decorum::logs
