// Decorum as a service embeds it, for the comparison: `decorum_peer FORM FOLDER`, where FORM is
// "native", "interpreter" or "evidence" (native code, with the evidence that a service keeps).
#include <decorum/compile.h>

#include "peer.h"

namespace {

using decorum::Event;
using decorum::Value;

/// The event of a line. Members of the object are records of facts; "text" is what the user says.
Event readEvent(const std::string& line) {
  Event event;
  auto read = Value::parse(line);
  if (!read) return event;
  for (auto [name, value] : *read->object()) {
    if (name == "text") {
      event.text = *value.text();
    } else {
      event.facts.emplace_back(std::move(name), std::move(value));
    }
  }
  return event;
}

/// The same as an event of event shape, which is how a service writes it.
std::string writtenEvent(const Event& event) {
  return Value(Value::Object{{"conversation", "c-1"},
                             {"event", "user"},
                             {"text", event.text},
                             {"facts", Value::Object(event.facts)}})
      .toJson();
}

std::string firedRules(const decorum::Verdict& verdict) {
  std::string names;
  for (const auto& rule : verdict.fired) names += (names.empty() ? "\"" : ",\"") + rule.rule + '"';
  for (const auto& fault : verdict.faults) names += ",\"fault " + fault.fault + '"';
  return names;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string form = argv[1];
  const std::string folder = argv[2];
  const auto lines = peer::readLines(folder + "/inputs.jsonl");

  decorum::CompileOptions options;
  options.backend = form == "interpreter" ? decorum::Backend::kInterpreter : decorum::Backend::kJit;
  const auto start = peer::processorTime();
  const auto compiled = decorum::compilePolicyFile(folder + "/policy.decorum", options);
  const double ready_ms =
      std::chrono::duration<double, std::milli>(peer::processorTime() - start).count();
  if (!compiled.policy) {
    std::fputs(decorum::toText(compiled.findings).c_str(), stderr);
    return 1;
  }

  std::vector<Event> events;
  std::vector<std::string> written;
  events.reserve(lines.size());
  for (const auto& line : lines) {
    events.push_back(readEvent(line));
    written.push_back(writtenEvent(events.back()));
  }
  decorum::ConversationOptions how;
  how.evidence = form == "evidence";
  decorum::Conversation conversation(*compiled.policy, "c-1", how);
  decorum::Verdict verdict;

  // One conversation for each input, whose facts are known from an event before: what an event
  // costs that brings no other facts.
  std::vector<decorum::Conversation> known;
  const bool has_facts = !events.empty() && !events[0].facts.empty();
  for (const Event& event : events) {
    if (!has_facts) break;
    known.emplace_back(*compiled.policy, "c-1", how).give(event);
  }
  const Event no_news;

  std::size_t next = 0;
  decorum::JsonEvent read;
  const auto giveJson = [&](std::size_t i) {
    if (read.read(written[i])) conversation.give(read, verdict);
  };
  std::vector<peer::Mode> modes = {
      {"json",
       [&](auto at_least) { return peer::measure(lines.size(), next, at_least, giveJson); }},
      {"record", [&](auto at_least) {
         return peer::measure(lines.size(), next, at_least,
                              [&](std::size_t i) { conversation.give(events[i], verdict); });
       }}};
  if (has_facts) {
    modes.push_back({"known", [&](auto at_least) {
                       return peer::measure(lines.size(), next, at_least, [&](std::size_t i) {
                         known[i].give(no_news, verdict);
                       });
                     }});
  }
  peer::printReady(DECORUM_VERSION, ready_ms, modes);
  peer::serve(
      lines.size(),
      [&](std::size_t i) {
        giveJson(i);
        std::string fired = firedRules(verdict);
        if (has_facts) {
          known[i].give(no_news, verdict);
          if (firedRules(verdict) != fired) fired += ",\"otherwise with known facts\"";
        }
        return fired;
      },
      modes);
}
