/// Formatting: blocks, the order of their parts, empty lines, columns and comments. How a
/// declaration, a clause or an expression reads is `format_declarations.cpp`, `format_clauses.cpp`
/// and `format_expressions.cpp`.
#include "compiler/syntax/format.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "compiler/syntax/format_declarations.h"
#include "compiler/syntax/format_parts.h"
#include "compiler/syntax/words.h"

namespace decorum {
namespace syntax {
namespace {

using namespace ast;

/// A part of a block: its text from its own column on, and what is printed with it.
struct Piece {
  std::string text;
  Attached comments;
  int indent = 2;
};

bool isDoc(const KeptComment& comment) { return comment.text.starts_with("##"); }

/// A comment from inside what it is now printed above: there `##` would document it.
std::string plain(const KeptComment& comment) {
  std::string_view text = comment.text;
  while (text.starts_with("##")) text.remove_prefix(1);
  return std::string(text);
}

std::string padded(std::string_view text, int columns) {
  const int missing = std::max(0, columns - columnsOf(text));
  return std::string(text) + std::string(static_cast<std::size_t>(missing), ' ');
}

template <class Range>
std::vector<Span> spansOf(const Range& parts) {
  std::vector<Span> spans;
  for (const auto& part : parts) spans.push_back(part.span);
  return spans;
}

bool isOneLine(std::string_view text) {
  return !text.empty() && text.find('\n') == std::string_view::npos &&
         columnsOf(text) <= kLineWidth;
}

class Writer {
 public:
  void line(int indent, std::string_view text) {
    if (!text.empty()) out_.append(static_cast<std::size_t>(indent), ' ');
    out_ += text;
    out_ += '\n';
  }
  /// One empty line; none at the start, and never two.
  void blank() {
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
  }
  /// Adds to the line just written.
  void append(std::string_view text) {
    out_.pop_back();
    out_ += text;
    out_ += '\n';
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

/// A declaration with its comments. Those inside it, those behind it on its last line and, under a
/// rule, those indented right below it are `inside`.
struct Placed {
  const Decl* decl = nullptr;
  Attached comments;
  std::vector<Comment> inside;
  std::uint32_t begin = 0;  ///< of what is in the block, behind its head
  std::string one_line;     ///< "" where it takes more
};

class Formatter {
 public:
  Formatter(const File& file, std::string_view text)
      : file_(&file), source_(text), parts_(source_) {}

  std::string run();

 private:
  std::vector<Placed> place(std::vector<KeptComment>& tail) const;
  std::uint32_t endWithComments(std::size_t decl) const;
  std::size_t oneLineRun(std::vector<Placed>& all, std::size_t begin);

  void block(const Placed& placed);
  void rule(std::string_view head, const std::vector<Clause>& clauses, std::uint32_t begin,
            const std::vector<Comment>& comments);
  std::vector<Piece> ordered(const std::vector<Clause>& clauses, Attachments& attached) const;
  void joinEscalation(std::vector<Piece>& pieces, std::vector<const Clause*>& order) const;
  void fairness(const FairnessDecl& decl, const Placed& placed);
  void test(const TestDecl& decl, const Placed& placed);
  void fields(const std::vector<TypeField>& fields, int indent, Attachments& attached,
              std::size_t first);
  std::string fieldText(const TypeField& field, int name_columns, int type_columns,
                        int indent) const;
  void nestedField(const TypeField& field, int indent, Attached comments, bool first);
  void tool(const ToolDecl& decl, const Placed& placed);
  void include(const IncludeDecl& decl, const Placed& placed);
  void phrases(const PhrasesDecl& decl, const Placed& placed);

  void head(std::string_view text, const std::vector<KeptComment>& behind);
  void above(int indent, const Attached& comments, bool keep_blanks);
  void pieces(const std::vector<Piece>& pieces, bool keep_blanks);
  void tail(int indent, const std::vector<KeptComment>& comments, bool keep_blanks);

  const File* file_;
  SourceText source_;
  PartFormatter parts_;
  Writer out_;
};

// --------------------------------------------------------------------------------------------
// comments

/// What documents a thing stays right above it; comments from inside it come before that.
void Formatter::above(int indent, const Attached& comments, bool keep_blanks) {
  const auto& all = comments.above;
  std::size_t docs = all.size();
  if (!comments.blank_below) {
    while (docs > 0 && isDoc(all[docs - 1]) && (docs == all.size() || !all[docs].blank_before)) {
      --docs;
    }
  }
  for (std::size_t i = 0; i <= all.size(); ++i) {
    if (i == docs) {
      for (const KeptComment& comment : comments.inside) out_.line(indent, plain(comment));
    }
    if (i == all.size()) break;
    if (keep_blanks && i > 0 && all[i].blank_before) out_.blank();
    out_.line(indent, all[i].text);
  }
  if (keep_blanks && comments.blank_below) out_.blank();
}

void Formatter::pieces(const std::vector<Piece>& pieces, bool keep_blanks) {
  for (const Piece& piece : pieces) {
    if (keep_blanks && piece.comments.blank_before && &piece != &pieces.front()) out_.blank();
    above(piece.indent, piece.comments, keep_blanks);
    std::string text = piece.text;
    for (const KeptComment& comment : piece.comments.behind) text += "  " + comment.text;
    out_.line(piece.indent, text);
  }
}

void Formatter::tail(int indent, const std::vector<KeptComment>& comments, bool keep_blanks) {
  for (const KeptComment& comment : comments) {
    if (keep_blanks && comment.blank_before) out_.blank();
    out_.line(indent, comment.text);
  }
}

void Formatter::head(std::string_view text, const std::vector<KeptComment>& behind) {
  std::string line(text);
  for (const KeptComment& comment : behind) line += "  " + comment.text;
  out_.line(0, line);
}

// --------------------------------------------------------------------------------------------
// blocks

std::vector<Piece> Formatter::ordered(const std::vector<Clause>& clauses,
                                      Attachments& attached) const {
  std::vector<std::size_t> order(clauses.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return clauseRank(clauses[a]) < clauseRank(clauses[b]);
  });
  std::vector<Piece> pieces;
  std::vector<const Clause*> kinds;
  for (const std::size_t at : order) {
    pieces.push_back(
        {parts_.clause(clauses[at]).render(2, kLineWidth), std::move(attached.items[at]), 2});
    kinds.push_back(&clauses[at]);
  }
  joinEscalation(pieces, kinds);
  return pieces;
}

/// `to legal priority urgent within 15 minutes` reads as one clause.
void Formatter::joinEscalation(std::vector<Piece>& pieces,
                               std::vector<const Clause*>& order) const {
  std::size_t to = order.size();
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (std::holds_alternative<ToClause>(order[i]->kind)) to = i;
  }
  std::size_t next = to + 1;
  while (next < pieces.size() && clauseRank(*order[next]) <= 7) {  // `priority`, `within`
    const std::string joined = pieces[to].text + ' ' + pieces[next].text;
    if (columnsOf(joined) + 2 > kLineWidth) return;
    Attached& whole = pieces[to].comments;
    Attached& part = pieces[next].comments;
    const auto move = [](std::vector<KeptComment>& from, std::vector<KeptComment>& into) {
      into.insert(into.end(), from.begin(), from.end());
    };
    move(part.above, whole.above);
    move(part.inside, whole.inside);
    move(part.behind, whole.behind);
    pieces[to].text = joined;
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(next));
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(next));
  }
}

void Formatter::rule(std::string_view head_text, const std::vector<Clause>& clauses,
                     std::uint32_t begin, const std::vector<Comment>& comments) {
  Attachments attached = attach(comments, spansOf(clauses), begin, source_);
  head(head_text, attached.head);
  pieces(ordered(clauses, attached), false);
  tail(2, attached.tail, false);
}

void Formatter::fairness(const FairnessDecl& decl, const Placed& placed) {
  Attachments attached = attach(placed.inside, spansOf(decl.clauses), placed.begin, source_);
  head("fairness " + decl.name.text, attached.head);
  std::vector<Piece> lines;
  for (std::size_t i = 0; i < decl.clauses.size(); ++i) {
    lines.push_back(
        {parts_.fairness(decl.clauses[i]).render(2, kLineWidth), std::move(attached.items[i]), 2});
  }
  pieces(lines, false);
  tail(2, attached.tail, false);
}

void Formatter::test(const TestDecl& decl, const Placed& placed) {
  Attachments attached = attach(placed.inside, spansOf(decl.steps), placed.begin, source_);
  std::string text = decl.each ? "test each " : "test ";
  text += source_.at(decl.title.span);
  if (decl.from_file) text += " from " + std::string(source_.at(decl.from_file->span));
  head(text + " {", attached.head);
  std::vector<Piece> lines;
  for (std::size_t i = 0; i < decl.steps.size(); ++i) {
    const int indent = std::holds_alternative<ExpectStep>(decl.steps[i].kind) ? 4 : 2;
    lines.push_back({parts_.step(decl.steps[i]).render(indent, kLineWidth),
                     std::move(attached.items[i]), indent});
  }
  pieces(lines, true);
  tail(2, attached.tail, true);
  out_.line(0, "}");
}

/// `tier:     one of basic, plus`, its labels in a column of their own; "" where it takes a block.
std::string Formatter::fieldText(const TypeField& field, int name_columns, int type_columns,
                                 int indent) const {
  if (field.nested.empty()) {
    const std::string name = padded(field.name.text + ":", name_columns);
    const std::string labels = parts_.labels(field.labels);
    const std::string type = parts_.type(field.type);
    return name + (labels.empty() ? type : padded(type, type_columns) + "  " + labels);
  }
  const std::string one_line = field.name.text + ": " + parts_.fieldsOnOneLine(field.nested);
  return columnsOf(one_line) + indent <= kLineWidth ? one_line : "";
}

/// Facts in facts that have comments, or are too long for a line.
void Formatter::nestedField(const TypeField& field, int indent, Attached comments, bool first) {
  std::vector<Comment> inside;
  const std::uint32_t begin = source_.afterBrace(field.span.begin);
  std::vector<KeptComment> before;
  for (const KeptComment& comment : comments.inside) {
    if (comment.span.begin < begin) {
      before.push_back(comment);
    } else {
      inside.push_back({comment.span, false});
    }
  }
  comments.inside = std::move(before);
  Attachments attached = attach(inside, spansOf(field.nested), begin, source_);
  Piece head{field.name.text + ": {", std::move(comments), indent};
  const std::vector<KeptComment> behind = std::move(head.comments.behind);
  head.comments.behind = attached.head;
  if (head.comments.blank_before && !first) out_.blank();
  head.comments.blank_before = false;
  pieces({head}, true);
  fields(field.nested, indent + 2, attached, 0);
  tail(indent + 2, attached.tail, true);
  pieces({Piece{"}", Attached{{}, {}, behind, false, false}, indent}}, true);
}

void Formatter::fields(const std::vector<TypeField>& fields, int indent, Attachments& attached,
                       std::size_t first) {
  constexpr int kWidestType = 32;  // wider ones do not push the column of labels
  int name_columns = 0;
  int type_columns = 0;
  for (const TypeField& field : fields) {
    if (!field.nested.empty()) continue;
    name_columns = std::max(name_columns, columnsOf(field.name.text) + 2);
    const int columns = columnsOf(parts_.type(field.type));
    if (!field.labels.empty() && columns <= kWidestType) {
      type_columns = std::max(type_columns, columns);
    }
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    Attached& comments = attached.items[first + i];
    const std::string text = fieldText(fields[i], name_columns, type_columns, indent);
    const std::uint32_t brace = source_.afterBrace(fields[i].span.begin);
    const bool commented =
        std::any_of(comments.inside.begin(), comments.inside.end(),
                    [&](const KeptComment& comment) { return comment.span.begin >= brace; });
    if (!fields[i].nested.empty() && (text.empty() || commented)) {
      nestedField(fields[i], indent, std::move(comments), i == 0);
      continue;
    }
    if (comments.blank_before && i > 0) out_.blank();
    pieces({Piece{text, std::move(comments), indent}}, true);
  }
}

void Formatter::tool(const ToolDecl& decl, const Placed& placed) {
  const std::uint32_t arguments_end =
      decl.arguments.empty() ? placed.begin : decl.arguments.back().span.end;
  const std::uint32_t results_begin =
      decl.results.empty() ? UINT32_MAX : source_.afterBrace(arguments_end);
  std::vector<Comment> comments = placed.inside;
  const auto split = std::partition_point(comments.begin(), comments.end(), [&](const Comment& c) {
    return c.span.begin < results_begin;
  });
  const std::vector<Comment> below(split, comments.end());
  comments.erase(split, comments.end());
  Attachments attached = attach(comments, spansOf(decl.arguments), placed.begin, source_);
  head(toolHead(decl, source_) + " {", attached.head);
  fields(decl.arguments, 2, attached, 0);
  tail(2, attached.tail, true);
  if (!decl.results.empty()) {
    attached = attach(below, spansOf(decl.results), results_begin, source_);
    head("} returns {", attached.head);
    fields(decl.results, 2, attached, 0);
    tail(2, attached.tail, true);
  }
  out_.line(0, "}");
}

void Formatter::include(const IncludeDecl& decl, const Placed& placed) {
  Attachments attached = attach(placed.inside, spansOf(decl.settings), placed.begin, source_);
  head(includeHead(decl, source_) + " {", attached.head);
  std::vector<Piece> lines;
  for (std::size_t i = 0; i < decl.settings.size(); ++i) {
    const SettingValue& given = decl.settings[i];
    lines.push_back(
        {given.name.text + " = " + parts_.expression(*given.value).render(2, kLineWidth),
         std::move(attached.items[i]), 2});
  }
  pieces(lines, true);
  tail(2, attached.tail, true);
  out_.line(0, "}");
}

/// A list with comments in it: a phrase a line.
void Formatter::phrases(const PhrasesDecl& decl, const Placed& placed) {
  Attachments attached = attach(placed.inside, spansOf(decl.phrases), placed.begin, source_);
  head("phrases " + decl.name.text + " =", attached.head);
  std::vector<Piece> lines;
  for (std::size_t i = 0; i < decl.phrases.size(); ++i) {
    std::string text(source_.at(decl.phrases[i].span));
    if (i + 1 < decl.phrases.size()) text += ',';
    lines.push_back({std::move(text), std::move(attached.items[i]), 2});
  }
  pieces(lines, true);
  tail(2, attached.tail, true);
  const std::string options = phraseOptions(decl, source_);
  if (!options.empty()) out_.line(2, options.substr(1));
}

void Formatter::block(const Placed& placed) {
  const Decl& decl = *placed.decl;
  if (const auto* it = std::get_if<RuleDecl>(&decl.kind)) {
    const std::string text = std::string(word(it->kind)) + ' ' + it->name.text;
    return rule(text, it->clauses, placed.begin, placed.inside);
  }
  if (const auto* it = std::get_if<AdjustDecl>(&decl.kind)) {
    rule("adjust " + spelled(it->rule) + " {", it->clauses, placed.begin, placed.inside);
    const std::string because =
        it->because ? " because " + std::string(source_.at(it->because->span)) : "";
    return out_.line(0, "}" + because);
  }
  if (const auto* it = std::get_if<FairnessDecl>(&decl.kind)) return fairness(*it, placed);
  if (const auto* it = std::get_if<TestDecl>(&decl.kind)) return test(*it, placed);
  if (const auto* it = std::get_if<ToolDecl>(&decl.kind)) return tool(*it, placed);
  if (const auto* it = std::get_if<IncludeDecl>(&decl.kind)) return include(*it, placed);
  if (const auto* it = std::get_if<PhrasesDecl>(&decl.kind)) return phrases(*it, placed);
  const auto& facts = std::get<FactsDecl>(decl.kind);
  Attachments attached = attach(placed.inside, spansOf(facts.fields), placed.begin, source_);
  head("facts " + facts.name.text + " {", attached.head);
  fields(facts.fields, 2, attached, 0);
  tail(2, attached.tail, true);
  out_.line(0, "}");
}

// --------------------------------------------------------------------------------------------
// the file

bool hasNoEnd(const Decl& decl) {
  return std::holds_alternative<RuleDecl>(decl.kind) ||
         std::holds_alternative<FairnessDecl>(decl.kind);
}

/// Where the head of a block ends.
std::uint32_t blockBegin(const Decl& decl, const SourceText& source) {
  if (const auto* rule = std::get_if<RuleDecl>(&decl.kind)) return rule->name.span.end;
  if (const auto* fairness = std::get_if<FairnessDecl>(&decl.kind)) return fairness->name.span.end;
  if (const auto* list = std::get_if<PhrasesDecl>(&decl.kind)) return list->name.span.end;
  return source.afterBrace(decl.span.begin);
}

/// Kinds with comments of their own parts; in all others comments go above the whole.
bool isBlockKind(const Decl& decl) {
  if (const auto* list = std::get_if<PhrasesDecl>(&decl.kind)) return !list->from_file;
  if (const auto* include = std::get_if<IncludeDecl>(&decl.kind)) return !include->settings.empty();
  return std::holds_alternative<ToolDecl>(decl.kind) ||
         std::holds_alternative<FactsDecl>(decl.kind) ||
         std::holds_alternative<AdjustDecl>(decl.kind) ||
         std::holds_alternative<TestDecl>(decl.kind) || hasNoEnd(decl);
}

/// A rule goes on over comments behind its last line and indented ones right below.
std::uint32_t Formatter::endWithComments(std::size_t at) const {
  const Decl& decl = file_->decls[at];
  std::uint32_t end = decl.span.end;
  if (!hasNoEnd(decl)) return end;
  const std::uint32_t limit = at + 1 < file_->decls.size()
                                  ? file_->decls[at + 1].span.begin
                                  : static_cast<std::uint32_t>(source_.all().size());
  for (const Comment& comment : file_->comments) {
    if (comment.span.begin < end) continue;
    if (comment.span.begin >= limit) break;
    const bool behind = source_.sameLine(end, comment.span.begin);
    const char before = comment.span.begin > 0 ? source_.all()[comment.span.begin - 1] : '\n';
    const bool below =
        (before == ' ' || before == '\t') && !source_.blankLineBetween(end, comment.span.begin);
    if (!behind && !below) break;
    end = comment.span.end;
  }
  return end;
}

std::vector<Placed> Formatter::place(std::vector<KeptComment>& rest) const {
  std::vector<Span> spans;
  for (std::size_t i = 0; i < file_->decls.size(); ++i) {
    spans.push_back(file_->decls[i].span);
    spans.back().end = endWithComments(i);
  }
  Attachments attached = attach(file_->comments, spans, 0, source_);
  rest = std::move(attached.tail);
  std::vector<Placed> all;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    Placed placed;
    placed.decl = &file_->decls[i];
    placed.comments = std::move(attached.items[i]);
    for (const KeptComment& comment : placed.comments.inside) {
      placed.inside.push_back({comment.span, isDoc(comment)});
    }
    placed.begin = blockBegin(*placed.decl, source_);
    if (isBlockKind(*placed.decl)) {
      const auto in_block = [&](const auto& comment) { return comment.span.begin >= placed.begin; };
      std::erase_if(placed.comments.inside, in_block);
      std::erase_if(placed.inside, std::not_fn(in_block));
    }
    const std::string text = declarationText(*placed.decl, parts_);
    const bool commented = isBlockKind(*placed.decl) && !placed.inside.empty();
    if (!commented && isOneLine(text)) placed.one_line = text;
    all.push_back(std::move(placed));
  }
  return all;
}

