#pragma once

#include "compiler/driver/compile.h"
#include "compiler/sema/module.h"

namespace decorum {

/// Keeps the result of the phase that `check --emit PHASE` names, as text.
class Emitter {
 public:
  explicit Emitter(const PipelineOptions& options) : options_(&options) {}

  void operator()(const Program& program) const;          ///< "parse": the root file
  void operator()(const sema::TypedModule& typed) const;  ///< "type"
  void operator()(const plan::Plan& plan) const;          ///< "lower"

 private:
  bool wanted(const char* phase) const;
  const PipelineOptions* options_;
};

}  // namespace decorum
