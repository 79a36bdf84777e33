#include "tests/support/random_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "decorum/verdict.h"

namespace decorum::test {
namespace {

using Words = std::vector<std::string>;

constexpr const char* kDeclarations = R"(policy sample version "1"

facts customer {
  tier: one of basic, plus, premium
  age: int?
  visits: int
  score: 0..1
  balance: number?
  verified: bool
  vip: bool?
  name: text
  city: text?
  since: time?
  tags: list of text
  nums: list of int
  items: list of { name: text  amount: number  count: int }
}

signal mood of user: -1..1 when missing 0 from built_in.sentiment
signal tongue of reply: 0..1? from built_in.english
signal grounded of reply: 0..1 when missing 1

phrases legal = "lawyer", "attorney", "see you in court"
phrases human = "human", "real person", "agent" spaced
pattern price = /(?<amount>[0-9]+(\.[0-9]{2})?) ?EUR/ with amount: number
pattern order_id = /ORD-[0-9]{4}/ not personal

tool refund { order: text  amount: number  urgent: bool? } returns { done: bool  left: int }

hours support = mon..fri 09:00..17:30, sat 10:00..14:00 in "Europe/Berlin"

define important = customer.tier == premium or customer.visits > 10
define above(limit: number) = customer.score > limit
)";

const Words kTexts = {"\"\"", "\"a\"", "\"ab\"", "\"berlin\"", "\"vip\"", "\"anna\""};
const Words kSubjects = {"user", "reply", "document", "tool_result"};
const Words kComparisons = {"==", "!=", "<", "<=", ">", ">="};

/// Writes conditions. Operands in parentheses throughout: precedence is for other tests.
class Author {
 public:
  explicit Author(Random& random) : random_(random) {}

  Expression condition(int depth) {
    if (depth == 0 || random_.percent(30)) return {"", leaf(), {}};
    if (random_.percent(20)) return {"not", "", {condition(depth - 1)}};
    Expression joined{random_.percent(50) ? "and" : "or", "", {}};
    for (std::size_t i = random_.between(2, 3); i-- > 0;) {
      joined.parts.push_back(condition(depth - 1));
    }
    return joined;
  }

  std::string target() {
    return random_.of(Words{"legal", "human", "price", "order_id", "\"refund\"", "pii.email"});
  }

 private:
  std::string leaf() {
    switch (random_.below(12)) {
      case 0:
      case 1:
        return mention();
      case 2:
        return fmt::format("{} {} {}", integer(2), random_.of(kComparisons), integer(2));
      case 3:
        return fmt::format("{} {} {}", number(2), random_.of(kComparisons), number(2));
      case 4:
        return boolean();
      case 5:
        return ofText();
      case 6:
        return ofEnumeration();
      case 7:
        return quantified();
      case 8:
        return ofTool();
      case 9:
        return ofTime();
      case 10:
        return random_.percent(50)
                   ? fmt::format("{} between {} and {}", number(1), number(0), number(1))
                   : fmt::format("{} in {{{}, {}, 7}}", integer(1), random_.below(4),
                                 random_.below(100) + 8);
      default:
        return random_.of(Words{"first reply", "user is truncated", "important", "above(0.25)",
                                "customer.age is known", "customer.city is not known",
                                "customer.tags contains \"vip\"", "customer.nums contains 3"});
    }
  }

  std::string mention() {
    const std::string& subject = random_.of(kSubjects);
    switch (random_.below(4)) {
      case 0:
        return fmt::format("{} mentions all of legal, \"{}\"", subject,
                           random_.of(Words{"now", "money"}));
      case 1:
        return fmt::format("{} mentions at least 2 of legal, human, \"money\"", subject);
      default:
        return fmt::format("{} mentions {}", subject, target());
    }
  }

  std::string boolean() {
    return random_.of(Words{"customer.verified", "(customer.vip default false)",
                            "(refund.done default true)", "customer.vip is known"});
  }

  std::string ofText() {
    const std::string& text = random_.of(kTexts);
    const std::string subject =
        random_.percent(50) ? "customer.name" : "(customer.city default \"a\")";
    return fmt::format("{} {} {}", subject,
                       random_.of(Words{"==", "!=", "starts with", "ends with", "contains"}), text);
  }

