/// Keys as people keep them: lines of a file or of the environment.
#include "decorum/keys.h"

#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>

#include "runtime/vault/secrets.h"

namespace decorum {
namespace {

constexpr std::size_t kMostNameBytes = 64;
constexpr const char* kVariable = "DECORUM_KEYS";
constexpr std::string_view kBlanks = " \t\r";

bool isNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

std::string problemOfName(std::string_view name) {
  if (!name.empty() && name.size() <= kMostNameBytes &&
      std::all_of(name.begin(), name.end(), isNameByte))
    return "";
  return "a name is 1 to 64 letters, digits, '-', '_' or '.'";
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// The 32 bytes of a key, or what is wrong with them. Does not quote: it is a secret.
Result<vault::Secret, std::string> readSecret(std::string_view base64) {
  // One byte more than a key has, to tell what is too long from what is no base 64.
  std::array<std::uint8_t, 256> bytes{};
  std::size_t count = 0;
  const int variant = base64.ends_with('=') ? sodium_base64_VARIANT_ORIGINAL
                                            : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  const int status = sodium_base642bin(bytes.data(), bytes.size(), base64.data(), base64.size(),
                                       nullptr, &count, nullptr, variant);
  vault::Secret secret;
  std::copy_n(bytes.begin(), vault::Secret::kBytes, secret.data());
  const bool all_zero = sodium_is_zero(bytes.data(), bytes.size()) == 1;
  sodium_memzero(bytes.data(), bytes.size());
  if (status != 0) return std::string("the key is no base 64");
  if (count != vault::Secret::kBytes)
    return "the key has " + std::to_string(count) + " bytes, and 32 are wanted";
  if (all_zero) return std::string("the key is all zeros");
  return secret;
}

/// Reads one line that is not empty into `keys`; "" or what is wrong.
std::string addLine(std::string_view line, std::vector<vault::Key>& keys) {
  const std::size_t name_end = line.find_first_of(kBlanks);
  const std::string_view name = line.substr(0, name_end);
  if (std::string problem = problemOfName(name); !problem.empty()) return problem;
  if (name_end == std::string_view::npos) return "a key is wanted after its name";
  const std::string_view rest = trimmed(line.substr(name_end));
  if (rest.find_first_of(kBlanks) != std::string_view::npos)
    return "something stands after the key";
  const auto secret = readSecret(rest);
  if (!secret) return secret.error();
  vault::Key key = vault::deriveKey(std::string(name), *secret);
  for (const vault::Key& other : keys) {
    if (other.name == name) return "there is a key '" + other.name + "' already";
    if (other.id == key.id) return "this is the key '" + other.name + "' again";
  }
  keys.push_back(std::move(key));
  return "";
}

Result<std::shared_ptr<KeyRing::Impl>, std::string> readLines(std::string_view lines,
                                                              std::string_view ends) {
  if (sodium_init() < 0) return std::string("no source of random numbers");
  auto impl = std::make_shared<KeyRing::Impl>();
  std::size_t number = 0;
  for (std::size_t at = 0; at <= lines.size();) {
    const std::size_t end = std::min(lines.find_first_of(ends, at), lines.size());
    std::string_view line = lines.substr(at, end - at);
    at = end + 1;
    ++number;
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const std::string problem = addLine(line, impl->keys);
    if (!problem.empty()) return "line " + std::to_string(number) + ": " + problem;
  }
  if (impl->keys.empty()) return std::string("there is no key in it");
  return impl;
}

}  // namespace

Result<KeyRing, std::string> KeyRing::parse(std::string_view lines) {
  auto impl = readLines(lines, "\n");
  if (!impl) return impl.error();
  KeyRing ring;
  ring.impl_ = std::move(*impl);
  return ring;
}

Result<KeyRing, std::string> KeyRing::load(const std::string& path) {
  const auto failed = [&](const std::string& why) {
    return "the keys '" + path + "' cannot be used: " + why;
  };
  errno = 0;
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return failed(std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return failed("it is a directory");
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file) return failed(std::strerror(errno != 0 ? errno : EIO));
  std::string lines = std::move(content).str();
  auto impl = readLines(lines, "\n");
  vault::wipe(lines);
  if (!impl) return failed(impl.error());
  constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
  if (S_ISREG(status.st_mode) && (status.st_mode & kOthers) != 0)
    (*impl)->warnings.push_back("others than its owner can reach the keys '" + path +
                                "': take the permission away (chmod 600)");
  KeyRing ring;
  ring.impl_ = std::move(*impl);
  return ring;
}

Result<KeyRing, std::string> KeyRing::fromEnvironment() {
  KeyRing ring;
  const char* const lines = std::getenv(kVariable);
  if (lines == nullptr || *lines == '\0') return ring;
  auto impl = readLines(lines, "\n;");
  if (!impl) return std::string(kVariable) + ": " + impl.error();
  ring.impl_ = std::move(*impl);
  return ring;
}

std::optional<std::string> KeyRing::newLine(std::string_view name) {
  if (!problemOfName(name).empty() || sodium_init() < 0) return std::nullopt;
  vault::Secret secret;
  randombytes_buf(secret.data(), vault::Secret::kBytes);
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_ENCODED_LEN(vault::Secret::kBytes, kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), secret.data(), vault::Secret::kBytes, kVariant);
  text.pop_back();  // the zero at its end
  return std::string(name) + ' ' + text + '\n';
}

std::vector<std::string> KeyRing::names() const {
  std::vector<std::string> names;
  if (impl_ == nullptr) return names;
  for (const vault::Key& key : impl_->keys) names.push_back(key.name);
  return names;
}

const std::vector<std::string>& KeyRing::warnings() const {
  static const std::vector<std::string> none;
  return impl_ == nullptr ? none : impl_->warnings;
}

}  // namespace decorum
