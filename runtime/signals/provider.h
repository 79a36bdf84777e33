/// The catalogue of built-in providers of scores: what a policy may write after `from built_in.`.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace decorum::signals {

/// `kHost`: scores come with events alone.
enum class Provider : std::uint8_t {
  kHost,
#define PROVIDER(ENUMERATOR, NAME, LOW, HIGH, LOCALE, SAYS) ENUMERATOR,
#include "runtime/signals/providers.def"
#undef PROVIDER
};

inline constexpr unsigned kProviderCount = 1
#define PROVIDER(ENUMERATOR, NAME, LOW, HIGH, LOCALE, SAYS) +1
#include "runtime/signals/providers.def"
#undef PROVIDER
    ;

/// Both ends included.
struct Range {
  double low = 0;
  double high = 0;
};

/// `kHost` where there is none of that name.
Provider providerNamed(std::string_view name);

/// "sentiment"; "" of `kHost`.
std::string_view nameOf(Provider provider);

/// Within which every score of it is.
Range rangeOf(Provider provider);

/// Whether its scores may differ with `conversation.locale`.
bool readsLocale(Provider provider);

/// In the order of the catalogue.
std::vector<std::string_view> providerNames();

}  // namespace decorum::signals
