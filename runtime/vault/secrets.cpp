/// What is made of a key, by libsodium.
#include "runtime/vault/secrets.h"

#include <sodium.h>

#include <algorithm>

#include "runtime/base/assert.h"

namespace decorum {
namespace vault {
namespace {

constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "decorum1";
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kBlockBytes = 32;

static_assert(crypto_kdf_KEYBYTES == Secret::kBytes);
static_assert(crypto_auth_hmacsha256_KEYBYTES == Secret::kBytes);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == Secret::kBytes);
static_assert(sizeof(crypto_auth_hmacsha256_state) <= 512);

// Numbers of purposes are part of what is written: they never change.
enum class Purpose : std::uint64_t { kId = 1, kSeal, kFingerprint, kTag, kHash };

void derive(const Secret& master, Purpose purpose, std::uint8_t* to, std::size_t bytes) {
  const int status = crypto_kdf_derive_from_key(to, bytes, static_cast<std::uint64_t>(purpose),
                                                kContext, master.data());
  DECORUM_ASSERT(status == 0, "a key of this size can be derived");
}

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

auto* stateOf(std::array<std::uint8_t, 512>& state) {
  return reinterpret_cast<crypto_auth_hmacsha256_state*>(state.data());
}

}  // namespace

Secret::~Secret() { sodium_memzero(bytes_.data(), bytes_.size()); }

Key deriveKey(std::string name, const Secret& master) {
  Key key;
  key.name = std::move(name);
  std::array<std::uint8_t, 16> id;
  derive(master, Purpose::kId, id.data(), id.size());
  for (std::size_t i = 0; i < 8; ++i) key.id |= std::uint64_t{id[i]} << (8 * i);
  derive(master, Purpose::kSeal, key.seal.data(), Secret::kBytes);
  derive(master, Purpose::kFingerprint, key.fingerprint.data(), Secret::kBytes);
  derive(master, Purpose::kTag, key.tag.data(), Secret::kBytes);
  derive(master, Purpose::kHash, key.hash.data(), Secret::kBytes);
  return key;
}

Hmac::Hmac(const Secret& key) {
  crypto_auth_hmacsha256_init(stateOf(state_), key.data(), Secret::kBytes);
}

Hmac& Hmac::add(std::uint64_t number) {
  std::array<std::uint8_t, 8> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  crypto_auth_hmacsha256_update(stateOf(state_), bytes.data(), bytes.size());
  return *this;
}

Hmac& Hmac::add(std::string_view part) {
  add(static_cast<std::uint64_t>(part.size()));
  crypto_auth_hmacsha256_update(stateOf(state_), bytesOf(part), part.size());
  return *this;
}

std::array<std::uint8_t, 32> Hmac::finish() {
  std::array<std::uint8_t, 32> digest;
  crypto_auth_hmacsha256_final(stateOf(state_), digest.data());
  return digest;
}

std::vector<std::byte> seal(const Secret& key, std::string_view plain, std::string_view about) {
  std::string padded(plain);
  padded += '\x80';  // ISO/IEC 7816-4: a mark, then zeros
  padded.resize((padded.size() + kBlockBytes - 1) / kBlockBytes * kBlockBytes, '\0');
  std::vector<std::byte> sealed(kNonceBytes + padded.size() + kTagBytes);
  auto* const out = reinterpret_cast<unsigned char*>(sealed.data());
  randombytes_buf(out, kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out + kNonceBytes, nullptr, bytesOf(padded),
                                             padded.size(), bytesOf(about), about.size(), nullptr,
                                             out, key.data());
  wipe(padded);
  return sealed;
}

std::optional<std::string> unseal(const Secret& key, std::span<const std::byte> sealed,
                                  std::string_view about) {
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const auto* const in = reinterpret_cast<const unsigned char*>(sealed.data());
  std::string plain(sealed.size() - kNonceBytes - kTagBytes, '\0');
  const int status = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr, in + kNonceBytes,
      sealed.size() - kNonceBytes, bytesOf(about), about.size(), in, key.data());
  const std::size_t mark = plain.find_last_not_of('\0');
  if (status != 0 || mark == std::string::npos || plain[mark] != '\x80') return std::nullopt;
  plain.resize(mark);
  return plain;
}

void wipe(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace vault

const vault::Key* KeyRing::Impl::find(std::uint64_t id) const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const vault::Key& key) { return key.id == id; });
  return found == keys.end() ? nullptr : &*found;
}

}  // namespace decorum
