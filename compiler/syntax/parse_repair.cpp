#include "compiler/syntax/parse_repair.h"

#include <antlr4-runtime.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "DecorumLexer.h"
#include "DecorumParser.h"

namespace decorum::syntax {
namespace {

using L = grammar::DecorumLexer;
using antlr4::atn::ATNState;
using antlr4::atn::Transition;

// --------------------------------------------------------------------------------------------
// All possibilities at once: a stack shared by all ways of reading the tokens so far.

/// Where to go on after a rule, and the rules around it. Each is made at one token; no rule of the
/// grammar but `file` is empty, so none returns before the next token and parents are complete.
struct Frame {
  ATNState* follow;
  std::vector<std::uint32_t> parents;
};
using Config = std::pair<ATNState*, std::uint32_t>;

class Walk {
 public:
  explicit Walk(ATNState* start) {
    frames_.push_back({nullptr, {}});
    close({{start, 0}});
  }

  /// Moves over one token; false where it fits nothing, and `expected` still tells what would.
  bool step(std::size_t type) {
    std::vector<Config> next;
    for (const auto& [transition, frame] : waiting_) {
      if (transition->matches(type, antlr4::Token::MIN_USER_TOKEN_TYPE, L::UNKNOWN)) {
        next.emplace_back(transition->target, frame);
      }
    }
    if (next.empty()) return false;
    close(std::move(next));
    return true;
  }

  std::vector<int> expected() const {
    std::set<int> types;
    for (const auto& [transition, frame] : waiting_) {
      for (const auto type : transition->label().toList()) {
        if (type > 0 && type <= L::UNKNOWN) types.insert(static_cast<int>(type));
      }
    }
    return {types.begin(), types.end()};
  }

 private:
  void close(std::vector<Config> work) {
    waiting_.clear();
    std::map<std::size_t, std::uint32_t> frames_here;
    std::set<Config> seen(work.begin(), work.end());
    const auto add = [&](ATNState* state, std::uint32_t frame) {
      if (seen.insert({state, frame}).second) work.emplace_back(state, frame);
    };
    while (!work.empty()) {
      const auto [state, frame] = work.back();
      work.pop_back();
      if (state->getStateType() == ATNState::RULE_STOP) {
        for (const std::uint32_t parent : frames_[frame].parents) {
          add(frames_[frame].follow, parent);
        }
        continue;
      }
      for (const Transition* transition : state->transitions) {
        if (transition->getSerializationType() == Transition::RULE) {
          auto* follow = static_cast<const antlr4::atn::RuleTransition*>(transition)->followState;
          add(transition->target, push(follow, frame, frames_here));
        } else if (transition->isEpsilon()) {
          add(transition->target, frame);
        } else {
          waiting_.emplace_back(transition, frame);
        }
      }
    }
  }

  std::uint32_t push(ATNState* follow, std::uint32_t parent,
                     std::map<std::size_t, std::uint32_t>& frames_here) {
    const auto [found, added] =
        frames_here.emplace(follow->stateNumber, static_cast<std::uint32_t>(frames_.size()));
    if (added) frames_.push_back({follow, {}});
    auto& parents = frames_[found->second].parents;
    if (std::find(parents.begin(), parents.end(), parent) == parents.end()) {
      parents.push_back(parent);
    }
    return found->second;
  }

  std::vector<Frame> frames_;
  std::vector<std::pair<const Transition*, std::uint32_t>> waiting_;
};

// --------------------------------------------------------------------------------------------
// words

/// `when` of `'when'`; "" for a token without one spelling.
std::string_view spelling(int type) {
  static const antlr4::dfa::Vocabulary vocabulary = [] {
    antlr4::ANTLRInputStream none;
    return L(&none).getVocabulary();
  }();
  static const std::vector<std::string> spellings = [] {
    std::vector<std::string> all(L::UNKNOWN + 1);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string literal = vocabulary.getLiteralName(i);
      if (literal.size() > 2) all[i] = literal.substr(1, literal.size() - 2);
    }
    return all;
  }();
  return spellings[static_cast<std::size_t>(type)];
}

bool isWord(int type) { return type <= L::NAME; }
bool isKeyword(int type) { return type < L::NAME; }

bool isComparison(int type) {
  return type == L::EQUAL || type == L::NOT_EQUAL || type == L::LESS || type == L::LESS_EQUAL ||
         type == L::GREATER || type == L::GREATER_EQUAL;
}
bool isDurationUnit(int type) {
  return type == L::K_HOURS || (type >= L::K_MS && type <= L::K_DAYS);
}

/// How an author would call the declaration that begins with this word.
std::string_view kindOf(int type) {
  switch (type) {
    case L::K_TEST:
      return "a test";
    case L::K_TOOL:
      return "a tool";
    case L::K_FACTS:
      return "facts";
    default:
      return spelling(type);
  }
}

class Reporter {
 public:
  Reporter(const Failure& failure, Source source, std::vector<Token>& tokens, Findings& findings)
      : failure_(failure),
        source_(source),
        tokens_(&tokens),
        findings_(&findings),
        expected_(failure.expected.begin(), failure.expected.end()) {}

