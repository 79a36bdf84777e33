/// Making the changes that findings offer.
#pragma once

#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"

namespace decorum {

struct FixedText {
  std::string text;
  std::vector<const Diagnostic*> made;  ///< findings whose fix is in `text`, in their order
};

/// The text of `file` with the safe fixes of `findings`: of each finding the first, and of those
/// that overlap the one that stands first. What is left over may be made in another round, with the
/// findings of the new text.
///
/// @param accept  asked before each fix is kept, with the text as it would be; a fix that it
///                refuses is left out.
FixedText applyFixes(FileId file, const SourceSet& sources, const std::vector<Diagnostic>& findings,
                     const std::function<bool(const std::string& text)>& accept);

}  // namespace decorum
