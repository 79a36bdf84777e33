#include "compiler/driver/safe_fixes.h"

#include "compiler/syntax/parse.h"

namespace decorum {
namespace {

bool parses(const std::string& path, const std::string& text) {
  SourceSet sources;
  const FileId file = sources.add(path, text);
  Diagnostics diagnostics(sources);
  ast::ExprId next_id = 0;
  return !parse(file, {}, next_id, diagnostics).has_syntax_errors && !diagnostics.hasErrors();
}

}  // namespace

FixedText makeSafeFixes(FileId file, const SourceSet& sources,
                        const std::vector<Diagnostic>& findings) {
  return applyFixes(file, sources, findings,
                    [&](const std::string& text) { return parses(sources.path(file), text); });
}

}  // namespace decorum