  std::string ofEnumeration() {
    const std::string& member = random_.of(Words{"basic", "plus", "premium"});
    return random_.percent(50)
               ? fmt::format("customer.tier != {}", member)
               : fmt::format("customer.tier in {{{}, plus}}", member == "plus" ? "basic" : member);
  }

  std::string quantified() {
    const std::string it =
        random_.of(Words{"it.amount > 10", "(it.amount < 3.5 or it.count == 2)", "it.name == \"a\"",
                         "(it.count + customer.visits > 3)", "not it.count > 1",
                         "(it.amount > customer.score and important)"});
    switch (random_.below(4)) {
      case 0:
        return fmt::format("any of customer.items where {}", it);
      case 1:
        return fmt::format("every of customer.items where {}", it);
      case 2:
        return fmt::format("any price in user where it.amount > {}", random_.below(40));
      default:
        return fmt::format("every price in reply where (it.amount > {} or customer.verified)",
                           random_.below(40));
    }
  }

  std::string ofTool() {
    switch (random_.below(4)) {
      case 0:
        return "tool_call is refund";
      case 1:
        return "tool_call is unknown";
      case 2:
        return fmt::format("tool_call is refund and refund.amount > {}", random_.below(100));
      default:
        return fmt::format("(refund.left default 5) < {}", random_.below(10));
    }
  }

  std::string ofTime() {
    return random_.of(Words{"now within support", "time of day < 12:00", "weekday in {mon, fri}",
                            "now - (customer.since default 2020-01-01) > 3 days",
                            "(customer.since default 2026-01-01) < now + 2 hours"});
  }

  std::string integer(int depth) {
    if (depth > 0 && random_.percent(40)) {
      return fmt::format("({} {} {})", integer(depth - 1), random_.of(Words{"+", "-", "*"}),
                         integer(depth - 1));
    }
    return random_.of(Words{
        "(customer.age default 99)", "customer.visits", "turn", "3", "0", "1000000",
        "9223372036854775807", "(-1)", "length(user)", "words(reply)", "occurrences(user, legal)",
        "occurrences(reply, price)", "size(customer.tags)", "sum(customer.nums)",
        "sum(customer.items.count)", "(how many of customer.items where it.amount > 1)"});
  }

  std::string number(int depth) {
    if (depth > 0 && random_.percent(40)) {
      return fmt::format("({} {} {})", number(depth - 1), random_.of(Words{"+", "-", "*", "/"}),
                         number(depth - 1));
    }
    if (random_.percent(15)) return integer(depth);
    return random_.of(Words{"customer.score", "(customer.balance default 0.5)", "mood",
                            "(tongue default 0.5)", "grounded", "0.25", "50%", "2.0",
                            "sum(customer.items.amount)"});
  }

  Random& random_;
};

class CaseMaker {
 public:
  explicit CaseMaker(std::uint64_t seed) : random_(seed), author_(random_) {}

  PolicyCase run() {
    PolicyCase sample;
    sample.declarations = kDeclarations;
    if (random_.percent(10)) sample.declarations += "\non fault open\n";
    for (std::size_t i = random_.between(1, 6); i-- > 0;) sample.rules.push_back(rule());
    for (std::size_t i = random_.between(2, 7); i-- > 0;) sample.events.push_back(event());
    return sample;
  }

 private:
  std::string message() {
    return random_.of(Words{"\"One moment.\"", "\"You are {customer.tier}.\"",
                            "\"{customer.visits} visits, {length(user)} letters\"",
                            "\"Score {customer.score}: {customer.age default 0}\""});
  }

