// Phrases that can never matter, or matter at every message.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "compiler/lint/context.h"
#include "compiler/sema/phrase_file.h"
#include "compiler/sema/types.h"
#include "runtime/text/fold.h"

namespace decorum::lint_phase {
namespace {

/// Of one list: a list in which everything stands twice is one mistake.
constexpr std::size_t kReported = 10;

struct Item {
  std::string text;
  Span span;
  std::string form;         ///< in which it is looked for
  std::size_t written = 0;  ///< its number in the policy; those of a file come behind all
};

bool isWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

std::string formOf(const std::string& phrase, const text::PhraseOptions& options) {
  std::string form = phrase;
  if (!options.exact) {
    text::Folded folded;
    if (options.any_accent)
      text::foldAccents(phrase, folded);
    else
      text::fold(phrase, folded);
    form = folded.text;
  }
  std::string single;  // blanks count once
  for (const char c : form) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank)
      single += c;
    else if (!single.empty() && single.back() != ' ')
      single += ' ';
  }
  if (single.ends_with(' ')) single.pop_back();
  return single;
}

std::vector<Item> itemsOf(const Context& context, const sema::Phrases& list,
                          const text::PhraseOptions& options) {
  std::vector<Item> items;
  for (const ast::Text& phrase : list.decl->phrases)
    items.push_back({phrase.value, phrase.span, formOf(phrase.value, options), items.size()});
  const auto written = items.size();
  const LoadedFile& file = context.module.program->files[context.module.symbols[list.symbol].file];
  const auto id = sema::phraseFileOf(file, *list.decl);
  if (!id) return items;
  const std::string_view text = context.diagnostics.sources().text(*id);
  for (const std::string_view phrase : sema::phrasesIn(text)) {
    const auto at = static_cast<std::uint32_t>(phrase.data() - text.data());
    items.push_back({std::string(phrase),
                     {*id, at, at + static_cast<std::uint32_t>(phrase.size())},
                     formOf(std::string(phrase), options),
                     written});
  }
  return items;
}

// Parts of a phrase from the start of a word to the end of one, but the whole itself. A part next
// to a letter of another script is none: words may not be set apart by blanks there.
std::vector<std::string> partsOf(std::string_view form) {
  constexpr std::size_t kMostWords = 12;
  std::vector<std::size_t> begins, ends;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (!isWordByte(form[i])) continue;
    if (i == 0 || !isWordByte(form[i - 1])) begins.push_back(i);
    if (i + 1 == form.size() || !isWordByte(form[i + 1])) ends.push_back(i + 1);
  }
  std::vector<std::string> parts;
  if (begins.size() > kMostWords) return parts;
  for (const std::size_t begin : begins)
    for (const std::size_t end : ends)
      if (end > begin && end - begin < form.size())
        parts.emplace_back(form.substr(begin, end - begin));
  return parts;
}

std::vector<TextEdit> removePhrase(const Context& context, const sema::Phrases& list,
                                   const Item& item) {
  std::vector<Span> spans;
  for (const ast::Text& phrase : list.decl->phrases) spans.push_back(phrase.span);
  if (item.written >= spans.size()) return {};
  return removeItem(context, spans, item.written);
}

// Whether all that is asked of the list is whether something of it stands in a text.
std::set<std::uint32_t> onlyMentioned(const Context& context) {
  std::unordered_map<std::uint32_t, int> open;  // uses, less those that only mention
  const auto count = [&](const sema::TargetBinding& bound, int by) {
    if (bound.kind == sema::TargetBinding::Kind::kPhrases) open[bound.index] += by;
  };
  for (const auto& [target, bound] : context.typed.targets) count(bound, 1);
  for (const auto& [expr, bound] : context.typed.target_arguments) count(bound, 1);
  forEachExpr(context, [&](const ast::Expr& expr, const ast::Expr*) {
    const auto* mentions = std::get_if<ast::Mentions>(&expr.kind);
    if (mentions == nullptr || mentions->mode != ast::MentionMode::kAny) return;
    for (const ast::Target& target : mentions->targets)
      if (const auto found = context.typed.targets.find(&target);
          found != context.typed.targets.end())
        count(found->second, -1);
  });
  std::set<std::uint32_t> lists;
  for (const auto& [index, rest] : open)
    if (rest == 0) lists.insert(index);
  for (const sema::Fairness& fairness : context.module.fairness)
    for (const ast::FairnessClause& clause : fairness.decl->clauses)
      if (const auto* same = std::get_if<ast::SameDecisionClause>(&clause.kind))
        for (const ast::Path* path : {&same->from, &same->to})
          if (const auto found = context.module.find(context.module.fileOf(path->span), *path))
            lists.erase(context.module.symbols[found->symbol].index);
  return lists;
}

