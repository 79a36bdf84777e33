#include "tools/cli/streaming_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace decorum::cli {
namespace {

using engine::RuleStreaming;
using engine::StreamClass;

const char* word(StreamClass how) {
  switch (how) {
    case StreamClass::kNothing:
      return "nothing";
    case StreamClass::kAtStart:
      return "at_start";
    case StreamClass::kAsItComes:
      return "as_it_comes";
    case StreamClass::kCut:
      return "cut";
    case StreamClass::kWholeReply:
      return "whole_reply";
  }
  return "";
}

std::string bound(const RuleStreaming& rule) {
  std::string text = rule.match_bytes
                         ? fmt::format("a match of at most {} bytes", *rule.match_bytes)
                         : std::string("a match, which has no greatest length");
  if (rule.look_ahead > 0) text += fmt::format(", and {} characters behind it", rule.look_ahead);
  return text;
}

std::string sentence(const RuleStreaming& rule) {
  switch (rule.how) {
    case StreamClass::kNothing:
      return "holds nothing back";
    case StreamClass::kAtStart:
      return "decided before the first chunk";
    case StreamClass::kAsItComes:
      return "holds back " + bound(rule);
    case StreamClass::kCut:
      return rule.why.empty() ? "cuts; holds back " + bound(rule) : "cuts; " + rule.why;
    case StreamClass::kWholeReply:
      return "needs the whole reply: " + rule.why;
  }
  return "";
}

bool isOnReply(const plan::Rule& rule) {
  return (rule.on >> static_cast<unsigned>(EventKind::kReply) & 1) != 0;
}

}  // namespace

std::string streamingText(const plan::Plan& plan) {
  const engine::StreamPlan streams(plan);
  std::size_t width = 0;
  for (const plan::Rule& rule : plan.rules) {
    if (isOnReply(rule)) width = std::max(width, rule.name.size());
  }
  if (width == 0) return "no rule is on replies: a streamed reply passes as it comes\n";
  std::string text;
  std::size_t waiting = 0;
  for (std::size_t i = 0; i < plan.rules.size(); ++i) {
    if (!isOnReply(plan.rules[i])) continue;
    text += fmt::format("{:<{}}  {}\n", plan.rules[i].name, width, sentence(streams.rules[i]));
    waiting += streams.rules[i].how == StreamClass::kWholeReply ? 1 : 0;
  }
  if (waiting == 0) return text + "a streamed reply is let go of as it comes\n";
  return text + fmt::format("{} before the reply is whole\n",
                            waiting == 1 ? "1 rule lets nothing go"
                                         : fmt::format("{} rules let nothing go", waiting));
}

std::string streamingJson(const std::string& path, const plan::Plan& plan) {
  const engine::StreamPlan streams(plan);
  nlohmann::ordered_json json;
  json["policy"] = path;
  json["streaming"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < plan.rules.size(); ++i) {
    if (!isOnReply(plan.rules[i])) continue;
    const RuleStreaming& rule = streams.rules[i];
    nlohmann::ordered_json entry = {{"rule", plan.rules[i].name}, {"how", word(rule.how)}};
    if (!rule.why.empty()) entry["why"] = rule.why;
    const bool holds = rule.how == StreamClass::kAsItComes || rule.how == StreamClass::kCut;
    if (holds && rule.match_bytes) entry["match_bytes"] = *rule.match_bytes;
    if (holds) entry["look_ahead"] = rule.look_ahead;
    json["streaming"].push_back(std::move(entry));
  }
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace decorum::cli
