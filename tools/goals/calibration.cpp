// Figures by slopes: what is the same on both sides of a pair falls away with it.
#include "tools/goals/calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <stdexcept>

#include "decorum/compile.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/signals/score.h"
#include "runtime/text/characters.h"
#include "runtime/text/fold_unicode.h"
#include "runtime/text/pattern_matcher.h"
#include "runtime/text/scanner.h"
#include "runtime/text/similarity.h"

namespace decorum::goals {
namespace {

/// One side of a pair: how to do it once, and what that is counted as.
struct Side {
  std::function<void(std::size_t repeats)> run;
  Effort effort;
};
struct Pair {
  EffortKind kind;
  Side less, more;  ///< `less` may be nothing at all
};

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() + piece.size() <= bytes) text += piece;
  return text;
}

/// One line for each number from 0 on; "{0}" is the number.
std::string lines(std::size_t count, const std::string& pattern) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += fmt::format(fmt::runtime(pattern), i) + "\n";
  return text;
}

std::string several(std::size_t count, const std::string& pattern, std::string_view between) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += between;
    text += fmt::format(fmt::runtime(pattern), i);
  }
  return text;
}

constexpr std::size_t kLess = 64;
constexpr std::size_t kMore = 4096;

// --------------------------------------------------------------------------------------------
// parts of the runtime by themselves

template <class Do>
Side direct(EffortKind kind, std::uint64_t units, const Do& once) {
  Side side{[once](std::size_t repeats) {
              for (std::size_t i = 0; i < repeats; ++i) once();
            },
            {}};
  side.effort[kind] = units;
  return side;
}

Pair foldPair(EffortKind kind, std::string_view piece) {
  const auto side = [&](std::size_t bytes) {
    auto scratch = std::make_shared<text::FoldScratch>();
    auto folded = std::make_shared<text::Folded>();
    const std::string text = repeated(piece, bytes);
    return direct(kind, text.size(), [=] { text::fold(text, *scratch, *folded); });
  };
  return {kind, side(kLess), side(kMore)};
}

Pair wordsPair() {
  const auto side = [](std::size_t bytes) {
    auto words = std::make_shared<std::vector<text::WordSpan>>();
    const std::string text = repeated("some words to look at, one by one. ", bytes);
    return direct(EffortKind::kReadByte, text.size(), [=] { text::findWords(text, *words); });
  };
  return {EffortKind::kReadByte, side(kLess), side(kMore)};
}

Pair hashPair() {
  const auto side = [](std::size_t bytes) {
    auto scratch = std::make_shared<text::HashScratch>();
    const std::string text = repeated("some words to look at, one by one. ", bytes);
    return direct(EffortKind::kHashedByte, text.size(),
                  [=] { keep(text::similarityHash(text, 7, *scratch)); });
  };
  return {EffortKind::kHashedByte, side(kLess), side(kMore)};
}

Pair scorePair() {
  const auto side = [](std::size_t bytes) {
    auto scratch = std::make_shared<signals::Scratch>();
    const std::string text = repeated("it was a bad day, and I am not happy with it. ", bytes);
    return direct(EffortKind::kScoredByte, text.size(), [=] {
      scratch->is_read = false;
      keep(signals::score(signals::Provider::kSentiment, text, "en", *scratch));
    });
  };
  return {EffortKind::kScoredByte, side(kLess), side(kMore)};
}

/// A search by one pattern, without what decides whether there is one.
Side patternSide(text::Matcher matcher, std::string text) {
  matcher.kind = text::MatcherKind::kPattern;
  auto pattern = std::make_shared<text::PatternMatcher>(0, matcher);
  auto folded = std::make_shared<text::Folded>();
  text::fold(text, *folded);
  auto groups = std::make_shared<std::vector<std::string_view>>();
  auto hits = std::make_shared<std::vector<text::Hit>>();
  auto shared_text = std::make_shared<std::string>(std::move(text));
  const auto once = [=](Effort& effort) {
    hits->clear();
    pattern->find({*shared_text, *folded}, *groups, *hits, effort);
  };
  Side side;
  once(side.effort);
  side.run = [once](std::size_t repeats) {
    Effort effort;
    for (std::size_t i = 0; i < repeats; ++i) once(effort);
  };
  return side;
}

