/// Objects that are lent and given back, as many as were ever in use at the same time.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace decorum {

/// Any thread. A lease does not outlive its pool. Threads find what they gave back last at a place
/// of their own, without a lock; only where more than `kPlaces` are lent at once do they wait.
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

  Pool() = default;
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() {
    for (Place& place : places_) delete place.object.load();
  }

  /// One that no one uses, or `make()`.
  template <class Make>
  Lease lease(Make make) {
    for (std::size_t i = 0; i < kPlaces; ++i) {
      std::atomic<T*>& place = placeOf(i);
      if (place.load(std::memory_order_relaxed) == nullptr) continue;
      std::unique_ptr<T> object(place.exchange(nullptr, std::memory_order_acquire));
      if (object != nullptr) return Lease(*this, std::move(object));
    }
    if (auto object = takeSpare()) return Lease(*this, std::move(object));
    return Lease(*this, make());
  }
  Lease lease() {
    return lease([] { return std::make_unique<T>(); });
  }

 private:
  static constexpr std::size_t kPlaces = 16;
  struct alignas(64) Place {  // a line of the cache each
    std::atomic<T*> object = nullptr;
  };

  /// The places in the order in which this thread looks at them.
  std::atomic<T*>& placeOf(std::size_t i) {
    static std::atomic<std::size_t> threads = 0;
    thread_local const std::size_t thread = threads.fetch_add(1, std::memory_order_relaxed);
    return places_[(thread + i) % kPlaces].object;
  }

  void giveBack(std::unique_ptr<T> object) {
    for (std::size_t i = 0; i < kPlaces; ++i) {
      T* none = nullptr;
      if (placeOf(i).compare_exchange_strong(none, object.get(), std::memory_order_release,
                                             std::memory_order_relaxed)) {
        static_cast<void>(object.release());
        return;
      }
    }
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(object));
    has_spare_.store(true, std::memory_order_relaxed);
  }

  std::unique_ptr<T> takeSpare() {
    if (!has_spare_.load(std::memory_order_relaxed)) return nullptr;
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return nullptr;
    auto object = std::move(spare_.back());
    spare_.pop_back();
    has_spare_.store(!spare_.empty(), std::memory_order_relaxed);
    return object;
  }

  std::array<Place, kPlaces> places_;
  std::atomic<bool> has_spare_ = false;
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> spare_;
};

}  // namespace decorum
