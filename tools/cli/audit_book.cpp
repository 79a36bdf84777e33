#include "tools/cli/audit_book.h"

#include <algorithm>
#include <utility>

#include "runtime/engine/policy_impl.h"

namespace decorum::cli {
namespace {

constexpr std::size_t kKinds = static_cast<std::size_t>(RuleKind::kFlag) + 1;
constexpr std::size_t kMostGroups = 64;  // of a fact that may be anything
constexpr std::size_t kExamples = 20;
const char* const kNotGiven = "not given";
const char* const kOther = "other";

std::vector<std::string> groupsOf(const plan::FieldShape& shape) {
  if (shape.type == plan::FieldType::kEnum) return shape.members;
  if (shape.type == plan::FieldType::kBool) return {"false", "true"};
  return {};
}

std::vector<GroupFact> allFacts(const Policy& policy) {
  std::vector<GroupFact> facts;
  for (const plan::Record& record : policy.impl().plan.records) {
    for (const plan::Field& field : record.fields) {
      if (field.shape.type == plan::FieldType::kList) continue;
      facts.push_back(
          {record.name + "." + field.name, record.name, field.name, groupsOf(field.shape)});
    }
  }
  return facts;
}

std::vector<std::string> usualFacts(const Policy& policy) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const plan::Monitor& monitor : policy.impl().plan.monitors) add(monitor.fact);
  for (const plan::Record& record : policy.impl().plan.records) {
    for (const plan::Field& field : record.fields) {
      const bool is_trait = (field.labels & (plan::kProtected | plan::kProxy)) != 0;
      if (is_trait && !groupsOf(field.shape).empty()) add(record.name + "." + field.name);
    }
  }
  return names;
}

/// What stands under `path` ("gender", "address.city") in a record; null where nothing does.
const Value* valueAt(const Value& record, std::string_view path) {
  const Value* at = &record;
  while (at != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const Value::Object* const object = at->object();
    if (object == nullptr) return nullptr;
    const auto found = std::find_if(object->begin(), object->end(), [&](const auto& member) {
      return member.first == path.substr(0, dot);
    });
    at = found == object->end() ? nullptr : &found->second;
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return at;
}

std::string shown(const Value& value) {
  if (const std::string* text = value.text()) return *text;
  return value.isNull() ? std::string() : value.toJson();
}

std::optional<std::int64_t> quantile(std::vector<std::int64_t> values, double share) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  return values[at];
}

}  // namespace

struct AuditBook::Live {
  Live(const Policy& policy, const std::string& the_id, const ConversationOptions& options)
      : id(the_id), conversation(policy, the_id, options) {
    for (std::size_t i = 0; i < SwapCheck::count(policy); ++i)
      checks.emplace_back(policy, i, the_id, options);
  }

  std::string id;
  Conversation conversation;
  std::vector<SwapCheck> checks;
  std::vector<std::optional<std::uint32_t>> groups;  ///< by fact: the first that was given
  std::vector<bool> fired;                           ///< by rule
  std::string locale, channel;
  std::optional<std::uint32_t> asked_at;  ///< the event of the first escalation
  std::int64_t asked_ms = 0;
  bool asked_again = false;
  std::optional<std::int64_t> waited_ms;
};

std::vector<std::string> factNames(const Policy& policy) {
  std::vector<std::string> names;
  for (const GroupFact& fact : allFacts(policy)) names.push_back(fact.name);
  return names;
}

std::optional<std::vector<GroupFact>> groupFacts(const Policy& policy,
                                                 const std::vector<std::string>& names,
                                                 std::string& wrong) {
  const std::vector<GroupFact> all = allFacts(policy);
  std::vector<GroupFact> facts;
  for (const std::string& name : names.empty() ? usualFacts(policy) : names) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const GroupFact& fact) { return fact.name == name; });
    if (found == all.end()) return wrong = name, std::nullopt;
    facts.push_back(*found);
  }
  return facts;
}

AuditBook::AuditBook(Policy policy, std::vector<GroupFact> facts, ConversationOptions options)
    : policy_(std::move(policy)),
      facts_(std::move(facts)),
      options_(std::move(options)),
      rules_(rulesOf(policy_)) {
  for (const GroupFact& fact : facts_) {
    report_.facts.push_back(fact.name);
    groups_.push_back(fact.groups);
    groups_.back().emplace_back(kNotGiven);
    tallies_.emplace_back(groups_.back().size());
  }
  for (const plan::Swap& swap : policy_.impl().plan.swaps) swaps_.push_back({swap.name, 0, 0, {}});
  for (const RuleName& rule : rules_) {
    if (rule.kind == RuleKind::kDisclose) disclosures_[rule.name].rule = rule.name;
  }
}

AuditBook::~AuditBook() = default;

