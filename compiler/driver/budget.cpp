#include "compiler/driver/budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "compiler/lower/lower.h"

namespace decorum {
namespace {

using engine::EffortPart;
using engine::WorstCase;

/// What an author can do about a part.
std::string_view advice(EffortPart::Kind kind) {
  switch (kind) {
    case EffortPart::Kind::kPhrases:
      return "shorten the list, or leave out 'typos' and 'stem'";
    case EffortPart::Kind::kPattern:
      return "let the pattern begin and end with what is fixed, and match more at once";
    case EffortPart::Kind::kDetector:
      return "name the detectors that are needed in the place of a group";
    case EffortPart::Kind::kCondition:
      return "ask less of each hit";
    case EffortPart::Kind::kScore:
      return "leave the score to the host, or out";
    case EffortPart::Kind::kRule:
      return "let the rule speak of fewer texts and lists";
    case EffortPart::Kind::kOperator:
      return "look back at fewer events";
    case EffortPart::Kind::kTimer:
      return "let fewer rules wait for time";
    case EffortPart::Kind::kEvent:
    case EffortPart::Kind::kText:
      break;
  }
  return "allow more time, or a shorter text";
}

/// Where the author wrote it; nothing where the text is not at hand. `root` is the policy's path.
std::optional<Span> spanOf(const plan::Plan& plan, plan::SourceId id, const std::string& root,
                           const SourceSet& sources) {
  if (id == plan::kNone) return std::nullopt;
  const plan::Source& source = plan.sources[id];
  for (FileId file = 0; file < sources.size(); ++file) {
    if (pathInPlan(root, sources.path(file)) != source.place.file) continue;
    const std::string_view line = sources.line(file, source.place.line);
    const auto line_begin = static_cast<std::uint32_t>(line.data() - sources.text(file).data());
    std::uint32_t begin = line_begin;
    while (begin < line_begin + line.size() &&
           sources.position(file, begin).column < source.place.column) {
      ++begin;
    }
    const auto end = static_cast<std::uint32_t>(
        std::min<std::size_t>(begin + source.text.size(), line_begin + line.size()));
    return Span{file, begin, std::max(end, begin)};
  }
  return std::nullopt;
}

/// The kind of event whose bound takes most.
EventKind dearest(const WorstCase& worst) {
  std::size_t most = 0;
  for (std::size_t kind = 0; kind < WorstCase::kEventKinds; ++kind) {
    const double ns = worst.of(static_cast<EventKind>(kind)).ns();
    if (ns > worst.of(static_cast<EventKind>(most)).ns()) most = kind;
  }
  return static_cast<EventKind>(most);
}

}  // namespace

std::string sizeInWords(std::uint64_t bytes) {
  constexpr std::uint64_t kKi = 1024;
  if (bytes % (kKi * kKi) == 0) return fmt::format("{} MiB", bytes / kKi / kKi);
  return bytes % kKi == 0 ? fmt::format("{} KiB", bytes / kKi) : fmt::format("{} bytes", bytes);
}

std::string timeInWords(double ns) {
  if (ns >= 99'999'500) return fmt::format("{:.0f} ms", ns / 1e6);
  if (ns >= 999'500) return fmt::format("{:.1f} ms", ns / 1e6);
  return ns >= 9'950 ? fmt::format("{:.0f} us", ns / 1e3) : fmt::format("{:.1f} us", ns / 1e3);
}

std::string partInWords(const EffortPart& part) {
  switch (part.kind) {
    case EffortPart::Kind::kEvent:
      return "the event itself";
    case EffortPart::Kind::kText:
      return "reading the text, and phrases as they are written";
    case EffortPart::Kind::kScore:
      return fmt::format("the score '{}'", part.what);
    case EffortPart::Kind::kRule:
      return fmt::format("the rule '{}'", part.what);
    case EffortPart::Kind::kTimer:
      return fmt::format("when '{}' may fire next", part.what);
    case EffortPart::Kind::kCondition:
    case EffortPart::Kind::kPhrases:
    case EffortPart::Kind::kPattern:
    case EffortPart::Kind::kDetector:
    case EffortPart::Kind::kOperator:
      break;
  }
  return fmt::format("'{}'", part.what);
}

std::int64_t checkBudget(const sema::Module& module, const plan::Plan& plan,
                         Diagnostics& diagnostics) {
  if (module.budget == nullptr) return 0;
  const auto& budget = std::get<ast::BudgetDecl>(module.budget->kind);
  const WorstCase worst = engine::worstCaseOf(plan, static_cast<std::uint64_t>(budget.bytes));
  const EventKind kind = dearest(worst);
  const double most_ns = worst.of(kind).ns();
  const double budget_ns = static_cast<double>(budget.time_us) * 1e3;
  if (most_ns <= budget_ns) return budget.bytes;

  std::vector<const EffortPart*> parts;
  for (const EffortPart& part : worst.events[static_cast<std::size_t>(kind)])
    parts.push_back(&part);
  std::ranges::stable_sort(parts, std::greater<>(),
                           [](const EffortPart* part) { return part->effort.ns(); });
  // Small parts are noise: what is a tenth of it can be worth a change.
  constexpr std::size_t kMostParts = 3;
  while (parts.size() > 1 &&
         (parts.size() > kMostParts || parts.back()->effort.ns() < most_ns / 10)) {
    parts.pop_back();
  }
  auto finding = diagnostics.report<diag::BudgetExceeded>(
      module.budget->span, name(kind), sizeInWords(static_cast<std::uint64_t>(budget.bytes)),
      timeInWords(most_ns), timeInWords(budget_ns));
  std::string help;
  for (const EffortPart* part : parts) {
    const std::string share = timeInWords(part->effort.ns()) + " for " + partInWords(*part);
    if (const auto span =
            spanOf(plan, part->source, module.program->files.front().path, diagnostics.sources()))
      finding.note(*span, "up to " + share);
    help += fmt::format("{}{}: {}", help.empty() ? "" : "; ", share, advice(part->kind));
  }
  finding.help(help);
  return budget.bytes;
}

}  // namespace decorum
