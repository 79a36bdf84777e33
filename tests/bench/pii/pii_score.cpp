// How well the detectors do on labelled texts, by hand:
//
//   decorum_pii_score ../shared/data/pii                       a table by type
//   decorum_pii_score ../shared/data/pii --set phones_libphonenumber.jsonl --by-set
//   decorum_pii_score ../shared/data/pii --errors PHONE_NUMBER 20
//   decorum_pii_score --chat ../shared/data/conversations --sample 200 --seed 1
//
// The last counts findings in plain chat logs, of which nearly all are false alarms, and prints
// some of them with what stands around them, for reading.

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "runtime/text/detect/detectors.h"
#include "runtime/text/fold.h"
#include "runtime/text/scanner.h"
#include "tests/bench/pii/gold_types.h"
#include "tests/bench/pii/tally.h"
#include "tools/cli/command_line.h"

using namespace decorum;
using namespace decorum::bench;

namespace {

struct Options {
  std::string folder;
  std::vector<std::string> sets;
  std::vector<std::string> errors;  ///< a type, then how many
  std::vector<std::string> detectors;
  std::string write;
  std::string form;
  double at_least = 0;
  bool by_set = false;
  bool regions = false;
  bool chat = false;
  std::size_t sample = 0;
  std::uint32_t seed = 1;
};

/// All detectors, or those called for, as one scanner.
class Detectors {
 public:
  explicit Detectors(const Options& options)
      : names_(namesFor(options)), scanner_(build(names_, options)) {}

  const std::vector<text::Hit>& scan(std::string_view message, std::string_view locale) {
    scanner_.scan(message, scratch_, result_, {locale});
    return result_.hits;
  }
  std::string_view nameOf(const text::Hit& hit) const { return names_[hit.matcher]; }

 private:
  static std::vector<std::string> namesFor(const Options& options) {
    if (!options.detectors.empty()) return options.detectors;
    std::vector<std::string> names;  // of detectors, not of groups: each finding once
    for (const text::Detector& detector : text::allDetectors()) {
      if (std::ranges::find(names, detector.name) == names.end()) names.emplace_back(detector.name);
    }
    return names;
  }
  static text::Scanner build(const std::vector<std::string>& names, const Options& options) {
    std::vector<text::Matcher> matchers;
    for (const std::string& name : names) {
      text::Matcher matcher;
      matcher.kind = text::MatcherKind::kDetector;
      matcher.detector = name;
      matcher.min_score = options.at_least;
      for (const auto& error : text::checkMatcher(matcher)) {
        fmt::print(stderr, "{}: {}\n", name, error.message);
        std::exit(2);
      }
      matchers.push_back(std::move(matcher));
    }
    auto scanner = text::Scanner::build(matchers);
    if (scanner.ok()) return std::move(*scanner);
    fmt::print(stderr, "{}\n", scanner.error().error.message);
    std::exit(2);
  }