AuditBook::Live& AuditBook::liveOf(const std::string& id) {
  std::unique_ptr<Live>& live = live_[id];
  if (live != nullptr) return *live;
  live = std::make_unique<Live>(policy_, id, options_);
  live->groups.resize(facts_.size());
  live->fired.resize(rules_.size());
  ++report_.conversations;
  return *live;
}

void AuditBook::give(const std::string& id, const Event& event) {
  Live& live = liveOf(id);
  ++report_.events;
  const std::int64_t time_ms = event.time_ms.value_or(0);
  report_.from_ms = std::min(report_.from_ms.value_or(time_ms), time_ms);
  report_.until_ms = std::max(report_.until_ms.value_or(time_ms), time_ms);
  const Verdict verdict = live.conversation.give(event);
  monitors_.add(policy_, verdict.counts);
  take(live, event, verdict);
  for (std::size_t i = 0; i < live.checks.size(); ++i) {
    const auto unequal = live.checks[i].give(event, verdict);
    if (!unequal) continue;
    SwapResult& swap = swaps_[i];
    ++swap.unequal;
    if (swap.examples.size() >= kExamples) continue;
    UnequalTurn turn{id, verdict.index, {}, unequal->spans};
    for (const UnequalRule& rule : unequal->rules) turn.rules.push_back(rule.rule);
    swap.examples.push_back(std::move(turn));
  }
}

void AuditBook::take(Live& live, const Event& event, const Verdict& verdict) {
  takeFacts(live, event);
  takeRules(live, event, verdict);
  takeDisclosures(verdict);
  for (const Edit& edit : verdict.edits) ++redactions_[{edit.detector, live.locale, live.channel}];
}

void AuditBook::takeFacts(Live& live, const Event& event) {
  for (const auto& [record, value] : event.facts) {
    for (std::size_t fact = 0; fact < facts_.size(); ++fact) {
      if (facts_[fact].record != record || live.groups[fact]) continue;
      const Value* const given = valueAt(value, facts_[fact].field);
      if (given != nullptr && !given->isNull()) {
        live.groups[fact] = groupNamed(fact, shown(*given));
      }
    }
    if (record != "conversation") continue;
    if (const Value* locale = valueAt(value, "locale")) live.locale = shown(*locale);
    if (const Value* channel = valueAt(value, "channel")) live.channel = shown(*channel);
  }
}

/// The index of a group. "not given" keeps its own, and is shown last.
std::uint32_t AuditBook::groupNamed(std::size_t fact, const std::string& value) {
  std::vector<std::string>& groups = groups_[fact];
  const auto place = [&](const std::string& name) {
    return static_cast<std::uint32_t>(std::find(groups.begin(), groups.end(), name) -
                                      groups.begin());
  };
  if (place(value) < groups.size()) return place(value);
  const bool is_full = groups.size() >= kMostGroups;
  const std::string& name = is_full ? kOther : value;
  if (place(name) < groups.size()) return place(name);
  groups.push_back(name);
  tallies_[fact].emplace_back();
  return static_cast<std::uint32_t>(groups.size() - 1);
}

void AuditBook::takeRules(Live& live, const Event& event, const Verdict& verdict) {
  bool escalates = false;
  for (const FiredRule& fired : verdict.fired) {
    const auto rule = std::lower_bound(
        rules_.begin(), rules_.end(), fired.rule,
        [](const RuleName& known, const std::string& wanted) { return known.name < wanted; });
    if (rule == rules_.end()) continue;
    live.fired[static_cast<std::size_t>(rule - rules_.begin())] = true;
    escalates = escalates || fired.kind == RuleKind::kEscalate;
  }
  const std::int64_t time_ms = event.time_ms.value_or(0);
  const bool answers = event.kind == EventKind::kReply && live.asked_at && !live.waited_ms &&
                       verdict.disposition != Disposition::kRetry;
  if (answers) live.waited_ms = time_ms - live.asked_ms;
  if (!escalates) return;
  if (!live.asked_at) {
    live.asked_at = verdict.index;
    live.asked_ms = time_ms;
  } else {
    live.asked_again = true;
  }
}

void AuditBook::takeDisclosures(const Verdict& verdict) {
  for (const FiredRule& fired : verdict.fired) {
    if (fired.kind == RuleKind::kDisclose) ++disclosures_[fired.rule].due;
  }
  for (const Disclosure& shown : verdict.disclosures) {
    const auto found = disclosures_.find(shown.rule);
    if (found != disclosures_.end()) ++found->second.shown;
  }
  for (const std::string& duty : verdict.open_duties) ++disclosures_[duty].open;
}

void AuditBook::end(const std::string& id) {
  const auto found = live_.find(id);
  if (found == live_.end()) return;
  close(*found->second);
  live_.erase(found);
}