/// Prints the lines of one family that stand together, `=` under `=` and comment under comment.
/// Returns where the run ends.
std::size_t Formatter::oneLineRun(std::vector<Placed>& all, std::size_t begin) {
  const int kind = family(*all[begin].decl);
  std::size_t end = begin + 1;
  while (kind != 0 && end < all.size() && !all[end].one_line.empty() &&
         family(*all[end].decl) == kind && !all[end].comments.blank_before) {
    ++end;
  }
  std::size_t column = 0;
  int longest = 0;
  for (std::size_t i = begin; i < end; ++i) {
    column = std::max(column, alignedAt(*all[i].decl));
    longest = std::max(longest, columnsOf(all[i].one_line));
  }
  for (std::size_t i = begin; i < end; ++i) {
    const std::size_t at = alignedAt(*all[i].decl);
    if (at == 0 || longest + static_cast<int>(column - at) > kLineWidth) continue;
    all[i].one_line.insert(at, column - at, ' ');
  }
  int comment_column = 0;
  for (std::size_t i = begin; i < end; ++i) {
    if (all[i].comments.behind.empty()) continue;
    comment_column = std::max(comment_column, columnsOf(all[i].one_line));
  }
  for (std::size_t i = begin; i < end; ++i) {
    above(0, all[i].comments, true);
    std::string text = all[i].one_line;
    if (!all[i].comments.behind.empty()) text = padded(text, comment_column);
    head(text, all[i].comments.behind);
  }
  return end;
}

