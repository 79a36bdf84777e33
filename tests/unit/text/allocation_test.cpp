// A message in which nothing is found costs no memory, once the scratch has seen its like.
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>

#include "runtime/text/fold_unicode.h"
#include "tests/unit/text/scanning.h"

namespace {
std::atomic<std::size_t> allocations = 0;
}

// All forms, so that a sanitizer never sees memory of one allocator given back to another.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
  return operator new(size, tag);
}
void* operator new(std::size_t size) {
  if (void* memory = operator new(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace decorum::text {
namespace {

TEST_CASE("a message without hits allocates nothing once the scratch is warm") {
  PhraseOptions typos;
  typos.typos = 2;
  PhraseOptions stem;
  stem.stem = "en";
  PhraseOptions spaced;
  spaced.spaced = true;
  PhraseOptions any_accent;
  any_accent.any_accent = true;
  std::vector<Matcher> matchers = {test::phrases({"lawyer", "small claims"}),
                                   test::phrases({"attorney"}, typos),
                                   test::phrases({"refund"}, stem),
                                   test::phrases({"café"}, any_accent),
                                   test::phrases({"agent"}, spaced),
                                   test::pattern(R"(\bORD-[0-9]{8}\b)"),
                                   test::pattern(R"([0-9]{9})")};
  for (const std::string_view name : detectorNames()) {
    matchers.push_back(test::detector(std::string(name)));
  }
  const auto message =
      GENERATE(std::string("Where is my blue jacket? It was to come on Tuesday, by the way."),
               std::string("Two  spaces\nand a line, l i k e this."),
               std::string("Où est ma veste ? “Là” – déjà."));
  CAPTURE(message);
  const Scanner scanner = test::build(matchers);
  ScanScratch scratch;
  ScanResult result;
  scanner.scan(message, scratch, result);
  REQUIRE(result.hits.empty());
  const std::size_t before = allocations;
  scanner.scan(message, scratch, result);
  const std::size_t after = allocations;
  CHECK(after == before);
}

TEST_CASE("folding allocates nothing once the scratch is warm") {
  // Counting words is left out here: ICU's dictionary of Japanese words allocates.
  const std::string message = "注文したジャケットがまだ届いていません。 l\u0430wyer Straße";
  FoldScratch scratch;
  Folded out;
  fold(message, scratch, out);
  const std::size_t before = allocations;
  fold(message, scratch, out);
  const std::size_t after = allocations;
  CHECK(after == before);
}

}  // namespace
}  // namespace decorum::text