void AuditBook::close(Live& live) {
  for (SwapResult& swap : swaps_) ++swap.conversations;
  for (std::size_t fact = 0; fact < facts_.size(); ++fact) {
    const auto not_given = static_cast<std::uint32_t>(facts_[fact].groups.size());
    GroupTally& tally = tallies_[fact][live.groups[fact].value_or(not_given)];
    tally.rules.resize(rules_.size());
    tally.kinds.resize(kKinds);
    ++tally.conversations;
    std::vector<bool> kinds(kKinds);
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
      if (!live.fired[rule]) continue;
      ++tally.rules[rule];
      kinds[static_cast<std::size_t>(rules_[rule].kind)] = true;
    }
    for (std::size_t kind = 0; kind < kKinds; ++kind) tally.kinds[kind] += kinds[kind] ? 1 : 0;
    tally.asked_again += live.asked_again ? 1 : 0;
    if (!live.waited_ms) continue;
    ++tally.answered;
    tally.waits_ms.push_back(*live.waited_ms);
  }
}

std::vector<std::size_t> AuditBook::groupsAsShown(std::size_t fact) const {
  const std::size_t not_given = facts_[fact].groups.size();
  std::vector<std::size_t> groups;
  for (std::size_t group = 0; group < groups_[fact].size(); ++group) {
    if (group != not_given) groups.push_back(group);
  }
  groups.push_back(not_given);
  return groups;
}

void AuditBook::addEffects(AuditReport& report) const {
  const auto add = [&](const std::string& effect, std::size_t kinds_rules, std::size_t fact,
                       auto countOf) {
    EffectByGroup by{
        effect, kinds_rules > 0, std::max<std::size_t>(kinds_rules, 1), facts_[fact].name, {}};
    by.comparison.effect = effect;
    by.comparison.fact = by.fact;
    by.comparison.at_least = 0.8;
    by.comparison.each = 1;
    by.comparison.confidence = 0.95;
    for (const std::size_t group : groupsAsShown(fact)) {
      const GroupTally& tally = tallies_[fact][group];
      if (tally.conversations == 0) continue;
      GroupResult result;
      result.count = {groups_[fact][group], tally.conversations, countOf(tally)};
      by.comparison.groups.push_back(std::move(result));
    }
    compareGroups(by.comparison);
    report.effects.push_back(std::move(by));
  };
  for (std::size_t fact = 0; fact < facts_.size(); ++fact) {
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      const auto is_one = [&](const RuleName& rule) {
        return rule.kind == static_cast<RuleKind>(kind);
      };
      const auto rules =
          static_cast<std::size_t>(std::count_if(rules_.begin(), rules_.end(), is_one));
      if (rules == 0) continue;
      add(name(static_cast<RuleKind>(kind)), rules, fact,
          [&](const GroupTally& tally) { return tally.kinds[kind]; });
      for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        if (!is_one(rules_[rule])) continue;
        add(rules_[rule].name, 0, fact, [&](const GroupTally& tally) { return tally.rules[rule]; });
      }
    }
  }
}

void AuditBook::addWaits(AuditReport& report) const {
  constexpr auto kEscalate = static_cast<std::size_t>(RuleKind::kEscalate);
  const bool has_times = report.from_ms != report.until_ms;
  for (std::size_t fact = 0; fact < facts_.size(); ++fact) {
    for (const std::size_t group : groupsAsShown(fact)) {
      const GroupTally& tally = tallies_[fact][group];
      if (tally.conversations == 0) continue;
      WaitResult wait{facts_[fact].name,
                      groups_[fact][group],
                      tally.conversations,
                      tally.kinds[kEscalate],
                      tally.asked_again,
                      tally.answered,
                      {},
                      {}};
      if (has_times) {
        wait.median_ms = quantile(tally.waits_ms, 0.5);
        wait.p90_ms = quantile(tally.waits_ms, 0.9);
      }
      report.waits.push_back(std::move(wait));
    }
  }
}

AuditReport AuditBook::finish() {
  for (auto& [id, live] : live_) close(*live);
  live_.clear();
  AuditReport report = std::move(report_);
  report.policy = policy_.name();
  report.version = policy_.version();
  report.digest = policy_.digest();
  addEffects(report);
  report.windows = monitors_.report();
  report.swaps = swaps_;
  for (const auto& [key, count] : redactions_) {
    const auto& [detector, locale, channel] = key;
    report.redactions.push_back({detector, locale, channel, count});
  }
  if (std::any_of(rules_.begin(), rules_.end(),
                  [](const RuleName& rule) { return rule.kind == RuleKind::kEscalate; })) {
    addWaits(report);
  }
  for (const auto& [rule, result] : disclosures_) report.disclosures.push_back(result);
  return report;
}

}  // namespace decorum::cli
