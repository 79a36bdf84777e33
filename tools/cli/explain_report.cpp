#include "tools/cli/explain_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace decorum::cli {
namespace {

using engine::ConditionAnswer;
using engine::RuleAnswer;
using eval::Truth;
using Json = nlohmann::ordered_json;

const char* word(Truth truth) {
  if (truth == Truth::kUnknown) return "not known";
  return truth == Truth::kTrue ? "true" : "false";
}

std::string textOf(const Value* object, const char* member) {
  const Value* const value = object == nullptr ? nullptr : object->find(member);
  return value != nullptr && value->text() != nullptr ? *value->text() : "";
}

/// What a list of `verdict` has about a rule; null where the rule is not in it.
const Value* listed(const Value& verdict, const char* list, const std::string& rule) {
  const Value* const rules = verdict.find(list);
  if (rules == nullptr || rules->list() == nullptr) return nullptr;
  for (const Value& one : *rules->list()) {
    if (textOf(&one, "rule") == rule) return &one;
  }
  return nullptr;
}

const Value* shadowRule(const Value& verdict, const std::string& rule) {
  return listed(verdict, "shadow", rule);
}

/// In force or in shadow mode; null where it did not fire.
const Value* firedRule(const Value& verdict, const std::string& rule) {
  const Value* const fired = listed(verdict, "fired", rule);
  return fired != nullptr ? fired : shadowRule(verdict, rule);
}

std::string placeOf(const ConditionAnswer& condition) {
  return fmt::format("{}:{}:{}", condition.at.file, condition.at.line, condition.at.column);
}

/// The evidence that the verdict has for a condition; null where there is none.
const Value* evidenceOf(const Value* fired, const ConditionAnswer& condition) {
  const Value* const evidence = fired == nullptr ? nullptr : fired->find("evidence");
  if (evidence == nullptr || evidence->list() == nullptr) return nullptr;
  for (const Value& one : *evidence->list()) {
    if (textOf(&one, "at") == placeOf(condition) &&
        textOf(&one, "condition") == condition.condition)
      return &one;
  }
  return nullptr;
}

std::string outcome(const RuleAnswer& rule, const Explanation& all) {
  if (!rule.on_this_event) return fmt::format("is not asked at a {}", name(all.event));
  if (firedRule(all.verdict, rule.rule) != nullptr) {
    const char* const how =
        shadowRule(all.verdict, rule.rule) != nullptr ? "fired, in shadow mode" : "fired";
    if (rule.guard == Truth::kTrue) return how;
    return fmt::format("{}; not all that it rests on is shown", how);
  }
  if (rule.guard == Truth::kFalse) return "did not fire";
  if (rule.kind == RuleKind::kRedact) return "found nothing, or is not in force";
  if (rule.guard == Truth::kUnknown) return "could not be decided, and did not fire";
  return "did not fire although its conditions hold: it is not in force, found nothing, or may not "
         "repeat yet";
}

/// ", in bytes 5 to 11 of the text" and ", at events 0, 2".
std::string whereFound(const Value* evidence) {
  if (evidence == nullptr) return "";
  std::string text, spans, events;
  const Value* const list = evidence->find("spans");
  if (list != nullptr && list->list() != nullptr) {
    for (const Value& span : *list->list()) {
      const Value::List* const ends = span.list();
      if (ends == nullptr || ends->size() != 2) continue;
      spans += fmt::format("{}{} to {}", spans.empty() ? "" : ", ", (*ends)[0].toJson(),
                           (*ends)[1].toJson());
    }
  }
  const Value* const indices = evidence->find("events");
  if (indices != nullptr && indices->list() != nullptr) {
    for (const Value& index : *indices->list())
      events += (events.empty() ? "" : ", ") + index.toJson();
  }
  const bool several = events.find(',') != std::string::npos;
  if (!spans.empty()) text += ", bytes " + spans;
  if (!events.empty()) text += (several ? ", events " : ", event ") + events;
  return text;
}

std::string valuesOf(const ConditionAnswer& condition) {
  std::string values;
  for (const auto& [what, value] : condition.values) {
    // "count(E) = true" of "count(E) >= 2": its name says no more than the condition.
    if (value.boolean() != nullptr && condition.condition.starts_with(what)) continue;
    values += (values.empty() ? " (" : ", ") + what + " = " + value.toJson();
  }
  return values.empty() ? values : values + ")";
}

std::string described(const ConditionAnswer& condition, const Value* fired) {
  return fmt::format("{} is {}{}{}  [{}]\n", condition.condition, word(condition.truth),
                     valuesOf(condition), whereFound(evidenceOf(fired, condition)),
                     placeOf(condition));
}

/// "It would have fired if A were true and B were false."
std::string nearestFlip(const RuleAnswer& rule, bool fired) {
  if (rule.flips.empty()) return "";
  std::string text;
  for (const auto& [index, to] : rule.flips) {
    text += fmt::format("{}'{}' were {}", text.empty() ? "" : " and ",
                        rule.conditions[index].condition, to ? "true" : "false");
  }
  return fmt::format("  It would {}have fired if {}.\n", fired ? "not " : "", text);
}

std::string described(const RuleAnswer& rule, const Explanation& all) {
  const Value* const fired = firedRule(all.verdict, rule.rule);
  std::string text = fmt::format("{} {}: {}\n", name(rule.kind), rule.rule, outcome(rule, all));
  if (const std::string because = textOf(fired, "because"); !because.empty())
    text += fmt::format("  because: {}\n", because);
  const bool hidden = fired != nullptr && rule.guard != Truth::kTrue;
  const bool settled = std::none_of(rule.conditions.begin(), rule.conditions.end(),
                                    [](const ConditionAnswer& one) { return one.decided; });
  if (all.all_conditions || settled || hidden || !rule.on_this_event) {
    for (const ConditionAnswer& condition : rule.conditions)
      text += fmt::format("  {:{}}{} {}", "", 2 * condition.depth, condition.decided ? "*" : "-",
                          described(condition, fired));
  } else {
    text += rule.guard == Truth::kUnknown ? "  This kept it from being decided:\n"
                                          : "  This was enough:\n";
    for (const ConditionAnswer& condition : rule.conditions)
      if (condition.decided) text += "    " + described(condition, fired);
  }
  return rule.on_this_event && !hidden ? text + nearestFlip(rule, rule.guard == Truth::kTrue)
                                       : text;
}

/// What the person was shown because of the event, where the verdict has it.
std::string told(const Value& verdict) {
  std::string text;
  const std::string disposition = textOf(&verdict, "disposition");
  if (disposition != "pass" && disposition != "retry") text = textOf(&verdict, "text");
  const Value* const disclosures = verdict.find("disclosures");
  if (disclosures != nullptr && disclosures->list() != nullptr) {
    for (const Value& one : *disclosures->list()) {
      const std::string words = textOf(&one, "text");
      if (text.find(words) == std::string::npos) text += (text.empty() ? "" : "\n") + words;
    }
  }
  std::string shown;
  for (const char c : text) shown += c == '\n' ? std::string("\n  ") : std::string(1, c);
  return shown.empty() ? "" : "\nThe person was told:\n  " + shown + "\n";
}

std::string scores(const Explanation& all) {
  std::string text;
  for (const ScoreAccount& one : all.scores) {
    text += fmt::format("  {} {} by built_in.{}: {}\n", one.signal,
                        one.score ? fmt::format("= {:.2f}", *one.score) : "has no score",
                        one.provider, one.account);
  }
  return text.empty() ? text : "\nScores made of this text:\n" + text;
}

}  // namespace

