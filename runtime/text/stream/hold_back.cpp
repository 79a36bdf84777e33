#include "runtime/text/stream/hold_back.h"

#include <algorithm>
#include <map>
#include <utility>

#include "runtime/text/detect/detectors.h"
#include "runtime/text/fold.h"
#include "runtime/text/near.h"
#include "runtime/text/pattern.h"
#include "runtime/text/utf8.h"

namespace decorum::text::stream {
namespace {

/// Word edges are told by the characters beside a match, and those may be joined by a mark.
constexpr std::uint32_t kEdge = 2;

std::uint32_t reach(std::uint32_t characters, const std::vector<std::string>& words) {
  std::uint32_t longest = 0;
  for (const std::string& word : words) longest = std::max(longest, countCodePoints(word));
  return characters + longest + kEdge;
}

/// Adds what one matcher finds to the automata.
class Adder {
 public:
  explicit Adder(std::array<Nfa, kForms>& nfas) : nfas_(nfas) {}

  Wait add(const Matcher& matcher) {
    switch (matcher.kind) {
      case MatcherKind::kPhrases:
        return phrases(matcher);
      case MatcherKind::kPattern:
        return pattern(matcher);
      case MatcherKind::kDetector:
        return detector(matcher);
    }
    return {};
  }

  std::uint32_t look_behind = kEdge;

 private:
  static Wait wholeReply(std::string why) { return {true, std::move(why), std::nullopt, 0}; }

  Wait phrases(const Matcher& matcher) {
    const PhraseOptions& options = matcher.options;
    if (options.typos > 0) return wholeReply("phrases with typing errors");
    if (!options.stem.empty()) return wholeReply("phrases in any form of their words");
    if (options.spaced) return wholeReply("phrases that may be spelled out");
    const Form form = options.exact ? kRaw : options.any_accent ? kPlain : kFolded;
    std::uint64_t longest = 0;
    for (const std::string& phrase : matcher.phrases) {
      const std::string text = inForm(phrase, form);
      nfas_[form].addLiteral(text, kEdge, 0);
      longest = std::max<std::uint64_t>(longest, text.size());
    }
    return {false, "", longest, 0};
  }

  static std::string inForm(const std::string& phrase, Form form) {
    if (form == kRaw) return phrase;
    Folded folded;
    form == kPlain ? foldAccents(phrase, folded) : fold(phrase, folded);
    const std::size_t first = folded.text.find_first_not_of(' ');
    return folded.text.substr(first, folded.text.find_last_not_of(' ') + 1 - first);
  }

  Wait pattern(const Matcher& matcher) {
    if (matcher.whole) return wholeReply("'matches' speaks of the whole message");
    const auto how = matcher.exact ? Pattern::Case::kAsWritten : Pattern::Case::kFolded;
    const Pattern expression(matcher.pattern, how);
    std::uint32_t around = 0;
    for (const Near& near : matcher.near) {
      const Context context = foldContext(near);
      around = std::max(around, reach(context.characters, context.words));
    }
    return expressionOf(expression, matcher.exact ? kRaw : kFolded, around);
  }

  /// Of a group, or a detector of several expressions, what makes it wait longest.
  Wait detector(const Matcher& matcher) {
    if (matcher.decoded) return wholeReply("what is encoded is read in one piece");
    Wait all{false, "", 0, 0};
    for (const std::uint32_t number : detectorsCalled(matcher.detector)) {
      const Detector& detector = allDetectors()[number];
      const Wait one = expressionOf(text::expressionOf(number), kFolded,
                                    reach(kContextCharacters, detector.contextWords()));
      if (one.whole_reply) return one;
      const bool bounded = all.match_bytes && one.match_bytes;
      all.match_bytes =
          bounded ? std::optional(std::max(*all.match_bytes, *one.match_bytes)) : std::nullopt;
      all.look_ahead = std::max(all.look_ahead, one.look_ahead);
    }
    return all;
  }

  /// The same expression is followed once, whoever asks for it.
  Wait expressionOf(const Pattern& pattern, Form form, std::uint32_t around) {
    const auto letters = form == kRaw ? Letters::kAsWritten : Letters::kFolded;
    look_behind = std::max(look_behind, around);
    Nfa& nfa = nfas_[form];
    const auto next = static_cast<std::uint32_t>(nfa.expressions.size());
    const auto [known, is_new] = known_.try_emplace({form, pattern.expression()}, next);
    if (is_new && !nfa.addExpression(pattern.expression(), letters, around, around)) {
      known_.erase(known);
      return wholeReply("a pattern that cannot be followed through chunks");
    }
    Nfa::Expression& expression = nfa.expressions[known->second];
    expression.look_ahead = std::max(expression.look_ahead, around);
    return {false, "", expression.longest, around};
  }

  std::map<std::pair<Form, std::string>, std::uint32_t> known_;
  std::array<Nfa, kForms>& nfas_;
};

}  // namespace

Wait waitOf(const Matcher& matcher) {
  std::array<Nfa, kForms> nfas;
  return Adder(nfas).add(matcher);
}

HoldBack::HoldBack(const std::vector<Matcher>& matchers, std::string_view unit) {
  std::array<Nfa, kForms> nfas;
  if (!unit.empty()) nfas[kRaw].addExpression(unit, Letters::kAsWritten, 0, 0);
  Adder adder(nfas);
  for (const Matcher& matcher : matchers) adder.add(matcher);
  look_behind_ = adder.look_behind;
  for (std::size_t form = 0; form < kForms; ++form) {
    if (!nfas[form].expressions.empty()) automata_[form].emplace(std::move(nfas[form]));
  }
}

HoldBackScratch::HoldBackScratch(const HoldBack& hold_back) {
  for (std::size_t form = 0; form < kForms; ++form) {
    const MatchAutomaton* automaton = hold_back.automaton(static_cast<Form>(form));
    if (automaton != nullptr) readers[form] = std::make_unique<MatchReader>(*automaton);
  }
}

}  // namespace decorum::text::stream
