// Walks the declarations of a file and gathers what can be changed in each.
#include "tools/cli/mutants.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <random>

#include "compiler/sema/walk.h"
#include "decorum/verdict.h"
#include "tools/cli/mutants_edit.h"

namespace decorum::cli {
namespace {

using ast::BinaryOp;

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 86'400'000;

const char* wordOf(ast::RuleKind kind) { return name(static_cast<RuleKind>(kind)); }

bool isComparison(BinaryOp op) { return op >= BinaryOp::kEq && op <= BinaryOp::kGe; }
bool isJunction(BinaryOp op) { return op == BinaryOp::kAnd || op == BinaryOp::kOr; }
bool isArithmetic(BinaryOp op) { return op >= BinaryOp::kAdd && op <= BinaryOp::kDiv; }

struct OtherOp {
  BinaryOp op;
  const char* written;
};
// The comparison that differs from it in the fewest cases.
OtherOp nextTo(BinaryOp op) {
  switch (op) {
    case BinaryOp::kEq:
      return {BinaryOp::kNe, "!="};
    case BinaryOp::kNe:
      return {BinaryOp::kEq, "=="};
    case BinaryOp::kLt:
      return {BinaryOp::kLe, "<="};
    case BinaryOp::kLe:
      return {BinaryOp::kLt, "<"};
    case BinaryOp::kGt:
      return {BinaryOp::kGe, ">="};
    default:
      return {BinaryOp::kGt, ">"};
  }
}

class Gatherer {
 public:
  Gatherer(ast::File& tree, ast::ExprId spare, const SourceSet& sources,
           const MutantOptions& options)
      : tree_(tree), spare_(spare), sources_(sources), options_(options) {}

  std::vector<Mutant> run() {
    for (ast::Decl& decl : tree_.decls) {
      if (auto* rule = std::get_if<ast::RuleDecl>(&decl.kind)) visitRule(decl, *rule);
      if (auto* define = std::get_if<ast::DefineDecl>(&decl.kind)) {
        enter("define", define->name.text);
        visit(define->value, false);
      }
      if (auto* phrases = std::get_if<ast::PhrasesDecl>(&decl.kind)) {
        enter("phrases", phrases->name.text);
        visitPhrases(*phrases);
      }
      if (auto* pattern = std::get_if<ast::PatternDecl>(&decl.kind)) {
        enter("pattern", pattern->name.text);
        visitPattern(pattern->pattern, pattern->pattern_span);
      }
    }
    return std::move(mutants_);
  }

 private:
  void enter(const std::string& kind, const std::string& name) {
    owner_ = kind + " " + name;
    name_ = name;
  }

  void add(const char* kind, Span span, std::string replacement, std::function<void()> toggle) {
    mutants_.push_back({kind, owner_, name_, span, std::move(replacement), std::move(toggle)});
  }

  std::string text(Span span) const { return std::string(sources_.text(span)); }
  std::string text(const ast::Expr& expr) const {
    return expr.parenthesized ? "(" + text(expr.span) + ")" : text(expr.span);
  }

  // ---------------------------------------------------------------------------- numbers

  static constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  static constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

  // A number and the one before and after it, in steps of its last digit as it is written.
  template <class T, class ValueOf>
  void step(const char* kind, T& place, const WrittenNumber& written, std::int64_t least,
            std::int64_t most, ValueOf value_of) {
    for (const std::int64_t units : {written.units - 1, written.units + 1})
      if (units >= least && units <= most)
        add(kind, written.span, writtenAs(units, written.decimals),
            exchange<T>(place, value_of(units)));
  }
  void stepCount(const char* kind, std::int64_t& place, const WrittenNumber& written,
                 std::int64_t least, std::int64_t most = kMost) {
    if (written.decimals == 0)
      step(kind, place, written, least, most, [](std::int64_t units) { return units; });
  }
  // `place` is a number of what `written` counts.
  void stepUnits(const char* kind, std::int64_t& place, Span span, std::int64_t least) {
    const auto written = firstNumber(sources_, span);
    if (!written || written->units <= 0 || written->decimals > 0) return;
    const std::int64_t unit = place / written->units;
    step(kind, place, *written, least, kMost, [&](std::int64_t units) { return units * unit; });
  }
  void stepNumber(ast::NumberLit& number, const WrittenNumber& written) {
    double divisor = number.percent ? 100 : 1;
    for (std::uint32_t i = 0; i < written.decimals; ++i) divisor *= 10;
    step("threshold", number.value, written, kLeast, kMost,
         [&](std::int64_t units) { return static_cast<double>(units) / divisor; });
  }