  RuleText rule() {
    RuleText rule;
    const std::string name = fmt::format("r{}", rules_++);
    switch (random_.below(8)) {
      case 0:
        rule.head = fmt::format("escalate {}\n  on {}\n  to {}", name, on(), queue());
        if (random_.percent(50)) rule.clauses.push_back("within 15 minutes");
        if (random_.percent(30)) rule.clauses.push_back("keep chatting");
        break;
      case 1:
        return redaction(name);
      case 2:
        rule.head = fmt::format("disclose {}\n  on reply\n  say {}", name, message());
        rule.clauses.push_back(random_.of(Words{"before reply", "after reply", "instead"}));
        break;
      case 3:
        rule.head = fmt::format("block {}\n  on {}\n  say {}", name, on(), message());
        break;
      case 4:
        rule.head = fmt::format("hold {}\n  on reply\n  for {} within 10 minutes otherwise {}",
                                name, queue(), random_.of(Words{"block", "release"}));
        break;
      case 5:
        rule.head = fmt::format(
            "retry {}\n  on reply\n  telling \"Be brief.\" at most 2 times otherwise block", name);
        break;
      case 6:
        rule.head = fmt::format("clarify {}\n  on user\n  ask \"Which order?\"", name);
        break;
      default:
        rule.head = fmt::format("flag {}\n  on {}\n  as seen_{}", name, on(), name);
    }
    if (random_.percent(90)) rule.when = author_.condition(3);
    if (random_.percent(15)) rule.unless = author_.condition(1);
    commonClauses(rule);
    return rule;
  }

  RuleText redaction(const std::string& name) {
    RuleText rule;
    const std::string find =
        random_.of(Words{"order_id", "price where it.amount > 10", "pii.email", "legal, price",
                         "price where (it.amount > customer.score or customer.verified)",
                         "pii.card joining last 3 user turns", "pii.card"});
    const bool joins = find.find("joining") != std::string::npos;
    rule.head = fmt::format(
        "redact {}\n  on {}\n  find {}\n  replace with {}", name,
        joins ? "user, reply" : random_.of(Words{"user", "reply", "user, reply", "tool_result"}),
        find,
        random_.of(Words{"label", "mask", "last 4", "first 1 last 2", "drop", "text \"X\"", "token",
                         "hash", "generalize"}));
    if (random_.percent(40)) rule.when = author_.condition(2);
    commonClauses(rule);
    return rule;
  }

  void commonClauses(RuleText& rule) {
    const auto add = [&](unsigned percent, const std::string& clause) {
      if (random_.percent(percent)) rule.clauses.push_back(clause);
    };
    const bool finds = rule.head.starts_with("redact");
    add(20, finds ? "because \"Of {match} and {customer.tier}.\"" : "because \"{customer.tier}\"");
    add(20, "cites \"A standard\"");
    add(20, "priority " + random_.of(Words{"low", "high", "urgent"}));
    add(15, "mode shadow");
    add(10, "for 50% of conversations");
    add(15,
        random_.of(Words{"once per conversation", "every 2 turns", "at most once in 24 hours"}));
    add(15, random_.of(Words{"on fault open", "on fault closed"}));
    add(10, "effective 2026-06-01");
  }

  std::string on() {
    return random_.of(Words{"user", "reply", "user, reply", "tool_call", "tool_result, document",
                            "user, document, tool_call, tool_result, reply"});
  }
  std::string queue() { return random_.of(Words{"legal_team", "support", "supervisors"}); }

  // ---- events

  std::string text() {
    const Words words = {"my lawyer",
                         "wants",
                         "12 EUR",
                         "or 99.50 EUR",
                         "a h u m a n",
                         "ORD-1234",
                         "please",
                         "now",
                         "4111 1111",
                         "1111 1111",
                         "money refund",
                         "an attorney",
                         "a@example.org",
                         "agent",
                         "\xC3\xA9t\xC3\xA9",
                         "real person",
                         "see you in court",
                         "order",
                         "terrible!",
                         "not happy",
                         "where is the"};
    std::string all;
    for (std::size_t i = random_.below(8); i-- > 0;) all += random_.of(words) + " ";
    return all;
  }

  Event event() {
    Event event;
    constexpr EventKind kKinds[] = {
        EventKind::kUser,     EventKind::kUser,       EventKind::kReply,    EventKind::kReply,
        EventKind::kToolCall, EventKind::kToolResult, EventKind::kDocument, EventKind::kClose};
    event.kind = kKinds[random_.below(8)];
    if (event.kind != EventKind::kClose) event.text = text();
    if (random_.percent(60)) time_ms_ += static_cast<std::int64_t>(random_.below(100'000'000));
    event.time_ms = time_ms_;
    if (!has_facts_ ? random_.percent(90) : random_.percent(20)) {
      event.facts.emplace_back("customer", customer());
      has_facts_ = true;
    }
    if (random_.percent(50)) event.signals.emplace_back("mood", signal());
    if (random_.percent(50)) event.signals.emplace_back("grounded", signal());
    if (event.kind == EventKind::kToolCall || event.kind == EventKind::kToolResult) tool(event);
    event.truncated = random_.percent(5);
    return event;
  }

