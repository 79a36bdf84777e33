#include "runtime/text/stream/settled_fold.h"

#include <algorithm>

#include "runtime/text/utf8.h"

namespace decorum::text::stream {
namespace {

using Kind = CharacterFacts::Kind;

constexpr bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool isPlainAscii(char c) { return (c >= ' ' && c <= '~') || isSpace(c); }
constexpr bool isLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/// Whether nothing that stands before it has a part in the folded form of this character.
bool standsAlone(const CharacterFacts& facts, CharacterCache& characters) {
  if (facts.kind != Kind::kPlain || facts.mapped_count == 0) return false;
  const CharacterFacts& mapped = characters[facts.mapped[0]];
  return mapped.kind == Kind::kPlain && mapped.boundary_before;
}

}  // namespace

void SettledFold::endWord() {
  if (word_.dependsOnMessage()) open_.push_back({word_begin_, word_.lookalikes});
  evidence_.add(word_);
  word_ = {};
  std::erase_if(open_,
                [&](const OpenWord& word) { return (word.scripts & evidence_.foreign) != 0; });
}

void SettledFold::read(std::string_view tail, std::uint64_t base, CharacterCache& characters) {
  const std::string_view more = tail.substr(static_cast<std::size_t>(read_ - base));
  const bool plain = word_.lookalikes == 0 && word_.rough == 0 && word_.foreign == 0 &&
                     std::ranges::all_of(more, isPlainAscii);
  if (plain) {
    readAscii(more, read_);
  } else {
    readAny(more, read_, characters);
  }
}

void SettledFold::readAscii(std::string_view more, std::uint64_t at) {
  for (const char c : more) {
    const bool letter = isLetter(c);
    if (letter) {
      word_.add(LetterClass::kLatin, 0);
    } else if (c < '0' || c > '9') {
      endWord();
    }
    ++at;
    if (!letter && (c < '0' || c > '9')) word_begin_ = at;
  }
  if (more.empty()) return;
  read_ = at;
  cut_ = isSpace(more.back()) ? at : at - 1;
}

void SettledFold::readAny(std::string_view more, std::uint64_t at, CharacterCache& characters) {
  for (std::size_t i = 0; i < more.size();) {
    const Decoded decoded = decodeAt(more, i);
    const CharacterFacts facts = characters[decoded.code_point];
    const bool word_may_change = (word_.lookalikes | word_.rough) != 0;
    if (!word_may_change && standsAlone(facts, characters)) cut_ = at + i;
    i += decoded.bytes;
    if (facts.kind == Kind::kDropped) continue;
    for (std::uint8_t part = 0; part < facts.mapped_count; ++part) {
      const CharacterFacts& mapped = characters[facts.mapped[part]];
      if (mapped.letter != LetterClass::kBreak) {
        word_.add(mapped.letter, mapped.script_bit);
        continue;
      }
      endWord();
      word_begin_ = at + i;
      if (standsAlone(facts, characters)) cut_ = at + i - decoded.bytes;
    }
  }
  read_ = at + more.size();
  if (!more.empty() && isSpace(more.back())) cut_ = read_;
}

bool mayFoldFrom(std::string_view text, std::size_t at, CharacterCache& characters) {
  if (at == 0) return true;
  if (at >= text.size()) return false;
  const Decoded here = decodeAt(text, at);
  const CharacterFacts facts = characters[here.code_point];
  if (!standsAlone(facts, characters) || facts.mapped[0] == U' ') return false;
  const char32_t before = decodeBefore(text, at).code_point;
  if (before == U'_') return false;
  const CharacterFacts previous = characters[before];
  if (previous.kind != Kind::kPlain || previous.mapped_count != 1) return false;
  return characters[previous.mapped[0]].letter == LetterClass::kBreak;
}

}  // namespace decorum::text::stream
