/// Text with places where it may be broken: what formatting builds, and what finds the lines.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::syntax {

/// A piece of text whose lines are not settled yet. Cheap to copy.
class Layout {
 public:
  Layout() = default;
  Layout(std::string text);  // NOLINT: text is the simplest layout
  Layout(std::string_view text) : Layout(std::string(text)) {}
  Layout(const char* text) : Layout(std::string(text)) {}

  /// A blank, or a line end where the group around it does not fit on one line.
  static Layout line();
  /// A line end whatever fits; the groups around it are broken too.
  static Layout lineEnd();
  static Layout sequence(std::vector<Layout> parts);
  /// On one line if that fits into the width, else with each `line` of its own broken.
  static Layout group(std::vector<Layout> parts);
  /// Lines broken inside begin `columns` further right.
  static Layout indented(int columns, Layout inside);
  /// `a, b, c`, broken only where a line is full.
  static Layout filled(const std::vector<Layout>& elements, std::string_view separator);

  /// The text, beginning at `column` and breaking into lines of at most `width` code points where
  /// it can be broken.
  std::string render(int column, int width) const;

  struct Node;

 private:
  explicit Layout(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

/// Columns that `text` takes: code points behind its last line end.
int columnsOf(std::string_view text);

}  // namespace decorum::syntax
