/// Random policies that parse: every declaration, clause and operator of the grammar, in any
/// layout, with comments anywhere.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace decorum {

class RandomPolicy {
 public:
  explicit RandomPolicy(std::uint32_t seed) : random_(seed) {}

  /// The words of some declarations, laid out at random.
  std::string text();

 private:
  using Words = std::vector<std::string>;

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool chance(std::size_t percent) { return below(100) < percent; }
  const char* pick(std::initializer_list<const char*> words) {
    return words.begin()[below(words.size())];
  }
  void add(std::string_view spaced);
  void name() { add(pick({"alpha", "beta_2", "low", "second", "mask", "x"})); }
  void path();
  void quoted();
  void duration();
  void window();
  void target();
  void commaList(void (RandomPolicy::*one)(), std::size_t most);

  void declaration();
  void rule();
  void clause();
  void subjectTestClause();
  void field(bool may_nest);
  void type();
  void fairnessClause();
  void step();
  void record();
  void value();

  void expression(int depth);
  void memory(int depth);
  void comparison(int depth);
  void subjectTest();
  void sum(int depth);
  void primary(int depth);

  std::mt19937 random_;
  Words words_;
};

}  // namespace decorum
