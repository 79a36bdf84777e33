// Phrases, with those of their files, and hours.
#include <algorithm>
#include <array>

#include "compiler/sema/phrase_file.h"
#include "compiler/sema/resolve_internal.h"
#include "runtime/text/local_time.h"

namespace decorum::sema {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::int64_t kTyposAtMost = 2;
/// About so many zones have names.
constexpr std::size_t kZones = 500;
/// Of one file: a list in which everything stands twice is one mistake.
constexpr std::size_t kRepeatsReported = 10;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// Phrases that find the same: blanks count once, and case does not unless the list is `exact`.
std::string sameness(std::string_view phrase, bool is_exact) {
  if (is_exact) return std::string(phrase);
  std::string key;
  for (const char c : trimmed(phrase)) {
    const bool is_blank = kBlanks.find(c) != std::string_view::npos;
    if (is_blank && key.ends_with(' ')) continue;
    const bool is_upper = c >= 'A' && c <= 'Z';
    key += is_blank ? ' ' : (is_upper ? static_cast<char>(c | 0x20) : c);
  }
  return key;
}

struct PhraseReader {
  Resolving& resolving;
  Phrases& list;
  bool is_exact = false;
  std::map<std::string, Span> seen;
  std::size_t repeats = 0;

  void add(std::string_view phrase, Span span) {
    const auto [first, is_new] = seen.emplace(sameness(phrase, is_exact), span);
    if (is_new) {
      list.phrases.emplace_back(phrase);
      return;
    }
    if (++repeats > kRepeatsReported) return;
    resolving.diagnostics.report<diag::PhraseRepeated>(span, phrase, list.decl->name.text)
        .note(first->second, "the first is here");
  }
};

bool hasOption(const ast::PhrasesDecl& decl, std::string_view word) {
  return std::any_of(decl.options.begin(), decl.options.end(),
                     [&](const ast::PhraseOption& option) { return option.word == word; });
}

void checkOptions(Resolving& resolving, const ast::PhrasesDecl& decl) {
  for (std::size_t i = 0; i < decl.options.size(); ++i) {
    const ast::PhraseOption& option = decl.options[i];
    if (option.word == "typos" && (option.number < 1 || option.number > kTyposAtMost))
      resolving.diagnostics.report<diag::TyposTooMany>(option.span, option.number);
    for (std::size_t j = 0; j < i; ++j) {
      const ast::PhraseOption& before = decl.options[j];
      const bool is_repeated = before.word == option.word;
      const bool is_exact = before.word == "exact" || option.word == "exact";
      if (!is_repeated && !is_exact) continue;
      resolving.diagnostics.report<diag::OptionsClash>(option.span, option.word, before.word)
          .note(before.span,
                is_repeated ? "it stands here already" : "'exact' turns all folding off");
      break;
    }
  }
}

void readPhrases(PhraseReader& reader, FileId file) {
  const std::string_view text = reader.resolving.diagnostics.sources().text(file);
  for (const std::string_view phrase : phrasesIn(text)) {
    const auto at = static_cast<std::uint32_t>(phrase.data() - text.data());
    reader.add(phrase, {file, at, at + static_cast<std::uint32_t>(phrase.size())});
  }
}

void resolveList(Resolving& resolving, Phrases& list) {
  const ast::PhrasesDecl& decl = *list.decl;
  checkOptions(resolving, decl);
  PhraseReader reader{resolving, list, hasOption(decl, "exact"), {}, 0};
  for (const ast::Text& phrase : decl.phrases) {
    if (trimmed(phrase.value).empty())
      resolving.diagnostics.report<diag::PhraseEmpty>(phrase.span);
    else
      reader.add(phrase.value, phrase.span);
  }
  if (!decl.from_file) return;
  const Symbol& symbol = resolving.module.symbols[list.symbol];
  const auto file = phraseFileOf(resolving.program.files[symbol.file], decl);
  if (!file) return;
  readPhrases(reader, *file);
  if (list.phrases.empty())
    resolving.diagnostics.report<diag::PhrasesEmpty>(decl.from_file->span, decl.from_file->value);
}

// --------------------------------------------------------------------------------------------
// hours

constexpr std::array<std::string_view, 8> kDays = {"",    "mon", "tue", "wed",
                                                   "thu", "fri", "sat", "sun"};

std::string clockText(std::int64_t ms) {
  return fmt::format("{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60);
}

// Whether the span has its ends in order; reports it otherwise.
bool checkDirection(Resolving& resolving, const ast::HoursSpan& span) {
  if (span.first_day > span.last_day) {
    const auto first = kDays[static_cast<std::size_t>(span.first_day)];
    const auto last = kDays[static_cast<std::size_t>(span.last_day)];
    const std::string head = span.first_day == 7 ? "sun" : fmt::format("{}..sun", first);
    const std::string tail = span.last_day == 1 ? "mon" : fmt::format("mon..{}", last);
    resolving.diagnostics
        .report<diag::HoursBackwards>(span.span, fmt::format("{}..{}", first, last))
        .help(fmt::format("a week begins on Monday: write '{}' and '{}'", head, tail));
    return false;
  }
  if (span.from_ms < span.to_ms) return true;
  const std::string from = clockText(span.from_ms), to = clockText(span.to_ms);
  const std::string help =
      from == to ? "a whole day is 00:00..24:00"
                 : fmt::format(
                       "hours over midnight are two spans: {}..24:00, and 00:00..{} on the "
                       "day after",
                       from, to);
  resolving.diagnostics.report<diag::HoursBackwards>(span.span, fmt::format("{}..{}", from, to))
      .help(help);
  return false;
}

// Hours that stand twice are a slip: more often a wrong day than a wish.
void checkOverlaps(Resolving& resolving, const ast::HoursDecl& decl,
                   std::vector<const ast::HoursSpan*> spans) {
  std::stable_sort(spans.begin(), spans.end(),
                   [](const auto* a, const auto* b) { return a->from_ms < b->from_ms; });
  std::array<const ast::HoursSpan*, 8> latest{};  // of each day: the span that ends last so far
  for (const ast::HoursSpan* span : spans) {
    const ast::HoursSpan* other = nullptr;
    for (auto day = static_cast<std::size_t>(span->first_day);
         day <= static_cast<std::size_t>(span->last_day); ++day) {
      const ast::HoursSpan*& before = latest[day];
      if (before != nullptr && before->to_ms > span->from_ms && other == nullptr) other = before;
      if (before == nullptr || before->to_ms < span->to_ms) before = span;
    }
    if (other == nullptr) continue;
    const bool is_later = other->span.begin < span->span.begin;
    resolving.diagnostics
        .report<diag::HoursOverlap>(is_later ? span->span : other->span, decl.name.text)
        .note(is_later ? other->span : span->span, "it shares time with these");
  }
}

// Letters in lower case, blanks as `_`.
std::string zoneKey(std::string_view name) {
  std::string key(name);
  for (char& c : key) c = c == ' ' ? '_' : (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
  return key;
}

// The zone that was meant: the same but for case and blanks, the one of that city, or the nearest.
std::string nearestZone(std::string_view written) {
  const std::vector<std::string> zones = text::timeZones();
  const std::string wanted = zoneKey(written);
  for (const std::string& zone : zones)
    if (zoneKey(zone) == wanted) return zone;
  for (const std::string& zone : zones)
    if (zoneKey(zone).ends_with("/" + wanted)) return zone;
  return std::string(
      nearestName(written, std::vector<std::string_view>(zones.begin(), zones.end())));
}

void checkZone(Resolving& resolving, const ast::Text& zone) {
  if (text::isTimeZone(zone.value)) return;
  auto finding = resolving.diagnostics.report<diag::TimeZoneUnknown>(zone.span, zone.value);
  if (!resolving.maySuggest(kZones)) return;
  if (const std::string near = nearestZone(zone.value); !near.empty()) finding.help(near);
}

void resolveOne(Resolving& resolving, const ast::HoursDecl& decl) {
  std::vector<const ast::HoursSpan*> sound;
  for (const ast::HoursSpan& span : decl.spans)
    if (checkDirection(resolving, span)) sound.push_back(&span);
  checkOverlaps(resolving, decl, sound);
  if (decl.zone) checkZone(resolving, *decl.zone);
  std::map<std::int64_t, Span> days;
  for (const auto& [day, span] : decl.except_days_ms) {
    const auto [first, is_new] = days.emplace(day, span);
    if (!is_new)
      resolving.diagnostics.report<diag::DayRepeated>(span).note(first->second,
                                                                 "the first is here");
  }
}

}  // namespace

void resolvePhrases(Resolving& resolving) {
  for (Phrases& list : resolving.module.phrases) resolveList(resolving, list);
}

void resolveHours(Resolving& resolving) {
  for (const Hours& hours : resolving.module.hours) {
    // An instant that did not parse is 00:00 in the tree, which says nothing of what was meant.
    const FileIndex file = resolving.module.symbols[hours.symbol].file;
    if (!resolving.program.files[file].tree.has_syntax_errors) resolveOne(resolving, *hours.decl);
  }
}

}  // namespace decorum::sema
