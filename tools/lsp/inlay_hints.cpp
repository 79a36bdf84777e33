#include <fmt/format.h>

#include "runtime/engine/stream_plan.h"
#include "runtime/memory/layout.h"
#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

using engine::StreamClass;

// "" where there is nothing to say.
std::string streamingLabel(const engine::RuleStreaming& rule) {
  switch (rule.how) {
    case StreamClass::kNothing:
      return {};
    case StreamClass::kAtStart:
      return "streams: decided at the start";
    case StreamClass::kAsItComes:
      return rule.match_bytes ? fmt::format("streams: holds back {} bytes", *rule.match_bytes)
                              : std::string("streams: holds back an open match");
    case StreamClass::kCut:
      return "streams: cuts";
    case StreamClass::kWholeReply:
      return "waits for the whole reply";
  }
  return {};
}

bool isOnReply(const plan::Rule& rule) {
  return (rule.on >> static_cast<unsigned>(EventKind::kReply) & 1) != 0;
}

}  // namespace

StreamingHints streamingHints(const Analysis& analysis) {
  StreamingHints hints;
  if (!analysis.result().plan) return hints;
  const plan::Plan& plan = *analysis.result().plan;
  const engine::StreamPlan streams(plan);
  for (std::size_t i = 0; i < plan.rules.size(); ++i) {
    std::string label = isOnReply(plan.rules[i]) ? streamingLabel(streams.rules[i]) : "";
    if (!label.empty()) hints[plan.rules[i].name] = {std::move(label), streams.rules[i].why};
  }
  return hints;
}

std::vector<InlayHint> inlayHints(const Analysis& analysis, const StreamingHints& streaming,
                                  FileId file, Range range) {
  std::vector<InlayHint> hints;
  if (!analysis.result().plan) return hints;
  const std::string path = analysis.planFile(file);
  const memory::Layout layout = memory::layoutOf(*analysis.result().plan);
  for (const auto& entry : layout.operators) {
    if (entry.at.file != path || entry.bytes == 0 || entry.at.line == 0) continue;
    const std::string_view line = analysis.sources().line(file, entry.at.line);
    // Behind the operator where it is on one line, else at the end of its first.
    const auto start = analysis.index(file).offset({entry.at.line - 1, 0});
    std::uint32_t begin = start;
    while (begin < start + line.size() &&
           analysis.sources().position(file, begin).column < entry.at.column)
      ++begin;
    const std::string_view rest = analysis.sources().text(file).substr(begin);
    const bool here = rest.starts_with(entry.what) && entry.what.find('\n') == std::string::npos;
    const auto end = here ? begin + static_cast<std::uint32_t>(entry.what.size())
                          : start + static_cast<std::uint32_t>(line.size());
    hints.push_back(
        {analysis.index(file).place(end), fmt::format("{} B", entry.bytes),
         fmt::format("{} bytes of a conversation's memory for\n{}", entry.bytes, entry.what)});
  }
  for (const sema::Rule& rule : analysis.module().rules) {
    const sema::Symbol& symbol = analysis.module().symbols[rule.symbol];
    const auto hint = streaming.find(symbol.name);
    if (symbol.span.file == file && hint != streaming.end())
      hints.push_back({analysis.range(symbol.span).end, hint->second.label, hint->second.why});
  }
  std::erase_if(
      hints, [&](const InlayHint& hint) { return hint.at < range.start || range.end < hint.at; });
  return hints;
}

}  // namespace decorum::lsp
