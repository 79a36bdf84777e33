// Smaller cases with the same difference: events first, then rules, then parts of conditions.

#include <utility>

#include "tests/support/memory/memory_case.h"

namespace decorum::test::memory {
namespace {

using Differs = std::function<bool(const MemoryCase&)>;

bool tryCase(MemoryCase& sample, MemoryCase smaller, const Differs& differs) {
  if (!differs(smaller)) return false;
  sample = std::move(smaller);
  return true;
}

/// Leaves out runs of elements, long ones first.
template <class List>
bool dropRuns(MemoryCase& sample, List list, const Differs& differs) {
  bool dropped = false;
  for (std::size_t length = list(sample).size(); length > 0; length /= 2) {
    for (std::size_t end = list(sample).size(); end >= length && end > 0;) {
      MemoryCase smaller = sample;
      auto& all = list(smaller);
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(end - length);
      all.erase(begin, begin + static_cast<std::ptrdiff_t>(length));
      if (!all.empty() && tryCase(sample, std::move(smaller), differs)) dropped = true;
      end = end > length ? std::min(end - 1, list(sample).size()) : 0;
    }
  }
  return dropped;
}

/// Trees in which one node stands for less: one of its parts, or a constant.
std::vector<Expr> smallerThan(const Expr& whole) {
  std::vector<Expr> all;
  for (const Expr& part : whole.parts) {
    if (part.type == whole.type && part.optional == whole.optional) all.push_back(part);
  }
  for (std::size_t i = 0; i < whole.parts.size(); ++i) {
    for (Expr& part : smallerThan(whole.parts[i])) {
      all.push_back(whole);
      all.back().parts[i] = std::move(part);
    }
  }
  return all;
}

/// Every condition that stands somewhere in the tree.
void collectConditions(const Expr& whole, std::vector<Expr>& all) {
  for (const Expr& part : whole.parts) {
    if (part.type == Type::kBool && !part.optional) all.push_back(part);
    collectConditions(part, all);
  }
}

bool simplify(MemoryCase& sample, std::size_t rule, const Differs& differs) {
  std::vector<Expr> candidates;
  collectConditions(sample.rules[rule].when, candidates);
  for (Expr& expr : smallerThan(sample.rules[rule].when)) candidates.push_back(std::move(expr));
  for (Expr& expr : candidates) {
    MemoryCase smaller = sample;
    smaller.rules[rule].when = std::move(expr);
    if (tryCase(sample, std::move(smaller), differs)) return true;
  }
  return false;
}

/// Events without what does not matter.
bool strip(MemoryCase& sample, std::size_t event, const Differs& differs) {
  bool stripped = false;
  const auto attempt = [&](auto change) {
    MemoryCase smaller = sample;
    if (change(smaller.events[event])) stripped |= tryCase(sample, std::move(smaller), differs);
  };
  attempt([](Event& e) { return !std::exchange(e.facts, {}).empty(); });
  attempt([](Event& e) { return !std::exchange(e.signals, {}).empty(); });
  attempt([](Event& e) { return !std::exchange(e.text, {}).empty(); });
  attempt([](Event& e) { return std::exchange(e.truncated, false); });
  attempt([](Event& e) { return std::exchange(e.arguments, {}).has_value(); });
  if (event > 0) {
    const auto before = sample.events[event - 1].time_ms;
    attempt([&](Event& e) { return std::exchange(e.time_ms, before) != before; });
  }
  return stripped;
}

bool shrinkOnce(MemoryCase& sample, const Differs& differs) {
  bool smaller = dropRuns(sample, [](MemoryCase& c) -> auto& { return c.events; }, differs);
  smaller |= dropRuns(sample, [](MemoryCase& c) -> auto& { return c.rules; }, differs);
  for (std::size_t i = 0; i < sample.rules.size(); ++i) {
    smaller |= dropRuns(sample, [i](MemoryCase& c) -> auto& { return c.rules[i].on; }, differs);
    while (simplify(sample, i, differs)) smaller = true;
  }
  for (std::size_t i = 0; i < sample.events.size(); ++i) smaller |= strip(sample, i, differs);
  return smaller;
}

}  // namespace

MemoryCase shrink(MemoryCase sample, const Differs& differs) {
  while (shrinkOnce(sample, differs)) {
  }
  return sample;
}

}  // namespace decorum::test::memory