  /// True where a token was mended in its place.
  bool report();

 private:
  bool expects(int type) const { return expected_.count(type) > 0; }
  bool atEnd() const { return failure_.at >= tokens_->size(); }
  int type(std::size_t at) const { return at < tokens_->size() ? (*tokens_)[at].type : 0; }
  Span span(std::size_t at) const {
    return findings_->span((*tokens_)[at].begin, (*tokens_)[at].end);
  }
  std::string_view text(std::size_t at) const {
    return source_.at((*tokens_)[at].begin, (*tokens_)[at].end);
  }
  /// A word that was meant stands here from now on; each token is mended once.
  bool replace(std::size_t at, int type) {
    Token& token = (*tokens_)[at];
    if (token.broken) return false;
    token.type = type;
    token.broken = true;
    return true;
  }

  /// The word that began the declaration that the failure is in.
  int declarationAround() const {
    for (std::size_t i = failure_.at; i > 0; --i) {
      if (isDeclarationStart(*tokens_, i - 1)) return type(i - 1);
    }
    return type(0);
  }

  bool reportSymbol();
  bool joinHyphenated(std::size_t minus);
  bool reportUnit();
  bool reportName();
  bool reportSubject();
  bool reportMisspelling();
  void reportExpected();
  int nearestExpected(std::string_view word) const;
  std::string expectedWords() const;

