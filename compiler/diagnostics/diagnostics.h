/// Findings: what is wrong with a policy, where, and what to do about it.
///
///   auto finding = diagnostics.report<diag::UndefinedName>(use.span, use.text);
///   if (const auto nearest = scope.nearest(use.text)) finding.help(*nearest);
///   finding.note(declared.span, "declared here");
///
/// Codes, severities and wording live in `diagnostics.def` alone; the number of arguments of each
/// message is checked when we compile.
#pragma once

#include <fmt/format.h>

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/source.h"

namespace decorum {

enum class Severity : std::uint8_t { kError, kWarning, kInfo };

struct Note {
  Span span;
  std::string message;
};

/// `text` in the place of what stands at `span`; an empty span inserts.
struct TextEdit {
  Span span;
  std::string text;
};

/// A change of the sources after which the finding is gone.
struct Fix {
  enum class Kind : std::uint8_t {
    kSafe,        ///< every event is judged as before: `check --fix` makes it
    kSuggestion,  ///< changes what the policy does, to what was most likely meant: for an author
                  ///< to accept
  };
  Kind kind = Kind::kSuggestion;
  std::string title;            ///< what it does, as an order: "remove 'cards'"
  std::vector<TextEdit> edits;  ///< in one file, in order, without overlap
};

struct Diagnostic {
  std::string_view code;  ///< "D0204"
  std::string_view name;  ///< "UndefinedName"
  Severity severity = Severity::kError;
  Span span;
  std::string message;
  std::string help;  ///< "" for none
  std::vector<Note> notes;
  std::vector<Fix> fixes;
};

namespace diag {

/// The number of `{}` in a message.
constexpr std::size_t holes(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) count += text[i] == '{' && text[i + 1] == '}';
  return count;
}

#define DIAG(CODE, NAME, SEVERITY, MESSAGE, HELP)                \
  struct NAME {                                                  \
    static constexpr std::string_view kCode = #CODE;             \
    static constexpr std::string_view kName = #NAME;             \
    static constexpr Severity kSeverity = Severity::k##SEVERITY; \
    static constexpr std::string_view kMessage = MESSAGE;        \
    static constexpr std::string_view kHelp = HELP;              \
  };
#include "compiler/diagnostics/diagnostics.def"
#undef DIAG

/// One line of the catalogue, for `explain-error`, SARIF rules and the completeness tests.
struct CatalogueEntry {
  std::string_view code;
  std::string_view name;
  Severity severity;
  std::string_view message;
  std::string_view help;
};
const std::vector<CatalogueEntry>& catalogue();

}  // namespace diag

/// Collects the findings of one compilation. One thread at a time.
class Diagnostics {
 public:
  explicit Diagnostics(const SourceSet& sources) : sources_(&sources) {}

  /// A finding just reported, to be completed on the spot; valid until the next report.
  class Finding {
   public:
    /// Fills the catalogue's help line; without this call a help with holes is left out, one
    /// without holes is always shown.
    template <class... Args>
    Finding& help(const Args&... args) {
      diagnostic().help = fmt::format(fmt::runtime(help_), args...);
      return *this;
    }
    Finding& note(Span span, std::string message) {
      diagnostic().notes.push_back({span, std::move(message)});
      return *this;
    }
    Finding& fix(Fix::Kind kind, std::string title, std::vector<TextEdit> edits) {
      diagnostic().fixes.push_back({kind, std::move(title), std::move(edits)});
      return *this;
    }

   private:
    friend class Diagnostics;
    Finding(Diagnostics& owner, std::size_t index, std::string_view help)
        : owner_(&owner), index_(index), help_(help) {}
    Diagnostic& diagnostic() { return owner_->findings_[index_]; }
    Diagnostics* owner_;
    std::size_t index_;
    std::string_view help_;
  };

  template <class D, class... Args>
  Finding report(Span span, const Args&... args) {
    static_assert(sizeof...(Args) == diag::holes(D::kMessage), "arguments do not fit the message");
    findings_.push_back({D::kCode,
                         D::kName,
                         D::kSeverity,
                         span,
                         fmt::format(fmt::runtime(D::kMessage), args...),
                         diag::holes(D::kHelp) == 0 ? std::string(D::kHelp) : std::string(),
                         {},
                         {}});
    if (D::kSeverity == Severity::kError) ++errors_;
    return Finding(*this, findings_.size() - 1, D::kHelp);
  }

  /// Takes back the warnings for which `drop` holds; errors stay.
  void dropWarnings(const std::function<bool(const Diagnostic&)>& drop);

  const SourceSet& sources() const { return *sources_; }
  bool hasErrors() const { return errors_ > 0; }
  /// All findings so far, in the order of file, place and code; the collection is empty afterwards.
  std::vector<Diagnostic> takeAll();

 private:
  const SourceSet* sources_;
  std::vector<Diagnostic> findings_;
  std::size_t errors_ = 0;
};

/// The candidate nearest to `word` by edit distance, if near enough to be a typing error; "" if
/// none.
std::string_view nearestName(std::string_view word,
                             const std::vector<std::string_view>& candidates);

}  // namespace decorum
