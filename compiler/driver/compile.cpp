#include "compiler/driver/compile.h"

#include "compiler/driver/budget.h"
#include "compiler/driver/emit.h"
#include "compiler/driver/meaning.h"
#include "compiler/lint/allow.h"
#include "compiler/lint/lint_known.h"

namespace decorum {

CompileResult compile(FileId root, const PipelineOptions& options, SourceSet& sources) {
  Reading disk;
  Meaning meaning;
  return compile(root, options, disk, sources, meaning);
}

CompileResult compile(FileId root, const PipelineOptions& options, Reading& reading,
                      SourceSet& sources, Meaning& meaning) {
  Diagnostics diagnostics(sources);
  const Emitter emit(options);  // keeps a phase's result for the reader when --emit names it

  // One tree a file. Parsing never fails: a file with mistakes gives a tree with holes. Beyond this
  // line no file is opened.
  meaning.program = load(root, options.load, reading, sources, diagnostics);
  const Program& program = meaning.program;
  emit(program);
  // The root and its packs become one module: every name has its declaration, or its error has been
  // reported.
  meaning.module = sema::resolve(program, diagnostics);
  meaning.typed = sema::checkTypes(meaning.module, diagnostics, reading.patterns());
  const sema::TypedModule& typed = meaning.typed;
  emit(typed);
  const auto fail = [&]() -> CompileResult {
    applyAllowances(program, AllowanceCheck::kNone, diagnostics);
    return {std::nullopt, {}, {}, diagnostics.takeAll()};
  };
  if (diagnostics.hasErrors()) return fail();
  auto exceptions = sema::checkFlow(typed, diagnostics);
  if (diagnostics.hasErrors()) return fail();
  if (options.lint) lint(typed, *options.lint, diagnostics, reading.patterns());

  // From here on nothing but a limit can stop the author: any other failure is a bug of ours.
  plan::Plan plan = lower(typed, options.plan, diagnostics);
  emit(plan);
  if (diagnostics.hasErrors()) return fail();
  const std::int64_t budget_bytes = checkBudget(meaning.module, plan, diagnostics);
  if (diagnostics.hasErrors()) {
    CompileResult failed = fail();
    failed.budget_bytes = budget_bytes;
    failed.over_budget = std::move(plan);
    return failed;
  }
  applyAllowances(program, options.lint ? AllowanceCheck::kAll : AllowanceCheck::kNone,
                  diagnostics);
  return {std::move(plan), lowerTests(typed, sources), std::move(exceptions), diagnostics.takeAll(),
          budget_bytes};
}

std::optional<plan::Plan> planOf(const Program& program, const PlanLimits& limits,
                                 const SourceSet& sources) {
  Diagnostics diagnostics(sources);
  const sema::Module module = sema::resolve(program, diagnostics);
  const sema::TypedModule typed = sema::checkTypes(module, diagnostics);
  if (diagnostics.hasErrors()) return std::nullopt;
  sema::checkFlow(typed, diagnostics);
  if (diagnostics.hasErrors()) return std::nullopt;
  plan::Plan plan = lower(typed, limits, diagnostics);
  if (diagnostics.hasErrors()) return std::nullopt;
  return plan;
}

}  // namespace decorum