  Value signal() {
    if (random_.percent(10)) return {};
    return static_cast<double>(random_.below(300)) / 100 - 1.5;
  }

  void tool(Event& event) {
    event.tool = random_.percent(85) ? "refund" : "launch";
    if (random_.percent(10)) return;
    Value::Object object;
    if (event.kind == EventKind::kToolCall) {
      object = {{"order", "ORD-1"}, {"amount", static_cast<double>(random_.below(200))}};
      if (random_.percent(50)) object.emplace_back("urgent", random_.percent(50));
    } else {
      object = {{"done", random_.percent(50)}, {"left", integer()}};
    }
    disturb(object);
    event.arguments = std::move(object);
  }

  std::int64_t integer() {
    const std::vector<std::int64_t> kInts = {0,
                                             1,
                                             2,
                                             3,
                                             17,
                                             18,
                                             100,
                                             std::numeric_limits<std::int64_t>::max(),
                                             std::numeric_limits<std::int64_t>::min()};
    return random_.of(kInts);
  }

  Value customer() {
    Value::Object object = {{"tier", random_.of(Words{"basic", "plus", "premium"})},
                            {"visits", integer()},
                            {"score", static_cast<double>(random_.below(101)) / 100},
                            {"verified", random_.percent(50)},
                            {"name", random_.of(Words{"a", "anna", "ab", ""})}};
    if (random_.percent(60)) object.emplace_back("age", integer());
    if (random_.percent(60)) object.emplace_back("balance", 12.5);
    if (random_.percent(60)) object.emplace_back("vip", random_.percent(50));
    if (random_.percent(60)) object.emplace_back("city", random_.of(Words{"berlin", "a"}));
    if (random_.percent(60)) object.emplace_back("since", "2026-05-01T10:00:00Z");
    Value::List tags, nums, items;
    for (std::size_t i = random_.below(3); i-- > 0;) {
      tags.emplace_back(random_.of(Words{"vip", "new"}));
    }
    for (std::size_t i = random_.below(4); i-- > 0;) nums.emplace_back(integer());
    for (std::size_t i = random_.below(4); i-- > 0;) {
      Value::Object item = {{"name", random_.of(Words{"a", "b"})},
                            {"amount", static_cast<double>(random_.below(20))},
                            {"count", integer()}};
      if (random_.percent(10)) disturb(item);
      items.emplace_back(std::move(item));
    }
    object.emplace_back("tags", std::move(tags));
    object.emplace_back("nums", std::move(nums));
    object.emplace_back("items", std::move(items));
    disturb(object);
    return object;
  }

