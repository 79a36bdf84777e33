// The values behind the tokens of a conversation.
#include "runtime/vault/conversation_vault.h"

#include <catch2/catch.hpp>
#include <set>

#include "runtime/vault/restore.h"
#include "tests/unit/vault/vault_keys.h"

namespace decorum::vault {
namespace {

using test::vaultOptions;

std::string tokenOf(ConversationVault& vault, const VaultOptions& options, std::string_view value,
                    std::int64_t now_ms = 0, std::string_view label = "CARD") {
  const auto token = vault.tokenFor(options, label, {value, value}, now_ms);
  if (token) return *token;
  return token.error() == NoToken::kFull ? "full" : "no keys";
}

ConversationVault reloaded(std::string_view conversation, ConversationVault& vault,
                           const VaultOptions& options, std::int64_t now_ms = 0) {
  auto loaded = ConversationVault::load(conversation, vault.save(options, now_ms));
  REQUIRE(loaded);
  return *std::move(loaded);
}

TEST_CASE("a value has one token, and it comes back from bytes") {
  const VaultOptions options = vaultOptions("A");
  ConversationVault vault("c");
  CHECK(vault.save(options, 0).empty());
  const std::string one = tokenOf(vault, options, "4111");
  CHECK(one.starts_with("[CARD_1_"));
  CHECK(tokenOf(vault, options, "4111") == one);
  CHECK(tokenOf(vault, options, "4222").starts_with("[CARD_2_"));
  CHECK(tokenOf(vault, options, "4111", 0, "PHONE").starts_with("[PHONE_1_"));
  ConversationVault again = reloaded("c", vault, options);
  CHECK(tokenOf(again, options, "4111") == one);
  CHECK(restored(again, options, "pay with " + one + ".", 0) == "pay with 4111.");
  CHECK(again.size() == 3);
}

TEST_CASE("the first spelling comes back") {
  const VaultOptions options = vaultOptions("A");
  ConversationVault vault("c");
  const auto first = vault.tokenFor(options, "CARD", {"4111", "41 11"}, 0);
  const auto second = vault.tokenFor(options, "CARD", {"4111", "4-1-1-1"}, 0);
  REQUIRE(*first == *second);
  CHECK(restored(vault, options, *second, 0) == "41 11");
}

TEST_CASE("a token of another conversation, tenant or key restores nothing") {
  const VaultOptions options = vaultOptions("A", "acme");
  ConversationVault vault("c");
  const std::string token = tokenOf(vault, options, "4111");
  const auto bytes = vault.save(options, 0);
  ConversationVault other("d");
  const std::string theirs = tokenOf(other, options, "4111");
  CHECK(theirs != token);
  CHECK(restored(other, options, token, 0) == token);
  // Bytes that were put into another conversation, or read by another tenant.
  CHECK(restored(*ConversationVault::load("d", bytes), options, token, 0) == token);
  CHECK(restored(*ConversationVault::load("c", bytes), vaultOptions("A", "evil"), token, 0) ==
        token);
  CHECK(restored(*ConversationVault::load("c", bytes), vaultOptions("B", "acme"), token, 0) ==
        token);
  CHECK(restored(*ConversationVault::load("c", bytes), VaultOptions(), token, 0) == token);
  CHECK(restored(*ConversationVault::load("c", bytes), options, token, 0) == "4111");
}

TEST_CASE("what is not exactly the token stays as it is") {
  const VaultOptions options = vaultOptions("A");
  ConversationVault vault("c");
  const std::string token = tokenOf(vault, options, "4111");
  const std::string tag = token.substr(8, 5);
  std::string lower = token;
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  for (const std::string& other : std::vector<std::string>{
           lower, "[CARD_2_" + tag + "]", "[CARD_1_22222]", "[PHONE_1_" + tag + "]",
           token.substr(1), token.substr(0, token.size() - 1), "[CARD_1_" + tag + " ]",
           "[CARD 1 " + tag + "]"}) {
    INFO(other);
    CHECK(restored(vault, options, other, 0) == other);
  }
  CHECK(restored(vault, options, "**" + token + "**[" + token + "]", 0) == "**4111**[4111]");
}

TEST_CASE("a restored value is not looked at again") {
  const VaultOptions options = vaultOptions("A");
  ConversationVault vault("c");
  const std::string first = tokenOf(vault, options, "4111");
  const std::string second = tokenOf(vault, options, first);
  CHECK(restored(vault, options, second, 0) == first);
}

TEST_CASE("values expire by the time of events, and live on where they are mentioned") {
  VaultOptions options = vaultOptions("A");
  options.ttl_ms = 1'000;
  ConversationVault vault("c");
  const std::string token = tokenOf(vault, options, "4111", 0);
  const std::string kept = tokenOf(vault, options, "4222", 0);
  CHECK(tokenOf(vault, options, "4222", 900) == kept);
  CHECK(restored(vault, options, token, 999) == "4111");
  CHECK(restored(vault, options, token, 1'000) == token);
  CHECK(restored(vault, options, kept, 1'800) == "4222");
  CHECK(reloaded("c", vault, options, 1'500).size() == 1);
  // A number is never given twice.
  CHECK(tokenOf(vault, options, "4333", 1'500).starts_with("[CARD_3_"));
  CHECK(tokenOf(vault, options, "4111", 1'500).starts_with("[CARD_4_"));
}

TEST_CASE("a full vault makes no token") {
  VaultOptions options = vaultOptions("A");
  options.most_values = 2;
  options.ttl_ms = 1'000;
  ConversationVault vault("c");
  const std::string one = tokenOf(vault, options, "1");
  tokenOf(vault, options, "2");
  CHECK(tokenOf(vault, options, "3") == "full");
  CHECK(tokenOf(vault, options, "1") == one);
  CHECK(tokenOf(vault, options, "3", 2'000).starts_with("[CARD_3_"));  // room again
  options.most_values = 100;
  CHECK(tokenOf(vault, options, std::string(kMostSealedBytes, 'x')) == "full");
  CHECK(tokenOf(vault, VaultOptions(), "1") == "no keys");
}

TEST_CASE("changing keys loses nothing as long as the old one is there") {
  const VaultOptions before = vaultOptions("A");
  ConversationVault vault("c");
  const std::string token = tokenOf(vault, before, "4111");
  // The new key reads what the old one wrote, finds it again, and takes it over when it is saved.
  const VaultOptions both = vaultOptions("BA");
  ConversationVault during = reloaded("c", vault, before);
  CHECK(restored(during, both, token, 0) == "4111");
  CHECK(tokenOf(during, both, "4111") == token);
  const VaultOptions after = vaultOptions("B");
  ConversationVault later = reloaded("c", during, both);
  CHECK(restored(later, after, token, 0) == "4111");
  CHECK(tokenOf(later, after, "4111") == token);
  CHECK(restored(later, before, token, 0) == token);
}

TEST_CASE("a value whose key is gone stays sealed, and comes back with the key") {
  const VaultOptions before = vaultOptions("A");
  const VaultOptions after = vaultOptions("B");
  ConversationVault vault("c");
  const std::string token = tokenOf(vault, before, "4111");
  ConversationVault gone = reloaded("c", vault, before);
  CHECK(restored(gone, after, token, 0) == token);
  CHECK(gone.lacksKey(after, 0));
  CHECK_FALSE(gone.lacksKey(before, 0));
  CHECK_FALSE(gone.lacksKey(after, after.ttl_ms));  // it is over anyway
  const std::string anew = tokenOf(gone, after, "4111");
  CHECK(anew.starts_with("[CARD_2_"));
  ConversationVault back = reloaded("c", gone, after);
  CHECK(restored(back, vaultOptions("BA"), token + anew, 0) == "41114111");
}

TEST_CASE("damaged bytes are no vault, and forged ones open nothing") {
  const VaultOptions options = vaultOptions("A");
  ConversationVault vault("c");
  const std::string token = tokenOf(vault, options, "4111 1111 1111 1111");
  const auto bytes = vault.save(options, 0);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto damaged = bytes;
    damaged[i] ^= std::byte{0x10};
    CHECK_FALSE(ConversationVault::load("c", damaged));
    if (i > 0) CHECK_FALSE(ConversationVault::load("c", std::span(bytes).first(i)));
  }
  const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  CHECK(text.find("4111") == std::string::npos);
}

TEST_CASE("hashes are the same for a value of a tenant, and for no other") {
  const VaultOptions options = vaultOptions("A", "acme");
  CHECK(hashOf(options, "4111").size() == 16);
  CHECK(hashOf(options, "4111") == hashOf(vaultOptions("AB", "acme"), "4111"));
  std::set<std::string> all = {hashOf(options, "4111"), hashOf(options, "4112"),
                               hashOf(vaultOptions("A", "evil"), "4111"),
                               hashOf(vaultOptions("B", "acme"), "4111")};
  CHECK(all.size() == 4);
}

TEST_CASE("values in arguments are restored, names are not") {
  const VaultOptions options = vaultOptions("A");
  ConversationVault vault("c");
  const std::string token = tokenOf(vault, options, "4111 \"x\"");
  const Value arguments = *Value::parse("{\"" + token + "\": [\"" + token +
                                        "\", 1, null], \"b\": \"card " + token + "\"}");
  CHECK(restoredValue(vault, options, arguments, 0).toJson() ==
        "{\"" + token + R"(":["4111 \"x\"",1,null],"b":"card 4111 \"x\""})");
}

}  // namespace
}  // namespace decorum::vault
