#include "compiler/diagnostics/diagnostics.h"

#include <algorithm>
#include <tuple>

#include "compiler/diagnostics/code_points.h"

namespace decorum {
namespace {

bool equal(const Note& a, const Note& b) { return a.span == b.span && a.message == b.message; }

bool equal(const Diagnostic& a, const Diagnostic& b) {
  return a.code == b.code && a.span == b.span && a.message == b.message && a.help == b.help &&
         std::equal(a.notes.begin(), a.notes.end(), b.notes.begin(), b.notes.end(),
                    [](const Note& x, const Note& y) { return equal(x, y); });
}

auto order(const Diagnostic& finding) {
  return std::tie(finding.span.file, finding.span.begin, finding.span.end, finding.code,
                  finding.message, finding.help);
}

std::u32string decode(std::string_view text) {
  std::u32string decoded;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint next = codePointAt(text, i);
    decoded.push_back(next.value);
    i += next.bytes;
  }
  return decoded;
}

// Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, replacements and
// swaps of neighbours cost 1.
std::size_t editDistance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> two_back(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = previous[j - 1] + (a[i - 1] != b[j - 1]);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replace});
      const bool swapped =
          i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && a[i - 1] != b[j - 1];
      if (swapped) current[j] = std::min(current[j], two_back[j - 2] + 1);
    }
    std::swap(two_back, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

}  // namespace

const std::vector<diag::CatalogueEntry>& diag::catalogue() {
  static const std::vector<CatalogueEntry> entries = {
#define DIAG(CODE, NAME, SEVERITY, MESSAGE, HELP) \
  {#CODE, #NAME, Severity::k##SEVERITY, MESSAGE, HELP},
#include "compiler/diagnostics/diagnostics.def"
#undef DIAG
  };
  return entries;
}

void Diagnostics::dropWarnings(const std::function<bool(const Diagnostic&)>& drop) {
  const auto last =
      std::remove_if(findings_.begin(), findings_.end(), [&](const Diagnostic& finding) {
        return finding.severity != Severity::kError && drop(finding);
      });
  findings_.erase(last, findings_.end());
}

std::vector<Diagnostic> Diagnostics::takeAll() {
  std::vector<Diagnostic> taken = std::move(findings_);
  findings_.clear();
  errors_ = 0;
  // Stable, so that findings that tell only by their notes stay as they were reported.
  std::stable_sort(taken.begin(), taken.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return order(a) < order(b); });
  const auto last =
      std::unique(taken.begin(), taken.end(),
                  [](const Diagnostic& a, const Diagnostic& b) { return equal(a, b); });
  taken.erase(last, taken.end());
  return taken;
}

std::string_view nearestName(std::string_view word,
                             const std::vector<std::string_view>& candidates) {
  // Names longer than this are no typing errors of each other, and the distance is quadratic.
  constexpr std::size_t kLongest = 256;
  if (word.empty() || word.size() > kLongest) return {};
  const std::u32string wanted = decode(word);
  // A third of the letters may be wrong, one of two or three: `teir` for `tier`, not `on` for `or`.
  std::size_t allowed = std::max<std::size_t>(wanted.size() / 3, wanted.size() > 2 ? 1 : 0);
  std::string_view best;
  std::size_t best_distance = allowed + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || candidate.size() > kLongest || candidate == word) continue;
    const std::u32string offered = decode(candidate);
    const std::size_t longer = std::max(offered.size(), wanted.size());
    if (longer - std::min(offered.size(), wanted.size()) >= best_distance) continue;
    const std::size_t distance = editDistance(wanted, offered);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace decorum
