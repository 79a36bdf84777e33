// Keys on the command line, and `decorum keys`, which makes one.
#include "tools/cli/keys.h"

#include "tools/cli/console.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {

void addKeyOptions(const Verb& verb, KeyOptions& options) {
  verb.option("--keys FILE", options.file,
              "A file with the keys of tokens and hashes; else DECORUM_KEYS has them");
  verb.option("--tenant NAME", options.tenant,
              "Whose conversations these are: no two tenants have a token or a hash in common");
}

std::optional<std::shared_ptr<const VaultOptions>> openKeys(const Policy& policy,
                                                            const KeyOptions& options) {
  using Shared = std::shared_ptr<const VaultOptions>;
  if (options.file.empty() && !policy.needsKeys()) return Shared();
  auto keys = options.file.empty() ? KeyRing::fromEnvironment() : KeyRing::load(options.file);
  if (!keys) {
    complain(keys.error());
    return std::nullopt;
  }
  if (keys->empty()) {
    complain("policy '" + policy.name() +
             "' makes tokens or hashes, which takes a key: give --keys FILE or set DECORUM_KEYS "
             "('decorum keys new NAME' makes one)");
    return std::nullopt;
  }
  for (const std::string& warning : keys->warnings()) complain(warning);
  auto vault = std::make_shared<VaultOptions>();
  vault->keys = std::move(*keys);
  vault->tenant = options.tenant;
  return Shared(std::move(vault));
}

void addKeys(const Verb& command) {
  const Verb verb = command.verb("keys", "Make keys for tokens and hashes");
  verb.requireVerb();
  auto name = std::make_shared<std::string>();
  const Verb make = verb.verb("new", "Print a line with a new key, for a key file");
  make.option("NAME", *name, "What the key is called").required();
  make.callback([name] {
    const auto line = KeyRing::newLine(*name);
    if (!line) {
      complain("'" + *name + "': a name is 1 to 64 letters, digits, '-', '_' or '.'");
      return kUnusable;
    }
    print(*line);
    return kClean;
  });
}

}  // namespace decorum::cli
