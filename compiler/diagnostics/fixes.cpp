#include "compiler/diagnostics/fixes.h"

#include <algorithm>

namespace decorum {
namespace {

const Fix* safeFix(const Diagnostic& finding, FileId file) {
  for (const Fix& fix : finding.fixes)
    if (fix.kind == Fix::Kind::kSafe && !fix.edits.empty() && fix.edits.front().span.file == file)
      return &fix;
  return nullptr;
}

bool overlap(const TextEdit& a, const TextEdit& b) {
  return a.span.begin < b.span.end && b.span.begin < a.span.end;
}

std::string edited(std::string_view text, std::vector<TextEdit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const TextEdit& a, const TextEdit& b) { return a.span.begin < b.span.begin; });
  std::string made;
  std::size_t at = 0;
  for (const TextEdit& edit : edits) {
    made += text.substr(at, edit.span.begin - at);
    made += edit.text;
    at = edit.span.end;
  }
  made += text.substr(at);
  return made;
}

}  // namespace

FixedText applyFixes(FileId file, const SourceSet& sources, const std::vector<Diagnostic>& findings,
                     const std::function<bool(const std::string& text)>& accept) {
  const std::string_view text = sources.text(file);
  FixedText fixed{std::string(text), {}};
  std::vector<TextEdit> edits;
  for (const Diagnostic& finding : findings) {
    const Fix* fix = safeFix(finding, file);
    if (fix == nullptr) continue;
    const bool clashes =
        std::any_of(fix->edits.begin(), fix->edits.end(), [&](const TextEdit& edit) {
          return std::any_of(edits.begin(), edits.end(),
                             [&](const TextEdit& other) { return overlap(edit, other); });
        });
    if (clashes) continue;
    std::vector<TextEdit> with = edits;
    with.insert(with.end(), fix->edits.begin(), fix->edits.end());
    std::string next = edited(text, with);
    if (!accept(next)) continue;
    edits = std::move(with);
    fixed.text = std::move(next);
    fixed.made.push_back(&finding);
  }
  return fixed;
}

}  // namespace decorum