std::string asText(const Explanation& all) {
  std::string text =
      fmt::format("{} ({}): {}\n", all.at, name(all.event), textOf(&all.verdict, "disposition"));
  std::string others;
  bool stars = false;
  for (const RuleAnswer& rule : all.rules) {
    const bool told =
        all.of_one_rule || firedRule(all.verdict, rule.rule) != nullptr ||
        (rule.on_this_event && rule.guard != Truth::kFalse && rule.kind != RuleKind::kRedact);
    if (told) {
      text += '\n' + described(rule, all);
      stars = stars || text.find("\n  * ") != std::string::npos || all.all_conditions;
    } else if (rule.on_this_event) {
      others += (others.empty() ? "" : ", ") + rule.rule;
    }
  }
  if (!others.empty()) text += "\ndid not fire: " + others + '\n';
  text += scores(all) + told(all.verdict);
  return stars ? text + "\n* enough for it\n" : text;
}

std::string asJson(const Explanation& all) {
  Json json;
  json["at"] = all.at;
  json["event"] = name(all.event);
  json["disposition"] = textOf(&all.verdict, "disposition");
  json["rules"] = Json::array();
  for (const RuleAnswer& rule : all.rules) {
    const Value* const fired = firedRule(all.verdict, rule.rule);
    Json one = {{"rule", rule.rule},
                {"kind", name(rule.kind)},
                {"fired", fired != nullptr},
                {"asked", rule.on_this_event}};
    if (const std::string because = textOf(fired, "because"); !because.empty())
      one["because"] = because;
    one["conditions"] = Json::array();
    for (const ConditionAnswer& condition : rule.conditions) {
      Json part = {{"condition", condition.condition},
                   {"at", placeOf(condition)},
                   {"depth", condition.depth},
                   {"value", nullptr},
                   {"decided", condition.decided}};
      if (condition.truth != Truth::kUnknown) part["value"] = condition.truth == Truth::kTrue;
      for (const auto& [what, value] : condition.values)
        part["seen"][what] = Json::parse(value.toJson());
      if (const Value* const evidence = evidenceOf(fired, condition)) {
        for (const char* const member : {"spans", "events"})
          if (const Value* const found = evidence->find(member))
            part[member] = Json::parse(found->toJson());
      }
      one["conditions"].push_back(std::move(part));
    }
    one["flips"] = Json::array();
    for (const auto& [index, to] : rule.flips)
      one["flips"].push_back({{"condition", index}, {"to", to}});
    json["rules"].push_back(std::move(one));
  }
  for (const ScoreAccount& score : all.scores) {
    Json one = {{"signal", score.signal}, {"provider", "built_in." + score.provider}};
    one["score"] = score.score ? Json(*score.score) : Json();
    one["account"] = score.account;
    json["scores"].push_back(std::move(one));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace decorum::cli
