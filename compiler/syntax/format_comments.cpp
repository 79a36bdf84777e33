/// What a comment belongs to: the thing it stands behind on its line, else the next one below it,
/// else the block.
#include <algorithm>

#include "compiler/syntax/format_parts.h"

namespace decorum::syntax {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

KeptComment keep(const ast::Comment& comment, const SourceText& source, std::uint32_t previous) {
  std::string text(source.at(comment.span));
  while (!text.empty() && isBlank(text.back())) text.pop_back();
  return {comment.span, std::move(text), source.blankLineBetween(previous, comment.span.begin)};
}

}  // namespace

std::string SourceText::words(Span span) const {
  std::string out;
  const std::string_view text = at(span);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '#') {  // a comment among the words: it is printed elsewhere
      i = std::min(text.find('\n', i), text.size());
      if (i == text.size()) break;
    }
    if (!isBlank(text[i])) {
      out += text[i];
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool SourceText::sameLine(std::uint32_t begin, std::uint32_t end) const {
  return text_.substr(begin, end - begin).find('\n') == std::string_view::npos;
}

bool SourceText::blankLineBetween(std::uint32_t begin, std::uint32_t end) const {
  int line_ends = 0;
  for (std::uint32_t i = begin; i < end; ++i) {
    if (text_[i] == '\n') ++line_ends;
    if (!isBlank(text_[i])) line_ends = 0;
    if (line_ends > 1) return true;
  }
  return false;
}

std::uint32_t SourceText::afterBrace(std::uint32_t from) const {
  for (std::size_t i = from; i < text_.size(); ++i) {
    if (text_[i] == '{') return static_cast<std::uint32_t>(i + 1);
    if (text_[i] == '#') i = std::min(text_.find('\n', i), text_.size());
    if (i == text_.size() || text_[i] != '"') continue;
    const std::string_view quote = text_.substr(i).starts_with("\"\"\"") ? "\"\"\"" : "\"";
    for (i += quote.size(); i < text_.size() && !text_.substr(i).starts_with(quote); ++i) {
      if (text_[i] == '\\') ++i;
    }
    i += quote.size() - 1;
  }
  return from;
}

Attachments attach(const std::vector<ast::Comment>& comments, const std::vector<Span>& items,
                   std::uint32_t begin, const SourceText& source) {
  Attachments attachments;
  attachments.items.resize(items.size());
  std::size_t item = 0;
  std::uint32_t previous = begin;  // the end of what stands before the comment
  for (const ast::Comment& comment : comments) {
    while (item < items.size() && items[item].end <= comment.span.begin) {
      previous = std::max(previous, items[item++].end);
    }
    const std::uint32_t before = item == 0 ? begin : items[item - 1].end;
    KeptComment kept = keep(comment, source, previous);
    previous = comment.span.end;
    if (item < items.size() && items[item].begin < comment.span.begin) {
      attachments.items[item].inside.push_back(std::move(kept));
    } else if (source.sameLine(before, comment.span.begin) && (item > 0 || begin > 0)) {
      (item == 0 ? attachments.head : attachments.items[item - 1].behind)
          .push_back(std::move(kept));
    } else {
      auto& where = item < items.size() ? attachments.items[item].above : attachments.tail;
      where.push_back(std::move(kept));
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    Attached& attached = attachments.items[i];
    std::uint32_t above = i == 0 ? begin : items[i - 1].end;
    if (i > 0 && !attachments.items[i - 1].behind.empty()) {
      above = attachments.items[i - 1].behind.back().span.end;
    }
    if (i == 0 && !attachments.head.empty()) above = attachments.head.back().span.end;
    const std::uint32_t first =
        attached.above.empty() ? items[i].begin : attached.above.front().span.begin;
    attached.blank_before = source.blankLineBetween(above, first);
    attached.blank_below = !attached.above.empty() &&
                           source.blankLineBetween(attached.above.back().span.end, items[i].begin);
  }
  return attachments;
}

}  // namespace decorum::syntax
