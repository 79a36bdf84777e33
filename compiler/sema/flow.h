#pragma once

#include <string>
#include <vector>

#include "compiler/sema/module.h"

namespace decorum::sema {

/// A way through that an author opened for a label, in the open.
struct FlowException {
  enum class Kind : std::uint8_t {
    kUses,  ///< `uses protected FACT because "…"`
    kHole,  ///< `{last 4 FACT}`: a part of something private is shown
  } kind = Kind::kUses;
  std::string rule;    ///< qualified
  std::string fact;    ///< "customer.age"
  std::string reason;  ///< of `uses`; of a hole what is shown, as written
  Span at;
};

/// Proves that every rule under `keep … blind to …` depends on no such label, directly or through
/// definitions, memory, flags or what other rules did; and that nothing private reaches a message,
/// a reason, a flag or a queue. Reports D04xx with the path from the rule to the fact, step by
/// step. Changes nothing. What it guarantees is stated in `docs/language/fairness.md`.
///
/// @return All exceptions of rules in force, in the order written.
std::vector<FlowException> checkFlow(const TypedModule& typed, Diagnostics& diagnostics);

}  // namespace decorum::sema