  void visitWindow(ast::Window& window, std::int64_t least = 1) {
    const bool counts = window.unit != ast::WindowUnit::kTime;
    stepUnits("window", window.count, window.span, counts ? std::max<std::int64_t>(least, 1) : 1);
  }

  void visitLiteral(ast::Expr& expr) {
    if (auto* integer = std::get_if<ast::IntLit>(&expr.kind)) {
      if (const auto written = firstNumber(sources_, expr.span))
        stepCount("threshold", integer->value, *written, kLeast);
    } else if (auto* number = std::get_if<ast::NumberLit>(&expr.kind)) {
      if (const auto written = firstNumber(sources_, expr.span)) stepNumber(*number, *written);
    } else if (auto* duration = std::get_if<ast::DurationLit>(&expr.kind)) {
      stepUnits("threshold", duration->ms, expr.span, 0);
    } else if (auto* time = std::get_if<ast::TimeLit>(&expr.kind)) {
      const bool is_day = sources_.text(expr.span).find(':') == std::string_view::npos;
      shift(expr.span, time->ms, is_day ? kDayMs : kMinuteMs, is_day ? "1 day" : "1 minute");
    } else if (auto* clock = std::get_if<ast::ClockLit>(&expr.kind)) {
      shift(expr.span, clock->ms, kMinuteMs, "1 minute");
    }
  }

  void shift(Span span, std::int64_t& ms, std::int64_t by, const char* written) {
    if (ms >= by || by == kDayMs)
      add("threshold", span, fmt::format("{} - {}", text(span), written), exchange(ms, ms - by));
    add("threshold", span, fmt::format("{} + {}", text(span), written), exchange(ms, ms + by));
  }

  // ------------------------------------------------------------------------ expressions

  // `compared`: the value of the expression is held against another.
  void visit(ast::ExprPtr& expr, bool compared) {
    if (expr) visit(*expr, compared);
  }
  void visit(ast::Expr& expr, bool compared) {
    if (compared) visitLiteral(expr);
    if (auto* binary = std::get_if<ast::Binary>(&expr.kind))
      return visitBinary(expr, *binary, compared);
    if (auto* unary = std::get_if<ast::Unary>(&expr.kind)) {
      if (unary->op == ast::UnaryOp::kNot)
        add("not", expr.span, text(*unary->operand), hoist(expr, *unary->operand));
      return visit(unary->operand, compared && unary->op == ast::UnaryOp::kNegate);
    }
    if (auto* between = std::get_if<ast::Between>(&expr.kind)) {
      visit(between->value, false);
      visit(between->low, true);
      return visit(between->high, true);
    }
    if (auto* in = std::get_if<ast::In>(&expr.kind)) visitSet(*in->set);
    if (auto* mentions = std::get_if<ast::Mentions>(&expr.kind)) visitMentions(*mentions);
    if (auto* matches = std::get_if<ast::Matches>(&expr.kind))
      visitPattern(matches->pattern, matches->pattern_span);
    if (auto* known = std::get_if<ast::IsKnown>(&expr.kind))
      add("not", expr.span, text(*known->value) + (known->negated ? " is known" : " is not known"),
          exchange(known->negated, !known->negated));
    visitMemory(expr);
    // The walk is for readers; this tree is ours to change.
    sema::forEachPart(expr, [&](const ast::Expr& part) {
      visit(const_cast<ast::Expr&>(part), false);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    });
  }

