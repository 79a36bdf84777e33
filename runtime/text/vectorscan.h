/// Vectorscan behind two sets of strings to look for: literals, whose every place is wanted, and
/// regular expressions, of which only whether they may match at all. No other header knows hs.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct hs_database;
struct hs_scratch;

namespace decorum::text {

struct DatabaseDeleter {
  void operator()(hs_database* database) const;
};
struct ScratchDeleter {
  void operator()(hs_scratch* scratch) const;
};
using Database = std::unique_ptr<hs_database, DatabaseDeleter>;

/// Working memory for scans of any databases that it has been prepared for.
class VectorscanScratch {
 public:
  void prepare(const hs_database* database);  ///< may allocate; null: nothing to do
  hs_scratch* get() const { return scratch_.get(); }

 private:
  std::unique_ptr<hs_scratch, ScratchDeleter> scratch_;
};

class DatabaseShelf;

/// One place of one literal: it ends at byte `end` (excluded).
struct LiteralHit {
  std::uint32_t literal = 0;
  std::uint32_t end = 0;
};

/// Strings of bytes, each once.
class LiteralSet {
 public:
  enum class Case : std::uint8_t { kAsWritten, kAsciiFolded };

  /// The index of `literal`, which is not empty; the same one for the same literal and case.
  std::uint32_t add(std::string_view literal, Case how = Case::kAsWritten);
  /// False if they are more than Vectorscan can take. What is on the `shelf` is not compiled, and
  /// what is compiled is kept there.
  bool build(DatabaseShelf* shelf = nullptr);

  std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }
  const std::string& textOf(std::uint32_t literal) const { return entries_[literal].text; }
  std::uint32_t bytesOf(std::uint32_t literal) const {
    return static_cast<std::uint32_t>(entries_[literal].text.size());
  }
  const hs_database* database() const { return database_.get(); }

  /// Appends every place of every literal to `hits`, ordered by end.
  void scan(std::string_view text, VectorscanScratch& scratch, std::vector<LiteralHit>& hits) const;

 private:
  struct Entry {
    std::string text;
    Case how = Case::kAsWritten;
  };
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::uint32_t> index_of_;  ///< by case and text; while adding
  Database database_;
};

/// Regular expressions over UTF-8, of which a scan tells those that may match: never too few.
class ExpressionFilter {
 public:
  /// The index of `expression`, or none if it is beyond what the filter can take.
  std::optional<std::uint32_t> add(const std::string& expression, LiteralSet::Case how,
                                   DatabaseShelf* shelf = nullptr);
  /// False if they are more than Vectorscan can take together. `shelf`: as for literals.
  bool build(DatabaseShelf* shelf = nullptr);

  std::uint32_t size() const { return static_cast<std::uint32_t>(expressions_.size()); }
  const hs_database* database() const { return database_.get(); }

  /// Appends the index of each expression that may match `text`.
  void scan(std::string_view text, VectorscanScratch& scratch,
            std::vector<std::uint32_t>& candidates) const;

 private:
  struct Expression {
    std::string text;
    unsigned flags = 0;
  };
  std::vector<Expression> expressions_;
  Database database_;
};

}  // namespace decorum::text