  const Failure& failure_;
  Source source_;
  std::vector<Token>* tokens_;
  Findings* findings_;
  std::set<int> expected_;
  bool reported_ = false;
};

bool Reporter::report() {
  if (!atEnd()) {
    for (const auto check :
         {&Reporter::reportSymbol, &Reporter::reportUnit, &Reporter::reportSubject,
          &Reporter::reportMisspelling, &Reporter::reportName}) {
      const bool mended = (this->*check)();
      if (mended || reported_) return mended;
    }
  }
  reportExpected();
  return false;
}

/// `a < b < c`, `x = 3` and an unclosed pattern.
bool Reporter::reportSymbol() {
  const std::size_t at = failure_.at;
  if (type(at) == L::ASSIGN && expects(L::EQUAL)) {
    reported_ = true;
    findings_->report<diag::EqualsInCondition>(span(at));
    return replace(at, L::EQUAL);
  }
  if (type(at) == L::MINUS && !expects(L::MINUS) && at > 0 && type(at - 1) == L::NAME &&
      type(at + 1) > 0 && isWord(type(at + 1))) {
    return joinHyphenated(at);
  }
  if (isComparison(type(at)) && expects(L::K_AND) && !expects(L::EQUAL)) {
    reported_ = true;
    findings_->report<diag::ChainedComparison>(span(at));
    return false;
  }
  const bool pattern = expects(L::EQUALS_PATTERN) || type(at) == L::K_MATCHES;
  const std::size_t slash = type(at) == L::SLASH ? at : at + 1;
  if (pattern && type(slash) == L::SLASH) {
    reported_ = true;
    findings_->report<diag::UnclosedPattern>(span(slash));
  }
  return false;
}

/// `legal-words`: one name from here on.
bool Reporter::joinHyphenated(std::size_t minus) {
  reported_ = true;
  (*tokens_)[minus - 1].end = (*tokens_)[minus + 1].end;
  findings_->report<diag::BadName>(span(minus - 1), text(minus - 1));
  const auto first = tokens_->begin() + static_cast<std::ptrdiff_t>(minus);
  tokens_->erase(first, first + 2);
  return true;
}

/// `15 minuts`, `2 weeks`, `1.5 hours`.
bool Reporter::reportUnit() {
  const std::size_t at = failure_.at;
  const std::size_t number = type(at) == L::DECIMAL ? at : at - 1;
  if (number < tokens_->size() && type(number) == L::DECIMAL && isDurationUnit(type(number + 1))) {
    reported_ = true;
    findings_->report<diag::FractionalDuration>(
        findings_->span((*tokens_)[number].begin, (*tokens_)[number + 1].end));
    return replace(number, L::INTEGER);
  }
  if (at == 0 || !isWord(type(at))) return false;
  if (type(at - 1) != L::INTEGER || !expects(L::K_MINUTES)) return false;
  if (type(at) == L::K_OF && at > 1 && type(at - 2) == L::K_FOR) {
    reported_ = true;
    findings_->report<diag::Expected>(span(at - 1), "a share such as '10%'",
                                      fmt::format(", found '{}'", text(at - 1)));
    return false;
  }
  static const std::vector<std::string_view> kUnits{"ms",     "seconds", "minutes", "hours", "days",
                                                    "second", "minute",  "hour",    "day"};
  static const std::map<std::string_view, std::string_view> kOthers{
      {"s", "seconds"},       {"sec", "seconds"},  {"secs", "seconds"}, {"m", "minutes"},
      {"min", "minutes"},     {"mins", "minutes"}, {"h", "hours"},      {"hr", "hours"},
      {"hrs", "hours"},       {"d", "days"},       {"week", "days"},    {"weeks", "days"},
      {"month", "days"},      {"months", "days"},  {"year", "days"},    {"years", "days"},
      {"milliseconds", "ms"}, {"millis", "ms"}};
  const auto other = kOthers.find(text(at));
  std::string_view meant = other != kOthers.end() ? other->second : nearestName(text(at), kUnits);
  const bool nothing_else = !expects(L::K_AND) && !expects(L::NAME) && !expects(L::K_USER);
  if (meant.empty() && !nothing_else) return false;
  reported_ = true;
  auto* finding = findings_->report<diag::UnknownUnit>(span(at), text(at));
  if (finding != nullptr && !meant.empty()) finding->help(meant);
  return replace(at, L::K_DAYS);
}

/// `messages mentions "x"`: what mentions must be a subject.
bool Reporter::reportSubject() {
  const std::size_t at = failure_.at;
  const bool test =
      type(at) == L::K_MENTIONS || type(at) == L::MATCHES_PATTERN || type(at) == L::K_REPEATS;
  if (!test || at == 0 || type(at - 1) != L::NAME) return false;
  if (at > 1 && type(at - 2) == L::DOT) return false;
  static const std::vector<std::string_view> kSubjects{"user", "reply", "tool_call", "tool_result",
                                                       "document"};
  reported_ = true;
  const std::string_view word = type(at) == L::MATCHES_PATTERN ? "matches" : text(at);
  auto* finding = findings_->report<diag::NoSubject>(span(at - 1), word, text(at - 1));
  const std::string_view meant = nearestName(text(at - 1), kSubjects);
  if (finding != nullptr && !meant.empty()) {
    finding->note(span(at - 1), fmt::format("did you mean '{}'?", meant));
  }
  return replace(at - 1, L::K_USER);
}

int Reporter::nearestExpected(std::string_view word) const {
  std::vector<std::string_view> candidates;
  for (const int type : failure_.expected) {
    if (isKeyword(type)) candidates.push_back(spelling(type));
  }
  const std::string_view nearest = nearestName(word, candidates);
  if (nearest.empty()) return 0;
  for (const int type : failure_.expected) {
    if (spelling(type) == nearest) return type;
  }
  return 0;
}

/// A word that is nearly one that fits here.
bool Reporter::reportMisspelling() {
  const std::size_t at = failure_.at;
  if (!isWord(type(at)) || (*tokens_)[at].broken) return false;
  const bool next_clause = expects(L::K_WHEN) && expects(L::K_BECAUSE);
  int meant = nearestExpected(text(at));
  // Every word is near to some word: a name in its place is no misspelling of another.
  if (isKeyword(type(at)) && expects(L::NAME)) meant = 0;
  const bool next_declaration = expects(L::K_POLICY) && expects(L::K_DEFINE) && !next_clause;
  if (meant == 0 && !next_clause && !next_declaration) return false;
  const bool begins_line = (*tokens_)[at].first_on_line;
  if (meant == 0 && !begins_line) return false;
  reported_ = true;
  const std::string_view help = meant == 0 ? "" : spelling(meant);
  Diagnostics::Finding* finding = nullptr;
  std::vector<Token> probe = *tokens_;
  if (meant != 0) probe[at].type = meant;
  if (at == 0 || (next_declaration && begins_line) ||
      (meant != 0 && isDeclarationStart(probe, at) && begins_line)) {
    finding = findings_->report<diag::UnknownDeclaration>(span(at), text(at));
  } else if (next_clause && begins_line) {
    finding =
        findings_->report<diag::UnknownClause>(span(at), text(at), kindOf(declarationAround()));
  } else {
    finding = findings_->report<diag::Expected>(span(at), expectedWords(),
                                                fmt::format(", found '{}'", text(at)));
  }
  if (finding != nullptr && !help.empty()) finding->help(help);
  return meant != 0 && replace(at, meant);
}

/// `escalate when …` without a name, or with a word of the language as its name.
bool Reporter::reportName() {
  const std::size_t at = failure_.at;
  if (!expects(L::NAME) || !isKeyword(type(at)) || at == 0) return false;
  const bool value_fits = expects(L::LEFT_PAREN) || expects(L::TEXT);
  if (value_fits || isClauseStart(*tokens_, at)) return false;
  reported_ = true;
  auto* finding = findings_->report<diag::KeywordAsName>(span(at), text(at));
  if (finding != nullptr) finding->help(fmt::format("my_{}", text(at)));
  return replace(at, L::NAME);
}

/// What fits, in an author's words and at most three of them.
std::string Reporter::expectedWords() const {
  std::vector<std::string> words;
  std::set<int> left = expected_;
  const auto family = [&](bool present, std::string word, std::initializer_list<int> members) {
    if (!present) return;
    words.push_back(std::move(word));
    for (const int member : members) left.erase(member);
  };
  const int before = failure_.at > 0 ? type(failure_.at - 1) : 0;
  const bool value = expects(L::LEFT_PAREN) && expects(L::INTEGER) && expects(L::TEXT);
  const bool condition = before == L::K_WHEN || before == L::K_UNLESS || before == L::K_AND ||
                         before == L::K_OR || before == L::K_NOT || before == L::K_WHERE;
  if (value) return condition ? "a condition" : "a value";
  const bool clause = expects(L::K_WHEN) && expects(L::K_BECAUSE) && expects(L::K_TO);
  if (clause) {
    if (expects(L::K_AND)) return "'and', 'or' or the next clause";
    return "the next clause";
  }
  if (expects(L::K_POLICY) && expects(L::K_DEFINE)) {
    if (expects(L::K_AND)) return "'and', 'or' or the next declaration";
    return "a declaration such as 'policy', 'define' or 'escalate'";
  }
  if (expects(L::K_AND) && expects(L::LESS)) {
    return expects(L::RIGHT_PAREN) ? "an operator such as 'and' or '<', or ')'"
                                   : "an operator such as 'and' or '<'";
  }
  if (expects(L::K_GIVEN) && expects(L::K_EXPECT))
    return "a step such as 'user', 'reply' or 'expect'";
  if (expects(L::K_BOOL) && expects(L::K_DURATION) && expects(L::K_ONE)) {
    return "a type such as 'bool', 'text' or 'one of'";
  }
  if (expects(L::NAME)) {
    std::string_view word = "a name";
    if (before == L::K_TO || before == L::K_ALERT) word = "the name of a queue";
    if (before == L::INTEGER) word = "a unit";
    words.emplace_back(word);
    for (int type = 1; type <= L::NAME; ++type) left.erase(type);
    if (expects(L::TEXT)) words.emplace_back("a text in quotes");
  }
  family(expects(L::K_USER) && expects(L::K_TIMER), "a subject such as 'user' or 'reply'",
         {L::K_USER, L::K_REPLY, L::K_TOOL_CALL, L::K_TOOL_RESULT, L::K_DOCUMENT, L::K_TIMER,
          L::K_CLOSE});
  family(left.count(L::K_MINUTES) > 0, "a unit such as 'minutes'",
         {L::K_MS, L::K_SECOND, L::K_SECONDS, L::K_MINUTE, L::K_MINUTES, L::K_HOUR, L::K_HOURS,
          L::K_DAY, L::K_DAYS});
  family(left.count(L::K_MON) > 0, "a day such as 'mon'",
         {L::K_MON, L::K_TUE, L::K_WED, L::K_THU, L::K_FRI, L::K_SAT, L::K_SUN});
  family(left.count(L::TEXT) > 0 && words.empty(), "a text in quotes", {});
  left.erase(L::TEXT);
  left.erase(L::LONG_TEXT);
  family(expects(L::DATE), "a day such as '2026-08-02'", {L::DATE, L::DATE_TIME});
  family(expects(L::CLOCK), "a time such as '09:00'", {L::CLOCK});
  family(expects(L::PERCENTAGE) && !expects(L::INTEGER), "a share such as '10%'",
         {L::PERCENTAGE, L::DECIMAL});
  family(expects(L::INTEGER), "a number", {L::INTEGER, L::DECIMAL, L::PERCENTAGE, L::MINUS});
  family(expects(L::EQUALS_PATTERN), "a pattern such as '= /[0-9]+/'", {L::EQUALS_PATTERN});
  family(left.count(L::MATCHES_PATTERN) > 0, "'matches /…/'", {L::MATCHES_PATTERN});
  for (const int type : left) {
    if (!spelling(type).empty()) words.push_back(fmt::format("'{}'", spelling(type)));
  }
  if (words.size() > 3) words.resize(3);
  if (words.empty()) return "nothing more";
  std::string joined = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) {
    joined += i + 1 == words.size() ? " or " : ", ";
    joined += words[i];
  }
  return joined;
}

