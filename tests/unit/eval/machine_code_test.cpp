// What is taken for machine code, and what is not. That it runs is for tests/unit/codegen.
#include "runtime/eval/machine_code.h"

#include <catch2/catch.hpp>
#include <cstring>

namespace decorum::eval {
namespace {

/// A table of one record, and its end.
const std::string kTable("\x04\0\0\0abcd\0\0\0\0", 12);

CodeParts someParts() {
  CodeParts parts;
  parts.functions = {0, 16};
  parts.tables = {32};
  parts.code = std::string(32, '\xC3') + kTable;
  return parts;
}

std::string refused(const std::string& bytes, std::size_t words = 2) {
  const auto loaded = MachineCode::load(bytes, words);
  return loaded.ok() ? "accepted" : loaded.error();
}

TEST_CASE("functions are where the code says that they begin") {
  CodeParts parts = someParts();
  parts.tables.clear();
  auto loaded = MachineCode::load(bytesOf(parts), 2);
  REQUIRE(loaded.ok());
  REQUIRE(loaded->functions().size() == 2);
  char bytes[32];
  std::memcpy(bytes, reinterpret_cast<const void*>(loaded->functions()[0]), sizeof bytes);
  CHECK(std::string(bytes, sizeof bytes) == parts.code.substr(0, 32));
  const MachineCode moved = *std::move(loaded);
  CHECK(moved.functions().size() == 2);
}

TEST_CASE("of no rules there is no code") { CHECK(MachineCode::load(bytesOf({}), 0).ok()); }

TEST_CASE("what is no code is refused") {
  const std::string bytes = bytesOf(someParts());
  CHECK(refused(bytes, 3) == "the native code has 2 functions in the place of 3");
  std::string other = bytes;
  other[0] ^= 1;
  CHECK(refused(other) == "the native code was made by another version of Decorum");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    INFO(size);
    CHECK(refused(bytes.substr(0, size)) == "the native code is not in the form it should have");
  }
  CHECK(refused(bytes + "x") == "the native code is not in the form it should have");
}

TEST_CASE("code that points outside of itself is refused") {
  const auto change = GENERATE(0, 1, 2, 3, 4);
  CodeParts parts = someParts();
  if (change == 0) parts.functions[1] = static_cast<std::uint32_t>(parts.code.size());
  if (change == 1) parts.tables[0] = static_cast<std::uint32_t>(parts.code.size());
  if (change == 2) parts.tables[0] = 0xFFFF'FFFF;
  if (change == 3) parts.code.pop_back();  // no end of the table
  if (change == 4) parts.code[32] = '\x7F';
  INFO(change);
  CHECK(refused(bytesOf(parts)) == "the native code is not in the form it should have");
}

}  // namespace
}  // namespace decorum::eval
