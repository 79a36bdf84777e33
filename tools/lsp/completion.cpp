// What may stand at a place: the words that the grammar says, less the clauses that do not belong
// in this kind of rule, and the names that fit what stands before.
#include <algorithm>
#include <array>
#include <set>

#include "compiler/syntax/parse_expected.h"
#include "compiler/syntax/words.h"
#include "tools/lsp/completion_names.h"
#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

constexpr std::size_t kItemsAtMost = 500;

using Kinds = std::uint16_t;
constexpr Kinds bitOf(ast::RuleKind kind) {
  return static_cast<Kinds>(1U << static_cast<unsigned>(kind));
}
constexpr Kinds kEveryKind = 0xFF;
constexpr Kinds kEscalate = bitOf(ast::RuleKind::kEscalate);
constexpr Kinds kRedact = bitOf(ast::RuleKind::kRedact);
constexpr Kinds kDisclose = bitOf(ast::RuleKind::kDisclose);
constexpr Kinds kHold = bitOf(ast::RuleKind::kHold);
constexpr Kinds kRetry = bitOf(ast::RuleKind::kRetry);
constexpr Kinds kClarify = bitOf(ast::RuleKind::kClarify);
constexpr Kinds kFlag = bitOf(ast::RuleKind::kFlag);
constexpr Kinds kStopping = bitOf(ast::RuleKind::kBlock) | kHold | kRetry;

struct ClauseWords {
  std::string_view words;
  Kinds kinds;
};
constexpr std::array kClauses{
#define CLAUSE(TYPE, WORDS, KINDS, TIMES) ClauseWords{WORDS, KINDS},
#include "compiler/sema/clauses.def"
#undef CLAUSE
    // Other words that begin the same clauses.
    ClauseWords{"keep chatting", kEscalate}, ClauseWords{"after reply", kDisclose},
    ClauseWords{"instead", kDisclose}, ClauseWords{"every …", kEveryKind},
    ClauseWords{"at most once", kEveryKind}};

std::string_view firstWord(std::string_view words) { return words.substr(0, words.find(' ')); }

std::optional<ast::RuleKind> ruleKindNamed(std::string_view word) {
  for (int i = 0; i <= static_cast<int>(ast::RuleKind::kFlag); ++i)
    if (syntax::word(static_cast<ast::RuleKind>(i)) == word) return static_cast<ast::RuleKind>(i);
  return std::nullopt;
}

// Whether a clause that begins with `word` belongs in no rule of this kind.
bool isForeignClause(std::string_view word, ast::RuleKind kind) {
  bool is_clause = false;
  for (const ClauseWords& clause : kClauses) {
    if (firstWord(clause.words) != word) continue;
    if ((clause.kinds & bitOf(kind)) != 0) return false;
    is_clause = true;
  }
  return is_clause;
}

struct Snippet {
  std::string_view word;
  std::string_view detail;
  std::string_view text;
};
constexpr std::array kSnippets{
    Snippet{"escalate", "a rule that hands over to people",
            "escalate ${1:name}\n  on user\n  when ${2:user mentions \"words\"}\n  to ${3:support} "
            "within ${4:15 minutes}\n"},
    Snippet{"block", "a rule that stops a message",
            "block ${1:name}\n  on reply\n  when ${2:reply mentions \"words\"}\n  say \"${3:Let me "
            "check this first.}\"\n"},
    Snippet{
        "redact", "a rule that takes parts of a text out",
        "redact ${1:name}\n  on user, reply\n  find ${2:pii.email}\n  replace with ${3:label}\n"},
    Snippet{"disclose", "a rule that adds a statement",
            "disclose ${1:name}\n  on reply\n  when ${2:first reply}\n  say \"${3:You are chatting "
            "with an AI assistant.}\"\n  once per conversation\n"},
    Snippet{"hold", "a rule that waits for a person's approval",
            "hold ${1:name}\n  on reply\n  when ${2:reply mentions \"words\"}\n  for "
            "${3:supervisors} within ${4:10 minutes} otherwise block\n"},
    Snippet{"test", "a conversation and what is expected",
            "test \"${1:title}\" {\n  user \"${2:text}\"\n    expect ${3:nothing}\n}\n"},
    Snippet{"phrases", "a list of words to find", "phrases ${1:name} = \"${2:words}\"\n"},
    Snippet{"define", "a name for an expression", "define ${1:name} = ${2:expression}\n"},
    Snippet{"facts", "a record that the host gives",
            "facts ${1:name} {\n  ${2:field}: ${3:text}\n}\n"},
    Snippet{"signal", "a score", "signal ${1:name} of ${2:user}: ${3:0..1} when missing ${4:0}\n"}};

