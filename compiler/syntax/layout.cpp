// After P. Wadler's "A prettier printer", with groups decided from the outside in.
#include "compiler/syntax/layout.h"

#include <algorithm>

namespace decorum::syntax {

struct Layout::Node {
  enum class Kind { kText, kLine, kLineEnd, kSequence, kGroup, kIndented };
  Kind kind = Kind::kText;
  std::string text;
  int columns = 0;
  std::vector<Layout> parts;
  bool breaks = false;  ///< holds a line end that must be
};

namespace {

struct Item {
  int indent;
  bool flat;
  const Layout::Node* node;
};

}  // namespace

Layout::Layout(std::string text) {
  auto node = std::make_shared<Node>();
  node->breaks = text.find('\n') != std::string::npos;
  node->text = std::move(text);
  node_ = std::move(node);
}

Layout Layout::line() {
  auto node = std::make_shared<Node>();
  node->kind = Node::Kind::kLine;
  return Layout(std::move(node));
}

Layout Layout::lineEnd() {
  auto node = std::make_shared<Node>();
  node->kind = Node::Kind::kLineEnd;
  node->breaks = true;
  return Layout(std::move(node));
}

Layout Layout::sequence(std::vector<Layout> parts) {
  auto node = std::make_shared<Node>();
  node->kind = Node::Kind::kSequence;
  for (const Layout& part : parts)
    node->breaks = node->breaks || (part.node_ && part.node_->breaks);
  node->parts = std::move(parts);
  return Layout(std::move(node));
}

Layout Layout::group(std::vector<Layout> parts) {
  const Layout inside = sequence(std::move(parts));
  auto node = std::make_shared<Node>(*inside.node_);
  node->kind = Node::Kind::kGroup;
  return Layout(std::move(node));
}

Layout Layout::indented(int columns, Layout inside) {
  auto node = std::make_shared<Node>();
  node->kind = Node::Kind::kIndented;
  node->columns = columns;
  node->breaks = inside.node_ && inside.node_->breaks;
  node->parts.push_back(std::move(inside));
  return Layout(std::move(node));
}

Layout Layout::filled(const std::vector<Layout>& elements, std::string_view separator) {
  std::vector<Layout> parts;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const bool last = i + 1 == elements.size();
    Layout element = last ? elements[i] : sequence({elements[i], separator});
    parts.push_back(i == 0 ? std::move(element) : group({line(), std::move(element)}));
  }
  return sequence(std::move(parts));
}

int columnsOf(std::string_view text) {
  const std::size_t line = text.rfind('\n');
  if (line != std::string_view::npos) text.remove_prefix(line + 1);
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

namespace {

using Kind = Layout::Node::Kind;

}  // namespace

std::string Layout::render(int column, int width) const {
  std::string out;
  std::vector<Item> todo;
  const auto children = [](const Item& item, std::vector<Item>& stack, int indent, bool flat) {
    for (auto part = item.node->parts.rbegin(); part != item.node->parts.rend(); ++part) {
      if (part->node_) stack.push_back({indent, flat, part->node_.get()});
    }
  };
  // Whether `first` on one line, with what follows up to the next possible break, fits.
  const auto fits = [&](const Item& first) {
    int left = width - column;
    std::vector<Item> ahead{first};
    std::size_t rest = todo.size();
    while (left >= 0) {
      const bool inside = !ahead.empty();
      if (!inside && rest == 0) return true;
      const Item item = inside ? ahead.back() : todo[--rest];
      if (inside) ahead.pop_back();
      switch (item.node->kind) {
        case Kind::kText: {
          const std::size_t end = item.node->text.find('\n');
          left -= columnsOf(std::string_view(item.node->text).substr(0, end));
          if (end != std::string::npos) return left >= 0;
          break;
        }
        case Kind::kLine:
          if (!item.flat) return true;
          --left;
          break;
        case Kind::kLineEnd:
          return true;
        default:
          // What is behind the group may still be broken at its first opportunity.
          children(item, ahead, item.indent, item.flat);
      }
    }
    return false;
  };
  if (node_) todo.push_back({column, false, node_.get()});
  while (!todo.empty()) {
    const Item item = todo.back();
    todo.pop_back();
    switch (item.node->kind) {
      case Kind::kText:
        out += item.node->text;
        column =
            item.node->breaks ? columnsOf(item.node->text) : column + columnsOf(item.node->text);
        break;
      case Kind::kLine:
        if (item.flat) {
          out += ' ';
          ++column;
          break;
        }
        [[fallthrough]];
      case Kind::kLineEnd:
        while (!out.empty() && out.back() == ' ') out.pop_back();
        out += '\n';
        out.append(static_cast<std::size_t>(item.indent), ' ');
        column = item.indent;
        break;
      case Kind::kSequence:
        children(item, todo, item.indent, item.flat);
        break;
      case Kind::kIndented:
        children(item, todo, item.indent + item.node->columns, item.flat);
        break;
      case Kind::kGroup: {
        const bool flat = item.flat || (!item.node->breaks && fits({item.indent, true, item.node}));
        children(item, todo, item.indent, flat);
        break;
      }
    }
  }
  return out;
}

}  // namespace decorum::syntax
