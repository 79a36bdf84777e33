// What reading a message costs: folding a byte, and scanning for 10 to 10,000 phrases, for patterns
// and for detectors. Run with --benchmark_repetitions=9 --benchmark_report_aggregates_only=true and
// read the medians; figures of different runs compare to ±35 % only.
#include <benchmark/benchmark.h>

#include <cctype>
#include <cstdint>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/text/detect/detectors.h"
#include "runtime/text/fold.h"
#include "runtime/text/fold_unicode.h"
#include "runtime/text/scanner.h"
#include "runtime/text/vectorscan.h"
#include "tools/goals/compiled.h"

namespace decorum::text {
namespace {

using goals::english;

std::string word(std::mt19937& random) {
  std::string result(4 + random() % 7, 'a');
  for (char& c : result) c = static_cast<char>('a' + random() % 26);
  return result;
}

Matcher phraseList(unsigned count, PhraseOptions options = {}) {
  std::mt19937 random(count);
  Matcher matcher;
  matcher.options = std::move(options);
  for (unsigned i = 0; i < count; ++i) {
    matcher.phrases.push_back(i % 2 == 0 ? word(random) : word(random) + " " + word(random));
  }
  return matcher;
}

Scanner build(const std::vector<Matcher>& matchers) {
  auto scanner = Scanner::build(matchers);
  if (!scanner.ok()) std::abort();
  return std::move(*scanner);
}

void run(benchmark::State& state, const std::vector<Matcher>& matchers,
         const std::string& message) {
  const Scanner scanner = build(matchers);
  ScanScratch scratch;
  ScanResult result;
  for (auto _ : state) {
    scanner.scan(message, scratch, result);
    benchmark::DoNotOptimize(result.hits.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * message.size()));
}

void foldText(benchmark::State& state, const std::string& message) {
  FoldScratch scratch;
  Folded out;
  for (auto _ : state) {
    fold(message, scratch, out);
    benchmark::DoNotOptimize(out.text.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * message.size()));
}

void foldAscii(benchmark::State& state) {
  foldText(state, english(static_cast<std::size_t>(state.range(0))));
}
BENCHMARK(foldAscii)->Name("text/fold/ascii")->Arg(50)->Arg(206)->Arg(1000)->Arg(4096);

void foldFewBeyondAscii(benchmark::State& state) {
  std::string text = english(static_cast<std::size_t>(state.range(0)));
  for (std::size_t at = text.find('t'); at != std::string::npos; at = text.find('t', at + 60)) {
    text.insert(at + 1, "’");
  }
  foldText(state, text);
}
BENCHMARK(foldFewBeyondAscii)->Name("text/fold/few_quotes")->Arg(206)->Arg(4096);

void foldJapanese(benchmark::State& state) {
  std::string text;
  while (text.size() < 600) text += "注文したジャケットがまだ届いていません。いつ届きますか？";
  foldText(state, text);
}
BENCHMARK(foldJapanese)->Name("text/fold/japanese");

void scanNothing(benchmark::State& state) { run(state, {}, english(206)); }
BENCHMARK(scanNothing)->Name("text/scan/nothing");

void scanPhrases(benchmark::State& state) {
  run(state, {phraseList(static_cast<unsigned>(state.range(0)))}, english(206));
}
BENCHMARK(scanPhrases)->Name("text/scan/phrases")->Arg(10)->Arg(100)->Arg(1000)->Arg(10000);

/// Phrases by their words: what literals are measured against. Hashes of words are the edges of a
/// trie in one table; words are runs of letters and digits.
class WordTrie {
 public:
  explicit WordTrie(const std::vector<std::string>& phrases) {
    for (const std::string& phrase : phrases) {
      std::uint32_t node = 0;
      forEachWord(phrase, [&](std::string_view word, std::size_t) {
        const auto next = static_cast<std::uint32_t>(ends_.size());
        const auto [edge, is_new] = edges_.try_emplace(edgeOf(node, word), next);
        if (is_new) ends_.push_back(false);
        node = edge->second;
      });
      ends_[node] = true;
    }
  }

