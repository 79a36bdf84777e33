/// Vectorscan with nothing around it: what reading texts is measured against.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/result.h"

namespace decorum::goals {

/// One thread at a time. Of each string it tells the first place only, by adding to a count.
class VectorscanTwin {
 public:
  enum class Form : std::uint8_t { kLiterals, kExpressions };  ///< expressions without case
  enum class Mode : std::uint8_t { kBlock, kStream };

  /// Error: what Vectorscan would not take, in its words.
  static Result<VectorscanTwin, std::string> make(const std::vector<std::string>& all, Form form,
                                                  Mode mode);
  VectorscanTwin(VectorscanTwin&&) noexcept;
  VectorscanTwin& operator=(VectorscanTwin&&) noexcept;
  ~VectorscanTwin();

  void scan(std::string_view text);   ///< kBlock
  void feed(std::string_view chunk);  ///< kStream; the first call begins a stream
  void end();                         ///< kStream
  std::uint64_t hits() const;         ///< so far

  /// "5.4.9 2024-01-01 (…)".
  static std::string version();

 private:
  struct Impl;
  explicit VectorscanTwin(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace decorum::goals
