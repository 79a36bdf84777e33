#include "tools/cli/witness_examples.h"

#include <algorithm>
#include <array>
#include <random>

#include "runtime/text/scanner.h"
#include "runtime/text/stream/nfa.h"

namespace decorum::cli {
namespace {

using text::stream::Nfa;
using text::stream::NfaState;

struct Known {
  std::string_view detector;
  std::vector<std::string_view> texts;
};

/// Of detectors whose numbers chance does not hit upon, and of those that people type most.
const std::vector<Known>& knownTexts() {
  static const std::vector<Known> known = {
      {"pii.card", {"4111 1111 1111 1111"}},
      {"pii.email", {"ana@example.com"}},
      {"pii.phone", {"+44 20 7946 0958", "+1 212 555 0142"}},
      {"pii.iban", {"DE89 3704 0044 0532 0130 00"}},
      {"pii.ssn", {"my SSN is 219-09-9999"}},
      {"pii.ip", {"192.0.2.17"}},
      {"pii", {"4111 1111 1111 1111", "ana@example.com"}},
      {"secret", {"AKIAIOSFODNN7EXAMPLE"}},
      {"secret.key", {"AKIAIOSFODNN7EXAMPLE"}},
      {"money", {"25.00 EUR", "5 EUR", "120 EUR", "1500 EUR", "25000 EUR"}},
      {"url", {"https://example.com/page"}},
      {"date", {"2026-03-14", "1 May 2020"}},
      {"number", {"42", "7", "150", "2500"}},
      {"percent", {"15%", "80%"}},
  };
  return known;
}

/// Walks an automaton to its end by chance, the shortest way after some steps.
class Walker {
 public:
  Walker(const Nfa& nfa, std::uint64_t seed) : nfa_(nfa), random_(seed) {
    distance_.assign(nfa.states.size(), kFar);
    for (bool changed = true; changed;) {
      changed = false;
      for (std::uint32_t i = 0; i < nfa.states.size(); ++i) changed = lower(i) || changed;
    }
  }

  std::string walk() {
    std::string text;
    std::uint32_t at = nfa_.expressions.front().start;
    const std::size_t patience = 5 + random_() % 40;
    for (std::size_t step = 0; step < 2'000 && at != text::stream::kNoState; ++step) {
      const NfaState& state = nfa_.states[at];
      if (state.kind == NfaState::Kind::kAccept) return text;
      if (state.kind == NfaState::Kind::kByte) text += byteOf(nfa_.byte_sets[state.bytes]);
      at =
          state.kind == NfaState::Kind::kSplit ? choose(state, text.size() > patience) : state.next;
    }
    return {};
  }

 private:
  static constexpr std::uint32_t kFar = 1'000'000;

  std::uint32_t distanceOf(std::uint32_t state) const {
    return state == text::stream::kNoState ? kFar : distance_[state];
  }
  bool lower(std::uint32_t i) {
    const NfaState& state = nfa_.states[i];
    std::uint32_t found = 0;
    if (state.kind != NfaState::Kind::kAccept) found = distanceOf(state.next) + 1;
    if (state.kind == NfaState::Kind::kSplit) found = std::min(found, distanceOf(state.other) + 1);
    if (found >= distance_[i]) return false;
    distance_[i] = found;
    return true;
  }
  std::uint32_t choose(const NfaState& state, bool hurries) {
    if (hurries)
      return distanceOf(state.next) <= distanceOf(state.other) ? state.next : state.other;
    return random_() % 2 == 0 ? state.next : state.other;
  }
  /// One that a person types, where there is one.
  char byteOf(const text::stream::ByteSet& bytes) {
    static constexpr std::string_view kTyped =
        "abcdefghijklmnopqrstuvwxyz0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ-./@:,'#+%_";
    std::string fitting;
    for (const char c : kTyped)
      if (bytes.test(static_cast<unsigned char>(c))) fitting += c;
    if (fitting.empty()) {
      for (int c = '!'; c <= '~'; ++c)
        if (bytes.test(static_cast<std::size_t>(c))) fitting += static_cast<char>(c);
    }
    return fitting.empty() ? '?' : fitting[random_() % fitting.size()];
  }

  const Nfa& nfa_;
  std::mt19937_64 random_;
  std::vector<std::uint32_t> distance_;
};

std::vector<std::string> candidates(const text::Matcher& matcher, std::size_t most,
                                    std::uint64_t seed) {
  std::vector<std::string> texts;
  if (matcher.kind == text::MatcherKind::kPhrases) {
    const std::size_t step = std::max<std::size_t>(1, matcher.phrases.size() / most);
    for (std::size_t i = 0; i < matcher.phrases.size(); i += step)
      texts.push_back(matcher.phrases[i]);
    return texts;
  }
  if (matcher.kind == text::MatcherKind::kDetector) {
    for (const Known& known : knownTexts())
      if (matcher.detector == known.detector)
        texts.insert(texts.end(), known.texts.begin(), known.texts.end());
    return texts;
  }
  Nfa nfa;
  const auto letters =
      matcher.exact ? text::stream::Letters::kAsWritten : text::stream::Letters::kFolded;
  if (!nfa.addExpression(matcher.pattern, letters, 0, 0)) return texts;
  Walker walker(nfa, seed);
  std::string context;
  for (const text::Near& near : matcher.near)
    if (near.required && !near.words.empty()) context += near.words.front() + " ";
  for (std::size_t i = 0; i < 40 * most; ++i) texts.push_back(context + walker.walk());
  return texts;
}

}  // namespace

std::vector<std::string> examplesOf(const text::Matcher& matcher, std::size_t most,
                                    std::uint64_t seed) {
  const auto scanner = text::Scanner::build(std::array{matcher});
  std::vector<std::string> found;
  if (!scanner) return found;
  text::ScanScratch scratch;
  text::ScanResult result;
  for (std::string& text : candidates(matcher, most, seed)) {
    if (text.empty() || found.size() >= most) continue;
    if (std::find(found.begin(), found.end(), text) != found.end()) continue;
    scanner->scan(text, scratch, result);
    if (!result.hits.empty()) found.push_back(std::move(text));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  return found;
}

}  // namespace decorum::cli
