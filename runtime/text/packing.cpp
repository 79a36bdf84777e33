// The heaviest way of so many steps through the automaton that finds the literals (Aho and
// Corasick, "Efficient string matching", 1975): each step is a byte, and weighs what ends with it.
#include "runtime/text/packing.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace decorum::text {
namespace {

constexpr char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte;
}

/// Beyond so many steps the way is put together from shorter ones, each begun wherever it is best.
constexpr std::uint64_t kMostWork = 100'000'000;
constexpr std::uint64_t kLeastStretch = 16;

class Automaton {
 public:
  explicit Automaton(std::span<const Weighed> literals) {
    for (const Weighed& weighed : literals) {
      for (const char byte : weighed.literal) letterOf(byte);
    }
    addState();
    for (const Weighed& weighed : literals) {
      std::uint32_t at = 0;
      for (const char byte : weighed.literal) {
        std::uint32_t next = next_[at * letters_ + letterOf(byte)];
        if (next == 0) {
          next = addState();
          next_[at * letters_ + letterOf(byte)] = next;
        }
        at = next;
      }
      weight_[at] += weighed.weight;
    }
    link();
  }

  std::uint64_t steps() const { return next_.size(); }

  /// Of the heaviest way of so many steps, begun anywhere.
  std::uint64_t heaviest(std::uint64_t length) const {
    std::vector<std::uint64_t> most(weight_.size());
    std::vector<std::uint64_t> before;
    for (std::uint64_t step = 0; step < length; ++step) {
      before = most;
      for (std::size_t state = 0; state < most.size(); ++state) {
        std::uint64_t best = before[0];  // by a byte of no literal
        for (std::uint32_t letter = 0; letter < letters_; ++letter) {
          const std::uint32_t next = next_[state * letters_ + letter];
          best = std::max(best, weight_[next] + before[next]);
        }
        most[state] = best;
      }
    }
    return *std::ranges::max_element(most);
  }

 private:
  std::uint32_t letterOf(char byte) {
    std::uint32_t& letter = letter_of_[static_cast<unsigned char>(lower(byte))];
    if (letter == 0) letter = ++letters_;
    return letter - 1;
  }

  std::uint32_t addState() {
    weight_.push_back(0);
    next_.resize(next_.size() + letters_);
    return static_cast<std::uint32_t>(weight_.size() - 1);
  }

  /// From each state with each byte to the longest beginning of a literal that ends there.
  void link() {
    std::vector<std::uint32_t> shorter(weight_.size());
    std::vector<std::uint32_t> queue{0};
    for (std::size_t i = 0; i < queue.size(); ++i) {
      const std::uint32_t state = queue[i];
      for (std::uint32_t letter = 0; letter < letters_; ++letter) {
        std::uint32_t& next = next_[state * letters_ + letter];
        const std::uint32_t other = state == 0 ? 0 : next_[shorter[state] * letters_ + letter];
        if (next == 0) {
          next = other;
          continue;
        }
        shorter[next] = other;
        weight_[next] += weight_[other];
        queue.push_back(next);
      }
    }
  }

  std::array<std::uint32_t, 256> letter_of_{};  ///< plus one; 0: in no literal
  std::uint32_t letters_ = 0;
  std::vector<std::uint32_t> next_;  ///< by state and letter
  std::vector<std::uint64_t> weight_;
};

}  // namespace

std::uint64_t densestPacking(std::span<const Weighed> literals, std::uint64_t bytes) {
  if (literals.empty() || bytes == 0) return 0;
  const Automaton automaton(literals);
  const std::uint64_t stretch =
      std::clamp(kMostWork / automaton.steps(), std::min(kLeastStretch, bytes), bytes);
  return (bytes + stretch - 1) / stretch * automaton.heaviest(stretch);
}

}  // namespace decorum::text
