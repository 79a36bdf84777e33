#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace decorum::cli {

/// Threads that do one task together, again and again.
class WorkerPool {
 public:
  explicit WorkerPool(std::size_t workers);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  std::size_t size() const { return threads_.size(); }
  /// Calls `task(i)` in each thread `i`, and returns at once. After the last `wait`.
  void start(std::function<void(std::size_t)> task);
  /// Returns when all threads are done with the latest task.
  void wait();

 private:
  void work(std::size_t worker);

  std::mutex mutex_;
  std::condition_variable started_;
  std::condition_variable finished_;
  std::function<void(std::size_t)> task_;
  std::size_t round_ = 0;
  std::size_t busy_ = 0;
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace decorum::cli
