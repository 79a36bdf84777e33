// Changes in a tree are those that their text says, and go away without a trace.
#include "tools/cli/mutants.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "compiler/driver/compile.h"
#include "runtime/plan/print.h"

namespace decorum::cli {
namespace {

const char* const kPolicy = R"(policy shop
facts customer { tier: one of basic, plus, premium  age: int  since: time? }
signal mood of user: -1..1 when missing 0
tool refund { order: text  amount: number } returns { done: bool }
phrases legal_words = "lawyer", "attorney", "sue you"
pattern order_id = /\b(ORD|INV)-[0-9]{4}\b/
define upset = mood < -0.5 in 2 of last 3 user turns
define good = customer.tier in {plus, premium} and not (customer.age < 18)
escalate legal_threat
  on user, document
  when user mentions legal_words or upset
  unless user mentions "joke", "kidding"
  to legal
  every 5 turns
hold large on tool_call
  when tool_call is refund and refund.amount > 99.50
    and count(tool_call is refund, last 10 minutes) >= 3
  for supervisors within 10 minutes otherwise block
redact orders on user, reply find order_id, pii.card replace with last 4
flag mixed on user
  when (customer.since is known and user mentions at least 2 of "a b", "c d", "e f") or good
    or ever (user matches /hello|goodbye|ciao/) or customer.age between 3 and 7
  as mixed
retry again on reply when (reply mentions "sorry") for 3 turns telling "again" at most 2 times otherwise block
)";

struct Parsed {
  SourceSet sources;
  Program program;
  ast::ExprId spare = 0;
  bool is_read = false;  ///< without mistakes

  explicit Parsed(const std::string& text) {
    Diagnostics diagnostics(sources);
    program = load(sources.add("policy.decorum", text), {}, sources, diagnostics);
    spare = program.expressions++;
    is_read = !diagnostics.hasErrors();
  }

  /// The plan without the author's words, "" where there is none.
  std::string plan() const {
    auto plan = planOf(program, {}, sources);
    if (!plan || !is_read) return "";
    for (plan::Slot& slot : plan->slots) slot.name.clear();
    for (plan::Source& source : plan->sources) source.text.clear();
    for (plan::Rule& rule : plan->rules)
      for (plan::Find& find : rule.finds) find.name.clear();
    return print(*plan);
  }
};

TEST_CASE("a change of the tree is the change of the text that it says") {
  Parsed parsed(kPolicy);
  const std::string before = parsed.plan();
  REQUIRE_FALSE(before.empty());
  MutantOptions options;
  options.words = 0;
  const auto mutants =
      mutantsOf(parsed.program.files.front().tree, parsed.spare, parsed.sources, options);
  std::map<std::string, int> compared;
  for (const Mutant& mutant : mutants) {
    INFO(mutant.kind << " in " << mutant.owner << ": " << linesOf(mutant, parsed.sources).before
                     << "\nbecomes " << linesOf(mutant, parsed.sources).after);
    mutant.toggle();
    const std::string changed = parsed.plan();
    mutant.toggle();
    CHECK((parsed.plan() == before));
    // A rule that is left out, and a day that is moved, read in a way that is no policy.
    std::string text(kPolicy);
    text.replace(mutant.span.begin, mutant.span.end - mutant.span.begin, mutant.replacement);
    const std::string written = Parsed(text).plan();
    if (written.empty() || changed.empty()) continue;
    CHECK((changed == written));  // in words: too much to read
    ++compared[mutant.kind];
  }
  for (const char* kind : {"threshold", "boundary", "window", "word", "and/or", "not", "condition",
                           "subject", "frequency", "effect", "memory"}) {
    INFO(kind);
    CHECK(compared[kind] > 0);
  }
}

TEST_CASE("of a long list only so many words are left out, the same ones for a seed") {
  Parsed parsed(kPolicy);
  const auto words = [&](std::size_t most, std::uint64_t seed) {
    std::vector<std::uint32_t> places;
    for (const Mutant& mutant :
         mutantsOf(parsed.program.files.front().tree, parsed.spare, parsed.sources, {most, seed}))
      if (mutant.owner == "phrases legal_words") places.push_back(mutant.span.begin);
    return places;
  };
  CHECK(words(0, 1).size() == 3);
  CHECK(words(3, 1).size() == 3);
  CHECK(words(2, 1).size() == 2);
  CHECK(words(1, 7) == words(1, 7));
}

std::vector<std::string> without(std::string_view pattern) {
  std::vector<std::string> shorter;
  for (const auto& [begin, end] : alternativesOf(pattern)) {
    std::string text(pattern);
    text.erase(begin, end - begin);
    shorter.push_back(text);
  }
  return shorter;
}

TEST_CASE("the alternatives of a pattern can be left out, one at a time") {
  using Patterns = std::vector<std::string>;
  CHECK(without("a|b") == Patterns{"b", "a"});
  CHECK(without("abc").empty());
  CHECK(without("x(a|b|c)y") == Patterns{"x(b|c)y", "x(a|c)y", "x(a|b)y"});
  CHECK(without("(?:ORD|INV)-[0-9]") == Patterns{"(?:INV)-[0-9]", "(?:ORD)-[0-9]"});
  CHECK(without("(?<n>a|b)") == Patterns{"(?<n>b)", "(?<n>a)"});
  CHECK(without("[a|b]").empty());
  CHECK(without("[]|]").empty());
  CHECK(without("a\\|b").empty());
  CHECK(without("(a|(b|c))") == Patterns{"((b|c))", "(a)", "(a|(c))", "(a|(b))"});
  CHECK(without("(a|)") == Patterns{"()"});
}

}  // namespace
}  // namespace decorum::cli