std::string Formatter::run() {
  std::vector<KeptComment> rest;
  std::vector<Placed> all = place(rest);
  for (std::size_t i = 0; i < all.size();) {
    out_.blank();
    if (!all[i].one_line.empty()) {
      i = oneLineRun(all, i);
      continue;
    }
    Placed& placed = all[i++];
    // A long list of phrases without comments is filled, not a block.
    const bool filled =
        std::holds_alternative<PhrasesDecl>(placed.decl->kind) && placed.inside.empty();
    if (isBlockKind(*placed.decl) && !filled) {
      above(0, placed.comments, true);
      block(placed);
      // Behind a closing brace; a rule's are its last clause's.
      std::string text;
      for (const KeptComment& comment : placed.comments.behind) text += "  " + comment.text;
      if (!text.empty()) out_.append(text);
    } else {
      above(0, placed.comments, true);
      head(declarationText(*placed.decl, parts_), placed.comments.behind);
    }
  }
  tail(0, rest, true);
  return out_.take();
}

}  // namespace
}  // namespace syntax

std::string format(const ast::File& file, std::string_view text) {
  if (file.has_syntax_errors) return std::string(text);
  std::string formatted = syntax::Formatter(file, text).run();
  // Line ends in texts are those of the file; a policy means the same with either.
  for (std::size_t at = 0; (at = formatted.find("\r\n", at)) != std::string::npos;) {
    formatted.erase(at, 1);
  }
  return formatted;
}

}  // namespace decorum
