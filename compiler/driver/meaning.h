#pragma once

#include "compiler/driver/compile.h"
#include "compiler/sema/module.h"
#include "compiler/sema/reading.h"

namespace decorum {

/// What the phases before the plan found, for who asks what a name means (an editor). Each points
/// into the one before it: it stays where it is made.
struct Meaning {
  Program program;
  sema::Module module;
  sema::TypedModule typed;

  Meaning() = default;
  Meaning(const Meaning&) = delete;
  Meaning& operator=(const Meaning&) = delete;
};

/// As `compile`, with files from `reading`; `meaning`, which is empty, is filled whether or not
/// there are errors.
CompileResult compile(FileId root, const PipelineOptions& options, Reading& reading,
                      SourceSet& sources, Meaning& meaning);

}  // namespace decorum
