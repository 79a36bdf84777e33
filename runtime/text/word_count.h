/// How many words a text has, as Unicode counts them (UAX 29).
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace decorum::text {

/// Counts words; one thread at a time. ICU is asked about pieces beyond ASCII only.
class WordCounter {
 public:
  WordCounter();
  ~WordCounter();
  WordCounter(WordCounter&&) noexcept;
  WordCounter& operator=(WordCounter&&) noexcept;

  /// Of well-formed UTF-8.
  std::uint32_t count(std::string_view text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;  ///< made when first needed
};

}  // namespace decorum::text
