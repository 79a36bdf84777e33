// Vectorscan's C interface, contained.
#include "runtime/text/vectorscan.h"

#include <hs.h>

#include <algorithm>

#include "runtime/base/assert.h"
#include "runtime/base/digest.h"
#include "runtime/base/packed.h"
#include "runtime/text/database_shelf.h"
#include "runtime/text/utf8.h"

#if DECORUM_AVX2_HS_SCAN
// NOLINTNEXTLINE(readability-identifier-naming): its own name
extern "C" hs_error_t avx2_hs_scan(const hs_database_t* database, const char* text, unsigned size,
                                   unsigned flags, hs_scratch_t* scratch, match_event_handler event,
                                   void* context);
#endif

namespace decorum::text {
namespace {

/// Vectorscan 5.4.9 overlooks matches where it runs its code for AVX-512 (double shufti,
/// vermicelli: pull requests 368 and 378 of VectorCamp/vectorscan). Its code for AVX2 is taken
/// there, and what it compiles is for that.
bool avoidsAvx512() {
#if DECORUM_AVX2_HS_SCAN
  static const bool has = __builtin_cpu_supports("avx512f") != 0;
  return has;
#else
  return false;
#endif
}

decltype(&hs_scan) scanFunction() {
#if DECORUM_AVX2_HS_SCAN
  if (avoidsAvx512()) return avx2_hs_scan;
#endif
  return hs_scan;
}

const hs_platform_info* thisPlatform() {
  static constexpr hs_platform_info kAvx2{0, HS_CPU_FEATURES_AVX2, 0, 0};
  return avoidsAvx512() ? &kAvx2 : nullptr;
}

int addHit(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
  static_cast<std::vector<LiteralHit>*>(context)->push_back({id, static_cast<std::uint32_t>(to)});
  return 0;
}

int addCandidate(unsigned id, unsigned long long, unsigned long long, unsigned, void* context) {
  static_cast<std::vector<std::uint32_t>*>(context)->push_back(id);
  return 0;
}

void scanWith(const hs_database* database, std::string_view text, VectorscanScratch& scratch,
              match_event_handler handler, void* context) {
  if (database == nullptr) return;
  static const auto scan = scanFunction();
  const hs_error_t error = scan(database, text.data(), static_cast<unsigned>(text.size()), 0,
                                scratch.get(), handler, context);
  DECORUM_ASSERT(error == HS_SUCCESS, "the scratch was prepared for the database");
}

/// Compiles with `compile(platform, database, error)` what is not on the shelf; false if Vectorscan
/// refused.
template <class Compile>
bool makeDatabase(Compile compile, Database& result, DatabaseShelf* shelf = nullptr,
                  const DatabaseShelf::Key& key = {}) {
  if (shelf != nullptr) {
    if (shelf->answer(key) == false) return false;
    result = shelf->find(key);
    if (result != nullptr) return true;
  }
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const hs_platform_info* platform = shelf == nullptr ? nullptr : shelf->platform();
  if (platform == nullptr) platform = thisPlatform();
  const bool made = compile(platform, &database, &error) == HS_SUCCESS;
  hs_free_compile_error(error);
  result.reset(database);
  if (shelf != nullptr) made ? shelf->keep(key, result) : shelf->keepAnswer(key, false);
  return made;
}

/// What all texts with their flags have, and no others.
class KeyMaker {
 public:
  explicit KeyMaker(std::string_view kind) { to_.text(kind); }
  void add(std::string_view text, unsigned flags) {
    to_.text(text);
    to_.number32(flags);
  }
  DatabaseShelf::Key key() { return PartsDigest("decorum database").add(to_.take()).finish(); }

