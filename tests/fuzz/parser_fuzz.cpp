// Any bytes as a policy: no crash, findings that lie in the file, and where there is none, a text
// that can be formatted: it then means the same, and formatting it again changes nothing. Run with
//   parser_fuzz -dict=tests/fuzz/parser.dict CORPUS tests/fuzz/corpus/parser
// What was found once lies in tests/fuzz/corpus/parser and is run by the unit tests.
#include <cstdint>
#include <string>

#include "compiler/syntax/dump.h"
#include "compiler/syntax/format.h"
#include "compiler/syntax/parse.h"
#include "runtime/base/assert.h"

// NOLINTNEXTLINE(readability-identifier-naming): the name that libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using namespace decorum;

struct Parsed {
  SourceSet sources;
  ast::File file;
  std::size_t findings = 0;
};

void parseInto(Parsed& parsed, std::string text) {
  const FileId id = parsed.sources.add("fuzzed.decorum", std::move(text));
  Diagnostics diagnostics(parsed.sources);
  ast::ExprId next_id = 0;
  parsed.file = parse(id, {}, next_id, diagnostics);
  const std::size_t size = parsed.sources.text(id).size();
  for (const Diagnostic& finding : diagnostics.takeAll()) {
    DECORUM_ASSERT(finding.span.begin <= finding.span.end, "a span does not run backwards");
    DECORUM_ASSERT(finding.span.end <= size, "a finding lies in its file");
    ++parsed.findings;
  }
  DECORUM_ASSERT(parsed.file.has_syntax_errors == (parsed.findings > 0),
                 "a file with findings is marked, and no other");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming)
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Parsed parsed;
  parseInto(parsed, text);
  const std::string tree = dump(parsed.file);
  if (parsed.findings > 0) return 0;
  const std::string once = format(parsed.file, text);
  Parsed again;
  parseInto(again, once);
  DECORUM_ASSERT(again.findings == 0, "what was formatted parses");
  DECORUM_ASSERT(dump(again.file).size() == tree.size(), "formatting keeps the meaning");
  DECORUM_ASSERT(format(again.file, once) == once, "formatting is done after one time");
  return 0;
}
