// `decorum doc`: a policy in words, as Markdown or as a page.
#include "compiler/lower/lower.h"
#include "tools/cli/console.h"
#include "tools/cli/doc_html.h"
#include "tools/cli/report_file.h"
#include "tools/cli/verbs.h"
#include "tools/doc/describe.h"

namespace decorum::cli {
namespace {

struct DocOptions {
  std::string policy;
  std::string html;
  std::string format = "markdown";
  std::vector<std::string> pack_path;
};

int refuse(Diagnostics& diagnostics, const SourceSet& sources) {
  printError(renderText(diagnostics.takeAll(), sources, errorColour()));
  return kFindings;
}

int tell(const DocOptions& options, const doc::Document& document) {
  if (!options.html.empty()) {
    return writeReport(options.html, docHtml(document)) ? kClean : kUnusable;
  }
  print(options.format == "html" ? docHtml(document) : doc::toMarkdown(document));
  return kClean;
}

int describePolicy(const DocOptions& options) {
  FileText file = readPolicyText(options.policy);
  if (!file.text) {
    complain("cannot read '" + options.policy + "': " + file.error);
    return kUnusable;
  }
  SourceSet sources;
  Diagnostics diagnostics(sources);
  LoadOptions loading;
  loading.pack_path = options.pack_path;
  const FileId root =
      sources.add(options.policy == "-" ? "<stdin>" : options.policy, std::move(*file.text));
  // The phases as the driver has them: what is described are their tables.
  const Program program = load(root, loading, sources, diagnostics);
  const sema::Module module = sema::resolve(program, diagnostics);
  const sema::TypedModule typed = sema::checkTypes(module, diagnostics);
  if (diagnostics.hasErrors()) return refuse(diagnostics, sources);
  const auto exceptions = sema::checkFlow(typed, diagnostics);
  if (diagnostics.hasErrors()) return refuse(diagnostics, sources);
  const plan::Plan plan = lower(typed, {}, diagnostics);
  if (diagnostics.hasErrors()) return refuse(diagnostics, sources);
  return tell(options, doc::describe({typed, exceptions, sources}, plan.digest));
}

}  // namespace

void addDoc(const Verb& command) {
  auto options = std::make_shared<DocOptions>();
  const Verb verb = command.verb("doc", "Write what a policy says in words, for people");
  verb.option("POLICY", options->policy, "The policy, or a pack; - is standard input").required();
  const Option html =
      verb.option("--html FILE", options->html, "Write a page that needs nothing else");
  verb.option("--format FORMAT", options->format, "markdown or html, to standard output")
      .oneOf({"markdown", "html"})
      .excludes(html);
  verb.option("--pack-path DIR", options->pack_path,
              "A folder in which packs are looked for, after the policy's own")
      .oneValue();
  verb.callback([options] { return describePolicy(*options); });
}

}  // namespace decorum::cli
