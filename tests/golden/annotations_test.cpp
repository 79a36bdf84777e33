// The runner itself: what it writes under a place is what it would accept there.
#include "tests/golden/annotations.h"

#include <catch2/catch.hpp>

namespace decorum::golden {
namespace {

// Findings over every given part of the text, annotated.
std::string annotated(const std::string& text, const std::vector<Span>& spans) {
  SourceSet sources;
  const FileId file = sources.add("golden/a.decorum", text);
  sources.add("golden/packs/b.decorum", "x\nyy");
  Diagnostics diagnostics(sources);
  for (const Span span : spans) diagnostics.report<diag::UndefinedName>(span, "n");
  return annotate(sources, file, diagnostics.takeAll());
}

TEST_CASE("an annotation stands under its place", "[annotations]") {
  CHECK(annotated("  a bb\nc\n", {{0, 4, 6}}) ==
        "  a bb\n#~  ^^ error[D0204]: 'n' is not defined\nc\n");
  CHECK(annotated("  \xC3\xA9 bb\n", {{0, 5, 7}}) ==
        "  \xC3\xA9 bb\n#~  ^^ error[D0204]: 'n' is not defined\n");
  CHECK(annotated("  abc\n", {{0, 2, 5}}) == "  abc\n#~^^^ error[D0204]: 'n' is not defined\n");
}

TEST_CASE("what carets cannot mark says where it is", "[annotations]") {
  CHECK(annotated("abc\n", {{0, 0, 3}}) == "abc\n#~ @1+3 error[D0204]: 'n' is not defined\n");
  CHECK(annotated("    abc\nd\n", {{0, 4, 9}}) ==
        "    abc\n#~  ^^^... error[D0204]: 'n' is not defined\nd\n");
  CHECK(annotated("abc\n", {{0, 4, 4}}) == "abc\n#~ @end error[D0204]: 'n' is not defined\n");
  CHECK(annotated("abc\n", {{1, 2, 4}}) ==
        "abc\n#~ @packs/b.decorum:2:1+2 error[D0204]: 'n' is not defined\n");
}

TEST_CASE("notes and helps are written too", "[annotations]") {
  SourceSet sources;
  sources.add("a", "    x\n    y\n");
  Diagnostics diagnostics(sources);
  diagnostics.report<diag::UndefinedName>(Span{0, 10, 11}, "y")
      .help("x")
      .note(Span{0, 4, 5}, "declared here");
  CHECK(annotate(sources, 0, diagnostics.takeAll()) ==
        "    x\n#~  ^ note: declared here\n"
        "    y\n#~  ^ error[D0204]: 'y' is not defined\n#~  help: did you mean 'x'?\n");
}

TEST_CASE("annotating again changes nothing, and stale annotations go", "[annotations]") {
  const std::string once = annotated("    x y\n    z\n", {{0, 4, 5}, {0, 6, 7}});
  CHECK(annotated(once, {{0, 4, 5}, {0, 6, 7}}) == once);
  CHECK(annotated(once, {}) == "    x y\n    z\n");
  const std::string at_end = annotated("abc\n", {{0, 4, 4}});
  const auto end = static_cast<std::uint32_t>(at_end.size());
  CHECK(annotated(at_end, {{0, end, end}}) == at_end);
  CHECK(annotated("no line end", {}) == "no line end");
  CHECK(annotated("", {}).empty());
}

TEST_CASE("a diff shows what is missing and what is too much", "[annotations]") {
  CHECK(lineDiff("a\nb\nc\n", "a\nx\nc\n") == "  a\n- b\n+ x\n  c\n");
  CHECK(lineDiff("", "a\n") == "+ a\n");
  CHECK(lineDiff("a\n", "") == "- a\n");
}

}  // namespace
}  // namespace decorum::golden
