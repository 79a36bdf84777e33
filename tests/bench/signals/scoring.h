/// What the tables of docs/signals.md are made with.
#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "runtime/signals/score.h"

namespace decorum::bench {

/// Where texts are, and how many of the worst misses to list.
struct Places {
  std::string data;
  std::string policies;
  std::size_t worst = 0;
};

/// Each line of a file of JSON lines. A file that is not there is told of, and left out.
void eachRecord(const std::string& path, const std::function<void(const nlohmann::json&)>& take);

/// Member `text` of each line.
std::vector<std::string> textsIn(const std::string& path);

std::optional<double> scoreOf(signals::Provider provider, const std::string& text);

/// Of 100.
double share(std::size_t some, std::size_t all);

// Each prints its tables.
void scoreSentiment(const Places& places);
void scoreLanguages(const Places& places);
void scoreRepetition(const Places& places);
void scoreReading(const Places& places);
void scoreCost(const Places& places);

}  // namespace decorum::bench
