/// What `decorum bench` prints and saves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decorum/result.h"
#include "tools/cli/bench_run.h"

namespace decorum::cli {

struct BenchReport {
  std::string policy;
  std::string digest;
  std::uint64_t rules = 0;
  std::uint64_t conversations = 0;
  std::uint64_t events = 0;
  std::uint64_t text_bytes = 0;
  std::uint64_t resident_bytes = 0;  ///< of the process at its most
  std::string machine;               ///< "AMD EPYC, 2 processors, load 0.4"
  std::vector<TierFigures> tiers;
};

/// Tables for people. With `before`, how the figures compare with an earlier report's.
std::string benchText(const BenchReport& report, const std::optional<BenchReport>& before);
/// One line of JSON.
std::string benchJson(const BenchReport& report);
/// Reads what `benchJson` wrote. Error: why it is none.
Result<BenchReport, std::string> readBench(const std::string& json);

}  // namespace decorum::cli
