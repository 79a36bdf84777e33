#include "tests/unit/memory/stores.h"

#include <stdlib.h>

#include <catch2/catch.hpp>

namespace decorum::test {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "decorum-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  root_ = name;
}

Folder::~Folder() {
  std::error_code error;
  std::filesystem::remove_all(root_, error);
}

std::shared_ptr<Store> opened(const std::string& url, const StoreOptions& options) {
  auto store = openStore(url, options);
  INFO(url << ": " << (store ? "" : store.error()));
  REQUIRE(store.ok());
  return std::move(*store);
}

std::vector<std::byte> bytesOf(std::string_view text) {
  const auto* const bytes = reinterpret_cast<const std::byte*>(text.data());
  return {bytes, bytes + text.size()};
}

WorkItem workItem(std::string id, std::int64_t created_ms) {
  WorkItem item;
  item.id = std::move(id);
  item.conversation = "c";
  item.event_id = "e";
  item.rule = "r";
  item.queue = "support";
  item.created_ms = created_ms;
  item.delivery.due_ms = created_ms;
  return item;
}

}  // namespace decorum::test
