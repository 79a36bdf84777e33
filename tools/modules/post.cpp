// The command's `post`, in the place of the one that links an HTTP library.
#include "tools/webhook/post.h"

#include "tools/modules/modules.h"

namespace decorum::webhook {

std::string post(const Target& target, const Posted& posted) {
  const auto found = modules::findExported(modules::kHttp, modules::kPost);
  if (!found) return "notices cannot be sent: " + found.error();
  return (*static_cast<const modules::Post*>(*found))(target, posted);
}

}  // namespace decorum::webhook