/// A scan of a text for some matchers.
Side scanSide(const std::vector<text::Matcher>& matchers, const std::string& text) {
  auto built = text::Scanner::build(matchers);
  if (!built) throw std::logic_error(built.error().error.message);
  auto scanner = std::make_shared<text::Scanner>(*std::move(built));
  auto scratch = std::make_shared<text::ScanScratch>();
  auto result = std::make_shared<text::ScanResult>();
  scanner->scan(text, *scratch, *result);
  const Effort before = scratch->effort();
  scanner->scan(text, *scratch, *result);
  Side side;
  side.effort = scratch->effort().since(before);
  side.run = [=](std::size_t repeats) {
    for (std::size_t i = 0; i < repeats; ++i) scanner->scan(text, *scratch, *result);
  };
  return side;
}

text::Matcher phrases(std::vector<std::string> words, const text::PhraseOptions& options = {}) {
  text::Matcher matcher;
  matcher.phrases = std::move(words);
  matcher.options = options;
  return matcher;
}

text::Matcher detector(std::string_view name) {
  text::Matcher matcher;
  matcher.kind = text::MatcherKind::kDetector;
  matcher.detector = name;
  return matcher;
}

std::vector<std::string> madeWords(std::size_t count) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < count; ++i) {
    std::string word = "lawyer";
    for (std::size_t rest = i; rest > 0; rest /= 20)
      word += static_cast<char>('a' + static_cast<char>(rest % 20));
    words.push_back(word);
  }
  return words;
}

