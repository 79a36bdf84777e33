/// What `decorum redact --report` counts: places, never values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "decorum/policy.h"

namespace decorum::cli {

class RedactReport {
 public:
  void add(const Redacted& redacted);

  /// A table for people, and its twin for machines (one JSON object); each ends with a line end.
  std::string table(std::uint64_t malformed) const;
  std::string json(const Policy& policy, std::uint64_t malformed) const;

 private:
  struct Count {
    std::uint64_t places = 0;
    std::uint64_t texts = 0;  ///< in which there were any
  };
  std::map<std::pair<std::string, std::string>, Count> counts_;  ///< by detector and rule
  std::map<std::string, std::uint64_t> faults_;
  std::uint64_t texts_ = 0;
  std::uint64_t changed_ = 0;
  std::uint64_t withheld_ = 0;
};

}  // namespace decorum::cli
