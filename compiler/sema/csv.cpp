#include "compiler/sema/csv.h"

namespace decorum::sema {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  Csv run() {
    while (at_ < text_.size() && !csv_.problem) {
      if (takeLineEnd()) continue;  // an empty line
      CsvRow row;
      do {
        row.push_back(cell());
      } while (!csv_.problem && takeComma());
      if (csv_.problem) break;
      if (at_ < text_.size() && !takeLineEnd()) fail("text after the closing quote", at_);
      if (!csv_.problem) csv_.rows.push_back(std::move(row));
    }
    return std::move(csv_);
  }

 private:
  bool takeComma() {
    if (at_ >= text_.size() || text_[at_] != ',') return false;
    ++at_;
    return true;
  }

  bool takeLineEnd() {
    if (text_.substr(at_).starts_with("\r\n")) {
      at_ += 2;
      return true;
    }
    if (at_ >= text_.size() || text_[at_] != '\n') return false;
    ++at_;
    return true;
  }

  CsvCell cell() {
    CsvCell cell;
    cell.begin = at_;
    cell.quoted = at_ < text_.size() && text_[at_] == '"';
    if (cell.quoted) {
      quoted(cell);
    } else {
      plain(cell);
    }
    cell.end = at_;
    return cell;
  }

  void quoted(CsvCell& cell) {
    const std::uint32_t begin = at_++;
    while (at_ < text_.size()) {
      if (text_[at_] == '"') {
        ++at_;
        if (at_ >= text_.size() || text_[at_] != '"') return;
      }
      cell.text += text_[at_++];
    }
    fail("a quote that is never closed", begin);
  }

  void plain(CsvCell& cell) {
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n') {
      if (text_[at_] == '"') return fail("a quote inside a cell that does not begin with one", at_);
      if (text_.substr(at_).starts_with("\r\n")) return;
      cell.text += text_[at_++];
    }
  }

  void fail(const char* what, std::uint32_t at) {
    if (!csv_.problem) csv_.problem = Csv::Problem{what, at, at + 1};
    at_ = static_cast<std::uint32_t>(text_.size());
  }

  std::string_view text_;
  std::uint32_t at_ = 0;
  Csv csv_;
};

}  // namespace

Csv readCsv(std::string_view text) { return Reader(text).run(); }

}  // namespace decorum::sema
