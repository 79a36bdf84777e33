// What is kept of a text are its regions: from the start of a declaration that begins a line to the
// start of the next one. A region whose bytes are the same, far enough from what changed, would be
// parsed to the same tree, since
// - no word reaches over the line after the one it begins in, but for long texts and foreign
// comments
//   (`/*`): where one of those could be open, everything is parsed again;
// - brackets and expressions end where a declaration begins a line (`balance`);
// - of the region before, a declaration sees its doc comment alone.
// So what is parsed again goes from the region before the change to the one behind it, and over all
// regions that have findings, which are to be reported anew.
#include "compiler/syntax/parse_again.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/syntax/copy.h"
#include "compiler/syntax/parse_parts.h"

namespace decorum {
namespace {

struct Region {
  std::uint32_t begin = 0;
  bool has_findings = false;
  std::vector<ast::Decl> decls;  // with the places that they had when they were parsed
  std::vector<ast::Comment> comments;
  std::int64_t shift = 0;  // from those to the places now
};

// What is parsed again: bytes of the new text, and the regions of the old one that stay.
struct Window {
  std::size_t kept_before = 0;  // regions
  std::size_t kept_from = 0;    // of the old regions, the first that stays behind it
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t read_to = 0;  // words are looked at this far, to see that `end` is a start
};

std::size_t commonPrefix(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                  a.begin());
}

std::size_t commonSuffix(std::string_view a, std::string_view b, std::size_t prefix) {
  const std::size_t most = std::min(a.size(), b.size()) - prefix;
  std::size_t length = 0;
  while (length < most && a[a.size() - 1 - length] == b[b.size() - 1 - length]) ++length;
  return length;
}

}  // namespace

struct Reparser::State {
  std::string text;
  std::vector<Region> regions;  // empty where nothing is known

  Window windowFor(std::string_view now) const;
};

Window Reparser::State::windowFor(std::string_view now) const {
  const auto size = static_cast<std::uint32_t>(now.size());
  const Window all{0, regions.size(), 0, size, size};
  if (regions.empty()) return all;
  const std::size_t prefix = commonPrefix(text, now);
  const std::size_t suffix = commonSuffix(text, now, prefix);
  // The last region whose first line ends before the change, and one before it.
  std::size_t first = 0;
  while (first + 1 < regions.size() && regions[first + 1].begin < prefix &&
         text.find('\n', regions[first + 1].begin) < prefix)
    ++first;
  first = first == 0 ? 0 : first - 1;
  // The first region that begins behind the change, and one behind it.
  std::size_t last = first;
  while (last < regions.size() && regions[last].begin < text.size() - suffix) ++last;
  ++last;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (!regions[i].has_findings) continue;
    first = std::min(first, i == 0 ? 0 : i - 1);
    last = std::max(last, i + 2);
  }
  if (last >= regions.size()) return {first, regions.size(), regions[first].begin, size, size};
  const auto there = [&](std::size_t region) {
    return region >= regions.size()
               ? size
               : static_cast<std::uint32_t>(regions[region].begin + now.size() - text.size());
  };
  return {first, last, regions[first].begin, there(last), there(last + 1)};
}

namespace {

// What the words of a window come to. Nothing where it cannot be told from the window alone.
struct Words {
  std::vector<syntax::Token> tokens;  // of the window
  std::vector<std::uint32_t> starts;  // of declarations that begin a line, in it
  std::vector<ast::Comment> comments;
};

std::optional<Words> wordsOf(const Window& window, std::string_view text, std::uint32_t nesting,
                             syntax::Findings& findings) {
  const std::string_view part = text.substr(window.begin, window.read_to - window.begin);
  const bool is_whole = window.end == text.size();
  // Behind the window nothing was wrong, and is not now unless the window reaches into it.
  syntax::Lexed lexed = syntax::lex({part, window.begin}, findings);
  Words words;
  bool ends_well = is_whole;
  for (std::size_t i = 0; i < lexed.tokens.size(); ++i) {
    const syntax::Token& token = lexed.tokens[i];
    if (token.begin >= window.end) {
      ends_well = ends_well || (token.begin == window.end && token.first_on_line &&
                                syntax::isDeclarationStart(lexed.tokens, i));
      lexed.tokens.resize(i);
      break;
    }
    if (token.end > window.end) return std::nullopt;
  }
  if (!ends_well) return std::nullopt;
  if (!syntax::balance(lexed.tokens, {text, 0}, nesting, findings)) return std::nullopt;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < lexed.tokens.size(); ++i) {
    const syntax::Token& token = lexed.tokens[i];
    if (depth == 0 && token.first_on_line && syntax::isDeclarationStart(lexed.tokens, i))
      words.starts.push_back(token.begin);
    const char c = token.begin < token.end ? text[token.begin] : ' ';
    const bool is_bracket = token.end - token.begin == 1;
    if (is_bracket && (c == '{' || c == '(' || c == '[')) ++depth;
    if (depth > 0 && (is_bracket || token.begin == token.end) &&
        (c == '}' || c == ')' || c == ']' || token.begin == token.end))
      --depth;
  }
  words.tokens = std::move(lexed.tokens);
  for (const ast::Comment& comment : lexed.comments)
    if (comment.span.begin < window.end) words.comments.push_back(comment);
  return words;
}