  std::vector<std::string> names_;
  text::Scanner scanner_;
  text::ScanScratch scratch_;
  text::ScanResult result_;
};

/// A finding as a gold type, the first of the detector's that the record is about.
std::string typeFor(std::string_view detector, const Record& record) {
  for (const std::string_view type : goldTypes(detector)) {
    if (record.scope.contains(std::string(type))) return std::string(type);
  }
  return std::string(detector);
}

/// The findings of a record. Where two detectors of one type overlap, the surer stays, as one
/// replacement would.
std::vector<Span> findingsOf(Detectors& detectors, const Record& record, bool regions) {
  const bool known = regions && record.locale.empty() && record.region.size() == 2;
  const std::string locale = known ? "und-" + record.region : record.locale;
  std::vector<std::pair<double, Span>> found;
  for (const text::Hit& hit : detectors.scan(record.text, locale)) {
    found.push_back({hit.score, {hit.begin, hit.end, typeFor(detectors.nameOf(hit), record)}});
  }
  std::ranges::stable_sort(found, [](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first > b.first;
    return a.second.end - a.second.begin > b.second.end - b.second.begin;
  });
  std::vector<Span> kept;
  for (const auto& [score, span] : found) {
    const bool covered = std::ranges::any_of(kept, [&](const Span& other) {
      return other.type == span.type && other.begin < span.end && span.begin < other.end;
    });
    if (!covered) kept.push_back(span);
  }
  return kept;
}

std::string cell(std::optional<double> rate) {
  return rate ? fmt::format("{:6.3f}", *rate) : "     -";
}

std::string rates(const Counts& counts) {
  std::string line;
  for (const auto& rate : counts.rates()) line += cell(rate) + " ";
  return line;
}

void printRow(std::string_view name, const Tally& tally) {
  fmt::print("{:<30} {:6} {:6} {:6} {:6} | {}| {}\n", name, tally.overlap.gold(),
             tally.overlap.right + tally.overlap.wrong, tally.overlap.wrong, tally.overlap.missed,
             rates(tally.exact), rates(tally.overlap));
}

std::vector<std::pair<std::string, Tally>> byGold(const std::map<std::string, Tally>& types) {
  std::vector<std::pair<std::string, Tally>> rows(types.begin(), types.end());
  std::ranges::stable_sort(
      rows, [](const auto& a, const auto& b) { return a.overlap.gold() > b.overlap.gold(); },
      [](const auto& row) { return row.second; });
  return rows;
}

/// Whether a detector says that it finds `type`.
bool isSought(std::string_view type) {
  return std::ranges::any_of(text::detectorNames(), [&](std::string_view name) {
    const auto types = goldTypes(name);
    return std::ranges::find(types, type) != types.end();
  });
}

void printScore(std::string_view name, const Score& score) {
  fmt::print("\n{:<30} {:>6} {:>6} {:>6} {:>6} | {:<27} | {}\n", name, "gold", "found", "wrong",
             "missed", "exact P     R     F1     F2", "overlap P   R     F1     F2");
  Tally sought;
  std::uint64_t types_without = 0;
  std::uint64_t spans_without = 0;
  for (const auto& [type, tally] : byGold(score.types())) {
    if (!isSought(type) && tally.overlap.wrong == 0) {
      ++types_without;
      spans_without += tally.overlap.gold();
      continue;
    }
    printRow(type, tally);
    sought.exact.add(tally.exact);
    sought.overlap.add(tally.overlap);
  }
  printRow("all of these", sought);
  fmt::print("no detector: {} spans of {} types\n", spans_without, types_without);
}

/// `span` of `text` between marks, with what stands around it, on one line.
std::string excerpt(const std::string& text, const Span& span) {
  constexpr std::uint32_t kAround = 60;
  const std::uint32_t begin = span.begin > kAround ? span.begin - kAround : 0;
  std::string line = text.substr(begin, span.begin - begin) + "⟦" +
                     text.substr(span.begin, span.end - span.begin) + "⟧" +
                     text.substr(span.end, kAround);
  std::uint32_t replaced = 0;
  line = text::repairUtf8(line, replaced);  // cut inside a character
  for (char& c : line) c = c == '\n' || c == '\r' ? ' ' : c;
  return line;
}

void printMistakes(const Score& score, const std::vector<std::string>& errors) {
  std::size_t left = std::stoul(errors[1]);
  for (const Mistake& mistake : score.mistakes()) {
    if (left == 0) return;
    if (mistake.span.type != errors[0] && errors[0] != "all") continue;
    --left;
    fmt::print("{} {} {}: {}\n", mistake.missed ? "missed" : "wrong ", mistake.id,
               mistake.span.type, excerpt(mistake.text, mistake.span));
  }
}

/// One line a text, as other scorers read them.
void writeFindings(std::ofstream& out, const Record& record, const std::vector<Span>& found) {
  nlohmann::json spans = nlohmann::json::array();
  for (const Span& span : found) spans.push_back({span.begin, span.end, span.type});
  out << nlohmann::json{{"text_id", record.id}, {"spans", spans}} << "\n";
}

bool isWanted(const Options& options, const std::filesystem::path& file) {
  return options.sets.empty() ||
         std::ranges::find(options.sets, file.filename().string()) != options.sets.end();
}

int scoreLabelled(const Options& options) {
  Detectors detectors(options);
  std::ofstream out;
  if (!options.write.empty()) out.open(options.write);
  Score all;
  for (const auto& file : dataFiles(options.folder)) {
    if (!isWanted(options, file)) continue;
    Score own;
    eachRecord(file, [&](const Record& record) {
      if (!options.form.empty() && record.form != options.form) return;
      const std::vector<Span> found = findingsOf(detectors, record, options.regions);
      all.add(record, found);
      if (options.by_set) own.add(record, found);
      if (out.is_open()) writeFindings(out, record, found);
    });
    if (options.by_set) printScore(file.filename().string(), own);
  }
  printScore("type", all);
  if (!options.errors.empty()) printMistakes(all, options.errors);
  return 0;
}

/// `count` of `lines`, the same for the same seed whatever the library.
void printSample(std::vector<std::string>& lines, std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  for (std::size_t i = 0; i < count && i < lines.size(); ++i) {
    std::swap(lines[i], lines[i + random() % (lines.size() - i)]);
    fmt::print("{}\n", lines[i]);
  }
}

int countInChat(const Options& options) {
  Detectors detectors(options);
  std::map<std::string, std::uint64_t, std::less<>> counts;
  std::vector<std::string> lines;
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  for (const auto& file : dataFiles(options.folder)) {
    if (!isWanted(options, file)) continue;
    eachMessage(file, [&](const std::string& message) {
      ++messages;
      bytes += message.size();
      for (const text::Hit& hit : detectors.scan(message, "")) {
        const std::string_view name = detectors.nameOf(hit);
        ++counts[std::string(name)];
        if (options.sample == 0) continue;
        lines.push_back(fmt::format("{} {:.2f} {}: {}", name, hit.score, file.filename().string(),
                                    excerpt(message, {hit.begin, hit.end, ""})));
      }
    });
  }
  fmt::print("{} messages, {} bytes\n", messages, bytes);
  for (const auto& [name, count] : counts) {
    fmt::print("{:<30} {:6} {:8.3f} in 1,000 messages\n", name, count,
               1000.0 * static_cast<double>(count) / static_cast<double>(messages));
  }
  printSample(lines, options.sample, options.seed);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  decorum::cli::CommandLine command(
      "Scores the detectors on labelled texts, or counts what they find in chat logs.");
  Options options;
  command.option("folder", options.folder, "of .jsonl and .jsonl.gz files, or one file").required();
  command.option("--set", options.sets, "a file of the folder; more than one may be given");
  command.option("--detector", options.detectors, "not all detectors, but these");
  command.option("--errors", options.errors, "prints mistakes: a type or 'all', and how many")
      .values(2);
  command.option("--write", options.write, "writes the findings to a file, a line a text");
  command.option("--form", options.form, "only texts whose field `form` is this");
  command.option("--at-least", options.at_least, "the score from which on a finding counts");
  command.flag("--by-set", options.by_set, "also a table for each file");
  command.flag("--regions", options.regions, "takes a text's region as the conversation's");
  command.flag("--chat", options.chat, "the folder holds chat logs without labels");
  command.option("--sample", options.sample, "with --chat: prints that many findings");
  command.option("--seed", options.seed, "of the sample");
  if (!command.parse(argc, argv)) return command.status();
  return options.chat ? countInChat(options) : scoreLabelled(options);
}