  void visitBinary(ast::Expr& expr, ast::Binary& binary, bool compared) {
    if (isComparison(binary.op)) {
      const OtherOp other = nextTo(binary.op);
      add("boundary", binary.op_span, other.written, exchange(binary.op, other.op));
    }
    if (isJunction(binary.op)) {
      const bool is_and = binary.op == BinaryOp::kAnd;
      add("and/or", binary.op_span, is_and ? "or" : "and",
          exchange(binary.op, is_and ? BinaryOp::kOr : BinaryOp::kAnd));
      add("condition", expr.span, text(*binary.left), hoist(expr, *binary.left));
      // Of `a and b and c`, which nests to the left, one is left out at a time.
      const auto* left = std::get_if<ast::Binary>(&binary.left->kind);
      if (left == nullptr || left->op != binary.op || binary.left->parenthesized)
        add("condition", expr.span, text(*binary.right), hoist(expr, *binary.right));
    }
    const bool is_compared = isComparison(binary.op) || (compared && isArithmetic(binary.op));
    visit(binary.left, is_compared);
    visit(binary.right, is_compared);
  }

  void visitSet(ast::Expr& set) {
    auto* const literal = std::get_if<ast::SetLit>(&set.kind);
    if (literal == nullptr || literal->elements.size() < 2) return;
    for (const std::size_t i : chosen(literal->elements.size()))
      add("word", withComma(sources_, literal->elements[i]->span), "",
          takeOut(literal->elements, i));
  }

  void visitMentions(ast::Mentions& mentions) {
    if (mentions.mode == ast::MentionMode::kAtLeast) {
      Span rest = mentions.subject.span;
      rest.begin = rest.end;
      if (!mentions.targets.empty()) rest.end = mentions.targets.front().span.begin;
      if (const auto written = firstNumber(sources_, rest))
        stepCount("threshold", mentions.at_least, *written, 1);
    }
    if (mentions.targets.size() < 2) return;
    for (const std::size_t i : chosen(mentions.targets.size()))
      add("word", withComma(sources_, mentions.targets[i].span), "", takeOut(mentions.targets, i));
  }

  void visitMemory(ast::Expr& expr) {
    if (auto* in_last = std::get_if<ast::InLast>(&expr.kind)) {
      const bool counted = in_last->mode == ast::InLastMode::kAtLeast;
      visitWindow(in_last->window, counted ? in_last->at_least : 1);
      const Span between{expr.span.file, in_last->operand->span.end, in_last->window.span.begin};
      const auto written = firstNumber(sources_, between);
      if (counted && written) {
        const bool of_ticks = in_last->window.unit != ast::WindowUnit::kTime;
        stepCount("window", in_last->at_least, *written, 1,
                  of_ticks ? in_last->window.count : kMost);
      }
    }
    if (auto* ever = std::get_if<ast::Ever>(&expr.kind)) visitEver(expr, *ever);
    if (auto* then = std::get_if<ast::Then>(&expr.kind)) visitWindow(then->window);
    if (auto* lasting = std::get_if<ast::For>(&expr.kind)) visitWindow(lasting->window);
    if (auto* aggregated = std::get_if<ast::Aggregated>(&expr.kind);
        aggregated && aggregated->window)
      visitWindow(*aggregated->window);
    if (auto* repeats = std::get_if<ast::Repeats>(&expr.kind)) visitWindow(repeats->window);
  }

  void visitEver(ast::Expr& expr, ast::Ever& ever) {
    const ast::EverKind other =
        ever.kind == ast::EverKind::kEver ? ast::EverKind::kPreviously : ast::EverKind::kEver;
    add("memory", {expr.span.file, expr.span.begin, ever.operand->span.begin},
        std::string(other == ast::EverKind::kEver ? "ever " : "previously ") +
            (ever.operand->parenthesized ? "(" : ""),
        exchange(ever.kind, other));
  }

  // ------------------------------------------------------------------------------ words

  // Which of so many words are left out.
  std::vector<std::size_t> chosen(std::size_t count) const {
    std::vector<std::size_t> all(count);
    for (std::size_t i = 0; i < count; ++i) all[i] = i;
    if (options_.words == 0 || count <= options_.words) return all;
    std::mt19937_64 random(options_.seed);
    for (std::size_t i = 0; i < options_.words; ++i)
      std::swap(all[i], all[i + random() % (count - i)]);
    all.resize(options_.words);
    std::sort(all.begin(), all.end());
    return all;
  }

  void visitPhrases(ast::PhrasesDecl& phrases) {
    if (phrases.phrases.size() + (phrases.from_file ? 1 : 0) < 2) return;
    for (const std::size_t i : chosen(phrases.phrases.size()))
      add("word", withComma(sources_, phrases.phrases[i].span), "", takeOut(phrases.phrases, i));
  }

