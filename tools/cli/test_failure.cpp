#include "tools/cli/test_failure.h"

#include <fmt/format.h>

#include "compiler/diagnostics/excerpt.h"

namespace decorum::cli {
namespace {

std::string expectation(const Failure& failure, const SourceSet& sources) {
  std::string text =
      printable(fmt::format("{}: {}", placeOf(failure.span, sources), failure.expected)) + '\n';
  for (const ExcerptLine& shown : excerpt(sources, failure.span))
    text += fmt::format("{:>4} | {}\n     | {}{}\n", shown.line, shown.text,
                        std::string(shown.caret_begin, ' '), std::string(shown.caret_cells, '^'));
  return text + printable("found: " + failure.found) + '\n';
}

std::string reason(const RuleReason& rule) {
  std::string text = printable(fmt::format("{} {} {}", name(rule.kind), rule.rule, rule.outcome));
  text += rule.conditions.empty() ? "\n" : ":\n";
  for (const DecidingCondition& condition : rule.conditions) {
    text += printable(fmt::format("  {} is {}{}  [{}:{}:{}]", condition.text, condition.truth,
                                  condition.values.empty() ? "" : " (" + condition.values + ")",
                                  condition.at.file, condition.at.line, condition.at.column)) +
            '\n';
  }
  return text;
}

}  // namespace

std::string placeOf(Span span, const SourceSet& sources) {
  const Position at = sources.position(span.file, span.begin);
  return fmt::format("{}:{}:{}", sources.path(span.file), at.line, at.column);
}

std::string failureText(WatchedPolicy& policy, const TestCase& test,
                        const std::vector<Failure>& failures, const SourceSet& sources) {
  const TestStory story(policy, test);
  std::string text = printable(fmt::format("FAILED: \"{}\"", test.title)) + '\n';
  if (test.row) text += printable("  with the row at " + placeOf(*test.row, sources)) + '\n';
  std::size_t told = 0;  // events that an earlier failure has shown
  for (const Failure& failure : failures) {
    const std::vector<std::string> lines = story.conversation(failure);
    for (; told < lines.size(); ++told) text += "  " + printable(lines[told]) + '\n';
    text += expectation(failure, sources);
    for (const RuleReason& rule : story.reasons(failure)) text += reason(rule);
  }
  return text;
}

}  // namespace decorum::cli
