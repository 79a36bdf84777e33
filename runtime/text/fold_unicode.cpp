// Folding beyond ASCII. ICU says what a character is and what its normal form is; the table of
// look-alike letters is ours.
#include "runtime/text/fold_unicode.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "runtime/base/assert.h"
#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

using icu::Normalizer2;
using icu::UnicodeString;
using Unit = FoldScratch::Unit;

/// ICU's own shared instances: never null, never freed.
template <class Get>
const Normalizer2& instance(Get get) {
  UErrorCode error = U_ZERO_ERROR;
  const Normalizer2* normalizer = get(error);
  DECORUM_ASSERT(U_SUCCESS(error), "ICU has its normalization data");
  return *normalizer;
}

const Normalizer2& foldingForm() { return instance(Normalizer2::getNFKCCasefoldInstance); }
const Normalizer2& compatibilityForm() { return instance(Normalizer2::getNFKCInstance); }
const Normalizer2& composedForm() { return instance(Normalizer2::getNFCInstance); }

UnicodeString normalized(const Normalizer2& form, const UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  UnicodeString result = form.normalize(text, error);
  DECORUM_ASSERT(U_SUCCESS(error), "text of a few characters can be normalized");
  return result;
}

struct LatinReading {
  char32_t code_point;
  char latin;
  bool rough;
};

template <std::size_t size>
constexpr std::array<LatinReading, size> sorted(const LatinReading (&entries)[size]) {
  auto table = std::to_array(entries);
  std::ranges::sort(table, {}, &LatinReading::code_point);
  return table;
}

constexpr auto kLatinVariants = sorted({
#define LATIN_VARIANT(code_point, latin) {code_point, latin, false},
#define LOOKALIKE(code_point, latin)
#define ROUGH_LOOKALIKE(code_point, latin)
#include "runtime/text/lookalikes.def"
#undef LATIN_VARIANT
#undef LOOKALIKE
#undef ROUGH_LOOKALIKE
});

constexpr auto kLookalikes = sorted({
#define LATIN_VARIANT(code_point, latin)
#define LOOKALIKE(code_point, latin) {code_point, latin, false},
#define ROUGH_LOOKALIKE(code_point, latin) {code_point, latin, true},
#include "runtime/text/lookalikes.def"
#undef LATIN_VARIANT
#undef LOOKALIKE
#undef ROUGH_LOOKALIKE
});

/// The reading of `code_point`; `latin` is 0 where there is none.
LatinReading latinReading(std::span<const LatinReading> table, char32_t code_point) {
  const auto found = std::ranges::lower_bound(table, code_point, {}, &LatinReading::code_point);
  if (found == table.end() || found->code_point != code_point) return {code_point, '\0', false};
  return *found;
}

/// The bit of a script that has look-alikes, 0 for all others.
std::uint8_t scriptBit(UScriptCode script) {
  switch (script) {
    case USCRIPT_CYRILLIC:
      return 1;
    case USCRIPT_GREEK:
      return 2;
    case USCRIPT_ARMENIAN:
      return 4;
    case USCRIPT_CHEROKEE:
      return 8;
    case USCRIPT_COPTIC:
      return 16;
    case USCRIPT_LISU:
      return 32;
    default:
      return 0;
  }
}

UScriptCode scriptOf(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &error);
  return U_SUCCESS(error) ? script : USCRIPT_UNKNOWN;
}

