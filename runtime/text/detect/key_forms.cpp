#include "runtime/text/detect/key_forms.h"

#include <algorithm>

#include "runtime/text/detect/common.h"

namespace decorum::text::detect {
namespace {

/// Whether `c` is of the class that `name` stands for in lists/key_forms.def.
bool isOfClass(char name, char c) {
  const bool small = c >= 'a' && c <= 'z';
  const bool capital = c >= 'A' && c <= 'Z';
  const bool word = small || capital || isDigit(c);
  const auto marks = [&](std::string_view list) {
    return word || list.find(c) != std::string_view::npos;
  };
  switch (name) {
    case 'w':
      return word;
    case 'W':
      return marks("-_");
    case 'V':
      return marks("_");
    case 'D':
      return marks("-");
    case 'u':
      return capital || isDigit(c);
    case 'z':
      return small || capital;
    case 'x':
      return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    case 'd':
      return isDigit(c);
    case 'b':
      return capital || (c >= '2' && c <= '7');
    case 'a':
      return (capital || isDigit(c)) && std::string_view("1BIO").find(c) == std::string_view::npos;
    case 'B':
      return marks("+/");
    case 'E':
      return marks("_=-");
    case 'F':
      return marks("_=.-");
    case 'G':
      return marks("+/=_-");
    case 'P':
      return marks("%");
    default:
      return c == name;  // '=' of a base64 ending
  }
}

std::size_t readCount(std::string_view& spec) {
  std::size_t count = 0;
  while (!spec.empty() && isDigit(spec.front())) {
    count = count * 10 + static_cast<std::size_t>(spec.front() - '0');
    spec.remove_prefix(1);
  }
  return count;
}

/// The end of one item of a form at `at` of `written`; absent where it does not stand there.
std::optional<std::size_t> passItem(std::string_view item, std::string_view written,
                                    std::size_t at) {
  const char name = item.front();
  item.remove_prefix(1);
  if (name == '\'') {
    if (at < written.size() && written[at] == item.front()) return at + 1;
    return std::nullopt;
  }
  const std::size_t least = readCount(item);
  std::size_t most = least;
  if (item.starts_with('-')) {
    item.remove_prefix(1);
    most = readCount(item);
  }
  std::size_t end = at;
  while (end < written.size() && end - at < most && isOfClass(name, written[end])) ++end;
  return end - at >= least ? std::optional(end) : std::nullopt;
}

}  // namespace

std::optional<std::size_t> keySize(const KeyForm& form, std::string_view written) {
  if (!written.starts_with(form.begin)) return std::nullopt;
  std::size_t at = form.begin.size();
  for (std::string_view rest = form.rest; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const auto next = passItem(rest.substr(0, end), written, at);
    if (!next) return std::nullopt;
    at = *next;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return at;
}

}  // namespace decorum::text::detect
