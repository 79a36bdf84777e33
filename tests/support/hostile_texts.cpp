#include "tests/support/hostile_texts.h"

#include <algorithm>

#include "runtime/base/utf8.h"
#include "runtime/text/fold.h"

namespace decorum::test {
namespace {

/// What detectors look for, and what begins like it.
constexpr const char* kPieces[] = {"4111 1111 1111 1111 ",
                                   "4111111111111111,",
                                   "123456789 ",
                                   "12-34-56 ",
                                   "1 ",
                                   "12345678901 ",
                                   "a@b.co ",
                                   "mail me at jo.doe@example.com, ",
                                   "@",
                                   "call +49 30 901820, ",
                                   "030/901820 ",
                                   "GB82 WEST 1234 5698 7654 32, ",
                                   "DE89370400440532013000 ",
                                   "http://a.bc/d?e=f ",
                                   "a.bc ",
                                   "192.168.0.1 ",
                                   "2001:db8::1 ",
                                   "00:1b:44:11:3a:b7 ",
                                   "born 1980-01-02, ",
                                   "01.02.1980 ",
                                   "$12.50, ",
                                   "12 EUR ",
                                   "5% ",
                                   "my name is Jo Doe. ",
                                   "12 High Street, ",
                                   "SW1A 1AA ",
                                   "password: hunter2x, ",
                                   "sk_live_4eC39HqLyjWDarjtT1zdp7dc ",
                                   "AKIAIOSFODNN7EXAMPLE ",
                                   "passport AB1234567 ",
                                   "ssn 078-05-1120 ",
                                   "iban ",
                                   "VIN 1HGCM82633A004352 ",
                                   "tax id 12345678901 ",
                                   "card number 4111111111111111 ",
                                   "a ",
                                   "aa bb ",
                                   "l-a-w-y-e-r ",
                                   "a b c d ",
                                   "%41%42%43 ",
                                   "NDExMSAxMTExIDExMTEgMTExMQ== ",
                                   "34313131313131313131313131313131 ",
                                   "{\"a\": [1, 2]} ",
                                   "\u00DCber die Stra\u00DFe. ",
                                   "\u5F8B\u5E2B",
                                   "\xFF\xFE ",
                                   "  \t\n",
                                   "I am going to sue you and talk to a lawyer. "};

std::string repeated(const std::string& piece, std::size_t bytes) {
  std::string text;
  while (!piece.empty() && text.size() + piece.size() <= bytes) text += piece;
  return text;
}

bool fits(const std::string& text, std::size_t bytes) {
  const std::string repaired = utf8::repaired(text);
  text::Folded folded;
  text::fold(repaired, folded);
  return std::max({text.size(), repaired.size(), folded.text.size()}) <= bytes;
}

std::string spelled(const std::string& phrase) {
  std::string out;
  for (const char c : phrase) {
    if (c != ' ') out += c;
    if ((static_cast<unsigned char>(c) & 0x80) == 0) out += ' ';
  }
  return out;
}

std::string mistyped(std::string phrase) {
  if (phrase.size() > 4) std::swap(phrase[2], phrase[3]);
  return phrase;
}

/// An expression's text, as people read it: its letters and digits, a class by its first member.
std::string examplish(const std::string& pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      const char escaped = pattern[++i];
      if (escaped == 'd') out += "12";
      if (escaped == 'w') out += 'a';
      if (escaped == 's') out += ' ';
      if (escaped == '.' || escaped == '-' || escaped == '/') out += escaped;
    } else if (c == '[' && i + 1 < pattern.size()) {
      out += pattern[i + 1] == '^' ? 'x' : pattern[i + 1];
      i = std::min(pattern.find(']', i + 2), pattern.size());
    } else if (c == '{') {
      if (!out.empty()) out += std::string(3, out.back());
      i = std::min(pattern.find('}', i), pattern.size());
    } else if (std::string_view("()|?*+^$:<>").find(c) == std::string_view::npos) {
      out += c;
    }
  }
  return out + ' ';
}

}  // namespace

std::vector<HostileText> hostileTexts(const plan::Plan& plan, std::size_t bytes) {
  std::vector<HostileText> texts{{"nothing", ""}};
  const auto add = [&](const std::string& what, const std::string& piece) {
    for (std::size_t size = bytes; size > 0; size /= 2) {
      std::string text = repeated(piece, size);
      if (!fits(text, bytes)) continue;
      if (!text.empty()) texts.push_back({what, std::move(text)});
      return;
    }
  };
  std::string everything;
  for (const char* piece : kPieces) {
    add(piece, piece);
    everything += piece;
  }
  // Of a policy of thousands of phrases some will do.
  constexpr std::size_t kMostPhrases = 6;
  std::string phrases;
  for (const text::Matcher& matcher : plan.matchers) {
    if (matcher.kind == text::MatcherKind::kPattern) {
      add("pattern " + matcher.pattern, examplish(matcher.pattern));
      everything += examplish(matcher.pattern);
      continue;
    }
    std::vector<std::string> some = matcher.phrases;
    std::ranges::sort(some, {}, &std::string::size);
    if (some.size() > kMostPhrases) some.resize(kMostPhrases);
    for (const std::string& phrase : some) {
      add("phrase " + phrase, phrase + ' ');
      if (matcher.options.typos > 0) add("mistyped " + phrase, mistyped(phrase) + ' ');
      if (matcher.options.spaced) add("spelled " + phrase, spelled(phrase));
      phrases += phrase + ' ';
    }
  }
  add("all phrases", phrases);
  everything += phrases;
  add("everything", everything);
  return texts;
}

}  // namespace decorum::test
