#include "runtime/text/database_shelf.h"

#include <fmt/format.h>
#include <hs.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "runtime/base/assert.h"
#include "runtime/base/packed.h"

namespace decorum::text {
namespace {

constexpr std::string_view kTaken = "+";
constexpr std::string_view kRefused = "-";

/// "5.4.9 2023-03-23": the day is that of its build.
std::string_view versionHere() {
  const std::string_view version = hs_version();
  return version.substr(0, version.find(' '));
}

}  // namespace

DatabaseShelf DatabaseShelf::forProcessor(std::string_view processor) {
  DatabaseShelf shelf;
  shelf.use_ = Use::kFill;
  shelf.processor_ = processor;
  return shelf;
}

Result<DatabaseShelf, std::string> DatabaseShelf::read(std::string_view bytes) {
  Unpacker from(bytes);
  const std::string_view version = from.text();
  const std::uint64_t count = from.number64();
  DatabaseShelf shelf;
  if (version != versionHere()) {
    shelf.problem_ = fmt::format("the automata of its texts are of Vectorscan {}, this is {}",
                                 version, versionHere());
  }
  for (std::uint64_t i = 0; i < count && !from.failed(); ++i) {
    Key key{};
    std::ranges::copy(from.raw(key.size()), key.begin());
    const std::string_view content = from.text();
    if (shelf.problem_.empty()) shelf.borrowed_.emplace_hint(shelf.borrowed_.end(), key, content);
  }
  if (from.failed() || !from.rest().empty())
    return std::string("the automata of texts are not in the form they should have");
  return shelf;
}

std::string DatabaseShelf::bytes() const {
  Packer to;
  to.text(versionHere());
  to.number64(kept_.size());
  for (const auto& [key, content] : kept_) {
    to.raw({reinterpret_cast<const char*>(key.data()), key.size()});
    to.text(content);
  }
  return to.take();
}

Database DatabaseShelf::find(const Key& key) {
  const auto found = borrowed_.find(key);
  if (use_ == Use::kFill) return nullptr;
  hs_database_t* database = nullptr;
  if (found == borrowed_.end()) {
    if (problem_.empty()) problem_ = "some automata of its texts are not in it";
    return nullptr;
  }
  const hs_error_t error =
      hs_deserialize_database(found->second.data(), found->second.size(), &database);
  if (error == HS_SUCCESS) return Database(database);
  if (problem_.empty()) {
    problem_ = error == HS_DB_PLATFORM_ERROR
                   ? "the automata of its texts are for processors that have more than this one"
                   : "the automata of its texts are not taken by this Vectorscan";
  }
  return nullptr;
}

void DatabaseShelf::keep(const Key& key, const Database& database) {
  if (use_ != Use::kFill) return;
  char* bytes = nullptr;
  std::size_t size = 0;
  const hs_error_t error = hs_serialize_database(database.get(), &bytes, &size);
  DECORUM_ASSERT(error == HS_SUCCESS, "there is memory for a database");
  const auto release = [](char* of) { std::free(of); };
  const std::unique_ptr<char, decltype(release)> owned(bytes, release);
  kept_[key].assign(bytes, size);
}

std::optional<bool> DatabaseShelf::answer(const Key& key) const {
  const auto found = borrowed_.find(key);
  if (found == borrowed_.end()) return std::nullopt;
  if (found->second == kTaken) return true;
  return found->second == kRefused ? std::optional(false) : std::nullopt;
}

void DatabaseShelf::keepAnswer(const Key& key, bool answer) {
  if (use_ == Use::kFill) kept_[key] = answer ? kTaken : kRefused;
}

const hs_platform_info* DatabaseShelf::platform() const {
  if (use_ != Use::kFill) return nullptr;
  static constexpr hs_platform_info kPlain{};
  static constexpr hs_platform_info kAvx2{0, HS_CPU_FEATURES_AVX2, 0, 0};
  // (AVX-512 is no gain here: processors of v4 run what is made for v3.)
  return processor_ == "x86-64-v3" || processor_ == "x86-64-v4" ? &kAvx2 : &kPlain;
}

}  // namespace decorum::text