constexpr bool isAsciiLetter(char32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/// Quotes and dashes by which people mean the ASCII ones; 0 for all else.
char punctuation(char32_t c) {
  switch (c) {
    case 0x00B4:
    case 0x02B9:
    case 0x02BB:
    case 0x02BC:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2035:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x2036:
    case 0x301D:
    case 0x301E:
    case 0x301F:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0x2E3A:
    case 0x2E3B:
    case 0xFE58:
    case 0xFE63:
    case 0xFF0D:
      return '-';
    case 0x2044:
      return '/';
    default:
      return 0;
  }
}

bool isInvisible(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  const bool control = u_charType(point) == U_CONTROL_CHAR && !u_isUWhiteSpace(point);
  return control || u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
         (c >= 0xFFF9 && c <= 0xFFFB);
}

/// Strokes through and frames around a character: decoration, in no language's spelling.
bool isOverlay(char32_t c) { return (c >= 0x0334 && c <= 0x0338) || (c >= 0x20D0 && c <= 0x20F0); }

/// Step 1 for one code point: what it is before its word is looked at.
void map(char32_t c, CharacterFacts& facts) {
  const auto point = static_cast<UChar32>(c);
  const auto become = [&](char32_t mapped) { facts.mapped[0] = mapped; };
  become(c);
  if (u_isUWhiteSpace(point) || c == 0x2800) return become(' ');
  if (const char mark = punctuation(c)) return become(static_cast<char32_t>(mark));
  if (const char latin = latinReading(kLatinVariants, c).latin)
    return become(static_cast<char32_t>(latin));
  if (u_charType(point) == U_DECIMAL_DIGIT_NUMBER) {
    return become(U'0' + static_cast<char32_t>(u_charDigitValue(point)));
  }
  if (c >= 0x1F150 && c <= 0x1F169) return become(U'a' + (c - 0x1F150));
  if (c >= 0x1F170 && c <= 0x1F189) return become(U'a' + (c - 0x1F170));
  const bool mathematical_greek = c >= 0x1D6A8 && c <= 0x1D7CB;
  if (!mathematical_greek && scriptBit(scriptOf(c)) == 0) return;
  // Taken apart, so that a letter with its accent in one code point or in two is read alike.
  UnicodeString parts;
  if (mathematical_greek) {
    parts = normalized(compatibilityForm(), UnicodeString(point));
  } else if (!composedForm().getDecomposition(point, parts)) {
    return;
  }
  if (parts.countChar32() > static_cast<int>(facts.mapped.size())) return;
  facts.mapped_count = 0;
  for (int i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    facts.mapped[facts.mapped_count++] = static_cast<char32_t>(parts.char32At(i));
  }
}

/// Whether `c`, which is no letter by its script, stands for a Latin one: 𝐚, ⓐ, 🄰.
bool isStyledLatin(char32_t c) {
  const bool styled = (c >= 0x2100 && c <= 0x214F) || (c >= 0x24B6 && c <= 0x24E9) ||
                      (c >= 0x1D400 && c <= 0x1D6A3) || (c >= 0x1F130 && c <= 0x1F149);
  if (!styled) return false;
  const UnicodeString folded = normalized(foldingForm(), UnicodeString(static_cast<UChar32>(c)));
  return folded.length() == 1 && isAsciiLetter(folded[0]);
}

void classify(char32_t c, CharacterFacts& facts) {
  const auto point = static_cast<UChar32>(c);
  const bool mark = (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0;
  facts.carries_marks = mark || u_isalnum(point) != 0;
  if (isAsciiLetter(c) || isStyledLatin(c)) {
    facts.letter = LetterClass::kLatin;
  } else if (mark || u_charType(point) == U_DECIMAL_DIGIT_NUMBER) {
    facts.letter = LetterClass::kNeutral;
  } else if (u_isalpha(point)) {
    const UScriptCode script = scriptOf(c);
    facts.script_bit = scriptBit(script);
    const LatinReading reading = latinReading(kLookalikes, c);
    facts.latin = reading.latin;
    if (script == USCRIPT_LATIN) facts.letter = LetterClass::kLatin;
    if (facts.script_bit != 0) facts.letter = LetterClass::kForeign;
    if (facts.latin != 0) {
      facts.letter = reading.rough ? LetterClass::kRoughLookalike : LetterClass::kLookalike;
    }
  }
}

template <class Emit>
void forEachFolded(const UnicodeString& folded, Emit emit) {
  for (int i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const auto c = static_cast<char32_t>(folded.char32At(i));
    emit(c == 0x2044 ? U'/' : c);  // ½ is 1⁄2 in its compatibility form
  }
}

CharacterFacts factsOf(char32_t c) {
  CharacterFacts facts;
  facts.code_point = c;
  if (isInvisible(c)) {
    facts.kind = CharacterFacts::Kind::kDropped;
    return facts;
  }
  if (isOverlay(c)) facts.kind = CharacterFacts::Kind::kOverlay;
  if (c == 0x0307) facts.kind = CharacterFacts::Kind::kDotAbove;
  map(c, facts);
  classify(c, facts);
  const auto point = static_cast<UChar32>(c);
  facts.boundary_before = foldingForm().hasBoundaryBefore(point) != 0;
  std::string folded;
  forEachFolded(normalized(foldingForm(), UnicodeString(point)),
                [&](char32_t part) { appendUtf8(folded, part); });
  facts.folded_bytes = folded.size() > facts.folded.size()
                           ? CharacterFacts::kLong
                           : static_cast<std::uint8_t>(folded.size());
  if (facts.folded_bytes != CharacterFacts::kLong) std::ranges::copy(folded, facts.folded.begin());
  return facts;
}

/// Appends the units of one code point of the message; what is invisible leaves none.
void addUnits(char32_t c, std::uint32_t origin, FoldScratch& scratch) {
  using Kind = CharacterFacts::Kind;
  const CharacterFacts whole = scratch.characters[c];
  if (whole.kind == Kind::kDropped) return;
  for (std::uint8_t i = 0; i < whole.mapped_count; ++i) {
    const CharacterFacts& facts = scratch.characters[whole.mapped[i]];
    if (!scratch.units.empty()) {
      const Unit& before = scratch.units.back();
      if (facts.kind == Kind::kOverlay && before.carries_marks) continue;
      if (facts.kind == Kind::kDotAbove && (before.code_point | 0x20) == 'i') continue;
    }
    scratch.units.push_back({facts.code_point, origin, facts.letter, facts.script_bit, facts.latin,
                             facts.carries_marks});
  }
}

/// What the words of a whole message say about its scripts; made when first asked for.
class Evidence {
 public:
  Evidence(std::string_view message, const ScriptEvidence& before)
      : message_(message), said_(before) {}

  bool otherwiseLatin(std::uint8_t scripts, CharacterCache& characters) {
    if (!known_) look(characters);
    known_ = true;
    return said_.isOtherwiseLatin(scripts);
  }

 private:
  void look(CharacterCache& characters) {
    WordLetters word;
    for (std::size_t i = 0; i < message_.size();) {
      const Decoded decoded = decodeAt(message_, i);
      i += decoded.bytes;
      const CharacterFacts whole = characters[decoded.code_point];
      if (whole.kind == CharacterFacts::Kind::kDropped) continue;
      for (std::uint8_t part = 0; part < whole.mapped_count; ++part) {
        const CharacterFacts& facts = characters[whole.mapped[part]];
        if (facts.letter == LetterClass::kBreak) {
          said_.add(word);
          word = {};
        } else {
          word.add(facts.letter, facts.script_bit);
        }
      }
    }
    said_.add(word);
  }

  std::string_view message_;
  bool known_ = false;
  ScriptEvidence said_;
};

bool isReadableAsLatin(const WordLetters& word, Evidence& evidence, CharacterCache& characters) {
  if (word.foreign != 0 || (word.lookalikes | word.rough) == 0) return false;
  if (word.latin) return true;
  return word.dependsOnMessage() && evidence.otherwiseLatin(word.lookalikes, characters);
}

/// Reads look-alike letters as Latin in a word all of whose letters are Latin or could be taken for
/// it, if it has a Latin letter, or if it has two letters or more, no rough look-alikes, and the
/// message is otherwise Latin: it has Latin letters, and no word without them that has letters of
/// the same script which are no look-alikes, or rough ones. So Russian stays Russian, next to
/// English too, and a word is never changed in part.
void readLookalikes(Evidence& evidence, FoldScratch& scratch) {
  std::vector<Unit>& units = scratch.units;
  for (std::size_t begin = 0, end = 0; begin < units.size(); begin = end + 1) {
    WordLetters word;
    for (end = begin; end < units.size() && units[end].letter != LetterClass::kBreak; ++end) {
      word.add(units[end].letter, units[end].script_bit);
    }
    if (!isReadableAsLatin(word, evidence, scratch.characters)) continue;
    for (std::size_t i = begin; i < end; ++i) {
      if (units[i].latin != 0) units[i].code_point = static_cast<char32_t>(units[i].latin);
    }
  }
}

void emit(Folded& out, std::string_view bytes, std::uint32_t origin) {
  for (const char byte : bytes) {
    if (byte == ' ' && !out.text.empty() && out.text.back() == ' ') continue;
    out.text.push_back(byte);
    out.origin.push_back(origin);
  }
}

/// Emits units [begin, end), which are normalized together.
void emitSegment(std::span<const Unit> segment, CharacterCache& characters, Folded& out) {
  if (segment.size() == 1) {
    const CharacterFacts& facts = characters[segment[0].code_point];
    if (facts.folded_bytes != CharacterFacts::kLong) {
      emit(out, {facts.folded.data(), facts.folded_bytes}, segment[0].origin);
      return;
    }
  }
  UnicodeString text;
  for (const Unit& unit : segment) text.append(static_cast<UChar32>(unit.code_point));
  std::string bytes;
  forEachFolded(normalized(foldingForm(), text), [&](char32_t c) { appendUtf8(bytes, c); });
  emit(out, bytes, segment[0].origin);
}

/// Folds message bytes [begin, end), which no white space cuts, and which are not all simple.
void foldPiece(std::string_view message, std::size_t begin, std::size_t end, Evidence& evidence,
               FoldScratch& scratch, Folded& out) {
  std::vector<Unit>& units = scratch.units;
  units.clear();
  for (std::size_t i = begin; i < end;) {
    const Decoded decoded = decodeAt(message, i);
    addUnits(decoded.code_point, static_cast<std::uint32_t>(i), scratch);
    i += decoded.bytes;
  }
  readLookalikes(evidence, scratch);
  for (std::size_t first = 0; first < units.size();) {
    std::size_t next = first + 1;
    while (next < units.size() && !scratch.characters[units[next].code_point].boundary_before) {
      ++next;
    }
    emitSegment(std::span(units).subspan(first, next - first), scratch.characters, out);
    first = next;
  }
}

constexpr bool isSpace(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }
constexpr bool isSimple(char byte) { return byte > ' ' && byte <= '~'; }

constexpr bool isAccent(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
         (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x0591 && c <= 0x05C7 && c != 0x05BE) ||
         (c >= 0x064B && c <= 0x0652);
}

/// Letters that people write plain although Unicode does not take them apart; "" for all others.
std::string_view plainLetters(char32_t c) {
  switch (c) {
    case 0x00E6:
      return "ae";
    case 0x00F0:
      return "d";
    case 0x00F8:
      return "o";
    case 0x0111:
      return "d";
    case 0x0127:
      return "h";
    case 0x0142:
      return "l";
    case 0x0153:
      return "oe";
    case 0x0167:
      return "t";
    default:
      return "";
  }
}

/// `c` without its accents, in UTF-8. Cyrillic й is a letter of its own, not и with an accent.
void appendPlain(char32_t c, std::string& out) {
  if (const std::string_view plain = plainLetters(c); !plain.empty()) {
    out.append(plain);
    return;
  }
  UnicodeString parts;
  if (c == 0x0439 || !composedForm().getDecomposition(static_cast<UChar32>(c), parts)) {
    if (!isAccent(c)) appendUtf8(out, c);
    return;
  }
  UnicodeString kept;
  for (int i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    if (!isAccent(static_cast<char32_t>(parts.char32At(i)))) kept.append(parts.char32At(i));
  }
  normalized(composedForm(), kept).toUTF8String(out);
}

}  // namespace

void WordLetters::add(LetterClass letter, std::uint8_t script_bit) {
  letters += letter != LetterClass::kNeutral;
  latin |= letter == LetterClass::kLatin;
  if (letter == LetterClass::kLookalike) lookalikes |= script_bit;
  if (letter == LetterClass::kRoughLookalike) rough |= script_bit;
  if (letter == LetterClass::kForeign) foreign |= script_bit;
}

const CharacterFacts& CharacterCache::operator[](char32_t code_point) {
  constexpr std::size_t kSlots = 1024;
  if (slots_.empty()) slots_.resize(kSlots);
  CharacterFacts& slot = slots_[(code_point ^ code_point >> 10) % kSlots];
  if (slot.code_point != code_point) slot = factsOf(code_point);
  return slot;
}

namespace {

/// The end of the stretch of simple bytes and white space from `begin` on that pieces may be cut
/// behind: the text's end, or the begin of the piece that is not simple.
std::size_t simpleStretch(std::string_view message, std::size_t begin) {
  std::size_t piece = begin;
  for (std::size_t i = begin; i < message.size(); ++i) {
    if (isSpace(message[i])) {
      piece = i + 1;
    } else if (!isSimple(message[i])) {
      return piece;
    }
  }
  return message.size();
}

/// Folds bytes [begin, end), all of them simple or white space.
void foldSimple(std::string_view message, std::size_t begin, std::size_t end, Folded& out) {
  std::size_t size = out.text.size();
  out.text.resize(size + (end - begin));
  out.origin.resize(out.text.size());
  char before = size > 0 ? out.text[size - 1] : '\0';
  for (std::size_t i = begin; i < end; ++i) {
    const char byte = message[i];
    const char folded = isSpace(byte)                ? ' '
                        : byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20)
                                                     : byte;
    if (folded == ' ' && before == ' ') continue;
    out.text[size] = folded;
    out.origin[size++] = static_cast<std::uint32_t>(i);
    before = folded;
  }
  out.text.resize(size);
  out.origin.resize(size);
}

}  // namespace

