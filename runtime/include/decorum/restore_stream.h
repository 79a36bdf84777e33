#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace decorum {

/// Restores tokens in a text that comes in chunks of any size: what it has given is always a
/// beginning of what restoring the whole text at once would give. It holds back what may be the
/// beginning of a token, at most 63 bytes. One thread at a time.
class RestoreStream {
 public:
  /// `restore` is `Conversation::restore` or `Service::restore` of the person's conversation; it is
  /// called with whole tokens alone, and only where there may be one.
  explicit RestoreStream(std::function<std::string(std::string_view)> restore)
      : restore_(std::move(restore)) {}

  /// What can be let go of now that `chunk` is there.
  std::string give(std::string_view chunk);
  /// The rest, at the end of the text.
  std::string finish();

 private:
  std::string restored(std::string_view text) const;

  std::function<std::string(std::string_view)> restore_;
  std::string held_;
};

}  // namespace decorum