  /// Where phrases end, of those that begin at each word.
  void scan(std::string_view text, std::vector<std::uint32_t>& hits) {
    words_.clear();
    forEachWord(text, [&](std::string_view word, std::size_t end) {
      words_.push_back({std::hash<std::string_view>()(word), static_cast<std::uint32_t>(end)});
    });
    for (std::size_t first = 0; first < words_.size(); ++first) {
      std::uint32_t node = 0;
      for (std::size_t i = first; i < words_.size(); ++i) {
        const auto edge = edges_.find(words_[i].hash ^ node * kSpread);
        if (edge == edges_.end()) break;
        node = edge->second;
        if (ends_[node]) hits.push_back(words_[i].end);
      }
    }
  }

 private:
  struct Word {
    std::size_t hash = 0;
    std::uint32_t end = 0;
  };
  static constexpr std::size_t kSpread = 0x9E37'79B9'7F4A'7C15;

  static std::size_t edgeOf(std::uint32_t node, std::string_view word) {
    return std::hash<std::string_view>()(word) ^ node * kSpread;
  }
  template <class See>
  static void forEachWord(std::string_view text, See see) {
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
      if (end > at) see(text.substr(at, end - at), end);
      at = end + 1;
    }
  }

  std::unordered_map<std::size_t, std::uint32_t> edges_;  ///< a chance of 1 in 2^44 for a clash
  std::vector<bool> ends_ = {false};
  std::vector<Word> words_;
};

std::string foldedText() {
  Folded folded;
  fold(english(206), folded);
  return folded.text;
}

void scanTrie(benchmark::State& state) {
  WordTrie trie(phraseList(static_cast<unsigned>(state.range(0))).phrases);
  const std::string text = foldedText();
  std::vector<std::uint32_t> hits;
  for (auto _ : state) {
    hits.clear();
    trie.scan(text, hits);
    benchmark::DoNotOptimize(hits.data());
  }
}
BENCHMARK(scanTrie)->Name("text/phrases/trie")->Arg(100)->Arg(1000)->Arg(10000);

LiteralSet literalsOf(unsigned count) {
  LiteralSet literals;
  for (const std::string& phrase : phraseList(count).phrases) literals.add(phrase);
  if (!literals.build()) std::abort();
  return literals;
}

void scanLiterals(benchmark::State& state) {
  const LiteralSet literals = literalsOf(static_cast<unsigned>(state.range(0)));
  const std::string text = foldedText();
  VectorscanScratch scratch;
  scratch.prepare(literals.database());
  std::vector<LiteralHit> hits;
  for (auto _ : state) {
    hits.clear();
    literals.scan(text, scratch, hits);
    benchmark::DoNotOptimize(hits.data());
  }
}
BENCHMARK(scanLiterals)->Name("text/phrases/literals")->Arg(100)->Arg(1000)->Arg(10000);

void buildTrie(benchmark::State& state) {
  const Matcher list = phraseList(static_cast<unsigned>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(WordTrie(list.phrases));
}
BENCHMARK(buildTrie)->Name("text/phrases/trie/build")->Arg(100)->Arg(1000)->Arg(10000);

void buildLiterals(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(literalsOf(static_cast<unsigned>(state.range(0))).database());
  }
}
BENCHMARK(buildLiterals)->Name("text/phrases/literals/build")->Arg(100)->Arg(1000)->Arg(10000);

void scanTypos(benchmark::State& state) {
  PhraseOptions options;
  options.typos = static_cast<std::uint8_t>(state.range(1));
  run(state, {phraseList(static_cast<unsigned>(state.range(0)), options)}, english(206));
}
BENCHMARK(scanTypos)
    ->Name("text/scan/typos")
    ->Args({100, 1})
    ->Args({10000, 1})
    ->Args({100, 2})
    ->Args({10000, 2});

void scanStems(benchmark::State& state) {
  PhraseOptions options;
  options.stem = "en";
  run(state, {phraseList(static_cast<unsigned>(state.range(0)), options)}, english(206));
}
BENCHMARK(scanStems)->Name("text/scan/stems")->Arg(100)->Arg(10000);

void scanPatterns(benchmark::State& state) {
  std::mt19937 random(7);
  std::vector<Matcher> matchers;
  for (int i = 0; i < state.range(0); ++i) {
    Matcher matcher;
    matcher.kind = MatcherKind::kPattern;
    // Three of four hold a word that must be there; the fourth is digits alone.
    matcher.pattern = i % 4 == 3 ? R"(\b[0-9]{)" + std::to_string(5 + i % 9) + R"(}\b)"
                                 : R"(\b)" + word(random) + R"(\s+(of|for) [a-z]+)";
    matchers.push_back(std::move(matcher));
  }
  run(state, matchers, english(206));
}
BENCHMARK(scanPatterns)->Name("text/scan/patterns")->Arg(10)->Arg(100)->Arg(1000);

void scanDetectors(benchmark::State& state) {
  std::vector<Matcher> matchers;
  for (const std::string_view name : detectorNames()) {
    Matcher matcher;
    matcher.kind = MatcherKind::kDetector;
    matcher.detector = std::string(name);
    matchers.push_back(std::move(matcher));
  }
  std::string text = english(4096);
  if (state.range(0) != 0) {
    for (std::size_t at = 500; at < text.size(); at += 500) text.insert(at, " 4711-22 ");
  }
  run(state, matchers, text);
}
BENCHMARK(scanDetectors)->Name("text/scan/all_detectors/with_numbers")->Arg(0)->Arg(1);

/// The expressions of all detectors in one automaton of Vectorscan, which tells no more than which
/// of them may match: what the scan with all detectors is measured against.
void scanBareAutomaton(benchmark::State& state) {
  ExpressionFilter filter;
  std::set<std::string> expressions;
  for (const Detector& detector : allDetectors()) {
    const std::string expression(detector.pattern);
    if (expressions.insert(expression).second) {
      (void)filter.add(expression, LiteralSet::Case::kAsWritten);
    }
  }
  if (!filter.build()) return state.SkipWithError("more than the automaton can take");
  VectorscanScratch scratch;
  scratch.prepare(filter.database());
  Folded folded;
  fold(english(4096), folded);
  std::vector<std::uint32_t> candidates;
  for (auto _ : state) {
    candidates.clear();
    filter.scan(folded.text, scratch, candidates);
    benchmark::DoNotOptimize(candidates.data());
  }
  state.counters["expressions"] = filter.size();
  state.counters["left_out"] = static_cast<double>(expressions.size() - filter.size());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * folded.text.size()));
}
BENCHMARK(scanBareAutomaton)->Name("text/scan/all_detectors/bare_automaton");

void buildPhrases(benchmark::State& state) {
  const std::vector<Matcher> matchers = {phraseList(static_cast<unsigned>(state.range(0)))};
  for (auto _ : state) {
    auto scanner = Scanner::build(matchers);
    benchmark::DoNotOptimize(scanner.ok());
  }
}
BENCHMARK(buildPhrases)
    ->Name("text/build/phrases")
    ->Arg(10)
    ->Arg(1000)
    ->Arg(10000)
    ->Unit(benchmark::kMillisecond);

void buildDetectors(benchmark::State& state) {
  std::vector<Matcher> matchers;
  for (const std::string_view name : detectorNames()) {
    Matcher matcher;
    matcher.kind = MatcherKind::kDetector;
    matcher.detector = std::string(name);
    matchers.push_back(std::move(matcher));
  }
  for (auto _ : state) {
    auto scanner = Scanner::build(matchers);
    benchmark::DoNotOptimize(scanner.ok());
  }
}
BENCHMARK(buildDetectors)->Name("text/build/all_detectors")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace decorum::text
