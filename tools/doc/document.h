/// A document as data: what a description of a policy is made of, before it is Markdown or HTML.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace decorum::doc {

enum class Style : std::uint8_t {
  kPlain,
  kStrong,
  kCode,
  kQuote  ///< words for people, as they read them
};

/// A stretch of text in one style. `text` is plain: renderers escape it.
struct Run {
  std::string text;
  Style style = Style::kPlain;
  std::string to = {};        ///< id of the place in the document that it leads to; "" for none
  std::string language = {};  ///< BCP 47, of a quote; "" where it is the document's
  std::string id = {};        ///< of this place, where something leads to it
};
using Text = std::vector<Run>;

Text plain(std::string_view text);
Text strong(std::string_view text);
Text code(std::string_view text);
Text quote(std::string_view text, std::string_view language = "");
Text link(std::string_view name, std::string_view to);  ///< a name of the policy: code
Text operator+(Text a, const Text& b);
Text operator+(Text a, std::string_view b);
/// With a full stop behind it, unless a quote brings one.
Text ended(Text sentence);
/// "a, b and c".
Text listed(const std::vector<Text>& parts, std::string_view last = " and ");

/// A point of a list, with its own points.
struct Item {
  Text text;
  std::vector<Item> items = {};
};

struct Heading {
  int level = 2;  ///< 1 is the title
  std::string id;
  Text text;
};
struct Paragraph {
  Text text;
};
struct List {
  std::vector<Item> items;
};
struct Table {
  std::string caption;
  std::vector<std::string> heads;
  std::vector<std::vector<Text>> rows;  ///< as many cells each as there are heads
};
/// The policy's own text, to be looked up and not to be read on the way.
struct Source {
  std::string code;
};
using Block = std::variant<Heading, Paragraph, List, Table, Source>;

struct Document {
  std::string title;
  std::vector<Block> blocks;
};

/// GitHub's Markdown; places that something leads to are anchors.
std::string toMarkdown(const Document& document);

}  // namespace decorum::doc
