/// Objects that are lent and given back, as many as were ever in use at the same time.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace decorum {

/// Any thread. A lease does not outlive its pool.
template <class T>
class Pool {
 public:
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<T> object) : pool_(&pool), object_(std::move(object)) {}
    ~Lease() {
      if (object_ != nullptr) pool_->giveBack(std::move(object_));
    }
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    T& operator*() { return *object_; }

   private:
    Pool* pool_;
    std::unique_ptr<T> object_;
  };

  /// One that no one uses, or `make()`.
  template <class Make>
  Lease lease(Make make) {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        auto object = std::move(free_.back());
        free_.pop_back();
        return Lease(*this, std::move(object));
      }
    }
    return Lease(*this, make());
  }
  Lease lease() {
    return lease([] { return std::make_unique<T>(); });
  }

 private:
  void giveBack(std::unique_ptr<T> object) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(object));
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> free_;
};

}  // namespace decorum
