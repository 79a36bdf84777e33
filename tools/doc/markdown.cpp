#include <fmt/format.h>

#include <algorithm>

#include "tools/doc/document.h"

namespace decorum::doc {
namespace {

// Signs that Markdown would take for its own. Names such as `legal_words` stand in code.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

// A span of code holds any text: its fence is longer than what is in it.
std::string codeSpan(std::string_view text, bool in_table) {
  std::size_t longest = 0, length = 0;
  std::string inside;
  for (const char c : text) {
    length = c == '`' ? length + 1 : 0;
    longest = std::max(longest, length);
    if (c == '|' && in_table) inside += '\\';
    inside += c == '\n' || c == '\r' ? ' ' : c;
  }
  const std::string fence(longest + 1, '`');
  const char* const gap = longest > 0 ? " " : "";
  return fence + gap + inside + gap + fence;
}

std::string styled(const Run& run, bool in_table) {
  std::string part = run.style == Style::kCode ? codeSpan(run.text, in_table) : escaped(run.text);
  if (run.style == Style::kStrong) part = "**" + part + "**";
  if (run.style == Style::kQuote) part = "“" + part + "”";
  return run.id.empty() ? part : fmt::format("<a id=\"{}\"></a>{}", run.id, part);
}

// Runs beside each other that lead to one place are one link.
std::string rendered(const Text& text, bool in_table = false) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string& to = text[i].to;
    const bool begins = !to.empty() && (i == 0 || text[i - 1].to != to);
    const bool ends = !to.empty() && (i + 1 == text.size() || text[i + 1].to != to);
    out += (begins ? "[" : "") + styled(text[i], in_table);
    if (ends) out += "](#" + to + ")";
  }
  return out;
}

struct Writer {
  std::string out;

  void items(const std::vector<Item>& items, std::size_t depth) {
    for (const Item& item : items) {
      out += std::string(depth * 2, ' ') + "- " + rendered(item.text) + "\n";
      this->items(item.items, depth + 1);
    }
  }

  void operator()(const Heading& heading) {
    out += std::string(static_cast<std::size_t>(heading.level), '#') + " ";
    if (!heading.id.empty()) out += fmt::format("<a id=\"{}\"></a>", heading.id);
    out += rendered(heading.text) + "\n\n";
  }
  void operator()(const Paragraph& paragraph) { out += rendered(paragraph.text) + "\n\n"; }
  void operator()(const List& list) {
    items(list.items, 0);
    out += "\n";
  }
  void operator()(const Table& table) {
    std::string rule = "|";
    out += "|";
    for (const std::string& head : table.heads) {
      out += " " + escaped(head) + " |";
      rule += " --- |";
    }
    out += "\n" + rule + "\n";
    for (const auto& row : table.rows) {
      out += "|";
      for (const Text& cell : row) out += " " + rendered(cell, true) + " |";
      out += "\n";
    }
    out += "\n";
  }
  void operator()(const Source& source) {
    std::string fence = "```";
    while (source.code.find(fence) != std::string::npos) fence += '`';
    out += "<details><summary>As written</summary>\n\n" + fence + "decorum-fragment\n" +
           source.code + "\n" + fence + "\n\n</details>\n\n";
  }
};

}  // namespace

std::string toMarkdown(const Document& document) {
  Writer writer;
  for (const Block& block : document.blocks) std::visit(writer, block);
  if (writer.out.ends_with("\n\n")) writer.out.pop_back();
  return std::move(writer.out);
}

}  // namespace decorum::doc
