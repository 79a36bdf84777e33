#include "tools/cli/worker_pool.h"

namespace decorum::cli {

WorkerPool::WorkerPool(std::size_t workers) {
  for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this, i] { work(i); });
}

WorkerPool::~WorkerPool() {
  wait();
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  started_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::start(std::function<void(std::size_t)> task) {
  {
    const std::lock_guard lock(mutex_);
    task_ = std::move(task);
    busy_ = threads_.size();
    ++round_;
  }
  started_.notify_all();
}

void WorkerPool::wait() {
  std::unique_lock lock(mutex_);
  finished_.wait(lock, [this] { return busy_ == 0; });
}

void WorkerPool::work(std::size_t worker) {
  std::size_t done = 0;
  std::unique_lock lock(mutex_);
  for (;;) {
    started_.wait(lock, [&] { return ended_ || round_ != done; });
    if (ended_) return;
    done = round_;
    lock.unlock();
    task_(worker);
    lock.lock();
    if (--busy_ == 0) finished_.notify_all();
  }
}

}  // namespace decorum::cli
