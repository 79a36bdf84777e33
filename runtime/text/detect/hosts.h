/// Names of hosts in running text: where they end, and how sure it is that they are some.
#pragma once

#include <cstdint>
#include <string_view>

namespace decorum::text::detect {

enum class TopLevel : std::uint8_t { kUnknown, kPlain, kWord, kFile };

/// What a label (folded) is as a top level domain.
TopLevel topLevelOf(std::string_view label);

/// The host at the begin of `text`: labels, the last of which is a top level domain. Cut where text
/// of a script without spaces follows ("example.org请"), and before labels that are a sentence's
/// next word ("example.org.Thanks"). Empty where there is none.
std::string_view hostAt(std::string_view text);

/// The same whatever the last label is, if it has two letters or more: the hosts of a company's own
/// network.
std::string_view labelsAt(std::string_view text);

/// Whether each label of `host` has 1 to 63 characters and neither begins nor ends with a hyphen.
bool hasGoodLabels(std::string_view host);

}  // namespace decorum::text::detect
