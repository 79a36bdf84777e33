// Context words are few and the stretch around a hit is short, so they are simply searched for.
#include "runtime/text/near.h"

#include <algorithm>

#include "runtime/text/characters.h"
#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

/// The byte `characters` code points before `position`, or the begin of `text`.
std::size_t goBack(std::string_view text, std::size_t position, std::size_t characters) {
  for (; characters > 0 && position > 0; --characters) {
    position -= decodeBefore(text, position).bytes;
  }
  return position;
}

std::size_t goOn(std::string_view text, std::size_t position, std::size_t characters) {
  for (; characters > 0 && position < text.size(); --characters) {
    position += decodeAt(text, position).bytes;
  }
  return position;
}

/// Whether `word` stands whole in bytes [begin, end) of `text`.
bool standsIn(std::string_view text, std::size_t begin, std::size_t end, std::string_view word) {
  const std::string_view stretch = text.substr(0, end);
  for (std::size_t at = stretch.find(word, begin); at != std::string_view::npos;
       at = stretch.find(word, at + 1)) {
    if (mayBeginWord(text, at) && mayEndWord(text, at + word.size())) return true;
  }
  return false;
}

}  // namespace

Context foldContext(const Near& near) {
  Context context{{}, near.characters, near.required};
  for (const std::string& word : near.words) {
    Folded folded;
    fold(word, folded);
    context.words.push_back(std::move(folded.text));
  }
  return context;
}

bool standsNear(std::string_view text, std::uint32_t begin, std::uint32_t end,
                const Context& context) {
  // A word counts whose nearer edge is within reach, so its whole length may lie beyond.
  return std::ranges::any_of(context.words, [&](const std::string& word) {
    const std::size_t reach = context.characters + countCodePoints(word);
    return standsIn(text, goBack(text, begin, reach), begin, word) ||
           standsIn(text, end, goOn(text, end, reach), word);
  });
}

}  // namespace decorum::text
