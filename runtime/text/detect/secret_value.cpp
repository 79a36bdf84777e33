// Secrets without a form of their own: what stands beside says what they are.
#include <algorithm>
#include <array>
#include <string>

#include "runtime/text/detect/common.h"
#include "runtime/text/detect/randomness.h"
#include "runtime/text/detect/surroundings.h"
#include "runtime/text/utf8.h"

namespace decorum::text::detect {
namespace {

constexpr std::string_view kProviders[] = {
#define PROVIDER(name) name,
#include "runtime/text/detect/lists/providers.def"
#undef PROVIDER
};

bool contains(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::ranges::any_of(
      parts, [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

/// What the name of a value says: 0 nothing, 1 that it is a key of some kind, 2 that it is secret.
int strengthOf(std::string_view name) {
  if (name.ends_with("id") || name.ends_with("ids")) return 0;
  // Names of things that only sound secret: the address where one gets a token, its length.
  if (contains(name, {"url",    "uri",    "_id",    "-id",   "endpoint", "path",  "file",
                      "type",   "expir",  "length", "count", "limit",    "_name", "public",
                      "policy", "header", "hint",   "reset", "format",   "prompt"})) {
    return 0;
  }
  if (contains(name, {"secret",      "passw",       "pwd",         "token",       "api_key",
                      "apikey",      "api-key",     "api key",     "access_key",  "accesskey",
                      "access-key",  "access key",  "private_key", "privatekey",  "private-key",
                      "private key", "credential",  "auth_key",    "authkey",     "signing",
                      "encryption",  "bearer",      "account_key", "accountkey",  "master_key",
                      "client_key",  "app_key",     "appkey",      "service_key", "license_key",
                      "passphrase",  "session_key", "webhook_key"})) {
    return 2;
  }
  return contains(name, {"key", "auth", "access", "pass", "private", "cred"}) ? 1 : 0;
}

bool namesProvider(std::string_view text) {
  return std::ranges::any_of(kProviders, [&](std::string_view provider) {
    const std::size_t at = text.find(provider);
    if (at == std::string_view::npos) return false;
    const bool begins = at == 0 || text[at - 1] < 'a' || text[at - 1] > 'z';
    const char next = at + provider.size() < text.size() ? text[at + provider.size()] : ' ';
    return begins && (provider.size() > 4 || next < 'a' || next > 'z');
  });
}

bool isHash(std::string_view name) {
  return contains(name, {"sha", "md5", "hash", "checksum", "digest", "commit", "revision", "etag",
                         "integrity", "fingerprint", "uuid", "guid"});
}

bool isHex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); });
}

bool isUuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' &&
         text[23] == '-';
}

/// Whether `value` refers to a secret instead of being one: code, a path, a variable.
bool isReference(std::string_view value) {
  if (contains(value, {"(", "://", "process.env", "os.environ", "getenv", "env.", "secrets.",
                       "self.", "this.", "config.", "args.", "vault:", "ref:", "arn:", "::"})) {
    return true;
  }
  if (value.starts_with('/') && value.find('/', 1) != std::string_view::npos &&
      wordLikeness(value) > 0.5) {
    return true;
  }
  return value.starts_with('$') || value.starts_with('%') || value.starts_with("--") ||
         value.starts_with('@') || value.starts_with('<');
}

bool hasLettersAndDigits(const CharacterMix& mix) {
  return mix.digits > 0 && mix.small + mix.capital > 0;
}

/// "certificate.cer", "struct_name", "library-1.2": names that programs give.
bool isFileOrName(std::string_view folded) {
  const std::size_t dot = folded.rfind('.');
  const bool ending = dot != std::string_view::npos && folded.size() - dot <= 5;
  return wordLikeness(folded) > (ending ? 0.5 : 0.75) &&
         folded.find_first_of("._-=") != std::string_view::npos;
}

