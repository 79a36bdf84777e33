#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "compiler/sema/module.h"
#include "runtime/text/scanner.h"

namespace decorum::sema {

/// What was found out about regular expressions, each of which has to be compiled for it: the most
/// of the time that a policy of many patterns takes to check. Who compiles the same texts again and
/// again (an editor) keeps this between compilations. One thread at a time.
class KnownPatterns {
 public:
  /// As `text::checkMatcher`.
  std::vector<text::MatcherError> errors(const text::Matcher& matcher);

  /// What `ask` says of `pattern`, which decides the answer together with `how`.
  bool findsEverywhere(const std::string& pattern, int how, const std::function<bool()>& ask);

 private:
  std::map<std::string, std::vector<text::MatcherError>> errors_;  ///< by the matcher's bytes
  std::map<std::pair<std::string, int>, bool> finds_everywhere_;
};

/// As `checkTypes` in module.h.
TypedModule checkTypes(const Module& module, Diagnostics& diagnostics, KnownPatterns& known);

}  // namespace decorum::sema
