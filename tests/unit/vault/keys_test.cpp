// Keys as people keep them.
#include "decorum/keys.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "runtime/vault/secrets.h"

namespace decorum {
namespace {

// 32 bytes 0x01, and 32 bytes 0x02.
const std::string kOne = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const std::string kTwo = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

std::string problemOf(const std::string& lines) {
  const auto ring = KeyRing::parse(lines);
  return ring ? "" : ring.error();
}

TEST_CASE("the first key is the current one, comments and blank lines are passed over") {
  const auto ring = KeyRing::parse("# ours\r\n\n  new " + kTwo + "  # since May\nold\t" + kOne);
  REQUIRE(ring.ok());
  CHECK(ring->names() == std::vector<std::string>{"new", "old"});
  CHECK_FALSE(ring->empty());
  CHECK(KeyRing().empty());
  CHECK(KeyRing().names().empty());
}

TEST_CASE("what is wrong with a line is said, and no part of a key") {
  const std::string unpadded = kOne.substr(0, kOne.size() - 1);
  CHECK(problemOf("a " + unpadded).empty());
  CHECK(problemOf("") == "there is no key in it");
  CHECK(problemOf("# nothing\n") == "there is no key in it");
  CHECK(problemOf("a") == "line 1: a key is wanted after its name");
  CHECK(problemOf("\na AQEB!!EB") == "line 2: the key is no base 64");
  CHECK(problemOf("a AQEB") == "line 1: the key has 3 bytes, and 32 are wanted");
  CHECK(problemOf("a " + kOne.substr(0, 40) + "AQEBAQEBAQEB") ==
        "line 1: the key has 39 bytes, and 32 are wanted");
  CHECK(problemOf("a " + std::string(43, 'A')) == "line 1: the key is all zeros");
  CHECK(problemOf("a " + kOne + " b") == "line 1: something stands after the key");
  CHECK(problemOf("a " + kOne + "\na " + kTwo) == "line 2: there is a key 'a' already");
  CHECK(problemOf("a " + kOne + "\nb " + kOne) == "line 2: this is the key 'a' again");
  CHECK(problemOf("a/b " + kOne) == "line 1: a name is 1 to 64 letters, digits, '-', '_' or '.'");
  CHECK(problemOf("a " + std::string(2000, 'A')) == "line 1: the key is no base 64");
}

TEST_CASE("a key file tells when others can read it") {
  std::string folder = (std::filesystem::temp_directory_path() / "decorum-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const std::string path = folder + "/keys";
  std::ofstream(path) << "a " << kOne << "\n";
  REQUIRE(::chmod(path.c_str(), 0600) == 0);
  const auto quiet = KeyRing::load(path);
  REQUIRE(quiet.ok());
  CHECK(quiet->warnings().empty());
  REQUIRE(::chmod(path.c_str(), 0644) == 0);
  const auto open = KeyRing::load(path);
  REQUIRE(open.ok());
  REQUIRE(open->warnings().size() == 1);
  CHECK(open->warnings()[0].find("chmod 600") != std::string::npos);
  CHECK(KeyRing::load(folder).error() ==
        "the keys '" + folder + "' cannot be used: it is a directory");
  CHECK(KeyRing::load(path + "x").error() ==
        "the keys '" + path + "x' cannot be used: No such file or directory");
  std::ofstream(path) << "a AQ==\n";
  CHECK(KeyRing::load(path).error() ==
        "the keys '" + path + "' cannot be used: line 1: the key has 1 bytes, and 32 are wanted");
  std::filesystem::remove_all(folder);
}

TEST_CASE("keys come from the environment too") {
  ::unsetenv("DECORUM_KEYS");
  CHECK(KeyRing::fromEnvironment()->empty());
  ::setenv("DECORUM_KEYS", ("new " + kTwo + "; old " + kOne).c_str(), 1);
  CHECK(KeyRing::fromEnvironment()->names() == std::vector<std::string>{"new", "old"});
  ::setenv("DECORUM_KEYS", "new", 1);
  CHECK(KeyRing::fromEnvironment().error() ==
        "DECORUM_KEYS: line 1: a key is wanted after its name");
  ::unsetenv("DECORUM_KEYS");
}

TEST_CASE("new lines are keys, and no two are the same") {
  const auto line = KeyRing::newLine("k-2026.11");
  REQUIRE(line);
  CHECK(line->ends_with('\n'));
  REQUIRE(KeyRing::parse(*line).ok());
  CHECK(KeyRing::parse(*line)->names() == std::vector<std::string>{"k-2026.11"});
  CHECK(*line != *KeyRing::newLine("k-2026.11"));
  CHECK_FALSE(KeyRing::newLine("a b"));
}

TEST_CASE("what is sealed opens for the same key and the same matter alone") {
  vault::Secret one;
  vault::Secret two;
  two.data()[0] = 1;
  for (const std::string plain : {"", "4111 1111 1111 1111", "\x80", "a\0b"}) {
    auto sealed = vault::seal(one, plain, "about");
    CHECK(vault::unseal(one, sealed, "about") == plain);
    CHECK_FALSE(vault::unseal(two, sealed, "about"));
    CHECK_FALSE(vault::unseal(one, sealed, "about other"));
    CHECK(vault::seal(one, plain, "about") != sealed);  // nonces differ
    sealed.back() ^= std::byte{1};
    CHECK_FALSE(vault::unseal(one, sealed, "about"));
  }
  // Lengths up to a block look the same.
  CHECK(vault::seal(one, "1", "").size() == vault::seal(one, std::string(31, '1'), "").size());
  CHECK_FALSE(vault::unseal(one, {}, ""));
}

TEST_CASE("the keys of a key have nothing in common") {
  vault::Secret master;
  const vault::Key key = vault::deriveKey("k", master);
  const auto bytes = [](const vault::Secret& secret) {
    return std::string(reinterpret_cast<const char*>(secret.data()), vault::Secret::kBytes);
  };
  const std::vector<std::string> all = {bytes(key.seal), bytes(key.fingerprint), bytes(key.tag),
                                        bytes(key.hash), bytes(master)};
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) CHECK(all[i] != all[j]);
  CHECK(vault::deriveKey("other name", master).id == key.id);
}

TEST_CASE("an HMAC is the standard's, over parts with their lengths") {
  vault::Secret key;
  const auto digest = vault::Hmac(key).add("ab").add("c").finish();
  CHECK(digest != vault::Hmac(key).add("a").add("bc").finish());
  CHECK(digest == vault::Hmac(key).add("ab").add("c").finish());
}

}  // namespace
}  // namespace decorum
