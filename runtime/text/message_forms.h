/// A message in the forms that matchers search, and the way between their places.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "runtime/text/fold.h"

namespace decorum::text {

struct MessageForms {
  std::string_view raw;
  const Folded& folded;

  /// The part of the message that folded bytes [begin, end) came from.
  std::string_view original(std::uint32_t begin, std::uint32_t end) const {
    const std::uint32_t from = folded.originalBegin(begin);
    return raw.substr(from, folded.originalEnd(end) - from);
  }

  /// The first folded byte that came from message byte `position` or one after it.
  std::uint32_t foldedPosition(std::uint32_t position) const {
    if (folded.origin.empty()) return position;
    const auto place = std::ranges::lower_bound(folded.origin, position);
    return std::min(static_cast<std::uint32_t>(place - folded.origin.begin()),
                    static_cast<std::uint32_t>(folded.text.size()));
  }
};

}  // namespace decorum::text
