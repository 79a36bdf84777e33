/// What a golden expects, written under its place in the policy itself.
///
///     when customer.age default 99 < 18
///   #~     ^^^^^^^^^^^^ error[D0402]: 'too_young' must be blind to protected but depends on …
///   #~     help: …
///
/// Annotations are comments, so that the file compiles as it is. Carets count code points and stand
/// for the source line above; a span that goes on to further lines ends in `...`. What carets
/// cannot mark says where it is:
///
///   #~ @1+6 error[…]: …                    columns 1 to 6 of the line above (`#~` stands there)
///   #~ @end error[…]: …                    the end of the file
///   #~ @packs/card.decorum:3:5+4 note: …   another file
///
/// Notes stand under their own place; a help stands below what it helps with.
#pragma once

#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"

namespace decorum::golden {

/// The text of `file` as it would be with annotations for exactly `findings`: those it has are
/// taken out first. Equal to the text itself where findings are as expected.
std::string annotate(const SourceSet& sources, FileId file,
                     const std::vector<Diagnostic>& findings);

/// Two texts line by line: "- " is only expected, "+ " only found.
std::string lineDiff(const std::string& expected, const std::string& found);

}  // namespace decorum::golden
