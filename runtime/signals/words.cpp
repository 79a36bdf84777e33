#include "runtime/signals/words.h"

#include <algorithm>
#include <optional>

#include "runtime/text/characters.h"
#include "runtime/text/utf8.h"

namespace decorum::signals {
namespace {

/// What a letter of the Latin script is without its accent, and what the accent says.
struct Plain {
  std::string_view letters;  ///< "" where it is none
  bool is_capital = false;
  std::optional<Mark> mark;
};

std::optional<Mark> markOf(char32_t small) {
  switch (small) {
    case U'ñ':
      return Mark::kNWithTilde;
    case U'ã':
    case U'õ':
      return Mark::kVowelWithTilde;
    case U'ä':
    case U'ö':
    case U'ü':
      return Mark::kUmlaut;
    case U'é':
      return Mark::kAcuteE;
    case U'á':
    case U'í':
    case U'ó':
    case U'ú':
      return Mark::kAcute;
    case U'à':
    case U'ò':
    case U'ù':
    case U'ì':
      return Mark::kGrave;
    case U'è':
      return Mark::kGraveE;
    case U'ê':
    case U'î':
    case U'û':
    case U'â':
    case U'ô':
      return Mark::kCircumflex;
    case U'ç':
      return Mark::kCedilla;
    default:
      return small == U'ë' || small == U'ï' ? std::nullopt : std::optional(Mark::kOther);
  }
}

/// U+00C0 to U+00FF, by their lower five bits.
constexpr std::string_view kBase[] = {"a", "a", "a", "a", "a", "a", "ae", "c", "e",  "e", "e",
                                      "e", "i", "i", "i", "i", "d", "n",  "o", "o",  "o", "o",
                                      "o", "",  "o", "u", "u", "u", "u",  "y", "th", "y"};

Plain plainOf(char32_t letter) {
  if (letter == U'ß' || letter == U'ẞ') return {"ss", letter == U'ẞ', Mark::kSharpS};
  if (letter == U'œ' || letter == U'Œ') return {"oe", letter == U'Œ', Mark::kLigature};
  if (letter >= 0xC0 && letter <= 0xFF) {
    const std::string_view base = kBase[(letter - 0xC0) & 0x1F];
    if (base.empty()) return {};  // × and ÷
    return {base, letter < 0xE0, markOf(letter | 0x20)};
  }
  const bool is_further =
      (letter >= 0x100 && letter <= 0x24F) || (letter >= 0x1E00 && letter <= 0x1EFF);
  if (is_further) return {"?", (letter & 1) == 0, Mark::kOther};
  return {};
}

bool isApostrophe(char32_t c) { return c == U'\'' || c == U'’' || c == U'ʼ'; }

bool isAsciiLetter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

bool isEmoji(char32_t c) {
  return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || c == 0x2B50 ||
         c == 0x263A || c == 0x2639;
}

/// Emoticons that begin here: eyes, perhaps a nose, a mouth; or a heart.
std::size_t emoticonAt(std::string_view text, std::size_t at) {
  const auto has = [&](std::size_t i, std::string_view any) {
    return i < text.size() && any.find(text[i]) != std::string_view::npos;
  };
  if (text.substr(at, 2) == "<3") return 2;
  if (text.substr(at, 3) == "</3") return 3;
  if (!has(at, ":;=")) return 0;
  std::size_t mouth = at + 1;
  if (has(mouth, "'")) ++mouth;
  if (has(mouth, "-")) ++mouth;
  if (!has(mouth, ")(DPp/|\\*]")) return 0;
  const bool is_letter = has(mouth, "DPp");
  const bool goes_on =
      mouth + 1 < text.size() && isAsciiLetter(static_cast<unsigned char>(text[mouth + 1]));
  const bool is_address = text.substr(at, 3) == "://";
  return (is_letter && goes_on) || is_address ? 0 : mouth + 1 - at;
}

class Reader {
 public:
  Reader(std::string_view text, Words& out) : text_(text), out_(out) {}

  void read() {
    while (at_ < text_.size()) {
      const text::Decoded here = text::decodeAt(text_, at_);
      if (const std::size_t bytes = emoticonAt(text_, at_); bytes > 0) {
        symbol(bytes);
      } else if (text::isWordCharacter(here.code_point)) {
        word();
      } else if (isEmoji(here.code_point)) {
        symbol(here.bytes);
      } else if (isMark(here.code_point)) {
        punctuation();
      } else {
        at_ += here.bytes;
      }
    }
  }

 private:
  static bool isMark(char32_t c) {
    return c == U'.' || c == U'!' || c == U'?' || c == U',' || c == U';' || c == U':' ||
           c == U'…' || c == U'\n' || c == U'¿' || c == U'¡' || c == U'(' || c == U')' ||
           c == U'！' || c == U'？' || c == U'。' || c == U'—' || c == U'–';
  }

