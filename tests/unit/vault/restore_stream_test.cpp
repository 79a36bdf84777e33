// However a text is cut, the same comes out.
#include "decorum/restore_stream.h"

#include <catch2/catch.hpp>
#include <random>

#include "runtime/vault/restore.h"
#include "tests/support/random.h"
#include "tests/unit/vault/vault_keys.h"

namespace decorum::test {
namespace {

TEST_CASE("chunks of any size are restored as the whole is, and nothing is held back for long") {
  const unsigned seed = std::random_device{}();
  INFO("seed " << seed);
  const VaultOptions options = vaultOptions("A");
  vault::ConversationVault vault("c");
  std::vector<std::string> pieces = {"a",   "[",  "]",  "[CARD_1_22222]",     "[CARD_1_",
                                     "é\n", "[[", "_1", std::string(80, 'A'), " "};
  for (const std::string_view value : {"4111 1111 1111 1111", "ana@example.org", "[x]"})
    pieces.push_back(*vault.tokenFor(options, "CARD", {value, value}, 0));
  const auto restore = [&](std::string_view text) {
    return vault::restored(vault, options, text, 0);
  };
  for (unsigned round = 0; round < 400; ++round) {
    Random random(seed + round);
    std::string text;
    for (std::size_t left = random.below(12); left > 0; --left) text += random.of(pieces);
    const std::string whole = restore(text);
    RestoreStream stream(restore);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t count = random.between(1, random.percent(50) ? 3 : 40);
      const std::string_view chunk = std::string_view(text).substr(at, count);
      at += chunk.size();
      out += stream.give(chunk);
      CAPTURE(text, out);
      REQUIRE(whole.starts_with(out));
      const std::string certain = restore(std::string_view(text).substr(0, at));
      if (certain.size() > 64) REQUIRE(out.size() + 64 > certain.size());
    }
    REQUIRE(out + stream.finish() == whole);
  }
}

}  // namespace
}  // namespace decorum::test
