#include "tests/support/blind_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/driver/test_keys.h"
#include "decorum/compile.h"

namespace decorum::test {
namespace {

using Words = std::vector<std::string>;

struct Trait {
  const char* name;
  const char* declared;  ///< how its declaration ends, to be followed by `protected`
};
constexpr std::array<Trait, 17> kTraits = {{
    {"customer.tier", "tier: one of basic, plus, premium"},
    {"customer.age", "age: int?"},
    {"customer.visits", "visits: int\n"},
    {"customer.score", "score: 0..1\n"},
    {"customer.balance", "balance: number?"},
    {"customer.verified", "verified: bool\n"},
    {"customer.vip", "vip: bool?"},
    {"customer.name", "  name: text\n"},
    {"customer.city", "city: text?"},
    {"customer.since", "since: time?"},
    {"customer.tags", "tags: list of text"},
    {"customer.nums", "nums: list of int"},
    {"customer.items", "amount: number  count: int }"},
    {"mood", "signal mood of user: -1..1 when missing 0"},
    {"grounded", "signal grounded of reply: 0..1 when missing 1"},
    {"refund.amount", "order: text  amount: number"},
    {"refund.left", "left: int"},
}};

/// Wraps conditions into what looks back, here and there.
class Rememberer {
 public:
  Rememberer(Random& random, Words flags) : random_(random), flags_(std::move(flags)) {}

  void wrap(Expression& whole) {
    for (Expression& part : whole.parts) wrap(part);
    if (!random_.percent(25)) return;
    const std::string inner = whole.text();
    whole = {"", remembered(inner), {}};
  }

 private:
  std::string remembered(const std::string& inner) {
    switch (random_.below(8)) {
      case 0:
        return fmt::format("ever ({})", inner);
      case 1:
        return fmt::format("previously ({})", inner);
      case 2:
        return fmt::format("count({}) >= {}", inner, random_.between(1, 3));
      case 3:
        return fmt::format("count({}, per customer.name) >= 2", inner);
      case 4:
        return fmt::format("(turns since ({}) default 9) < 2", inner);
      case 5:
        return fmt::format("({}) since (turn > 1)", inner);
      case 6:
        return fmt::format("({}) then (turn > 1) within 3 turns", inner);
      default:
        return flags_.empty() ? "never (" + inner + ")"
                              : "previously flagged " + random_.of(flags_);
    }
  }

