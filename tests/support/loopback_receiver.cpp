#include "tests/support/loopback_receiver.h"

#include <httplib.h>

#include <atomic>
#include <thread>

namespace decorum::test {

struct LoopbackReceiver::Impl {
  httplib::Server server;
  int port = 0;
  std::thread thread;
  std::atomic<std::uint64_t> requests = 0;
  std::function<int(std::uint64_t)> status;
  std::mutex mutex;  // of what follows
  std::map<std::string, int> taken;
  std::string latest_body;
};

LoopbackReceiver::LoopbackReceiver(std::function<int(std::uint64_t)> status)
    : impl_(std::make_unique<Impl>()) {
  Impl& self = *impl_;
  self.status = std::move(status);
  self.server.Post("/notices", [&self](const httplib::Request& request, httplib::Response& answer) {
    answer.status = self.status(self.requests++);
    const std::lock_guard lock(self.mutex);
    self.latest_body = request.body;
    if (answer.status == 200) ++self.taken[request.get_header_value("Decorum-Delivery")];
  });
  self.port = self.server.bind_to_any_port("localhost");
  self.thread = std::thread([&self] { self.server.listen_after_bind(); });
  while (!self.server.is_running()) std::this_thread::yield();
}

LoopbackReceiver::~LoopbackReceiver() {
  impl_->server.stop();
  impl_->thread.join();
}

std::string LoopbackReceiver::url() const {
  return "http://localhost:" + std::to_string(impl_->port) + "/notices";
}

std::map<std::string, int> LoopbackReceiver::taken() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->taken;
}

std::string LoopbackReceiver::latestBody() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->latest_body;
}

}  // namespace decorum::test
