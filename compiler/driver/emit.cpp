#include "compiler/driver/emit.h"

#include "compiler/sema/dump_types.h"
#include "compiler/syntax/dump.h"
#include "runtime/plan/print.h"

namespace decorum {

bool Emitter::wanted(const char* phase) const {
  return options_->emitted != nullptr && options_->emit == phase;
}

void Emitter::operator()(const Program& program) const {
  if (wanted("parse")) *options_->emitted += dump(program.files[0].tree);
}

void Emitter::operator()(const sema::TypedModule& typed) const {
  if (wanted("type")) *options_->emitted += sema::dump(typed);
}

void Emitter::operator()(const plan::Plan& plan) const {
  if (wanted("lower")) *options_->emitted += plan::print(plan);
}

}  // namespace decorum
