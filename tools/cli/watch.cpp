#include "tools/cli/watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

namespace decorum::cli {
namespace {

// Editors write a file in several steps: what follows within so many ms belongs to one change.
constexpr int kTogetherMs = 20;

sigset_t endings() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

std::string realPath(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(std::filesystem::absolute(path), error);
  return error ? path : real.generic_string();
}

std::vector<std::string> touchedBy(const std::set<std::string>& changed,
                                   const std::map<std::string, ReadFor>& read) {
  std::vector<std::string> touched;
  for (const auto& [policy, from] : read) {
    const bool is_touched =
        (from.is_broken && !changed.empty()) ||
        std::any_of(from.files.begin(), from.files.end(),
                    [&](const std::string& file) { return changed.count(file) != 0; });
    if (is_touched) touched.push_back(policy);
  }
  return touched;
}

FolderWatch::FolderWatch() {
  const sigset_t set = endings();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = signalfd(-1, &set, SFD_CLOEXEC);
  changes_ = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (changes_ < 0 || signals_ < 0)
    problem_ = std::string("cannot watch files: ") + std::strerror(errno);
}

FolderWatch::~FolderWatch() {
  if (changes_ >= 0) close(changes_);
  if (signals_ >= 0) close(signals_);
  const sigset_t set = endings();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void FolderWatch::add(const std::string& folder) {
  if (!problem_.empty() || !watched_.insert(folder).second) return;
  const int watch = inotify_add_watch(
      changes_, folder.c_str(),
      IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ONLYDIR);
  if (watch >= 0) folders_[watch] = folder;
}

std::optional<std::set<std::string>> FolderWatch::wait() {
  std::set<std::string> changed;
  while (true) {
    std::array<pollfd, 2> ready = {{{changes_, POLLIN, 0}, {signals_, POLLIN, 0}}};
    const int count = poll(ready.data(), ready.size(), changed.empty() ? -1 : kTogetherMs);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::nullopt;
    if ((ready[1].revents & POLLIN) != 0) {
      signalfd_siginfo taken;  // or it would end the process once it is let through again
      static_cast<void>(::read(signals_, &taken, sizeof(taken)));
      return std::nullopt;
    }
    if (count == 0) return changed;
    read(changed);
  }
}

void FolderWatch::read(std::set<std::string>& changed) {
  alignas(inotify_event) std::array<char, 16'384> bytes;
  ssize_t size = 0;
  while ((size = ::read(changes_, bytes.data(), bytes.size())) > 0) {
    for (ssize_t at = 0; at < size;) {
      inotify_event event;
      std::memcpy(&event, bytes.data() + at, sizeof(event));
      const char* const name = bytes.data() + at + sizeof(event);
      at += static_cast<ssize_t>(sizeof(event) + event.len);
      const auto folder = folders_.find(event.wd);
      // A file that is made will be written: that is the change.
      const bool only_made = (event.mask & IN_CREATE) != 0 && (event.mask & IN_ISDIR) == 0;
      if (folder == folders_.end() || event.len == 0 || only_made) continue;
      changed.insert(folder->second + "/" + name);
    }
  }
}

}  // namespace decorum::cli
