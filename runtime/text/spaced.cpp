#include "runtime/text/spaced.h"

#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

constexpr std::size_t kLeastLetters = 3;
constexpr std::uint32_t kWidestGap = 3;

bool isOneLetter(std::string_view text, WordSpan word) {
  return word.begin + decodeAt(text, word.begin).bytes == word.end;
}

bool isNarrow(std::string_view text, WordSpan left, WordSpan right) {
  return right.begin - left.end <= 4 * kWidestGap &&
         countCodePoints(text.substr(left.end, right.begin - left.end)) <= kWidestGap;
}

}  // namespace

void squeeze(std::string_view text, std::span<const WordSpan> words, Squeezed& out) {
  out.text.clear();
  out.begin.clear();
  out.end.clear();
  for (std::size_t first = 0; first < words.size();) {
    std::size_t next = first;
    while (next < words.size() && isOneLetter(text, words[next]) &&
           (next == first || isNarrow(text, words[next - 1], words[next]))) {
      ++next;
    }
    if (next - first >= kLeastLetters) {
      for (std::size_t i = first; i < next; ++i) {
        out.text.append(text.substr(words[i].begin, words[i].end - words[i].begin));
        out.begin.resize(out.text.size(), words[i].begin);
        out.end.resize(out.text.size(), words[i].end);
      }
      out.text.push_back('\n');
      out.begin.push_back(words[next - 1].end);
      out.end.push_back(words[next - 1].end);
    }
    first = next > first ? next : first + 1;
  }
}

std::string squeezedPhrase(std::string_view phrase) {
  std::string letters;
  std::size_t count = 0;
  for (std::size_t i = 0; i < phrase.size();) {
    const Decoded decoded = decodeAt(phrase, i);
    if (isWordCharacter(decoded.code_point)) {
      letters.append(phrase.substr(i, decoded.bytes));
      ++count;
    }
    i += decoded.bytes;
  }
  return count < kLeastLetters ? std::string() : letters;
}

}  // namespace decorum::text
