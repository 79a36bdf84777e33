#include "compiler/driver/compile.h"

#include <algorithm>

#include "compiler/driver/emit.h"
#include "compiler/sema/module.h"

namespace decorum {
namespace {

// Whether the root is a pack that only the settings of an include make whole.
bool needsIncluding(const sema::Module& module) {
  return std::any_of(module.settings.begin(), module.settings.end(),
                     [](const sema::Setting& setting) { return setting.value == nullptr; });
}

}  // namespace

CompileResult compile(FileId root, const PipelineOptions& options, SourceSet& sources) {
  Diagnostics diagnostics(sources);
  const Emitter emit(options);  // keeps a phase's result for the reader when --emit names it

  // One tree a file. Parsing never fails: a file with mistakes gives a tree with holes. Beyond this
  // line no file is opened.
  const Program program = load(root, options.load, sources, diagnostics);
  emit(program);
  // The root and its packs become one module: every name has its declaration, or its error has been
  // reported.
  const sema::Module module = sema::resolve(program, diagnostics);
  const sema::TypedModule typed = sema::checkTypes(module, diagnostics);
  emit(typed);
  if (diagnostics.hasErrors()) return {std::nullopt, {}, diagnostics.takeAll()};

  if (needsIncluding(module)) {
    return {std::nullopt, lowerTests(typed, sources), diagnostics.takeAll(), true};
  }

  // From here on nothing but a limit can stop the author: any other failure is a bug of ours.
  plan::Plan plan = lower(typed, options.plan, diagnostics);
  emit(plan);
  if (diagnostics.hasErrors()) return {std::nullopt, {}, diagnostics.takeAll()};
  return {std::move(plan), lowerTests(typed, sources), diagnostics.takeAll()};
}

}  // namespace decorum
