#include "tools/goals/compiled.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace decorum::goals {
namespace {

/// The number at the end of a name, "f.int12"; none where it does not begin like this.
std::optional<std::size_t> numbered(std::string_view name, std::string_view begin) {
  if (!name.starts_with(begin)) return std::nullopt;
  std::size_t number = 0;
  const char* const end = name.data() + name.size();
  const auto read = std::from_chars(name.data() + begin.size(), end, number);
  return read.ptr == end ? std::optional(number) : std::nullopt;
}

std::optional<eval::Value> valueOf(std::string_view name, const Inputs& inputs) {
  eval::Value value;
  value.state = eval::State::kOk;
  if (const auto i = numbered(name, "f.int")) {
    value.cell.integer = inputs.ints.at(*i);
  } else if (const auto n = numbered(name, "f.number")) {
    value.cell.number = inputs.numbers.at(*n);
  } else if (const auto e = numbered(name, "f.enum")) {
    value.cell.integer = inputs.enums.at(*e);
  } else if (const auto f = numbered(name, "f.found")) {
    value.cell.integer = inputs.found.at(*f);
  } else if (const auto m = numbered(name, "user mentions list")) {
    value.cell.integer = inputs.found.at(*m);
  } else {
    return std::nullopt;
  }
  return value;
}

}  // namespace

Policy compiled(const std::string& text, Backend backend) {
  CompileOptions options;
  options.backend = backend;
  Compilation compilation = compilePolicyText(text, "made_up.decorum", options);
  if (!compilation.policy) throw std::runtime_error(toText(compilation.findings));
  return *std::move(compilation.policy);
}

PolicySize sizeOf(std::string what, const std::string& text, const Policy& policy) {
  return {std::move(what), policy.ruleCount(), text.size(), policy.impl().plan.nodes.size(),
          policy.serialize().size()};
}

Record::Record(const plan::Plan& plan, const Inputs& inputs)
    : cells_(plan.slots.size()), states_(plan.slots.size(), eval::State::kFault) {
  for (plan::SlotId slot = 0; slot < plan.slots.size(); ++slot) {
    const plan::Slot& is = plan.slots[slot];
    const auto value = valueOf(is.name, inputs);
    if (!value) throw std::runtime_error("no value for '" + is.name + "'");
    cells_[slot] = value->cell;
    states_[slot] = value->state;
    if (is.kind == plan::SlotKind::kFound && value->isTrue()) found_.push_back(slot);
  }
}

std::vector<Record> recordsOf(const plan::Plan& plan, const std::vector<Inputs>& events) {
  std::vector<Record> records;
  for (const Inputs& event : events) records.emplace_back(plan, event);
  return records;
}

std::string madeUpWord(std::size_t i) {
  std::string all = "w";
  for (; i > 0; i /= 20) all += "bcdfghjklmnpqrstvwxz"[i % 20];
  return all + "ing";
}

std::string textPolicy(std::size_t rules) {
  std::mt19937_64 random(rules);
  std::string text =
      "policy made_up\n"
      "facts customer { tier: one of basic, plus, premium  age: int?  score: 0..1 }\n";
  const std::size_t lists = std::max<std::size_t>(1, rules / 2);
  for (std::size_t i = 0; i < lists; ++i) {
    text += fmt::format("phrases list{} = \"{}\", \"{} {}\"\n", i, madeUpWord(2 * i),
                        madeUpWord(2 * i + 1), madeUpWord(3 * i));
  }
  for (std::size_t i = 0; i < rules; ++i) {
    text += fmt::format(
        "flag rule{}\n  on user\n  when user mentions list{} and customer.score > 0.{} and "
        "(customer.age default 30) < {}\n  because \"A phrase of list {}.\"\n  as seen\n",
        i, random() % lists, 1 + random() % 9, 18 + random() % 60, i);
  }
  return text;
}

std::vector<Event> textEvents(std::size_t rules, bool found) {
  std::mt19937_64 random(7);
  const std::size_t lists = std::max<std::size_t>(1, rules / 2);
  std::vector<Event> events;
  for (int i = 0; i < 64; ++i) {
    Event event;
    for (int word = 0; word < 20; ++word) {
      event.text += found && word == 10 ? madeUpWord(2 * (random() % lists)) + " "
                                        : "please look at my order ";
    }
    event.facts = {{"customer", Value::Object{{"tier", "plus"},
                                              {"age", static_cast<int>(random() % 90)},
                                              {"score", 0.5}}}};
    events.push_back(std::move(event));
  }
  return events;
}

std::string memoryPolicy(std::size_t operators) {
  constexpr std::array<const char*, 4> kForms = {"count({}, last 10 user turns) >= 2", "ever ({})",
                                                 "count({}, last 10 minutes) >= 3",
                                                 "({}) in 2 of last 5 user turns"};
  std::string text = "policy made_up\n";
  for (std::size_t i = 0; i < operators; ++i) {
    const std::string says = fmt::format("user mentions \"word{}x\"", i);
    text += fmt::format("flag f{} on user when ", i) +
            fmt::format(fmt::runtime(kForms[i % kForms.size()]), says) + "\n";
  }
  return text;
}

std::string english(std::size_t bytes) {
  static const std::string kText =
      "Hello, I ordered the blue jacket last week and it still has not arrived. The page says that "
      "it was handed over on Tuesday, but nobody has called me. Could you look into it, please? If "
      "it is lost I would like to have the money back, or else a new one by the end of the month. ";
  std::string text;
  while (text.size() < bytes) text += kText;
  text.resize(bytes);
  return text;
}

}  // namespace decorum::goals
