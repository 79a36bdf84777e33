#include "runtime/signals/provider.h"

#include <array>

namespace decorum::signals {
namespace {

struct Listed {
  std::string_view name;
  Range range;
  bool reads_locale = false;
};

constexpr std::array<Listed, kProviderCount> kListed = {{
    {"", {}, false},
#define PROVIDER(ENUMERATOR, NAME, LOW, HIGH, LOCALE, SAYS) {NAME, {LOW, HIGH}, LOCALE},
#include "runtime/signals/providers.def"
#undef PROVIDER
}};

const Listed& listed(Provider provider) { return kListed[static_cast<std::size_t>(provider)]; }

}  // namespace

Provider providerNamed(std::string_view name) {
  for (std::size_t i = 1; i < kListed.size(); ++i) {
    if (kListed[i].name == name) return static_cast<Provider>(i);
  }
  return Provider::kHost;
}

std::string_view nameOf(Provider provider) { return listed(provider).name; }

Range rangeOf(Provider provider) { return listed(provider).range; }

bool readsLocale(Provider provider) { return listed(provider).reads_locale; }

std::vector<std::string_view> providerNames() {
  std::vector<std::string_view> names;
  for (std::size_t i = 1; i < kListed.size(); ++i) names.push_back(kListed[i].name);
  return names;
}

}  // namespace decorum::signals
