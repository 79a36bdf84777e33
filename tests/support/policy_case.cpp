// Judges a random policy's conversation in every way there is to judge it.

#include <fmt/format.h>

#include "compiler/driver/test_keys.h"
#include "decorum/build.h"
#include "decorum/bundle.h"
#include "decorum/compile.h"
#include "decorum/policy.h"
#include "tests/support/random_policy.h"

namespace decorum::test {
namespace {

using Verdicts = std::vector<std::string>;

Verdicts judge(const Policy& policy, const std::vector<Event>& events) {
  ConversationOptions options;
  options.vault = keysOfTests();
  Conversation conversation(policy, "c-1", options);
  Verdicts verdicts;
  for (const Event& event : events) verdicts.push_back(toJson(conversation.give(event)));
  return verdicts;
}

std::optional<std::string> differenceBetween(const char* who, const Verdicts& theirs,
                                             const Verdicts& reference) {
  for (std::size_t i = 0; i < reference.size(); ++i) {
    if (theirs[i] == reference[i]) continue;
    return fmt::format("event {}\ninterpreter {}\n{} {}", i, reference[i], who, theirs[i]);
  }
  return std::nullopt;
}

std::string errorsOf(const Compilation& compilation) {
  std::string errors;
  for (const Finding& finding : compilation.findings) {
    if (finding.severity != "error") continue;
    errors +=
        fmt::format("{}:{}: {} {}\n", finding.line, finding.column, finding.code, finding.message);
  }
  return errors;
}

}  // namespace

std::optional<std::string> differenceIn(const PolicyCase& sample) {
  const std::string text = sample.policy();
  const Compilation reference = compilePolicyText(text, "sample.decorum");
  if (!reference.policy) return "does not compile:\n" + errorsOf(reference);
  const Verdicts verdicts = judge(*reference.policy, sample.events);

  const auto loaded = Policy::load(reference.policy->serialize());
  if (!loaded) return "is not read back: " + loaded.error();
  auto difference = differenceBetween("read back  ", judge(*loaded, sample.events), verdicts);
#if DECORUM_JIT
  CompileOptions options;
  options.backend = Backend::kJit;
  const Compilation native = compilePolicyText(text, "sample.decorum", options);
  if (!native.policy) return "does not compile natively:\n" + errorsOf(native);
  if (!difference) {
    difference = differenceBetween("native code", judge(*native.policy, sample.events), verdicts);
  }
#endif
  return difference;
}

std::optional<std::string> differenceInBundle(const PolicyCase& sample) {
  const Compilation reference = compilePolicyText(sample.policy(), "sample.decorum");
  if (!reference.policy) return "does not compile:\n" + errorsOf(reference);
  const auto bytes = buildBundle(*reference.policy, {bundleProcessors().front(), DECORUM_JIT != 0});
  if (!bytes) return "no bundle: " + bytes.error();
  const auto bundle = loadBundle(*bytes);
  if (!bundle) return "the bundle is refused: " + bundle.error();
  if (!bundle->warnings.empty()) return "loaded with a warning: " + bundle->warnings[0];
  return differenceBetween("bundle     ", judge(bundle->policy, sample.events),
                           judge(*reference.policy, sample.events));
}

}  // namespace decorum::test
