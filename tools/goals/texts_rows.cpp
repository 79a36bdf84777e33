// Reading texts, whole and in chunks, beside Vectorscan with nothing around it.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "decorum/reply_stream.h"
#include "runtime/text/fold.h"
#include "runtime/text/scanner.h"
#include "runtime/text/stream/hold_back.h"
#include "tools/goals/compiled.h"
#include "tools/goals/row.h"
#include "tools/goals/vectorscan_twin.h"

namespace decorum::goals {
namespace {

using Form = VectorscanTwin::Form;
using Mode = VectorscanTwin::Mode;

constexpr std::size_t kMessageBytes = 206;  ///< the mean of recorded chat
constexpr std::size_t kChunkBytes = 16;

/// Phrases of one word and of two, in turn.
std::vector<std::string> phrases(std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back(i % 2 == 0 ? madeUpWord(i) : madeUpWord(i) + " " + madeUpWord(3 * i));
  }
  return all;
}

/// As someone writes it who has expressions alone: \bone\s+two\b.
std::string asExpression(const std::string& phrase) {
  std::string text = "\\b";
  for (const char c : phrase) text += c == ' ' ? std::string("\\s+") : std::string(1, c);
  return text + "\\b";
}

VectorscanTwin twin(const std::vector<std::string>& all, Form form, Mode mode) {
  auto made = VectorscanTwin::make(all, form, mode);
  if (!made) throw std::runtime_error(made.error());
  return *std::move(made);
}

text::Scanner scannerOf(const std::vector<text::Matcher>& matchers) {
  auto made = text::Scanner::build(matchers);
  if (!made.ok()) throw std::runtime_error(made.error().error.message);
  return std::move(*made);
}

Work scanning(std::string of, const text::Scanner& scanner, const std::string& message,
              text::ScanScratch& scratch, text::ScanResult& result) {
  return {std::move(of), [&](std::size_t repeats) {
            for (std::size_t i = 0; i < repeats; ++i) {
              scanner.scan(message, scratch, result);
              keep(result.hits);
            }
          }};
}

Work scanning(std::string of, VectorscanTwin& bare, const std::string& message) {
  return {std::move(of), [&](std::size_t repeats) {
            for (std::size_t i = 0; i < repeats; ++i) bare.scan(message);
          }};
}

void measurePhrases(std::size_t count, const Options& options, Row& row) {
  const std::vector<std::string> all = phrases(count);
  text::Matcher matcher;
  matcher.phrases = all;
  const text::Scanner scanner = scannerOf({matcher});
  VectorscanTwin literals = twin(all, Form::kLiterals, Mode::kBlock);
  const bool with_expressions = count <= 1'000;  // of 10,000 their database takes minutes
  std::optional<VectorscanTwin> expressions;
  if (with_expressions) {
    std::vector<std::string> written;
    for (const std::string& phrase : all) written.push_back(asExpression(phrase));
    expressions = twin(written, Form::kExpressions, Mode::kBlock);
  }
  const std::string message = english(kMessageBytes) + " " + all[3] + ".";
  text::Folded folded;
  text::fold(message, folded);

  text::ScanScratch scratch;
  text::ScanResult result;
  scanner.scan(message, scratch, result);
  literals.scan(folded.text);
  if (expressions) expressions->scan(message);
  const bool alike = result.hits.size() == 1 && result.hits[0].item == 3 && literals.hits() > 0 &&
                     (!expressions || expressions->hits() == 1);
  if (!alike) throw std::runtime_error("Vectorscan alone finds other phrases");

  const std::string of = fmt::format("{} phrases", shown(count));
  std::vector<Work> works = {scanning(of + ": the text stage", scanner, message, scratch, result),
                             scanning(of + ": bare Vectorscan, literals", literals, folded.text)};
  if (expressions) {
    works.push_back(scanning(of + ": bare Vectorscan, expressions", *expressions, message));
  }
  const std::vector<Sample> samples = takeTurns(works, options.timing());
  row.ratio(of, samples[0], samples[1], atMost(1.2));
  if (expressions) {
    row.ratio(of + ", expressions ÷ text stage", samples[2], samples[0], atLeast(4));
  }
  row.samples.insert(row.samples.end(), samples.begin(), samples.end());
}

/// Gives `text` in chunks to `take`.
template <class Take>
std::size_t inChunks(std::string_view text, Take take) {
  std::size_t chunks = 0;
  for (std::size_t at = 0; at < text.size(); at += kChunkBytes, ++chunks) {
    take(text.substr(at, kChunkBytes));
  }
  return chunks;
}

/// A reply in chunks under a policy; one repeat is a reply.
Work streaming(std::string of, const Policy& policy, const std::string& reply) {
  return {std::move(of), [&policy, &reply](std::size_t repeats) {
            for (std::size_t i = 0; i < repeats; ++i) {
              Conversation conversation(policy, "c-1");
              ReplyStream stream(conversation);
              inChunks(reply, [&](std::string_view chunk) { keep(stream.feed(chunk)); });
              keep(stream.finish());
            }
          }};
}

void measureStreaming(const Options& options, Findings& findings) {
  Row& row = rowOf(findings, 10);
  const std::size_t count = std::min<std::size_t>(options.rules, 1'000);
  const std::vector<std::string> all = phrases(count);
  std::string text = "policy made_up\nphrases listed = ";
  for (std::size_t i = 0; i < all.size(); ++i) text += (i == 0 ? "\"" : ", \"") + all[i] + "\"";
  text += "\nredact all_listed on reply find listed replace with label\n";
  const Policy policy = compiled(text);
  VectorscanTwin bare = twin(all, Form::kLiterals, Mode::kStream);
  const std::string reply = english(4'096);
  const std::size_t chunks = (reply.size() + kChunkBytes - 1) / kChunkBytes;
  std::vector<Sample> samples =
      takeTurns({streaming(fmt::format("4 KiB in chunks of 16 bytes, {} phrases", shown(count)),
                           policy, reply),
                 {"hs_scan_stream over the same chunks",
                  [&](std::size_t repeats) {
                    for (std::size_t i = 0; i < repeats; ++i) {
                      inChunks(reply, [&](std::string_view chunk) { bare.feed(chunk); });
                      bare.end();
                    }
                  }}},
                options.timing());
  row.ratio(fmt::format("{} phrases", shown(count)), samples[0], samples[1], atMost(1.5));
  row.figure("a chunk", samples[0], "ns", noGoal(), 1 / static_cast<double>(chunks));
  row.samples = std::move(samples);
}

void measureDetectors(const Options& options, Findings& findings) {
  Row& row = rowOf(findings, 13);
  std::vector<text::Matcher> matchers;
  std::string finds;
  std::size_t streamed = 0;
  for (const std::string_view name : text::detectorNames()) {
    text::Matcher matcher;
    matcher.kind = text::MatcherKind::kDetector;
    matcher.detector = name;
    if (!text::stream::waitOf(matcher).whole_reply) {
      finds += (finds.empty() ? "" : ", ") + std::string(name);
      ++streamed;
    }
    matchers.push_back(std::move(matcher));
  }
  const text::Scanner scanner = scannerOf(matchers);
  const Policy policy = compiled("policy made_up\nredact all_of_them on reply find " + finds +
                                 "\n  replace with mask\n");
  const std::string whole = english(4'096);
  text::ScanScratch scratch;
  text::ScanResult result;
  std::vector<Sample> samples = takeTurns({scanning("4 KiB whole", scanner, whole, scratch, result),
                                           streaming("4 KiB in chunks of 16 bytes", policy, whole)},
                                          options.timing());
  for (Sample& sample : samples) {
    for (double& round : sample.rounds) round = static_cast<double>(whole.size()) / round * 1e3;
    sample.unit = "MB/s";
  }
  row.figure(fmt::format("whole, {} detectors", matchers.size()), samples[0], "MB/s", atLeast(100));
  row.figure(fmt::format("in chunks, {} detectors", streamed), samples[1], "MB/s", atLeast(20));
  row.samples = std::move(samples);
}

}  // namespace

void measureTexts(const Options& options, Findings& findings) {
  Row& row = rowOf(findings, 5);
  for (const std::size_t count : {100, 1'000, 10'000}) {
    if (count <= options.rules) measurePhrases(count, options, row);
  }
  if (row.figures.empty()) row.not_measured.emplace_back("needs 100 phrases");
  measureStreaming(options, findings);
  measureDetectors(options, findings);
}

}  // namespace decorum::goals