  void visitPattern(std::string& pattern, Span span) {
    const auto alternatives = alternativesOf(pattern);
    for (const std::size_t i : chosen(alternatives.size())) {
      const auto [begin, end] = alternatives[i];
      std::string shorter = pattern;
      shorter.erase(begin, end - begin);
      const auto first = span.begin + 1;  // after the slash
      add("word",
          {span.file, first + static_cast<std::uint32_t>(begin),
           first + static_cast<std::uint32_t>(end)},
          "", exchange(pattern, std::move(shorter)));
    }
  }

  // ------------------------------------------------------------------------------ rules

  void visitRule(ast::Decl& decl, ast::RuleDecl& rule) {
    enter(wordOf(rule.kind), rule.name.text);
    addRemoval(decl, rule);
    for (std::size_t i = 0; i < rule.clauses.size(); ++i) visitClause(rule, i);
  }

  // A rule that never fires: what mentions it in the policy still means something.
  void addRemoval(const ast::Decl& decl, ast::RuleDecl& rule) {
    auto never = std::make_unique<ast::Expr>();
    never->id = spare_;
    never->span = rule.name.span;
    never->kind = ast::BoolLit{false};
    // The rule's keyword and name; a doc comment may stand before them.
    const Span head{decl.span.file, rule.name.span.begin, rule.name.span.end};
    const std::string replacement = rule.name.text + " (left out)";
    for (ast::Clause& clause : rule.clauses) {
      auto* const when = std::get_if<ast::WhenClause>(&clause.kind);
      if (when == nullptr) continue;
      return add("rule", head, replacement, exchange(when->condition, std::move(never)));
    }
    auto kept = std::make_shared<std::vector<ast::Clause>>();
    kept->push_back({rule.name.span, rule.name.span, ast::WhenClause{std::move(never)}});
    add("rule", head, replacement, [&rule, kept] {
      if (kept->empty()) {
        kept->push_back(std::move(rule.clauses.back()));
        rule.clauses.pop_back();
      } else {
        rule.clauses.push_back(std::move(kept->back()));
        kept->pop_back();
      }
    });
  }

  void visitClause(ast::RuleDecl& rule, std::size_t at) {
    ast::Clause& clause = rule.clauses[at];
    if (auto* when = std::get_if<ast::WhenClause>(&clause.kind)) visit(when->condition, false);
    if (auto* unless = std::get_if<ast::UnlessClause>(&clause.kind)) {
      add("condition", clause.span, "", takeOut(rule.clauses, at));
      visit(unless->condition, false);
    }
    if (auto* on = std::get_if<ast::OnClause>(&clause.kind); on && on->subjects.size() > 1)
      for (std::size_t i = 0; i < on->subjects.size(); ++i)
        add("subject", withComma(sources_, on->subjects[i].span), "", takeOut(on->subjects, i));
    if (auto* find = std::get_if<ast::FindClause>(&clause.kind)) visitFind(*find);
    if (auto* frequency = std::get_if<ast::FrequencyClause>(&clause.kind))
      visitFrequency(rule, at, *frequency);
    if (auto* telling = std::get_if<ast::TellingClause>(&clause.kind);
        telling && telling->at_most_times)
      if (const auto written = firstNumber(sources_, telling->at_most_times->span))
        stepCount("threshold", telling->at_most_times->value, *written, 1);
    visitEffect(clause);
  }

  void visitFind(ast::FindClause& find) {
    for (ast::Target& target : find.targets) visit(target.where, false);
    if (find.targets.size() < 2) return;
    for (const std::size_t i : chosen(find.targets.size()))
      add("word", withComma(sources_, find.targets[i].span), "", takeOut(find.targets, i));
  }

  void visitFrequency(ast::RuleDecl& rule, std::size_t at, ast::FrequencyClause& frequency) {
    add("frequency", rule.clauses[at].span, "", takeOut(rule.clauses, at));
    if (frequency.kind == ast::FrequencyKind::kEveryTurns) {
      if (const auto written = firstNumber(sources_, frequency.amount_span))
        stepCount("frequency", frequency.turns, *written, 1);
    } else if (frequency.kind == ast::FrequencyKind::kAtMostOnceIn) {
      stepUnits("frequency", frequency.ms, frequency.amount_span, 1);
    }
  }

