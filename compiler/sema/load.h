#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/parse.h"

namespace decorum {

/// A pack or the root: one parsed file, and which files its `include` and `use` lead to.
struct LoadedFile {
  ast::File tree;
  std::string path;
  /// For the declaration index of each `include`/`use`: index into `Program::files`; absent where
  /// the pack was not found (reported).
  std::map<std::size_t, std::uint32_t> imports;
  /// For the declaration index of each `phrases … from "file"` and `test each … from "file"`: a
  /// file of `SourceSet`; absent where it could not be read (reported).
  std::map<std::size_t, FileId> texts;
};

/// All files of one policy. `files[0]` is the root; each file stands once, importers before what
/// they import (cycles are reported and cut).
struct Program {
  std::vector<LoadedFile> files;
  std::uint32_t expressions = 0;  ///< one more than the largest ExprId
};

struct LoadOptions {
  std::vector<std::string> pack_path;
  SyntaxLimits limits;                    ///< of each file, texts included
  std::uint32_t files = 1000;             ///< opened for one policy
  std::uint64_t total_bytes = 64u << 20;  ///< of all of them
  /// The root has no folder: packs are looked for on the pack path alone.
  bool root_in_memory = false;
};

/// Parses the root and, from there, every pack it includes or uses, and reads the texts that they
/// name. The only phase that opens files. A pack `NAME` is `NAME.decorum` or `NAME/NAME.decorum` or
/// `NAME/pack.decorum`, looked for beside the importing file, then along the pack path.
Program load(FileId root, const LoadOptions& options, SourceSet& sources, Diagnostics& diagnostics);

}  // namespace decorum
