#include "compiler/lint/allow.h"

#include <algorithm>

namespace decorum {
namespace {

constexpr std::string_view kMark = "decorum:";
constexpr std::string_view kForm = "write '# decorum: allow D1001 because …'";

// One code that one comment allows.
struct Allowance {
  std::string_view code;
  Span at;      // of the code
  Span region;  // where it is allowed
  bool has_reason = false;
  bool is_used = false;
};

struct Region {
  const SourceSet& sources;
  const ast::File& file;

  bool isBlank(char c) const { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

  std::uint32_t endOfLine(std::uint32_t at) const {
    const std::string_view text = sources.text(file.id);
    return static_cast<std::uint32_t>(std::min(text.find('\n', at), text.size()));
  }

  // Where code goes on behind the comment with that number.
  std::uint32_t nextCode(std::size_t comment) const {
    const std::string_view text = sources.text(file.id);
    std::uint32_t at = file.comments[comment].span.end;
    for (;;) {
      while (at < text.size() && isBlank(text[at])) ++at;
      ++comment;
      if (comment >= file.comments.size() || file.comments[comment].span.begin != at) return at;
      at = file.comments[comment].span.end;
    }
  }

  // The declaration or clause that begins at `at`, else the line.
  Span beginningAt(std::uint32_t at) const {
    for (const ast::Decl& decl : file.decls) {
      if (decl.span.begin > at || decl.span.end <= at) continue;
      if (decl.span.begin == at) return decl.span;
      if (const auto* rule = std::get_if<ast::RuleDecl>(&decl.kind))
        for (const ast::Clause& clause : rule->clauses)
          if (clause.span.begin == at) return clause.span;
      if (const auto* adjust = std::get_if<ast::AdjustDecl>(&decl.kind))
        for (const ast::Clause& clause : adjust->clauses)
          if (clause.span.begin == at) return clause.span;
    }
    return {file.id, at, endOfLine(at)};
  }

  Span of(std::size_t comment) const {
    const std::string_view text = sources.text(file.id);
    const Span span = file.comments[comment].span;
    const std::size_t before =
        span.begin == 0 ? std::string_view::npos : text.rfind('\n', span.begin - 1);
    const auto line = static_cast<std::uint32_t>(before == std::string_view::npos ? 0 : before + 1);
    const bool alone = std::all_of(text.begin() + line, text.begin() + span.begin,
                                   [&](char c) { return isBlank(c); });
    return alone ? beginningAt(nextCode(comment)) : Span{file.id, line, span.begin};
  }
};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

const diag::CatalogueEntry* entryOf(std::string_view code) {
  for (const diag::CatalogueEntry& entry : diag::catalogue())
    if (entry.code == code) return &entry;
  return nullptr;
}

class Reader {
 public:
  Reader(const ast::File& file, AllowanceCheck check, Diagnostics& diagnostics)
      : file_(file), check_(check), diagnostics_(diagnostics) {}

  void read(std::vector<Allowance>& allowances) {
    for (std::size_t i = 0; i < file_.comments.size(); ++i) {
      std::string_view text = diagnostics_.sources().text(file_.comments[i].span);
      text.remove_prefix(std::min(text.find_first_not_of('#'), text.size()));
      text = trimmed(text);
      if (text.starts_with(kMark)) readOne(i, trimmed(text.substr(kMark.size())), allowances);
    }
  }

 private:
  Span spanOf(std::string_view part) const {
    const std::string_view whole = diagnostics_.sources().text(file_.id);
    const auto begin = static_cast<std::uint32_t>(part.data() - whole.data());
    return {file_.id, begin, begin + static_cast<std::uint32_t>(part.size())};
  }

  void unknown(std::string_view part, std::string_view help) {
    if (check_ == AllowanceCheck::kAll)
      diagnostics_.report<diag::AllowanceUnknown>(spanOf(part), part).help(help);
  }

  void readOne(std::size_t comment, std::string_view text, std::vector<Allowance>& allowances) {
    constexpr std::string_view kAllow = "allow ";
    constexpr std::string_view kBecause = "because";
    if (!text.starts_with(kAllow)) return unknown(text, kForm);
    text = trimmed(text.substr(kAllow.size()));
    const Region region{diagnostics_.sources(), file_};
    const std::size_t because = text.find(kBecause);
    const bool has_reason = because != std::string_view::npos &&
                            !trimmed(text.substr(because + kBecause.size())).empty();
    std::string_view codes = trimmed(text.substr(0, because));
    while (!codes.empty()) {
      const std::size_t comma = codes.find(',');
      const std::string_view code = trimmed(codes.substr(0, comma));
      codes = comma == std::string_view::npos ? "" : trimmed(codes.substr(comma + 1));
      const diag::CatalogueEntry* entry = entryOf(code);
      if (entry == nullptr)
        unknown(code.empty() ? text : code, kForm);
      else if (entry->severity == Severity::kError)
        unknown(code, "it is an error: only warnings can be allowed");
      else
        allowances.push_back({entry->code, spanOf(code), region.of(comment), has_reason, false});
    }
  }

  const ast::File& file_;
  AllowanceCheck check_;
  Diagnostics& diagnostics_;
};

}  // namespace

void applyAllowances(const Program& program, AllowanceCheck check, Diagnostics& diagnostics) {
  std::vector<Allowance> allowances;
  for (const LoadedFile& file : program.files)
    Reader(file.tree, check, diagnostics).read(allowances);
  diagnostics.dropWarnings([&](const Diagnostic& finding) {
    bool allowed = false;
    for (Allowance& allowance : allowances) {
      const Span& region = allowance.region;
      if (allowance.code != finding.code || region.file != finding.span.file) continue;
      if (finding.span.begin < region.begin || finding.span.begin >= region.end) continue;
      allowance.is_used = allowed = true;
    }
    return allowed;
  });
  if (check == AllowanceCheck::kNone) return;
  for (const Allowance& allowance : allowances) {
    if (!allowance.is_used)
      diagnostics.report<diag::AllowanceUnused>(allowance.at, allowance.code);
    else if (!allowance.has_reason)
      diagnostics.report<diag::AllowanceWithoutReason>(allowance.at, allowance.code)
          .help(allowance.code);
  }
}

}  // namespace decorum