 private:
  Packer to_;
};

/// Whether `expression`, which RE2 takes, may mean something else in Vectorscan's dialect, PCRE's:
/// beyond ASCII, with classes that differ, or where flags change within it.
bool meansOtherToPcre(std::string_view expression) {
  if (!std::ranges::all_of(expression, isAscii)) return true;
  for (std::size_t i = 0; i + 1 < expression.size(); ++i) {
    if (expression[i] == '\\') {
      if (std::string_view("pPCsSvQ01234567").find(expression[i + 1]) != std::string_view::npos) {
        return true;
      }
      ++i;
    } else if (expression.substr(i, 2) == "(?" && i + 2 < expression.size() &&
               expression[i + 2] != ':' && expression[i + 2] != 'P') {
      return true;
    }
  }
  return false;
}

}  // namespace

void DatabaseDeleter::operator()(hs_database* database) const { hs_free_database(database); }
void ScratchDeleter::operator()(hs_scratch* scratch) const { hs_free_scratch(scratch); }

void VectorscanScratch::prepare(const hs_database* database) {
  if (database == nullptr) return;
  hs_scratch_t* scratch = scratch_.release();
  const hs_error_t error = hs_alloc_scratch(database, &scratch);
  scratch_.reset(scratch);
  DECORUM_ASSERT(error == HS_SUCCESS, "there is memory for a scratch");
}

std::uint32_t LiteralSet::add(std::string_view literal, Case how) {
  DECORUM_ASSERT(!literal.empty(), "nothing is not looked for");
  std::string key(1, static_cast<char>(how));
  key.append(literal);
  const auto [place, added] = index_of_.emplace(std::move(key), size());
  if (added) entries_.push_back({std::string(literal), how});
  return place->second;
}

bool LiteralSet::build(DatabaseShelf* shelf) {
  index_of_ = {};
  if (entries_.empty()) return true;
  std::vector<const char*> texts;
  std::vector<unsigned> flags;
  std::vector<unsigned> ids;
  std::vector<std::size_t> sizes;
  KeyMaker key("literals");
  for (const Entry& entry : entries_) {
    ids.push_back(static_cast<unsigned>(ids.size()));
    texts.push_back(entry.text.data());
    sizes.push_back(entry.text.size());
    flags.push_back(entry.how == Case::kAsciiFolded ? HS_FLAG_CASELESS : 0);
    if (shelf != nullptr) key.add(entry.text, flags.back());
  }
  return makeDatabase(
      [&](const hs_platform_info* platform, hs_database_t** database, hs_compile_error_t** error) {
        return hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), sizes.data(),
                                    static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, platform,
                                    database, error);
      },
      database_, shelf, key.key());
}

void LiteralSet::scan(std::string_view text, VectorscanScratch& scratch,
                      std::vector<LiteralHit>& hits) const {
  scanWith(database_.get(), text, scratch, addHit, &hits);
}

std::optional<std::uint32_t> ExpressionFilter::add(const std::string& expression,
                                                   LiteralSet::Case how, DatabaseShelf* shelf) {
  if (meansOtherToPcre(expression)) return std::nullopt;
  // Dot and anchors match more than they do in RE2: too many candidates, never too few.
  const unsigned flags = HS_FLAG_UTF8 | HS_FLAG_PREFILTER | HS_FLAG_SINGLEMATCH | HS_FLAG_DOTALL |
                         HS_FLAG_MULTILINE |
                         (how == LiteralSet::Case::kAsciiFolded ? HS_FLAG_CASELESS : 0);
  KeyMaker key("expression");
  key.add(expression, flags);
  const DatabaseShelf::Key of = key.key();
  std::optional<bool> taken = shelf == nullptr ? std::nullopt : shelf->answer(of);
  if (!taken) {
    Database alone;
    taken = makeDatabase(
        [&](const hs_platform_info*, hs_database_t** database, hs_compile_error_t** error) {
          return hs_compile(expression.c_str(), flags, HS_MODE_BLOCK, nullptr, database, error);
        },
        alone);
    if (shelf != nullptr) shelf->keepAnswer(of, *taken);
  }
  if (!*taken) return std::nullopt;
  expressions_.push_back({expression, flags});
  return static_cast<std::uint32_t>(expressions_.size() - 1);
}

bool ExpressionFilter::build(DatabaseShelf* shelf) {
  if (expressions_.empty()) return true;
  std::vector<const char*> texts;
  std::vector<unsigned> flags;
  std::vector<unsigned> ids;
  KeyMaker key("expressions");
  for (const Expression& expression : expressions_) {
    ids.push_back(static_cast<unsigned>(ids.size()));
    texts.push_back(expression.text.c_str());
    flags.push_back(expression.flags);
    if (shelf != nullptr) key.add(expression.text, expression.flags);
  }
  return makeDatabase(
      [&](const hs_platform_info* platform, hs_database_t** database, hs_compile_error_t** error) {
        return hs_compile_multi(texts.data(), flags.data(), ids.data(),
                                static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, platform,
                                database, error);
      },
      database_, shelf, key.key());
}

void ExpressionFilter::scan(std::string_view text, VectorscanScratch& scratch,
                            std::vector<std::uint32_t>& candidates) const {
  scanWith(database_.get(), text, scratch, addCandidate, &candidates);
}

}  // namespace decorum::text