bool beginsLine(std::string_view text, std::uint32_t at) { return at == 0 || text[at - 1] == '\n'; }

void addWords(const syntax::Expected& expected, std::string_view text,
              std::vector<CompletionItem>& items) {
  const auto kind = expected.before.empty() ? std::nullopt : ruleKindNamed(expected.before[0]);
  const bool at_start = beginsLine(text, expected.begin);
  const std::set<std::string_view> words(expected.words.begin(), expected.words.end());
  const bool between_clauses = kind && words.contains("because") && words.contains("when");
  const bool between_declarations = words.contains("policy") && words.contains("escalate");
  for (const std::string_view word : expected.words) {
    if (between_clauses && isForeignClause(word, *kind)) continue;
    CompletionItem item;
    item.label = word;
    const bool declares = between_declarations && syntax::beginsDeclaration(word);
    item.rank = declares == at_start ? 4 : 7;
    items.push_back(std::move(item));
  }
  if (!between_declarations || !at_start) return;
  for (const Snippet& snippet : kSnippets) {
    if (!words.contains(snippet.word)) continue;
    items.push_back({std::string(snippet.word) + " …", ItemKind::kSnippet,
                     std::string(snippet.detail), "", std::string(snippet.text), true, 3});
  }
}

// Whether `word` can still become `name`: its letters in order, with others between.
bool mayBecome(std::string_view name, std::string_view word) {
  std::size_t at = 0;
  for (const char c : name)
    if (at < word.size() && c == word[at]) ++at;
  return at == word.size();
}

// Inside a text: the hole of a message that `offset` is in, as an expression begun there.
std::optional<std::uint32_t> holeAround(std::string_view text, std::uint32_t offset) {
  for (std::uint32_t at = offset; at > 0; --at) {
    const char c = text[at - 1];
    if (c == '{') {
      const bool is_brace = at > 1 && text[at - 2] == '{';
      return is_brace ? std::nullopt : std::optional(at);
    }
    if (c == '}' || c == '"' || c == '\n') return std::nullopt;
  }
  return std::nullopt;
}

// A hole is an expression of its own: what stands before it in the text says nothing.
syntax::Expected expectedInHole(std::string_view text, std::uint32_t begin, std::uint32_t offset) {
  const std::string alone = "define hole = " + std::string(text.substr(begin, offset - begin));
  syntax::Expected inner = syntax::expectedAt(alone, static_cast<std::uint32_t>(alone.size()));
  std::vector<std::string_view> before;
  std::uint32_t at = begin;
  for (std::size_t i = 3; i < inner.before.size(); ++i) {
    at = static_cast<std::uint32_t>(text.find(inner.before[i], at));
    before.push_back(text.substr(at, inner.before[i].size()));
  }
  inner.before = {"define", "hole", "="};
  inner.before.insert(inner.before.end(), before.begin(), before.end());
  inner.begin =
      static_cast<std::uint32_t>(begin + inner.begin - std::string_view("define hole = ").size());
  inner.in_text = false;
  return inner;
}

}  // namespace

Completion complete(std::string_view text, std::uint32_t offset, const Analysis* analysis,
                    const std::string& path) {
  syntax::Expected expected = syntax::expectedAt(text, offset);
  std::vector<CompletionItem> items;
  const auto hole = expected.in_text ? holeAround(text, offset) : std::nullopt;
  if (hole) {
    expected = expectedInHole(text, *hole, offset);
    items.push_back({"match", ItemKind::kKeyword, "the matched text, redacted", "", "", false, 4});
  }
  const TextIndex index(text);
  Completion completion;
  completion.replaces = index.range(expected.begin, offset);
  if (expected.in_comment || expected.in_text) return completion;
  const bool behind_dot = !expected.before.empty() && expected.before.back() == ".";
  if (!behind_dot) addWords(expected, text, items);
  if (analysis != nullptr) addNames(expected, *analysis, path, items);
  const std::string_view word = text.substr(expected.begin, offset - expected.begin);
  std::set<std::string> seen;
  for (CompletionItem& item : items) {
    if (!mayBecome(item.label, word) || !seen.insert(item.label).second) continue;
    completion.items.push_back(std::move(item));
  }
  std::stable_sort(
      completion.items.begin(), completion.items.end(),
      [](const CompletionItem& a, const CompletionItem& b) { return a.rank < b.rank; });
  completion.is_cut = completion.items.size() > kItemsAtMost;
  if (completion.is_cut) completion.items.resize(kItemsAtMost);
  return completion;
}

}  // namespace decorum::lsp