  Random& random_;
  Words flags_;
};

std::string labelled(std::string declarations, const Trait& trait) {
  std::string declared = trait.declared;
  const bool line = declared.ends_with('\n');
  if (line) declared.pop_back();
  const std::size_t at = declarations.find(trait.declared);
  if (at == std::string::npos) return declarations;
  return declarations.insert(at + declared.size(), " protected");
}

Value otherValue(const std::string& trait, Random& random) {
  const auto integer = [&] { return static_cast<std::int64_t>(random.below(120)); };
  if (trait == "customer.tier") return random.of(Words{"basic", "plus", "premium"});
  if (trait == "customer.name" || trait == "customer.city") {
    return random.of(Words{"a", "anna", "ab", "berlin", "vip"});
  }
  if (trait == "customer.since") {
    return random.of(Words{"2026-05-01T10:00:00Z", "2019-01-01T00:00:00Z"});
  }
  if (trait == "customer.verified" || trait == "customer.vip") return random.percent(50);
  if (trait == "customer.tags") {
    Value::List tags;
    for (std::size_t i = random.below(3); i-- > 0;) tags.emplace_back(random.of(Words{"vip", "x"}));
    return tags;
  }
  if (trait == "customer.nums") {
    Value::List nums;
    for (std::size_t i = random.below(4); i-- > 0;) nums.emplace_back(integer());
    return nums;
  }
  if (trait == "customer.items") {
    Value::List items;
    for (std::size_t i = random.below(4); i-- > 0;) {
      items.emplace_back(Value::Object{{"name", random.of(Words{"a", "b"})},
                                       {"amount", static_cast<double>(random.below(20))},
                                       {"count", integer()}});
    }
    return items;
  }
  if (trait == "customer.score") return static_cast<double>(random.below(101)) / 100;
  if (trait == "mood" || trait == "grounded") return static_cast<double>(random.below(101)) / 100;
  if (trait == "customer.balance" || trait == "refund.amount") {
    return static_cast<double>(random.below(200));
  }
  return integer();
}

/// Gives `object` another value for `field`; now and then none, or one of a wrong type.
void change(Value::Object& object, const std::string& field, const std::string& trait,
            Random& random) {
  object.erase(std::remove_if(object.begin(), object.end(),
                              [&](const auto& member) { return member.first == field; }),
               object.end());
  if (random.percent(15)) return;
  object.emplace_back(field,
                      random.percent(10) ? Value(Value::Object{}) : otherValue(trait, random));
}

std::vector<Event> flipped(const std::vector<Event>& events, const std::string& trait,
                           Random& random) {
  const std::size_t dot = trait.find('.');
  const std::string owner = trait.substr(0, dot);
  const std::string field = dot == std::string::npos ? "" : trait.substr(dot + 1);
  std::vector<Event> changed = events;
  for (Event& event : changed) {
    if (field.empty()) {
      auto& signals = event.signals;
      signals.erase(std::remove_if(signals.begin(), signals.end(),
                                   [&](const auto& signal) { return signal.first == owner; }),
                    signals.end());
      if (!random.percent(30)) signals.emplace_back(owner, otherValue(trait, random));
    } else if (owner == "customer") {
      for (auto& [record, value] : event.facts) {
        const Value::Object* object = value.object();
        if (record != owner || object == nullptr) continue;
        Value::Object copy = *object;
        change(copy, field, trait, random);
        value = std::move(copy);
      }
    } else if (event.tool == owner && event.arguments && event.arguments->object() != nullptr &&
               (event.kind == EventKind::kToolCall) == (field == "amount")) {
      Value::Object copy = *event.arguments->object();
      change(copy, field, trait, random);
      event.arguments = std::move(copy);
    }
  }
  return changed;
}

constexpr const char* kEveryKind = "escalate, redact, disclose, block, hold, retry, clarify, flag";

/// What must not depend on the trait, in words: faults name it, and `wake_at` is no decision.
std::string decided(Verdict verdict, const BlindCase& blind) {
  const auto others = [&](const FiredRule& rule) {
    return blind.kinds.find(name(rule.kind)) == std::string::npos;
  };
  if (!blind.whole) {
    Verdict only;
    only.fired = std::move(verdict.fired);
    only.fired.erase(std::remove_if(only.fired.begin(), only.fired.end(), others),
                     only.fired.end());
    return toJson(only);
  }
  verdict.faults.clear();
  verdict.wake_at_ms.reset();
  return toJson(verdict);
}

std::vector<std::string> judge(const Policy& policy, const std::vector<Event>& events,
                               const BlindCase& blind) {
  ConversationOptions options;
  options.vault = keysOfTests();
  Conversation conversation(policy, "c-1", options);
  std::vector<std::string> all;
  for (const Event& event : events) all.push_back(decided(conversation.give(event), blind));
  return all;
}

/// The first difference that a change of the trait makes.
std::optional<std::string> interference(const Policy& policy, const BlindCase& blind, int flips) {
  Random random(blind.seed * 7919 + 17);
  const auto before = judge(policy, blind.sample.events, blind);
  for (int flip = 0; flip < flips; ++flip) {
    const auto events = flipped(blind.sample.events, blind.trait, random);
    const auto after = judge(policy, events, blind);
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i] == after[i]) continue;
      return fmt::format("'{}' was changed, and event {} differs:\n{}\n{}", blind.trait, i,
                         before[i], after[i]);
    }
  }
  return std::nullopt;
}

std::string keep(const BlindCase& blind) {
  return fmt::format("\nfairness equal\n  keep {} blind to protected\n", blind.kinds);
}

}  // namespace

BlindCase makeBlindCase(std::uint64_t seed) {
  Random random(seed * 31 + 5);
  BlindCase blind;
  blind.seed = seed;
  blind.sample = makePolicyCase(seed);
  const Trait& trait = random.of(std::vector<Trait>(kTraits.begin(), kTraits.end()));
  blind.trait = trait.name;
  blind.sample.declarations = labelled(blind.sample.declarations, trait);
  Words flags;
  for (const RuleText& rule : blind.sample.rules) {
    const std::size_t as = rule.head.find("\n  as ");
    if (as != std::string::npos) flags.push_back(rule.head.substr(as + 6));
  }
  Rememberer remember(random, std::move(flags));
  for (RuleText& rule : blind.sample.rules) {
    if (rule.when) remember.wrap(*rule.when);
    if (rule.unless) remember.wrap(*rule.unless);
  }
  blind.whole = random.percent(60);
  blind.kinds = blind.whole ? kEveryKind
                            : random.of(Words{"block", "escalate, flag", "disclose", "redact, hold",
                                              "retry, clarify", "disclose, block"});
  return blind;
}

BlindJudgement judgeBlind(const BlindCase& blind, int flips) {
  using Kind = BlindJudgement::Kind;
  const std::string text = blind.sample.policy();
  const Compilation free = compilePolicyText(text, "sample.decorum");
  if (!free.policy) return {Kind::kInvalid, false, toText(free.findings)};
  const auto changed = interference(*free.policy, blind, flips);
  const Compilation kept = compilePolicyText(text + keep(blind), "sample.decorum");
  BlindJudgement judgement{Kind::kUnchanged, changed.has_value(), ""};
  if (!kept.policy) {
    judgement.kind = Kind::kRefused;
    for (const Finding& finding : kept.findings) {
      if (finding.severity == "error" && finding.code != "D0402") judgement.kind = Kind::kInvalid;
    }
  } else if (changed) {
    judgement.kind = Kind::kInterference;
    judgement.text = *changed + "\n" + describe(blind.sample) + keep(blind);
  }
  return judgement;
}

}  // namespace decorum::test
