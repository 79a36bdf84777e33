#include "tools/lsp/features.h"

namespace decorum::lsp {

Problem problemOf(const Analysis& analysis, const Diagnostic& finding) {
  Problem problem;
  problem.range = analysis.range(finding.span);
  problem.severity = static_cast<int>(finding.severity) + 1;
  problem.code = finding.code;
  problem.message = finding.message;
  if (!finding.help.empty()) problem.message += "\n" + finding.help;
  for (const Note& note : finding.notes)
    problem.related.push_back({analysis.location(note.span), note.message});
  return problem;
}

std::map<std::string, std::vector<Problem>> problems(const Analysis& analysis) {
  std::map<std::string, std::vector<Problem>> found;
  for (FileId file = 0; file < analysis.sources().size(); ++file) found[analysis.path(file)];
  for (const Diagnostic& finding : analysis.result().findings)
    found[analysis.path(finding.span.file)].push_back(problemOf(analysis, finding));
  return found;
}

}  // namespace decorum::lsp
