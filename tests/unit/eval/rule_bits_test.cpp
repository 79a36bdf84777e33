/// Sets of rules against sets of numbers.
#include "runtime/eval/rule_bits.h"

#include <catch2/catch.hpp>
#include <random>
#include <set>

namespace decorum::eval {
namespace {

std::set<std::uint32_t> numbersIn(const RuleBits& bits) {
  std::set<std::uint32_t> all;
  bits.each([&](std::uint32_t rule) {
    CHECK((all.empty() || *all.rbegin() < rule));
    all.insert(rule);
  });
  return all;
}

TEST_CASE("sets of rules are sets") {
  for (const std::size_t words :
       {std::size_t{1}, std::size_t{2}, std::size_t{64}, std::size_t{157}}) {
    std::mt19937_64 random(words);
    RuleBits bits(words);
    RuleBits others(words);
    std::set<std::uint32_t> numbers, other_numbers;
    const auto most = static_cast<std::uint32_t>(words * 64);
    for (int round = 0; round < 50; ++round) {
      if (random() % 8 == 0) {
        bits.clear(words);
        numbers.clear();
      }
      for (auto i = random() % 6; i > 0; --i) {
        const auto rule = static_cast<std::uint32_t>(random() % most);
        bits.add(rule);
        numbers.insert(rule);
        const auto other = static_cast<std::uint32_t>(random() % most);
        others.add(other);
        other_numbers.insert(other);
      }
      CHECK(numbersIn(bits) == numbers);
      CHECK(bits.count() == numbers.size());
      CHECK(bits.any() == !numbers.empty());
      for (const std::uint32_t rule : numbers) CHECK(bits.has(rule));
      std::set<std::uint32_t> either;
      RuleBits::eachOfEither(bits, others, [&](std::uint32_t rule) { either.insert(rule); });
      auto both = numbers;
      both.insert(other_numbers.begin(), other_numbers.end());
      CHECK(either == both);
    }
    bits.add(others);
    numbers.insert(other_numbers.begin(), other_numbers.end());
    CHECK(numbersIn(bits) == numbers);
  }
}

TEST_CASE("a word without rules is none that holds any") {
  RuleBits bits(3);
  bits.addWord(1, 0);
  CHECK_FALSE(bits.any());
  bits.clear(1);
  CHECK(bits.words() == 1);
  CHECK(bits == RuleBits{0});
}

}  // namespace
}  // namespace decorum::eval
