// A finding that says what to write instead becomes an edit. What it says is its help, whose
// wording is in the catalogue: `did you mean '{}'?` takes the place of the marked words, and so on.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/driver/safe_fixes.h"
#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

struct Wording {
  std::string_view before;  ///< of the help, up to what to write
  std::string_view after;
};
// Codes whose help is what to write, literally. Others advise, and a person has to do it.
constexpr std::array kLiteral{"D0101", "D0102", "D0103", "D0108", "D0116", "D0132",
                              "D0204", "D0205", "D0206", "D0218", "D0223", "D0229",
                              "D0237", "D0244", "D0304", "D0311", "D0501", "D0613",
                              "D0702", "D0703", "D0806", "D0812", "D0112"};
constexpr std::array kWordings{Wording{"did you mean '", "'?"}, Wording{"did you mean \"", "\"?"},
                               Wording{"write '", "'"}};

std::optional<std::string> quotedIn(const std::string& help, const Wording& wording) {
  if (!help.starts_with(wording.before) || !help.ends_with(wording.after)) return std::nullopt;
  const std::size_t length = help.size() - wording.before.size() - wording.after.size();
  if (help.size() < wording.before.size() + wording.after.size()) return std::nullopt;
  return help.substr(wording.before.size(), length);
}

struct Said {
  std::string title;
  Span span;
  std::string text;
};

// A text in quotes stays one.
std::string inPlaceOf(std::string_view written, const std::string& text) {
  const bool quoted = written.size() >= 2 && written.front() == '"' && written.back() == '"';
  return quoted && !text.starts_with("\"") ? "\"" + text + "\"" : text;
}

// At the end of a name of several parts only the last was wrong.
Span wrongPart(const Analysis& analysis, Span span, const std::string& text) {
  const std::string_view written = analysis.sources().text(span);
  const std::size_t dot = written.rfind('.');
  if (dot == std::string_view::npos || text.find('.') != std::string::npos) return span;
  if (written.find_first_of("\" /") != std::string_view::npos) return span;
  span.begin += static_cast<std::uint32_t>(dot) + 1;
  return span;
}

std::optional<Said> saidIn(const Analysis& analysis, const Diagnostic& finding) {
  if (finding.code == "D0104") {  // an unclosed text ends with its line
    const std::size_t quote = finding.span.end - finding.span.begin;
    const std::string_view text = analysis.sources().text(finding.span.file);
    const std::size_t end =
        quote == 3 ? text.size() : std::min(text.find('\n', finding.span.end), text.size());
    const auto at = static_cast<std::uint32_t>(end);
    const std::string closing(quote, '"');
    return Said{"Close the text with " + closing, {finding.span.file, at, at}, closing};
  }
  if (std::find(kLiteral.begin(), kLiteral.end(), finding.code) == kLiteral.end())
    return std::nullopt;
  for (const Wording& wording : kWordings) {
    const auto text = quotedIn(finding.help, wording);
    if (!text || text->empty()) continue;
    const Span span = wrongPart(analysis, finding.span, *text);
    return Said{"Change to '" + *text + "'", span, inPlaceOf(analysis.sources().text(span), *text)};
  }
  return std::nullopt;
}

bool touches(Range a, Range b) { return a.start <= b.end && b.start <= a.end; }

}  // namespace

std::vector<CodeAction> quickFixes(const Analysis& analysis, FileId file, Range range) {
  std::vector<CodeAction> actions;
  for (const Diagnostic& finding : analysis.result().findings) {
    if (finding.span.file != file || !touches(analysis.range(finding.span), range)) continue;
    const auto add = [&](const std::string& title, bool is_preferred, const auto& edits) {
      CodeAction action;
      action.kind = "quickfix";
      action.title = title;
      action.is_preferred = is_preferred;
      action.solves = problemOf(analysis, finding);
      for (const auto& edit : edits) {
        const Location at = analysis.location(edit.span);
        action.edit.changes[at.uri].push_back({at.range, edit.text});
      }
      actions.push_back(std::move(action));
    };
    for (const decorum::Fix& fix : finding.fixes)
      add(fix.title, fix.kind == decorum::Fix::Kind::kSafe, fix.edits);
    if (!finding.fixes.empty()) continue;
    if (const auto said = saidIn(analysis, finding)) add(said->title, true, std::vector{*said});
  }
  return actions;
}

std::optional<CodeAction> fixAll(const Analysis& analysis, FileId file) {
  const FixedText fixed = makeSafeFixes(file, analysis.sources(), analysis.result().findings);
  if (fixed.made.empty()) return std::nullopt;
  CodeAction action;
  action.kind = "source.fixAll.decorum";
  action.title = fmt::format("Make all safe fixes ({})", fixed.made.size());
  const Location at = analysis.location({file, 0, 0});
  action.edit.changes[at.uri] =
      editsTo(analysis.index(file), analysis.sources().text(file), fixed.text);
  return action;
}

}  // namespace decorum::lsp
