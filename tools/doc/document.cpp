#include "tools/doc/document.h"

namespace decorum::doc {

Text plain(std::string_view text) { return {Run{std::string(text)}}; }
Text strong(std::string_view text) { return {Run{std::string(text), Style::kStrong}}; }
Text code(std::string_view text) { return {Run{std::string(text), Style::kCode}}; }

Text quote(std::string_view text, std::string_view language) {
  return {Run{std::string(text), Style::kQuote, "", std::string(language)}};
}

Text link(std::string_view name, std::string_view to) {
  return {Run{std::string(name), Style::kCode, std::string(to)}};
}

Text operator+(Text a, const Text& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Text operator+(Text a, std::string_view b) {
  if (!a.empty() && a.back().style == Style::kPlain && a.back().to.empty())
    a.back().text += b;
  else
    a.push_back(Run{std::string(b)});
  return a;
}

Text ended(Text sentence) {
  const bool has_stop =
      !sentence.empty() && sentence.back().style == Style::kQuote &&
      !sentence.back().text.empty() &&
      std::string_view(".!?").find(sentence.back().text.back()) != std::string_view::npos;
  return has_stop ? sentence : std::move(sentence) + ".";
}

Text listed(const std::vector<Text>& parts, std::string_view last) {
  Text all;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) all = std::move(all) + (i + 1 == parts.size() ? last : std::string_view(", "));
    all = std::move(all) + parts[i];
  }
  return all;
}

}  // namespace decorum::doc