void checkDoubles(Context& context, const sema::Phrases& list, const std::vector<Item>& items,
                  bool only_mentioned, bool is_spaced) {
  std::unordered_map<std::string_view, const Item*> by_form;
  std::size_t reported = 0;
  const auto offerRemoval = [&](auto& finding, const Item& item) {
    if (auto edits = removePhrase(context, list, item); !edits.empty())
      finding.fix(Fix::Kind::kSafe, "remove \"" + item.text + "\"", std::move(edits));
  };
  for (const Item& item : items) {
    const auto [first, is_new] = by_form.emplace(item.form, &item);
    if (is_new || reported == kReported) continue;
    if (first->second->text == item.text) continue;  // D0246
    const auto plain = [](std::string_view text) {
      std::string key;
      for (const char c : text)
        if (c != ' ' && c != '\t') key += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
      return key;
    };
    if (plain(first->second->text) == plain(item.text)) continue;  // D0246, too
    ++reported;
    auto finding = context.diagnostics.report<diag::PhraseFoldsSame>(item.span, item.text,
                                                                     first->second->text);
    offerRemoval(finding.note(first->second->span, "the other is here"), item);
  }
  // Letters set apart run on into what stands before them.
  if (!only_mentioned || is_spaced) return;
  for (const Item& item : items) {
    if (reported == kReported) return;
    for (const std::string& part : partsOf(item.form)) {
      const auto shorter = by_form.find(part);
      if (shorter == by_form.end()) continue;
      ++reported;
      auto finding = context.diagnostics.report<diag::PhraseContained>(item.span, item.text,
                                                                       shorter->second->text);
      offerRemoval(finding.note(shorter->second->span, "the shorter one is here"), item);
      break;
    }
  }
}

// Words that stand in almost every message of their language, and mean nothing alone.
bool isEverywhere(const std::string& form) {
  static const std::set<std::string_view> words = {
      "a",   "an",  "and", "the", "of",  "to",  "in",   "is",  "it", "i",  "you", "that", "der",
      "die", "das", "und", "ist", "ich", "ein", "eine", "zu",  "le", "la", "les", "un",   "une",
      "et",  "est", "de",  "je",  "el",  "los", "las",  "una", "y",  "es", "que", "en"};
  if (words.count(form) != 0) return true;
  return form.size() == 1 && std::isalnum(static_cast<unsigned char>(form[0])) != 0;
}

// The mark at the end of a phrase of words, 0 for none. "Dr.", "e.g." and ":(" are meant.
char markAtEnd(const std::string& phrase) {
  if (phrase.size() < 2) return 0;
  const char mark = phrase.back();
  if (std::string_view(".!?,;:").find(mark) == std::string_view::npos) return 0;
  const std::string_view before = std::string_view(phrase).substr(0, phrase.size() - 1);
  if (before.find_first_of(".!?,;:/") != std::string_view::npos) return 0;
  const std::size_t word = before.find_last_of(' ') + 1;
  const std::size_t letters = before.size() - word;
  const bool ends_in_word = isWordByte(before.back());
  if (!ends_in_word || (mark == '.' && letters < 5) || letters < 2) return 0;
  return mark;
}

void checkPhrase(Context& context, const std::string& phrase, Span span, const std::string& form,
                 bool is_written) {
  if (isEverywhere(form)) {
    context.diagnostics.report<diag::PhraseEverywhere>(span, phrase);
    return;
  }
  const char mark = markAtEnd(phrase);
  if (mark == 0) return;
  auto finding = context.diagnostics.report<diag::PhrasePunctuation>(span, phrase, mark);
  const std::uint32_t end = is_written ? span.end - 1 : span.end;
  if (context.text({span.file, end - 1, end}) == std::string(1, mark))
    finding.fix(Fix::Kind::kSuggestion, fmt::format("leave the '{}' out", mark),
                {{{span.file, end - 1, end}, ""}});
}

bool hasLongWord(const std::string& form) {
  constexpr std::size_t kLetters = 4;
  std::size_t letters = 0;
  for (const char c : form) {
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;
    letters = isWordByte(c) && (c < '0' || c > '9') ? letters + 1 : 0;
    if (letters >= kLetters) return true;
  }
  return false;
}