/// At the word that does not fit; where that is on another line, at the word before.
void Reporter::reportExpected() {
  const std::size_t at = failure_.at;
  const bool elsewhere = atEnd() || (*tokens_)[at].first_on_line;
  if (elsewhere && at > 0) {
    findings_->report<diag::Expected>(span(at - 1), expectedWords(),
                                      fmt::format(" after '{}'", text(at - 1)));
    return;
  }
  if (atEnd()) return;
  findings_->report<diag::Expected>(span(at), expectedWords(),
                                    fmt::format(", found '{}'", text(at)));
}

// --------------------------------------------------------------------------------------------
// taking out

bool hasClauses(int type) {
  switch (type) {
    case L::K_ESCALATE:
    case L::K_REDACT:
    case L::K_DISCLOSE:
    case L::K_BLOCK:
    case L::K_HOLD:
    case L::K_RETRY:
    case L::K_CLARIFY:
    case L::K_FLAG:
    case L::K_FAIRNESS:
      return true;
    default:
      return false;
  }
}

bool isStepStart(const Token& token) {
  if (!token.first_on_line) return false;
  switch (token.type) {
    case L::K_GIVEN:
    case L::K_AT:
    case L::K_AFTER:
    case L::K_USER:
    case L::K_REPLY:
    case L::K_TOOL_CALL:
    case L::K_TOOL_RESULT:
    case L::K_DOCUMENT:
    case L::K_TIMER:
    case L::K_CLOSE:
    case L::K_EXPECT:
      return true;
    default:
      return false;
  }
}

