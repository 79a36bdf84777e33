// What Vectorscan finds on the processor at hand.
#include "runtime/text/vectorscan.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::text {
namespace {

std::size_t countFound(const LiteralSet& set, std::string_view text, VectorscanScratch& scratch) {
  std::vector<LiteralHit> hits;
  set.scan(text, scratch, hits);
  return hits.size();
}

}  // namespace

// Version 5.4.9 reads sets of this size in vectors; its code for AVX-512 overlooks what stands
// alone behind the last whole one.
TEST_CASE("few literals are found wherever they stand in a text") {
  const std::vector<std::vector<std::string>> sets = {
      {"ab", "ac"}, {"-"}, {"ab"}, {"ab", "bcd", "cde"}, {"a", "b"}, {"abc", "xyz", "uvw"}};
  for (const auto& literals : sets) {
    for (const auto how : {LiteralSet::Case::kAsWritten, LiteralSet::Case::kAsciiFolded}) {
      LiteralSet set;
      for (const std::string& literal : literals) set.add(literal, how);
      REQUIRE(set.build());
      VectorscanScratch scratch;
      scratch.prepare(set.database());
      const std::string& first = literals.front();
      for (std::size_t size = first.size(); size < 150; ++size) {
        for (std::size_t at = 0; at + first.size() <= size; ++at) {
          std::string text(size, '.');
          text.replace(at, first.size(), first);
          if (countFound(set, text, scratch) != 1)
            FAIL_CHECK("'" << first << "' at " << at << " of " << size << " bytes");
        }
      }
    }
  }
}

}  // namespace decorum::text
