// `decorum lsp`: answers an editor on standard input and output.
#include <iostream>

#include "tools/cli/verbs.h"
#include "tools/lsp/serve.h"

namespace decorum::cli {

void addLsp(const Verb& command) {
  auto options = std::make_shared<lsp::ServeOptions>();
  auto stdio = std::make_shared<bool>(false);
  const Verb verb = command.verb(
      "lsp", "Answer an editor: the Language Server Protocol on standard input and output");
  verb.option("--pack-path", options->pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.flag("--stdio", *stdio, "What editors pass; there is no other way");
  verb.callback([options, stdio] {
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr);
    options->version = DECORUM_VERSION;
    return lsp::serve(std::cin, std::cout, *options);
  });
}

}  // namespace decorum::cli
