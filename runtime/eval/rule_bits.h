/// Sets of rules that cost what is in them, not how many rules there are.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "runtime/plan/plan.h"

namespace decorum::eval {

/// How many words of 64 rules a plan has.
inline std::size_t ruleWords(const plan::Plan& plan) { return (plan.rules.size() + 63) / 64; }

/// A set of rules as bits, by index into `Plan::rules`. Beside them it remembers which words hold
/// any, a bit a word: 10,000 rules are 157 words, and 3 of those.
class RuleBits {
 public:
  RuleBits() = default;
  /// None, of so many words of rules.
  explicit RuleBits(std::size_t words) { clear(words); }
  RuleBits(std::initializer_list<std::uint64_t> words) : RuleBits(words.size()) {
    std::size_t at = 0;
    for (const std::uint64_t bits : words) addWord(at++, bits);
  }

  /// Leaves none in it.
  void clear(std::size_t words) {
    if (words != words_.size()) {
      words_.assign(words, 0);
      held_.assign((words + 63) / 64, 0);
      return;
    }
    for (std::size_t i = 0; i < held_.size(); ++i) {
      for (std::uint64_t held = held_[i]; held != 0; held &= held - 1) words_[at(i, held)] = 0;
      held_[i] = 0;
    }
  }

  void add(std::uint32_t rule) { addWord(rule / 64, std::uint64_t{1} << rule % 64); }
  void addWord(std::size_t word, std::uint64_t bits) {
    words_[word] |= bits;
    held_[word / 64] |= static_cast<std::uint64_t>(bits != 0) << word % 64;
  }
  /// `others` has as many words.
  void add(const RuleBits& others) {
    others.eachWord([&](std::size_t word, std::uint64_t bits) { addWord(word, bits); });
  }

  bool has(std::uint32_t rule) const { return (words_[rule / 64] >> rule % 64 & 1) != 0; }
  std::size_t words() const { return words_.size(); }
  std::uint64_t word(std::size_t at) const { return words_[at]; }

  bool any() const {
    for (const std::uint64_t held : held_) {
      if (held != 0) return true;
    }
    return false;
  }
  std::size_t count() const {
    std::size_t count = 0;
    eachWord([&](std::size_t, std::uint64_t bits) {
      count += static_cast<std::size_t>(std::popcount(bits));
    });
    return count;
  }

  /// Calls `use(word, bits)` for each word that holds any, ascending.
  template <class Use>
  void eachWord(Use use) const {
    for (std::size_t i = 0; i < held_.size(); ++i) {
      for (std::uint64_t held = held_[i]; held != 0; held &= held - 1) {
        use(at(i, held), words_[at(i, held)]);
      }
    }
  }

  /// Calls `use(rule)` for each rule, ascending.
  template <class Use>
  void each(Use use) const {
    eachOfEither(*this, *this, use);
  }

  /// Calls `use(rule)` for each rule that is in either, ascending; both have as many words.
  template <class Use>
  static void eachOfEither(const RuleBits& a, const RuleBits& b, Use use) {
    for (std::size_t i = 0; i < a.held_.size(); ++i) {
      for (std::uint64_t held = a.held_[i] | b.held_[i]; held != 0; held &= held - 1) {
        const std::size_t word = at(i, held);
        for (std::uint64_t bits = a.words_[word] | b.words_[word]; bits != 0; bits &= bits - 1) {
          use(static_cast<std::uint32_t>(word * 64) +
              static_cast<std::uint32_t>(std::countr_zero(bits)));
        }
      }
    }
  }

  bool operator==(const RuleBits& other) const { return words_ == other.words_; }

 private:
  static std::size_t at(std::size_t i, std::uint64_t held) {
    return i * 64 + static_cast<std::size_t>(std::countr_zero(held));
  }

  std::vector<std::uint64_t> words_;
  std::vector<std::uint64_t> held_;  ///< bit w: words_[w] is not 0
};

}  // namespace decorum::eval
