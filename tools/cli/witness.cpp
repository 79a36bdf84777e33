// `decorum witness`: a short conversation that makes a rule fire and one that nearly does, as
// tests.
#include <fmt/format.h>

#include <memory>

#include "runtime/engine/policy_impl.h"
#include "tools/cli/console.h"
#include "tools/cli/policy_at.h"
#include "tools/cli/verbs.h"
#include "tools/cli/witness_text.h"

namespace decorum::cli {
namespace {

struct WitnessOptions {
  PolicyAt policy;
  std::string rule;
  std::uint64_t seed = 1;
  std::uint64_t tries = 10'000;
};

int witness(const WitnessOptions& options) {
  int status = kClean;
  const auto policy = compilePolicyAt(options.policy, status);
  if (!policy) return status;
  const plan::Plan& plan = policy->impl().plan;
  std::uint32_t index = 0;
  while (index < plan.rules.size() && plan.rules[index].name != options.rule) ++index;
  if (index == plan.rules.size()) {
    complain("the policy has no rule '" + options.rule + "'");
    return kUnusable;
  }
  const auto found = findWitness(*policy, index, options.seed, options.tries);
  if (!found) {
    complain(
        fmt::format("no conversation of {} tried makes '{}' fire. That is no proof that none "
                    "does: try more with --tries, or others with --seed",
                    options.tries, options.rule));
    return kFindings;
  }
  print(witnessText(plan, plan.rules[index], *found));
  if (!found->nearly) complain("no conversation that nearly makes it fire was found beside it");
  return kClean;
}

}  // namespace

void addWitness(const Verb& command) {
  auto options = std::make_shared<WitnessOptions>();
  const Verb verb = command.verb(
      "witness", "Find a short conversation that makes a rule fire, and one that nearly does");
  verb.option("POLICY", options->policy.path, "The policy").required();
  verb.option("RULE", options->rule, "The rule, by its qualified name").required();
  verb.option("--seed N", options->seed, "Another seed finds others");
  verb.option("--tries N", options->tries, "How many conversations are tried at most")
      .range(1, 100'000'000);
  verb.option("--pack-path DIR", options->policy.pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.callback([options] { return witness(*options); });
}

}  // namespace decorum::cli
