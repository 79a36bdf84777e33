// `decorum fmt`: gives policies the one formatting.
#include "compiler/syntax/format.h"
#include "compiler/syntax/parse.h"
#include "tools/cli/console.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

struct FmtOptions {
  std::vector<std::string> paths;
  bool only_check = false;
};

// Formats one file in its place; `-` from standard input to standard output.
int formatOne(const std::string& path, const FmtOptions& options) {
  FileText given = readPolicyText(path);
  if (!given.text) {
    complain("cannot read '" + path + "': " + given.error);
    return kUnusable;
  }
  SourceSet sources;
  const FileId file = sources.add(path == "-" ? "<stdin>" : path, std::move(*given.text));
  Diagnostics diagnostics(sources);
  ast::ExprId next_id = 0;
  const ast::File tree = parse(file, {}, next_id, diagnostics);
  if (tree.has_syntax_errors || diagnostics.hasErrors()) {
    printError(renderText(diagnostics.takeAll(), sources, errorColour()));
    return kFindings;
  }
  const std::string formatted = format(tree, sources.text(file));
  const bool changed = formatted != sources.text(file);
  if (options.only_check) {
    if (changed) print(path + "\n");
    return changed ? kFindings : kClean;
  }
  if (path == "-") {
    print(formatted);
    return kClean;
  }
  if (!changed) return kClean;
  const std::string error = replaceFile(path, formatted);
  if (error.empty()) return kClean;
  complain("cannot write '" + path + "': " + error);
  return kUnusable;
}

}  // namespace

void addFmt(const Verb& command) {
  auto options = std::make_shared<FmtOptions>();
  const Verb verb = command.verb("fmt", "Give policies the one formatting");
  verb.option("PATH", options->paths,
              "Policies, and folders with policies; - formats standard input to standard output")
      .required();
  verb.flag("--check", options->only_check,
            "Change nothing; print the files that are not formatted, with status 1");
  verb.callback([options] {
    const PolicyPaths found = findPolicies(options->paths);
    int status = found.complete ? kClean : kUnusable;
    for (const std::string& path : found.files)
      status = std::max(status, formatOne(path, *options));
    return status;
  });
}

}  // namespace decorum::cli
