#include "tools/goals/rule_set.h"

#include <fmt/format.h>

#include <algorithm>

namespace decorum::goals {
namespace {

constexpr std::array<const char*, 3> kEnumSets = {"{a, b}", "{b, c}", "{a, c}"};
constexpr std::array<unsigned, 3> kEnumMasks = {3, 6, 5};
constexpr std::array<int, 8> kIntSet = {1, 2, 7, 31, 50, 77, 5'000, 99'999};

std::size_t below(std::mt19937_64& random, std::size_t limit) {
  return static_cast<std::size_t>(random() % limit);
}

/// Twentieths, exact in the policy's text and in C++ alike.
std::string twentieths(std::uint32_t constant) { return fmt::format("{:.2f}", constant / 20.0); }

std::string listed(const char* between) {
  std::string text;
  for (const int i : kIntSet) text += (text.empty() ? "" : between) + std::to_string(i);
  return text;
}

}  // namespace

RuleSet::RuleSet(RuleSetOptions options)
    : options_(options), things_(std::max<std::size_t>(8, options.rules / 2)) {
  std::mt19937_64 random(options.rules);
  for (std::size_t i = 0; i < options.rules; ++i) {
    Rule rule;
    std::size_t left = 4 + below(random, 5);
    if (below(random, 100) < options.percent_waiting) {
      const auto thing = static_cast<std::uint32_t>(below(random, things_));
      rule.push_back({{Condition::Kind::kFound, thing}});
      --left;
    }
    while (left > 0) {
      std::vector<Condition> any(std::min(left, 1 + below(random, 3)));
      for (Condition& one : any) one = condition(random);
      left -= any.size();
      rule.push_back(std::move(any));
    }
    rules_.push_back(std::move(rule));
  }
}

RuleSet::Condition RuleSet::condition(std::mt19937_64& random) const {
  const std::size_t kind = below(random, 100);
  const auto input = static_cast<std::uint32_t>(below(random, Inputs::kEach));
  const auto constant = [&](std::size_t limit) {
    return static_cast<std::uint32_t>(below(random, limit));
  };
  using Kind = Condition::Kind;
  if (kind < 30) return {Kind::kFound, static_cast<std::uint32_t>(below(random, things_))};
  if (kind < 55) return {Kind::kInt, input, 1 + constant(99)};
  if (kind < 70) return {Kind::kNumber, input, 1 + constant(19)};
  if (kind < 85) return {Kind::kEnum, input, constant(3)};
  if (kind < 93) return {Kind::kEnumIn, input, constant(3)};
  return {Kind::kIntIn, input};
}

std::string RuleSet::inPolicy(const Condition& condition) const {
  const std::uint32_t i = condition.input;
  switch (condition.kind) {
    case Condition::Kind::kFound:
      return fmt::format(fmt::runtime(options_.with_text ? "user mentions list{}" : "f.found{}"),
                         i);
    case Condition::Kind::kInt:
      return fmt::format("f.int{} < {}", i, condition.constant);
    case Condition::Kind::kNumber:
      return fmt::format("f.number{} < {}", i, twentieths(condition.constant));
    case Condition::Kind::kEnum:
      return fmt::format("f.enum{} == {}", i, "abc"[condition.constant]);
    case Condition::Kind::kEnumIn:
      return fmt::format("f.enum{} in {}", i, kEnumSets[condition.constant]);
    case Condition::Kind::kIntIn:
      return fmt::format("f.int{} in {{{}}}", i, listed(", "));
  }
  return "";
}

std::string RuleSet::inCpp(const Condition& condition, Form form) {
  const std::uint32_t i = condition.input;
  switch (condition.kind) {
    case Condition::Kind::kFound:
      return fmt::format("bool(r.found[{}])", i);
    case Condition::Kind::kInt:
      return fmt::format("(r.ints[{}] < {})", i, condition.constant);
    case Condition::Kind::kNumber:
      return fmt::format("(r.numbers[{}] < {})", i, twentieths(condition.constant));
    case Condition::Kind::kEnum:
      return fmt::format("(r.enums[{}] == {})", i, condition.constant);
    case Condition::Kind::kEnumIn:
      return fmt::format("bool({} >> r.enums[{}] & 1)", kEnumMasks[condition.constant], i);
    case Condition::Kind::kIntIn: {
      const std::string in = fmt::format("r.ints[{}] == ", i);
      const char* const either = form == Form::kShortCircuit ? " || " : " | ";
      std::string any;
      for (const int member : kIntSet) {
        any += fmt::format("{}({}{})", any.empty() ? "" : either, in, member);
      }
      return "(" + any + ")";
    }
  }
  return "";
}

std::string RuleSet::policyText() const {
  std::string text = "policy made_up\nfacts f {\n";
  for (std::size_t i = 0; i < Inputs::kEach; ++i) {
    text += fmt::format("  int{0}: int  number{0}: number  enum{0}: one of a, b, c\n", i);
  }
  for (std::size_t i = 0; !options_.with_text && i < things_; ++i) {
    text += fmt::format("  found{}: bool\n", i);
  }
  text += "}\n";
  for (std::size_t i = 0; options_.with_text && i < things_; ++i) {
    text += fmt::format("phrases list{0} = \"thing{0}x\"\n", i);
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    text += fmt::format("flag r{:05} on user when ", i);
    for (std::size_t group = 0; group < rules_[i].size(); ++group) {
      text += group == 0 ? "(" : " and (";
      for (std::size_t one = 0; one < rules_[i][group].size(); ++one) {
        text += (one == 0 ? "" : " or ") + inPolicy(rules_[i][group][one]);
      }
      text += ")";
    }
    text += " as seen\n";
  }
  return text;
}

std::string RuleSet::cppText(Form form) const {
  const bool branches = form == Form::kShortCircuit;
  std::string text = fmt::format(
      "#include <cstdint>\n"
      "struct Record {{\n"
      "  std::int32_t ints[16];\n  alignas(64) std::uint8_t enums[16];\n"
      "  alignas(64) double numbers[16];\n  std::uint8_t found[{}];\n}};\n",
      things_);
  const std::size_t chunks = (rules_.size() + 63) / 64;
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    text += fmt::format(
        "[[gnu::noinline]] static std::uint64_t chunk{}(const Record& r) {{\n"
        "  std::uint64_t fired = 0;\n",
        chunk);
    for (std::size_t i = chunk * 64; i < std::min(rules_.size(), chunk * 64 + 64); ++i) {
      std::string all;
      for (const std::vector<Condition>& group : rules_[i]) {
        std::string any;
        for (const Condition& one : group) {
          any += (any.empty() ? "" : branches ? " || " : " | ") + inCpp(one, form);
        }
        all += (all.empty() ? "(" : branches ? " && (" : " & (") + any + ")";
      }
      text += branches ? fmt::format("  if ({}) fired |= std::uint64_t{{1}} << {};\n", all, i % 64)
                       : fmt::format("  fired |= std::uint64_t({}) << {};\n", all, i % 64);
    }
    text += "  return fired;\n}\n";
  }
  text +=
      "extern \"C\" void decide(const void* record, std::uint64_t* fired) {\n"
      "  const Record& r = *static_cast<const Record*>(record);\n";
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    text += fmt::format("  fired[{0}] = chunk{0}(r);\n", chunk);
  }
  return text + "}\n";
}

Inputs RuleSet::event(std::mt19937_64& random, std::size_t found) const {
  Inputs inputs;
  inputs.found.assign(things_, 0);
  for (std::size_t i = 0; i < found; ++i) inputs.found[below(random, things_)] = 1;
  for (std::size_t i = 0; i < Inputs::kEach; ++i) {
    inputs.ints[i] = static_cast<std::int32_t>(below(random, 100));
    inputs.numbers[i] = static_cast<double>(below(random, 100)) / 100;
    inputs.enums[i] = static_cast<std::uint8_t>(below(random, 3));
  }
  return inputs;
}

std::vector<Inputs> RuleSet::events(bool dense) const {
  std::mt19937_64 random(dense ? 7 : 8);
  std::vector<Inputs> all;
  for (int i = 0; i < 64; ++i) {
    all.push_back(event(random, dense ? 0 : 5));
    if (!dense) continue;
    for (std::uint8_t& found : all.back().found) found = static_cast<std::uint8_t>(random() & 1);
  }
  return all;
}

}  // namespace decorum::goals
