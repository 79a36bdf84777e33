#include "runtime/text/similarity.h"

#include <array>
#include <bit>
#include <string>
#include <vector>

#include "runtime/base/hash.h"
#include "runtime/text/fold.h"

namespace decorum::text {
namespace {

constexpr std::size_t kFewWords = 4;

bool isWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z');
}

/// Runs of letters and digits of a folded text.
void findWords(std::string_view text, std::vector<std::string_view>& words) {
  words.clear();
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && isWordByte(text[end])) ++end;
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
}

void dropDoubleBlanks(std::string_view text, std::string& out) {
  out.clear();
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
}

}  // namespace

std::uint64_t textHash(std::string_view message, std::uint64_t salt, HashScratch& scratch) {
  fold(message, scratch.folded);
  dropDoubleBlanks(scratch.folded.text, scratch.text);
  return hash64(scratch.text, salt);
}

std::uint64_t similarityHash(std::string_view message, std::uint64_t salt, HashScratch& scratch) {
  fold(message, scratch.folded);
  findWords(scratch.folded.text, scratch.words);
  const auto& words = scratch.words;
  // Salted otherwise: a text in which one word prevails is not close to that word alone.
  if (words.size() < kFewWords) {
    dropDoubleBlanks(scratch.folded.text, scratch.text);
    return hash64(scratch.text, ~salt);
  }
  std::array<std::int64_t, 64> votes = {};
  const auto vote = [&](std::uint64_t feature) {
    for (unsigned bit = 0; bit < 64; ++bit) votes[bit] += (feature >> bit & 1) != 0 ? 1 : -1;
  };
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint64_t word = hash64(words[i], salt);
    vote(word);
    // The order within a pair counts.
    if (i > 0) vote(before * 0x9E3779B97F4A7C15u ^ word);
    before = word;
  }
  std::uint64_t hash = 0;
  for (unsigned bit = 0; bit < 64; ++bit) hash |= std::uint64_t{votes[bit] > 0} << bit;
  return hash;
}

bool isNearlySame(std::uint64_t a, std::uint64_t b) { return std::popcount(a ^ b) <= 14; }

}  // namespace decorum::text