/// How much the value itself looks like a key: 0 to 0.5.
double valueEvidence(std::string_view written, std::string_view folded) {
  const CharacterMix mix = mixOf(written);
  if (mix.distinct < 5 || isFileOrName(folded)) return 0;
  if (looksRandom(written)) return written.size() >= 16 ? 0.5 : 0.4;
  if (isHex(folded) && written.size() >= 16 && mix.digits > 0) return 0.35;
  if (hasLettersAndDigits(mix) && written.size() >= 16) return 0.3;
  if (mix.small > 3 && mix.capital > 3 && written.size() >= 20) return 0.2;
  return hasLettersAndDigits(mix) && written.size() >= 10 ? 0.2 : 0;
}

std::string_view trimmedValue(std::string_view value) {
  while (!value.empty() &&
         std::string_view(".,;:!?'\"`)]}>\\").find(value.back()) != std::string_view::npos) {
    value.remove_suffix(1);
  }
  return value;
}

}  // namespace

void namedSecret(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view name = candidate.groups[0];
  const std::string_view sign = candidate.groups[1];
  const std::string_view value = trimmedValue(candidate.groups[2]);
  if (value.size() < 8 || isPlaceholder(value) || isReference(value)) return;
  if (isHash(name) || !isAsciiText(value)) return;
  const std::string_view written = candidate.original(value);
  const double evidence = valueEvidence(written, value);
  if (evidence <= 0) return;
  const int strength = strengthOf(name);
  const Surroundings beside = around(candidate, value);
  const bool key = name.ends_with("_key") || name.ends_with("-key");
  double score = strength == 2 ? 0.45 : strength == 1 ? (key ? 0.3 : 0.2) : 0;
  if (namesProvider(beside.before)) score += strength == 2 ? 0.2 : 0.25;
  // "token 5f2c…" without a sign between is prose, unless the value leaves no doubt.
  const bool signless = sign.find_first_of("=:>") == std::string_view::npos;
  if (signless) score -= evidence < 0.3 || written.size() < 20 ? 0.3 : 0.15;
  if (isUuid(value)) score -= strength == 2 ? 0.05 : 0.2;
  findings.push_back({value, std::min(score + evidence, 0.9), {}});
}

void password(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view sign = candidate.groups[0];
  // On a command line the user's name stands before it.
  const bool command = candidate.groups[2].data() != nullptr;
  const std::string_view value = trimmedValue(candidate.groups[command ? 2 : 1]);
  if (value.size() < 4 || isPlaceholder(value) || isReference(value)) return;
  const std::string_view written = candidate.original(value);
  const CharacterMix mix = mixOf(written);
  const bool symbols =
      mix.others > 0 && value.find_first_of("!@#$%^&*+=?~") != std::string_view::npos;
  const bool mixed = mix.digits > 0 || symbols;
  const bool assigned = sign.find('=') != std::string_view::npos || command;
  const bool quoted = candidate.before().size() + candidate.match.size() < candidate.text.size() &&
                      (firstAfter(candidate) == '"' || firstAfter(candidate) == '\'');
  // "my password is wrong", "password: required"
  double score = 0.2;
  if (assigned) score = 0.3;
  if (mixed && mix.digits != written.size()) score = value.size() >= 6 ? 0.75 : 0.5;
  if (mix.digits == written.size()) score = value.size() <= 8 ? 0.5 : 0.3;
  if (assigned || quoted) score += 0.25;
  if (mix.digits > 0 && mix.digits == written.size() && written.size() > 10) score = 0.3;
  findings.push_back({value, std::min(score, 0.9), {}});
}

void oneTimeCode(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view code = candidate.groups[0];
  if (isTorn(candidate.text, code)) return;
  if (std::ranges::all_of(code, [&](char c) { return c == code[0]; })) return;
  findings.push_back({code, code.size() == 6 ? 0.85 : 0.7, {}});
  findings.back().values.push_back(textValue(digitsOf(code)));
}

}  // namespace decorum::text::detect