std::vector<Pair> textPairs() {
  std::vector<Pair> pairs;
  pairs.push_back(foldPair(EffortKind::kAsciiByte, "Some Words To Look At. "));
  pairs.push_back(foldPair(EffortKind::kUnicodeByte, "\u00DCber die Stra\u00DFe, \u5F8B\u5E2B. "));
  pairs.push_back(wordsPair());
  pairs.push_back(hashPair());
  pairs.push_back(scorePair());
  const std::vector<text::Matcher> list{phrases(madeWords(1'000))};
  const std::string plain = "a law here, a lawn there, and no one who yearns for more of it. ";
  pairs.push_back({EffortKind::kScannedByte, scanSide(list, repeated(plain, kLess)),
                   scanSide(list, repeated(plain, kMore))});
  // A word that goes on is a place, and no hit.
  pairs.push_back({EffortKind::kPlace, scanSide(list, repeated("lawyex ", kMore)),
                   scanSide(list, repeated("xlawyer ", kMore))});
  pairs.push_back({EffortKind::kHit, scanSide(list, repeated("xlawyer ", kMore)),
                   scanSide(list, repeated("lawyer. ", kMore))});
  const std::vector<text::Matcher> typos{phrases({"complaint", "solicitor"}, {.typos = 2})};
  pairs.push_back({EffortKind::kForm, scanSide(typos, repeated("it was ok ", kMore)),
                   scanSide(typos, repeated("absolute ", kMore))});
  pairs.push_back({EffortKind::kCompared, scanSide(typos, repeated("absolutely ", kMore)),
                   scanSide(typos, repeated("compaxints ", kMore))});
  const std::vector<text::Matcher> stems{phrases({"complain"}, {.stem = "en"})};
  const std::vector<text::Matcher> spaced{phrases({"complain"}, {.spaced = true})};
  std::string many_words;
  for (std::size_t i = 0; many_words.size() < kMore; ++i)
    many_words += madeWords(600)[i % 600] + "ings ";
  pairs.push_back({EffortKind::kStem, scanSide(spaced, many_words), scanSide(stems, many_words)});
  text::Matcher price;
  price.pattern = "[a-z]+-[0-9]{2,8}(/[0-9]+)?x";
  pairs.push_back({EffortKind::kPatternByte, patternSide(price, repeated(plain, kLess)),
                   patternSide(price, repeated(plain, kMore))});
  text::Matcher code;
  code.pattern = "[a-z]{2}[0-9]{4}";
  pairs.push_back({EffortKind::kSearch, patternSide(code, repeated("ab 1234 ", kMore)),
                   patternSide(code, repeated("ab1234, ", kMore))});
  text::Matcher near = code;
  near.near = {{{"voucher"}, 40, false}};
  pairs.push_back({EffortKind::kContextCharacter, patternSide(code, repeated("ab1234, ", kMore)),
                   patternSide(near, repeated("ab1234, ", kMore))});
  const std::vector<text::Matcher> found{detector("pii.any")};
  const std::string values = "4111 1111 1111 1111, 030 901820, 078-05-1120, jo@example.com, ";
  pairs.push_back({EffortKind::kCandidate, scanSide(found, repeated(plain, kMore)),
                   scanSide(found, repeated(values, kMore))});
  return pairs;
}

// --------------------------------------------------------------------------------------------
// whole events

using Events = std::vector<Event>;

Event said(std::string text) {
  Event event;
  event.text = std::move(text);
  return event;
}

/// Events under a policy, one after another, in one conversation.
Side eventSide(const std::string& policy_text, const Events& events) {
  const Compilation compilation = compilePolicyText(policy_text, "calibration.decorum");
  if (!compilation.policy) throw std::logic_error(toText(compilation.findings));
  const Policy policy = *compilation.policy;
  auto conversation = std::make_shared<Conversation>(policy, "c-1");
  auto verdict = std::make_shared<Verdict>();
  const auto give = [=](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) conversation->give(events[i % events.size()], *verdict);
  };
  const auto counted = [&] { return (*policy.impl().workspaces.lease()).counted(); };
  give(2 * events.size());
  const Effort before = counted();
  give(events.size());
  Side side;
  side.effort = counted().since(before);
  for (std::uint64_t& count : side.effort.counts) count /= events.size();
  side.run = give;
  return side;
}

std::string factsOf(std::size_t count, std::string_view type) {
  return "policy calibration\nfacts f {\n" + several(count, "  v{0}: " + std::string(type), "\n") +
         "\n}\n";
}

Event withFacts(std::size_t count, const std::function<Value(std::size_t)>& value) {
  Event event = said("hello");
  Value::Object fields;
  for (std::size_t i = 0; i < count; ++i) fields.emplace_back(fmt::format("v{}", i), value(i));
  event.facts.emplace_back("f", Value(std::move(fields)));
  return event;
}

/// Rules whose conditions hold up to some place that no processor foresees: the tests that are made
/// are known.
Side guardSide(std::size_t rules) {
  constexpr std::size_t kFacts = 32;
  constexpr std::size_t kNever = 31;
  constexpr std::size_t kEvents = 64;
  std::uint32_t random = 1;
  std::vector<std::array<bool, kFacts>> values(kEvents);
  Events events;
  for (auto& of_event : values) {
    for (bool& value : of_event) value = ((random = random * 1664525 + 1013904223) >> 24 & 1) != 0;
    of_event[kNever] = false;
    events.push_back(withFacts(kFacts, [&](std::size_t i) { return Value(of_event[i]); }));
  }
  std::string policy = factsOf(kFacts, "bool");
  std::uint64_t tests = 0;
  for (std::size_t rule = 0; rule < rules; ++rule) {
    const std::array<std::size_t, 3> read = {rule % 31, (rule * 7 + 3) % 31, (rule * 11 + 5) % 31};
    policy += fmt::format("flag r{} on user when f.v{} and f.v{} and f.v{} and f.v{}\n", rule,
                          read[0], read[1], read[2], kNever);
    for (const auto& of_event : values) {
      std::uint64_t made = 1;
      for (const std::size_t at : read) {
        if (!of_event[at]) break;
        ++made;
      }
      tests += made;
    }
  }
  Side side = eventSide(policy, events);
  side.effort[EffortKind::kOperation] = tests / kEvents;
  return side;
}

std::vector<Pair> eventPairs() {
  std::vector<Pair> pairs;
  const auto number = [](std::size_t i) { return Value(static_cast<std::int64_t>(i)); };
  const auto inputs = [&](std::size_t count) {
    return eventSide(factsOf(count, "int") + "flag r on user when f.v0 > 9 as r\n",
                     {withFacts(count, number)});
  };
  pairs.push_back({EffortKind::kInput, inputs(4), inputs(68)});
  pairs.push_back({EffortKind::kEvent, Side{},
                   eventSide(factsOf(1, "int") + "flag r on user when f.v0 > 9 as r\n",
                             {withFacts(1, number)})});
  const auto json = [&](std::size_t bytes) {
    Event event = said("{\"a\": [" + repeated("{\"b\": 12, \"c\": \"d\"}, ", bytes) + "1]}");
    event.kind = EventKind::kToolResult;
    event.tool = "t";
    return eventSide(
        "policy calibration\ntool t { x: int? } returns { y: int? }\n"
        "flag r on tool_result when (t.y default 0) > 9 as r\n",
        {event});
  };
  pairs.push_back({EffortKind::kJsonByte, json(kLess), json(kMore)});
  return pairs;
}

std::vector<Pair> rulePairs() {
  std::vector<Pair> pairs;
  const auto yes = [](std::size_t) { return Value(true); };
  const auto no = [](std::size_t) { return Value(false); };
  pairs.push_back({EffortKind::kOperation, guardSide(40), guardSide(240)});
  const auto evidence = [&](std::size_t leaves) {
    return eventSide(factsOf(8, "bool") +
                         lines(16, "flag r{0} on user when " + several(leaves, "f.v{0}", " and ")),
                     {withFacts(8, yes)});
  };
  pairs.push_back({EffortKind::kEvidence, evidence(1), evidence(8)});
  const auto fired = [&](std::size_t rules) {
    return eventSide(factsOf(1, "bool") + lines(rules, "flag r{0} on user when f.v0"),
                     {withFacts(1, yes)});
  };
  pairs.push_back({EffortKind::kFired, fired(2), fired(34)});
  const std::string list = "phrases names = \"lawyer\"\n";
  const std::string text = repeated("lawyer ", kMore);
  const auto spans = [&](std::size_t rules) {
    return eventSide(
        "policy calibration\n" + list + lines(rules, "flag r{0} on user when user mentions names"),
        {said(text)});
  };
  pairs.push_back({EffortKind::kSpan, spans(2), spans(18)});
  const std::string flags = "policy calibration\n" + list + "flag r on user when ";
  pairs.push_back({EffortKind::kRow, eventSide(flags + "user mentions names as r", {said(text)}),
                   eventSide(flags + "any names in user where it.score < 0 as r", {said(text)})});
  const auto redactions = [&](std::string_view what) {
    return eventSide("policy calibration\n" + list +
                         "redact r on user when user mentions \"now\" find names "
                         "replace with label\n",
                     {said(text + std::string(what))});
  };
  pairs.push_back({EffortKind::kRedaction, redactions("nox"), redactions("now")});
  const auto doubts = [&](const Event& event) {
    return eventSide(factsOf(16, "bool") + lines(16, "flag r{0} on user when f.v{0}"), {event});
  };
  pairs.push_back({EffortKind::kDoubt, doubts(withFacts(16, no)), doubts(withFacts(0, no))});
  const auto operators = [&](std::size_t count) {
    return eventSide(
        factsOf(64, "bool") + lines(count, "flag r{0} on user when count(f.v{0}) > 1000000"),
        {withFacts(64, yes)});
  };
  pairs.push_back({EffortKind::kOperator, operators(4), operators(64)});
  const auto states = [&](std::size_t events) {
    return eventSide(
        factsOf(8, "int") + lines(8, fmt::format("flag r{{0}} on user when min(f.v{{0}}, last {} "
                                                 "events) < -5",
                                                 events)),
        {withFacts(8, [](std::size_t i) { return Value(static_cast<int>(i)); })});
  };
  pairs.push_back({EffortKind::kStateByte, states(8), states(200)});
  const auto timers = [&](std::size_t rules) {
    std::string policy = "policy calibration\n";
    for (std::size_t i = 0; i < rules; ++i)
      policy += fmt::format(
          "flag r{} on timer when (time since (user mentions \"lawyer\") default 0 minutes) > {} "
          "minutes\n",
          i, i + 5);
    return eventSide(policy, {said("lawyer")});
  };
  pairs.push_back({EffortKind::kWake, timers(2), timers(34)});
  return pairs;
}

void measure(const std::vector<Pair>& pairs, const Timing& timing, Calibration& calibration) {
  for (const Pair& pair : pairs) {
    const auto kind = static_cast<std::size_t>(pair.kind);
    std::vector<Work> sides{{"more", pair.more.run}};
    if (pair.less.run) sides.push_back({"less", pair.less.run});
    const std::vector<Sample> samples = takeTurns(sides, timing);
    std::vector<double> slopes = samples[0].rounds;
    for (std::size_t round = 0; pair.less.run && round < slopes.size(); ++round)
      slopes[round] -= samples[1].rounds[round];
    double ns = median(slopes);
    double units = 0;
    for (std::size_t i = 0; i < kEffortKinds; ++i) {
      const double difference = static_cast<double>(pair.more.effort.counts[i]) -
                                static_cast<double>(pair.less.effort.counts[i]);
      if (i == kind) {
        units = difference;
      } else {
        ns -= difference * calibration.figures[i];
      }
    }
    constexpr double kMostTimes = 100;
    const double figure = ns / units;
    const bool is_sound = units > 0 && figure > 0 && figure <= kMostTimes * kReferenceFigures[kind];
    if (is_sound) {
      calibration.figures[kind] = figure;
    } else {
      calibration.unmeasured.push_back(pair.kind);
    }
  }
}

}  // namespace

Calibration calibrate(const Timing& timing) {
  Calibration calibration{kReferenceFigures, {}};
  measure(textPairs(), timing, calibration);
  measure(eventPairs(), timing, calibration);
  measure(rulePairs(), timing, calibration);
  return calibration;
}

}  // namespace decorum::goals
