// Real conversations and labelled personal data, which lie beside the repository where they are
// there at all. Nothing of them is copied here.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "runtime/text/fold.h"
#include "tests/unit/text/random_text.h"
#include "tests/unit/text/reference_fold.h"
#include "tests/unit/text/scanning.h"

namespace decorum::text {
namespace {

std::filesystem::path dataFolder() {
  const char* folder = std::getenv("DECORUM_DATA");
  return folder != nullptr ? folder : "../shared/data";
}

/// Calls `see` with each record of a file of JSON lines; says so where the file is not there.
template <class See>
void eachRecord(const std::string& name, See see) {
  std::ifstream file(dataFolder() / name);
  if (!file) {
    WARN("skipped: no " << name << " in " << dataFolder());
    return;
  }
  for (std::string line; std::getline(file, line);) see(nlohmann::json::parse(line));
}

TEST_CASE("real conversations fold as the reference folds them", "[data]") {
  const auto* name =
      GENERATE("conversations/dbrc_ja.jsonl", "conversations/tau_bench_airline.jsonl",
               "conversations/multidogo_finance.jsonl");
  Folded out;
  std::size_t messages = 0;
  eachRecord(name, [&](const nlohmann::json& record) {
    for (const auto& message : record.at("messages")) {
      if (!message.contains("content") || !message["content"].is_string()) continue;
      const std::string text = message["content"];
      if (++messages % 10 != 0) continue;  // the reference is slow
      fold(text, out);
      REQUIRE(out.text == test::referenceFold(text));
      const auto size = static_cast<std::uint32_t>(out.text.size());
      REQUIRE(out.originalEnd(size) == (size == 0 ? 0 : text.size()));
    }
  });
}

TEST_CASE("all detectors survive all texts, and place their hits well", "[data]") {
  std::vector<Matcher> matchers;
  for (const std::string_view name : detectorNames()) {
    matchers.push_back(test::detector(std::string(name)));
  }
  const Scanner scanner = test::build(matchers);
  ScanScratch scratch;
  ScanResult result;
  for (const char* name : {"pii/chat_tau_bench.jsonl", "pii/presidio_synth_v2.jsonl",
                           "pii/meddocan_es.jsonl", "pii/phones_libphonenumber.jsonl",
                           "pii/values_validatorjs.jsonl", "pii/units_argus.jsonl"}) {
    eachRecord(name, [&](const nlohmann::json& record) {
      const std::string text = record.at("text");
      scanner.scan(text, scratch, result);
      for (const Hit& hit : result.hits) {
        REQUIRE(hit.begin < hit.end);
        REQUIRE(hit.end <= text.size());
        REQUIRE(test::atBoundary(text, hit.begin));
        REQUIRE(test::atBoundary(text, hit.end));
        REQUIRE((hit.score >= 0.5 && hit.score <= 1));
      }
    });
  }
}

struct Tally {
  int wanted = 0;
  int found = 0;
  int false_alarms = 0;
};

/// How a detector does on a labelled set, any overlap counting as found.
Tally tally(const std::string& file, const std::string& detector, const std::string& label) {
  const Scanner scanner = test::build({test::detector(detector)});
  ScanScratch scratch;
  ScanResult result;
  Tally sum;
  eachRecord(file, [&](const nlohmann::json& record) {
    const auto scope = record.value("scope", std::vector<std::string>());
    if (std::find(scope.begin(), scope.end(), label) == scope.end()) return;
    scanner.scan(record.at("text").get<std::string>(), scratch, result);
    std::vector<bool> right(result.hits.size());
    const auto overlaps = [&](const nlohmann::json& span, const Hit& hit) {
      return hit.begin < span.at(1).get<std::uint32_t>() &&
             span.at(0).get<std::uint32_t>() < hit.end;
    };
    for (const auto& span : record.at("byte_spans")) {
      bool met = false;
      for (std::size_t i = 0; i < result.hits.size(); ++i) {
        if (!overlaps(span, result.hits[i])) continue;
        right[i] = right[i] || span.at(2) == label;
        met = true;
      }
      sum.wanted += span.at(2) == label;
      sum.found += met && span.at(2) == label;
    }
    for (const auto& span : record.value("optional_byte_spans", nlohmann::json::array())) {
      for (std::size_t i = 0; i < result.hits.size(); ++i) {
        if (overlaps(span, result.hits[i])) right[i] = true;
      }
    }
    for (const bool is_right : right) sum.false_alarms += !is_right;
  });
  return sum;
}

TEST_CASE("detectors find what is labelled and little else", "[data]") {
  struct Bar {
    const char* file;
    const char* detector;
    const char* label;
    double recall;
    double precision;
  };
  const auto c = GENERATE(values<Bar>({
      {"pii/presidio_synth_v2.jsonl", "pii.email", "EMAIL_ADDRESS", 1, 1},
      {"pii/presidio_synth_v2.jsonl", "pii.card", "CREDIT_CARD", 1, 1},
      {"pii/presidio_synth_v2.jsonl", "pii.iban", "IBAN_CODE", 1, 1},
      {"pii/presidio_synth_v2.jsonl", "pii.ssn", "US_SSN", 1, 1},
      {"pii/presidio_synth_v2.jsonl", "pii.ip", "IP_ADDRESS", 1, 1},
      {"pii/presidio_synth_v2.jsonl", "pii.phone", "PHONE_NUMBER", 0.8, 0.9},
      {"pii/chat_tau_bench.jsonl", "pii.email", "EMAIL_ADDRESS", 1, 1},
  }));
  CAPTURE(c.file, c.detector);
  const Tally sum = tally(c.file, c.detector, c.label);
  UNSCOPED_INFO("wanted " << sum.wanted << ", found " << sum.found << ", false alarms "
                          << sum.false_alarms);
  CHECK(sum.found >= c.recall * sum.wanted);
  CHECK(sum.found >= c.precision * (sum.found + sum.false_alarms));
}

}  // namespace
}  // namespace decorum::text
