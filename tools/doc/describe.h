/// A policy in words, for those who answer for it.
#pragma once

#include "tools/doc/subject.h"

namespace decorum::doc {

/// The policy and its packs: rules as sentences, what people are told, sources, words that are
/// looked for, settings, and what the host has to give. What is not in force is left away, but for
/// rules that were switched off. `digest` is that of its plan, "" where it has none.
Document describe(const Subject& subject, const std::string& digest);

}  // namespace decorum::doc
