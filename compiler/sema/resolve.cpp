// The steps from trees to a module. Declarations come before anything that names them, so that
// their order in a file never matters.
#include "compiler/sema/resolve_internal.h"

namespace decorum::sema {
namespace {

// What a fault means where a rule does not say: of a policy, once.
void readFaultDefaults(Resolving& resolving) {
  const Module& module = resolving.module;
  const ast::Decl* first = nullptr;
  for (FileIndex file = 0; file < resolving.program.files.size(); ++file) {
    for (const ast::Decl& decl : resolving.program.files[file].tree.decls) {
      const auto* declared = std::get_if<ast::OnFaultDecl>(&decl.kind);
      if (declared == nullptr) continue;
      if (file != 0 || module.is_pack) {
        resolving.diagnostics.report<diag::FaultsOfPack>(decl.span);
      } else if (first != nullptr) {
        resolving.diagnostics.report<diag::FaultsRepeated>(decl.span).note(first->span,
                                                                           "declared here");
      } else {
        first = &decl;
        resolving.module.fault_open_declared = true;
        resolving.module.fault_open = declared->open;
      }
    }
  }
}

// What judging an event may cost is said of a policy, once.
void readBudget(Resolving& resolving) {
  Module& module = resolving.module;
  for (FileIndex file = 0; file < resolving.program.files.size(); ++file) {
    for (const ast::Decl& decl : resolving.program.files[file].tree.decls) {
      if (!std::holds_alternative<ast::BudgetDecl>(decl.kind)) continue;
      if (file != 0 || module.is_pack) {
        resolving.diagnostics.report<diag::BudgetOfPack>(decl.span);
      } else if (module.budget != nullptr) {
        resolving.diagnostics.report<diag::BudgetRepeated>(decl.span).note(module.budget->span,
                                                                           "declared here");
      } else {
        module.budget = &decl;
      }
    }
  }
}

// Tests of packs run when the pack is tested: a policy may have changed what they expect.
void collectTests(Resolving& resolving) {
  for (FileIndex file = 0; file < resolving.program.files.size(); ++file) {
    std::map<std::string, Span> titles;
    for (const ast::Decl& decl : resolving.program.files[file].tree.decls) {
      const auto* test = std::get_if<ast::TestDecl>(&decl.kind);
      if (test == nullptr) continue;
      if (file == 0)
        resolving.module.tests.push_back({test, file, &decl, readTable(resolving, *test)});
      const auto [first, is_new] = titles.emplace(test->title.value, test->title.span);
      if (!is_new)
        resolving.diagnostics.report<diag::TestTitleRepeated>(test->title.span)
            .note(first->second, "the first one is here");
    }
  }
}

}  // namespace

Module resolve(const Program& program, Diagnostics& diagnostics) {
  Module module;
  module.program = &program;
  Resolving resolving{program, module, diagnostics, {}, {}, {}, {}};
  readHeaders(resolving);
  findFilesInForce(resolving);
  declareAll(resolving);
  importNames(resolving);
  resolveTypes(resolving);
  shareInputs(resolving);
  resolvePhrases(resolving);
  resolveHours(resolving);
  resolveSettings(resolving);
  applyChanges(resolving);
  resolveReferences(resolving);
  checkRecursion(resolving);
  readFaultDefaults(resolving);
  readBudget(resolving);
  collectTests(resolving);
  return module;
}

}  // namespace decorum::sema
