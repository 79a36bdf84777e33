/// Made-up rules, written down twice: as a policy, and as the C++ that someone would write for the
/// same rules over a flat record.
///
/// Each rule stands on 4 to 8 conditions, an `and` of `or`s: something that was found, comparisons
/// of ints and numbers, members of enumerations and of sets.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace decorum::goals {

struct RuleSetOptions {
  std::size_t rules = 100;
  unsigned percent_waiting = 70;  ///< of rules that begin with something found
  /// What is found is a phrase in the person's text; else a fact that is true.
  bool with_text = true;
};

/// Values of one event. The layout is known to the C++ that is written out.
struct alignas(64) Inputs {
  static constexpr std::size_t kEach = 16;
  std::array<std::int32_t, kEach> ints{};
  alignas(64) std::array<std::uint8_t, kEach> enums{};
  alignas(64) std::array<double, kEach> numbers{};
  /// Behind these in what the C++ is given: a byte for each thing that may be found.
  std::vector<std::uint8_t> found;
};

class RuleSet {
 public:
  explicit RuleSet(RuleSetOptions options);

  /// The policy; rules are called r00000, r00001, …, in which order the plan has them.
  std::string policyText() const;

  enum class Form : std::uint8_t { kShortCircuit, kBranchFree };
  /// A source with `extern "C" void decide(const void* record, std::uint64_t* fired)`: a function
  /// for each 64 rules, a bit for each rule.
  std::string cppText(Form form) const;

  /// 64 events. Sparse: 5 things were found; dense: half of all.
  std::vector<Inputs> events(bool dense) const;
  /// An event at which so many of the things there are were found.
  Inputs event(std::mt19937_64& random, std::size_t found) const;

  std::size_t size() const { return rules_.size(); }
  std::size_t things() const { return things_; }
  const RuleSetOptions& options() const { return options_; }

 private:
  struct Condition {
    enum class Kind : std::uint8_t { kFound, kInt, kNumber, kEnum, kEnumIn, kIntIn } kind;
    std::uint32_t input = 0;
    std::uint32_t constant = 0;
  };
  using Rule = std::vector<std::vector<Condition>>;  ///< and of ors

  Condition condition(std::mt19937_64& random) const;
  std::string inPolicy(const Condition& condition) const;
  static std::string inCpp(const Condition& condition, Form form);

  RuleSetOptions options_;
  std::size_t things_;
  std::vector<Rule> rules_;
};

}  // namespace decorum::goals
