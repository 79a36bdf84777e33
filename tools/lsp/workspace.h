/// The documents that are open, the folders that the editor shows, and what the compiler says of
/// the policies in them.
///
/// A file is known by its absolute path without links. What is judged is what `decorum check`
/// judges: each open document as a root of its own, and each policy of the folders that has an open
/// document as a part. A judgement is made when someone asks, and kept until one of its files
/// changes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/sema/known_patterns.h"
#include "compiler/syntax/parse_again.h"
#include "tools/lsp/analysis.h"

namespace decorum::lsp {

struct Document {
  std::string uri;             ///< as the editor writes it
  std::string path;            ///< of a document that is no file: its URI
  std::int64_t version = 0;    ///< the editor's
  std::uint64_t revision = 0;  ///< ours: no two texts have the same
  std::string text;
};

class Workspace {
 public:
  Workspace();
  ~Workspace();

  void setFolders(std::vector<std::string> folders);
  void setPackPath(std::vector<std::string> folders);

  void open(Document document);
  /// Null where it is not open.
  Document* find(const std::string& uri);
  /// Puts `text` in the place of a part, or of the whole where there is no `range`.
  void edit(Document& document, const std::optional<Range>& range, const std::string& text);
  void close(const std::string& uri);
  /// Files came, went or changed on the disk.
  void forgetDisk();

  /// The document as a root of its own, as it is now. Null where it is not open.
  const Analysis* analysis(const std::string& uri);
  /// The same, perhaps of an earlier version: what is at hand without compiling; null if nothing.
  const Analysis* latest(const std::string& uri);
  /// Every root that the file is part of, its own first, as they are now; of roots that were not
  /// judged yet, those parts are not known.
  std::vector<const Analysis*> analysesWith(const std::string& path);
  /// Every file below the folders and every open document, as roots.
  std::vector<std::string> roots();

  /// Judges one open document, or root that has one as a part, whose judgement is out of date.
  /// False where there is none.
  bool judgeOpen();
  /// The same of all other roots, of which symbols and the names of their files are kept.
  bool judgeFolders();
  /// Of every root, as it was last judged.
  const std::vector<WorkspaceSymbol>& symbols(const std::string& root) const;

  /// The findings for each file by URI, those of open documents and of the roots that have an open
  /// document as a part; only those files whose findings, or whose text, changed since the last
  /// call. Empty lists for files that have none any more.
  std::map<std::string, std::vector<Problem>> news();

  std::string uri(const std::string& path) const;

  /// What the root would be if the files `texts` (by path) read so.
  std::unique_ptr<Analysis> imagine(const std::string& root,
                                    const std::map<std::string, std::string>& texts);
  /// The text of a file, saved or not; nothing where it cannot be read.
  std::optional<std::string> textOf(const std::string& path) const;

 private:
  struct Root;
  struct Published {
    std::uint64_t revision = 0;  ///< of an open document
    std::vector<Problem> problems;
    bool operator==(const Published&) const = default;
  };
  class OpenTexts;
  class ImaginedTexts;

  Root& root(const std::string& path);
  const Analysis& fresh(Root& root);
  bool isFresh(const Root& root) const;
  std::string stamp(const std::string& path) const;
  void scanFolders();
  void release(Root& released);
  bool matters(const Root& root) const;
  PipelineOptions optionsFor(const std::string& path);

  std::vector<std::string> folders_;
  std::vector<std::string> pack_path_;
  std::map<std::string, Document> documents_;  ///< by path
  std::map<std::string, std::string> paths_;   ///< of open documents, by URI
  std::map<std::string, std::unique_ptr<Root>> roots_;
  std::map<std::string, std::unique_ptr<Reparser>> trees_;  ///< of their files
  std::map<std::string, Published> published_;              ///< by URI
  sema::KnownPatterns known_patterns_;
  std::vector<std::unique_ptr<Analysis>> replaced_;  ///< to be taken apart when nobody waits
  std::uint64_t disk_ = 0;
  std::uint64_t revisions_ = 0;
  bool scanned_ = false;
};

}  // namespace decorum::lsp