  Token& begin(TokenKind kind) {
    if (!out_.folded.empty()) out_.folded.push_back(' ');
    Token& token = out_.tokens.emplace_back();
    token.kind = kind;
    token.begin = static_cast<std::uint32_t>(out_.folded.size());
    token.from = static_cast<std::uint32_t>(at_);
    return token;
  }

  /// The token at hand ends here.
  void end() {
    out_.tokens.back().end = static_cast<std::uint32_t>(out_.folded.size());
    out_.tokens.back().to = static_cast<std::uint32_t>(at_);
  }

  void symbol(std::size_t bytes) {
    begin(TokenKind::kSymbol);
    out_.folded.append(text_.substr(at_, bytes));
    at_ += bytes;
    end();
  }

  void punctuation() {
    Token& token = begin(TokenKind::kPunctuation);
    while (at_ < text_.size()) {
      const text::Decoded here = text::decodeAt(text_, at_);
      const char32_t c = here.code_point;
      if (!isMark(c) && c != U' ') break;
      if (emoticonAt(text_, at_) > 0) break;
      if ((c == U'!' || c == U'！') && token.exclamations < 9) ++token.exclamations;
      if ((c == U'?' || c == U'？') && token.questions < 9) ++token.questions;
      if (c == U'¿' || c == U'¡') ++out_.marks[static_cast<std::size_t>(Mark::kInverted)];
      token.ends_clause = token.ends_clause || c != U' ';
      const bool stops = (c == U'.' && !isInside(here.bytes)) || c == U'!' || c == U'?' ||
                         c == U'…' || c == U'\n' || c == U'！' || c == U'？' || c == U'。';
      token.ends_sentence = token.ends_sentence || stops;
      at_ += here.bytes;
    }
    out_.folded.push_back('.');
    end();
  }

  /// A dot within a number or an address.
  bool isInside(std::uint32_t bytes) const {
    const std::size_t next = at_ + bytes;
    return next < text_.size() && text::isWordCharacter(text::decodeAt(text_, next).code_point);
  }

  void word() {
    begin(TokenKind::kNumber);
    letters_ = small_ = 0;
    while (at_ < text_.size()) {
      const text::Decoded here = text::decodeAt(text_, at_);
      if (isApostrophe(here.code_point) && joins(here.bytes)) {
        out_.folded.push_back('\'');
      } else if (text::isWordCharacter(here.code_point)) {
        letter(here);
      } else {
        break;
      }
      at_ += here.bytes;
    }
    end();
    Token& token = out_.tokens.back();
    if (letters_ == 0) return;
    token.kind = TokenKind::kWord;
    token.is_capitals = letters_ > 1 && small_ == 0;
    ++out_.words;
    if (small_ > 0) out_.all_capitals = false;
  }

  /// An apostrophe between two characters of a word.
  bool joins(std::uint32_t bytes) const {
    const std::size_t next = at_ + bytes;
    const bool inside = out_.folded.size() > out_.tokens.back().begin;
    return inside && next < text_.size() &&
           text::isWordCharacter(text::decodeAt(text_, next).code_point);
  }

  void letter(text::Decoded here) {
    const char32_t c = here.code_point;
    if (isAsciiLetter(c)) return latin(c < U'a', {});
    if (c < 0x80) return out_.folded.push_back(static_cast<char>(c));  // a digit
    const Plain plain = plainOf(c);
    if (plain.letters.empty()) {
      out_.folded.append(text_.substr(at_, here.bytes));
      if (c >= 0x300 && c < 0x370) return;  // a mark on the letter before it
      ++letters_;
      ++small_;
      ++out_.foreign;
      return;
    }
    if (plain.mark) ++out_.marks[static_cast<std::size_t>(*plain.mark)];
    latin(plain.is_capital, plain.letters);
  }

  void latin(bool is_capital, std::string_view plain) {
    ++letters_;
    ++out_.latin;
    if (!is_capital) ++small_;
    if (plain.empty()) {
      out_.folded.push_back(static_cast<char>(text_[at_] | 0x20));
    } else {
      out_.folded.append(plain);
    }
  }

  std::string_view text_;
  Words& out_;
  std::size_t at_ = 0;
  std::uint32_t letters_ = 0, small_ = 0;  ///< of the word at hand
};

}  // namespace

void readWords(std::string_view text, Words& words) {
  words.folded.clear();
  words.tokens.clear();
  words.marks.fill(0);
  words.latin = words.foreign = words.words = 0;
  words.all_capitals = true;
  Reader(text, words).read();
}

}  // namespace decorum::signals