bool isTypeStart(int type) {
  switch (type) {
    case L::K_BOOL:
    case L::K_INT:
    case L::K_NUMBER:
    case L::K_TEXT:
    case L::K_TIME:
    case L::K_DURATION:
    case L::K_ONE:
    case L::K_SET:
    case L::K_LIST:
      return true;
    default:
      return false;
  }
}

/// `age: int`, and `age int` whose colon was forgotten, where that is no end of the field before.
bool isFieldStart(const Token& name, int next) {
  if (!isWord(name.type)) return false;
  if (next == L::COLON) return true;
  return isTypeStart(next) && (name.first_on_line || name.type == L::NAME);
}

/// Whether a clause, field, step or setting of the declaration begins at a token.
bool isPartStart(const std::vector<Token>& tokens, std::size_t at, std::size_t depth) {
  const int kind = tokens[0].type;
  if (hasClauses(kind)) return depth == 0 && isClauseStart(tokens, at);
  if (depth != 1) return false;
  if (kind == L::K_ADJUST) return isClauseStart(tokens, at);
  if (kind == L::K_TEST) return isStepStart(tokens[at]);
  const int next = at + 1 < tokens.size() ? tokens[at + 1].type : 0;
  if (kind == L::K_FACTS || kind == L::K_TOOL) return isFieldStart(tokens[at], next);
  if (kind == L::K_INCLUDE || kind == L::K_USE) return isWord(tokens[at].type) && next == L::ASSIGN;
  return false;
}

