#include "tools/doc/subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "runtime/eval/messages.h"

namespace decorum::doc {

std::string Subject::placeOf(sema::SymbolId id) const {
  // Of what several files declare there is one place, at the first.
  if (symbol(id).kind == sema::SymbolKind::kRecord) id = module().records[symbol(id).index].symbol;
  if (symbol(id).kind == sema::SymbolKind::kSignal) id = module().signals[symbol(id).index].symbol;
  if (symbol(id).kind == sema::SymbolKind::kTool) id = module().tools[symbol(id).index].symbol;
  std::string place = symbol(id).name;
  std::replace(place.begin(), place.end(), '.', '-');
  return "name-" + place;
}

Text Subject::linked(std::string_view name, sema::SymbolId id) const {
  const bool stands_nowhere = id == module().records.front().symbol;  // `conversation`
  return stands_nowhere ? code(name) : link(name, placeOf(id));
}

Text Subject::named(sema::SymbolId id) const { return linked(symbol(id).name, id); }

std::string durationOf(std::int64_t ms) { return eval::formatDuration(ms); }

std::string instantOf(std::int64_t ms) { return eval::formatInstant(ms); }

std::string clockOf(std::int64_t ms) {
  const std::int64_t minutes = ms / 60'000;
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

std::string numberAsRead(std::string_view written) {
  std::string out;
  for (const char c : written) {
    if (c == '-')
      out += "−";
    else
      out += c == '_' ? ',' : c;
  }
  return out;
}

std::string languageOf(std::string_view tag) {
  struct Language {
    std::string_view tag, name;
  };
  static constexpr std::array<Language, 24> kLanguages{
      {{"ar", "Arabic"},    {"cs", "Czech"},    {"da", "Danish"},     {"de", "German"},
       {"el", "Greek"},     {"en", "English"},  {"es", "Spanish"},    {"fi", "Finnish"},
       {"fr", "French"},    {"he", "Hebrew"},   {"hi", "Hindi"},      {"hu", "Hungarian"},
       {"it", "Italian"},   {"ja", "Japanese"}, {"ko", "Korean"},     {"nl", "Dutch"},
       {"no", "Norwegian"}, {"pl", "Polish"},   {"pt", "Portuguese"}, {"ro", "Romanian"},
       {"sv", "Swedish"},   {"tr", "Turkish"},  {"uk", "Ukrainian"},  {"zh", "Chinese"}}};
  for (const Language& language : kLanguages)
    if (tag.substr(0, tag.find('-')) == language.tag)
      return fmt::format("{} ({})", language.name, tag);
  return std::string(tag);
}

std::string counted(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::vector<std::string> paragraphsOf(std::string_view doc) {
  std::vector<std::string> paragraphs;
  bool open = false;
  while (!doc.empty()) {
    const std::size_t end = std::min(doc.find('\n'), doc.size());
    const std::string_view line = doc.substr(0, end);
    doc.remove_prefix(std::min(end + 1, doc.size()));
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
      open = false;
      continue;
    }
    if (open)
      paragraphs.back() += " " + std::string(line.substr(first));
    else
      paragraphs.emplace_back(line.substr(first));
    open = true;
  }
  return paragraphs;
}

void addDoc(std::vector<Block>& blocks, std::string_view doc) {
  for (const std::string& paragraph : paragraphsOf(doc))
    blocks.emplace_back(Paragraph{plain(paragraph)});
}

std::string wordsOf(const ast::Message& message, const SourceSet& sources) {
  std::string words;
  for (const auto& piece : message.pieces) {
    if (const auto* text = std::get_if<std::string>(&piece)) {
      words += *text;
      continue;
    }
    // As it stands in the quoted text of a policy: its own quotes are escaped there.
    const std::string_view hole = sources.text(std::get<ast::Hole>(piece).span);
    for (std::size_t i = 0; i < hole.size(); ++i)
      if (hole[i] != '\\' || i + 1 == hole.size() || hole[i + 1] != '"') words += hole[i];
  }
  return words;
}

std::string_view nameOfSubject(ast::Subject subject) {
  static constexpr std::array<std::string_view, 7> kNames{"the person's message",
                                                          "the document",
                                                          "the tool call",
                                                          "the tool result",
                                                          "the reply",
                                                          "the time",
                                                          "the end of the conversation"};
  return kNames[static_cast<std::size_t>(subject)];
}

}  // namespace decorum::doc