  // What `expect` can speak of.
  void visitEffect(ast::Clause& clause) {
    const auto rename = [&](ast::Name& name) {
      const std::string other = name.text + "_changed";
      add("effect", name.span, other, exchange(name.text, other));
    };
    if (auto* to = std::get_if<ast::ToClause>(&clause.kind)) rename(to->queue);
    if (auto* queue = std::get_if<ast::ForQueueClause>(&clause.kind)) rename(queue->queue);
    if (auto* flag = std::get_if<ast::AsClause>(&clause.kind)) rename(flag->name);
    if (auto* replace = std::get_if<ast::ReplaceClause>(&clause.kind)) {
      const bool drops = replace->kind == ast::ReplacementKind::kDrop;
      add("effect", clause.span, drops ? "replace with label" : "replace with drop",
          exchange(*replace, ast::ReplaceClause{
                                 drops ? ast::ReplacementKind::kLabel : ast::ReplacementKind::kDrop,
                                 0, 0, std::nullopt}));
    }
  }

  ast::File& tree_;
  ast::ExprId spare_;
  const SourceSet& sources_;
  MutantOptions options_;
  std::vector<Mutant> mutants_;
  std::string owner_, name_;
};

std::string oneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

}  // namespace

std::vector<Mutant> mutantsOf(ast::File& tree, ast::ExprId spare, const SourceSet& sources,
                              const MutantOptions& options) {
  return Gatherer(tree, spare, sources, options).run();
}

MutantLines linesOf(const Mutant& mutant, const SourceSet& sources) {
  const std::string_view text = sources.text(mutant.span.file);
  std::size_t begin = mutant.span.begin;
  while (begin > 0 && text[begin - 1] != '\n') --begin;
  std::size_t end = mutant.span.end;
  while (end < text.size() && text[end] != '\n') ++end;
  const std::string_view head = text.substr(begin, mutant.span.begin - begin);
  const std::string_view tail = text.substr(mutant.span.end, end - mutant.span.end);
  std::string gone = oneLine(sources.text(mutant.span));
  while (gone.ends_with(',') || gone.ends_with('|') || gone.ends_with(' ')) gone.pop_back();
  while (gone.starts_with(',') || gone.starts_with('|') || gone.starts_with(' ')) gone.erase(0, 1);
  return {oneLine(text.substr(begin, end - begin)),
          oneLine(std::string(head) + mutant.replacement + std::string(tail)), std::move(gone)};
}

std::vector<std::pair<std::size_t, std::size_t>> alternativesOf(std::string_view pattern) {
  // By group that is open: where its latest alternative began, and the alternatives before.
  struct Group {
    std::size_t begin;
    std::vector<std::pair<std::size_t, std::size_t>> parts;
  };
  std::vector<std::pair<std::size_t, std::size_t>> found;
  std::vector<Group> open = {{0, {}}};
  const auto close = [&](std::size_t end) {
    Group group = std::move(open.back());
    open.pop_back();
    group.parts.emplace_back(group.begin, end);
    if (group.parts.size() < 2) return;
    for (auto [from, to] : group.parts) {
      if (from == to) continue;  // an empty one makes the others optional
      const bool is_last = to == end;
      found.emplace_back(is_last ? from - 1 : from, is_last ? to : to + 1);  // with a bar
    }
  };
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
      if (i + 1 < pattern.size() && pattern[i + 1] == '^') ++i;
      if (i + 1 < pattern.size() && pattern[i + 1] == ']') ++i;
    } else if (c == '(') {
      std::size_t begin = i + 1;
      if (begin < pattern.size() && pattern[begin] == '?') {  // (?:…), (?i:…), (?<name>…)
        while (begin < pattern.size() && pattern[begin] != ':' && pattern[begin] != '>' &&
               pattern[begin] != ')')
          ++begin;
        if (begin < pattern.size() && pattern[begin] != ')') ++begin;
      }
      open.push_back({begin, {}});
      i = begin - 1;
    } else if (c == ')' && open.size() > 1) {
      close(i);
    } else if (c == '|') {
      open.back().parts.emplace_back(open.back().begin, i);
      open.back().begin = i + 1;
    }
  }
  if (open.size() == 1) close(pattern.size());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace decorum::cli