void foldUnicode(std::string_view message, FoldScratch& scratch, Folded& out,
                 const ScriptEvidence& before) {
  out.text.clear();
  out.origin.clear();
  Evidence evidence(message, before);
  for (std::size_t begin = 0; begin < message.size();) {
    const std::size_t piece = simpleStretch(message, begin);
    foldSimple(message, begin, piece, out);
    std::size_t end = piece;
    while (end < message.size() && !isSpace(message[end])) ++end;
    foldPiece(message, piece, end, evidence, scratch, out);
    begin = end;
  }
  out.origin.push_back(static_cast<std::uint32_t>(message.size()));
}

void stripAccents(const Folded& folded, Folded& out) {
  out = folded;
  if (isAsciiText(folded.text)) return;
  out.text.clear();
  out.origin.clear();
  for (std::size_t i = 0; i < folded.text.size();) {
    const Decoded decoded = decodeAt(folded.text, i);
    if (decoded.bytes == 1) {
      out.text.push_back(folded.text[i]);
    } else {
      appendPlain(decoded.code_point, out.text);
    }
    out.origin.resize(out.text.size(), folded.origin[i]);
    i += decoded.bytes;
  }
  out.origin.push_back(folded.origin.back());
}

char32_t foldAlone(char32_t code_point) {
  const CharacterFacts facts = factsOf(code_point);
  if (facts.kind == CharacterFacts::Kind::kDropped || facts.mapped_count != 1) {
    return CharacterFacts::kNone;
  }
  const CharacterFacts mapped = factsOf(facts.mapped[0]);
  if (mapped.folded_bytes == 0 || mapped.folded_bytes == CharacterFacts::kLong) {
    return CharacterFacts::kNone;
  }
  const std::string_view bytes(mapped.folded.data(), mapped.folded_bytes);
  const Decoded decoded = decodeAt(bytes, 0);
  return decoded.bytes == bytes.size() ? decoded.code_point : CharacterFacts::kNone;
}

}  // namespace decorum::text
