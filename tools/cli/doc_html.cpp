#include "tools/cli/doc_html.h"

#include <fmt/format.h>

#include "tools/cli/html.h"

namespace decorum::cli {
namespace {

using page::escaped;

const char* const kStyle = R"css(
h1 { font-size: 2.1rem; margin: 0 0 1rem; }
h2 { font-size: 1.45rem; margin: 3rem 0 1rem; padding-top: 0.9rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.1rem; margin: 2rem 0 0.5rem; font-weight: 400; }
h3 code { font-weight: 700; }
code, pre { font: 0.92em/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { overflow-wrap: anywhere; }
:target { scroll-margin-top: 1rem; background: var(--tint); outline: 0.35rem solid var(--tint); }
ul { margin: 0.6rem 0; padding-left: 1.4rem; }
li { padding: 0.12rem 0; }
li ul { margin: 0; }
details { margin: 0.4rem 0 0; }
summary { color: var(--muted); font-size: 0.875rem; cursor: pointer; }
summary:focus-visible, pre:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
pre { overflow-x: auto; background: var(--tint); padding: 0.75rem 0.9rem; font-size: 0.82rem; }
.scroll { overflow-x: auto; margin: 0.75rem 0 1.25rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
thead th { vertical-align: bottom; border-bottom: 1.5px solid var(--ink); font-weight: 600; }
tbody th { font-weight: 400; }
td, tbody th { overflow-wrap: anywhere; min-width: 6.5rem; max-width: 20rem; }
@media (max-width: 40rem) {
  h1 { font-size: 1.6rem; }
  h2 { font-size: 1.25rem; margin-top: 2.25rem; }
  ul { padding-left: 1.1rem; }
}
@media print {
  h2, h3 { break-after: avoid; }
  tr, li { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; }
  details { display: none; }
  a { text-decoration: none; }
}
)css";

// A name of the policy may break after its words.
std::string codeOf(std::string_view text) {
  std::string html = "<code>";
  for (const char c : escaped(text)) {
    html += c;
    if (c == '_' || c == '.') html += "<wbr>";
  }
  return html + "</code>";
}

std::string styled(const doc::Run& run) {
  std::string part = run.style == doc::Style::kCode ? codeOf(run.text) : escaped(run.text);
  if (run.style == doc::Style::kStrong) part = "<strong>" + part + "</strong>";
  if (run.style == doc::Style::kQuote)
    part = run.language.empty()
               ? "<bdi>“" + part + "”</bdi>"
               : fmt::format("<bdi lang=\"{}\">“{}”</bdi>", escaped(run.language), part);
  return run.id.empty() ? part : fmt::format("<span id=\"{}\">{}</span>", escaped(run.id), part);
}

// Runs beside each other that lead to one place are one link.
std::string rendered(const doc::Text& text) {
  std::string html;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string& to = text[i].to;
    if (!to.empty() && (i == 0 || text[i - 1].to != to))
      html += fmt::format("<a href=\"#{}\">", escaped(to));
    html += styled(text[i]);
    if (!to.empty() && (i + 1 == text.size() || text[i + 1].to != to)) html += "</a>";
  }
  return html;
}

struct Writer {
  std::string html;

  void items(const std::vector<doc::Item>& items) {
    html += "<ul>\n";
    for (const doc::Item& item : items) {
      html += "<li>" + rendered(item.text);
      if (!item.items.empty()) {
        html += "\n";
        this->items(item.items);
      }
      html += "</li>\n";
    }
    html += "</ul>\n";
  }

  void operator()(const doc::Heading& heading) {
    const std::string id = heading.id.empty() ? "" : fmt::format(" id=\"{}\"", escaped(heading.id));
    html += fmt::format("<h{0}{1}>{2}</h{0}>\n", heading.level, id, rendered(heading.text));
  }
  void operator()(const doc::Paragraph& paragraph) {
    html += "<p>" + rendered(paragraph.text) + "</p>\n";
  }
  void operator()(const doc::List& list) { items(list.items); }
  void operator()(const doc::Table& table) {
    std::string heads, rows;
    for (const std::string& head : table.heads)
      heads += page::headCell(escaped(head), page::Column::kText);
    for (const auto& row : table.rows) {
      rows += "<tr>";
      for (std::size_t i = 0; i < row.size(); ++i)
        rows += i == 0 ? page::rowHead(rendered(row[i]))
                       : page::cell(rendered(row[i]), page::Column::kText);
      rows += "</tr>\n";
    }
    html += page::table(table.caption, heads, rows);
  }
  void operator()(const doc::Source& source) {
    html += "<details><summary>As written</summary>\n<pre tabindex=\"0\">" + escaped(source.code) +
            "</pre>\n</details>\n";
  }
};

}  // namespace

std::string docHtml(const doc::Document& document) {
  Writer writer;
  for (const doc::Block& block : document.blocks) std::visit(writer, block);
  return page::head(document.title, kStyle) + "<main>\n" + writer.html + "</main>\n" + page::foot();
}

}  // namespace decorum::cli
