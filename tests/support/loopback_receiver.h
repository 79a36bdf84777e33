/// A receiver of notices on a loopback port of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace decorum::test {

class LoopbackReceiver {
 public:
  /// `status` is what it answers the n-th request with, n from 0.
  explicit LoopbackReceiver(std::function<int(std::uint64_t)> status = [](std::uint64_t) {
    return 200;
  });
  ~LoopbackReceiver();
  LoopbackReceiver(const LoopbackReceiver&) = delete;
  LoopbackReceiver& operator=(const LoopbackReceiver&) = delete;

  std::string url() const;  ///< with the port
  /// How often each notice was answered with success, by its id.
  std::map<std::string, int> taken() const;
  std::string latestBody() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace decorum::test