  /// Leaves a member out or gives it a value of the wrong type, now and then.
  void disturb(Value::Object& object) {
    if (object.empty() || !random_.percent(30)) return;
    const std::size_t at = random_.below(object.size());
    if (random_.percent(50)) {
      object.erase(object.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      object[at].second = random_.percent(50) ? Value("wrong") : Value(-1);
    }
  }

  Random random_;
  Author author_;
  std::size_t rules_ = 0;
  std::int64_t time_ms_ = 1'795'000'000'000;
  bool has_facts_ = false;
};

// --------------------------------------------------------------------------------------------
// smaller cases

using Differs = std::function<bool(const PolicyCase&)>;

bool tryCase(PolicyCase& sample, PolicyCase smaller, const Differs& differs) {
  if (!differs(smaller)) return false;
  sample = std::move(smaller);
  return true;
}

/// Tries to leave out each element of the list that `list(sample)` names.
template <class List>
bool dropEach(PolicyCase& sample, List list, std::size_t least, const Differs& differs) {
  bool dropped = false;
  for (std::size_t i = list(sample).size(); i-- > 0 && list(sample).size() > least;) {
    PolicyCase smaller = sample;
    list(smaller).erase(list(smaller).begin() + static_cast<std::ptrdiff_t>(i));
    dropped |= tryCase(sample, std::move(smaller), differs);
  }
  return dropped;
}

/// Smaller expressions in the place of this one.
std::vector<Expression> smallerThan(const Expression& whole) {
  std::vector<Expression> all = whole.parts;
  for (std::size_t i = 0; i < whole.parts.size(); ++i) {
    if (whole.parts.size() > 2) {
      all.push_back(whole);
      all.back().parts.erase(all.back().parts.begin() + static_cast<std::ptrdiff_t>(i));
    }
    for (Expression& part : smallerThan(whole.parts[i])) {
      all.push_back(whole);
      all.back().parts[i] = std::move(part);
    }
  }
  return all;
}

bool simplify(PolicyCase& sample, std::size_t rule, std::optional<Expression> RuleText::* clause,
              const Differs& differs) {
  if (!(sample.rules[rule].*clause)) return false;
  PolicyCase without = sample;
  (without.rules[rule].*clause).reset();
  if (tryCase(sample, std::move(without), differs)) return true;
  for (Expression& smaller_one : smallerThan(*(sample.rules[rule].*clause))) {
    PolicyCase smaller = sample;
    smaller.rules[rule].*clause = std::move(smaller_one);
    if (tryCase(sample, std::move(smaller), differs)) return true;
  }
  return false;
}

bool shrinkOnce(PolicyCase& sample, const Differs& differs) {
  bool smaller = dropEach(sample, [](PolicyCase& c) -> auto& { return c.rules; }, 1, differs);
  smaller |= dropEach(sample, [](PolicyCase& c) -> auto& { return c.events; }, 1, differs);
  for (std::size_t i = 0; i < sample.rules.size(); ++i) {
    smaller |=
        dropEach(sample, [i](PolicyCase& c) -> auto& { return c.rules[i].clauses; }, 0, differs);
    smaller |= simplify(sample, i, &RuleText::when, differs);
    smaller |= simplify(sample, i, &RuleText::unless, differs);
  }
  for (std::size_t i = 0; i < sample.events.size(); ++i) {
    smaller |=
        dropEach(sample, [i](PolicyCase& c) -> auto& { return c.events[i].facts; }, 0, differs);
    smaller |=
        dropEach(sample, [i](PolicyCase& c) -> auto& { return c.events[i].signals; }, 0, differs);
  }
  return smaller;
}

std::string describe(const Event& event) {
  std::string all = fmt::format("{} \"{}\"", name(event.kind), event.text);
  if (!event.tool.empty()) all += " tool " + event.tool;
  if (event.arguments) all += " " + event.arguments->toJson();
  for (const auto& [key, value] : event.facts) all += " " + key + " " + value.toJson();
  for (const auto& [key, value] : event.signals) all += " " + key + "=" + value.toJson();
  if (event.truncated) all += " truncated";
  return all + fmt::format(" at {} ms", event.time_ms.value_or(0));
}

}  // namespace

std::string Expression::text() const {
  if (joint.empty()) return leaf;
  if (joint == "not") return "not (" + parts[0].text() + ")";
  std::string all;
  for (const Expression& part : parts) {
    all += (all.empty() ? "(" : " " + joint + " (") + part.text() + ")";
  }
  return all;
}

std::string RuleText::text() const {
  std::string all = head;
  if (when) all += "\n  when " + when->text();
  if (unless) all += "\n  unless " + unless->text();
  for (const std::string& clause : clauses) all += "\n  " + clause;
  return all + "\n";
}

std::string PolicyCase::policy() const {
  std::string all = declarations;
  for (const RuleText& rule : rules) all += "\n" + rule.text();
  return all;
}

PolicyCase makePolicyCase(std::uint64_t seed) { return CaseMaker(seed).run(); }

PolicyCase shrink(PolicyCase sample, const Differs& differs) {
  while (shrinkOnce(sample, differs)) {
  }
  return sample;
}

std::string describe(const PolicyCase& sample) {
  std::string all = sample.policy();
  for (const Event& event : sample.events) all += describe(event) + "\n";
  return all;
}

}  // namespace decorum::test