std::vector<Region> regionsOf(const Window& window, const Words& words, const ast::File& parsed,
                              const syntax::Findings& findings, ast::ExprId& scratch) {
  std::vector<Region> regions(1);
  regions[0].begin = window.begin;
  for (const std::uint32_t start : words.starts)
    if (start > window.begin) regions.emplace_back().begin = start;
  const auto regionAt = [&](std::uint32_t place) {
    const auto next =
        std::upper_bound(regions.begin(), regions.end(), place,
                         [](std::uint32_t at, const Region& region) { return at < region.begin; });
    return static_cast<std::size_t>(next == regions.begin() ? 0 : next - regions.begin() - 1);
  };
  ast::Copier copy(parsed.id, 0, scratch);
  for (const ast::Decl& decl : parsed.decls)
    regions[regionAt(decl.span.begin)].decls.push_back(copy(decl));
  for (const ast::Comment& comment : words.comments)
    regions[regionAt(comment.span.begin)].comments.push_back(comment);
  for (const std::uint32_t place : findings.places()) regions[regionAt(place)].has_findings = true;
  return regions;
}

}  // namespace

Reparser::Reparser() : state_(std::make_unique<State>()) {}
Reparser::~Reparser() = default;
Reparser::Reparser(Reparser&&) noexcept = default;
Reparser& Reparser::operator=(Reparser&&) noexcept = default;

namespace {

// Texts and comments that may go over many lines could be open there.
bool mayReachFar(std::string_view text) {
  return text.find("/*") != std::string_view::npos || text.find("\"\"\"") != std::string_view::npos;
}

void copyInto(ast::File& file, const Region& region, std::int64_t moved, ast::ExprId& next_id) {
  ast::Copier copy(file.id, region.shift + moved, next_id);
  for (const ast::Decl& decl : region.decls) file.decls.push_back(copy(decl));
  for (const ast::Comment& comment : region.comments) file.comments.push_back(copy(comment));
}

// The words and the tree of a window; nothing where the window alone does not tell.
struct Parsed {
  Words words;
  ast::File file;
};
std::optional<Parsed> parseWindow(const Window& window, std::string_view text,
                                  const SyntaxLimits& limits, ast::ExprId& next_id, FileId id,
                                  syntax::Findings& findings) {
  syntax::checkText(text.substr(window.begin, window.read_to - window.begin), findings);
  if (findings.any()) return std::nullopt;  // what is no text is blank to the parser
  auto words = wordsOf(window, text, limits.nesting, findings);
  if (!words) return std::nullopt;
  Parsed parsed{std::move(*words), {}};
  parsed.file.id = id;
  syntax::parseParts(parsed.words.tokens, {text, 0}, parsed.file, next_id, findings);
  if (findings.full()) return std::nullopt;
  return parsed;
}

}  // namespace

ast::File Reparser::parse(FileId id, const SyntaxLimits& limits, ast::ExprId& next_id,
                          Diagnostics& diagnostics) {
  const std::string_view text = diagnostics.sources().text(id);
  State before = std::exchange(*state_, {});
  const auto size = static_cast<std::uint32_t>(text.size());
  if (size > limits.file_bytes || text.starts_with("\xEF\xBB\xBF"))
    return decorum::parse(id, limits, next_id, diagnostics);

  const std::int64_t moved = std::int64_t{size} - static_cast<std::int64_t>(before.text.size());
  Window window = before.windowFor(text);
  const std::string_view old_part =
      std::string_view(before.text)
          .substr(std::min<std::size_t>(window.begin, before.text.size()),
                  static_cast<std::size_t>(
                      std::max<std::int64_t>(0, window.read_to - moved - window.begin)));
  if (mayReachFar(text.substr(window.begin, window.read_to - window.begin)) ||
      mayReachFar(old_part))
    window = {0, before.regions.size(), 0, size, size};

  // Once in private: only what turns out to fit is told.
  const ast::ExprId first_id = next_id;
  Diagnostics trial(diagnostics.sources());
  syntax::Findings findings(id, limits.findings, trial);
  auto parsed = parseWindow(window, text, limits, next_id, id, findings);
  if (!parsed) {
    next_id = first_id;
    return decorum::parse(id, limits, next_id, diagnostics);
  }
  if (findings.any()) {
    syntax::Findings told(id, limits.findings, diagnostics);
    ast::ExprId unused = 0;
    parseWindow(window, text, limits, unused, id, told);
  }

  ast::File file;
  file.id = id;
  file.has_syntax_errors = findings.any();
  ast::ExprId scratch = 0;
  std::vector<Region> again = regionsOf(window, parsed->words, parsed->file, findings, scratch);
  State& now = *state_;
  now.text = text;
  for (std::size_t i = 0; i < window.kept_before; ++i) {
    copyInto(file, before.regions[i], 0, next_id);
    now.regions.push_back(std::move(before.regions[i]));
  }
  std::move(parsed->file.decls.begin(), parsed->file.decls.end(), std::back_inserter(file.decls));
  const auto& comments = parsed->words.comments;
  file.comments.insert(file.comments.end(), comments.begin(), comments.end());
  std::move(again.begin(), again.end(), std::back_inserter(now.regions));
  for (std::size_t i = window.kept_from; i < before.regions.size(); ++i) {
    Region& region = before.regions[i];
    copyInto(file, region, moved, next_id);
    region.begin = static_cast<std::uint32_t>(region.begin + moved);
    region.shift += moved;
    now.regions.push_back(std::move(region));
  }
  return file;
}

}  // namespace decorum
