/// What the command keeps in modules beside it (`LIBDIR/decorum/*.so`) and loads when it is first
/// asked for: LLVM and HTTP, which would cost each start of it more than all the rest. Programs
/// that embed Decorum link `Decorum::codegen` and have no modules.
///
/// A module has copies of its own of whatever it needs of our libraries, and shares with the
/// command structures alone. So both must be of one build: the names below bear a digest of the
/// headers that say how those lie in memory, and where it differs nothing is found.
#pragma once

#include <string>

#include "compiler/codegen/code_maker.h"
#include "decorum/result.h"
#include "tools/webhook/post.h"

namespace decorum::modules {

inline constexpr const char* kLlvm = "llvm";
inline constexpr const char* kHttp = "http";

/// What `llvm` exports: a `codegen::CodeMaker`.
inline constexpr const char* kCodeMaker = DECORUM_CODE_MAKER;

/// What `http` exports: a `Post`, as `webhook::post`.
inline constexpr const char* kPost = DECORUM_POST;
using Post = std::string (*)(const webhook::Target& target, const webhook::Posted& posted);

/// An object that a module exports; the module stays loaded from then on. Error: which file could
/// not be loaded and why. Any number of threads at once.
Result<const void*, std::string> findExported(const std::string& module, const char* name);

}  // namespace decorum::modules
