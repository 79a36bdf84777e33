/// Object files brought into this process.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compiler/codegen/code_cache.h"
#include "compiler/codegen/native.h"
#include "decorum/result.h"

namespace decorum::codegen {

/// Code that can be called as long as this lives.
class LinkedCode {
 public:
  /// Error: what does not fit together, for example a function of one of the words 0 to `words` - 1
  /// that is not there.
  static Result<LinkedCode, std::string> link(const Objects& objects, std::uint32_t words);

  /// By word of `RuleBits`.
  std::span<const WordFunction> functions() const { return functions_; }

 private:
  struct Session;
  struct End {
    void operator()(Session* session) const;
  };
  std::unique_ptr<Session, End> session_;
  std::vector<WordFunction> functions_;
};

}  // namespace decorum::codegen
