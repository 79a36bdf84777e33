#pragma once

#include <optional>
#include <string>

#include "compiler/sema/known_patterns.h"
#include "compiler/sema/load.h"

namespace decorum {

/// Where a compilation has texts, trees and what is known of patterns from. This one reads the disk
/// and parses; an editor has others: documents that are not saved, and what it knows from the
/// version before.
class Reading {
 public:
  virtual ~Reading() = default;
  /// The text that counts in the place of the file `identity` (an absolute path without links);
  /// nothing where the file itself does.
  virtual std::optional<std::string> textFor(const std::string& identity);
  /// As `decorum::parse`, with the same result.
  virtual ast::File parse(FileId file, const SyntaxLimits& limits, ast::ExprId& next_id,
                          Diagnostics& diagnostics);
  /// What is known of the patterns in the texts; nothing at first.
  virtual sema::KnownPatterns& patterns() { return patterns_; }

 private:
  sema::KnownPatterns patterns_;
};

/// As `load` in load.h, which reads the disk.
Program load(FileId root, const LoadOptions& options, Reading& reading, SourceSet& sources,
             Diagnostics& diagnostics);

}  // namespace decorum
