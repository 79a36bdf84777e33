// Places in texts, the order of findings, and the nearest name.
#include "compiler/diagnostics/source.h"

#include <catch2/catch.hpp>
#include <set>

#include "compiler/diagnostics/code_points.h"
#include "compiler/diagnostics/diagnostics.h"

namespace decorum {
namespace {

bool isAt(const SourceSet& sources, std::uint32_t offset, std::uint32_t line,
          std::uint32_t column) {
  const Position found = sources.position(0, offset);
  INFO("offset " << offset << " is " << found.line << ":" << found.column);
  return found.line == line && found.column == column;
}

TEST_CASE("places count lines and code points from 1") {
  SourceSet sources;
  sources.add("a.decorum",
              "ab\nc\xC3\xA9"
              "d\r\n\n\xE4\xBD\xA0x");
  CHECK(isAt(sources, 0, 1, 1));
  CHECK(isAt(sources, 2, 1, 3));  // the line end stands on the line it ends
  CHECK(isAt(sources, 3, 2, 1));
  CHECK(isAt(sources, 6, 2, 3));   // after a letter of two bytes
  CHECK(isAt(sources, 9, 3, 1));   // an empty line
  CHECK(isAt(sources, 13, 4, 2));  // after a letter of three bytes
  CHECK(isAt(sources, 14, 4, 3));  // the end of the text
  CHECK(isAt(sources, 99, 4, 3));  // past the end is the end
  CHECK(sources.line(0, 1) == "ab");
  CHECK(sources.line(0, 2) ==
        "c\xC3\xA9"
        "d");
  CHECK(sources.line(0, 3).empty());
  CHECK(sources.line(0, 4) == "\xE4\xBD\xA0x");
  CHECK(sources.line(0, 0).empty());
  CHECK(sources.line(0, 5).empty());
}

TEST_CASE("a byte order mark is no part of the first line") {
  SourceSet sources;
  sources.add("a.decorum", "\xEF\xBB\xBFpolicy shop");
  CHECK(isAt(sources, 0, 1, 1));
  CHECK(isAt(sources, 3, 1, 1));
  CHECK(isAt(sources, 10, 1, 8));
  CHECK(sources.line(0, 1) == "policy shop");
}

TEST_CASE("any bytes have places") {
  SourceSet sources;
  sources.add("a", "");
  sources.add("b", "\xFF\x80\xC3\n\xE4\xBD");
  CHECK(isAt(sources, 0, 1, 1));
  CHECK(sources.position(1, 3).column == 4);  // a byte that is no UTF-8 counts as one
  CHECK(sources.position(1, 6).line == 2);
  CHECK(sources.text(Span{1, 4, 99}) == "\xE4\xBD");
  CHECK(sources.text(Span{1, 3, 1}).empty());
}

TEST_CASE("code points are read as UTF-8 defines them") {
  CHECK(codePointAt("\xF0\x9F\x98\x80", 0).value == 0x1F600);
  CHECK(codePointAt("\xF0\x9F\x98\x80", 0).bytes == 4);
  for (const std::string_view bad : {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                     "\xF5\x80\x80\x80", "\x80"}) {
    CHECK_FALSE(codePointAt(bad, 0).valid);
    CHECK(codePointAt(bad, 0).bytes == 1);
  }
  CHECK(displayWidth(U'a') == 1);
  CHECK(displayWidth(0x301) == 0);    // combining acute
  CHECK(displayWidth(0x4F60) == 2);   // CJK
  CHECK(displayWidth(0x1F600) == 2);  // emoji
  CHECK(displayWidth(0x451) == 1);    // Cyrillic
}

TEST_CASE("findings come in the order of file, place and code, each once") {
  SourceSet sources;
  sources.add("a", "abc");
  sources.add("b", "abc");
  Diagnostics diagnostics(sources);
  diagnostics.report<diag::UndefinedName>(Span{1, 0, 1}, "later_file");
  diagnostics.report<diag::MissingUsedBare>(Span{0, 2, 3}, "x");
  diagnostics.report<diag::UndefinedName>(Span{0, 2, 3}, "x");
  diagnostics.report<diag::UndefinedName>(Span{0, 0, 1}, "twice");
  diagnostics.report<diag::UndefinedName>(Span{0, 0, 1}, "twice");
  diagnostics.report<diag::UndefinedName>(Span{0, 0, 1}, "twice").help("other");
  CHECK(diagnostics.hasErrors());
  std::string order;
  for (const Diagnostic& finding : diagnostics.takeAll())
    order += fmt::format("{} {} {} {}\n", finding.code, finding.span.file, finding.message,
                         finding.help);
  CHECK(order ==
        "D0204 0 'twice' is not defined \n"
        "D0204 0 'twice' is not defined did you mean 'other'?\n"
        "D0204 0 'x' is not defined \n"
        "D0307 0 'x' may be missing use 'default', or test 'is known' first\n"
        "D0204 1 'later_file' is not defined \n");
  CHECK_FALSE(diagnostics.hasErrors());
  CHECK(diagnostics.takeAll().empty());
}

TEST_CASE("the nearest name is one that a slip of the fingers explains") {
  const std::vector<std::string_view> names = {"tier", "legal_words", "age", "refund", "on"};
  CHECK(nearestName("legl_words", names) == "legal_words");
  CHECK(nearestName("teir", names) == "tier");  // a swap is one slip
  CHECK(nearestName("aeg", names) == "age");
  CHECK(nearestName("refunds", names) == "refund");
  CHECK(nearestName("or", names).empty());  // too short to guess at
  CHECK(nearestName("escalate", names).empty());
  CHECK(nearestName("", names).empty());
  CHECK(nearestName("x", {}).empty());
  CHECK(nearestName("ab\xC3\xA9"
                    "d",
                    {"ab\xC3\xA8"
                     "d"}) ==
        "ab\xC3\xA8"
        "d");                                          // letters, not bytes
  CHECK(nearestName("aab", {"aax", "aay"}) == "aax");  // the first of equals
}

TEST_CASE("every code of the catalogue is there once, under its subject") {
  std::set<std::string_view> codes;
  std::set<std::string_view> names;
  for (const diag::CatalogueEntry& entry : diag::catalogue()) {
    INFO(entry.code);
    CHECK(codes.insert(entry.code).second);
    CHECK(names.insert(entry.name).second);
    CHECK(entry.code.size() == 5);
    const bool is_lint = entry.code.starts_with("D10");
    const bool is_of_a_phase = entry.code.starts_with("D0") && entry.code[2] >= '1';
    CHECK((is_lint || is_of_a_phase));
    CHECK(entry.message.find_first_of("\n") == std::string_view::npos);
    CHECK_FALSE(entry.message.ends_with('.'));
    CHECK_FALSE(entry.help.ends_with('.'));
  }
}

}  // namespace
}  // namespace decorum
