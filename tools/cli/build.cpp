// `decorum build`: one file of all that a policy is when it is ready to judge.
#include "decorum/build.h"

#include <memory>

#include "tools/cli/console.h"
#include "tools/cli/policy_at.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

struct Options {
  PolicyAt policy;
  std::string output;
  std::string cpu;
  bool no_native = false;
};

int build(const Options& options) {
  int status = kClean;
  const auto policy = compilePolicyAt(options.policy, status);
  if (!policy) return status;
  const auto bundle = buildBundle(*policy, {options.cpu, !options.no_native});
  if (!bundle) {
    complain(options.policy.path + ": " + bundle.error());
    return kUnusable;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(bundle->data()), bundle->size());
  if (options.output == "-") {
    print(bytes);
    return kClean;
  }
  const std::string why = replaceFile(options.output, bytes);
  if (why.empty()) return kClean;
  complain("cannot write '" + options.output + "': " + why);
  return kUnusable;
}

}  // namespace

void addBuild(const Verb& command) {
  auto options = std::make_shared<Options>();
  const Verb verb = command.verb(
      "build", "Make one file of a policy that loads in milliseconds, with no compiler there");
  verb.option("POLICY", options->policy.path, "The policy").required();
  verb.option("-o,--output FILE", options->output, "The bundle; - is standard output").required();
  verb.option("--cpu NAME", options->cpu, "The least processor that it is for")
      .oneOf(bundleProcessors());
  verb.flag("--no-native", options->no_native, "Leave native code out");
  verb.option("--pack-path DIR", options->policy.pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.callback([options] { return build(*options); });
}

}  // namespace decorum::cli
