/// Every kind of store, for tests that all of them must pass.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "decorum/store.h"

namespace decorum::test {

/// A folder that is empty and goes away.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path(const std::string& name) const { return (root_ / name).string(); }

 private:
  std::filesystem::path root_;
};

struct StoreKind {
  std::string name;
  /// A store in `folder`: the same one again where it is durable.
  std::function<std::shared_ptr<Store>(const Folder& folder)> open;
  bool durable = false;
};
const std::vector<StoreKind>& storeKinds();

/// Opens `url`; a failure ends the test.
std::shared_ptr<Store> opened(const std::string& url, const StoreOptions& options = {});

std::vector<std::byte> bytesOf(std::string_view text);
WorkItem workItem(std::string id, std::int64_t created_ms = 1'000);

}  // namespace decorum::test