/// Takes out the part of the declaration that holds `at`. False where it has no such part: what is
/// in error is the head.
bool takeOut(std::vector<Token>& tokens, std::size_t at) {
  std::size_t begin = 0;
  std::size_t end = tokens.size();
  std::size_t depth = 0;
  bool block = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const int type = tokens[i].type;
    const bool closing =
        type == L::RIGHT_BRACE || type == L::RIGHT_PAREN || type == L::RIGHT_BRACKET;
    if (closing && depth > 0) --depth;
    // A part that begins where the error is found is whole: the one before lacks its end.
    const bool starts =
        i > 0 && (isPartStart(tokens, i, depth) || (closing && depth == 0 && block));
    if (starts && i >= at && i > begin && begin > 0) {
      end = i;
      break;
    }
    if (starts && i <= at) begin = i;
    if (type == L::LEFT_BRACE || type == L::LEFT_PAREN || type == L::LEFT_BRACKET) ++depth;
    block = block || type == L::LEFT_BRACE;
  }
  if (begin == 0 || end <= begin) return false;
  const bool closes_block = tokens[begin].type == L::RIGHT_BRACE;
  if (closes_block) ++begin;  // junk behind a block
  if (end <= begin) return false;
  tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(begin),
               tokens.begin() + static_cast<std::ptrdiff_t>(end));
  return true;
}

/// Whether a word on the line that led to the failure was put in place of another. What begins a
/// line where the clause above could have ended is a mistake of its own.
bool guessedJustBefore(const Failure& failure, const std::vector<Token>& tokens) {
  const auto expects = [&](int type) {
    return std::binary_search(failure.expected.begin(), failure.expected.end(), type);
  };
  const bool begins_line = failure.at < tokens.size() && tokens[failure.at].first_on_line;
  if (begins_line && (expects(L::K_WHEN) || expects(L::K_DEFINE))) return false;
  for (std::size_t i = std::min(failure.at, tokens.size()); i > 0; --i) {
    if (tokens[i - 1].broken) return true;
    if (tokens[i - 1].first_on_line) return false;
  }
  return false;
}

}  // namespace

namespace {

// Walks over `tokens`; what fails, or could follow them.
Failure walkOver(Walk& walk, const std::vector<Token>& tokens) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!walk.step(static_cast<std::size_t>(tokens[i].type))) return {i, walk.expected(), true};
  }
  return {tokens.size(), walk.expected(), true};
}

}  // namespace

Failure firstFailure(const antlr4::atn::ATN& network, std::size_t rule,
                     const std::vector<Token>& tokens) {
  Walk walk(network.ruleToStartState[rule]);
  Failure failure = walkOver(walk, tokens);
  if (failure.at == tokens.size() && walk.step(antlr4::Token::EOF)) return {};
  return failure;
}

Failure whatFollows(const antlr4::atn::ATN& network, std::size_t rule,
                    const std::vector<Token>& tokens) {
  Walk walk(network.ruleToStartState[rule]);
  return walkOver(walk, tokens);
}

void reportFailure(const Failure& failure, Source source, const std::vector<Token>& tokens,
                   Findings& findings) {
  std::vector<Token> copy = tokens;
  Reporter(failure, source, copy, findings).report();
}

bool repair(const Failure& failure, Source source, std::vector<Token>& tokens, Findings& findings,
            bool& dropped) {
  if (!failure.found) return false;
  // What does not fit behind a word that we guessed is the guess's fault: nothing new to say.
  if (!guessedJustBefore(failure, tokens) && Reporter(failure, source, tokens, findings).report()) {
    return true;
  }
  dropped = true;
  // A rule whose name is left out keeps its clauses.
  const std::size_t at = failure.at;
  if (at == 1 && hasClauses(tokens[0].type)) {
    const std::uint32_t place = tokens[0].end;
    tokens.insert(tokens.begin() + 1, {L::NAME, place, place, false, true});
    return true;
  }
  if (takeOut(tokens, at)) return true;
  return false;
}

}  // namespace decorum::syntax
