#include "runtime/eval/machine_code.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

// Of the compiler's runtime: exceptions pass through code whose tables it knows.
extern "C" void __register_frame(const void* table);    // NOLINT(bugprone-reserved-identifier)
extern "C" void __deregister_frame(const void* table);  // NOLINT(bugprone-reserved-identifier)

namespace decorum::eval {
namespace {

constexpr std::size_t kHeader = 16;

static_assert(std::endian::native == std::endian::little);

void put(std::string& bytes, std::size_t number) {
  const auto value = static_cast<std::uint32_t>(number);
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::uint32_t numberAt(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

/// Whether a list of records, each with its length before it, begins there and comes to its end.
bool isTable(std::string_view code, std::size_t at) {
  while (at + 4 <= code.size()) {
    const std::uint32_t length = numberAt(code, at);
    if (length == 0) return true;
    if (length > code.size() - at - 4) return false;
    at += 4 + std::size_t{length};
  }
  return false;
}

struct Parsed {
  std::string_view functions, tables, code;
};

std::optional<Parsed> parse(std::string_view bytes) {
  if (bytes.size() < kHeader) return std::nullopt;
  const std::size_t functions = 4 * std::size_t{numberAt(bytes, 4)};
  const std::size_t tables = 4 * std::size_t{numberAt(bytes, 8)};
  const std::size_t code = numberAt(bytes, 12);
  if (bytes.size() != kHeader + functions + tables + code) return std::nullopt;
  const Parsed parsed{bytes.substr(kHeader, functions), bytes.substr(kHeader + functions, tables),
                      bytes.substr(kHeader + functions + tables)};
  for (std::size_t i = 0; i < functions; i += 4)
    if (numberAt(parsed.functions, i) >= code) return std::nullopt;
  for (std::size_t i = 0; i < tables; i += 4)
    if (!isTable(parsed.code, numberAt(parsed.tables, i))) return std::nullopt;
  return parsed;
}

}  // namespace

const std::uint32_t kCodeForm = DECORUM_CODE_FORM;

std::string bytesOf(const CodeParts& parts) {
  std::string bytes;
  for (const std::size_t number :
       {std::size_t{kCodeForm}, parts.functions.size(), parts.tables.size(), parts.code.size()})
    put(bytes, number);
  for (const std::uint32_t at : parts.functions) put(bytes, at);
  for (const std::uint32_t at : parts.tables) put(bytes, at);
  return bytes += parts.code;
}

Result<MachineCode, std::string> MachineCode::load(std::string_view bytes, std::size_t words) {
  if (bytes.size() >= 4 && numberAt(bytes, 0) != kCodeForm) {
    return std::string("the native code was made by another version of Decorum");
  }
  const auto parsed = parse(bytes);
  if (!parsed) return std::string("the native code is not in the form it should have");
  if (parsed->functions.size() != 4 * words) {
    return fmt::format("the native code has {} functions in the place of {}",
                       parsed->functions.size() / 4, words);
  }
  MachineCode made;
  if (words == 0) return made;
  made.size_ = parsed->code.size();
  void* const pages =
      ::mmap(nullptr, made.size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const auto failed = [] { return fmt::format("no memory for code: {}", std::strerror(errno)); };
  if (pages == MAP_FAILED) return failed();  // NOLINT(performance-no-int-to-ptr): mmap's own
  made.pages_ = pages;
  char* const begin = static_cast<char*>(pages);
  std::memcpy(begin, parsed->code.data(), parsed->code.size());
  if (::mprotect(pages, made.size_, PROT_READ | PROT_EXEC) != 0) return failed();
  __builtin___clear_cache(begin, begin + made.size_);
  for (std::size_t i = 0; i < parsed->functions.size(); i += 4) {
    char* const function = begin + numberAt(parsed->functions, i);
    made.functions_.push_back(reinterpret_cast<WordFunction>(function));
  }
  for (std::size_t i = 0; i < parsed->tables.size(); i += 4) {
    made.tables_.push_back(begin + numberAt(parsed->tables, i));
    __register_frame(made.tables_.back());
  }
  return made;
}

MachineCode::MachineCode(MachineCode&& other) noexcept { *this = std::move(other); }

MachineCode& MachineCode::operator=(MachineCode&& other) noexcept {
  std::swap(pages_, other.pages_);
  std::swap(size_, other.size_);
  std::swap(tables_, other.tables_);
  std::swap(functions_, other.functions_);
  return *this;
}

MachineCode::~MachineCode() {
  for (const void* table : tables_) __deregister_frame(table);
  if (pages_ != nullptr) ::munmap(pages_, size_);
}

}  // namespace decorum::eval
