#include "compiler/syntax/format_declarations.h"

#include <fmt/format.h>

#include "compiler/syntax/words.h"

namespace decorum::syntax {
namespace {

using namespace ast;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

std::string optional(std::string_view word, const std::optional<Text>& text,
                     const SourceText& source) {
  return text ? fmt::format(" {} {}", word, source.at(text->span)) : "";
}

std::string broken(const Layout& layout) { return layout.render(0, kLineWidth); }

std::string settingsOnOneLine(const IncludeDecl& decl, const PartFormatter& parts) {
  std::string text;
  for (const SettingValue& given : decl.settings) {
    text += fmt::format("{}{} = {}", text.empty() ? " { " : "  ", given.name.text,
                        broken(parts.expression(*given.value)));
  }
  return text.empty() ? text : text + " }";
}

std::string setting(const SettingDecl& decl, const PartFormatter& parts) {
  std::string text = fmt::format("setting {}: {}", decl.name.text, parts.type(decl.type));
  if (decl.value) text += " = " + broken(parts.expression(*decl.value));
  return text;
}

std::string signal(const SignalDecl& decl, const PartFormatter& parts) {
  std::string text = fmt::format("signal {} of {}: {}", decl.name.text, word(decl.subject.subject),
                                 parts.type(decl.type));
  if (decl.when_missing) text += " when missing " + broken(parts.expression(*decl.when_missing));
  if (decl.from) text += " from " + spelled(*decl.from);
  if (decl.as_redacted) text += " as redacted";
  return decl.labels.empty() ? text : text + ' ' + parts.labels(decl.labels);
}

std::string phrases(const PhrasesDecl& decl, const SourceText& source) {
  std::string text = "phrases " + decl.name.text + optional("from", decl.from_file, source);
  for (const Text& phrase : decl.phrases) {
    text += &phrase == &decl.phrases.front() ? " = " : ", ";
    text += source.at(phrase.span);
  }
  text += phraseOptions(decl, source);
  if (columnsOf(text) <= kLineWidth && text.find('\n') == std::string::npos) return text;
  std::vector<Layout> list;
  for (const Text& phrase : decl.phrases) list.emplace_back(source.at(phrase.span));
  std::vector<Layout> lines{Layout::lineEnd(), Layout::filled(list, ",")};
  const std::string options = phraseOptions(decl, source);
  if (!options.empty()) {
    lines.push_back(Layout::lineEnd());
    lines.emplace_back(options.substr(1));
  }
  return broken(Layout::sequence(
      {"phrases " + decl.name.text + " =", Layout::indented(2, Layout::sequence(lines))}));
}

std::string near(const NearOption& given, const SourceText& source) {
  std::string text = given.required ? "near " : "likelier near ";
  for (const Text& one : given.words) {
    if (&one != &given.words.front()) text += ", ";
    text += source.at(one.span);
  }
  return fmt::format("{} within {} characters", text, source.at(given.characters.span));
}

std::string pattern(const PatternDecl& decl, const PartFormatter& parts) {
  const SourceText& source = parts.source();
  std::vector<Layout> all{
      fmt::format("pattern {} = {}", decl.name.text, source.at(decl.pattern_span))};
  const auto option = [&](std::string text) {
    all.push_back(Layout::line());
    all.emplace_back(std::move(text));
  };
  if (decl.exact) option("exact");
  if (decl.checked_by) option("checked by " + decl.checked_by->text);
  for (const NearOption& one : decl.near) option(near(one, source));
  std::string groups;
  for (const GroupOption& group : decl.groups) {
    groups += fmt::format("{}{}: {}", groups.empty() ? "with " : ", ", group.name.text,
                          parts.type(group.type));
  }
  if (!groups.empty()) option(std::move(groups));
  if (decl.not_personal) option("not personal");
  return broken(Layout::indented(2, Layout::group(std::move(all))));
}

std::string define(const DefineDecl& decl, const PartFormatter& parts) {
  std::string head = "define " + decl.name.text;
  for (const Parameter& parameter : decl.parameters) {
    head += fmt::format("{}{}: {}", &parameter == &decl.parameters.front() ? "(" : ", ",
                        parameter.name.text, parts.type(parameter.type));
  }
  if (!decl.parameters.empty()) head += ')';
  const Layout value = Layout::indented(
      2, Layout::sequence({Layout::line(), Layout::group({parts.expression(*decl.value)})}));
  return broken(Layout::group({head + " =", value}));
}

std::string hours(const HoursDecl& decl, const SourceText& source) {
  const auto clock = [](std::int64_t ms) {
    return fmt::format("{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60);
  };
  std::vector<Layout> spans;
  for (const HoursSpan& span : decl.spans) {
    std::string days(weekday(span.first_day));
    if (span.last_day != span.first_day) days += fmt::format("..{}", weekday(span.last_day));
    spans.emplace_back(fmt::format("{} {}..{}", days, clock(span.from_ms), clock(span.to_ms)));
  }
  std::vector<Layout> all{"hours " + decl.name.text + " = ", Layout::filled(spans, ",")};
  if (decl.zone) {
    all.push_back(
        Layout::group({Layout::line(), fmt::format("in {}", source.at(decl.zone->span))}));
  }
  if (!decl.except_days_ms.empty()) {
    std::vector<Layout> days;
    for (const auto& [ms, span] : decl.except_days_ms) days.emplace_back(source.at(span));
    all.push_back(Layout::group({Layout::line(), "except ", Layout::filled(days, ",")}));
  }
  return broken(Layout::indented(2, Layout::sequence(std::move(all))));
}

std::string tool(const ToolDecl& decl, const PartFormatter& parts) {
  std::string text =
      fmt::format("{} {}", toolHead(decl, parts.source()), parts.fieldsOnOneLine(decl.arguments));
  if (!decl.results.empty()) text += " returns " + parts.fieldsOnOneLine(decl.results);
  return text;
}

}  // namespace

std::string toolHead(const ToolDecl& decl, const SourceText& source) {
  return "tool " + decl.name.text + optional("called", decl.called, source);
}

std::string includeHead(const IncludeDecl& decl, const SourceText& source) {
  return fmt::format("{} {}", decl.use_only ? "use" : "include",
                     std::holds_alternative<Name>(decl.what)
                         ? std::string_view(std::get<Name>(decl.what).text)
                         : source.at(std::get<Text>(decl.what).span));
}

std::string phraseOptions(const PhrasesDecl& decl, const SourceText& source) {
  std::string text;
  for (const PhraseOption& option : decl.options) {
    text += ' ' + option.word;
    if (option.word == "typos") text += fmt::format(" {}", option.number);
    if (option.word == "stem") {
      const std::string_view written = source.at(option.span);
      text += fmt::format(" {}", written.substr(written.rfind('"', written.size() - 2)));
    }
  }
  return text;
}

std::string declarationText(const Decl& decl, const PartFormatter& parts) {
  const SourceText& source = parts.source();
  return std::visit(
      Overloaded{
          [&](const PolicyDecl& d) {
            const std::string language =
                d.language ? fmt::format(" language {}", d.language->value) : "";
            return "policy " + d.name.text + optional("version", d.version, source) + language;
          },
          [&](const PackDecl& d) {
            return "pack " + d.name.text + optional("version", d.version, source);
          },
          [&](const IncludeDecl& d) {
            return includeHead(d, source) + settingsOnOneLine(d, parts);
          },
          [&](const SettingDecl& d) { return setting(d, parts); },
          [&](const SignalDecl& d) { return signal(d, parts); },
          [&](const PhrasesDecl& d) { return phrases(d, source); },
          [&](const PatternDecl& d) { return pattern(d, parts); },
          [&](const DefineDecl& d) { return define(d, parts); },
          [&](const ToolDecl& d) { return tool(d, parts); },
          [&](const HoursDecl& d) { return hours(d, source); },
          [&](const DisableDecl& d) {
            const std::string because =
                d.because ? fmt::format(" because {}", source.at(d.because->span)) : "";
            return "disable " + spelled(d.rule) + because;
          },
          [](const OnFaultDecl& d) {
            return std::string(d.open ? "on fault open" : "on fault closed");
          },
          [&](const BudgetDecl& d) {
            return fmt::format("budget {} {} for {} {}", source.at(d.time.span), d.time_unit.text,
                               source.at(d.size.span), d.size_unit.text);
          },
          [](const auto&) { return std::string(); },
      },
      decl.kind);
}

std::size_t alignedAt(const Decl& decl) {
  constexpr std::size_t kWordAndBlank = 8;  // `phrases ` as well as `pattern `
  if (const auto* list = std::get_if<PhrasesDecl>(&decl.kind)) {
    return kWordAndBlank + list->name.text.size();
  }
  if (const auto* pattern = std::get_if<PatternDecl>(&decl.kind)) {
    return kWordAndBlank + pattern->name.text.size();
  }
  return 0;
}

int family(const Decl& decl) {
  return std::visit(Overloaded{
                        [](const IncludeDecl&) { return 1; },
                        [](const SettingDecl&) { return 2; },
                        [](const SignalDecl&) { return 3; },
                        [](const PhrasesDecl&) { return 4; },
                        [](const PatternDecl&) { return 4; },
                        [](const DefineDecl&) { return 5; },
                        [](const HoursDecl&) { return 6; },
                        [](const DisableDecl&) { return 7; },
                        [](const ToolDecl&) { return 8; },
                        [](const auto&) { return 0; },
                    },
                    decl.kind);
}

}  // namespace decorum::syntax
