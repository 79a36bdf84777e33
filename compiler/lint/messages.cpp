// What is said to people: drafts that were left, and words that were not translated.
#include <algorithm>
#include <array>
#include <cctype>

#include "compiler/lint/context.h"

namespace decorum::lint_phase {
namespace {

constexpr std::array<std::string_view, 4> kMarks = {"TODO", "FIXME", "TBD", "XXX"};
constexpr std::array<std::string_view, 8> kDrafts = {
    "lorem ipsum", "[insert", "<insert", "[your ", "<your ", "[name]", "[company", "[date]"};

bool isLetter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// The first sign of a draft in `text`, "" for none.
std::string draftIn(const std::string& text) {
  for (const std::string_view mark : kMarks) {
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) continue;
    const bool is_whole = (at == 0 || !isLetter(text[at - 1])) &&
                          (at + mark.size() == text.size() || !isLetter(text[at + mark.size()]));
    if (is_whole) return std::string(mark);
  }
  std::string lower = text;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const std::string_view draft : kDrafts) {
    const std::size_t at = lower.find(draft);
    if (at == std::string::npos) continue;
    const std::size_t end = lower.find_first_of("]>", at);
    return text.substr(at, end == std::string::npos ? draft.size() : end + 1 - at);
  }
  return "";
}

void checkDraft(Context& context, const ast::Message& message) {
  for (const auto& piece : message.pieces) {
    const auto* text = std::get_if<std::string>(&piece);
    if (text == nullptr) continue;
    const std::string draft = draftIn(*text);
    if (draft.empty()) continue;
    // Marked where it stands, unless an escape hides it.
    Span at = message.span;
    if (const std::size_t found = context.text(at).find(draft); found != std::string_view::npos)
      at = {at.file, at.begin + static_cast<std::uint32_t>(found),
            at.begin + static_cast<std::uint32_t>(found + draft.size())};
    context.diagnostics.report<diag::PlaceholderLeft>(at, draft);
    return;
  }
}

// A name or "OK" is the same everywhere; a sentence is not.
bool isSentence(const std::string& text) {
  constexpr std::ptrdiff_t kWords = 4;
  return std::count(text.begin(), text.end(), ' ') + 1 >= kWords;
}

template <class Clause>
void checkTranslations(Context& context, const std::vector<const Clause*>& clauses) {
  const auto nameOf = [](const Clause& clause) {
    return clause.locale ? "\"" + clause.locale->value + "\"" : std::string("all others");
  };
  const auto language = [](const Clause& clause) {
    return clause.locale ? clause.locale->value.substr(0, clause.locale->value.find('-'))
                         : std::string();
  };
  for (std::size_t i = 1; i < clauses.size(); ++i) {
    const std::string words = context.key(clauses[i]->message.span);
    if (!isSentence(words)) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (context.key(clauses[j]->message.span) != words) continue;
      if (language(*clauses[i]) == language(*clauses[j])) continue;
      context.diagnostics
          .report<diag::NotTranslated>(clauses[i]->message.span, nameOf(*clauses[i]),
                                       nameOf(*clauses[j]))
          .note(clauses[j]->message.span, "they stand here");
      break;
    }
  }
}

}  // namespace

void lintMessages(Context& context) {
  for (const sema::Rule& rule : context.module.rules) {
    if (rule.disabled != nullptr) continue;
    std::vector<const ast::SayClause*> says;
    std::vector<const ast::AskClause*> asks;
    for (const ast::Clause* clause : rule.clauses) {
      if (const auto* say = std::get_if<ast::SayClause>(&clause->kind)) says.push_back(say);
      if (const auto* ask = std::get_if<ast::AskClause>(&clause->kind)) asks.push_back(ask);
      if (const auto* during = std::get_if<ast::DuringClause>(&clause->kind))
        for (const ast::SayClause& say : during->otherwise_say) checkDraft(context, say.message);
    }
    for (const auto* say : says) checkDraft(context, say->message);
    for (const auto* ask : asks) checkDraft(context, ask->message);
    checkTranslations(context, says);
    checkTranslations(context, asks);
  }
}

void lintTests(Context& context) {
  for (const sema::Test& test : context.module.tests) {
    const std::string& title = test.decl->title.value;
    if (title.find_first_not_of(" \t\r\n") == std::string::npos)
      context.diagnostics.report<diag::TestUntitled>(test.decl->title.span);
  }
}

}  // namespace decorum::lint_phase
