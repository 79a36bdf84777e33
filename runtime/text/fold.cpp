// Folding: the path that nearly all messages take, ASCII in and ASCII out, and the doors to the
// others.
#include "runtime/text/fold.h"

#include <algorithm>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "runtime/base/assert.h"
#include "runtime/text/fold_unicode.h"
#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

/// What a message is to folding.
enum class Shape : std::uint8_t {
  kEven,     ///< ASCII, each byte becomes one byte
  kUneven,   ///< ASCII, with runs of white space to shorten
  kUnicode,  ///< anything else, control characters included
};

constexpr bool isSpace(unsigned char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

constexpr char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte;
}

/// Folds bytes from `i` on into `out`, which has room, until the end or the first that is not
/// simple. `space_before` says whether byte i - 1 is white space.
Shape foldBytes(std::string_view message, std::size_t i, bool space_before, char* out) {
  Shape shape = Shape::kEven;
  for (; i < message.size(); ++i) {
    const auto byte = static_cast<unsigned char>(message[i]);
    const bool space = isSpace(byte);
    if (byte >= 0x7F || (byte < 0x20 && !space)) return Shape::kUnicode;
    if (space && space_before) shape = Shape::kUneven;
    space_before = space;
    out[i] = space ? ' ' : lower(message[i]);
  }
  return shape;
}

#if defined(__SSE2__)
Shape foldAscii(std::string_view message, char* out) {
  const __m128i space = _mm_set1_epi8(' ');
  Shape shape = Shape::kEven;
  unsigned space_before = 0;
  std::size_t i = 0;
  for (; i + 16 <= message.size(); i += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(message.data() + i));
    const auto within = [&](char low, char high) {  // signed, so bytes beyond ASCII are below all
      return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(low - 1))),
                           _mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(high + 1))));
    };
    const __m128i control_space = within('\t', '\r');
    const __m128i spaces = _mm_or_si128(control_space, _mm_cmpeq_epi8(bytes, space));
    const __m128i simple = _mm_or_si128(within(' ', '~'), control_space);
    if (_mm_movemask_epi8(simple) != 0xFFFF) return Shape::kUnicode;
    const auto space_bits = static_cast<unsigned>(_mm_movemask_epi8(spaces));
    if ((space_bits & (space_bits << 1 | space_before)) != 0) shape = Shape::kUneven;
    space_before = space_bits >> 15;
    const __m128i lowered = _mm_or_si128(bytes, _mm_and_si128(within('A', 'Z'), space));
    const __m128i folded =
        _mm_or_si128(_mm_andnot_si128(spaces, lowered), _mm_and_si128(spaces, space));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), folded);
  }
  const Shape rest = foldBytes(message, i, space_before != 0, out);
  return std::max(shape, rest);
}
#else
Shape foldAscii(std::string_view message, char* out) { return foldBytes(message, 0, false, out); }
#endif

/// Takes all but the first of each run of spaces out of `out.text`, an even fold.
void shortenSpaces(Folded& out) {
  const std::size_t size = out.text.size();
  out.origin.reserve(size + 1);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (out.text[i] == ' ' && kept > 0 && out.text[kept - 1] == ' ') continue;
    out.text[kept++] = out.text[i];
    out.origin.push_back(static_cast<std::uint32_t>(i));
  }
  out.text.resize(kept);
  out.origin.push_back(static_cast<std::uint32_t>(size));
}

}  // namespace

std::uint32_t Folded::originalBegin(std::uint32_t begin) const {
  return origin.empty() ? begin : origin[begin];
}

std::uint32_t Folded::originalEnd(std::uint32_t end) const {
  if (origin.empty() || end == 0) return origin.empty() ? end : origin.front();
  const std::uint32_t last = origin[end - 1];
  while (end < text.size() && origin[end] == last) ++end;
  return origin[end];
}

void fold(std::string_view message, FoldScratch& scratch, Folded& out,
          const ScriptEvidence& before) {
  DECORUM_ASSERT(message.size() < UINT32_MAX, "a message is below 4 GiB");
  out.origin.clear();
  out.text.resize(message.size());
  const Shape shape = foldAscii(message, out.text.data());
  scratch.effort[shape == Shape::kUnicode ? EffortKind::kUnicodeByte : EffortKind::kAsciiByte] +=
      message.size();
  if (shape == Shape::kUneven) shortenSpaces(out);
  if (shape == Shape::kUnicode) foldUnicode(message, scratch, out, before);
}

void fold(std::string_view message, Folded& out) {
  FoldScratch scratch;
  fold(message, scratch, out);
}

void foldAccents(std::string_view message, Folded& out) {
  Folded folded;
  fold(message, folded);
  stripAccents(folded, out);
}

}  // namespace decorum::text
