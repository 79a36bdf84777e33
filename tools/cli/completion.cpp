// `decorum completion SHELL`, and `decorum man`, which the build uses to make decorum.1.
#include <array>

#include "tools/cli/completion_scripts.h"
#include "tools/cli/console.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {

Offer offerOf(std::string_view name) {
  struct Kind {
    std::string_view name;
    Offer offer;
  };
  static constexpr std::array<Kind, 8> kKinds{{{"POLICY", Offer::kPolicy},
                                               {"PATH", Offer::kPolicy},
                                               {"OLD", Offer::kPolicy},
                                               {"NEW", Offer::kPolicy},
                                               {"LOG", Offer::kFile},
                                               {"FILE", Offer::kFile},
                                               {"DIR", Offer::kFolder},
                                               {"STORE", Offer::kFolder}}};
  for (const Kind& kind : kKinds)
    if (kind.name == name) return kind.offer;
  return Offer::kNothing;
}

std::string_view wordOf(Offer offer) {
  static constexpr std::array<std::string_view, 4> kWords{"", "file", "folder", "policy"};
  return kWords[static_cast<std::size_t>(offer)];
}

void addCompletion(const Verb& command) {
  auto shell = std::make_shared<std::string>();
  const Verb verb = command.verb("completion", "Print a script that lets a shell complete decorum");
  verb.option("SHELL", *shell, "bash, zsh or fish").required().oneOf({"bash", "zsh", "fish"});
  verb.callback([shell, command] {
    const VerbHelp help = command.help();
    print(*shell == "bash"  ? bashCompletion(help)
          : *shell == "zsh" ? zshCompletion(help)
                            : fishCompletion(help));
    return kClean;
  });
}

void addMan(const Verb& command) {
  const Verb verb = command.verb("man", "Print the manual page");
  verb.hide();  // a builder's verb: what is installed is read with man(1)
  verb.callback([command] {
    print(manPage(command.help(), DECORUM_VERSION));
    return kClean;
  });
}

}  // namespace decorum::cli