void checkList(Context& context, const sema::Phrases& list, std::uint32_t index,
               bool only_mentioned) {
  const sema::TargetBinding bound{sema::TargetBinding::Kind::kPhrases, index, ""};
  const text::PhraseOptions options = sema::makeMatcher(context.module, bound, "", 0).options;
  const std::vector<Item> items = itemsOf(context, list, options);
  checkDoubles(context, list, items, only_mentioned, options.spaced);
  for (const Item& item : items)
    checkPhrase(context, item.text, item.span, item.form, item.written < list.decl->phrases.size());
  if (options.typos == 0 || items.empty()) return;
  if (std::any_of(items.begin(), items.end(),
                  [](const Item& item) { return hasLongWord(item.form); }))
    return;
  for (const ast::PhraseOption& option : list.decl->options)
    if (option.word == "typos")
      context.diagnostics
          .report<diag::TyposWithoutEffect>(option.span, context.quoted(option.span),
                                            list.decl->name.text)
          .fix(Fix::Kind::kSafe, "remove '" + context.quoted(option.span) + "'",
               removeLines(context, option.span));
}

// Strings that stand in a condition, beside others and beside lists.
void checkMentions(Context& context, const ast::Mentions& mentions) {
  struct Written {
    std::string text, form;
    Span span;
  };
  std::vector<Written> strings;
  for (const ast::Target& target : mentions.targets)
    if (const auto* text = std::get_if<ast::Text>(&target.what)) {
      strings.push_back({text->value, formOf(text->value, {}), text->span});
      checkPhrase(context, text->value, text->span, strings.back().form, true);
    }
  if (mentions.mode != ast::MentionMode::kAny || strings.empty()) return;
  std::vector<Span> spans;
  for (const ast::Target& target : mentions.targets) spans.push_back(target.span);
  const auto remove = [&](Span span) {
    for (std::size_t i = 0; i < spans.size(); ++i)
      if (spans[i] == span) return removeItem(context, spans, i);
    return std::vector<TextEdit>{};
  };
  std::unordered_map<std::string, const Written*> by_form;
  for (const Written& string : strings) by_form.emplace(string.form, &string);
  std::unordered_map<std::string, std::string> listed;  // a phrase, and the list it stands in
  for (const ast::Target& target : mentions.targets) {
    const auto bound = context.typed.targets.find(&target);
    if (bound == context.typed.targets.end() ||
        bound->second.kind != sema::TargetBinding::Kind::kPhrases)
      continue;
    const sema::Phrases& list = context.module.phrases[bound->second.index];
    const auto options = sema::makeMatcher(context.module, bound->second, "", 0).options;
    if (options.exact) continue;
    for (const std::string& phrase : list.phrases)
      listed.emplace(formOf(phrase, {}), list.decl->name.text);
  }
  for (const Written& string : strings) {
    if (const auto found = listed.find(string.form); found != listed.end()) {
      auto finding =
          context.diagnostics.report<diag::PhraseInList>(string.span, string.text, found->second);
      if (auto edits = remove(string.span); !edits.empty())
        finding.fix(Fix::Kind::kSafe, "remove \"" + string.text + "\"", std::move(edits));
      continue;
    }
    for (const std::string& part : partsOf(string.form)) {
      const auto shorter = by_form.find(part);
      if (shorter == by_form.end()) continue;
      auto finding = context.diagnostics.report<diag::PhraseContained>(string.span, string.text,
                                                                       shorter->second->text);
      finding.note(shorter->second->span, "the shorter one is here");
      if (auto edits = remove(string.span); !edits.empty())
        finding.fix(Fix::Kind::kSafe, "remove \"" + string.text + "\"", std::move(edits));
      break;
    }
  }
}

}  // namespace

void lintPhrases(Context& context) {
  const std::set<std::uint32_t> mentioned = onlyMentioned(context);
  for (std::uint32_t i = 0; i < context.module.phrases.size(); ++i)
    checkList(context, context.module.phrases[i], i, mentioned.count(i) != 0);
  forEachExpr(context, [&](const ast::Expr& expr, const ast::Expr*) {
    if (const auto* mentions = std::get_if<ast::Mentions>(&expr.kind))
      checkMentions(context, *mentions);
  });
}

}  // namespace decorum::lint_phase
