/// Files by their descriptors.
#pragma once

#include <string_view>

namespace decorum {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;

  int get() const { return number_; }
  bool isOpen() const { return number_ >= 0; }

 private:
  int number_;
};

/// Whether all of `bytes` went out; `errno` says why not.
bool writeAll(int to, std::string_view bytes);

}  // namespace decorum
